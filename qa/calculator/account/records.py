"""Records of the account by period and layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from qa.calculator.account.booked import Side, Which, count, fees, held_change, premium_held, realised
from qa.calculator.account.ledger import Ledger, by_month, ledger
from qa.calculator.account.moves import extreme_day, losses, months_of_hedge
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Answers, FigureSpec, Sentences
from qa.calculator.core.result import Counts, NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.numerals import Unit

Compute = Callable[[Facts, Scope], "Value | NotComputed"]
_LEDGER = "Opening value, flows, base and hedge add up to the closing value to the cent, whatever the period and layer."
_BOOKED = "Counts trades by the day of their closing, so P&L that earlier days had marked is among it."
_SOURCE = "The account's daily values."
_TOGETHER = ("account.opening", "account.flows", "account.base", "account.hedge", "account.closing")


def _part(name: str) -> Compute:
    """A part of the ledger over a scope's dates [USD], with all of its parts in the worked numbers."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        over = ledger(facts, scope)
        if isinstance(over, NotComputed):
            return over
        if name == "hedge" and facts.unhedged_only:
            return facts.unhedged_only
        return Value(
            value=getattr(over, name), n=len(over.days), start=str(over.days[0]), end=str(over.days[-1]), steps=_parts(over)
        )

    return compute


def _parts(over: Ledger) -> tuple[Step, ...]:
    labels = {"opening": "opening value", "flows": "flows", "base": "P&L of the base", "hedge": "P&L of the hedge"}
    labels |= {"closing": "closing value"}
    return tuple(Step(label=label, value=getattr(over, name), unit="USD") for name, label in labels.items())


def _spec(  # noqa: PLR0913 a figure is told by so much
    key: str,
    compute: Compute,
    *,
    title: str,
    meaning: str,
    formula: str,
    phrases: tuple[str, ...],
    above: str,
    below: str = "",
    validity: str = _BOOKED,
    beside: tuple[str, ...] = (),
    unit: Unit = "USD",
    answers: Answers = "number",
    counts: Counts = "days",
    holds: bool = False,
) -> FigureSpec:
    return FigureSpec(
        key=f"account.{key}",
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts=counts,
        formula=formula,
        validity=validity,
        source=_SOURCE,
        phrases=phrases,
        sentences=Sentences(above=above, below=below),
        beside=tuple(other for other in beside if other != f"account.{key}"),
        subject=title,
        answers=answers,
        narrows=("dates", "tier", *SUPPOSED),
        holds=holds,
        compute=compute,
        worked=by_month,
    )


def _ledger_specs() -> tuple[FigureSpec, ...]:
    return (
        _spec(
            "opening",
            _part("opening"),
            title="Opening value of the account",
            meaning="What the account was worth as the period began.",
            formula="V_open; with monthly resets the base and the month's P&L so far",
            validity=_LEDGER,
            phrases=(
                "opening value",
                "opening balance",
                "account at the start",
                "starting value of the account",
                "starting value",
            ),
            above="the account opened with {d}",
            below="the account opened with {d}",
            beside=_TOGETHER,
        ),
        _spec(
            "flows",
            _part("flows"),
            title="Flows of the account",
            meaning="Money put into the account less what was taken out, monthly resets to the base among it.",
            formula="sum(C_t)",
            validity=_LEDGER,
            phrases=(
                *("flows", "deposits and withdrawals", "money paid in and taken out", "contributions and withdrawals"),
                *("net flows", "cash flows of the account"),
            ),
            above="{m} more was put into the account than taken out",
            below="{m} more was taken out of the account than put in",
            beside=_TOGETHER,
        ),
        _spec(
            "base",
            _part("base"),
            title="P&L of the base strategy",
            meaning="What the base strategy made over the period by daily values, open positions included.",
            formula="sum(base P&L by day)",
            validity=_LEDGER,
            phrases=(
                *("result of the condors", "P&L of the condors", "P&L of the base", "result of the base strategy"),
                *("what the condors made", "condor result in dollars", "what the condors earned in dollars"),
            ),
            above="the base strategy made {m}",
            below="the base strategy lost {m}",
            beside=(*_TOGETHER, "account.base.realised", "account.base.held"),
        ),
        _spec(
            "hedge",
            _part("hedge"),
            title="P&L of the hedge",
            meaning="What the hedge, or one layer of it, made over the period by daily values, open positions included.",
            formula="sum(hedge P&L by day)",
            validity=_LEDGER,
            phrases=(
                *("result of the hedge", "P&L of the hedge", "hedge P&L", "result of the layers", "hedge result in dollars"),
                *("what the hedge made in dollars", "P&L of the layers"),
            ),
            above="the hedge made {m}",
            below="the hedge lost {m}",
            beside=(*_TOGETHER, "account.hedge.realised", "account.hedge.held"),
        ),
        _spec(
            "closing",
            _part("closing"),
            title="Closing value of the account",
            meaning="What the account was worth as the period ended, before any reset to the base.",
            formula="V_open + sum(C_t) + sum(base P&L) + sum(hedge P&L)",
            validity=_LEDGER,
            phrases=("closing value", "closing balance", "account at the end", "value at the end", "ending value of the account"),
            above="the account closed with {d}",
            below="the account closed with {d}",
            beside=_TOGETHER,
        ),
    )


def _side_specs() -> tuple[FigureSpec, ...]:
    return (
        _spec(
            "base.realised",
            realised("base"),
            title="Realized P&L of the base strategy",
            meaning="The P&L of the base trades that closed in the period.",
            formula="sum(P&L of trades closed)",
            phrases=(
                *("realized result of the condors", "realised P&L of the base", "realized P&L of the base"),
                *("realised result of the condors", "booked P&L of the condors"),
            ),
            above="the base trades closed in the period made {m}",
            below="the base trades closed in the period lost {m}",
            beside=("account.base", "account.base.held"),
        ),
        _spec(
            "base.held",
            held_change("base"),
            title="Change in value of open base positions",
            meaning="How much the P&L by daily values exceeds that of the base trades closed in the period.",
            formula="sum(base P&L by day) - sum(P&L of trades closed)",
            phrases=(
                *("unrealized change of the condors", "unrealised change of the condors", "change in value of open condors"),
                *("change of the open base positions", "mark-to-market change of the condors"),
            ),
            above="open positions of the base strategy gained {m} in value",
            below="open positions of the base strategy lost {m} in value",
            beside=("account.base", "account.base.realised"),
        ),
        _spec(
            "hedge.realised",
            realised("hedge"),
            title="Realized P&L of the hedge",
            meaning="The P&L of the hedge trades that closed in the period.",
            formula="sum(P&L of trades closed)",
            phrases=(
                *("realized hedge P&L", "realised hedge P&L", "realized result of the hedge", "realised result of the hedge"),
                *("booked P&L of the hedge", "realized gains of the hedge", "hedge gains realised"),
            ),
            above="the hedge trades closed in the period made {m}",
            below="the hedge trades closed in the period lost {m}",
            beside=("account.hedge", "account.hedge.held"),
        ),
        _spec(
            "hedge.held",
            held_change("hedge"),
            title="Change in value of open hedge positions",
            meaning="How much the P&L by daily values exceeds that of the hedge trades closed in the period.",
            formula="sum(hedge P&L by day) - sum(P&L of trades closed)",
            phrases=(
                *("change of what is held", "unrealized change of the hedge", "unrealised change of the hedge"),
                *("change in value of the calls held", "mark-to-market change of the hedge", "unrealized hedge P&L"),
            ),
            above="open positions of the hedge gained {m} in value",
            below="open positions of the hedge lost {m} in value",
            beside=("account.hedge", "account.hedge.realised"),
        ),
        _spec(
            "fees",
            fees("base", "hedge"),
            title="Fees of the account",
            meaning="Fees of all trades that closed in the period, for opening and closing them.",
            formula="sum(fees of trades closed)",
            phrases=("fees paid", "total fees", "fees of the account", "commissions in all", "trading fees in total"),
            above="fees of the trades closed in the period were {d}",
            beside=("account.base.fees", "account.hedge.fees"),
        ),
        _spec(
            "base.fees",
            fees("base"),
            title="Fees of the base strategy",
            meaning="Fees of the base trades that closed in the period, for opening and closing them.",
            formula="sum(fees of trades closed)",
            phrases=("fees of the condors", "commissions of the condors", "fees of the base strategy", "condor fees"),
            above="fees of the base trades closed in the period were {d}",
            beside=("account.fees", "account.base"),
        ),
        _spec(
            "hedge.fees",
            fees("hedge"),
            title="Fees of the hedge trades closed",
            meaning="Fees of the hedge trades that closed in the period, for opening and closing them.",
            formula="sum(fees of trades closed)",
            phrases=("fees of the hedge trades closed", "fees booked on the hedge", "hedge fees booked", "fees on closed calls"),
            above="fees of the hedge trades closed in the period were {d}",
            beside=("account.fees", "account.hedge"),
        ),
        _spec(
            "premium_held",
            premium_held,
            title="Premium of the hedge held",
            meaning="The premium paid for the hedge's positions that were open as the period ended.",
            formula="-sum(contracts x premium), of positions open at the end",
            validity="At cost: what the positions were worth is in the account's daily values.",
            phrases=(
                *("premium held", "premium at risk", "premium of open calls", "premium of the calls held", "cost of open hedges"),
                *("premium still held", "hedge premium held"),
            ),
            above="the premium of the hedge positions held at the end was {d}",
            below="the premium of the hedge positions held at the end was {d}",
            beside=("account.hedge.held",),
            holds=True,
        ),
    )


def _count_spec(side: Side, which: Which, words: str, phrases: tuple[str, ...]) -> FigureSpec:
    return _spec(
        f"{side}.{which}",
        count(side, which),
        title=f"{side.capitalize()} trades {words} in the period",
        meaning=f"The number of {side} trades {words} between the first and the last day of the period.",
        formula=f"count({which} in the period)",
        phrases=phrases,
        above=f"the number of {side} trades {words} in the period was {{d}}",
        beside=tuple(f"account.{side}.{other}" for other in ("opened", "settled", *(("won",) if side == "base" else ()))),
        unit="count",
        answers="count",
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
    return _spec(
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
        answers="date",
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
    return _spec(
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
        _spec(
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
        _spec(
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


FIGURES: tuple[FigureSpec, ...] = (
    *_ledger_specs(),
    *_side_specs(),
    *_count_specs(),
    *_day_specs(),
    *_loss_specs(),
    *_month_specs(),
)
