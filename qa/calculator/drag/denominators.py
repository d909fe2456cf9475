"""The drag by denominator: the hedge's loss over the account, the condors' risk, their credit, and the hedge's premium."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.chosen import NARROWS, Chosen, choose, listed, worked_by
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import Basis, NotComputed, Step, Value
from qa.calculator.core.scope import Scope
from qa.calculator.core.variants import MULTIPLIER
from qa.calculator.drag.premium import spent
from qa.calculator.trades.geometry import shapes_of

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


def over(denominator: Callable[[Facts, Scope], float | NotComputed], name: str) -> Callable[[Facts, Scope], Value | NotComputed]:
    """The hedge's loss by its closed trades [USD] over a denominator [USD], both of one backtest and one scope."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        hedge = choose(facts, scope, hedge=True)
        if isinstance(hedge, NotComputed):
            return hedge
        below = denominator(facts, scope)
        if isinstance(below, NotComputed):
            return below
        if below <= 0:
            return NotComputed(reason=f"{name} is not positive, so there is no share of it", bring="use a log that records it")
        loss = -float(hedge.pnl.sum())
        start, end = hedge.table["opened"].min().date().isoformat(), hedge.table["closed"].max().date().isoformat()
        steps = (Step(label="the hedge's loss", value=loss, unit="USD"), Step(label=name, value=below, unit="USD"))
        return Value(value=loss / below, n=len(hedge), start=start, end=end, steps=steps)

    return compute


def account(facts: Facts, _: Scope) -> float:
    """The capital base [USD]."""
    return facts.base


def at_risk(facts: Facts, scope: Scope) -> float | NotComputed:
    """The maximum loss of all base trades together [USD]: `100 sum(n (w - c + k))`, from their legs."""
    base = choose(facts, scope, hedge=False)
    if isinstance(base, NotComputed):
        return base
    for column in ("premium", "contracts"):
        if isinstance(missing := base.number(column), NotComputed):
            return missing
    shapes = list(shapes_of(base))
    if any(shape is None for shape in shapes):
        reason = "some trades of the base strategy are not short spreads with readable legs"
        return NotComputed(reason=reason, bring="use a log with strikes, rights and sides")
    contracts = base.table["contracts"].tolist()
    return MULTIPLIER * float(sum(n * shape.max_loss for n, shape in zip(contracts, shapes, strict=True) if shape is not None))


def credit(facts: Facts, scope: Scope) -> float | NotComputed:
    """The credit of all base trades when they were sold [USD]: `sum(n p)`."""
    base = choose(facts, scope, hedge=False)
    if isinstance(base, NotComputed):
        return base
    premium, contracts = base.number("premium"), base.number("contracts")
    for column in (premium, contracts):
        if isinstance(column, NotComputed):
            return column
    assert not isinstance(premium, NotComputed)
    assert not isinstance(contracts, NotComputed)
    return float((premium * contracts).sum())


def premium(facts: Facts, scope: Scope) -> float | NotComputed:
    """What was paid for the hedge's trades [USD]."""
    hedge = choose(facts, scope, hedge=True)
    assert isinstance(hedge, Chosen), "there is a hedge where its loss is asked for"
    paid = spent(hedge)
    return paid if isinstance(paid, NotComputed) else paid.value


_NAMES = ("account", "risk", "credit", "premium")


def _spec(
    name: str,
    basis: Basis,
    of: str,
    formula: str,
    phrases: tuple[str, ...],
    denominator: Callable[[Facts, Scope], float | NotComputed],
) -> FigureSpec:
    return FigureSpec(
        key=f"drag.over.{name}",
        title=f"Hedge loss as a share of {of}",
        meaning=f"The total loss of the hedge's closed trades, as a share of {of}.",
        unit="fraction",
        basis=basis,
        counts="trades",
        formula=formula,
        validity="From closed trades, over the whole period: neither monthly nor annualized.",
        source="One loss over several denominators.",
        phrases=phrases,
        sentences=Sentences(above="the hedge's closed trades lost {m} {b}", below="the hedge's closed trades gained {m} {b}"),
        beside=tuple(f"drag.over.{other}" for other in _NAMES if other != name),
        subject=f"Hedge cost as a share of {of}",
        narrows=NARROWS,
        compute=over(denominator, of),
        worked=worked_by(listed, hedge=True),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "account",
        "account",
        "the capital base",
        "-sum(hedge P&L) / base",
        (
            *("share of the account", "hedge loss as a share of the account", "hedge loss over capital", "of the capital base"),
            *("percent of the account lost on the hedge", "hedge loss relative to capital", "loss of the hedge over the account"),
            *("share of capital lost on the hedge", "drag over account"),
        ),
        account,
    ),
    _spec(
        "risk",
        "risk",
        "the condors' risk",
        "-sum(hedge P&L) / sum(contracts (w - c + k))",
        (
            *("share of notional", "of notional", "notional at risk", "drag over risk", "share of the risk", "of maximum risk"),
            *("hedge cost relative to risk", "of capital at risk", "hedge loss over risk", "share of max risk"),
        ),
        at_risk,
    ),
    _spec(
        "credit",
        "credit",
        "the condors' credit",
        "-sum(hedge P&L) / sum(contracts x credit)",
        (
            *("share of the credit", "of the credit", "of credit received", "drag over credit", "percent of credit"),
            *("share of credits", "hedge cost relative to credit", "percentage of the credit", "hedge loss over credit"),
            *("share of premium collected", "of the premium collected", "of premium sold"),
        ),
        credit,
    ),
    _spec(
        "premium",
        "premium",
        "the hedge's premium",
        "-sum(hedge P&L) / sum(premium paid)",
        (
            *("share of the premium", "of the hedge premium", "of premium paid", "share of premium lost", "drag over premium"),
            *("percent of the premium lost", "loss on premium paid", "hedge loss over premium", "of premium spent"),
            "share of the hedge premium lost",
        ),
        premium,
    ),
)
