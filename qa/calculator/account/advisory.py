"""The advisory fee: what it takes at each month's end, and what the account returned net of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.account.ledger import cents, ledger
from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import YEAR, Path, mixed_path, months_of
from qa.calculator.core.periods import cut
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import Dates, Scope
from qa.calculator.returns.growth import UNDER_A_YEAR

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values

NO_FEE = NotComputed(reason="no advisory fee is stated for this account", bring="state one")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Charged:
    """The months of an account: the part of a month's value that the fee takes, and the account net of it."""

    path: Path
    #: of each month, the fee over the value before it [fraction]
    shares: Values
    #: the account over its start at each month's end, the start first
    net: Values
    #: where each month's last value stands in the path
    ends: Places


def charged(facts: Facts, scope: Scope) -> Charged | NotComputed:
    """The fee over the months of a scope: `f d / 365` of the value at a month's end, for d days of it in the account."""
    import numpy as np

    fee = facts.backtest.manifest.capital.advisory_fee
    if fee is None:
        return NO_FEE
    path = mixed_path(facts, scope, UNHEDGED if facts.unhedged_only else HEDGED)
    if isinstance(path, NotComputed):
        return path
    months = cut(path.days[1:], "month")
    begun = np.maximum(months.first, facts.days[0])
    shares: Values = fee * ((months.last - begun).astype("int64") + 1) / YEAR
    ends = months.begin + months.count
    growth = path.values[ends] / path.values[np.append(0, ends[:-1])]
    return Charged(path=path, shares=shares, net=np.append(1.0, np.cumprod(growth * (1 - shares))), ends=ends)


def advisory_fee(facts: Facts, scope: Scope) -> Value | NotComputed:
    """The fee of the months of a scope [USD], each on the account's own value at its end: `sum(f d / 365 V_end)`."""
    own = charged(facts, scope)
    if isinstance(own, NotComputed):
        return own
    worth = []
    for end in own.path.days[own.ends]:
        first = end.astype("datetime64[M]").astype("datetime64[D]")
        over = ledger(facts, Scope(dates=Dates(first.astype(object), end.astype(object))))
        if isinstance(over, NotComputed):
            return over
        worth.append(over.closing)
    paid = cents(float((own.shares * worth).sum()))
    days = own.path.days
    steps = (Step(label="months", value=len(worth), unit="count"), Step(label="value at the end", value=worth[-1], unit="USD"))
    return Value(value=paid, n=len(days) - 1, start=str(days[1]), end=str(days[-1]), steps=steps)


def net_return(*, annual: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Return of the account net of its fee over a span [fraction], or a year [fraction a year]: the months linked."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        own = charged(facts, scope)
        if isinstance(own, NotComputed):
            return own
        months = months_of(facts, own.path, scope)
        if isinstance(months, NotComputed):
            return months
        if annual and not own.path.spans_a_year:
            return UNDER_A_YEAR
        end = float(own.net[-1])
        value = end ** (YEAR / own.path.calendar_days) - 1 if annual else end - 1
        gross = Step(label="return before the fee", value=own.path.end / own.path.begin - 1, unit="fraction/span")
        return Value(value=value, n=months.n, start=months.first, end=months.last, steps=(gross,))

    return compute


_LIMITS = "The fee is taken at each month's end on the value before it; a month in part counts by its days."
_SOURCE = "The manifest's fee, or that of the client."

FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="account.advisory_fee",
        title="Advisory fee",
        meaning="What the advisory fee takes from the account over the period.",
        unit="USD",
        basis="none",
        counts="days",
        formula="sum(f days / 365 x V_end) over months",
        validity=_LIMITS,
        source=_SOURCE,
        sentences=Sentences(above="the advisory fee was {d}"),
        beside=("account.closing",),
        subject="Advisory fee",
        narrows=("dates", "tier"),
        compute=advisory_fee,
    ),
    FigureSpec(
        key="return.net.total",
        title="Return of the account, net of the advisory fee",
        meaning="The return of the account over the span, net of the advisory fee.",
        unit="fraction/span",
        formula="prod((1 + r) (1 - f days / 365)) - 1",
        validity=_LIMITS,
        source=_SOURCE,
        sentences=Sentences(above="net of the advisory fee, the account returned {d}"),
        beside=("return.hedged.total",),
        subject="Returns net of the advisory fee",
        narrows=("dates", "tier"),
        compute=net_return(annual=False),
    ),
    FigureSpec(
        key="return.net.annual",
        title="Annualised return of the account, net of the advisory fee",
        meaning="The compound annual growth rate of the account, net of the advisory fee.",
        unit="fraction/year",
        formula="prod((1 + r) (1 - f days / 365))^(365/days) - 1",
        validity=f"{_LIMITS} Never under a year.",
        source=_SOURCE,
        sentences=Sentences(above="net of the advisory fee, the account returned {d} a year"),
        beside=("return.hedged.annual",),
        subject="Returns net of the advisory fee",
        narrows=("dates", "tier"),
        compute=net_return(annual=True),
    ),
)
