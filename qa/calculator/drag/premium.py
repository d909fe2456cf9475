"""Premium of the hedge: what the full hedge costs, what was spent and recovered, what is still open, and what rolling costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.chosen import NARROWS, Chosen, choose, listed_prices, trades_value, worked_by
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import Basis, NotComputed, Step, Value
from qa.calculator.core.scope import Scope
from qa.calculator.drag.rolls import adjustment_cost, adjustments
from qa.calculator.drag.units import in_credits, per_100k, unit_premium
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts


def spent(chosen: Chosen) -> Value | NotComputed:
    """Premium paid for the hedge's closed trades [USD]: `-sum(n p)` over those that were bought."""
    return _flow(chosen, "premium", lambda amounts: -amounts[amounts < 0].sum())


def recovered(chosen: Chosen) -> Value | NotComputed:
    """Proceeds of selling the hedge's trades [USD]: `-sum(n cost)` over those that were bought."""
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
    """Premium paid for hedge trades that are open at the end of the log [USD]; the log does not hold their value."""
    opened = facts.backtest.open_trades
    days = facts.days
    start, end = str(days[0]), str(days[-1])
    own = None if opened is None else opened[opened["hedge"].to_numpy()]
    if facts.backtest.trades is None:
        return NotComputed(reason="this backtest has no trade log", bring="add its trade log")
    if own is None or not len(own):
        return Value(value=0.0, n=0, start=start, end=end)
    if "premium" not in own or "contracts" not in own:
        return NotComputed(reason="the log has no premium for its open trades", bring="export it with that column")
    paid = -float((own["premium"] * own["contracts"]).sum())
    return Value(value=paid, n=len(own), start=start, end=end, steps=(Step(label="open trades", value=len(own), unit="count"),))


def _of(value: Callable[[Chosen], Value | NotComputed]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        chosen = choose(facts, scope, hedge=True)
        return chosen if isinstance(chosen, NotComputed) else value(chosen)

    return compute


def _spec(  # noqa: PLR0913 a record has that many fields
    compute: Callable[[Facts, Scope], Value | NotComputed],
    *,
    key: str,
    title: str,
    meaning: str,
    formula: str,
    validity: str,
    phrases: tuple[str, ...],
    sentence: str,
    beside: tuple[str, ...],
    subject: str,
    unit: Unit = "USD",
    basis: Basis = "none",
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis=basis,
        counts="trades",
        formula=formula,
        validity=validity,
        source="The log's premiums and closing costs.",
        phrases=phrases,
        sentences=Sentences(above=sentence),
        beside=beside,
        subject=subject,
        narrows=NARROWS,
        compute=compute,
        worked=worked_by(listed_prices, hedge=True),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        unit_premium,
        key="premium.unit",
        title="Premium of the full hedge, median",
        meaning="The cost of buying all layers of the hedge, as the median over the days on which any of them was bought.",
        formula="-sum over layers of contracts x premium, of each layer's newest trade",
        validity="Layers are bought on different days; each counts at the premium of its newest trade.",
        phrases=(
            *("unit premium", "cost of one unit", "premium of the hedge", "cost to buy the hedge", "price of the full hedge"),
            *("cost of a full set of calls", "price of a full set", "price to buy the hedge", "cost of the full hedge"),
            *("premium of a full set", "what does a full set cost", "cost of all the layers"),
        ),
        sentence="the median cost of buying the full hedge was {d}",
        beside=("premium.per_100k", "premium.in_credits"),
        subject="What the full hedge costs to buy",
    ),
    _spec(
        per_100k,
        key="premium.per_100k",
        title="Premium of the full hedge, pro rata",
        meaning="The cost of buying all layers of the hedge, for a fixed amount of the capital base.",
        basis="per_100k",
        formula="unit cost x 100000 / base",
        validity="Pro rata: real accounts trade whole contracts.",
        phrases=(
            *("per $100k", "per 100k", "premium per account size", "premium per $100,000", "premium per 100,000"),
            *("hedge premium per 100k", "premium relative to the account", "premium pro rata", "pro rata premium"),
        ),
        sentence="buying the full hedge cost {d} {b} of capital",
        beside=("premium.unit",),
        subject="What the full hedge costs to buy, pro rata",
    ),
    _spec(
        in_credits,
        key="premium.in_credits",
        title="Base trades whose credit pays for the full hedge",
        meaning="The number of base trades whose credit would pay for all layers of the hedge.",
        unit="ratio",
        formula="unit cost / median credit of a base trade",
        validity="Uses the credit before losses and fees.",
        phrases=(
            *("share of credit", "nights of credit", "how many credits", "credits to pay for the hedge"),
            *("how many condors pay for the hedge", "how many trades pay for the hedge", "premium in credits"),
            *("trades to fund the hedge", "nights to pay for the hedge", "condors needed to fund the hedge"),
        ),
        sentence="the full hedge cost as much as the credit of {d} base trades",
        beside=("premium.unit",),
        subject="How many credits pay for the full hedge",
    ),
    _spec(
        _of(spent),
        key="premium.spent",
        title="Premium spent on the hedge",
        meaning="The premium paid for the hedge's closed trades.",
        formula="-sum(contracts x premium), of trades bought",
        validity="Before fees. Open trades are excluded.",
        phrases=(
            *("premium spent", "spent on the hedge", "premium paid", "premium outlay", "hedge premium spent"),
            *("total premium of the hedge", "total premium paid", "money spent on calls", "spent on vix calls"),
            *("paid for the hedge in premium", "total outlay for the hedge"),
        ),
        sentence="the premium paid for the hedge's closed trades was {d}",
        beside=("premium.recovered", "premium.open"),
        subject="Premium spent on the hedge",
    ),
    _spec(
        _of(recovered),
        key="premium.recovered",
        title="Premium recovered from the hedge",
        meaning="The proceeds of selling or settling the hedge's trades.",
        formula="-sum(contracts x closing cost), of trades bought",
        validity="Before fees.",
        phrases=(
            *("premium recovered", "recovered from the hedge", "payoff of the hedge", "premium recouped", "premium got back"),
            *("proceeds of the hedge", "sale proceeds of the hedge", "proceeds from closing the hedge"),
            *("how much premium came back", "proceeds of the calls", "premium returned"),
        ),
        sentence="closing the hedge's trades recovered {d} of premium",
        beside=("premium.spent",),
        subject="Premium recovered from the hedge",
    ),
    FigureSpec(
        key="premium.open",
        title="Premium of open hedge trades",
        meaning="The premium paid for hedge trades that are opened in the log and not closed in it.",
        unit="USD",
        basis="none",
        counts="trades",
        formula="-sum(contracts x premium), of open trades",
        validity="A log that books trades at their close does not show their current value.",
        source="The log's open trades.",
        phrases=(
            *("open hedges", "open at the end", "still open", "premium of open trades", "open hedge trades"),
            *("premium in open positions", "unclosed hedge trades", "premium not yet realized", "premium not yet realised"),
        ),
        sentences=Sentences(above="the premium paid for hedge trades still open at the end was {d}"),
        beside=("premium.spent",),
        subject="Premium of open hedge trades",
        narrows=("tier",),
        compute=still_open,
    ),
    _spec(
        _of(adjustments),
        key="adjustment.count",
        title="Number of hedge rolls",
        meaning="How often a layer was closed and bought again on the same day.",
        unit="count",
        formula="trades opened on the day on which another of the layer closed",
        validity="A roll spread over several days is not counted.",
        phrases=(
            *("adjustments", "how often are layers adjusted", "rolls", "how often is the hedge rolled", "rebalancing"),
            *("number of rolls", "how many rolls", "how many times was the hedge rolled", "roll frequency", "roll count"),
            *("number of adjustments", "how many adjustments", "how often are the layers rolled"),
        ),
        sentence="the hedge was rolled {d} times",
        beside=("adjustment.cost",),
        subject="How often the hedge is rolled",
    ),
    _spec(
        _of(adjustment_cost),
        key="adjustment.cost",
        title="Mean fees per roll",
        meaning="The mean fees of the trades that a roll opens, for opening and closing them.",
        formula="mean fees of rolled trades",
        validity="Fees only: the bid-ask spread is in the prices.",
        phrases=(
            *("adjustment cost", "cost of adjusting", "cost of a roll", "rolling cost", "cost of rolling", "fees per roll"),
            *("fee of a roll", "cost per roll", "fees of rolling", "commission per roll", "average roll cost", "mean roll cost"),
        ),
        sentence="a roll of the hedge cost {d} in fees on average",
        beside=("adjustment.count",),
        subject="What a roll of the hedge costs",
    ),
)
