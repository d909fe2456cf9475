"""Account of a period: what base and hedge made of it, by layer, by day, and by the way the index went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING, Literal, NamedTuple

from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.scope import Scope, between
from qa.calculator.core.signals import closes_of
from qa.document import SeriesView
from qa.evidence.chart_series import Cell, series_of, written
from qa.understand.plan import Plan
from qa.understand.why import asks_of_market

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values
    from qa.numerals import Unit

#: Days that are told one by one.
WORST = 5
ROSE, FELL = "index rose", "index fell"
BEFORE, HIGHEST, END = "before the period", "highest close", "last close"
#: Keys of the series, by what they tell.
BASE, HEDGE, BOTH = "account.base", "account.hedge", "account.both"
INDEX, VIX, COUNT = "account.index", "account.vix", "account.days"
#: Where the loss fell: mostly on rises of the index, partly, or on falls alone; none where no market series tells.
Where = Literal["rises", "both", "falls", "unknown"]


class Day(NamedTuple):
    """One day of the period; moves from the close before, NaN where a close is missing."""

    label: str
    #: P&L over the capital base [fraction]
    base: float
    hedge: float
    #: move of the index [fraction]
    move: float
    #: [index points]
    vix: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What made the result of a period. Its figures and series stand in the evidence too."""

    scope: Scope
    #: what the base strategy is called
    base: str
    #: whether the question is why the market moved, which nothing here tells
    of_market: bool
    #: whether the hedge's own result is asked for, and not the account's
    of_hedge: bool
    #: whether base and hedge add up to the account: on one capital base, in one month or by day
    adds: bool
    figures: tuple[Figure, ...]
    #: each layer's name, and the scope of its figure
    layers: tuple[tuple[str, Scope], ...]
    #: the scope of the worst day's figure, or None
    worst: Scope | None
    #: the sums, where no figure has them
    parts: tuple[SeriesView, ...]
    days: tuple[SeriesView, ...]
    moves: tuple[SeriesView, ...]
    vix: tuple[SeriesView, ...]
    #: whether the moves are of the days alone on which the base lost
    losing: bool
    where: Where
    #: what the hedge made on the days when the index rose, and when it fell [fraction]
    on_rises: float
    on_falls: float
    #: the last VIX close of the period less that before it [index points], NaN where one is missing
    vix_change: float

    @property
    def series(self) -> tuple[SeriesView, ...]:
        """All its series."""
        return (*self.parts, *self.days, *self.moves, *self.vix)


def account_of(plan: Plan, facts: Facts, plain: str) -> Account | None:
    """The account of the period that a why asks of, or None where the plan asks none or its result can't be computed."""
    if plan.shape != "why" or plan.scope.dates is None or isinstance(compute(plan.asked[0], plan.scope, facts), Missing):
        return None
    scope = plan.scope
    of_hedge = plan.asked[0].startswith("drag.")
    days = _days(facts, scope)
    base = sum(d.base for d in days)
    losing = base < 0 and not of_hedge
    told = [d for d in days if d.base < 0] if losing else days
    layers = _layers(plan, facts)
    worst = sorted((d for d in days if d.base < 0), key=lambda d: d.base)[:WORST]
    day = Scope(dates=between(worst[0].label, worst[0].label)) if worst else None
    figures = [figure for _, figure in layers] + _figures(plan, facts, day)
    rises, falls = [d for d in told if d.move > 0], [d for d in told if d.move < 0]
    vix = _vix(facts, scope)
    sums = _parts(facts, scope, days) if plan.per == "day" else ()
    made = (sums, _by_day(facts, scope, worst), _by_move(facts, scope, rises, falls, losing=losing), vix)
    parts, by_day, moves, closes = _with_ids(made)
    return Account(
        scope=scope,
        base="the condors" if "condor" in facts.backtest.manifest.title.lower() else "the base strategy",
        of_market=asks_of_market(plain),
        of_hedge=of_hedge,
        adds=not facts.per_day.linked and (plan.per == "day" or _one_month(plan, facts)),
        figures=tuple(figures),
        layers=tuple((name, figure.scope) for name, figure in layers),
        worst=day if any(f.scope == day for f in figures) else None,
        parts=parts,
        days=by_day,
        moves=moves,
        vix=closes,
        losing=losing,
        where=_where(rises, falls),
        on_rises=sum(d.hedge for d in rises),
        on_falls=sum(d.hedge for d in falls),
        vix_change=_change(vix),
    )


def _one_month(plan: Plan, facts: Facts) -> bool:
    found = compute(plan.asked[0], plan.scope, facts)
    return isinstance(found, Figure) and found.result.n == 1


def drag_key(plan: Plan) -> str:
    """The figure of the hedge's result in the period."""
    return "drag.daily.total" if plan.per == "day" else "drag.monthly.total"


def _figures(plan: Plan, facts: Facts, day: Scope | None) -> list[Figure]:
    """The hedge's result in dollars, and both returns of the worst day."""
    wanted = [(f"dollars.{drag_key(plan)}", plan.scope)]
    wanted += [(f"return.{side}.daily.mean", day) for side in ("unhedged", "hedged")] if day else []
    found = [compute(key, scope, facts) for key, scope in wanted]
    return [f for f in found if isinstance(f, Figure)]


def _layers(plan: Plan, facts: Facts) -> list[tuple[str, Figure]]:
    """Each layer's own result, where the data tell layers apart; a single layer is the hedge already."""
    layers = facts.backtest.manifest.hedge.layers
    if len(layers) < 2 or plan.scope.layer is not None:  # noqa: PLR2004 one is no part
        return []
    found = [(own.name, compute(drag_key(plan), replace(plan.scope, layer=own.id), facts)) for own in layers]
    return [(name, f) for name, f in found if isinstance(f, Figure)]


def _days(facts: Facts, scope: Scope) -> list[Day]:
    """The days of a scope's dates; none where the data have no value of each day."""
    import numpy as np

    if facts.unmarked("day") or facts.step != 1:
        return []
    own, inside = facts.per_day, facts.within(scope.dates)
    days = own.days[inside]
    hedge = np.zeros(len(own.days)) if own.hedged is None or facts.unhedged_only else own.hedged - own.unhedged
    index, before = (_closes(facts, "spx", days, back) for back in (0, 1))
    vix, earlier = (_closes(facts, "vix", days, back) for back in (0, 1))
    columns = (own.unhedged[inside], hedge[inside], index / before - 1, vix - earlier)
    return [Day(str(day), *(float(c[i]) for c in columns)) for i, day in enumerate(days)]


def _closes(facts: Facts, series: str, days: Days, back: int) -> Values:
    """A market series' close so many closes before each day's own; NaN where the day or that close has none."""
    import numpy as np

    if series not in facts.backtest.series:
        return np.full(len(days), np.nan)
    held = facts.backtest.series[series]
    at, closes = held.index.to_numpy().astype("datetime64[D]"), closes_of(held)
    place = np.searchsorted(at, days, side="left")
    own = (place < len(at)) & (at[np.minimum(place, len(at) - 1)] == days) & (place >= back)
    return np.where(own, closes[np.maximum(np.minimum(place, len(at) - 1) - back, 0)], np.nan)


def _parts(facts: Facts, scope: Scope, days: Sequence[Day]) -> tuple[SeriesView, ...]:
    """What base, hedge and both made in all, summed by day over the capital base."""
    if not days:
        return ()
    base, hedge = (sum(getattr(d, part) for d in days) for part in ("base", "hedge"))
    cells = [Cell(name, value, len(days)) for name, value in (("base", base), ("hedge", hedge), ("account", base + hedge))]
    return (_series(facts, scope, f"{BOTH}.by_part", "Result by part", "fraction/span", cells),)


def _by_day(facts: Facts, scope: Scope, days: Sequence[Day]) -> tuple[SeriesView, ...]:
    """The worst days of the base: its P&L, the hedge's, and how far index and VIX moved."""
    if not days:
        return ()
    made: list[SeriesView] = []
    columns: tuple[tuple[str, str, Unit, str], ...] = (
        (BASE, "Base", "fraction/span", "base"),
        (HEDGE, "Hedge", "fraction/span", "hedge"),
        (INDEX, "Index move", "fraction/span", "move"),
        (VIX, "VIX move, points", "points", "vix"),
    )
    for key, title, unit, name in columns:
        cells = [Cell(d.label, None if isnan(v := getattr(d, name)) else v, 1) for d in days]
        if any(c.value is not None for c in cells):
            made.append(_series(facts, scope, f"{key}.by_day", f"{title} by day", unit, cells))
    return tuple(made)


def _by_move(facts: Facts, scope: Scope, rises: Sequence[Day], falls: Sequence[Day], *, losing: bool) -> tuple[SeriesView, ...]:
    """What base and hedge made on the days when the index rose, and when it fell."""
    sides = [(name, own) for name, own in ((ROSE, rises), (FELL, falls)) if own]
    if len(rises) + len(falls) < 2:  # noqa: PLR2004 one day is no table
        return ()
    by = "move of the index" + (" on losing days" if losing else "")
    counts = [Cell(name, len(own), len(own)) for name, own in sides]
    base = [Cell(name, sum(d.base for d in own), len(own)) for name, own in sides]
    hedge = [Cell(name, sum(d.hedge for d in own), len(own)) for name, own in sides]
    return (
        _series(facts, scope, f"{COUNT}.by_move", f"Days by {by}", "count", counts),
        _series(facts, scope, f"{BASE}.by_move", f"Base by {by}", "fraction/span", base),
        _series(facts, scope, f"{HEDGE}.by_move", f"Hedge by {by}", "fraction/span", hedge),
    )


def _vix(facts: Facts, scope: Scope) -> tuple[SeriesView, ...]:
    """VIX at the last close before the period, at its highest close, and at the last one."""
    import numpy as np

    days = facts.days[facts.within(scope.dates)]
    before, closes = (_closes(facts, "vix", days, back) for back in (1, 0))
    if not len(days) or isnan(before[0]) or isnan(closes[-1]):
        return ()
    cells = [Cell(BEFORE, float(before[0]), 1), Cell(HIGHEST, float(np.nanmax(closes)), 1), Cell(END, float(closes[-1]), 1)]
    return (_series(facts, scope, f"{VIX}.by_time", "VIX by time", "points", cells),)


def _series(facts: Facts, scope: Scope, key: str, title: str, unit: Unit, cells: Sequence[Cell]) -> SeriesView:
    return series_of(facts, scope, key, title, unit, written(cells, unit))


def _change(vix: Sequence[SeriesView]) -> float:
    """From the first point to the last."""
    values = [p.value for series in vix for p in series.points]
    return values[-1] - values[0] if values and values[0] is not None and values[-1] is not None else float("nan")


def _where(rises: Sequence[Day], falls: Sequence[Day]) -> Where:
    """On which days the base lost what it lost."""
    up, down = (-sum(d.base for d in own if d.base < 0) for own in (rises, falls))
    if not up + down:
        return "unknown"
    return "rises" if up > down else "both" if up else "falls"


def _with_ids(groups: Sequence[tuple[SeriesView, ...]]) -> list[tuple[SeriesView, ...]]:
    made, first = [], 1
    for group in groups:
        made.append(tuple(replace(view, id=f"T{first + i}") for i, view in enumerate(group)))
        first += len(group)
    return made
