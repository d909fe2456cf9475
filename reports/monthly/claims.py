"""Claims: what the desk's texts say of drag, drawdowns and win rate, held against the client's record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.readers.text import sentences
from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.library import Library
from qa.calculator.core.scope import Scope
from qa.document import ClaimView, SourceView
from qa.evidence.claims import Claim, compare, for_tier, held_against, read_claims, view
from qa.evidence.evidence import Evidence, Sources
from qa.evidence.quotations import is_term
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.verify.guard import accept

CONSISTENT, NOT, OPEN = "consistent", "not consistent", "not ruled out"
_VERDICTS = {"consistent": CONSISTENT, "inconsistent": NOT, "not_ruled_out": OPEN}
#: An interval that is wider than this bears out no single number [fraction].
_NARROW = 0.1
_NUMBER = r"\d+(?:\.\d+)?"
_REDUCTION = re.compile(
    rf"\b(?:cuts?|reduces?|lowers?|shrinks?) (?:the |its )?(?:maximum |largest )?drawdowns? by (?:about )?({_NUMBER})%?"
    rf"(?: (?:to|and) ({_NUMBER}))?%",
    re.IGNORECASE,
)
_WINS = re.compile(rf"\bwins? (?:on )?(?:about )?({_NUMBER})% of (?:its |the )?(?:nights|trades|days)", re.IGNORECASE)
_TIER = re.compile(r"\b(conservative|balanced|aggressive)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim with its source, and how the record stands to it, as a sentence in tokens and a verdict."""

    source: SourceView
    sentence: str
    verdict: str
    #: the claim as the document holds it, where it is one of a period, and the figure that it is held against
    claim: Claim | None = None
    figure: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A part of a sentence that states a share, from one fraction to another."""

    passage: Passage
    #: the sentence in its document, and the words that state the range, in the sentence
    place: tuple[int, int]
    words: tuple[int, int]
    low: float
    high: float


def held_claims(library: Library, sources: Sources, record: Mapping[str, Shown], tier: str | None) -> tuple[Held, ...]:
    """The first claim on each subject: the desk's own texts before the sample's, then by authority."""
    passages = sorted((p for p in library.passages if not is_term(p)), key=_standing)
    found = [
        _of_share(passages, sources, record.get("drawdown.reduction"), _REDUCTION, tier),
        _of_drag(passages, sources, record, tier),
        _with_even(_of_share(passages, sources, record.get("trades.win_rate"), _WINS, tier), record),
    ]
    return tuple(one for one in found if one is not None)


def _with_even(held: Held | None, record: Mapping[str, Shown]) -> Held | None:
    """A claimed win rate beside the one at which the trades earn nothing."""
    even = record.get("trades.break_even_win_rate")
    if held is None:
        return None
    told = "" if even is None else Line.REPORT_CLAIM_EVEN.format(even=f"{{{even.id}}}")
    return replace(held, sentence=held.sentence + told)


def _standing(passage: Passage) -> tuple[bool, int, str]:
    return passage.document.sample, AUTHORITIES.index(passage.document.authority), passage.id


def _of_drag(passages: Sequence[Passage], sources: Sources, record: Mapping[str, Shown], tier: str | None) -> Held | None:
    """The range that the texts give for the drag of a month, or else of a year."""
    claims = [for_tier(c, tier) for p in passages for c in read_claims(p) if c.key == "drag.monthly.mean"]
    claims = [c for c in claims if c.scope == Scope() and not c.circumstance and c.denominator == "account"]
    claims = [c for c in claims if c.period in {"month", "year"}]
    if not claims:
        return None
    claim = min(claims, key=lambda c: c.period != "month")
    source = sources.cite(claim.passage, claim.start, claim.end)
    figure = record.get(held_against(claim))
    if figure is None or figure.interval is None:
        return None
    verdict, _ = compare(claim, figure)
    if verdict not in _VERDICTS:
        return None
    words = {"quote": _quoted(source, _with_period(claim)), "source": source.id, "did": _cost(figure), "period": claim.period}
    told = Line.REPORT_CLAIM_DRAG.format(f=figure.id, x=figure.reversed or figure.id, **words)
    return Held(source=source, sentence=told, verdict=_VERDICTS[verdict], claim=claim, figure=figure)


def _with_period(claim: Claim) -> tuple[int, int]:
    """The words of a range, with its period where that follows."""
    start, end = claim.words
    m = re.match(rf" (?:a|per|each|every) {claim.period}\b", claim.sentence[end:])
    return start, end + len(m[0]) if m else end


def _cost(figure: Shown) -> str:
    return f"cost {{{figure.id}}}" if figure.value >= 0 else f"earned {{{figure.id}.magnitude}}"


def _of_share(
    passages: Sequence[Passage], sources: Sources, figure: Shown | None, pattern: re.Pattern[str], tier: str | None
) -> Held | None:
    """A share that the texts state for a figure, of the backtest's own tier or of none."""
    if figure is None or figure.interval is None:
        return None
    stated = next((s for p in passages for s in _stated(p, pattern, tier)), None)
    if stated is None:
        return None
    source = sources.cite(stated.passage, *stated.place)
    low, high = figure.interval.low, figure.interval.high
    if high < stated.low or low > stated.high:
        verdict = NOT
    elif (stated.low == stated.high and high - low <= _NARROW) or (low >= stated.low and high <= stated.high):
        verdict = CONSISTENT
    else:
        verdict = OPEN
    reduced = Line.REPORT_CLAIM_REDUCED if figure.value >= 0 else Line.REPORT_CLAIM_DEEPENED
    line = Line.REPORT_CLAIM_WINS if pattern is _WINS else reduced
    told = line.format(quote=_quoted(source, stated.words), source=source.id, f=figure.id)
    return Held(source=source, sentence=told, verdict=verdict)


def _stated(passage: Passage, pattern: re.Pattern[str], tier: str | None) -> Iterator[_Stated]:
    text = passage.document.text
    if not pattern.search(passage.text):
        return
    for start, end in sentences(text, passage.start, passage.end):
        m = pattern.search(text, start, end)
        named = _TIER.search(text, start, end)
        if m is None or (named and named[1].lower() != tier):
            continue
        bounds = [float(g) / 100 for g in m.groups() if g is not None]
        yield _Stated(
            passage=passage, place=(start, end), words=(m.start() - start, m.end() - start), low=bounds[0], high=bounds[-1]
        )


def _quoted(source: SourceView, words: tuple[int, int]) -> str:
    return f"{{{source.id}@{words[0]}:{words[1]}}}"


def claim_views(held: Sequence[Held], evidence: Evidence) -> tuple[ClaimView, ...]:
    """Those of the claims that a document can hold, as held against the record's own dates."""
    views = []
    for one in held:
        if one.claim is None or one.figure is None:
            continue
        claim = replace(one.claim, scope=one.figure.scope)
        verdict, note = compare(one.claim, one.figure)
        views.append(view(claim, one.source.id, one.figure, verdict, accept(note, evidence)))
    return tuple(views)
