"""Premium of the hedge: what one unit costs, what was spent and recovered, what is still open, and what rolling costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.chosen import NARROWS, Chosen, choose, listed_prices, trades_value, worked_by
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import Scope
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Mask, Values
    from qa.calculator.core.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """What the whole hedge in place had cost when it was bought, on each day on which a part of it was [USD]."""

    days: Days
    paid: Values
    parts: tuple[str, ...]


def units_of(chosen: Chosen) -> Units | NotComputed:
    """Premium paid for all layers together, layer by layer what its newest trade cost: `-sum_j n_j p_j`.

    From the first day on which every layer has been bought; `n` contracts at `p` dollars a contract, paid is negative.
    """
    import numpy as np

    premium, contracts = chosen.number("premium"), chosen.number("contracts")
    for column in (premium, contracts):
        if isinstance(column, NotComputed):
            return column
    assert not isinstance(premium, NotComputed)
    assert not isinstance(contracts, NotComputed)
    layers = chosen.table["layer"].to_numpy(dtype=object)
    parts = tuple(sorted({str(layer) for layer in layers}))
    days = np.unique(chosen.opened)
    paid = np.zeros(len(days))
    for part in parts:
        own = layers == part
        at = chosen.opened[own]
        order = np.argsort(at, kind="stable")
        newest = np.searchsorted(at[order], days, side="right") - 1
        cost = (-premium * contracts)[own][order]
        paid += np.where(newest >= 0, cost[np.maximum(newest, 0)], np.nan)
    whole = ~np.isnan(paid)
    return Units(days=days[whole], paid=paid[whole], parts=parts)


def unit_premium(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Median of what the whole hedge costs to buy [USD], over the days on which a part of it was bought."""
    import numpy as np

    chosen = choose(facts, scope, hedge=True)
    if isinstance(chosen, NotComputed):
        return chosen
    units = units_of(chosen)
    if isinstance(units, NotComputed):
        return units
    if not len(units.days):
        return NotComputed(reason="there was no day on which every layer had been bought", bring="widen the scope")
    steps = (
        Step(label="least", value=float(units.paid.min()), unit="USD"),
        Step(label="most", value=float(units.paid.max()), unit="USD"),
    )
    start, end = str(units.days[0]), str(units.days[-1])
    return Value(value=float(np.median(units.paid)), n=len(units.days), start=start, end=end, steps=steps)


def per_100k(facts: Facts, scope: Scope) -> Value | NotComputed:
    """What the whole hedge costs to buy for each 100,000 dollars of the capital base [USD]: `unit * 100000 / base`."""
    return _divided(facts, scope, facts.base / 100_000, Step(label="capital base", value=facts.base, unit="USD"))


def in_credits(facts: Facts, scope: Scope) -> Value | NotComputed:
    """For how many base trades' credit the whole hedge is bought [ratio]: `unit / median(n p)` of the base's trades."""
    import numpy as np

    base = choose(facts, scope, hedge=False)
    if isinstance(base, NotComputed):
        return base
    premium, contracts = base.number("premium"), base.number("contracts")
    for column in (premium, contracts):
        if isinstance(column, NotComputed):
            return column
    assert not isinstance(premium, NotComputed)
    assert not isinstance(contracts, NotComputed)
    credit = float(np.median(premium * contracts))
    if credit <= 0:
        return NotComputed(reason="the base's trades bring in no credit", bring="bring a log of trades that were sold")
    return _divided(facts, scope, credit, Step(label="median credit of a base trade", value=credit, unit="USD"))


def _divided(facts: Facts, scope: Scope, by: float, step: Step) -> Value | NotComputed:
    unit = unit_premium(facts, scope)
    if isinstance(unit, NotComputed):
        return unit
    steps = (Step(label="median cost of the whole hedge", value=unit.value, unit="USD"), step)
    return Value(value=unit.value / by, n=unit.n, start=unit.start, end=unit.end, steps=steps)


def spent(chosen: Chosen) -> Value | NotComputed:
    """Premium paid for the hedge's closed trades [USD]: `-sum(n p)` over those that were bought."""
    return _flow(chosen, "premium", lambda amounts: -amounts[amounts < 0].sum())


def recovered(chosen: Chosen) -> Value | NotComputed:
    """What selling the hedge's trades again brought in [USD]: `-sum(n cost)` over those that were bought."""
    cost = chosen.number("closing_cost")
    return cost if isinstance(cost, NotComputed) else _flow(chosen, "closing_cost", lambda amounts: -amounts[amounts < 0].sum())


def _flow(chosen: Chosen, column: str, total: Callable[[Values], float]) -> Value | NotComputed:
    price, contracts = chosen.number(column), chosen.number("contracts")
    for numbers in (price, contracts):
        if isinstance(numbers, NotComputed):
            return numbers
    assert not isinstance(price, NotComputed)
    assert not isinstance(contracts, NotComputed)
    return trades_value(chosen, float(total(price * contracts)), Step(label="trades", value=len(chosen), unit="count"))


def still_open(facts: Facts, _: Scope) -> Value | NotComputed:
    """Premium paid for hedge trades that are open at the end of the log [USD]; what they are worth is not in it."""
    opened = facts.backtest.open_trades
    days = facts.days
    start, end = str(days[0]), str(days[-1])
    own = None if opened is None else opened[opened["hedge"].to_numpy()]
    if facts.backtest.trades is None:
        return NotComputed(reason="this backtest has no trade log", bring="bring its trades")
    if own is None or not len(own):
        return Value(value=0.0, n=0, start=start, end=end)
    if "premium" not in own or "contracts" not in own:
        return NotComputed(reason="the log doesn't tell the premium of its open trades", bring="export it with that column")
    paid = -float((own["premium"] * own["contracts"]).sum())
    return Value(value=paid, n=len(own), start=start, end=end, steps=(Step(label="open trades", value=len(own), unit="count"),))


def rolled(chosen: Chosen) -> Mask:
    """Which trades a roll opened: on the day on which another of the same layer was closed, and after it was opened."""
    import numpy as np

    table, found = chosen.table, np.zeros(len(chosen), dtype=bool)
    closed, layers = table["closed"].to_numpy().astype("datetime64[D]"), table["layer"].to_numpy(dtype=object)
    for layer in set(layers):
        own = layers == layer
        found[own] = np.isin(chosen.opened[own], closed[own]) & (chosen.opened[own] > chosen.opened[own].min())
    return found


def adjustments(chosen: Chosen) -> Value:
    """How often a layer was rolled [count]: trades opened on the day on which another of the layer was closed."""
    return trades_value(chosen, int(rolled(chosen).sum()), n=len(chosen))


def adjustment_cost(chosen: Chosen) -> Value | NotComputed:
    """What a roll costs in fees on average [USD]: the mean fees of the trades that rolls opened, opening and closing."""
    fees, which = chosen.number("fees"), rolled(chosen)
    if isinstance(fees, NotComputed):
        return fees
    if not which.any():
        return NotComputed(reason="no layer was rolled", bring="bring a longer log")
    steps = (
        Step(label="fees of rolled trades", value=float(fees[which].sum()), unit="USD"),
        Step(label="rolls", value=int(which.sum()), unit="count"),
    )
    return trades_value(chosen, fees[which].mean(), *steps, n=int(which.sum()))


def _of(value: Callable[[Chosen], Value | NotComputed]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        chosen = choose(facts, scope, hedge=True)
        return chosen if isinstance(chosen, NotComputed) else value(chosen)

    return compute


def _spec(  # noqa: PLR0913, PLR0917 a figure is told by so much
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    validity: str,
    phrases: tuple[str, ...],
    compute: Callable[[Facts, Scope], Value | NotComputed],
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts="trades",
        formula=formula,
        validity=validity,
        source="The log's premiums and closing costs.",
        phrases=phrases,
        narrows=NARROWS,
        compute=compute,
        worked=worked_by(listed_prices, hedge=True),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "premium.unit",
        "Cost of the whole hedge when bought, median",
        "What buying all layers of the hedge costs together, in the middle of the days on which a part was bought.",
        "USD",
        "-sum over layers of contracts x premium, of each layer's newest trade",
        "Layers are bought on different days; each counts at what its newest trade cost.",
        ("unit premium", "cost of one unit", "premium of the hedge", "cost to buy the hedge"),
        unit_premium,
    ),
    _spec(
        "premium.per_100k",
        "Cost of the whole hedge in proportion to the base",
        "What buying all layers costs for a fixed amount of the capital base.",
        "USD",
        "unit cost x 100000 / base",
        "In proportion; contracts can't be parted.",
        ("per $100k", "per 100k", "premium per account size"),
        per_100k,
    ),
    _spec(
        "premium.in_credits",
        "Base trades whose credit buys the hedge",
        "For how many base trades' credit all layers of the hedge are bought.",
        "ratio",
        "unit cost / median credit of a base trade",
        "Credit before losses and fees.",
        ("share of credit", "nights of credit", "how many credits"),
        in_credits,
    ),
    _spec(
        "premium.spent",
        "Premium spent on the hedge",
        "What was paid for all of the hedge's closed trades.",
        "USD",
        "-sum(contracts x premium), of trades bought",
        "Before fees. Trades still open are not among them.",
        ("premium spent", "spent on the hedge", "premium paid"),
        _of(spent),
    ),
    _spec(
        "premium.recovered",
        "Premium recovered from the hedge",
        "What selling or settling the hedge's trades brought in again.",
        "USD",
        "-sum(contracts x closing cost), of trades bought",
        "Before fees.",
        ("premium recovered", "recovered from the hedge", "payoff of the hedge"),
        _of(recovered),
    ),
    FigureSpec(
        key="premium.open",
        title="Premium of hedge trades still open",
        meaning="What was paid for hedge trades that the log opens and does not close.",
        unit="USD",
        basis="none",
        counts="trades",
        formula="-sum(contracts x premium), of open trades",
        validity="What they are worth is not in a log that books trades at their close.",
        source="The log's open trades.",
        phrases=("open hedges", "open at the end", "still open"),
        narrows=("tier",),
        compute=still_open,
    ),
    _spec(
        "adjustment.count",
        "Rolls of the hedge",
        "How often a layer was closed and bought again on the same day.",
        "count",
        "trades opened on the day on which another of the layer closed",
        "Rolls over several days are not seen as such.",
        ("adjustments", "how often are layers adjusted", "rolls", "how often is the hedge rolled", "rebalancing"),
        _of(adjustments),
    ),
    _spec(
        "adjustment.cost",
        "Fees of a roll, mean",
        "What the trades that a roll opens cost in fees, opening and closing together.",
        "USD",
        "mean fees of rolled trades",
        "Fees only: what the market's spread takes is in the prices.",
        ("adjustment cost", "cost of adjusting", "cost of a roll", "rolling cost", "cost of rolling"),
        _of(adjustment_cost),
    ),
)
