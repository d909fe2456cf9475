"""Implied against realised: what VIX asked for a month of volatility, and what came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import Scope
from qa.calculator.core.signals import closes_of, realised_volatility
from qa.calculator.core.within import holds

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values


#: Trading days that VIX looks ahead, about a month [days].
AHEAD = 21


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Days with what was implied at their close and what the days after them realised, both a year [fraction]."""

    days: Days
    implied: Values
    realised: Values


def pairs_of(facts: Facts, scope: Scope) -> Pairs | NotComputed:
    """The days of the backtest on which both are known; a scope's bounds are held against the close before the day."""
    return facts.once(("pairs", scope), lambda: _pairs_of(facts, scope))


def _pairs_of(facts: Facts, scope: Scope) -> Pairs | NotComputed:
    import numpy as np

    series = facts.backtest.series
    for name in ("vix", "spx"):
        if name not in series:
            reason = f"this backtest has no series of {name.upper()}"
            return NotComputed(reason=reason, bring="declare it in the manifest under [[series]]")
    at = series["spx"].index.to_numpy().astype("datetime64[D]")
    later = realised_volatility(closes_of(series["spx"]), AHEAD) if len(at) > AHEAD else np.full(len(at), np.nan)
    realised = np.concatenate([later[AHEAD:], np.full(min(AHEAD, len(at)), np.nan)])
    vix_at = series["vix"].index.to_numpy().astype("datetime64[D]")
    known = np.isin(at, vix_at) & ~np.isnan(realised) & (at >= facts.days[0]) & (at <= facts.days[-1])
    if scope.dates:
        known &= np.array([scope.dates.hold(day) for day in at.astype(object)], dtype=bool)
    for bound in scope.bounds:
        held = holds(facts, bound, at)
        if isinstance(held, NotComputed):
            return held
        known &= held
    if not known.any():
        return NotComputed(reason="no day within the scope has closes for a month after it", bring="bring a longer series")
    implied = closes_of(series["vix"])[np.searchsorted(vix_at, at[known])] / 100
    return Pairs(days=at[known], implied=implied, realised=realised[known])


def _of_pairs(value: Callable[[Pairs], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        pairs = pairs_of(facts, scope)
        if isinstance(pairs, NotComputed):
            return pairs
        steps = (
            Step(label="mean implied volatility", value=float(pairs.implied.mean()), unit="fraction/year"),
            Step(label="mean realised volatility", value=float(pairs.realised.mean()), unit="fraction/year"),
        )
        return Value(value=value(pairs), n=len(pairs.days), start=str(pairs.days[0]), end=str(pairs.days[-1]), steps=steps)

    return compute


def premium(pairs: Pairs) -> float:
    """Mean of implied less realised volatility [fraction a year]: `mean(VIX / 100 - realised over the next 21 days)`."""
    return float((pairs.implied - pairs.realised).mean())


def exceeded(pairs: Pairs) -> float:
    """Share of days after which more volatility came than VIX had asked for [fraction]."""
    return float((pairs.realised > pairs.implied).mean())


def _spec(
    key: str, title: str, meaning: str, formula: str, phrases: tuple[str, ...], value: Callable[[Pairs], float]
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="fraction/year" if key.endswith("premium") else "fraction",
        basis="none" if key.endswith("premium") else "counted",
        counts="days",
        formula=formula,
        validity="The months after neighbouring days overlap; known only afterwards, so it is no signal.",
        source="Closes of VIX and of the S&P index; realised volatility with a mean of zero.",
        phrases=phrases,
        narrows=("bounds", "dates", "tier"),
        compute=_of_pairs(value),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "implied.premium",
        "Implied less realised volatility",
        "By how much the volatility that VIX asked for exceeded what came in the month after.",
        "mean(VIX / 100 - realised over the days after)",
        ("implied against realised", "implied versus realised", "volatility premium", "implied and realised volatility"),
        premium,
    ),
    _spec(
        "implied.exceeded",
        "Share of days after which more volatility came than was implied",
        "How often the month after a day was rougher than VIX had asked for.",
        "count(realised > VIX / 100) / n",
        ("how often did volatility exceed", "more volatility than implied"),
        exceeded,
    ),
)
