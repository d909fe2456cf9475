"""Conflicts: what two passages say on one subject that can't both hold, as a page tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from corpus.index.lexical import stems
from corpus.texts.edits import Ruling
from corpus.texts.library import Library
from qa.calculator.catalogue import spec_of
from qa.document import SourceView
from qa.evidence.assertions import A_YEAR, Assertion, Rule, read_rules
from qa.evidence.claims import TIMED, Claim
from qa.evidence.evidence import Sources
from qa.evidence.ledger import Contradiction, against, conflicts_of, contradictions
from qa.evidence.quotations import Quotation
from qa.evidence.read_before import read_before
from qa.lines import Line

#: Contradictions of the method that a page tells at most.
_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two assertions, the one that is followed or of higher authority first, and what is between them as a draft sentence."""

    about: str
    first: Assertion
    second: Assertion
    note: str


def disagreements(
    claims: Sequence[tuple[Claim, str]], rulings: Sequence[Ruling] = (), *, every: bool = False
) -> Iterator[Disagreement]:
    """Pairs of claims, each with its source's id, whose ranges don't meet once both are taken over a year.

    `every`: pairs on what is for no period too, such as a drawdown or a win rate.
    """
    ids = {id(claim): source for claim, source in claims}
    told = [c for c, _ in claims if (c.period in A_YEAR if c.metric in TIMED else every)]
    for pair in contradictions(told, rulings):
        first, second = pair.first, pair.second
        if isinstance(first, Rule) or isinstance(second, Rule):
            continue
        quotes = [_quoted(c, ids[id(c)]) for c in (first, second)]
        converted = Line.CONFLICT_CONVERTED.value if first.metric in TIMED and first.period != second.period else ""
        note = Line.CONFLICT.format(first=quotes[0], second=quotes[1], converted=converted, ranking=ranking(pair))
        yield Disagreement(about=spec_of(first.key).title, first=first, second=second, note=note)


def _quoted(claim: Claim, source: str) -> str:
    start, end = claim.words
    period = f" a {claim.period}" if claim.metric in TIMED else ""
    return f"{{{source}@{start}:{end}}}{period} [{source}]"


def ranking(pair: Contradiction) -> str:
    """Why the first stands first: by a ruling of the house, or by its authority."""
    if pair.ruling is not None:
        return Line.CONFLICT_RULED.value
    a, b = pair.first.passage.document.authority, pair.second.passage.document.authority
    return "" if a == b else Line.CONFLICT_RANKING.format(higher=a, lower=b)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """A contradiction of the method with its two sources, as a page tells it in tokens."""

    about: str
    first: SourceView
    second: SourceView
    note: str
    #: whether the house follows the first
    ruled: bool


_NUMERAL = re.compile(r"\d")


#: A slice of a text: its document's path, start and end.
Slice = tuple[str, int, int]


def slice_of(quotation: Quotation) -> Slice:
    """Where a quotation stands."""
    return quotation.source.document, quotation.source.start, quotation.source.end


#: What a question if texts agree says of no subject.
_NO_SUBJECT = stems(
    "do does the texts articles sources pages documents passages authors methodology site agree disagree contradict"
    " contradiction conflict differ differently each other one another say same where which what how when on about of at"
    " follow believe trust rely right two any your writings papers library"
)
#: What every text is about.
_HEDGE = stems("hedge alvh")
#: What a contradiction on the drag is about, in lay words.
_COST = stems("cost price expense")


def subject_of(question: str) -> frozenset[str]:
    """The words of a question if texts agree that tell on what."""
    return frozenset(stems(question) - _NO_SUBJECT)


def opposed(
    shown: AbstractSet[Slice], passages: Library, sources: Sources, level: float | None, subject: frozenset[str] | None = None
) -> tuple[Opposed, ...]:
    """What the library says against the rules in slices of texts, each side by its sentence.

    Where the question states a level of VIX [points], only rules that hold at it count; where it has a `subject`, only pairs
    with more than half of its words, be they of what is shown or of other passages, rules or numbers.
    """
    read_before(passages)
    rules = [
        rule
        for p in passages.passages
        if any(d == p.document.path and p.start < end and start < p.end for d, start, end in shown)
        for rule in read_rules(p)
        if any(d == p.document.path and start <= rule.start and rule.end <= end for d, start, end in shown)
    ]
    pairs = against(rules, passages, level) if rules else ()
    if subject is not None:
        held = dict.fromkeys((*pairs, *(conflicts_of(passages) if level is None else ())))
        shared = {pair: len(_words(pair) & subject) for pair in held}
        spoken = [pair for pair in held if 2 * shared[pair] > len(subject)]
        named = {pair: len((_lay(stems(pair.about)) & subject) - _HEDGE) for pair in spoken}
        pairs = tuple(
            sorted(spoken, key=lambda pair: (-shared[pair], -named[pair], isinstance(pair.first, Rule)))
        )  # numbers first
    told = pairs
    return tuple(_opposed(pair, sources) for pair in told[:_MOST])


def _words(pair: Contradiction) -> frozenset[str]:
    quotes = (x.passage.document.text[x.start : x.end] for x in (pair.first, pair.second))
    return _lay(stems(" ".join((pair.about, *quotes))))


def _lay(words: frozenset[str]) -> frozenset[str]:
    """Stems with those of lay words for them."""
    return words | _COST if "drag" in words else words


def followed(quotes: tuple[Quotation, ...], told: Sequence[Opposed], question: str) -> tuple[Quotation, ...]:
    """The quotations with the sentence in front that the house follows, where the first of them is what it decided against.

    Where the texts contradict each other and the house has said nothing, what is quoted of higher authority stands in front.
    """
    if not quotes:
        return quotes
    lead = quotes[0].source
    for one in told:
        if one.ruled and one.second.document == lead.document and lead.start <= one.second.start < lead.end:
            ruled = Quotation(source=one.first, parts=((0, len(one.first.quote)),))
            rest = [q for q in quotes[1:] if q.source.document != one.first.document]
            return (ruled, replace(quotes[0], beside=True, lower=False, lead=None), *rest)
    asked = stems(question)
    return _higher_first(quotes, sorted(told, key=lambda one: -len(stems(one.first.quote) & asked)))


def _higher_first(quotes: tuple[Quotation, ...], told: Sequence[Opposed]) -> tuple[Quotation, ...]:
    """The quotations with that in front which has a rule of higher authority than those of the first one's document."""
    lead = quotes[0].source
    for one in told:
        if one.second.document != lead.document or one.first.authority == one.second.authority:
            continue
        below = replace(quotes[0], beside=True, lower=True, lead=None)
        for q in quotes[1:]:
            if q.source.document == one.first.document and q.source.start <= one.first.start < q.source.end:
                return (replace(q, beside=False, lower=False), below, *(x for x in quotes[1:] if x is not q))
        near = [q for q in quotes[1:] if q.source.document == one.first.document]
        if near and lead.start <= one.second.start < lead.end:  # another passage of it is quoted, and this one decides
            above = Quotation(source=one.first, parts=((0, len(one.first.quote)),))
            return (above, below, *(x for x in quotes[1:] if x is not near[0]))
    return quotes


def _opposed(pair: Contradiction, sources: Sources) -> Opposed:
    first, second = (sources.cite(x.passage, x.start, x.end) for x in (pair.first, pair.second))
    quotes = [f"{{{s.id}@0:{len(s.quote)}}} [{s.id}]" for s in (first, second)]
    note = Line.CONFLICT.format(first=quotes[0], second=quotes[1], converted="", ranking=ranking(pair))
    sale = isinstance(pair.first, Rule) and pair.first.action in {"allowed", "blocked"}
    named = f"{pair.about[0].upper()}{pair.about[1:]}"
    about = Line.CONFLICT_SALE.value if sale else Line.CONFLICT_TEXTS.value if _NUMERAL.search(pair.about) else named
    return Opposed(about=about, first=first, second=second, note=note, ruled=pair.ruling is not None)
