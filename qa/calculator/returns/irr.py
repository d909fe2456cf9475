"""Internal rates of return: the rate at which an account's flows are worth nothing, and the difference that the hedge makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import YEAR, Path, select_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.returns.growth import UNDER_A_YEAR

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values


#: Between which yearly log growths a rate is looked for: from a loss of all but e^-50 to a gain of e^50.
_WIDEST = 50.0
_HALVINGS = 200
_NO_RATE = NotComputed(
    reason="the cash flows have no internal rate of return", bring="use a period with both contributions and withdrawals"
)


def unique_rate(days: Values, flows: Values) -> float | NotComputed:
    """The yearly rate r [fraction] that solves `sum(CF_i / (1 + r)^((d_i - d_0) / 365)) = 0`.

    `days` [calendar days, rising; flows of one day count together], `flows` [USD, what the owner gets is positive].

    Given only where it is the only one: the sign changes of the summed flows, from the front and from the back, bound the
    number of positive and of negative rates, on whatever days the flows fall (Descartes' rule on the sum divided by
    `1 - 1/(1 + r)`; Norstrom, JFQA 7, 1972). Solvers that stop at the first root they meet return a wrong one where there
    are several.

    >>> import numpy as np
    >>> round(unique_rate(np.array([0.0, 365.0]), np.array([-100.0, 110.0])), 12)
    0.1
    """
    import numpy as np

    begin = np.flatnonzero(np.diff(days, prepend=days[0] - 1))
    days, flows = days[begin], np.add.reduceat(flows, begin)
    if not flows.any():
        return _NO_RATE
    whole = float(flows.sum())
    forward, backward = np.cumsum(flows), np.cumsum(flows[::-1])
    if abs(whole) <= 1e-12 * float(np.abs(flows).sum()):
        forward, backward = forward[:-1], backward[:-1]
        return 0.0 if _changes(forward) + _changes(backward) == 0 else _several()
    roots = _changes(forward) + _changes(backward)
    if roots == 0:
        return _NO_RATE
    if roots > 1:
        return _several()
    return _bisected((days - days[0]) / YEAR, flows)


def _several() -> NotComputed:
    reason = "the cash flows change sign more than once, so their internal rate of return may not be unique"
    return NotComputed(reason=reason, bring="use the time-weighted return")


def _changes(values: Values) -> int:
    """How often the sign changes, zeros left out."""
    import numpy as np

    signs = np.sign(values[values != 0])
    return int((signs[1:] != signs[:-1]).sum())


def _bisected(years: Values, flows: Values) -> float | NotComputed:
    """The rate between the widest bounds, by halving on the log of growth."""
    import numpy as np

    def worth(growth: float) -> float:
        return float((flows * np.exp(-growth * (years - years[-1] * (growth < 0)))).sum())

    low, high = -_WIDEST, _WIDEST
    sign = worth(low)
    if sign * worth(high) >= 0:
        return NotComputed(reason="the internal rate of return is too extreme to compute", bring="choose a longer period")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (value := worth(middle)) == 0:
            break
        low, high = (middle, high) if value * sign > 0 else (low, middle)
    return float(np.expm1((low + high) / 2))


def flows_of(facts: Facts, path: Path, *, hedged: bool) -> tuple[Values, Values]:
    """The owner's flows: the base put in, what is put in and taken out on the way, and what is left at the end.

    Days since the first [days] and amounts [USD], each flow on its own day; with monthly resets each month's profit is
    taken out and its loss made good on its last day.
    """
    import numpy as np

    capital, mix = facts.backtest.manifest.capital, HEDGED if hedged else UNHEDGED
    first = int(np.searchsorted(facts.days, path.days[1]))
    inside = slice(first, first + len(path))
    days = facts.days[inside]
    since = (days - path.days[0]).astype(np.float64)
    if capital.flows == "reset_monthly":
        pnl = facts.pnl(mix)[inside]
        months = days.astype("datetime64[M]")
        ends = np.flatnonzero(np.append(months[1:] != months[:-1], [True]))
        swept = np.diff(np.concatenate([[0.0], np.cumsum(pnl)[ends]]))
        swept[-1] += facts.base
        return np.concatenate([[0.0], since[ends]]), np.concatenate([[-facts.base], swept])
    worth, own = facts.worth(mix), facts.per_day.flows
    within = (own.days > path.days[0]) & (own.days <= path.days[-1])
    amounts = np.concatenate([[-worth[first]], -own.amounts[within], [worth[first + len(path)]]])
    return np.concatenate([[0.0], (own.days[within] - path.days[0]).astype(np.float64), since[-1:]]), amounts


def rate_of(facts: Facts, scope: Scope, *, hedged: bool) -> tuple[float, Path] | NotComputed:
    """The internal rate of return of one side [fraction a year] and its path."""
    return facts.once(("rate", scope, hedged), lambda: _rate_of(facts, scope, hedged=hedged))


def _rate_of(facts: Facts, scope: Scope, *, hedged: bool) -> tuple[float, Path] | NotComputed:
    path = select_path(facts, scope, hedged=hedged)
    if isinstance(path, NotComputed):
        return path
    if not path.spans_a_year:
        return UNDER_A_YEAR
    rate = unique_rate(*flows_of(facts, path, hedged=hedged))
    return rate if isinstance(rate, NotComputed) else (rate, path)


def internal_rate(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Internal rate of return of the account [fraction a year], where it is the only one. Never under a year."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = rate_of(facts, scope, hedged=hedged)
        return found if isinstance(found, NotComputed) else _over(*found)

    return compute


def differential(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Difference of the internal rates of return [fraction a year]: `r_u - r_h`, each solving for its own account."""
    found = [rate_of(facts, scope, hedged=side) for side in (False, True)]
    for side in found:
        if isinstance(side, NotComputed):
            return side
    rates = [side[0] for side in found if not isinstance(side, NotComputed)]
    assert not isinstance(found[0], NotComputed)
    steps = tuple(
        Step(label=f"internal rate of return, {side}", value=rate, unit="fraction/year")
        for side, rate in zip(("unhedged", "hedged"), rates, strict=True)
    )
    return _over(rates[0] - rates[1], found[0][1], *steps)


def _over(value: float, path: Path, *steps: Step) -> Value:
    return Value(value=value, n=len(path), start=str(path.days[1]), end=str(path.days[-1]), steps=steps)


def _spec(hedged: bool, side: str) -> FigureSpec:
    plain = () if hedged else ("IRR", "internal rate of return", "IRR of the account", "money-weighted return")
    return FigureSpec(
        key=f"return.{side}.irr",
        title=f"Internal rate of return, {side}",
        meaning=f"The annual rate at which the {side} account's contributions and withdrawals balance in present value.",
        unit="fraction/year",
        counts="days",
        formula="sum(CF_i / (1 + r)^((d_i - d_0) / 365)) = 0",
        validity="Money-weighted. Computed only where the rate is unique, and never for less than a year.",
        source="Uniqueness: C. J. Norstrom, JFQA 7 (1972).",
        phrases=(
            *(f"IRR {side}", f"{side} IRR", f"{side} internal rate of return", f"internal rate of return {side}"),
            *(f"IRR of the {side} account", f"{side} money-weighted return", f"money-weighted return {side}", f"XIRR {side}"),
            *plain,
        ),
        sentences=Sentences(above=f"the internal rate of return of the {side} account was {{d}} a year"),
        beside=("return.unhedged.irr" if hedged else "return.hedged.irr",),
        subject="Internal rate of return with and without the hedge",
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=internal_rate(hedged),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(False, "unhedged"),
    _spec(True, "hedged"),
    FigureSpec(
        key="drag.irr",
        title="Difference in internal rate of return",
        meaning="By how much the hedge lowers the account's internal rate of return.",
        unit="fraction/year",
        counts="days",
        formula="r_u - r_h, each with sum(CF_i / (1 + r)^((d_i - d_0) / 365)) = 0",
        validity="Computed only where both rates are unique, and never for less than a year.",
        source="Uniqueness: C. J. Norstrom, JFQA 7 (1972).",
        phrases=(
            *("IRR differential", "internal rate of return differential", "IRR difference", "difference in IRR", "IRR gap"),
            *("IRR drag", "difference of the internal rates of return", "exact drag", "drag in IRR", "IRR cost of the hedge"),
        ),
        sentences=Sentences(
            above="the internal rate of return was {m} a year lower with the hedge, in percentage points",
            below="the internal rate of return was {m} a year higher with the hedge, in percentage points",
        ),
        beside=("return.unhedged.irr", "return.hedged.irr"),
        subject="Internal rate of return with and without the hedge",
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=differential,
    ),
)
