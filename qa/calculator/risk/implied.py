"""Implied and realized volatility: VIX against the volatility of the month after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
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
            reason = f"this backtest has no {name.upper()} series"
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
        return NotComputed(
            reason="no day of the period asked for has a month of closes after it", bring="use a longer series or another period"
        )
    implied = closes_of(series["vix"])[np.searchsorted(vix_at, at[known])] / 100
    return Pairs(days=at[known], implied=implied, realised=realised[known])


def _of_pairs(value: Callable[[Pairs], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        pairs = pairs_of(facts, scope)
        if isinstance(pairs, NotComputed):
            return pairs
        steps = (
            Step(label="mean implied volatility", value=float(pairs.implied.mean()), unit="fraction/year"),
            Step(label="mean realized volatility", value=float(pairs.realised.mean()), unit="fraction/year"),
        )
        return Value(value=value(pairs), n=len(pairs.days), start=str(pairs.days[0]), end=str(pairs.days[-1]), steps=steps)

    return compute


def premium(pairs: Pairs) -> float:
    """Mean of implied less realized volatility [fraction a year]: `mean(VIX / 100 - realized over the next 21 days)`."""
    return float((pairs.implied - pairs.realised).mean())


def exceeded(pairs: Pairs) -> float:
    """Share of days after which realized volatility exceeded VIX [fraction]."""
    return float((pairs.realised > pairs.implied).mean())


_VALIDITY = "The months after neighbouring days overlap; known only afterwards, so it is no signal."
_SOURCE = "Closes of VIX and of the S&P index; realized volatility with a mean of zero."
_SUBJECT = "Implied and realized volatility"
_NARROWS = ("bounds", "dates", "tier")

FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="implied.premium",
        title="Implied less realized volatility",
        meaning="By how much VIX exceeded the volatility that was realized in the month after.",
        unit="fraction/year",
        basis="none",
        counts="days",
        formula="mean(VIX / 100 - realized over the days after)",
        validity=_VALIDITY,
        source=_SOURCE,
        phrases=(
            "implied against realised",
            "implied versus realised",
            "volatility premium",
            "implied and realised volatility",
            "implied against realized",
            "implied versus realized",
            "implied vs realized",
            "implied and realized volatility",
            "volatility risk premium",
            "variance risk premium",
            "VRP",
            "implied minus realized",
        ),
        sentences=Sentences(
            above="implied volatility was {m} above realized volatility on average, in percentage points a year",
            below="implied volatility was {m} below realized volatility on average, in percentage points a year",
        ),
        beside=("implied.exceeded",),
        subject=_SUBJECT,
        narrows=_NARROWS,
        reaches=True,
        compute=_of_pairs(premium),
    ),
    FigureSpec(
        key="implied.exceeded",
        title="Share of days on which realized volatility exceeded implied",
        meaning="After which share of days the volatility realized in the month after exceeded VIX.",
        unit="fraction",
        basis="counted",
        counts="days",
        formula="count(realized > VIX / 100) / n",
        validity=_VALIDITY,
        source=_SOURCE,
        phrases=(
            "how often did volatility exceed",
            "more volatility than implied",
            "realized above implied",
            "realised above implied",
            "realized exceeded implied",
            "realised exceeded implied",
            "how often was VIX too low",
            "how often did realized exceed implied",
        ),
        sentences=Sentences(above="realized volatility exceeded implied volatility after {d} {b}"),
        beside=("implied.premium",),
        subject=_SUBJECT,
        narrows=_NARROWS,
        reaches=True,
        compute=_of_pairs(exceeded),
    ),
)
