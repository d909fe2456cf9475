"""Claims: what the desk's texts say of drag, drawdowns and win rate, held against the client's record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.library import Library
from qa.calculator.core.scope import Scope
from qa.document import ClaimView, SourceView
from qa.evidence.claimed import is_whole
from qa.evidence.claims import Claim, compare, for_tier, held_against, view
from qa.evidence.evidence import Evidence, Sources
from qa.evidence.ledger import claims_of
from qa.evidence.shown import Shown
from qa.evidence.told.asserted import clause
from qa.lines import Line
from qa.verify.guard import accept

CONSISTENT, NOT, OPEN = "consistent", "not consistent", "not ruled out"
_VERDICTS = {"consistent": CONSISTENT, "inconsistent": NOT, "not_ruled_out": OPEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim with its source, and how the record stands to it, as a sentence in tokens and a verdict."""

    source: SourceView
    sentence: str
    verdict: str
    #: the claim as the document holds it, where it is one of a period, and the figure that it is held against
    claim: Claim | None = None
    figure: Shown | None = None


def held_claims(library: Library, sources: Sources, record: Mapping[str, Shown], tier: str | None) -> tuple[Held, ...]:
    """The first claim on each subject: the desk's own texts before the sample's, then by authority."""
    claims = sorted((for_tier(c, tier) for c in claims_of(library)), key=lambda c: _standing(c.passage))
    found = [
        _of_share(claims, sources, record.get("drawdown.reduction")),
        _of_drag(claims, sources, record),
        _with_even(_of_share(claims, sources, record.get("trades.win_rate")), record),
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


def _of_drag(told: Sequence[Claim], sources: Sources, record: Mapping[str, Shown]) -> Held | None:
    """The range that the texts give for the drag of a month, or else of a year."""
    claims = [c for c in told if c.key == "drag.monthly.mean" and is_whole(c)]
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
    said = Line.REPORT_CLAIM_DRAG.format(f=figure.id, x=figure.reversed or figure.id, **words)
    return Held(source=source, sentence=said, verdict=_VERDICTS[verdict], claim=claim, figure=figure)


def _with_period(claim: Claim) -> tuple[int, int]:
    """The words of a range, with its period where that follows."""
    start, end = claim.words
    m = re.match(rf" (?:a|per|each|every) {claim.period}\b", claim.sentence[end:])
    return start, end + len(m[0]) if m else end


def _cost(figure: Shown) -> str:
    return f"cost {{{figure.id}}}" if figure.value >= 0 else f"earned {{{figure.id}.magnitude}}"


def _of_share(claims: Sequence[Claim], sources: Sources, figure: Shown | None) -> Held | None:
    """The share that the texts state first for a figure, of the record's own tier or of none."""
    if figure is None or figure.interval is None:
        return None
    own = (c for c in claims if c.key == figure.key and is_whole(c) and c.tenor is None)
    claim = next((c for c in own if c.scope == Scope() and not c.circumstance), None)
    if claim is None:
        return None
    verdict, _ = compare(claim, figure)
    if verdict not in _VERDICTS:
        return None
    source = sources.cite(claim.passage, claim.start, claim.end)
    reduced = Line.REPORT_CLAIM_REDUCED if figure.value >= 0 else Line.REPORT_CLAIM_DEEPENED
    line = Line.REPORT_CLAIM_WINS if figure.key == "trades.win_rate" else reduced
    words = trimmed(claim.sentence, claim.words[0], clause(claim.sentence, *claim.words)[1])
    told = line.format(quote=_quoted(source, words), source=source.id, f=figure.id)
    return Held(source=source, sentence=told, verdict=_VERDICTS[verdict])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without space, and without a stop at its end."""
    said = text[start:end]
    end = start + len(said.rstrip(" .\n"))
    return start + len(said) - len(said.lstrip()), end


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
