"""How much each look of a segment speaks for or against its being article text.

A logistic regression over `features.NAMES`, one weight for each; positive means article. Fitted on the rows of
``extract/text_news`` (annotations MIT) whose index is not a multiple of 3, lines and glued forms together. Every
segment counts by its words, every page the same; a segment is article when more than half of its word 4-grams stand in
the gold body. Ridge 1e-4, Newton's method. To be fitted again (`bench/train_text.py`) whenever `features` or `unglue`
change.
"""

WEIGHTS = {
    "bias": 3.265,
    "length": -1.338,
    "tiny": -2.184,
    "short": 0.524,
    "line": 1.197,
    "sentence": 2.671,
    "long": 3.929,
    "stops": 0.911,
    "capitals": -4.048,
    "inner_stops": 0.610,
    "commas": 5.659,
    "digits": -2.818,
    "phrase": -1.173,
    "begins_phrase": -0.646,
    "repeated": -0.255,
    "stamped": -20.847,
    "quoted": 0.780,
    "separators": -16.465,
    "ends_colon": 0.238,
    "trails_off": -2.863,
    "begins_small": -1.820,
    "signs": -7.868,
    "length_before": 0.108,
    "length_after": 0.137,
    "stops_before": 0.316,
    "stops_after": 0.332,
    "phrase_before": 0.415,
    "phrase_after": 0.522,
    "prose_near": 0.192,
    "prose_around": 0.316,
    "short_run": 0.036,
    "subhead": 2.150,
    "between_prose": -0.456,
    "prose_so_far": -3.685,
    "prose_to_come": -0.618,
    "place": -0.583,
    "before_prose": -1.415,
    "after_prose": -2.211,
    "prose": 0.998,
    "density": 0.271,
    "holds_phrase": -1.338,
    "service": -1.643,
}
