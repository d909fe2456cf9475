"""The ledger: an account's value before and after a run of days, and the flows and P&L between, which add up to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.backtests.columns import LAYER_MARK
from qa.calculator.core.amounts import NO_ACCOUNT
from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.core.path import mixed_path
from qa.calculator.core.result import NotComputed, Table
from qa.calculator.core.scope import Dates, Scope

if TYPE_CHECKING:
    import numpy as np

    from qa.calculator.core.arrays import Days, Places, Values
    from qa.numerals import Unit

_NO_DAYS = NotComputed(
    reason="this backtest books trades at their close, so the account has no daily values", bring="bring the daily log"
)


def cents(amount: float) -> float:
    """An amount without what adding floating-point numbers leaves beyond a millionth of a dollar [USD]."""
    return round(float(amount), 6) + 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledger:
    """The account over an unbroken run of days: `opening + flows + base + hedge = closing` [USD].

    The hedge's part is nothing where no trade is the hedge.
    """

    opening: float
    flows: float
    base: float
    hedge: float
    closing: float
    #: the days, and the day of the value before them
    days: Days
    before: np.datetime64
    #: where the days lie among those of the backtest
    inside: slice


def ledger(facts: Facts, scope: Scope) -> Ledger | NotComputed:
    """The ledger over the dates of a scope.

    With monthly resets each month opens with the base, and what the month before it made is swept out as a flow between the
    two. Otherwise an account opens with its last value before the dates, and flows count on their own days.
    """
    return facts.once(("ledger", scope), lambda: _ledger(facts, scope))


def _ledger(facts: Facts, scope: Scope) -> Ledger | NotComputed:
    if facts.backtest.manifest.capital.unit == "index":
        return NO_ACCOUNT
    if facts.marking != "daily":
        return _NO_DAYS
    path = mixed_path(facts, scope, UNHEDGED if facts.unhedged_only else HEDGED)
    if isinstance(path, NotComputed):
        return path
    inside = facts.within(scope.dates)
    own = facts.per_day
    hedge = 0.0 if own.hedge_pnl is None else cents(own.hedge_pnl[inside].sum())
    opening, flows, closing = map(cents, _values(facts, inside))
    return Ledger(
        opening=opening,
        flows=flows,
        base=cents(own.base_pnl[inside].sum()),
        hedge=hedge,
        closing=closing,
        days=facts.days[inside],
        before=path.days[0],
        inside=inside,
    )


def _values(facts: Facts, inside: slice) -> tuple[float, float, float]:
    """Opening value, flows and closing value over some days [USD]."""
    mix = UNHEDGED if facts.unhedged_only else HEDGED
    if facts.per_day.linked or facts.backtest.manifest.capital.flows != "reset_monthly":
        worth = facts.worth(mix)
        return float(worth[inside.start]), float(facts.per_day.flows.by_day[inside].sum()), float(worth[inside.stop])
    before, after, swept = _resets(facts.pnl(mix), facts.base, facts.days.astype("datetime64[M]").astype("int64"))
    opening = float(before[inside.start] + swept[inside.start])
    return opening, float(swept[inside.start + 1 : inside.stop].sum()), float(after[inside.stop - 1])


def _resets(pnl: Values, base: float, months: Places) -> tuple[Values, Values, Values]:
    """Value before and after each day, and what is put in as a month begins to make it the base again [USD]."""
    import numpy as np

    total, first = np.cumsum(pnl), np.append([True], months[1:] != months[:-1])
    begun = np.concatenate([[0.0], total])[np.flatnonzero(first)][np.cumsum(first) - 1]
    after: Values = base + (total - begun)
    before = np.concatenate([[base], after[:-1]])
    return before, after, np.where(first, base - before, 0.0)


def by_month(facts: Facts, scope: Scope) -> Table | NotComputed:
    """The ledger of each month of a scope's dates, with the hedge's layers where daily marks have them [USD]."""
    import numpy as np

    whole = ledger(facts, scope)
    if isinstance(whole, NotComputed):
        return whole
    months, marks = whole.days.astype("datetime64[M]"), facts.backtest.marks
    layers = [] if marks is None else [str(c) for c in marks if str(c).startswith(LAYER_MARK)]
    columns: list[tuple[str, Unit]] = [(name, "USD") for name in ("opening", "flows", "base", "hedge")]
    columns += [(layer.removeprefix(LAYER_MARK), "USD") for layer in layers]
    rows = []
    for month in np.unique(months):
        days = whole.days[months == month]
        own = ledger(facts, Scope(dates=Dates(_date(days[0]), _date(days[-1]))))
        if isinstance(own, NotComputed):
            return own
        parts = [] if marks is None else [cents(marks[layer].to_numpy()[own.inside].sum()) for layer in layers]
        rows.append((str(month), (own.opening, own.flows, own.base, own.hedge, *parts, own.closing)))
    return Table(columns=(*columns, ("closing", "USD")), label="month", rows=tuple(rows))


def _date(day: np.datetime64) -> date:
    return date.fromisoformat(str(day))
