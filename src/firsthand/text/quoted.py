"""Which stretches of a text stand inside quotation marks: words that belong to a speaker, not to the reporter."""

import re

from firsthand.model.span import Range

#: Longest quotation looked for, in characters: a lost closing mark must not swallow a page.
_LONGEST = 1200
#: The opening mark first, so that the search leaps from mark to mark; what follows asks which one it was.
_PAIRS = re.compile(
    "[\"“„«»「『'‘](?:"
    rf'(?<=")[^"\n]{{2,{_LONGEST}}}"'
    rf"|(?<=“)[^”\n]{{2,{_LONGEST}}}(?:”|(?=\n|$))"
    rf"|(?<=„)[^“”\n]{{2,{_LONGEST}}}[“”]"
    rf"|(?<=«)[^»\n]{{2,{_LONGEST}}}»|(?<=»)[^«\n]{{2,{_LONGEST}}}«"
    rf"|(?<=「)[^」\n]{{2,{_LONGEST}}}」|(?<=『)[^』\n]{{2,{_LONGEST}}}』"
    rf"|(?<=')(?<!\w')(?!\s)[^'\n]{{1,{_LONGEST}}}?(?:'\w[^'\n]{{0,{_LONGEST}}}?)*'(?!\w)"
    rf"|(?<=‘)(?<!\w‘)(?!\s)[^‘\n]{{2,{_LONGEST}}}?’(?!\w)"
    ")"
)


def quoted(text: str) -> list[Range]:
    """Return the ranges between (and with) quotation marks, in order; marks of many languages, no nesting.

    A paragraph that opens a double quotation and does not close it (the speech goes on in the next) counts to its end.

    >>> [r.of("He's 'not done' yet.") for r in quoted("He's 'not done' yet.")]
    ["'not done'"]
    """
    return [Range(m.start(), m.end()) for m in _PAIRS.finditer(text)]
