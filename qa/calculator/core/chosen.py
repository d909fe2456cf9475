"""Trades that a scope counts, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import Counts, NotComputed, Step, Table, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.core.within import opened_within
from qa.numerals import Unit

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.arrays import Days, Mask, Values
    from qa.calculator.core.facts import Facts

#: The kinds of scope condition that narrow figures of trades.
NARROWS = ("bounds", "dates", "event", "tier", "episode", *SUPPOSED)
#: Where there are no trades to choose from.
NO_TRADES = NotComputed(reason="this backtest has no trade log", bring="add its trade log to the manifest")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """Trades in the order of their openings."""

    table: pd.DataFrame
    pnl: Values

    def __len__(self) -> int:
        return len(self.pnl)

    @property
    def opened(self) -> Days:
        """The days on which they were opened."""
        return self.table["opened"].to_numpy().astype("datetime64[D]")

    def number(self, column: str) -> Values | NotComputed:
        """A column of numbers, which the log need not have."""
        import numpy as np

        if column not in self.table:
            reason = f"the trade log has no {column.replace('_', ' ')} column"
            return NotComputed(reason=reason, bring="export the log with that column")
        return np.asarray(self.table[column].to_numpy(), dtype=np.float64)


def choose(facts: Facts, scope: Scope, *, hedge: bool) -> Chosen | NotComputed:
    """The base's or the hedge's trades within a scope: by what was known before the day on which they were opened."""
    import numpy as np

    trades = facts.backtest.trades
    if trades is None:
        return NO_TRADES
    if hedge and facts.unhedged_only:
        return facts.unhedged_only
    own = trades[trades["hedge"].to_numpy() == hedge]
    counted: Mask | NotComputed = np.ones(len(own), dtype=bool)
    if len(own):
        counted = opened_within(facts, scope, own["opened"].to_numpy().astype("datetime64[D]"))
    if isinstance(counted, NotComputed):
        return counted
    if not counted.any():
        which = "hedge" if hedge else "base"
        reason = f"no {which} trade was opened under the conditions asked for"
        return NotComputed(reason=reason, bring="widen the dates or conditions", empty=True)
    table = own[counted]
    return Chosen(table=table, pnl=np.asarray(table["pnl"].to_numpy(), dtype=np.float64))


def span_of(chosen: Chosen) -> tuple[str, str]:
    """The day of the first opening and that of the last closing, ISO."""
    first, last = chosen.table["opened"].min(), chosen.table["closed"].max()
    return first.date().isoformat(), last.date().isoformat()


def trades_value(chosen: Chosen, value: float, *steps: Step, n: int | None = None) -> Value:
    """A figure of trades with their count and dates."""
    start, end = span_of(chosen)
    return Value(value=float(value), n=len(chosen) if n is None else n, start=start, end=end, steps=steps)


def listed(chosen: Chosen) -> Table:
    """The trades behind a figure in the order of their openings, each with its P&L [USD] and the sum up to it."""
    return by_trade(chosen, {"P&L": chosen.pnl, "sum so far": chosen.pnl.cumsum()})


def listed_prices(chosen: Chosen) -> Table:
    """What each trade paid and brought in, as far as the log has it: prices [USD a contract], paid is negative, and fees."""
    found = {column: chosen.number(column) for column in ("contracts", "premium", "closing_cost", "fees")}
    columns = {column.replace("_", " "): own for column, own in found.items() if not isinstance(own, NotComputed)}
    return by_trade(chosen, columns, {"contracts": "count"})


def by_trade(chosen: Chosen, columns: Mapping[str, Values], units: Mapping[str, Unit] | None = None) -> Table:
    """Numbers of each trade by the day of its opening, dollars where `units` has nothing else for a column."""
    named: tuple[tuple[str, Unit], ...] = tuple((name, (units or {}).get(name, "USD")) for name in columns)
    rows = zip(chosen.opened, *columns.values(), strict=True)
    return Table(columns=named, label="opened", rows=tuple((str(day), tuple(map(float, own))) for day, *own in rows))


def worked_by(of: Callable[[Chosen], Table | NotComputed], *, hedge: bool) -> Callable[[Facts, Scope], Table | NotComputed]:
    """The table of the base's or the hedge's trades that a scope counts."""

    def worked(facts: Facts, scope: Scope) -> Table | NotComputed:
        chosen = choose(facts, scope, hedge=hedge)
        return chosen if isinstance(chosen, NotComputed) else of(chosen)

    return worked


OfTrades = Callable[[Chosen], "Value | NotComputed"]


def trade_figure(  # noqa: PLR0913 a figure is told by so much
    of: OfTrades,
    *,
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    validity: str,
    source: str,
    hedge: bool = False,
    phrases: tuple[str, ...] = (),
    sentences: Sentences | None = None,
    beside: tuple[str, ...] = (),
    subject: str = "",
    counts: Counts = "trades",
) -> FigureSpec:
    """A figure of the base's or the hedge's trades that a scope counts."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        chosen = choose(facts, scope, hedge=hedge)
        return chosen if isinstance(chosen, NotComputed) else of(chosen)

    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="trades" if unit == "fraction" else "none",
        counts=counts,
        formula=formula,
        validity=validity,
        source=source,
        phrases=phrases,
        sentences=sentences,
        beside=beside,
        subject=subject,
        narrows=NARROWS,
        compute=compute,
        worked=worked_by(listed, hedge=hedge),
    )
