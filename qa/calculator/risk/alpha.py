"""Alpha: what is left of a return, or of the hedge's, once its exposure to the market is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import OfSample, periodic, rate
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.risk.convexity import coefficient_error
from qa.calculator.risk.exposure import against, side_of, value_over

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places
    from qa.calculator.core.sample import Sample

_NAMES = {"unhedged": "the unhedged account", "hedged": "the hedged account", "hedge": "the hedge"}
_SOURCE = "M. C. Jensen, Journal of Finance 23 (1968); errors by Newey and West, Econometrica 55 (1987)."


def alpha(which: str) -> OfSample:
    """Alpha against the S&P 500 [fraction a period]: `a` of the line `r = a + b m`, over a risk-free rate of zero."""

    def of(sample: Sample) -> Value | NotComputed:
        line = sample.once(("line", which), lambda: _line(sample, which))
        if isinstance(line, NotComputed):
            return line
        known, own, slope, error = line
        steps = (Step(label="beta", value=slope, unit="ratio"), Step(label="standard error", value=error, unit=rate(sample)))
        return value_over(sample, known, own, steps)

    return of


def alpha_t(which: str) -> OfSample:
    """t-statistic of that alpha [ratio]: `a / se(a)`, by Newey and West with 3 lags, uncorrected for small samples."""

    def of(sample: Sample) -> Value | NotComputed:
        line = sample.once(("line", which), lambda: _line(sample, which))
        if isinstance(line, NotComputed):
            return line
        known, own, slope, error = line
        if is_nothing(error, sample.size):
            reason = "the returns lie on a line, so the alpha has no standard error"
            return NotComputed(reason=reason, bring="use a longer backtest")
        steps = (Step(label="alpha", value=own, unit=rate(sample)), Step(label="beta", value=slope, unit="ratio"))
        return value_over(sample, known, own / error, steps)

    return of


def _line(sample: Sample, which: str) -> tuple[Places, float, float, float] | NotComputed:
    """The periods that are known, and of the line through them alpha, beta and the standard error of the alpha."""
    import numpy as np

    pair = against(sample, side_of(sample, which), "spx")
    if isinstance(pair, NotComputed):
        return pair
    r, m, known = pair
    centred = m - m.mean()
    slope = float(centred @ (r - r.mean())) / float(centred @ centred)
    own = float(r.mean() - slope * m.mean())
    x = np.column_stack([m, np.ones(len(m))])
    return known, own, slope, coefficient_error(x, r - own - slope * m, lags=3)


def _specs(which: str) -> tuple[FigureSpec, FigureSpec]:
    name, side = _NAMES[which], "of the hedge" if which == "hedge" else which
    alpha_ = periodic(
        alpha(which),
        key=f"exposure.{{monthly}}.alpha.{which}",
        title=f"Alpha against the S&P index, {side}" if which != "hedge" else "Alpha of the hedge against the S&P index",
        meaning=f"The mean return of {name} that its beta to the S&P index doesn't explain.",
        formula="a of r = a + b m" if which != "hedge" else "a of c = a + b m, c = h - u",
        validity="Without a risk-free rate, and for a line: a hedge's payoff bends. Read it with its t-statistic.",
        source=_SOURCE,
        hedged=which != "unhedged",
        per="day",
        phrases=_asked(which, "alpha", "Jensen's alpha", "alpha against the S&P"),
        sentences=Sentences(above=f"the alpha of {name} against the S&P index was {{d}} a {{per}}"),
        beside=(f"exposure.{{monthly}}.alpha_t.{which}", f"exposure.{{monthly}}.beta.{which}"),
        subject=f"Alpha and beta of {name}",
    )
    t = periodic(
        alpha_t(which),
        key=f"exposure.{{monthly}}.alpha_t.{which}",
        title=f"t-statistic of the alpha, {side}" if which != "hedge" else "t-statistic of the hedge's alpha",
        meaning=f"The alpha of {name} against the S&P index over its standard error.",
        kind="ratio",
        basis="none",
        formula="a / se(a), se by Newey and West with three lags",
        validity="For large samples without outliers, which hedges are not.",
        source=_SOURCE,
        hedged=which != "unhedged",
        per="day",
        phrases=_asked(which, "t-statistic of the alpha", "significance of the alpha", "t-value of the alpha", "alpha t-stat"),
        sentences=Sentences(above=f"the t-statistic of the alpha of {name} was {{d}}"),
        beside=(f"exposure.{{monthly}}.alpha.{which}",),
        subject=f"Significance of the alpha of {name}",
    )
    return alpha_, t


def _asked(which: str, *nouns: str) -> tuple[str, ...]:
    """Phrases that ask for it: nouns alone ask for the hedge."""
    if which == "hedge":
        return (*nouns, *(f"{noun} of the hedge" for noun in nouns))
    return tuple(p for noun in nouns for p in (f"{which} {noun}", f"{noun} of the {which} account"))


FIGURES: tuple[FigureSpec, ...] = tuple(spec for which in ("hedge", "unhedged", "hedged") for spec in _specs(which))
