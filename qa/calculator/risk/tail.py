"""Tails: what the worst periods cost, from the returns that occurred and from no curve fitted to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.periodic import OfSample, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.sample import Sample


#: Share of periods that are the tail, and the most that is asked of one [fraction].
TAIL, FAR_TAIL = 0.05, 0.01


def value_at_risk(returns: Values, tail: float) -> float:
    """Historical value at risk [fraction, a loss is negative]: the return that the worst `tail` of periods don't exceed.

    The k-th smallest of n returns, `k = ceil(tail n)`: an observed loss, not one between two. Not the normal curve's
    quantile, which some tools give under the same name.

    >>> import numpy as np
    >>> value_at_risk(np.array([-0.10, -0.03, 0.01, 0.02]), 0.5)
    -0.03
    """
    import numpy as np

    k = _count(len(returns), tail)
    return float(np.partition(returns, k - 1)[k - 1])


def expected_shortfall(returns: Values, tail: float) -> float:
    """Expected shortfall [fraction, a loss is negative]: the mean of the worst `ceil(tail n)` returns.

    Source: Acerbi and Tasche, Journal of Banking & Finance 26 (2002), for equally likely observations.
    """
    import numpy as np

    k = _count(len(returns), tail)
    return float(np.sort(returns)[:k].mean())


def _count(n: int, tail: float) -> int:
    """How many of n periods are the tail; the product is rounded first, so that 0.05 of 20 is one."""
    return max(1, math.ceil(round(tail * n, 9)))


def _at_risk(hedged: bool, tail: float, *, shortfall: bool) -> OfSample:
    def of(sample: Sample) -> Value | NotComputed:
        needed = math.ceil(1 / tail)
        if len(sample) < needed:
            return _too_few(sample)
        returns = sample.side(hedged)
        k = _count(len(sample), tail)
        value = expected_shortfall(returns, tail) if shortfall else value_at_risk(returns, tail)
        steps = (
            Step(label=f"{sample.per}s in the tail", value=k, unit="count"),
            Step(label=f"the worst {sample.per}", value=float(returns.min()), unit=rate(sample)),
        )
        return value_of(sample, value, steps=steps)

    return of


def _too_few(sample: Sample) -> NotComputed:
    bring = "bring a longer run" if sample.per == "day" else "bring a longer run, or ask by day"
    return NotComputed(reason=f"there are too few {sample.per}s for so rare a loss", bring=bring)


def _specs(hedged: bool, side: str, letter: str) -> tuple[FigureSpec, ...]:
    made = []
    for tail, which, words in ((TAIL, "", ""), (FAR_TAIL, "_far", ", far tail")):
        made += [
            periodic(
                _at_risk(hedged, tail, shortfall=False),
                key=f"tail.{{monthly}}.var{which}.{side}",
                title=f"Value at risk of a {{month}}{words}, {side}",
                meaning=f"The loss of the {side} account that the worst {{months}} reach at least.",
                formula=f"the k-th smallest {letter}, k = ceil({tail:g} n)",
                validity="Historical: from the {months} that occurred, with no curve fitted; silent on what lies beyond it.",
                source="Empirical quantile.",
                hedged=hedged,
                per="day",
                phrases=() if which else (f"value at risk {side}", f"VaR {side}", *(() if hedged else ("value at risk", "VaR"))),
            ),
            periodic(
                _at_risk(hedged, tail, shortfall=True),
                key=f"tail.{{monthly}}.shortfall{which}.{side}",
                title=f"Expected shortfall of a {{month}}{words}, {side}",
                meaning=f"What the {side} account returned on average in its worst {{months}}.",
                formula=f"mean of the k smallest {letter}, k = ceil({tail:g} n)",
                validity="Historical: from the {months} that occurred, with no curve fitted; rests on few of them.",
                source="Acerbi and Tasche, Journal of Banking & Finance 26 (2002).",
                hedged=hedged,
                per="day",
                phrases=()
                if which
                else (
                    f"expected shortfall {side}",
                    f"CVaR {side}",
                    *(() if hedged else ("expected shortfall", "CVaR", "tail loss")),
                ),
            ),
        ]
    return tuple(made)


def shortfall_saved(sample: Sample) -> Value | NotComputed:
    """Expected shortfall that the hedge saved [fraction a period]: `ES_h - ES_u`, negative where it made the tail worse."""
    if len(sample) < math.ceil(1 / TAIL):
        return _too_few(sample)
    both = [expected_shortfall(sample.side(hedged), TAIL) for hedged in (False, True)]
    steps = tuple(
        Step(label=f"expected shortfall, {side}", value=value, unit=rate(sample))
        for side, value in zip(("unhedged", "hedged"), both, strict=True)
    )
    return value_of(sample, both[1] - both[0], steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    *_specs(False, "unhedged", "u"),
    *_specs(True, "hedged", "h"),
    periodic(
        shortfall_saved,
        key="tail.{monthly}.saved",
        title="Expected shortfall of a {month} saved by the hedge",
        meaning="By how much the hedge lifts the average of the worst {months}.",
        formula=f"ES_h - ES_u, ES the mean of the k smallest returns, k = ceil({TAIL:g} n)",
        validity="The worst {months} of either account need not be those of the other.",
        source="Difference of expected shortfalls.",
        per="day",
        phrases=("tail protection", "shortfall saved", "does the hedge help in the worst days"),
    ),
)
