"""Records of the ratios of return to risk."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import periodic
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account
from qa.calculator.risk.drawdown_records import NARROWS
from qa.calculator.risk.ratios import calmar, martin, sharpe, sortino, volatility


def _of_periods(account: Account) -> tuple[FigureSpec, ...]:
    side, name, r = account.side, account.name, account.letter
    return (
        periodic(
            volatility(account.hedged),
            key=f"volatility.{{monthly}}.{side}",
            title=f"Volatility from {{monthly}} returns, {side}",
            meaning=f"The annualized standard deviation of {name}'s {{monthly}} returns.",
            formula=f"sqrt(p) sd({r}), p periods a year",
            validity="Takes {months} as independent; a hedge's returns are far from a normal curve. Never under a year.",
            source="Sample standard deviation, annualized by the square root of time.",
            kind="fraction/year",
            hedged=account.hedged,
            phrases=(
                *account.alone(
                    "volatility of the account", "annualized volatility", "annualised volatility", "how volatile is the account"
                ),
                *account.asked("volatility", "annual volatility", "return volatility", "standard deviation of returns"),
                *account.asked("std dev of returns", "stdev of returns", "sd of returns"),
            ),
            sentences=Sentences(above=f"the volatility of {name} was {{d}} a year"),
            beside=(f"volatility.{{monthly}}.{account.other}",),
            subject="Volatility with and without the hedge",
        ),
        periodic(
            sharpe(account.hedged),
            key=f"sharpe.{{monthly}}.{side}",
            title=f"Sharpe ratio from {{monthly}} returns, {side}",
            meaning=f"The annualized mean return of {name} over its volatility, with no risk-free rate taken off.",
            formula=f"sqrt(p) mean({r}) / sd({r}), p periods a year",
            validity="Flatters strategies with rare, large losses. No risk-free rate is taken off. Never under a year.",
            source="W. F. Sharpe, Journal of Portfolio Management 21 (1994).",
            kind="ratio",
            basis="none",
            hedged=account.hedged,
            phrases=(
                *account.alone(
                    "Sharpe ratio", "Sharpe", "risk-adjusted return", "return per unit of volatility", "reward to risk"
                ),
                *account.asked("Sharpe", "Sharpe ratio", "risk-adjusted return"),
            ),
            sentences=Sentences(above=f"the Sharpe ratio of {name} was {{d}}"),
            beside=(f"sharpe.{{monthly}}.{account.other}", f"drawdown.max.{side}"),
            subject="Sharpe ratio with and without the hedge",
        ),
        periodic(
            sortino(account.hedged),
            key=f"sortino.{{monthly}}.{side}",
            title=f"Sortino ratio from {{monthly}} returns, {side}",
            meaning=f"The annualized mean return of {name} over its downside deviation, with no risk-free rate taken off.",
            formula=f"sqrt(p) mean({r}) / sqrt(sum(min({r}, 0)^2) / n), p periods a year",
            validity="Rests on the few {months} with a loss. No risk-free rate is taken off. Never under a year.",
            source="Sortino and Price, Journal of Investing 3 (1994).",
            kind="ratio",
            basis="none",
            hedged=account.hedged,
            phrases=(
                *account.alone("Sortino ratio", "Sortino", "return per unit of downside deviation", "downside risk ratio"),
                *account.asked("Sortino", "Sortino ratio", "downside-adjusted return"),
            ),
            sentences=Sentences(above=f"the Sortino ratio of {name} was {{d}}"),
            beside=(f"sortino.{{monthly}}.{account.other}",),
            subject="Sortino ratio with and without the hedge",
        ),
    )


def _of_path(account: Account) -> tuple[FigureSpec, ...]:
    side, name = account.side, account.name
    return (
        FigureSpec(
            key=f"calmar.{side}",
            title=f"Calmar ratio, {side}",
            meaning=f"The annual return of {name} over the size of its maximum drawdown.",
            unit="ratio",
            basis="none",
            counts="days",
            formula="annual return / -MDD",
            validity="Rests on a single drawdown; tends to be lower for longer backtests. Never under a year.",
            source="T. W. Young, Futures (1991).",
            phrases=(
                *account.alone("Calmar ratio", "Calmar", "return over maximum drawdown", "return to drawdown ratio", "MAR ratio"),
                *account.asked("Calmar", "Calmar ratio", "return over drawdown"),
            ),
            sentences=Sentences(above=f"the Calmar ratio of {name} was {{d}}"),
            beside=(f"calmar.{account.other}", f"return.{side}.annual", f"drawdown.max.{side}"),
            subject="Calmar ratio with and without the hedge",
            narrows=NARROWS,
            compute=calmar(account.hedged),
        ),
        FigureSpec(
            key=f"martin.{side}",
            title=f"Martin ratio, {side}",
            meaning=f"The annual return of {name} over its ulcer index.",
            unit="ratio",
            basis="none",
            counts="days",
            formula="annual return / ulcer index",
            validity="A single path: it holds for these days only. Never under a year.",
            source="P. Martin and B. McCann, The Investor's Guide to Fidelity Funds (1989).",
            phrases=(
                *account.alone("Martin ratio", "ulcer performance index", "return over the ulcer index"),
                *account.asked("Martin ratio", "ulcer performance index", "UPI"),
            ),
            sentences=Sentences(above=f"the Martin ratio of {name} was {{d}}"),
            beside=(f"martin.{account.other}", f"return.{side}.annual", f"drawdown.ulcer.{side}"),
            subject="Martin ratio with and without the hedge",
            narrows=NARROWS,
            compute=martin(account.hedged),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_of_periods(UNHEDGED),
    *_of_periods(HEDGED),
    *_of_path(UNHEDGED),
    *_of_path(HEDGED),
)
