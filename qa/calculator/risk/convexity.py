"""Convexity: how the hedge's payoff bends as the market moves, and what it does in the market's worst periods."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import periodic
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing, size
from qa.calculator.core.sample import Sample
from qa.calculator.risk.exposure import against, value_over

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values


def crash_slope(sample: Sample) -> Value | NotComputed:
    """Slope of the hedge's return on the S&P 500's in the worst tenth of its periods [ratio]: `cov(c, m) / var(m)` there.

    Below zero the hedge gains as the market declines. Needs at least twelve periods in that tenth.
    """
    import numpy as np

    pair = against(sample, -sample.drag, "spx")
    if isinstance(pair, NotComputed):
        return pair
    c, m, known = pair
    worst = np.argsort(m, kind="stable")[: len(m) // 10]
    if len(worst) < FEWEST:
        bring = "use a longer backtest" if sample.per == "day" else "use a longer backtest, or ask by day"
        return NotComputed(reason=f"the market's worst {sample.per}s are too few for a slope", bring=bring)
    centred = m[worst] - m[worst].mean()
    if is_nothing(size(centred), size(m)):
        reason = f"the market had the same return in all of its worst {sample.per}s"
        return NotComputed(reason=reason, bring="use a longer market series")
    slope = float(centred @ c[worst]) / float(centred @ centred)
    steps = (
        Step(label=f"{sample.per}s in the worst tenth", value=len(worst), unit="count"),
        Step(label="largest return of the market among them", value=float(m[worst].max()), unit="fraction/span"),
        Step(label="mean return of the hedge in them", value=float(c[worst].mean()), unit="fraction/span"),
    )
    return value_over(sample, known, slope, steps)


def curvature(sample: Sample) -> Value | NotComputed:
    """Curvature k of the hedge's payoff [ratio]: least squares of `c = a + b m + k m^2` on the S&P 500's return m.

    Positive where large moves pay more than in proportion. Its t-statistic, with errors by Newey and West over 3 lags, is in the
    steps.
    """
    fitted = curve(sample)
    if isinstance(fitted, NotComputed):
        return fitted
    known, coefficients, t = fitted
    names = ("a, the hedge's return when the market is unchanged", "b, the slope")
    steps = tuple(Step(label=name, value=float(c), unit="ratio") for name, c in zip(names, coefficients[:2], strict=True))
    return value_over(sample, known, coefficients[2], (*steps, Step(label="t-statistic of the curvature", value=t, unit="ratio")))


def curvature_t(sample: Sample) -> Value | NotComputed:
    """t-statistic of that curvature [ratio]: `k / se(k)`, by Newey and West with 3 lags, uncorrected for small samples."""
    fitted = curve(sample)
    if isinstance(fitted, NotComputed):
        return fitted
    known, coefficients, t = fitted
    return value_over(sample, known, t, (Step(label="curvature", value=float(coefficients[2]), unit="ratio"),))


def curve(sample: Sample) -> tuple[Places, Values, float] | NotComputed:
    """The periods with a market return, the coefficients `a, b, k` of the quadratic on them, and the t-statistic of `k`."""
    return sample.once("curve", lambda: _fit(sample))


def _fit(sample: Sample) -> tuple[Places, Values, float] | NotComputed:
    """Coefficients of the quadratic and the t-statistic of its last."""
    import numpy as np

    pair = against(sample, -sample.drag, "spx")
    if isinstance(pair, NotComputed):
        return pair
    c, m, known = pair
    x = np.column_stack([np.ones(len(m)), m, m * m])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return NotComputed(reason="the market series takes too few values for a curve", bring="use a longer market series")
    coefficients = np.asarray(np.linalg.lstsq(x, c, rcond=None)[0], dtype=np.float64)
    error = coefficient_error(x, c - x @ coefficients, lags=3)
    if is_nothing(error * size(m) ** 2, sample.size):
        return NotComputed(
            reason="the hedge's return lies on the curve, so the curvature has no standard error", bring="use a longer backtest"
        )
    return known, coefficients, float(coefficients[2]) / error


def coefficient_error(x: Values, residual: Values, lags: int) -> float:
    """Standard error of the last coefficient of a regression, by Newey and West (1987), not corrected for small samples.

    `sqrt` of the last entry of `(X'X)^-1 S (X'X)^-1`, `S = G_0 + sum_(l=1..L) (1 - l/(L+1)) (G_l + G_l')`,
    `G_l = sum_t e_t e_(t-l) x_t x_(t-l)'`.
    """
    import numpy as np

    scores = x * residual[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        shifted = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (shifted + shifted.T)
    inverse = np.linalg.inv(x.T @ x)
    return math.sqrt(max(float((inverse @ middle @ inverse)[-1, -1]), 0.0))


FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        crash_slope,
        key="convexity.{monthly}.crash_slope",
        title="Beta of the hedge in the market's worst {months}",
        meaning="The slope of the hedge's return on that of the S&P index in the index's worst {months}.",
        formula="cov(c, m) / var(m) over the tenth of smallest m, c = h - u",
        validity="Negative where the hedge gains as the market declines. Rests on the few worst {months}.",
        source="Least squares within the tail.",
        kind="ratio",
        basis="none",
        per="day",
        phrases=(
            "slope in a crash",
            "crash beta",
            "convexity in a crash",
            "crash slope",
            "downside beta of the hedge",
            "tail beta",
            "beta in a crash",
            "beta in the worst days",
            "hedge beta on the worst days",
        ),
        sentences=Sentences(above="the beta of the hedge in the worst {per}s of the S&P index was {d}"),
        beside=("exposure.{monthly}.beta.hedge",),
        subject="Beta of the hedge in the market's worst {months}",
    ),
    periodic(
        curvature,
        key="convexity.{monthly}.curvature",
        title="Convexity of the hedge's payoff, by {month}",
        meaning="Whether the hedge gains more than in proportion in large moves of the S&P index: its curvature.",
        formula="k of c = a + b m + k m^2, c = h - u",
        validity="A curve through all {months}: single large moves decide it. Read it with its t-statistic.",
        source="Least squares; errors by Newey and West, Econometrica 55 (1987).",
        kind="ratio",
        basis="none",
        per="day",
        phrases=(
            "convexity",
            "curvature",
            "convex",
            "convexity of the hedge",
            "hedge convexity",
            "how convex is the hedge",
            "is the hedge convex",
            "convex payoff",
            "convexity of the payoff",
            "curvature of the payoff",
        ),
        sentences=Sentences(above="the curvature of the hedge's payoff was {d} (convex where positive)"),
        beside=("convexity.{monthly}.curvature_t",),
        subject="Convexity of the hedge",
    ),
    periodic(
        curvature_t,
        key="convexity.{monthly}.curvature_t",
        title="t-statistic of the convexity, by {month}",
        meaning="The curvature of the hedge's payoff over its standard error.",
        formula="k / se(k), se by Newey and West with three lags",
        validity="For large samples without outliers, which hedges are not.",
        source="Newey and West, Econometrica 55 (1987).",
        kind="ratio",
        basis="none",
        per="day",
        phrases=(
            "t-value of the convexity",
            "t-statistic of the convexity",
            "t-stat of the convexity",
            "t-value of the curvature",
            "t-statistic of the curvature",
            "significance of the convexity",
            "is the convexity significant",
            "convexity statistically significant",
        ),
        sentences=Sentences(above="the t-statistic of the convexity of the hedge's payoff was {d}"),
        beside=("convexity.{monthly}.curvature",),
        subject="Significance of the hedge's convexity",
    ),
)
