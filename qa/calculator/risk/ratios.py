"""Ratios of return to risk, annualized, over a risk-free rate of zero."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.calculator.core.path import select_path
from qa.calculator.core.periodic import OfSample, count_step, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.scope import Scope
from qa.calculator.returns.growth import PER_YEAR, UNDER_A_YEAR, is_a_year
from qa.calculator.returns.returns import annual_return
from qa.calculator.risk.drawdown import Compute, path_value

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

_CONSTANT = NotComputed(reason="the returns don't vary, so there is no volatility to divide by", bring="use a longer backtest")
_NO_DRAWDOWN = NotComputed(
    reason="the account had no drawdown to divide by", bring="use a longer backtest, or ask for the annual return"
)


def _unfit(sample: Sample) -> NotComputed | None:
    """Why a sample has no yearly risk."""
    if not is_a_year(sample):
        return UNDER_A_YEAR
    if len(sample) < 2:  # noqa: PLR2004 a spread needs two
        return NotComputed(reason=f"a single {sample.per} has no standard deviation", bring="ask for a longer period")
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
            return _CONSTANT
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
                reason=f"no {sample.per} had a loss, so there is no downside deviation to divide by",
                bring="use a longer backtest, or ask for the Sharpe ratio",
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
            return _NO_DRAWDOWN
        annual = Step(label="annual return", value=growth.value, unit="fraction/year")
        return path_value(path, growth.value / -depth, annual, Step(label="maximum drawdown", value=depth, unit="fraction"))

    return compute


def martin(hedged: bool) -> Compute:
    """Martin ratio (ulcer performance): annual return over the ulcer index. Never under a year. Source: P. Martin (1989)."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        growth, path = annual_return(hedged)(facts, scope), select_path(facts, scope, hedged=hedged)
        if isinstance(growth, NotComputed):
            return growth
        assert not isinstance(path, NotComputed), "the annual return has the same path"
        ulcer = math.sqrt(float((path.drawdowns**2).mean()))
        if ulcer == 0:
            return _NO_DRAWDOWN
        annual = Step(label="annual return", value=growth.value, unit="fraction/year")
        return path_value(path, growth.value / ulcer, annual, Step(label="ulcer index", value=ulcer, unit="fraction"))

    return compute
