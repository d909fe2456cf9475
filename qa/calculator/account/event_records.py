"""Records of what happened within a period: trades opened and settled, single days, losses by the index's move, months."""

from __future__ import annotations

from typing import Literal

from qa.calculator.account.booked import Side, Which, count
from qa.calculator.account.moves import extreme_day, losses, months_of_hedge
from qa.calculator.account.records import spec
from qa.calculator.core.figure import FigureSpec


def _count_spec(side: Side, which: Which, words: str, phrases: tuple[str, ...]) -> FigureSpec:
    return spec(
        f"{side}.{which}",
        count(side, which),
        title=f"{side.capitalize()} trades {words} in the period",
        meaning=f"The number of {side} trades {words} between the first and the last day of the period.",
        formula=f"count({which} in the period)",
        phrases=phrases,
        above=f"the number of {side} trades {words} in the period was {{d}}",
        beside=tuple(f"account.{side}.{other}" for other in ("opened", "settled", *(("won",) if side == "base" else ()))),
        unit="count",
        holds=which == "opened",
    )


def _count_specs() -> tuple[FigureSpec, ...]:
    return (
        _count_spec(
            "base",
            "opened",
            "opened",
            ("condors opened", "base trades opened", "condors sold in the period", "how many condors were opened"),
        ),
        _count_spec(
            "base",
            "settled",
            "settled",
            ("condors settled", "base trades settled", "condors closed in the period", "how many condors settled"),
        ),
        _count_spec(
            "base",
            "won",
            "settled with a profit",
            ("condors settled with a profit", "winning condors settled", "how many settled condors won", "settled winners"),
        ),
        _count_spec(
            "hedge",
            "opened",
            "opened",
            ("hedge trades opened", "calls bought in the period", "hedges opened", "how many hedges were opened"),
        ),
        _count_spec(
            "hedge",
            "settled",
            "closed",
            ("hedge trades settled", "hedges closed in the period", "hedges settled", "how many hedges were closed"),
        ),
    )


def _day_specs() -> tuple[FigureSpec, ...]:
    return (
        _day_spec("worst", "base", _WORST),
        _day_spec("worst", "hedge", _ON_WORST),
        _day_spec("best", "base", _BEST),
        _day_spec("best", "hedge", _ON_BEST),
    )


def _day_spec(which: Literal["worst", "best"], of: Side, phrases: tuple[str, ...]) -> FigureSpec:
    base = of == "base"
    who, day = ("the base strategy", f"its {which} day") if base else ("the hedge", f"the base strategy's {which} day")
    return spec(
        f"day.{which}{'' if base else '.hedge'}",
        extreme_day(which, of),
        title=f"{which.capitalize()} day of the base strategy" if base else f"Hedge on the base's {which} day",
        meaning=f"The P&L of {who} on the base strategy's {which} day.",
        formula=f"{of} P&L on the day of {'min' if which == 'worst' else 'max'}(base P&L)",
        validity="A single day: a longer backtest may hold a more extreme one.",
        phrases=phrases,
        above=f"{who} made {{m}} on {day}, {{start}}",
        below=f"{who} lost {{m}} on {day}, {{start}}",
        beside=(f"account.day.{which}", f"account.day.{which}.hedge"),
    )


_LOSSES = ("account.losses.rises", "account.losses.falls")
_WORST = ("worst day of the condors", "worst night", "worst day in dollars", "worst night of the condors", "biggest daily loss")
_ON_WORST = (
    *("hedge on the worst day", "what the hedge did on the worst day", "hedge on the worst night"),
    "what the calls made on the worst day",
)
_BEST = ("best day of the condors", "best night", "best day in dollars", "best night of the condors", "biggest daily gain")
_ON_BEST = (
    *("hedge on the best day", "what the hedge did on the best day", "hedge on the best night"),
    "what the calls did on the best day",
)


def _loss_spec(direction: Literal["rises", "falls"], of: Side, phrases: tuple[str, ...]) -> FigureSpec:
    rose = "rose" if direction == "rises" else "fell"
    days = f"days on which the base strategy lost as the S&P index {rose}"
    on = f"on days on which it lost as the S&P index {rose}" if of == "base" else f"on {days}"
    who = "the base strategy" if of == "base" else "the hedge"
    return spec(
        f"losses.{direction}{'' if of == 'base' else '.hedge'}",
        losses(direction, of),
        title=(
            f"Base losses on {direction} of the index"
            if of == "base"
            else f"Hedge on days of base losses on {direction} of the index"
        ),
        meaning=f"The P&L of {who} {on}.",
        formula=f"sum({of} P&L by day), where base P&L < 0 and the index {rose}",
        validity="By the index's close against the one before. Days without a move or a close are left out.",
        phrases=phrases,
        above=f"{who} made {{m}} {on}",
        below=f"{who} lost {{m}} {on}",
        beside=(f"account.losses.{direction}", f"account.losses.{direction}.hedge", *_LOSSES),
    )


def _loss_specs() -> tuple[FigureSpec, ...]:
    return (
        _loss_spec(
            "rises",
            "base",
            ("losses on rises", "losses on rises of the index", "condor losses when the market rose", "losses on up days"),
        ),
        _loss_spec(
            "rises",
            "hedge",
            ("hedge on rises", "hedge on losses on rises", "what the hedge did on rises of the index", "hedge on losing up days"),
        ),
        _loss_spec(
            "falls",
            "base",
            ("losses on falls", "losses on falls of the index", "condor losses when the market fell", "losses on down days"),
        ),
        _loss_spec(
            "falls",
            "hedge",
            (
                "hedge on falls",
                "hedge on losses on falls",
                "what the hedge did on falls of the index",
                "hedge on losing down days",
            ),
        ),
    )


def _month_specs() -> tuple[FigureSpec, ...]:
    return (
        spec(
            "hedge.gains",
            months_of_hedge(gained=True),
            title="Gains of the hedge in the months it gained",
            meaning="The hedge's P&L, summed over the calendar months in which it gained.",
            formula="sum(hedge P&L of months), where above zero",
            validity="A month counts as a whole, or the part of it that the dates hold.",
            phrases=("gains of the hedge", "what the hedge gained in good months", "sum of the hedge's winning months"),
            above="the hedge gained {m} in the months in which it gained",
            beside=("account.hedge.losses", "account.hedge"),
            counts="months",
        ),
        spec(
            "hedge.losses",
            months_of_hedge(gained=False),
            title="Losses of the hedge in the months it lost",
            meaning="The hedge's P&L, summed over the calendar months in which it lost.",
            formula="sum(hedge P&L of months), where below zero",
            validity="A month counts as a whole, or the part of it that the dates hold.",
            phrases=("losses of the hedge", "what the hedge lost in bad months", "sum of the hedge's losing months"),
            above="the hedge lost {m} in the months in which it lost",
            below="the hedge lost {m} in the months in which it lost",
            beside=("account.hedge.gains", "account.hedge"),
            counts="months",
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (*_count_specs(), *_day_specs(), *_loss_specs(), *_month_specs())
