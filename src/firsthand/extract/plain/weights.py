"""How much each look of a segment speaks for or against its being article text.

A logistic regression over `features.NAMES`, one weight for each; positive means article. Fitted on the rows of
``extract/text_news`` (annotations MIT) whose index is not a multiple of 3, lines and glued forms together. Every segment
counts by its words, every page the same; a segment is article when more than half of its word 4-grams stand in the gold
body. Ridge 1e-4, Newton's method. To be fitted again whenever `features` or `unglue` change.
"""

WEIGHTS = {
    "bias": 3.075,
    "length": -1.258,
    "tiny": -2.120,
    "short": 0.557,
    "line": 1.146,
    "sentence": 2.550,
    "long": 3.788,
    "stops": 1.023,
    "capitals": -4.111,
    "inner_stops": 0.631,
    "commas": 5.589,
    "digits": -2.618,
    "phrase": -1.187,
    "begins_phrase": -0.582,
    "repeated": -0.207,
    "stamped": -21.050,
    "quoted": 0.694,
    "separators": -16.016,
    "ends_colon": 0.281,
    "trails_off": -2.814,
    "begins_small": -1.826,
    "signs": -7.445,
    "length_before": 0.085,
    "length_after": 0.114,
    "stops_before": 0.399,
    "stops_after": 0.417,
    "phrase_before": 0.440,
    "phrase_after": 0.529,
    "prose_near": 0.187,
    "prose_around": 0.277,
    "short_run": 0.065,
    "subhead": 2.266,
    "between_prose": -0.489,
    "prose_so_far": -3.654,
    "prose_to_come": -0.610,
    "place": -0.569,
    "before_prose": -1.360,
    "after_prose": -2.171,
    "prose": 0.984,
    "density": 0.299,
    "holds_phrase": -1.317,
    "service": -1.628,
}
