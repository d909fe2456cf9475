"""The two sides of a condor: what its calls and its puts made, from the prices of its legs and the index at expiry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, cast

from corpus.backtests.legs import Leg, Right, parse_legs
from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.chosen import NARROWS, Chosen, by_trade, choose, trades_value
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Table, Value
from qa.calculator.core.scope import Scope
from qa.calculator.core.variants import MULTIPLIER

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.arrays import Values
    from qa.numerals import Unit


class _Row(Protocol):
    """A trade, as far as its sides hang on it."""

    legs: str
    opened: pd.Timestamp
    closed: pd.Timestamp
    contracts: float
    closing_cost: float
    pnl: float


What = Literal["pnl", "win_rate", "losses"]
#: The most by which a trade's closing cost may differ from what its legs were worth at expiry [points a contract].
_CENT = 0.011
_NO_SIDES = NotComputed(
    reason="no trade in the log is a condor with prices of its legs that was held to expiry",
    bring="use a log that gives each leg's price, and a series of the index",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """P&L of both sides of the condors that can be told apart [USD]; together it is that of the trades."""

    chosen: Chosen
    call: Values
    put: Values


def sides_of(facts: Facts, chosen: Chosen) -> Sides | NotComputed:
    """The condors among trades whose closing cost is what their legs were worth at expiry, side by side.

    A side's P&L is the premium of its legs less their worth at the index's close on the day of expiry; slippage at the
    opening and fees are shared in halves. A trade of one side, closed early or without prices is left out.
    """
    import numpy as np

    for column in ("premium", "closing_cost", "contracts"):
        if isinstance(missing := chosen.number(column), NotComputed):
            return missing
    if "spx" not in facts.backtest.series:
        return NotComputed(reason="this backtest has no S&P series", bring="declare spx under [[series]] in the manifest")
    closed = chosen.table["closed"].to_numpy().astype("datetime64[D]")
    levels = facts.closing("spx", closed, closed)
    rows, made = [], []
    for at, (row, level) in enumerate(zip(_rows(chosen), levels, strict=True)):
        pair = None if np.isnan(level) else _split(row, float(level))
        if pair is not None:
            rows.append(at)
            made.append(pair)
    if not made:
        return _NO_SIDES
    call, put = np.array(made).T
    return Sides(chosen=Chosen(table=chosen.table.iloc[rows], pnl=chosen.pnl[rows]), call=call, put=put)


def _rows(chosen: Chosen) -> Iterator[_Row]:
    for row in chosen.table.itertuples():
        yield cast("_Row", row)


def _split(row: _Row, level: float) -> tuple[float, float] | None:
    """Call side and put side of one trade [USD], or None where they can't be told apart."""
    legs = parse_legs(row.legs, row.opened.date(), row.closed.date())
    if legs is None or {leg.right for leg in legs} != {"call", "put"} or any(leg.price is None for leg in legs):
        return None
    if any(leg.expiry != row.closed.date() for leg in legs) or not row.contracts:
        return None
    calls, puts = (_side(legs, right, level, row.contracts) for right in ("call", "put"))
    if abs(calls[1] + puts[1] - row.closing_cost / MULTIPLIER) > _CENT:
        return None
    gross = [MULTIPLIER * row.contracts * (received - worth) for received, worth in (calls, puts)]
    rest = (row.pnl - sum(gross)) / 2
    return gross[0] + rest, gross[1] + rest


def _side(legs: tuple[Leg, ...], right: Right, level: float, contracts: float) -> tuple[float, float]:
    """What the legs of one right received and what closing them at expiry costs [points a contract]."""
    own = [leg for leg in legs if leg.right == right]
    inside = (max(0.0, (level - leg.strike) * (1 if right == "call" else -1)) for leg in own)
    received = -sum((leg.price or 0.0) * leg.contracts for leg in own) / contracts
    return received, -sum(leg.contracts * worth for leg, worth in zip(own, inside, strict=True)) / contracts


def listed(facts: Facts, scope: Scope) -> Table | NotComputed:
    """Each condor that can be told apart with the P&L of its sides [USD]."""
    found = _found(facts, scope)
    if isinstance(found, NotComputed):
        return found
    return by_trade(found.chosen, {"calls": found.call, "puts": found.put, "P&L": found.chosen.pnl})


def _found(facts: Facts, scope: Scope) -> Sides | NotComputed:
    chosen = choose(facts, scope, hedge=False)
    if isinstance(chosen, NotComputed):
        return chosen
    return facts.once(("sides", scope), lambda: sides_of(facts, chosen))


def of_side(right: Right, what: What) -> Callable[[Facts, Scope], Value | NotComputed]:
    """P&L of one side [USD], the share of trades in which it made a profit [fraction], or the sum of its losses [USD]."""
    from dataclasses import replace

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = _found(facts, scope)
        if isinstance(found, NotComputed):
            return found
        own = found.call if right == "call" else found.put
        n = len(own)
        if what == "win_rate":
            won = int((own > 0).sum())
            value = trades_value(found.chosen, won / n, Step(label="trades in which it won", value=won, unit="count"))
            return replace(value, interval=share_interval(won, n) if n >= FEWEST else None)
        lost = own[own < 0]
        steps = (
            Step(label="P&L of the calls", value=float(found.call.sum()), unit="USD"),
            Step(label="P&L of the puts", value=float(found.put.sum()), unit="USD"),
            Step(label="trades in which it lost", value=len(lost), unit="count"),
        )
        return trades_value(found.chosen, round(float(own.sum() if what == "pnl" else lost.sum()), 6) + 0.0, *steps)

    return compute


def _spec(right: Right, what: What) -> FigureSpec:
    other = "put" if right == "call" else "call"
    unit: Unit = "fraction" if what == "win_rate" else "USD"
    title = {
        "pnl": f"P&L of the {right} side",
        "win_rate": f"Win rate of the {right} side",
        "losses": f"Losses of the {right} side",
    }
    meaning = {
        "pnl": f"What the {right} spreads of the condors made.",
        "win_rate": f"The share of condors whose {right} spread made a profit.",
        "losses": f"The sum of the losses of the condors' {right} spreads.",
    }
    phrases = {
        "pnl": (f"{right} side", f"{right} side of the condors", f"P&L of the {right} spreads", f"what the {right} side made"),
        "win_rate": (f"win rate of the {right} side", f"{right} side win rate", f"how often the {right} side wins"),
        "losses": (f"losses of the {right} side", f"{right} side losses", f"losses on the {right} spreads"),
    }
    sentences = {
        "pnl": Sentences(
            above=f"the {right} side of the condors made {{m}}", below=f"the {right} side of the condors lost {{m}}"
        ),
        "win_rate": Sentences(above=f"the win rate of the {right} side of the condors was {{d}}"),
        "losses": Sentences(
            above=f"the {right} side of the condors had losses of {{m}}",
            below=f"the {right} side of the condors had losses of {{m}}",
        ),
    }
    formulas = {"pnl": "sum(side P&L)", "win_rate": "count(side P&L > 0) / n", "losses": "sum(side P&L), where below zero"}
    return FigureSpec(
        key=f"condor.{right}.{what}",
        title=title[what],
        meaning=meaning[what],
        unit=unit,
        basis="trades" if unit == "fraction" else "none",
        counts="trades",
        formula=f"{formulas[what]}, side P&L = n (premium of its legs - worth at expiry) + half of slippage and fees",
        validity="Condors with a price of every leg that were held to expiry; others are left out and not counted.",
        source="Legs of the log and the index's close on the day of expiry.",
        phrases=phrases[what],
        sentences=sentences[what],
        beside=(f"condor.{other}.{what}", *(f"condor.{right}.{o}" for o in ("pnl", "win_rate", "losses") if o != what)),
        subject="Call side and put side of the condors",
        narrows=NARROWS,
        compute=of_side(right, what),
        worked=listed,
    )


_WHAT: tuple[What, ...] = ("pnl", "win_rate", "losses")
_RIGHTS: tuple[Right, ...] = ("call", "put")
FIGURES: tuple[FigureSpec, ...] = tuple(_spec(right, what) for right in _RIGHTS for what in _WHAT)
