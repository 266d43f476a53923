"""How much each look of a segment speaks for or against its being article text.

A logistic regression over `features.NAMES`, one weight for each; positive means article. Fitted on the rows of
``extract/text_news`` (annotations MIT) whose index is not a multiple of 3, lines and glued forms together. Every segment
counts by its words, every page the same; a segment is article when more than half of its word 4-grams stand in the gold
body. Ridge 1e-4, Newton's method. To be fitted again whenever `features` or `unglue` change.
"""

WEIGHTS = {
    "bias": 3.196,
    "length": -1.284,
    "tiny": -2.135,
    "short": 0.554,
    "line": 1.149,
    "sentence": 2.564,
    "long": 3.854,
    "stops": 1.022,
    "capitals": -4.078,
    "inner_stops": 0.629,
    "commas": 5.579,
    "digits": -2.626,
    "phrase": -0.818,
    "begins_phrase": -1.003,
    "repeated": -0.230,
    "stamped": -21.566,
    "quoted": 0.683,
    "separators": -15.911,
    "ends_colon": 0.287,
    "trails_off": -2.802,
    "begins_small": -1.751,
    "signs": -7.324,
    "length_before": 0.080,
    "length_after": 0.117,
    "stops_before": 0.395,
    "stops_after": 0.417,
    "phrase_before": 0.428,
    "phrase_after": 0.507,
    "prose_near": 0.178,
    "prose_around": 0.281,
    "short_run": 0.056,
    "subhead": 2.287,
    "between_prose": -0.505,
    "prose_so_far": -3.652,
    "prose_to_come": -0.605,
    "place": -0.595,
    "before_prose": -1.376,
    "after_prose": -2.165,
    "prose": 0.987,
    "density": 0.292,
    "holds_phrase": -0.922,
    "service": -1.321,
}
