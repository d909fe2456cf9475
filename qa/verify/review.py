"""The guard over a model's sentences: beside what no page may say, what a careful writer would not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.calculator.catalogue import CATALOGUE
from qa.document import FigureView, Sentence
from qa.evidence.evidence import Evidence
from qa.verify.bound import compulsory
from qa.verify.guard import check, clause, contradicted, named
from qa.verify.links import unlinked
from qa.verify.placed import atoms, misplaced
from qa.verify.poles import as_in_line, joined, turned
from qa.verify.quoting import cut, own_words_of, quoted
from qa.verify.small import astray
from qa.verify.vocabulary import lost, strange
from qa.verify.withheld import withheld
from qa.write.draft import Offence

LONGEST = 400
_FIGURE = re.compile(r"\{(?P<id>F\d+)(?:\.(?P<field>[a-z]+))?\}")
_VALUES = (None, "display", "magnitude")
_UNIT = (
    r"%|per ?cent\w*|pct|percentage|bps?\b|basis|points?\b|pips?\b|ticks?\b|dollars?|cents?\b|usd\b|eur\b|euros?|k\b|mn?\b|bn\b"
    r"|x\b|times\b|fold\b|sigma|standard deviations?|contracts?\b"
)
_GLUED = re.compile(rf"(?:[-−–+$€£~±/×\w]|\b(?:minus|negative|plus) ){_FIGURE.pattern}", re.IGNORECASE)
_UNITS = re.compile(rf"{_FIGURE.pattern}(?:[- ]?(?:{_UNIT})|\w)", re.IGNORECASE)
_COUNTED = re.compile(r"\{(?P<id>F\d+)\.n\} (?P<noun>days?|weeks?|months?|years?|trades?|episodes?|starts?|chains?)\b")
_MARKUP = re.compile(r"[*_#`|<>\\{}\[\]\n\t]|www\.|&\w+;|\b\w+@\w+\.|\b\w+\.(?:com|org|net|io)\b")
_COSTS = re.compile(r"\b(?:cost|costs|lost|took|takes|drained|dragged|gave up|shaved)\b", re.IGNORECASE)
_EARNS = re.compile(r"\b(?:earned|earns|gained|added|paid|returned|rose|profit\w*|benefit\w*)\b", re.IGNORECASE)
_FALLS = re.compile(r"\b(?:lost|fell|dropped|declined|cost|sank)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A model's sentence as it may stand, its bare tokens labelled where need be, and what is wrong with it."""

    draft: str
    offences: tuple[Offence, ...]


def review(draft: str, rests_on: Sequence[str], evidence: Evidence) -> Reviewed:
    """A model's sentence, held against the lines by rule that it rests on and against the evidence.

    A token whose figure the sentence does not name is rendered with its label; one whose clause names another figure is an
    offence. The offences' places are those in the sentence as it reads.
    """
    draft = re.sub(r'"([^"]*)"|„([^“”"]*)[“”]', lambda m: f"“{m[1] or m[2] or ''}”", draft.strip())
    sentence, found = check(draft, evidence)
    own = _own(sentence)
    offences = [*found, *_lines(rests_on, sentence), *_shape(draft, sentence), *_script(own), *_markup(own)]
    if own_words_of(sentence, rests_on, evidence):
        offences = [o for o in offences if o.code != "orphan-numeral"]
    else:
        offences += astray(draft, rests_on, quoted(rests_on, evidence))
        offences += (*strange(own, sentence, rests_on, evidence), *turned(draft, rests_on, evidence), *joined(own, rests_on))
        offences += unlinked(atoms(draft, evidence), sentence, [atoms(line, evidence) for line in rests_on], evidence)
    offences += (_whole(sentence, "dropped", what) for what in lost(draft, rests_on))
    offences += cut(sentence, rests_on, evidence)
    offences += compulsory(draft, rests_on, evidence)
    offences += misplaced(draft, sentence, rests_on, evidence)
    offences += [o for m in _FIGURE.finditer(draft) for o in _token(m, draft, evidence)]
    offences += _glued(draft, evidence)
    return Reviewed(draft=_labelled(draft, rests_on, evidence), offences=tuple(offences))


def _whole(sentence: Sentence, code: str, what: str) -> Offence:
    return Offence(code=code, start=0, end=len(sentence.text), what=what)


def _lines(rests_on: Sequence[str], sentence: Sentence) -> Iterator[Offence]:
    """Lines that no model may reword."""
    if any(withheld(line) for line in rests_on):
        yield _whole(sentence, "withheld", "the line judges, limits or denies, and stays as it is")


def _own(sentence: Sentence) -> str:
    """The sentence's own words, everything under a span blanked."""
    own = list(sentence.text)
    for span in sentence.spans:
        own[span.start : span.end] = "\0" * (span.end - span.start)
    return "".join(own)


def _shape(draft: str, sentence: Sentence) -> Iterator[Offence]:
    """No sentence at all, one too long, or one that rests on nothing."""
    end = len(sentence.text)
    if not draft or len(draft) > LONGEST:
        yield Offence(code="length", start=0, end=end, what=f"a sentence has up to {LONGEST} characters")
    if "point" in {s.kind for s in sentence.spans}:
        yield Offence(code="bare-point", start=0, end=end, what="a cell of a table without its row")
    if not {"figure", "source", "quote", "echo"} & {s.kind for s in sentence.spans}:
        yield Offence(code="unsourced", start=0, end=end, what=sentence.text)
    if sentence.text.count("“") != sentence.text.count("”"):
        yield Offence(code="false-quotation", start=0, end=end, what="a quotation mark stands alone")


def _script(own: str) -> Iterator[Offence]:
    """Letters of other scripts and signs that can't be seen, which could hide a numeral."""
    for i, char in enumerate(own):
        odd = unicodedata.category(char) in {"Cf", "Co", "Cn"} or unicodedata.normalize("NFKC", char) not in {char, "..."}
        if char != "\0" and (odd or (char.isalpha() and "LATIN" not in unicodedata.name(char, ""))):
            yield Offence(code="script", start=i, end=i + 1, what=char)


def _markup(own: str) -> Iterator[Offence]:
    for m in _MARKUP.finditer(own):
        yield Offence(code="markup", start=m.start(), end=m.end(), what=m[0])


def _token(m: re.Match[str], draft: str, evidence: Evidence) -> Iterator[Offence]:
    """What the words around a figure's token say against the figure."""
    figure = evidence.figure(m["id"])
    if figure is None:
        return
    if contradicted(m, draft, evidence):
        yield _offence("wrong-figure", m, f"the words around {m[0]} are those of another figure")
    if m["field"] not in _VALUES:
        return
    if _wrong_direction(figure, m["field"] == "magnitude", clause(m.start(), m.end(), draft)):
        yield _offence("wrong-direction", m, f"{m[0]} has the other sign")


def _wrong_direction(figure: FigureView, magnitude: bool, said: str) -> bool:
    negative = figure.value < 0
    if "drag" in figure.key.split(".")[:2] and not figure.key.startswith("reversed."):
        earns, costs = _EARNS.search(said), _COSTS.search(said)
        return bool((earns and not costs and not (negative and magnitude)) or (costs and not earns and negative and magnitude))
    rises, falls = _EARNS.search(said), _FALLS.search(said)
    return bool((rises and not falls and negative and magnitude) or (falls and not rises and not (negative and magnitude)))


def _glued(draft: str, evidence: Evidence) -> Iterator[Offence]:
    """Signs, scales and units put to a token, which has its own; and what its n does not count."""
    for m in (*_GLUED.finditer(draft), *_UNITS.finditer(draft)):
        if m["field"] in {*_VALUES, "n", "interval", "level"} and evidence.figure(m["id"]):
            yield _offence("wrong-unit", m, m[0])
    for m in _COUNTED.finditer(draft):
        figure = evidence.figure(m["id"])
        if figure and m["noun"].rstrip("s") != counts(figure):
            yield _offence("wrong-unit", m, m[0])


def counts(figure: FigureView) -> str:
    """What a figure's n counts, singular."""
    spec = CATALOGUE.get(figure.key)
    return spec.counts.rstrip("s") if spec else "month"


def _offence(code: str, m: re.Match[str], what: str) -> Offence:
    return Offence(code=code, start=m.start(), end=m.end(), what=what)


def _labelled(draft: str, rests_on: Sequence[str], evidence: Evidence) -> str:
    """The draft, each figure's token that its sentence does not name set in brackets with its label."""

    def label(m: re.Match[str]) -> str:
        figure = evidence.figure(m["id"])
        if figure is None or m["field"] in {"scope", "basis", "level"} or named(m, draft, evidence):
            return m[0]
        if as_in_line(m, draft, rests_on) or (m["field"] in {"n", "start", "end"} and any(m[0] in line for line in rests_on)):
            return m[0]
        title = figure.title[0].lower() + figure.title[1:]
        return f"({title}, {{{figure.id}.scope}}: {m[0]})"

    return _FIGURE.sub(label, draft)
