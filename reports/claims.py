"""The ledger of a desk's texts: claims with verdicts, rules, contradictions and remarks, as values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.backtests.backtest import Backtest
from corpus.texts.library import Library
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Scope
from qa.document import FigureView, SourceView, Verdict
from qa.evidence.assertions import Assertion, Rule
from qa.evidence.claimed import for_backtest
from qa.evidence.claims import Claim, compare, held_against
from qa.evidence.evidence import Evidence, Sources, show_figures
from qa.evidence.ledger import Contradiction, claims_of, conflicts_of, rules_of
from qa.evidence.remarks import Remark, remarks
from qa.numerals import write_date
from qa.verify.guard import accept


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim: what it asserts, for what, and how the computed figure stands to it."""

    source: str
    metric: str
    #: the figure that it is held against, empty where it is of none
    key: str
    low: float
    high: float
    bound: str
    unit: str
    period: str
    denominator: str | None
    scope: str
    #: why it can't be held against a backtest at all, else empty
    circumstance: str
    tier: str | None
    layer: str | None
    display: str
    #: None where no backtest is at hand
    verdict: Verdict | None
    figure: FigureView | None
    note: str
    #: whether a language model pointed at it
    proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule: of a subject, for levels of VIX, an action or a value."""

    source: str
    subject: str
    condition: str
    action: str
    vix_low: float | None
    vix_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """A contradiction: the two sources, the one that is followed or stands higher first."""

    about: str
    between: tuple[str, str]
    note: str
    ruling: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """What a document's numbers leave open."""

    about: str
    between: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All of it."""

    #: name of the backtest that the claims are held against, None where there is none
    backtest: str | None
    claims: tuple[ClaimRow, ...]
    rules: tuple[RuleRow, ...]
    conflicts: tuple[ConflictRow, ...]
    remarks: tuple[RemarkRow, ...]
    sources: tuple[SourceView, ...]


def ledger_of(library: Library, backtest: Backtest | None) -> Ledger:
    """The ledger of a library's texts, its claims held against a backtest where one is given."""
    sources = Sources()
    facts = Facts(backtest) if backtest else None
    told = claims_of(library)
    claims = tuple(_claim(c, sources, facts) for c in told)
    rules = tuple(_rule(rule, sources) for rule in rules_of(library))
    conflicts = tuple(_conflict(pair, sources, library) for pair in conflicts_of(library))
    noted = tuple(_remark(remark, sources) for remark in remarks(told))
    name = backtest.name if backtest else None
    return Ledger(backtest=name, claims=claims, rules=rules, conflicts=conflicts, remarks=noted, sources=sources.all)


def _cite(one: Assertion, sources: Sources) -> str:
    return sources.cite(one.passage, one.start, one.end).id


def _claim(claim: Claim, sources: Sources, facts: Facts | None) -> ClaimRow:
    held = for_backtest(claim, facts.backtest) if facts else claim
    verdict, figure, note = _held(held, facts) if facts else (None, None, "")
    return ClaimRow(
        source=_cite(claim, sources),
        metric=claim.metric,
        key=held_against(claim) if claim.key else "",
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        unit=claim.unit,
        period=claim.period,
        denominator=claim.denominator if claim.metric == "drag" else None,
        scope=str(claim.scope),
        circumstance=claim.circumstance,
        tier=claim.tier,
        layer=claim.layer,
        display=claim.display,
        verdict=verdict,
        figure=figure,
        note=note,
        proposed=claim.proposed,
    )


#: What is said of a claim that is stated for no figure.
_NO_FIGURE = "It describes the method and is no figure of a backtest."


def _held(claim: Claim, facts: Facts) -> tuple[Verdict, FigureView | None, str]:
    """The verdict on a claim, the figure behind it, and why."""
    if not claim.key:
        return "not_comparable", None, _NO_FIGURE
    scope = claim.scope if claim.layer is None else replace(claim.scope, layer=claim.layer)
    computed = None if claim.circumstance else _computed(held_against(claim), scope, facts)
    shown = show_figures([computed])[0] if computed else None
    verdict, note = compare(claim, shown)
    evidence = Evidence(question="", figures=(shown.view,) if shown else (), shown=(shown,) if shown else ())
    return verdict, shown.view if shown else None, accept(note, evidence).text


def _computed(key: str, scope: Scope, facts: Facts) -> Figure | None:
    found = compute(key, scope, facts)
    return found if isinstance(found, Figure) else None


def _rule(rule: Rule, sources: Sources) -> RuleRow:
    levels = rule.condition != ""
    return RuleRow(
        source=_cite(rule, sources),
        subject=rule.subject,
        condition=rule.condition,
        action=rule.action,
        vix_low=rule.low if levels and rule.low > 0 else None,
        vix_high=rule.high if levels and not math.isinf(rule.high) else None,
    )


def _conflict(pair: Contradiction, sources: Sources, library: Library) -> ConflictRow:
    first, second = pair.first, pair.second
    note = f"{_said(first)} against {_said(second)}"
    titles = {d.path: d.title for d in library.documents}
    ruling = None
    if pair.ruling is not None:
        ruling = f"The house follows {titles[pair.ruling.follow]} since {write_date(pair.ruling.since)}."
    elif first.passage.document.authority != second.passage.document.authority:
        note += (
            f"; the first has the higher authority ({first.passage.document.authority} over {second.passage.document.authority})"
        )
    return ConflictRow(about=pair.about, between=(_cite(first, sources), _cite(second, sources)), note=f"{note}.", ruling=ruling)


def _said(one: Assertion) -> str:
    """What a side says, in few words."""
    if isinstance(one, Claim):
        return one.display
    return f"{one.action}{f' with {one.condition}' if one.condition else ''}"


def _remark(remark: Remark, sources: Sources) -> RemarkRow:
    between: Sequence[str] = [_cite(c, sources) for c in remark.claims]
    return RemarkRow(about=remark.about, between=tuple(dict.fromkeys(between)), note=remark.note)
