"""Companions: what stands beside a figure so that it can be read, never a win rate without its break-even, never a mean alone."""

from __future__ import annotations

from collections.abc import Iterable

from qa.calculator.catalogue import CATALOGUE, spec_of
from qa.calculator.core.amounts import DOLLARS, is_share
from qa.calculator.core.scope import Scope

_RETURNS = ("return.unhedged.monthly.mean", "return.hedged.monthly.mean")
_FALLS = ("drawdown.max.unhedged", "drawdown.max.hedged")
_OVER = ("drag.over.account", "drag.over.risk", "drag.over.credit", "drag.over.premium")
_PARTS = (
    "decomposition.decay",
    "decomposition.payoff",
    "decomposition.roll_cost",
    "decomposition.commissions",
    "decomposition.slippage",
    "decomposition.residual",
)
_EPISODE = ("episode.base", "episode.hedge", "episode.net", "episode.offset")
_BESIDE: dict[str, tuple[str, ...]] = {
    "drag.monthly.mean": ("drag.monthly.median", *_RETURNS, *_FALLS),
    "drag.monthly.median": ("drag.monthly.mean",),
    "drag.monthly.annualised": ("drag.monthly.mean", "return.unhedged.annual", "return.hedged.annual"),
    "drag.monthly.total": ("return.unhedged.total", "return.hedged.total"),
    "drag.monthly.t": ("drag.monthly.mean",),
    "drag.monthly.without_largest": ("drag.monthly.mean",),
    "drag.monthly.costliest": ("drag.monthly.best", "drag.monthly.mean"),
    "drag.daily.contrast": ("drag.daily.mean",),
    "drag.irr": ("return.unhedged.irr", "return.hedged.irr"),
    "drag.by_start.spread": ("drag.by_start.median",),
    "return.unhedged.monthly.mean": ("return.hedged.monthly.mean", "drag.monthly.mean"),
    "return.hedged.monthly.mean": ("return.unhedged.monthly.mean", "drag.monthly.mean"),
    "drawdown.max.unhedged": ("drawdown.max.hedged", "drag.monthly.mean"),
    "drawdown.max.hedged": ("drawdown.max.unhedged", "drag.monthly.mean"),
    "drawdown.reduction": (*_FALLS, "drag.monthly.mean"),
    "tail.daily.saved": ("tail.daily.shortfall.unhedged", "tail.daily.shortfall.hedged"),
    "protection.per_drawdown_point": ("drawdown.reduction", "drag.monthly.annualised"),
    "protection.monthly.break_even": ("protection.monthly.observed",),
    "benchmark.advantage": ("benchmark.share", "benchmark.drawdown", "drawdown.max.hedged"),
    "realism.reach": ("drawdown.reduction",),
    "whatif.size_for_drag": ("drag.monthly.mean",),
    "whatif.size_for_reduction": ("drawdown.reduction",),
    "whatif.slippage": ("trades.expectancy",),
    "trades.win_rate": ("trades.break_even_win_rate",),
    "trades.break_even_win_rate": ("trades.win_rate",),
    "trades.expectancy": ("trades.win_rate", "trades.break_even_win_rate"),
    "trades.worst": ("trades.expectancy",),
    "hedge.win_rate": ("hedge.break_even_win_rate", "hedge.expectancy"),
    "premium.unit": ("premium.per_100k", "premium.in_credits"),
    "premium.in_credits": ("premium.unit",),
    "premium.spent": ("premium.recovered", "premium.open"),
    "adjustment.count": ("adjustment.cost",),
    "decomposition.total": _PARTS,
    "geometry.credit": ("geometry.width", "geometry.max_loss"),
    **dict.fromkeys(_PARTS, ("decomposition.total",)),
    **{key: tuple(other for other in _OVER if other != key) for key in _OVER},
    **{key: tuple(other for other in _EPISODE if other != key) for key in _EPISODE},
}
#: What can still be said of a backtest that has no hedge.
BASE_ONLY = ("return.unhedged.monthly.mean", "drawdown.max.unhedged", "trades.win_rate", "trades.break_even_win_rate")


def companions(key: str) -> tuple[str, ...]:
    """The figures beside one, the other side of it among them; beside an amount stands the share that it is made from."""
    if key.startswith(DOLLARS):
        return (key.removeprefix(DOLLARS),)
    other = key.replace("unhedged", "hedged") if "unhedged" in key else key.replace("hedged", "unhedged")
    twin = (other,) if other != key and other in CATALOGUE else ()
    return tuple(dict.fromkeys((*_BESIDE.get(key, ()), *twin)))


def amounts(keys: Iterable[str], scope: Scope) -> tuple[str, ...]:
    """Keys with the amount in dollars before each share of the account."""
    found: list[str] = []
    for key in keys:
        spec = spec_of(key)
        can = is_share(spec) and set(scope.less("per").parts) <= set(spec.narrows)
        found += [f"{DOLLARS}{key}", key] if can else [key]
    return tuple(found)
