"""Results: the figures that a plan asks for, computed, and those that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.calculator.catalogue import compute, spec_of
from qa.calculator.core.amounts import DOLLARS, PER_100K, is_share
from qa.calculator.core.compute import compute_figure
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.scope import Scope, between
from qa.evidence.claims import TIMED, Claim, held_against
from qa.evidence.sides import Side, Sides, sides_of, titled
from qa.understand.plan import Plan, within

_MAX, _RECOVERY = ".max.", ".recovery."
#: What went in stands beside every figure that came out.
INPUTS = ("capital.base", "import.trades", "import.warnings")


def results_of(plan: Plan, facts: Facts, claims: Sequence[Claim]) -> list[Figure | Missing]:
    """The plan's figures, those asked for with their reasons where there are none; then what they stand beside.

    Beside an extract stands the same figure over everything; beside a claim, the figure within the claim's scope.
    """
    planned = [compute(key, within(key, plan.scope), facts) for key in (*plan.keys, *plan.unmet)]
    asked = {*plan.asked, *plan.unmet, "execution.gap", *(plan.keys if not facts.backtest.has_hedge else ())}
    results = [r for r in planned if isinstance(r, Figure) or r.spec.key in asked]
    beside: list[tuple[str, Scope]] = []
    if plan.scope.tier is None:
        beside += [(key, Scope()) for key in (*plan.leading, *INPUTS)]
        beside += [
            (held_against(c), c.scope) for c in claims if not c.circumstance and (c.metric not in TIMED or c.period != "unstated")
        ]
        beside += _in_proportion(plan, facts)
        beside += _of_event(plan)
        beside += plan.stated
    beside += [(key.replace(_MAX, _RECOVERY), plan.scope) for key in _drawdowns(plan)]
    told = {(key, plan.scope) for key in plan.keys}
    others = [compute(key, scope, facts) for key, scope in dict.fromkeys(beside) if (key, scope) not in told]
    results += [r for r in others if isinstance(r, Figure)]
    results += _located(results, plan, facts)
    results += _powers(results, plan, facts)
    beside_others = {*INPUTS} - {*plan.asked}
    if not any(isinstance(r, Figure) and r.spec.key not in beside_others for r in results):
        results = [r for r in results if isinstance(r, Missing)]
    return results


def _drawdowns(plan: Plan) -> tuple[str, ...]:
    """The maximum drawdowns that are told with their dates: that which leads, the hedged one beside it, and any asked for."""
    if not any(key.startswith("drawdown.max.") for key in plan.leading):
        return ()
    beside = {"drawdown.max.hedged"} if plan.leading == ("drawdown.max.unhedged",) else set[str]()
    return tuple(key for key in plan.keys if key.startswith("drawdown.max.") and key in {*plan.asked, *beside})


def _located(results: Sequence[Figure | Missing], plan: Plan, facts: Facts) -> list[Figure]:
    """Leading figures, and their recovery, within the dates on which they fell: from peak to trough, from peak to recovery."""
    told = {*plan.leading, *_drawdowns(plan)}
    told |= {key.replace(_MAX, _RECOVERY) for key in told}
    found = []
    for result in results:
        if (
            result.spec.key in told
            and isinstance(result, Figure)
            and result.result.fell is not None
            and result.scope == plan.scope
        ):
            scope = replace(result.scope.less("episode"), dates=between(*result.result.fell))
            within_dates = compute_figure(result.spec, scope, facts)
            found += [within_dates] if isinstance(within_dates, Figure) and scope != result.scope else []
    return found


def _powers(results: Sequence[Figure | Missing], plan: Plan, facts: Facts) -> list[Figure]:
    """Beside a leading mean drag whose interval includes zero: how many periods would tell it, and what these can tell."""
    found = []
    for result in results:
        known = result.result.interval if isinstance(result, Figure) else None
        if known is None or result.spec.key not in plan.leading or result.scope != plan.scope or not known.low <= 0 <= known.high:
            continue
        if m := re.fullmatch(r"drag\.(\w+)\.mean", result.spec.key):
            keys = (f"power.{m[1]}.months_needed", f"power.{m[1]}.detectable")
            found += [r for key in keys if isinstance(r := compute(key, plan.scope, facts), Figure)]
    return found


def _of_event(plan: Plan) -> list[tuple[str, Scope]]:
    """Where periods with an event are held against those without: the drag of all of them, and its largest cost and gain."""
    key = plan.asked[0] if plan.asked else ""
    if plan.scope.event is None or not plan.against or not (key.startswith("drag.") and key.endswith(".mean")):
        return []
    stem, whole = key.removesuffix("mean"), plan.scope.less("event")
    return [(f"{stem}{name}", whole) for name in ("mean", "costliest", "best")]


def _in_proportion(plan: Plan, facts: Facts) -> list[tuple[str, Scope]]:
    """For a capital that can't hold what is asked for: how much it needs, and the figure in proportion."""
    if plan.scope.capital is None:
        return []
    found = [("capital.smallest", Scope())]
    for key in plan.asked[:1]:
        share = key.removeprefix(DOLLARS)
        if is_share(spec_of(share)) and isinstance(compute(key, plan.scope, facts), Missing):
            found.append((f"{PER_100K}{share}", plan.scope.less("capital")))
    return found


def with_sides(figures: list[Figure], sides: Sides | None) -> tuple[list[Figure], list[tuple[Side, Figure | None]]]:
    """The figures with those of a comparison, none twice; and each side with its own."""
    if sides is None:
        return figures, []
    found = list(figures)
    held: list[tuple[Side, Figure | None]] = []
    several = len({side.backtest.name for side in sides.all}) > 1
    for side in sides.all:
        if isinstance(side.result, Missing):
            held.append((side, None))
            continue
        same = next((f for f in found if _place(f) == _place(side.result)), None)
        own = titled(same or side.result, side.backtest, several=several)
        found = [own if f is same else f for f in found] if same else [*found, own]
        held.append((side, own))
    return [*found, *([sides.difference] if sides.difference else [])], held


def with_readings(
    figures: list[Figure], keys: Sequence[str], plan: Plan, facts: Facts
) -> tuple[list[Figure], tuple[tuple[str, list[tuple[Side, Figure | None]]], ...]]:
    """The figures with those of further keys of a comparison; and by key each side with its own."""
    found: list[tuple[str, list[tuple[Side, Figure | None]]]] = []
    for key in map(plan.cut, keys):
        sides = sides_of(replace(plan, asked=(key,), keys=(key,)), facts)
        figures, held = with_sides(figures, replace(sides, difference=None) if sides else None)
        found.append((key, held))
    return figures, tuple(found)


def _place(figure: Figure) -> tuple[str, str, str]:
    return figure.spec.key, str(figure.scope), figure.backtest
