"""The language of a text, as a two- or three-letter code."""

from resiliparse.parse.lang import detect_fast

#: Measured on paragraphs of 90 to 200 letters (extract/text_news): 84 % get the language of their whole page. Shorter
#: ones are worse, and nobody should rely on them.
_SHORTEST = 40
#: More text does not change the answer.
_ENOUGH = 20_000


def language_of(text: str) -> str | None:
    """Return the language ``text`` is most like, or None where it is too short or like none."""
    if len(text) < _SHORTEST:
        return None
    language, _ = detect_fast(text[:_ENOUGH])
    return None if language == "unknown" else str(language)
