"""What a Sharpe ratio is worth: less for every variant tried before it, and only from so many months on."""

from __future__ import annotations

import math
from statistics import NormalDist

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.shape import moments

_NORMAL = NormalDist()
#: Euler and Mascheroni's constant, and the level of a track record's confidence [fraction].
_EULER, _LEVEL = 0.5772156649015329, 0.95


def deflated(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Deflated Sharpe ratio [fraction]: probability that the true Sharpe ratio is above that of the best of N variants by chance.

    `Phi((S - S0) sqrt(n - 1) / sqrt(1 - g3 S + (g4 - 1)/4 S^2))` with the monthly ratio S, its skewness and kurtosis, and
    `S0 = sqrt(v) ((1 - e) z(1 - 1/N) + e z(1 - 1/(N e')))`. How widely the variants' ratios spread is in no log: v is the
    variance of the estimate itself. Source: Bailey and Lopez de Prado, Journal of Portfolio Management 40 (2014).
    """
    trials = facts.backtest.manifest.trials
    if trials is None:
        reason = "the manifest doesn't state how many variants were tried before this one was chosen"
        return NotComputed(reason=reason, bring="set trials in the manifest")
    found = _sharpe(facts, scope)
    if isinstance(found, NotComputed):
        return found
    sample, ratio, spread = found
    error = spread / math.sqrt(len(sample) - 1)
    best = error * expected_best(trials)
    steps = (
        Step(label="Sharpe ratio of a month", value=ratio, unit="ratio"),
        Step(label="best Sharpe ratio of as many variants by chance", value=best, unit="ratio"),
        Step(label="variants tried", value=trials, unit="count"),
    )
    return _value(sample, _NORMAL.cdf((ratio - best) / error), *steps)


def expected_best(trials: int) -> float:
    """Largest of so many standard normal numbers that is expected; one or none has none to be the best of.

    >>> round(expected_best(100), 3)
    2.531
    """
    if trials < 2:  # noqa: PLR2004 the best of several
        return 0.0
    return (1 - _EULER) * _NORMAL.inv_cdf(1 - 1 / trials) + _EULER * _NORMAL.inv_cdf(1 - 1 / (trials * math.e))


def track_record(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Months of returns like these from which on a Sharpe ratio above zero is 95% sure [months].

    `1 + (1 - g3 S + (g4 - 1)/4 S^2) (z / S)^2`, S the monthly ratio. Source: Bailey and Lopez de Prado, Journal of Risk 15
    (2012).
    """
    found = _sharpe(facts, scope)
    if isinstance(found, NotComputed):
        return found
    sample, ratio, spread = found
    if ratio <= 0:
        reason = "the Sharpe ratio is not above zero, so no track record makes it so"
        return NotComputed(reason=reason, bring="choose other dates")
    needed = 1 + (spread * _NORMAL.inv_cdf(_LEVEL) / ratio) ** 2
    if not math.isfinite(needed):
        return NotComputed(reason="the Sharpe ratio is too small for any track record", bring="choose other dates")
    steps = (
        Step(label="Sharpe ratio of a month", value=ratio, unit="ratio"),
        Step(label="months of the backtest", value=len(sample), unit="count"),
    )
    return _value(sample, needed, *steps)


def _sharpe(facts: Facts, scope: Scope) -> tuple[Sample, float, float] | NotComputed:
    """The months, the Sharpe ratio of one and its standard error times `sqrt(n - 1)`, hedged where there is a hedge."""
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    if len(sample) < FEWEST:
        return NotComputed(reason="there are too few months to judge a Sharpe ratio", bring="use a longer backtest")
    returns = sample.side(hedged=sample.hedged is not None)
    deviation = float(returns.std(ddof=1))
    if is_nothing(deviation, sample.size):
        return NotComputed(reason="the returns don't vary, so there is no volatility to divide by", bring="use a longer backtest")
    ratio = float(returns.mean()) / deviation
    skew, kurtosis = moments(returns)
    return sample, ratio, math.sqrt(max(1 - skew * ratio + (kurtosis - 1) / 4 * ratio**2, 0.0))


def _value(sample: Sample, value: float, *steps: Step) -> Value:
    return Value(value=value, n=len(sample), start=sample.start, end=sample.end, steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="realism.deflated_sharpe",
        title="Deflated Sharpe ratio",
        meaning="How probable it is that the account's Sharpe ratio is no luck of the best of the variants tried.",
        unit="fraction",
        basis="none",
        formula="Phi((S - S0) sqrt(n - 1) / sqrt(1 - g3 S + (g4 - 1)/4 S^2)), S0 the expected best of N by chance",
        validity="The variants' ratios are taken to spread as widely as this one errs. Of the hedged account where it is hedged.",
        source="Bailey and Lopez de Prado, Journal of Portfolio Management 40 (2014).",
        phrases=(
            *("deflated Sharpe ratio", "deflated Sharpe", "Sharpe after multiple testing", "is the Sharpe ratio luck"),
            *("probability that the Sharpe is real", "Sharpe adjusted for the variants tried"),
        ),
        sentences=Sentences(above="the deflated Sharpe ratio was {d}, the probability that it is no luck of the best variant"),
        beside=("realism.trials", "realism.min_track_record"),
        subject="How much of the Sharpe ratio may be luck",
        narrows=("dates", "tier", *SUPPOSED),
        compute=deflated,
    ),
    FigureSpec(
        key="realism.min_track_record",
        title="Minimum track record length",
        meaning="From how many months of such returns on the Sharpe ratio can be said to be above zero.",
        unit="months",
        basis="none",
        formula="1 + (1 - g3 S + (g4 - 1)/4 S^2) (z / S)^2",
        validity="For returns as they were, of independent months. Of the hedged account where it is hedged.",
        source="Bailey and Lopez de Prado, Journal of Risk 15 (2012).",
        phrases=(
            *("minimum track record", "minimum track record length", "track record needed", "how long a track record is needed"),
            *("months of track record", "length of track record for the Sharpe ratio"),
        ),
        sentences=Sentences(above="the minimum track record for a Sharpe ratio above zero was {d}"),
        beside=("realism.deflated_sharpe",),
        subject="How long a track record the Sharpe ratio needs",
        narrows=("dates", "tier", *SUPPOSED),
        compute=track_record,
    ),
)
