"""Find who is quoted with which words. Rules and word lists alone: marks, cues, subjects.

    text -> stretches in marks -> sentences of tokens -> cues with subjects -> what is said -> quotes

A quotation without a cue beside it is its paragraph's last speaker's, when it is a sentence; else it is a title, or
words held at a distance, and no quote.
"""

from dataclasses import replace
from typing import NamedTuple

from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range
from firsthand.model.voices import Form
from firsthand.understand import phrases
from firsthand.understand.contents import contents
from firsthand.understand.cue import Cue
from firsthand.understand.cues import cues
from firsthand.understand.found import Found
from firsthand.understand.free import free, last_speaker, told_of
from firsthand.understand.main_clause import behind_quotation, second_subject
from firsthand.understand.marks import Stretch, stretches
from firsthand.understand.said import Said
from firsthand.understand.subjects import first_subject
from firsthand.understand.titles import is_called, is_fragment, is_named, is_subhead, is_title
from firsthand.understand.tokens import Grammar, Kind, Token, grammar, tokenised

#: A quotation without a cue has at least so many words, or ends a sentence.
_WORDS_ALONE = 6
#: A quotation goes on so many characters behind the cue of its first part, in one paragraph.
_NEAR = 400
_NO_WORDS = VoiceWords()


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
            if not (language.comma_clause and is_named(text, quote, language)):
                found.append(quote)
        if before is not None and not said and not any(t.quote for t in sentence[:1]):
            _behind(sentence, own, before, number, found, language)
        if not said and language.comma_clause and (one := free(text, sentences, number, found, language)):
            used.update(s.start for s in one.stretches)
            found.append(one)
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


def _behind(
    sentence: list[Token], own: list[Cue], before: Token, number: int, found: list[Found], language: Grammar
) -> None:
    """ "“Is it?” Orr asked." is two sentences by its marks: the second says who spoke the first."""
    cue = own[0] if own else None
    if cue is None or "speech" not in cue.takes or cue.subject is None or min(cue.subject[0], cue.first) > 0:
        return
    if language.comma_clause and cue.first > 0:
        return  # "„Wir bleiben.“ Die Zahlen sprechen für Orr."
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
        behind = behind_quotation(sentence, at, language)
        speech = (
            colon
            or (at == 0 and behind is not None)
            or (_is_speech(text, stretch, alone=at == 0) and not is_subhead(text, stretch))
        )
        if not colon and language.comma_clause and at and behind is None and is_called(text, stretch, language):
            continue
        if not speech and not is_fragment(text, stretch, sentence[at - 1] if at else token, language):
            continue
        if colon and language.list("nouns_have_capitals") and is_title(text, stretch, language):
            continue
        used.add(stretch.start)
        if colon:
            cue = own[-1] if own else None
            source = _span(sentence, *cue.subject) if cue and cue.subject else _subject(sentence, at, language)
            if source is None and language.comma_clause:
                source = last_speaker(text, found, language)
            where = _span(sentence, cue.first, cue.last) if cue else _span(sentence, at - 1, at - 1)
            found.append(Found(Form.DIRECT, [stretch.inner], where, source, None, cue, number, stretches=[stretch]))
        elif at == 0 and (last := _goes_on_from(text, found, stretch, number)) is not None:
            last.content.append(stretch.inner)
            last.stretches.append(stretch)
        else:
            source = _span(sentence, *behind) if behind else _whose(sentence, at, own, found, speech, language)
            found.append(
                Found(Form.DIRECT, [stretch.inner], None, source, None, None, number, stretches=[stretch], carried=True)
            )


def _whose(
    sentence: list[Token], at: int, own: list[Cue], found: list[Found], speech: bool, language: Grammar
) -> Range | None:
    """Say whose words in marks are without a cue: whom their sentence tells of, else the last speaker's."""
    source = None
    if not speech:
        subject = next((c.subject for c in reversed(own) if c.subject), None)
        source = _span(sentence, *subject) if subject else told_of(sentence, at, language)
    return source or (found[-1].source if found else None)


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


def _subject(sentence: list[Token], at: int, language: Grammar) -> Range | None:
    """Who stands before the colon at ``at - 1``: a name beside it, or the subject of its sentence."""
    if language.comma_clause and (who := second_subject(sentence, at - 1, language)):
        return _span(sentence, *who)
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
            if not is_title(text, stretch, language):
                out.append(replace(quote, form=Form.DIRECT, content=[stretch.inner], stretches=[stretch], within=quote))
    place = {id(quote): at for at, quote in enumerate(out)}
    for quote in out:
        quote.inside = place.get(id(quote.within))
    return out
