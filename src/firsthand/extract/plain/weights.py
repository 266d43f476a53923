"""How much each look of a segment speaks for or against its being article text.

A logistic regression over `features.NAMES`, one weight for each; positive means article. Fitted on the rows of
``extract/text_news`` (annotations MIT) whose index is not a multiple of 3, lines and glued forms together. Every segment
counts by its words, every page the same; a segment is article when more than half of its word 4-grams stand in the gold
body. Ridge 1e-4, Newton's method. To be fitted again whenever `features` or `unglue` change.
"""

WEIGHTS = {
    "bias": 2.715,
    "length": -1.138,
    "tiny": -1.977,
    "short": 0.437,
    "line": 0.968,
    "sentence": 2.470,
    "long": 3.917,
    "stops": 0.112,
    "capitals": -3.971,
    "inner_stops": 0.666,
    "commas": 5.025,
    "digits": -1.108,
    "phrase": -1.442,
    "begins_phrase": -2.163,
    "repeated": -0.275,
    "stamped": -26.332,
    "quoted": 0.568,
    "separators": -16.249,
    "ends_colon": 0.121,
    "trails_off": -2.766,
    "begins_small": -2.357,
    "signs": -9.874,
    "length_before": 0.114,
    "length_after": 0.144,
    "stops_before": 0.338,
    "stops_after": 0.305,
    "phrase_before": -0.018,
    "phrase_after": -0.095,
    "prose_near": 0.155,
    "prose_around": 0.261,
    "short_run": -0.201,
    "subhead": 1.757,
    "between_prose": -0.398,
    "prose_so_far": -2.673,
    "prose_to_come": -0.394,
    "place": -0.657,
    "before_prose": -1.497,
    "after_prose": -1.358,
    "prose": 0.740,
    "density": 0.151,
}
