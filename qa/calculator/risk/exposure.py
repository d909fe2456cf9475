"""Exposure: what base and hedge do when the market moves, and how the hedge's payoff bends."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.periodic import periodic
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing, size
from qa.calculator.core.sample import Sample

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values


def _against(sample: Sample, values: Values, series: str) -> tuple[Values, Values, Places] | NotComputed:
    """Values and what a market series did, of the periods for which both are known, and which those are."""
    import numpy as np

    market = sample.market(series)
    if isinstance(market, NotComputed):
        return market
    known = ~np.isnan(market)
    if int(known.sum()) < FEWEST:
        return NotComputed(
            reason=f"there are too few {sample.per}s with a close before and at their end", bring="bring a longer run or series"
        )
    if is_nothing(float(market[known].std()), size(market[known])):
        return NotComputed(reason="the market series doesn't move", bring="bring one that does")
    return values[known], market[known], np.flatnonzero(known)


def _told(sample: Sample, known: Places, value: float, steps: tuple[Step, ...] = ()) -> Value:
    first, last = sample.label(int(known[0])), sample.label(int(known[-1]))
    return Value(value=float(value), n=len(known), start=first, end=last, steps=steps)


Of = Callable[[Sample], "Value | NotComputed"]


def _side(sample: Sample, which: str) -> Values:
    return -sample.drag if which == "hedge" else sample.side(which == "hedged")


def beta(which: str) -> Of:
    """Slope of the account's return, or of the hedge's, on the S&P 500's [ratio]: `cov(r, m) / var(m)`."""

    def of(sample: Sample) -> Value | NotComputed:
        pair = _against(sample, _side(sample, which), "spx")
        if isinstance(pair, NotComputed):
            return pair
        r, m, known = pair
        centred = m - m.mean()
        slope = float(centred @ (r - r.mean())) / float(centred @ centred)
        steps = (
            Step(label="covariance", value=float(centred @ r) / (len(r) - 1), unit="ratio"),
            Step(label="variance of the market", value=float(m.var(ddof=1)), unit="ratio"),
        )
        return _told(sample, known, slope, steps)

    return of


def explained(which: str) -> Of:
    """Share of the return's variance that moves with the S&P 500 [fraction]: the squared correlation, R^2."""

    def of(sample: Sample) -> Value | NotComputed:
        pair = _correlation(sample, which, "spx")
        if isinstance(pair, NotComputed):
            return pair
        return _told(sample, pair[1], pair[0] ** 2, (Step(label="correlation", value=pair[0], unit="ratio"),))

    return of


def correlation(which: str, series: str) -> Of:
    """Correlation of a return with what a market series did over the same periods [ratio], Pearson's."""

    def of(sample: Sample) -> Value | NotComputed:
        pair = _correlation(sample, which, series)
        return pair if isinstance(pair, NotComputed) else _told(sample, pair[1], pair[0])

    return of


def _correlation(sample: Sample, which: str, series: str) -> tuple[float, Places] | NotComputed:
    pair = _against(sample, _side(sample, which), series)
    if isinstance(pair, NotComputed):
        return pair
    r, m, known = pair
    if is_nothing(float(r.std()), sample.size):
        return NotComputed(reason="the returns don't vary, so they go along with nothing", bring="bring a longer run")
    r, m = (r - r.mean()) / r.std(), (m - m.mean()) / m.std()
    return float(r @ m) / len(r), known


def crash_slope(sample: Sample) -> Value | NotComputed:
    """Slope of the hedge's return on the S&P 500's in the worst tenth of its periods [ratio]: `cov(c, m) / var(m)` there.

    Below zero the hedge earns as the market falls. Needs at least twelve periods in that tenth.
    """
    import numpy as np

    pair = _against(sample, -sample.drag, "spx")
    if isinstance(pair, NotComputed):
        return pair
    c, m, known = pair
    worst = np.argsort(m, kind="stable")[: len(m) // 10]
    if len(worst) < FEWEST:
        bring = "bring a longer run" if sample.per == "day" else "bring a longer run, or ask by day"
        return NotComputed(reason=f"the market's worst {sample.per}s are too few", bring=bring)
    centred = m[worst] - m[worst].mean()
    if is_nothing(size(centred), size(m)):
        return NotComputed(reason=f"the market's worst {sample.per}s are all alike", bring="bring a longer series")
    slope = float(centred @ c[worst]) / float(centred @ centred)
    steps = (
        Step(label=f"{sample.per}s in the worst tenth", value=len(worst), unit="count"),
        Step(label="largest return of the market among them", value=float(m[worst].max()), unit="fraction/span"),
        Step(label="mean return of the hedge in them", value=float(c[worst].mean()), unit="fraction/span"),
    )
    return _told(sample, known, slope, steps)


def curvature(sample: Sample) -> Value | NotComputed:
    """Curvature k of the hedge's payoff [ratio]: least squares of `c = a + b m + k m^2` on the S&P 500's return m.

    Positive where large moves pay more than in proportion. Its t-value, with errors by Newey and West over 3 lags, is in the
    steps.
    """
    fitted = _fit(sample)
    if isinstance(fitted, NotComputed):
        return fitted
    known, coefficients, t = fitted
    names = ("a, the hedge's return where the market stands still", "b, its slope")
    steps = tuple(Step(label=name, value=float(c), unit="ratio") for name, c in zip(names, coefficients[:2], strict=True))
    return _told(sample, known, coefficients[2], (*steps, Step(label="t-value of the curvature", value=t, unit="ratio")))


def curvature_t(sample: Sample) -> Value | NotComputed:
    """t-value of that curvature [ratio]: `k / se(k)`, the error by Newey and West with 3 lags and no small-sample correction."""
    fitted = _fit(sample)
    if isinstance(fitted, NotComputed):
        return fitted
    known, coefficients, t = fitted
    return _told(sample, known, t, (Step(label="curvature", value=float(coefficients[2]), unit="ratio"),))


def _fit(sample: Sample) -> tuple[Places, Values, float] | NotComputed:
    """Coefficients of the quadratic and the t-value of its last."""
    import numpy as np

    pair = _against(sample, -sample.drag, "spx")
    if isinstance(pair, NotComputed):
        return pair
    c, m, known = pair
    x = np.column_stack([np.ones(len(m)), m, m * m])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return NotComputed(reason="the market series takes too few values for a curve", bring="bring a longer series")
    coefficients = np.asarray(np.linalg.lstsq(x, c, rcond=None)[0], dtype=np.float64)
    error = coefficient_error(x, c - x @ coefficients, lags=3)
    if is_nothing(error * size(m) ** 2, sample.size):
        return NotComputed(
            reason="the hedge's return lies on the curve, so the curvature has no error", bring="bring a longer run"
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


def with_series(series: str) -> FigureSpec:
    """The figure `correlation.monthly.NAME` of a market series that a manifest declares."""
    name = series.upper().replace("_", " ")
    return periodic(
        correlation("hedge", series),
        key=f"correlation.{{monthly}}.{series}",
        title=f"Correlation of the hedge with {name}, by {{month}}",
        meaning=f"How closely the hedge's return goes along with the change of {name} over the same {{months}}.",
        formula=f"corr(h - u, change of {series})",
        validity="Of the same {months}, so it foretells nothing; linear only.",
        source="Pearson's correlation.",
        kind="ratio",
        basis="none",
        phrases=(f"correlation with {name}", f"correlation with {series}"),
    )


def _of_side(which: str) -> tuple[FigureSpec, ...]:
    account = f"the {which} account" if which != "hedge" else "the hedge"
    hedged = which != "unhedged"
    letter = {"unhedged": "u", "hedged": "h", "hedge": "h - u"}[which]
    validity = "Linear, over all {months} alike: what happens in a crash is another figure."
    return (
        periodic(
            beta(which),
            key=f"exposure.{{monthly}}.beta.{which}",
            title=f"Beta of {account}, by {{month}}",
            meaning=f"How many points {account} moved for each point of the S&P index.",
            formula=f"cov({letter}, m) / var(m)",
            validity=validity,
            source="Least squares on the index's return.",
            kind="ratio",
            basis="none",
            hedged=hedged,
            phrases=(f"beta {which}", f"{which} beta", *(("beta", "market exposure") if which == "hedged" else ())),
        ),
        periodic(
            explained(which),
            key=f"exposure.{{monthly}}.explained.{which}",
            title=f"Share of {account}'s variance explained by the index, by {{month}}",
            meaning=f"Which part of the variance of {account}'s return moves with the S&P index.",
            formula=f"corr({letter}, m)^2",
            validity=validity,
            source="Coefficient of determination.",
            kind="fraction",
            basis="none",
            hedged=hedged,
            phrases=(f"R squared {which}",),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_of_side("unhedged"),
    *_of_side("hedged"),
    *_of_side("hedge"),
    with_series("spx"),
    with_series("vix"),
    periodic(
        crash_slope,
        key="convexity.{monthly}.crash_slope",
        title="Slope of the hedge in the market's worst {months}",
        meaning="How many points the hedge moved for each point of the S&P index in the worst of its {months}.",
        formula="cov(c, m) / var(m) over the tenth of smallest m, c = h - u",
        validity="Negative where the hedge earns as the market falls. Rests on the few worst {months}.",
        source="Least squares within the tail.",
        kind="ratio",
        basis="none",
        per="day",
        phrases=("slope in a crash", "crash beta", "convexity in a crash"),
    ),
    periodic(
        curvature,
        key="convexity.{monthly}.curvature",
        title="Curvature of the hedge's payoff, by {month}",
        meaning="Whether large moves of the S&P index pay more than in proportion.",
        formula="k of c = a + b m + k m^2, c = h - u",
        validity="A curve through all {months}: single large moves decide it.",
        source="Least squares; errors by Newey and West, Econometrica 55 (1987).",
        kind="ratio",
        basis="none",
        per="day",
        phrases=("convexity", "curvature", "convex"),
    ),
    periodic(
        curvature_t,
        key="convexity.{monthly}.curvature_t",
        title="t-value of the curvature, by {month}",
        meaning="By how many standard errors the curvature of the hedge's payoff lies from nothing.",
        formula="k / se(k), se by Newey and West with three lags",
        validity="For large samples without outliers, which hedges are not.",
        source="Newey and West, Econometrica 55 (1987).",
        kind="ratio",
        basis="none",
        per="day",
        phrases=("t-value of the convexity",),
    ),
)
