"""Records of the account by period and layer."""

from __future__ import annotations

from collections.abc import Callable

from qa.calculator.account.booked import fees, held_change, premium_held, realised
from qa.calculator.account.ledger import Ledger, by_month, ledger
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import Counts, NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.numerals import Unit

Compute = Callable[[Facts, Scope], "Value | NotComputed"]
_LEDGER = "Opening value, flows, base and hedge add up to the closing value to the cent, whatever the period and layer."
BOOKED = "Counts trades by the day of their closing, so P&L that earlier days had marked is among it."
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


def spec(  # noqa: PLR0913 a figure is told by so much
    key: str,
    compute: Compute,
    *,
    title: str,
    meaning: str,
    formula: str,
    phrases: tuple[str, ...],
    above: str,
    below: str = "",
    validity: str = BOOKED,
    beside: tuple[str, ...] = (),
    unit: Unit = "USD",
    counts: Counts = "days",
    holds: bool = False,
) -> FigureSpec:
    """The record of a figure of the account over a period, in dollars where no unit is given."""
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
        narrows=("dates", "tier", *SUPPOSED),
        holds=holds,
        compute=compute,
        worked=by_month,
    )


def _ledger_specs() -> tuple[FigureSpec, ...]:
    return (
        spec(
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
        spec(
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
        spec(
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
        spec(
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
        spec(
            "closing",
            _part("closing"),
            title="Closing value of the account",
            meaning="What the account was worth as the period ended, before any reset to the base.",
            formula="V_open + sum(C_t) + sum(base P&L) + sum(hedge P&L)",
            validity=_LEDGER,
            phrases=("closing value", "closing balance", "account at the end", "value at the end", "ending value of the account"),
            above="the account closed at {d}",
            below="the account closed at {d}",
            beside=_TOGETHER,
        ),
    )


def _side_specs() -> tuple[FigureSpec, ...]:
    return (
        spec(
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
        spec(
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
        spec(
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
        spec(
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
        spec(
            "fees",
            fees("base", "hedge"),
            title="Fees of the account",
            meaning="Fees of all trades that closed in the period, for opening and closing them.",
            formula="sum(fees of trades closed)",
            phrases=("fees paid", "total fees", "fees of the account", "commissions in all", "trading fees in total"),
            above="fees of the trades closed in the period were {d}",
            beside=("account.base.fees", "account.hedge.fees"),
        ),
        spec(
            "base.fees",
            fees("base"),
            title="Fees of the base strategy",
            meaning="Fees of the base trades that closed in the period, for opening and closing them.",
            formula="sum(fees of trades closed)",
            phrases=("fees of the condors", "commissions of the condors", "fees of the base strategy", "condor fees"),
            above="fees of the base trades closed in the period were {d}",
            beside=("account.fees", "account.base"),
        ),
        spec(
            "hedge.fees",
            fees("hedge"),
            title="Fees of the hedge trades closed",
            meaning="Fees of the hedge trades that closed in the period, for opening and closing them.",
            formula="sum(fees of trades closed)",
            phrases=("fees of the hedge trades closed", "fees booked on the hedge", "hedge fees booked", "fees on closed calls"),
            above="fees of the hedge trades closed in the period were {d}",
            beside=("account.fees", "account.hedge"),
        ),
        spec(
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


FIGURES: tuple[FigureSpec, ...] = (*_ledger_specs(), *_side_specs())
