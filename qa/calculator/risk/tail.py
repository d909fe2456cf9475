"""Tails: value at risk and expected shortfall, from the returns that occurred and from no curve fitted to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import OfSample, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.sample import Sample


#: Share of periods that are the tail, and the most that is asked of one [fraction].
TAIL, FAR_TAIL = 0.05, 0.01
#: What a sentence adds on which tail it speaks of.
_OF_TAIL = {TAIL: "", FAR_TAIL: "far-tail "}


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
            Step(label=f"worst {sample.per}", value=float(returns.min()), unit=rate(sample)),
        )
        return value_of(sample, value, steps=steps)

    return of


def _too_few(sample: Sample) -> NotComputed:
    bring = "use a longer backtest" if sample.per == "day" else "use a longer backtest, or ask by day"
    return NotComputed(reason=f"there are too few {sample.per}s to measure a loss this rare", bring=bring)


def _value_at_risk(account: Account, tail: float) -> FigureSpec:
    side, name = account.side, account.name
    far, words = ("_far", ", far tail") if tail == FAR_TAIL else ("", "")
    where = "the far tail" if far else "the tail"
    names = ("99% VaR", "99% value at risk", "far-tail value at risk") if far else ("VaR", "value at risk", "tail quantile")
    plain = names if far else (*names, "historical VaR", "historical value at risk")
    return periodic(
        _at_risk(account.hedged, tail, shortfall=False),
        key=f"tail.{{monthly}}.var{far}.{side}",
        title=f"Value at risk from {{monthly}} returns{words}, {side}",
        meaning=f"The return that {name} did not exceed in {where} of its {{months}}.",
        formula=f"the k-th smallest {account.letter}, k = ceil({tail:g} n)",
        validity="Historical: from the {months} that occurred, with no curve fitted; silent on the losses beyond it.",
        source="Empirical quantile.",
        hedged=account.hedged,
        per="day",
        phrases=(*account.alone(*plain), *account.asked(*names)),
        sentences=Sentences(
            above=f"the {_OF_TAIL[tail]}value at risk of {name} over a {{per}} was a gain of {{m}}",
            below=f"the {_OF_TAIL[tail]}value at risk of {name} over a {{per}} was a loss of {{m}}",
        ),
        beside=(f"tail.{{monthly}}.var{far}.{account.other}", f"tail.{{monthly}}.shortfall{far}.{side}"),
        subject="Value at risk with and without the hedge",
    )


def _expected_shortfall(account: Account, tail: float) -> FigureSpec:
    side, name = account.side, account.name
    far, words = ("_far", ", far tail") if tail == FAR_TAIL else ("", "")
    where = "the far tail" if far else "the tail"
    names = (
        ("99% CVaR", "99% expected shortfall", "far-tail expected shortfall")
        if far
        else ("CVaR", "expected shortfall", "tail loss")
    )
    plain = names if far else (*names, "conditional value at risk", "average tail loss", "mean loss in the tail")
    return periodic(
        _at_risk(account.hedged, tail, shortfall=True),
        key=f"tail.{{monthly}}.shortfall{far}.{side}",
        title=f"Expected shortfall from {{monthly}} returns{words}, {side}",
        meaning=f"The mean return of {name} in {where} of its {{months}}.",
        formula=f"mean of the k smallest {account.letter}, k = ceil({tail:g} n)",
        validity="Historical: from the {months} that occurred, with no curve fitted; rests on few of them.",
        source="Acerbi and Tasche, Journal of Banking & Finance 26 (2002).",
        hedged=account.hedged,
        per="day",
        phrases=(*account.alone(*plain), *account.asked(*names)),
        sentences=Sentences(
            above=f"the {_OF_TAIL[tail]}expected shortfall of {name} over a {{per}} was a gain of {{m}}",
            below=f"the {_OF_TAIL[tail]}expected shortfall of {name} over a {{per}} was a loss of {{m}}",
        ),
        beside=(f"tail.{{monthly}}.shortfall{far}.{account.other}",),
        subject="Expected shortfall with and without the hedge",
    )


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
    *(
        of(account, tail)
        for account in (UNHEDGED, HEDGED)
        for tail in (TAIL, FAR_TAIL)
        for of in (_value_at_risk, _expected_shortfall)
    ),
    periodic(
        shortfall_saved,
        key="tail.{monthly}.saved",
        title="Reduction of the expected shortfall, from {monthly} returns",
        meaning="By how much the hedge reduces the mean loss in the worst {months}; negative where it adds to it.",
        formula=f"ES_h - ES_u, ES the mean of the k smallest returns, k = ceil({TAIL:g} n)",
        validity="The worst {months} of either account need not be those of the other.",
        source="Difference of expected shortfalls.",
        per="day",
        phrases=(
            "tail protection",
            "shortfall saved",
            "does the hedge help in the worst days",
            "reduction of the expected shortfall",
            "reduce expected shortfall",
            "expected shortfall saved by the hedge",
            "CVaR reduction",
            "tail risk reduction",
            "reduce tail risk",
            "help on the worst days",
        ),
        sentences=Sentences(
            above="the expected shortfall over a {per} was {m} {b} smaller with the hedge than without it",
            below="the expected shortfall over a {per} was {m} {b} larger with the hedge than without it",
        ),
        beside=("tail.{monthly}.shortfall.unhedged", "tail.{monthly}.shortfall.hedged"),
        subject="Expected shortfall with and without the hedge",
    ),
)
