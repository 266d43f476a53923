"""Find who is quoted with which words. Rules and word lists alone: marks, cues, subjects.

    text -> stretches in marks -> sentences of tokens -> cues with subjects -> what is said -> quotes

A quotation without a cue beside it is its paragraph's last speaker's, when it is a sentence; else it is a title, or
words held at a distance, and no quote.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range
from firsthand.model.voices import Form
from firsthand.understand import phrases
from firsthand.understand.contents import contents
from firsthand.understand.cue import Cue
from firsthand.understand.cues import cues
from firsthand.understand.marks import Stretch, stretches
from firsthand.understand.said import Said
from firsthand.understand.subjects import first_subject
from firsthand.understand.tokens import Grammar, Kind, Token, grammar, tokenised

#: A quotation without a cue has at least so many words, or ends a sentence.
_WORDS_ALONE = 6
#: A quotation goes on so many characters behind the cue of its first part, in one paragraph.
_NEAR = 400
#: A title has at most so many words that could have capitals.
_TITLE = 6
#: Words of a sentence in marks, from so many on, are somebody's.
_FRAGMENT = 3
#: A heading in marks has at most so many words.
_HEADING = 8
_NO_WORDS = VoiceWords()


@dataclass(slots=True)
class Found:
    """A quote as ranges of the text. ``source``: where its speaker is named for it. ``sentence`` counts from 0."""

    form: Form
    content: list[Range]
    cue: Range | None = None
    source: Range | None = None
    addressee: Range | None = None
    verb: Cue | None = None
    sentence: int = 0
    inside: int | None = None
    stretches: list[Stretch] = field(default_factory=list)
    carried: bool = False
    free: bool = False
    within: "Found | None" = None


class Sentence(NamedTuple):
    """The tokens of a sentence."""

    tokens: list[Token]


class Reading(NamedTuple):
    """The quotes of a text, and its sentences."""

    found: list[Found]
    sentences: list[Sentence]


def find(text: str, words: VoiceWords = _NO_WORDS) -> list[Found]:
    """Return the quotes of a text in the order of their sentences."""
    return read(text, words).found


def read(text: str, words: VoiceWords = _NO_WORDS) -> Reading:
    """Return the quotes of a text in the order of their sentences, and the sentences."""
    language = grammar(words)
    marked = stretches(text)
    found: list[Found] = []
    used: set[int] = set()
    before: Token | None = None
    sentences = tokenised(text, marked, language)
    for number, sentence in enumerate(sentences):
        own = cues(sentence, language)
        said = contents(sentence, own, language)
        told = [_quote(text, sentence, item, number) for item in said]
        for item, quote in zip(said, told, strict=True):
            used.update(s.start for s in quote.stretches)
            quote.within = _told_by(item, said, told)
            found.append(quote)
        if before is not None and not said and not any(t.quote for t in sentence[:1]):
            _behind(sentence, own, before, number, found)
        if not said and language.comma_clause:
            _free(text, sentence, number, found, used)
        _left_over(text, sentence, own, number, found, used, language)
        before = sentence[-1] if sentence[-1].quote and len(sentence) == 1 else None
    return Reading(_with_inner(text, found, language), [Sentence(tokens) for tokens in sentences])


def _quote(text: str, sentence: list[Token], item: Said, number: int) -> Found:
    tokens = [t for first, last in item.pieces for t in sentence[first : last + 1]]
    quoted = [t for t in tokens if t.quote]
    pure = all(t.quote or t.has(Kind.STOP) for t in tokens)
    if pure and quoted:
        content = [t.quote.inner for t in quoted if t.quote]
        form = Form.DIRECT
    else:
        content = [_span(sentence, first, last) for first, last in item.pieces]
        form = Form.MIXED if quoted else Form.INDIRECT
        if not quoted and _is_summed_up(item):
            form = Form.REPORTED
    cue = item.cue
    return Found(
        form,
        content,
        _span(sentence, cue.first, cue.last),
        _span(sentence, *cue.subject) if cue.subject else None,
        _span(sentence, *item.addressee) if item.addressee else None,
        cue,
        number,
        stretches=[t.quote for t in quoted if t.quote],
    )


def _told_by(item: Said, said: list[Said], told: list[Found]) -> Found | None:
    """Return the quote in whose clause a cue stands: in "A said that B denied it" the denial is told by A."""
    for other, quote in zip(said, told, strict=True):
        if other.cue.way == "" and other.within(item.cue.verb) and not item.within(other.cue.verb):
            return quote
    return None


def _behind(sentence: list[Token], own: list[Cue], before: Token, number: int, found: list[Found]) -> None:
    """ "“Is it?” Orr asked." is two sentences by its marks: the second says who spoke the first."""
    cue = own[0] if own else None
    if cue is None or "speech" not in cue.takes or cue.subject is None or min(cue.subject[0], cue.first) > 0:
        return
    last = found[-1] if found and found[-1].stretches and found[-1].stretches[-1] == before.quote else None
    if last is None or before.quote is None or before.quote.inner not in last.content:
        return
    if not last.carried:
        if len(last.content) > 1:
            last.content.pop()
            last.stretches.pop()
        else:
            return
        last = Found(Form.DIRECT, [before.quote.inner], stretches=[before.quote])
        found.append(last)
    last.cue, last.source = _span(sentence, cue.first, cue.last), _span(sentence, *cue.subject)
    last.verb, last.sentence, last.carried = cue, number, False


def _is_summed_up(item: Said) -> bool:
    return item.cue.way != ""


def _span(sentence: list[Token], first: int, last: int) -> Range:
    start, end = sentence[first], sentence[last]
    left = start.quote.inner.start if start.quote and first == last else start.start
    right = end.quote.inner.end if end.quote and first == last else end.end
    return Range(left, right)


def _free(text: str, sentence: list[Token], number: int, found: list[Found], used: set[int]) -> None:
    """A sentence whose verb says that the words are another's (German "sei") belongs to the speaker before it."""
    if not any(t.has(Kind.SUBJUNCTIVE) for t in sentence) or not found:
        return
    quoted = [t.quote for t in sentence if t.quote]
    used.update(s.start for s in quoted)
    whole = Range(sentence[0].start, sentence[-1].end - (sentence[-1].low == "."))
    form = Form.MIXED if quoted else Form.INDIRECT
    source = next((q.source for q in reversed(found) if q.source), None)
    found.append(Found(form, [whole], None, source, None, None, number, stretches=quoted, free=True))


def _left_over(
    text: str,
    sentence: list[Token],
    own: list[Cue],
    number: int,
    found: list[Found],
    used: set[int],
    language: Grammar,
) -> None:
    """Give quotations that no cue took to the speaker before them, or to the subject before their colon."""
    for at, token in enumerate(sentence):
        if token.quote is None or token.quote.start in used:
            continue
        stretch = token.quote
        colon = at > 0 and sentence[at - 1].low == ":"
        speech = colon or (_is_speech(text, stretch, alone=at == 0) and not _is_subhead(text, stretch))
        if not speech and not _is_fragment(text, stretch, sentence[at - 1] if at else token, language):
            continue
        if colon and language.list("nouns_have_capitals") and _is_title(text, stretch, language):
            continue
        used.add(stretch.start)
        if colon:
            cue = own[-1] if own else None
            source = _span(sentence, *cue.subject) if cue and cue.subject else _subject(sentence, at)
            where = _span(sentence, cue.first, cue.last) if cue else _span(sentence, at - 1, at - 1)
            found.append(Found(Form.DIRECT, [stretch.inner], where, source, None, cue, number, stretches=[stretch]))
        elif at == 0 and (last := _goes_on_from(text, found, stretch, number)) is not None:
            last.content.append(stretch.inner)
            last.stretches.append(stretch)
        else:
            own_subject = next((c.subject for c in reversed(own) if c.subject), None) if not speech else None
            before = found[-1].source if found else None
            source = _span(sentence, *own_subject) if own_subject else before
            found.append(
                Found(Form.DIRECT, [stretch.inner], None, source, None, None, number, stretches=[stretch], carried=True)
            )


def _goes_on_from(text: str, found: list[Found], stretch: Stretch, number: int) -> Found | None:
    """Return the quotation that this one goes on, over what else is told of who spoke: "said Orr, who thinks ..."."""
    for last in reversed(found):
        if number - last.sentence > 3 or last.sentence != found[-1].sentence:
            return None
        told = last.verb is not None and last.verb.phrase and _is_told_with(last, found)
        if _near(text, last, stretch) and not told:
            return last
        if last.stretches and not told:
            return None
    return None


def _is_told_with(quote: Found, found: list[Found]) -> bool:
    """Say whether a verb has the same words in marks: "“...,” Orr said in a statement, according to the paper"."""
    return any(
        q.sentence == quote.sentence and q.verb and not q.verb.phrase and q.stretches[-1:] == quote.stretches[-1:]
        for q in found[-3:]
    )


def _subject(sentence: list[Token], at: int) -> Range | None:
    """Who stands before the colon at ``at - 1``: a name beside it, or the subject of its sentence."""
    name = phrases.before(sentence, at - 2) if at > 1 else None
    if name is None or not sentence[name[1]].has(Kind.CAPITAL):
        name = first_subject(sentence, at - 1)
    return _span(sentence, *name) if name else None


def _is_speech(text: str, stretch: Stretch, alone: bool) -> bool:
    inner = stretch.inner.of(text)
    count = len(inner.split())
    ends = inner[-1] in ".?!,…" or text[stretch.end : stretch.end + 1] in ("",)
    capitals = sum(1 for w in inner.split() if w[:1].isupper())
    if count >= 3 and capitals >= count * 0.75:
        return False
    if not stretch.closed or (ends and alone and count > 1):
        return True
    return count >= _WORDS_ALONE and (alone or ends or inner[0].islower() or count >= 2 * _WORDS_ALONE)


def _is_fragment(text: str, stretch: Stretch, before: Token, language: Grammar) -> bool:
    """Say whether words of a sentence are another's: where nouns have capitals, a title does not begin with a small letter."""
    inner = stretch.inner.of(text)
    if not language.list("nouns_have_capitals") or not inner[0].islower():
        return False
    return len(inner.split()) >= _FRAGMENT or before.low in language.list("as_what")


def _is_subhead(text: str, stretch: Stretch) -> bool:
    """Say whether a few words in marks are all of their line, and are closed: a heading between paragraphs."""
    before, behind = text[: stretch.start].rpartition("\n")[2], text[stretch.end : stretch.end + 2]
    few = len(stretch.inner.of(text).split()) <= _HEADING
    return few and stretch.closed and not before.strip(" '’\"") and behind.strip(" '’\".")[:1] in ("", "\n")


def _near(text: str, before: Found, stretch: Stretch) -> bool:
    """Say whether a quotation goes on after the cue of the one before: '"A," he said. "B."', in one paragraph."""
    if before.form is Form.MIXED and before.cue and before.stretches and before.content[-1].end < before.cue.start:
        return "\n" not in text[before.cue.end : stretch.start] and stretch.start - before.cue.end < _NEAR
    if before.form is not Form.DIRECT or not before.content:
        return False
    end = max(before.content[-1].end, before.cue.end if before.cue else 0, before.source.end if before.source else 0)
    between = text[end : stretch.start]
    if "\n" not in between:
        return len(between) < _NEAR
    return not between.strip(" \n\"“”'„«»") and not before.stretches[-1].closed


def _with_inner(text: str, found: list[Found], language: Grammar) -> list[Found]:
    """Add the words in marks inside a mixed quote as direct quotes of their own, and say in which each quote stands."""
    out: list[Found] = []
    for quote in found:
        out.append(quote)
        if quote.form is not Form.MIXED:
            continue
        for stretch in quote.stretches:
            if not _is_title(text, stretch, language):
                out.append(replace(quote, form=Form.DIRECT, content=[stretch.inner], stretches=[stretch], within=quote))
    place = {id(quote): at for at, quote in enumerate(out)}
    for quote in out:
        quote.inside = place.get(id(quote.within))
    return out


def _is_title(text: str, stretch: Stretch, language: Grammar) -> bool:
    """Say whether what stands in marks is a name or a title: short, every longer word a capital."""
    inner = stretch.inner.of(text)
    words = [w for w in inner.split() if len(w) > 3 or w[:1].isupper()]
    if not words or len(words) > _TITLE or inner[-1] in ".,!?" or not all(w[:1].isupper() for w in words):
        return False
    if not language.list("nouns_have_capitals"):
        return True
    before = text[max(0, stretch.start - 40) : stretch.start].split()[-1:]
    return not before or before[0].lower() not in language.list("words_not_names")
