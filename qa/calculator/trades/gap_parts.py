"""The execution gap in parts: fills at the opening, fills at the closing, size, the day of the closing, and what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Table, Value
from qa.calculator.trades.execution import pairs_of

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.scope import Scope
    from qa.numerals import Unit

PARTS = ("entry", "exit", "size", "timing", "residual")
_NEEDED = ("contracts", "premium", "closing_cost", "closed")


def parts_of(pairs: pd.DataFrame) -> dict[str, Values] | NotComputed:
    """The gap of each pair in parts that add up to it [USD], positive where the live trade did worse.

    With contracts n, premium p and closing cost k a contract, of the backtest (b) and live (l): `entry = (p_b - p_l) n_l`;
    `exit = (k_l - k_b) n_l` where both were closed on one day, else that is `timing`; `size = (p_b - k_b) (n_b - n_l)`; the
    residual is the rest of `P&L_b - P&L_l`: fees, and whatever is in no price.
    """
    import numpy as np

    missing = [column for column in _NEEDED if f"live_{column}" not in pairs]
    if missing:
        reason = f"the logs don't both have the {missing[0].replace('_', ' ')} of each trade"
        return NotComputed(reason=reason, bring="export both logs with premium, closing cost and contracts")
    numbers = [f"{side}_{column}" for side in ("backtest", "live") for column in ("pnl", *_NEEDED[:-1])]
    told = {name: pairs[name].to_numpy(dtype="float64") for name in numbers}
    same = (pairs["backtest_closed"].dt.normalize() == pairs["live_closed"].dt.normalize()).to_numpy()
    contracts = told["live_contracts"]
    entry = (told["backtest_premium"] - told["live_premium"]) * contracts
    closing = (told["live_closing_cost"] - told["backtest_closing_cost"]) * contracts
    size = (told["backtest_premium"] - told["backtest_closing_cost"]) * (told["backtest_contracts"] - contracts)
    parts = {"entry": entry, "exit": np.where(same, closing, 0.0), "size": size, "timing": np.where(same, 0.0, closing)}
    return parts | {"residual": told["backtest_pnl"] - told["live_pnl"] - entry - closing - size}


def listed(facts: Facts, scope: Scope) -> Table | NotComputed:
    """The pairs within a scope by day, each with the parts of its gap [USD]."""
    pairs = pairs_of(facts, scope)
    if isinstance(pairs, NotComputed):
        return pairs
    parts = parts_of(pairs)
    if isinstance(parts, NotComputed):
        return parts
    labels = [f"{day.date().isoformat()} {legs}" for day, legs in zip(pairs["day"], pairs["legs"], strict=True)]
    columns: tuple[tuple[str, Unit], ...] = tuple((name, "USD") for name in PARTS)
    rows = zip(labels, zip(*(parts[name].tolist() for name in PARTS), strict=True), strict=True)
    return Table(columns=columns, label="pair", rows=tuple(rows))


def part(name: str) -> Callable[[Facts, Scope], Value | NotComputed]:
    """One part over all pairs [USD], with all of them and their sum in the worked numbers."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        pairs = pairs_of(facts, scope)
        if isinstance(pairs, NotComputed):
            return pairs
        parts = parts_of(pairs)
        if isinstance(parts, NotComputed):
            return parts
        sums = {own: float(parts[own].sum()) for own in PARTS}
        steps = tuple(Step(label=own, value=value, unit="USD") for own, value in sums.items())
        total = Step(label="sum of the parts: the execution gap", value=sum(sums.values()), unit="USD")
        start, end = (day.date().isoformat() for day in (pairs["day"].min(), pairs["day"].max()))
        return Value(value=sums[name] + 0.0, n=len(pairs), start=start, end=end, steps=(*steps, total))

    return compute


_MEANING = {
    "entry": "The part of the execution gap that comes from the fills at the opening.",
    "exit": "The part of the execution gap that comes from fills at the closing of trades closed on the same day in both logs.",
    "size": "The part of the execution gap that comes from live trades of other sizes.",
    "timing": "The part of the execution gap that comes from trades closed on another day than in the backtest.",
    "residual": "The part of the execution gap that no price, size or day explains, fees among it.",
}
_FORMULA = {
    "entry": "sum((p_b - p_l) n_l)",
    "exit": "sum((k_l - k_b) n_l), closed on one day",
    "size": "sum((p_b - k_b) (n_b - n_l))",
    "timing": "sum((k_l - k_b) n_l), closed on two days",
    "residual": "gap - entry - exit - size - timing",
}
_TITLE = {
    "entry": "Execution gap from entry fills",
    "exit": "Execution gap from exit fills",
    "size": "Execution gap from size",
    "timing": "Execution gap from timing",
    "residual": "Execution gap left unexplained",
}
_PHRASES = {
    "entry": ("entry slippage live", "gap from entry fills", "execution gap at the entry", "worse entry fills in live trading"),
    "exit": ("exit slippage live", "gap from exit fills", "execution gap at the exit", "worse exit fills in live trading"),
    "size": ("gap from size", "execution gap from size", "gap because of different sizes", "size differences live"),
    "timing": (
        "gap from timing",
        "execution gap from timing",
        "gap because of different closing days",
        "timing differences live",
    ),
    "residual": (
        "unexplained execution gap",
        "residual of the execution gap",
        "rest of the execution gap",
        "gap left unexplained",
    ),
}
_WORDS = {
    "entry": "fills at the opening",
    "exit": "fills at the closing",
    "size": "other sizes",
    "timing": "closing on other days",
    "residual": "what no price, size or day explains",
}


def _spec(name: str) -> FigureSpec:
    return FigureSpec(
        key=f"execution.split.{name}",
        title=_TITLE[name],
        meaning=_MEANING[name],
        unit="USD",
        basis="none",
        counts="trades",
        formula=_FORMULA[name],
        validity="The parts add up to the gap. Prices count at the live size, size at the backtest's prices.",
        source="Premiums and closing costs of matched trades.",
        phrases=_PHRASES[name],
        sentences=Sentences(
            above=f"{_WORDS[name]} cost {{m}} in live trading", below=f"{_WORDS[name]} earned {{m}} in live trading"
        ),
        beside=("execution.gap", *(f"execution.split.{other}" for other in PARTS if other != name)),
        subject="What the execution gap is made of",
        narrows=("bounds", "dates", "event", "tier", "episode"),
        compute=part(name),
        worked=listed,
    )


FIGURES: tuple[FigureSpec, ...] = tuple(_spec(name) for name in PARTS)
