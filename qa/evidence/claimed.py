"""Claimed: which of the library's stated ranges are held against the figures asked for."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.backtests.backtest import Backtest
from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.library import Library
from qa.calculator.core.scope import Scope
from qa.evidence.claims import Claim, for_tenor, for_tier, tenor_of
from qa.evidence.ledger import claims_of
from qa.understand.plan import Plan

_MOST_CLAIMS = 12
#: Figures whose stated ranges are held against the computed ones, by the asked figure.
_CLAIMED = {
    "drag.monthly.mean": ("drag.monthly.mean", "return.unhedged.monthly.mean", "return.hedged.monthly.mean"),
    "return.unhedged.monthly.mean": ("return.unhedged.monthly.mean", "return.hedged.monthly.mean"),
    "return.hedged.monthly.mean": ("return.hedged.monthly.mean", "return.unhedged.monthly.mean"),
    "trades.win_rate": ("trades.win_rate",),
    "drawdown.reduction": ("drawdown.reduction",),
    "drawdown.max.unhedged": ("drawdown.max.unhedged", "drawdown.reduction"),
    "drawdown.max.hedged": ("drawdown.max.hedged", "drawdown.reduction"),
}


#: Figures of other periods that are asked for where the same ranges are of interest.
_ASKING = {
    "drag.monthly.annualised": ("drag.monthly.mean",),
    "drag.weekly.mean": ("drag.monthly.mean",),
    "drag.monthly.median": ("drag.monthly.mean",),
    "return.unhedged.annual": ("return.unhedged.monthly.mean",),
    "return.hedged.annual": ("return.hedged.monthly.mean",),
}


def claims_on(plan: Plan, found: Sequence[Passage], library: Library) -> list[Claim]:
    """What the library claims of the figures asked for: the desk's own first, then by authority, then as near as found.

    Of claims that say the same the first stands for all.
    """
    keys = _claimed_keys(plan)
    if not keys:
        return []
    near = {p.id: i for i, p in enumerate(found)}
    claims = [for_backtest(c, plan.backtest) for c in claims_of(library) if c.key in keys and is_whole(c)]
    claims.sort(
        key=lambda c: (
            keys.index(c.key),
            bool(c.scope.parts or c.circumstance),
            c.period != "month",
            _standing(c.passage),
            near.get(c.passage.id, len(near)),
        )
    )
    once = {(c.key, c.scope, c.low, c.high, c.period, c.denominator): c for c in reversed(claims)}
    return [c for c in claims if c in once.values()][:_MOST_CLAIMS]


def for_backtest(claim: Claim, backtest: Backtest | None) -> Claim:
    """The claim as it stands to a backtest, with its tier and the length of its condors."""
    if backtest is None:
        return claim
    own = backtest.manifest
    return for_tenor(for_tier(claim, own.tier.id if own.tier else None), tenor_of(own.name, own.title))


def is_whole(claim: Claim) -> bool:
    """Whether a page can hold a claim against a figure of the whole hedge: no bound alone, of no one layer."""
    return claim.bound == "within" and claim.layer is None and claim.period != "day"


def _claimed_keys(plan: Plan) -> list[str]:
    """The figures whose stated ranges are looked for: none for a comparison, a supposition, or times and events of their own.

    Within bands of a market series it is the asked figure alone.
    """
    if plan.against or plan.scope.less("bounds", "tier", "claim") != Scope():
        return []
    asked = [key for key in plan.asked for key in _ASKING.get(key, (key,)) if key in _CLAIMED]
    if plan.scope.bounds:
        return list(dict.fromkeys(asked))
    return list(dict.fromkeys(key for one in asked for key in _CLAIMED[one]))


def _standing(passage: Passage) -> tuple[bool, int]:
    """The desk's own texts before those of the shipped sample, which speak for nobody; then by authority."""
    return passage.document.sample, AUTHORITIES.index(passage.document.authority)
