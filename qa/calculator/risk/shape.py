"""Shape of the returns: skewness, kurtosis, and the best against the worst of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import OfSample, count_step, periodic, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing, size
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.sample import Sample

#: The parts of the returns that are held against each other [fraction].
_BEST, _WORST = 0.95, 0.05


def moments(returns: Values) -> tuple[float, float]:
    """Skewness and kurtosis of returns [ratio], `m3 / m2^1.5` and `m4 / m2^2` of their central moments.

    A normal curve has 0 and 3. Needs returns that vary.
    """
    centred = returns - returns.mean()
    second = float((centred**2).mean())
    return float((centred**3).mean()) / second**1.5, float((centred**4).mean()) / second**2


def _moment(hedged: bool, which: int) -> OfSample:
    def of(sample: Sample) -> Value | NotComputed:
        returns = sample.side(hedged)
        if len(sample) < FEWEST:
            reason = f"there are too few {sample.per}s to tell the shape of their returns"
            return NotComputed(reason=reason, bring="use a longer backtest")
        if is_nothing(size(returns - returns.mean()), sample.size):
            return NotComputed(reason="the returns don't vary, so they have no shape", bring="use a longer backtest")
        step = Step(label="standard deviation, over n", value=float(returns.std()), unit=rate(sample))
        return value_of(sample, moments(returns)[which], steps=(step, count_step(sample)))

    return of


def skewness(hedged: bool) -> OfSample:
    """Skewness of the returns [ratio]: `m3 / m2^1.5`; below zero where losses reach further than gains."""
    return _moment(hedged, 0)


def kurtosis(hedged: bool) -> OfSample:
    """Kurtosis of the returns [ratio]: `m4 / m2^2`; a normal curve has 3, and more means more of the extremes."""
    return _moment(hedged, 1)


def tail_ratio(hedged: bool) -> OfSample:
    """Good tail over bad tail [ratio]: `|q95 / q05|`, quantiles of the returns between two observations by a straight line."""

    def of(sample: Sample) -> Value | NotComputed:
        import numpy as np

        if len(sample) < FEWEST:
            reason = f"there are too few {sample.per}s to tell the tails of their returns"
            return NotComputed(reason=reason, bring="use a longer backtest")
        best, worst = (float(q) for q in np.quantile(sample.side(hedged), [_BEST, _WORST]))
        if is_nothing(worst, sample.size):
            return NotComputed(reason="there is no bad tail to divide by", bring="use a longer backtest")
        steps = (Step(label="good tail", value=best, unit=rate(sample)), Step(label="bad tail", value=worst, unit=rate(sample)))
        return value_of(sample, abs(best / worst), steps=steps)

    return of


def _spec(  # noqa: PLR0913 a figure is told by so much
    account: Account,
    of: OfSample,
    name: str,
    title: str,
    *,
    meaning: str,
    formula: str,
    validity: str,
    source: str,
    names: tuple[str, ...],
    told: str = "",
) -> FigureSpec:
    return periodic(
        of,
        key=f"{name}.{{monthly}}.{account.side}" if name == "tail_ratio" else f"shape.{{monthly}}.{name}.{account.side}",
        title=f"{title} of {{monthly}} returns, {account.side}",
        meaning=meaning,
        formula=formula,
        validity=validity,
        source=source,
        kind="ratio",
        basis="none",
        hedged=account.hedged,
        phrases=(*account.alone(*names), *account.asked(*names)),
        sentences=Sentences(above=f"the {told or title.lower()} of the {account.side} account's returns was {{d}}"),
        beside=(f"{name}.{{monthly}}.{account.other}" if name == "tail_ratio" else f"shape.{{monthly}}.{name}.{account.other}",),
        subject=f"{title} of returns with and without the hedge",
    )


def _specs(account: Account) -> tuple[FigureSpec, ...]:
    return (
        _spec(
            account,
            skewness(account.hedged),
            "skew",
            "Skewness",
            meaning=f"Whether the losses or the gains of {account.name} reach further from its mean; negative where losses do.",
            formula="m3 / m2^1.5, central moments over n",
            validity="A few extreme {months} decide it.",
            source="Moment coefficient of skewness.",
            names=("skewness", "skew of returns", "asymmetry of returns"),
        ),
        _spec(
            account,
            kurtosis(account.hedged),
            "kurtosis",
            "Kurtosis",
            meaning=f"How heavy the tails of the returns of {account.name} are.",
            formula="m4 / m2^2, central moments over n; a normal curve has three",
            validity="Not in excess of a normal curve's. A few extreme {months} decide it.",
            source="Moment coefficient of kurtosis.",
            names=("kurtosis", "fat tails", "heaviness of the tails"),
            told="kurtosis (not the excess kurtosis)",
        ),
        _spec(
            account,
            tail_ratio(account.hedged),
            "tail_ratio",
            "Tail ratio",
            meaning=f"How large the good tail of the returns of {account.name} is as a multiple of the bad one.",
            formula="|q95 / q05|, quantiles with straight lines between observations",
            validity="Below one the bad tail is the larger. Silent on the losses beyond it.",
            source="Ratio of empirical quantiles.",
            names=("tail ratio", "right tail over left tail", "good tail against bad tail"),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = tuple(spec for account in (UNHEDGED, HEDGED) for spec in _specs(account))
