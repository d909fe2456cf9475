"""The guard over a model's sentences: beside what no page may say, what a careful writer would not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.dates import MONTHS
from corpus.index.lexical import stems
from qa import numerals
from qa.calculator.catalogue import CATALOGUE
from qa.document import FigureView, Sentence
from qa.evidence.evidence import Evidence
from qa.verify.guard import check, clause, contradicted, named
from qa.write.draft import Offence

LONGEST = 400
#: Of a sentence's own words at least this share stands in what it rests on.
_SHARE = 0.4
_FEWEST_WORDS = 4
_LONG_QUOTATION = 5
_FIGURE = re.compile(r"\{(?P<id>F\d+)(?:\.(?P<field>[a-z]+))?\}")
_VALUES = (None, "display", "magnitude")
_UNIT = (
    r"%|per ?cent\w*|pct|percentage|bps?\b|basis|points?\b|pips?\b|ticks?\b|dollars?|cents?\b|usd\b|eur\b|euros?|k\b|mn?\b|bn\b"
    r"|x\b|times\b|fold\b|sigma|standard deviations?|contracts?\b"
)
_GLUED = re.compile(rf"(?:[-−–+$€£~±/×\w]|\b(?:minus|negative|plus) ){_FIGURE.pattern}", re.IGNORECASE)
_UNITS = re.compile(rf"{_FIGURE.pattern}(?:[- ]?(?:{_UNIT})|\w)", re.IGNORECASE)
_COUNTED = re.compile(r"\{(?P<id>F\d+)\.n\} (?P<noun>days?|weeks?|months?|years?|trades?|episodes?|starts?|chains?)\b")
_PERIOD = re.compile(
    r"\b(?:an?|per|each|every) (day|week|month|quarter|year|annum)\b|\b(daily|weekly|monthly|quarterly|yearly|annual)",
    re.IGNORECASE,
)
_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year", "annum": "year"}
_MONTH = "|".join(m for m in MONTHS if m != "May")
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("markup", re.compile(r"[*_#`|<>\\{}\[\]\n\t]|www\.|&\w+;|\b\w+@\w+\.|\b\w+\.(?:com|org|net|io)\b")),
    ("date", re.compile(rf"\b(?:{_MONTH})\b|\b(?:in|since|until|of|by|from) May\b")),
    (
        "promise",
        re.compile(
            r"\bguarant\w+|\brisk[- ]free\b|\bcertain(?:ly)? to\b|\bwill (?!not be computed)\w+|\bproves?\b", re.IGNORECASE
        ),
    ),
    ("advice", re.compile(r"\b(?:worth (?:it|buying)|buy|sell|avoid|prudent|wise|sensible|advisable|best to)\b", re.IGNORECASE)),
    (
        "leak",
        re.compile(
            r"\b(?:system prompt|as an ai|language model|my instructions|instructions? (?:say|above)|json|schema|token|fenced)\b",
            re.IGNORECASE,
        ),
    ),
)
#: Words of a relation or a denial: a sentence has one only where what it rests on has one of the same class.
_RELATIONS = {
    "more": r"above|higher|more|greater|larger|bigger|exceed\w*|outperform\w*|increas\w+|raised|grew|rose|worse",
    "less": r"below|lower|less|smaller|fewer|underperform\w*|reduc\w+|cuts?|shrank|decreas\w+|shallower|milder|softened",
    "within": r"within|inside|in line with|agrees?|consistent",
    "most": r"best|worst|highest|lowest|largest|smallest|biggest|deepest|most|least|maximum|minimum|at most",
    "denial": r"not|never|no|nothing|neither|nor|cannot|\w+n['’]t",
    "verdict": r"significant\w*|always|cheap\w*|expensive|negligible|trivial|huge|safe\w*|because|due to|caused?|therefore",
    "method": r"layers?|strikes?|deltas?|wings?|expir\w+|rolls?|rolled|rolling|entry|entries|exits?|calls|vega|theta",
}
_RELATION = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _RELATIONS.items()}
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
    offences = [*found, *_shape(draft, sentence), *_script(own), *_words(own)]
    offences += _relations(own, rests_on, sentence, evidence)
    offences += _quotations(sentence, rests_on, evidence)
    offences += [o for m in _FIGURE.finditer(draft) for o in _token(m, draft, evidence)]
    offences += _glued(draft, evidence)
    return Reviewed(draft=_labelled(draft, evidence), offences=tuple(offences))


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


def _words(own: str) -> Iterator[Offence]:
    for code, pattern in _WORDS:
        for m in pattern.finditer(own):
            yield Offence(code=code, start=m.start(), end=m.end(), what=m[0])


def _relations(own: str, rests_on: Sequence[str], sentence: Sentence, evidence: Evidence) -> Iterator[Offence]:
    """Relations, denials and method words that nothing it rests on has; too few words in common; a denial left out."""
    cited = {span.ref for span in sentence.spans}
    titles = [f.title for f in evidence.figures if f.id in cited]
    quotes = [f"{s.title} {s.section} {s.quote}" for s in evidence.sources if s.id in cited]
    known = " ".join((*rests_on, *titles, *quotes))
    for pattern in _RELATION.values():
        m = pattern.search(own)
        if m and not pattern.search(known):
            yield Offence(code="unsupported", start=m.start(), end=m.end(), what=m[0])
    words = stems(own.replace("\0", " "))
    if len(words) >= _FEWEST_WORDS and len(words & stems(f"{known} {evidence.question}")) < _SHARE * len(words):
        yield Offence(code="unsupported", start=0, end=len(own), what="most of its words stand in nothing that it rests on")
    denial = _RELATION["denial"]
    if len(rests_on) == 1 and denial.search(rests_on[0]) and not denial.search(own):
        yield Offence(code="unsupported", start=0, end=len(own), what="a denial was left out")


def _quotations(sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """A few quoted words with a numeral could say anything: they stand only where the line by rule has them."""
    for span in sentence.spans:
        said = sentence.text[span.start : span.end]
        if span.kind not in {"quote", "echo"} or not numerals.find(said):
            continue
        by_rule = any(said in line or _cites(line, span.ref, said, evidence) for line in rests_on)
        if not by_rule and (span.kind == "echo" or len(said.split()) < _LONG_QUOTATION):
            yield Offence(code="bare-quotation", start=span.start, end=span.end, what=said)


def _cites(line: str, id_: str, said: str, evidence: Evidence) -> bool:
    source = evidence.source(id_)
    places = re.findall(rf"\{{{id_}@(\d+):(\d+)\}}", line)
    return source is not None and any(source.quote[int(a) : int(b)] == said for a, b in places)


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
    after = draft[m.end() : m.end() + 40].split("{", maxsplit=1)[0]
    said = _PERIOD.search(re.split(r"[;:.,()—]| and | with ", after)[0])
    period = (said[1] or said[2]).lower() if said else None
    own = figure.unit.partition("/")[2]
    if period and _PERIODS.get(period, period) != own and own != "span":
        yield _offence("wrong-period", m, f"{m[0]} is for {own or 'no period'}, not for a {period}")


def _wrong_direction(figure: FigureView, magnitude: bool, said: str) -> bool:
    negative = figure.value < 0
    if figure.key.startswith("drag."):
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


def _labelled(draft: str, evidence: Evidence) -> str:
    """The draft, each figure's token that its sentence does not name set in brackets with its label."""

    def label(m: re.Match[str]) -> str:
        figure = evidence.figure(m["id"])
        if figure is None or m["field"] in {"scope", "basis", "level"} or named(m, draft, evidence):
            return m[0]
        title = figure.title[0].lower() + figure.title[1:]
        return f"({title}, {{{figure.id}.scope}}: {m[0]})"

    return _FIGURE.sub(label, draft)
