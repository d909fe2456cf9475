"""Ratios of return to risk, annualised, over a risk-free rate of zero."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.path import select_path
from qa.calculator.core.periodic import OfSample, count_step, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.returns.growth import PER_YEAR, UNDER_A_YEAR, is_a_year
from qa.calculator.returns.returns import annual_return
from qa.calculator.risk.drawdown import Compute, told

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

_CALM = NotComputed(reason="the returns don't vary, so there is no risk to divide by", bring="bring a longer run")


def _unfit(sample: Sample) -> NotComputed | None:
    """Why a sample has no yearly risk."""
    if not is_a_year(sample):
        return UNDER_A_YEAR
    if len(sample) < 2:  # noqa: PLR2004 a spread needs two
        return NotComputed(reason=f"a single {sample.per} has no spread", bring="widen the scope")
    return None


def volatility(hedged: bool) -> OfSample:
    """Volatility [fraction a year]: `sqrt(p) sd(r)`, p periods a year, sd with n - 1. Never under a year."""

    def of(sample: Sample) -> Value | NotComputed:
        times = PER_YEAR[sample.per]
        if refused := _unfit(sample):
            return refused
        spread = float(sample.side(hedged).std(ddof=1))
        steps = (Step(label=f"standard deviation of a {sample.per}", value=spread, unit=rate(sample)), count_step(sample))
        return value_of(sample, math.sqrt(times) * spread, steps=steps)

    return of


def sharpe(hedged: bool) -> OfSample:
    """Sharpe ratio: `sqrt(p) mean(r) / sd(r)`, over a risk-free rate of zero.

    Source: W. F. Sharpe, Journal of Portfolio Management 21 (1994). Never under a year.
    """

    def of(sample: Sample) -> Value | NotComputed:
        times, returns = PER_YEAR[sample.per], sample.side(hedged)
        if refused := _unfit(sample):
            return refused
        spread, mean = float(returns.std(ddof=1)), float(returns.mean())
        if is_nothing(spread, sample.size):
            return _CALM
        steps = (
            Step(label="mean return", value=mean, unit=rate(sample)),
            Step(label="standard deviation", value=spread, unit=rate(sample)),
        )
        return value_of(sample, math.sqrt(times) * mean / spread, steps=steps)

    return of


def sortino(hedged: bool) -> OfSample:
    """Sortino ratio: `sqrt(p) mean(r) / sqrt(sum(min(r, 0)^2) / n)`; losses are spread over all periods, not over those lost.

    Source: Sortino and Price, Journal of Investing 3 (1994). Never under a year.
    """

    def of(sample: Sample) -> Value | NotComputed:
        import numpy as np

        times = PER_YEAR[sample.per]
        if refused := _unfit(sample):
            return refused
        returns = sample.side(hedged)
        mean, down = float(returns.mean()), float(np.sqrt((np.minimum(returns, 0.0) ** 2).mean()))
        if is_nothing(down, sample.size):
            return NotComputed(
                reason=f"no {sample.per} lost anything, so there is no risk to divide by", bring="bring a longer run"
            )
        steps = (
            Step(label="mean return", value=mean, unit=rate(sample)),
            Step(label="downside deviation", value=down, unit=rate(sample)),
        )
        return value_of(sample, math.sqrt(times) * mean / down, steps=steps)

    return of


def calmar(hedged: bool) -> Compute:
    """Calmar ratio: annual return over the size of the maximum drawdown. Never under a year. Source: T. W. Young (1991)."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        growth, path = annual_return(hedged)(facts, scope), select_path(facts, scope, hedged=hedged)
        if isinstance(growth, NotComputed):
            return growth
        assert not isinstance(path, NotComputed), "the annual return has the same path"
        depth = path.deepest.depth
        if depth == 0:
            return NotComputed(reason="the account never fell, so there is nothing to divide by", bring="bring a longer run")
        annual = Step(label="annual return", value=growth.value, unit="fraction/year")
        return told(path, growth.value / -depth, annual, Step(label="maximum drawdown", value=depth, unit="fraction"))

    return compute


def martin(hedged: bool) -> Compute:
    """Martin ratio (ulcer performance): annual return over the ulcer index. Never under a year. Source: P. Martin (1989)."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        growth, path = annual_return(hedged)(facts, scope), select_path(facts, scope, hedged=hedged)
        if isinstance(growth, NotComputed):
            return growth
        assert not isinstance(path, NotComputed), "the annual return has the same path"
        ulcer = math.sqrt(float((path.falls**2).mean()))
        if ulcer == 0:
            return NotComputed(reason="the account never fell, so there is nothing to divide by", bring="bring a longer run")
        annual = Step(label="annual return", value=growth.value, unit="fraction/year")
        return told(path, growth.value / ulcer, annual, Step(label="ulcer index", value=ulcer, unit="fraction"))

    return compute


def _of_periods(hedged: bool, side: str, letter: str) -> tuple[FigureSpec, ...]:
    plain = not hedged
    return (
        periodic(
            volatility(hedged),
            key=f"volatility.{{monthly}}.{side}",
            title=f"Volatility from {{monthly}} returns, {side}",
            meaning=f"How far the {side} account's returns spread in a year.",
            formula=f"sqrt(p) sd({letter}), p periods a year",
            validity="Takes {months} as independent; a hedge's returns are far from a normal curve. Never under a year.",
            source="Sample standard deviation, annualised by the square root of time.",
            kind="fraction/year",
            hedged=hedged,
            phrases=(f"volatility {side}", f"{side} volatility", *(("volatility of the account",) if plain else ())),
        ),
        periodic(
            sharpe(hedged),
            key=f"sharpe.{{monthly}}.{side}",
            title=f"Sharpe ratio from {{monthly}} returns, {side}",
            meaning=f"The {side} account's return for each unit of its volatility, with no risk-free rate taken off.",
            formula=f"sqrt(p) mean({letter}) / sd({letter}), p periods a year",
            validity="Flatters strategies that lose rarely and much. No risk-free rate is taken off. Never under a year.",
            source="W. F. Sharpe, Journal of Portfolio Management 21 (1994).",
            kind="ratio",
            basis="none",
            hedged=hedged,
            phrases=(f"Sharpe {side}", f"{side} Sharpe", *(("Sharpe ratio", "Sharpe") if plain else ())),
        ),
        periodic(
            sortino(hedged),
            key=f"sortino.{{monthly}}.{side}",
            title=f"Sortino ratio from {{monthly}} returns, {side}",
            meaning=f"The {side} account's return for each unit of its losses' spread, with no risk-free rate taken off.",
            formula=f"sqrt(p) mean({letter}) / sqrt(sum(min({letter}, 0)^2) / n), p periods a year",
            validity="Rests on the few {months} that lost. No risk-free rate is taken off. Never under a year.",
            source="Sortino and Price, Journal of Investing 3 (1994).",
            kind="ratio",
            basis="none",
            hedged=hedged,
            phrases=(f"Sortino {side}", f"{side} Sortino", *(("Sortino ratio", "Sortino") if plain else ())),
        ),
    )


def _of_path(hedged: bool, side: str) -> tuple[FigureSpec, ...]:
    plain = not hedged
    narrows = ("dates", "tier", *SUPPOSED, "episode")
    return (
        FigureSpec(
            key=f"calmar.{side}",
            title=f"Calmar ratio, {side}",
            meaning=f"The {side} account's annual return for each unit of its largest fall.",
            unit="ratio",
            basis="none",
            counts="days",
            formula="annual return / -MDD",
            validity="Hangs on a single fall; falls with the length of the run.",
            source="T. W. Young, Futures (1991).",
            phrases=(f"Calmar {side}", f"{side} Calmar", *(("Calmar ratio", "Calmar") if plain else ())),
            narrows=narrows,
            compute=calmar(hedged),
        ),
        FigureSpec(
            key=f"martin.{side}",
            title=f"Martin ratio, {side}",
            meaning=f"The {side} account's annual return for each unit of its ulcer index.",
            unit="ratio",
            basis="none",
            counts="days",
            formula="annual return / ulcer index",
            validity="A single path.",
            source="P. Martin and B. McCann, The Investor's Guide to Fidelity Funds (1989).",
            phrases=(f"Martin ratio {side}", *(("Martin ratio", "ulcer performance index") if plain else ())),
            narrows=narrows,
            compute=martin(hedged),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_of_periods(False, "unhedged", "u"),
    *_of_periods(True, "hedged", "h"),
    *_of_path(False, "unhedged"),
    *_of_path(True, "hedged"),
)
