"""Decomposition: what the hedge's loss is made of, in parts that sum to it to the cent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from corpus.backtests.legs import parse_legs
from qa.calculator.core.chosen import Chosen, by_trade, choose, worked_by
from qa.calculator.core.facts import UNHEDGED, Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import mixed_path
from qa.calculator.core.result import NotComputed, Step, Table, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.core.variants import MULTIPLIER
from qa.calculator.drag.rolls import rolled

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values


#: The most of the hedge's loss that the residual may be where its other parts are told [fraction].
_MOST_LEFT = 0.05
_UNEXPLAINED = NotComputed(
    reason="the trades opened in this period don't explain the hedge's loss in it: some were closed after it or opened before",
    bring="ask for the realized P&L and the change in value of open hedge positions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Parts of the hedge's loss over a span [USD], positive where they cost; a payoff is negative."""

    #: premium lost by trades that closed below their price at purchase, before fees and slippage
    decay: float
    #: fees and slippage of the trades that rolls opened
    roll_cost: float
    #: what trades gained that closed above it, before fees and slippage
    payoff: float
    #: fees of the other trades
    commissions: float
    #: slippage of the other trades, where their legs have prices
    slippage: float
    #: what the daily values hold beyond the closed trades: open positions, rounding, and whatever is in no log
    residual: float

    @property
    def total(self) -> float:
        """The hedge's loss."""
        return float(sum(getattr(self, f.name) for f in fields(self)))


def decompose(facts: Facts, scope: Scope) -> tuple[Parts, Chosen] | NotComputed:
    """The parts of the hedge's loss over a scope's dates, `-sum(hedge P&L by day)`, and the trades behind them.

    Of each hedge trade: `gross = contracts (p - cost)` with p the price of its legs where they have one, else its premium;
    what p exceeds the premium by is slippage at the opening. Slippage at the closing is in no log: it stays in decay and
    payoff. Trades count by the day of their opening, the daily values by their own day; what that leaves is the residual.
    """
    chosen = choose(facts, scope, hedge=True)
    if isinstance(chosen, NotComputed):
        return chosen
    each = parts_by_trade(chosen)
    if isinstance(each, NotComputed):
        return each
    path = mixed_path(facts, scope, UNHEDGED, ends=True)
    if isinstance(path, NotComputed):
        return path
    if scope.dates and (missing := facts.unmarked("month")):
        return missing
    days = facts.days
    inside = (days >= path.days[1]) & (days <= path.days[-1])
    hedge_pnl = facts.per_day.hedge_pnl
    assert hedge_pnl is not None, "there is a hedge"
    loss = -float(hedge_pnl[inside].sum())
    known = {name: float(own.sum()) for name, own in each.items()}
    return Parts(**known, residual=round(loss - sum(known.values()), 9)), chosen


def parts_by_trade(chosen: Chosen) -> dict[str, Values] | NotComputed:
    """The parts of each trade's loss [USD], all but the residual, which is of no trade."""
    import numpy as np

    columns = [chosen.number(c) for c in ("premium", "closing_cost", "contracts", "fees")]
    for column in columns:
        if isinstance(column, NotComputed):
            return column
    premium, cost, contracts, fees = (c for c in columns if not isinstance(c, NotComputed))
    mid = _mid_prices(chosen, premium)
    loss, slipped, roll = contracts * (cost - mid), contracts * (mid - premium), rolled(chosen)
    return {
        "decay": np.maximum(loss, 0.0),
        "roll_cost": np.where(roll, fees + slipped, 0.0),
        "payoff": np.minimum(loss, 0.0),
        "commissions": np.where(roll, 0.0, fees),
        "slippage": np.where(roll, 0.0, slipped),
    }


def listed_parts(chosen: Chosen) -> Table | NotComputed:
    """The parts of each trade's loss, whose sums are those of the whole [USD]."""
    each = parts_by_trade(chosen)
    return each if isinstance(each, NotComputed) else by_trade(chosen, {LABELS[name]: own for name, own in each.items()})


def _mid_prices(chosen: Chosen, premium: Values) -> Values:
    """Price of each trade's legs at the opening [USD a contract, received is positive]; its premium where they have none."""
    import numpy as np

    prices = np.array(premium)
    days = chosen.table["opened"].dt.date
    for i, (text, day, contracts) in enumerate(zip(chosen.table["legs"], days, chosen.table["contracts"], strict=True)):
        legs = parse_legs(text, day)
        if legs and contracts and all(leg.price is not None for leg in legs):
            prices[i] = -MULTIPLIER * sum((leg.price or 0.0) * leg.contracts for leg in legs) / contracts
    return prices


def explains(parts: Parts) -> bool:
    """Whether the closed trades explain the hedge's loss: the residual is no more than a twentieth of it."""
    return abs(parts.residual) <= _MOST_LEFT * abs(parts.total) or is_nothing(parts.residual, parts.decay - parts.payoff)


def part_of(name: str) -> Callable[[Facts, Scope], Value | NotComputed]:
    """One part, with all of them and their sum in the worked numbers."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = decompose(facts, scope)
        if isinstance(found, NotComputed):
            return found
        parts, chosen = found
        explained = explains(parts)
        if not explained and name not in {"residual", "total"}:
            return _UNEXPLAINED
        steps = tuple(Step(label=LABELS[f.name], value=getattr(parts, f.name), unit="USD") for f in fields(parts))
        start, end = (chosen.table[c].agg(f).date().isoformat() for c, f in (("opened", "min"), ("closed", "max")))
        total = Step(label="sum of the parts: the hedge's loss", value=parts.total, unit="USD")
        told = (*steps, total) if explained else (total,)
        return Value(value=getattr(parts, name), n=len(chosen), start=start, end=end, steps=told)

    return compute


LABELS = {
    "decay": "premium decay",
    "roll_cost": "roll cost",
    "payoff": "payoff",
    "commissions": "commissions",
    "slippage": "slippage",
    "residual": "residual",
    "total": "the hedge's loss",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What the record of a part holds beside what all of them have in common."""

    meaning: str
    formula: str
    phrases: tuple[str, ...]
    sentences: Sentences
    subject: str


_RECORDS = {
    "decay": _Record(
        meaning="The loss on hedge trades that closed below their purchase price.",
        formula="-sum(n (p - cost)), where below zero",
        phrases=(
            *("premium decay", "theta decay of the hedge", "time decay of the hedge", "decay of the hedge", "decay of the calls"),
            *("time decay of the calls", "premium lost to decay", "lost to decay", "loss from decay", "hedge decay"),
            *("time decay on the vix calls", "premium decay of the hedge"),
        ),
        sentences=Sentences(above="premium decay cost {m}"),
        subject="Premium decay of the hedge",
    ),
    "roll_cost": _Record(
        meaning="Fees and slippage of the trades that a roll opened.",
        formula="sum(fees + slippage), of rolled trades",
        phrases=(
            *("roll cost", "total roll cost", "total cost of rolling", "total rolling cost", "cost of all rolls"),
            *("fees and slippage of rolls", "rolling cost in total", "cost of rolling in total", "roll cost in total"),
            "what did all the rolls cost",
        ),
        sentences=Sentences(
            above="rolling the hedge cost {m} in fees and slippage",
            below="rolling the hedge gained {m} after fees, because of fills better than the mid price",
        ),
        subject="What rolling the hedge costs in total",
    ),
    "payoff": _Record(
        meaning="The gain on hedge trades that closed above their purchase price; negative, because it reduces the loss.",
        formula="-sum(n (p - cost)), where above zero",
        phrases=(
            *("gains on winning hedge trades", "gain of the hedge trades", "hedge payout", "total payoff of the hedge"),
            *("total hedge payoff", "gross gains of the hedge", "profit on winning hedge trades", "what the hedge paid out"),
            *("gains from the calls", "winning trades' gains of the hedge"),
        ),
        sentences=Sentences(
            above="the hedge's winning trades gained {m} before costs",
            below="the hedge's winning trades gained {m} before costs",
        ),
        subject="Payoff of the hedge",
    ),
    "commissions": _Record(
        meaning="Fees of the hedge's trades that no roll opened.",
        formula="sum(fees), of other trades",
        phrases=(
            *("commissions of the hedge", "fees of the hedge", "hedge commissions", "hedge fees", "commission on the hedge"),
            *("brokerage of the hedge", "commissions on the calls", "fees on the calls", "brokerage on the hedge"),
            "what the hedge costs in commissions",
        ),
        sentences=Sentences(above="commissions on hedge trades other than rolls cost {m}"),
        subject="Commissions of the hedge",
    ),
    "slippage": _Record(
        meaning="Slippage at the opening of the hedge's trades that no roll opened.",
        formula="sum(n (p - premium)), of other trades",
        phrases=(
            *("slippage of the hedge", "hedge slippage", "slippage on the hedge", "slippage on the calls"),
            *("bid-ask cost of the hedge", "slippage when buying the hedge", "spread cost of the hedge"),
            *("slippage of the calls", "what the hedge costs in slippage", "fill cost of the hedge"),
        ),
        sentences=Sentences(
            above="slippage on opening hedge trades other than rolls cost {m}",
            below="fills better than the mid price gained {m} on hedge trades other than rolls",
        ),
        subject="Slippage of the hedge",
    ),
    "residual": _Record(
        meaning="The part of the hedge's daily P&L that is not in its closed trades.",
        formula="-sum(hedge P&L by day) - (decay + roll cost + payoff + commissions + slippage)",
        phrases=(
            *("residual of the decomposition", "unexplained part of the cost", "unexplained hedge cost", "residual hedge cost"),
            *("unexplained part of the hedge cost", "rest of the decomposition", "unattributed cost of the hedge"),
            *("hedge loss outside closed trades", "residual of the hedge cost"),
        ),
        sentences=Sentences(
            above="the hedge's daily P&L shows a loss {m} larger than that of its closed trades",
            below="the hedge's daily P&L shows a loss {m} smaller than that of its closed trades",
        ),
        subject="The part of the hedge's cost outside its closed trades",
    ),
    "total": _Record(
        meaning="The hedge's total loss, which is the sum of its parts.",
        formula="-sum(hedge P&L by day)",
        phrases=(
            *("decomposition", "what is the drag made of", "break down the cost", "breakdown of the hedge cost", "made of"),
            *("breakdown of the drag", "break down the drag", "decompose the drag", "components of the hedge cost"),
            *("cost components", "attribution of the hedge cost", "where does the drag come from", "cost breakdown"),
            "sources of the hedge cost",
        ),
        sentences=Sentences(above="the hedge lost {m} in total", below="the hedge gained {m} in total"),
        subject="What the hedge's cost is made of",
    ),
}
_PARTS = tuple(f"decomposition.{f.name}" for f in fields(Parts))


def _spec(name: str) -> FigureSpec:
    record, label = _RECORDS[name], LABELS[name]
    return FigureSpec(
        key=f"decomposition.{name}",
        title=f"Decomposition: {label}",
        meaning=record.meaning,
        unit="USD",
        basis="none",
        counts="trades",
        formula=record.formula,
        validity="The parts sum to the hedge's loss to the cent. The log has no slippage at the closing: it stays in the prices.",
        source="The log's premiums, legs, closing costs and fees against the daily values.",
        phrases=record.phrases,
        sentences=record.sentences,
        beside=_PARTS if name == "total" else ("decomposition.total",),
        subject=record.subject,
        narrows=("dates", "tier", *SUPPOSED),
        compute=part_of(name),
        worked=worked_by(listed_parts, hedge=True),
    )


FIGURES: tuple[FigureSpec, ...] = tuple(_spec(name) for name in LABELS)
