"""Sentences whose verb says that the words are another's (German "sei"), with no word of saying: free indirect speech.

"Der Rat verschob das Fest mit der Ausrede, der Saal sei zu klein" has its speaker in its own main clause; any other such
sentence belongs to who spoke before.
"""

from firsthand.model.span import Range
from firsthand.model.voices import Form
from firsthand.understand import phrases
from firsthand.understand.found import Found
from firsthand.understand.main_clause import is_somebody, second_subject
from firsthand.understand.tokens import Grammar, Kind, Token


def free(text: str, sentences: list[list[Token]], number: int, found: list[Found], language: Grammar) -> Found | None:
    """Return a sentence without a cue as a quote, if its verb says that the words are another's."""
    sentence = sentences[number]
    if not any(t.kind & Kind.SUBJUNCTIVE and _is_another(t) for t in sentence):
        return None
    own = _own_clause(sentence, language)
    if own is not None:
        who, comma = own
        return _made(sentence, comma + 1, Range(sentence[who[0]].start, sentence[who[1]].end), number)
    if not found:
        return None
    quote = _made(sentence, 0, _speaker(text, sentences, number, found, language), number)
    quote.free = True
    return quote


def _speaker(
    text: str, sentences: list[list[Token]], number: int, found: list[Found], language: Grammar
) -> Range | None:
    """Say whose a whole sentence is: "Für X sei ..." X's, else whom the sentence before tells of, else the last speaker's."""
    sentence, told = sentences[number], None
    if sentence[0].low in language.list("for_whom") and (who := phrases.after(sentence, 1)):
        return Range(sentence[who[0]].start, sentence[who[1]].end)
    if number and found[-1].sentence < number - 1:
        told = told_of(sentences[number - 1], len(sentences[number - 1]), language)
    return told or last_speaker(text, found, language)


def _made(sentence: list[Token], first: int, source: Range | None, number: int) -> Found:
    quoted = [t.quote for t in sentence[first:] if t.quote]
    whole = Range(sentence[first].start, sentence[-1].end - (sentence[-1].low == "."))
    form = Form.MIXED if quoted else Form.INDIRECT
    return Found(form, [whole], None, source, None, None, number, stretches=quoted)


def _own_clause(sentence: list[Token], language: Grammar) -> tuple[tuple[int, int], int] | None:
    """Return the subject of a main clause that tells of itself, and the comma before what is another's."""
    comma = next((k for k, t in enumerate(sentence) if t.low == "," or _is_another(t)), 0)
    if sentence[comma].low != "," or comma + 2 >= len(sentence) or comma < 2:
        return None
    following = sentence[comma + 1]
    if following.has(Kind.RELATIVE) and not _is_article(sentence, comma + 1):
        return None
    who = second_subject(sentence, comma, language)
    return (who, comma) if who else None


def _is_article(sentence: list[Token], at: int) -> bool:
    """Say whether "der", "die", "das" behind a comma is an article: a verb that stands second follows its noun."""
    if at + 2 >= len(sentence) or not sentence[at].has(Kind.DETERMINER):
        return False
    for k in range(at + 1, min(at + 8, len(sentence))):
        if _is_another(sentence[k]):
            return sentence[k - 1].has(Kind.CAPITAL) and k + 2 < len(sentence)
    return False


def _is_another(token: Token) -> bool:
    """Say whether a verb says that the words are another's; "Reiche" is a noun."""
    return token.has(Kind.SUBJUNCTIVE) and not token.has(Kind.CAPITAL)


def told_of(sentence: list[Token], end: int, language: Grammar) -> Range | None:
    """Return whom a sentence without a quote tells of, if it is somebody: "Minister Orr ist besorgt. Die Lage sei ernst."."""
    who = second_subject(sentence, end, language)
    if who is None:
        return None
    tokens = sentence[who[0] : who[1] + 1]
    return Range(tokens[0].start, tokens[-1].end) if is_somebody(tokens, language) else None


def last_speaker(text: str, found: list[Found], language: Grammar) -> Range | None:
    """Return who spoke before: no pronoun that stands for a thing, and not who is quoted by another."""
    for quote in reversed(found):
        if quote.source and quote.within is None and not _is_weak(quote.source.of(text), language):
            return quote.source
    return next((q.source for q in reversed(found) if q.source), None)


def _is_weak(source: str, language: Grammar) -> bool:
    """Say whether a source names nobody: "es", "denen", "eigenen Angaben", "seiner Meinung"."""
    first, _, rest = source.lower().partition(" ")
    if first in language.list("own") or (first in language.list("possessives") and rest in language.list("opinion")):
        return True
    return not rest and (first in language.list("relatives") or first in language.list("nobody"))
