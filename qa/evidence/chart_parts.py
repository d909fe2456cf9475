"""Series of charts of parts: regimes, what a loss is made of, stress episodes, sizes of the hedge, one night's payoff."""

from __future__ import annotations

from dataclasses import replace

from qa import numerals
from qa.calculator.catalogue import compute
from qa.calculator.core.compute import narrow
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Missing
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.drag.decomposition import LABELS, decompose
from qa.calculator.risk.episodes import Outcome, outcomes
from qa.calculator.trades.payoff import median_payoff
from qa.evidence.chart_series import Cell, Series, series_of, written
from qa.evidence.evidence import view_points
from qa.evidence.series import VIX_BANDS, breakdown, episode_label

REGIMES = "drag.monthly.mean.by_vix"
PARTS = "decomposition.by_part"
EPISODES = ("episode.base.by_episode", "episode.hedge.by_episode", "episode.net.by_episode")
SIZES = ("drag.monthly.mean.by_size", "drawdown.max.hedged.by_size")
PAYOFF = ("payoff.move.by_ending", "payoff.pnl.by_ending")
#: Sizes of the hedge that the what-if looks at [ratio].
_SIZES = tuple(i / 4 for i in range(9))


def drag_by_regime(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Mean drag with its interval, and median drag, of the months by VIX before them."""
    if "vix" not in facts.backtest.series:
        return NotComputed(reason="this backtest has no series of VIX", bring="declare it in the manifest under [[series]]")
    result = compute("drag.monthly.mean", scope, facts)
    if isinstance(result, Missing):
        return result.why
    parts = [(name, parse_scope(text)) for name, text in VIX_BANDS]
    keys = ("drag.monthly.mean", "drag.monthly.median")
    views = [breakdown(facts, scope, key, "VIX before entry", parts, "by_vix") for key in keys]
    found = tuple(view for view in views if view is not None)
    return found or NotComputed(
        reason="no month began with a close of VIX before it", bring="bring closes of VIX for these months"
    )


def loss_by_part(facts: Facts, scope: Scope) -> Series | NotComputed:
    """What the hedge's loss is made of, part by part, and their sum [USD]."""
    narrowed = narrow(scope, facts)
    found = narrowed if isinstance(narrowed, NotComputed) else decompose(*narrowed)
    if isinstance(found, NotComputed):
        return found
    parts, chosen = found
    values = {name: float(getattr(parts, name)) for name in LABELS}
    total = values.pop("total")
    places = numerals.decimals_that_add(tuple(values.values()), total, "USD")
    cells = [Cell(LABELS[name], value, len(chosen)) for name, value in (*values.items(), ("total", total))]
    title = "The hedge's loss by part"
    return (series_of(facts, scope, PARTS, title, "USD", written(cells, "USD", places)),)


def outcome_by_episode(facts: Facts, scope: Scope) -> Series | NotComputed:
    """P&L of the base, of the hedge and of both in each stress episode [fraction of the base]."""
    narrowed = narrow(scope, facts)
    made = narrowed if isinstance(narrowed, NotComputed) else outcomes(*narrowed)
    if isinstance(made, NotComputed):
        return made
    days = [int(((facts.days >= t.episode.first) & (facts.days <= t.episode.last)).sum()) for t in made]
    sides = {"Base": _base, "Hedge": _hedge, "Both": _both}
    places = max(numerals.decimals("fraction/span", *(side(t) for t in made)) for side in sides.values())
    views = []
    for key, (name, side) in zip(EPISODES, sides.items(), strict=True):
        cells = [Cell(episode_label(t.episode), side(t), n) for t, n in zip(made, days, strict=True)]
        points = written(cells, "fraction/span", places)
        views.append(series_of(facts, scope, key, f"{name} by stress episode", "fraction/span", points))
    return tuple(views)


def _base(outcome: Outcome) -> float:
    return outcome.base


def _hedge(outcome: Outcome) -> float:
    return outcome.hedge


def _both(outcome: Outcome) -> float:
    return outcome.base + outcome.hedge


def cost_by_size(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Mean monthly drag and largest fall of the hedged account with the hedge at none to twice its size.

    In proportion, and so for an account of any capital: in whole contracts a small account holds none at the smallest sizes.
    """
    views, scope = [], scope.less("capital")
    for key, series in zip(("drag.monthly.mean", "drawdown.max.hedged"), SIZES, strict=True):
        cells = [(f"{size:g}", compute(key, replace(scope, size=size, claim=None), facts)) for size in _SIZES]
        missing = next((cell for _, cell in cells if isinstance(cell, Missing)), None)
        if missing:
            return missing.why
        spec = cells[0][1].spec
        points = view_points(cells, flag_few=False)
        views.append(series_of(facts, scope, series, f"{spec.title} by size of the hedge", spec.unit, points))
    return tuple(views)


def payoff_by_ending(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Move of the index [fraction] and P&L of a contract [USD] at the corners of one night's payoff."""
    narrowed = narrow(scope, facts)
    night = narrowed if isinstance(narrowed, NotComputed) else median_payoff(*narrowed)
    if isinstance(night, NotComputed):
        return night
    moves = written([Cell(e.name, e.move, 1) for e in night.endings], "fraction/span")
    pnl = written([Cell(e.name, e.pnl, 1) for e in night.endings], "USD")
    return (
        series_of(facts, scope, PAYOFF[0], "Move of the index by where it ends", "fraction/span", moves),
        series_of(facts, scope, PAYOFF[1], "P&L of a contract by where it ends", "USD", pnl),
    )
