"""Fees of an Option Omega log, and its P&L against prices and fees: row by row, or one fault where every row has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.errors import Problem, error, warning
from corpus.formats._omega_columns import Named
from corpus.formats._omega_rows import Read

#: Fees at the opening and at the closing, each as newer and older logs call it.
FEES = (
    ("Opening Commissions + Fees", "Opening Commissions & Fees", "Opening comms & fees"),
    ("Closing Commissions + Fees", "Closing Commissions & Fees", "Closing comms & fees"),
)
#: What a rounding to cents on either side can make of `P/L`, in dollars a contract and in all.
CENT = 0.01
#: Fees that a P/L implies are taken for fees up to so many dollars a contract, leg and side.
_FEE = 5.0
#: How premium and closing cost can be in points where dollars belong: dollars a unit of each, and how it is told.
_IN_POINTS = {
    (100.0, 1.0): "Premium is in points, Avg. Closing Cost in dollars",
    (100.0, 100.0): "Premium and Avg. Closing Cost are in points",
}


def lacking_fees(file: str, names: Named, implied: float = 0.0) -> list[Problem]:
    """A warning where the log doesn't tell every fee; `implied` is what its P/L tells of those [USD]."""
    lacking = [c[0] for c in FEES if not set(c) & set(names.fees)]
    if not lacking:
        return []
    told = f"no column {lacking[0]!r}" if names.fees else "no fee columns"
    if implied:
        what = f"the log has {told}; its P/L is {implied:.2f} dollars less than the prices make, which is read as fees"
        return [warning("fees-implied", file, what, "export every fee", line=1)]
    told = f"{told}, so cost is understated" + (" where it had any" if names.fees else "")
    return [warning("no-fees", file, f"the log has {told}", "export every fee", line=1)]


def with_fees(names: Named, trades: Sequence[Read]) -> tuple[Sequence[Read], float]:
    """The trades with the fees that their P/L implies, where the log lacks a column of them, and the sum of these [USD]."""
    if all(set(c) & set(names.fees) for c in FEES):
        return trades, 0.0
    implied = [_expected(t, 1.0, 1.0) - t.numbers["pnl"] for t in trades]
    room = [_FEE * 2 * (t.texts["legs"].count("|") + 1) * t.numbers["contracts"] for t in trades]
    if not all(-CENT * (1 + t.numbers["contracts"]) <= i <= most for t, i, most in zip(trades, implied, room, strict=True)):
        return trades, 0.0
    paid = [round(max(i, 0.0), 6) for i in implied]
    if sum(paid) <= CENT * len(trades):
        return trades, 0.0
    with_fees = [
        replace(t, numbers={**t.numbers, "fees": t.numbers.get("fees", 0.0) + fee}) for t, fee in zip(trades, paid, strict=True)
    ]
    return with_fees, sum(paid)


def fees_at_nothing(file: str, n: int, total: float) -> list[Problem]:
    """A warning where trades that expire worthless pay a fee for their closing, which no broker takes.

    Parameters
    ----------
    n, total
        How many they are, and their fees at closing [USD].
    """
    if not n:
        return []
    what = f"{n} trades expire worthless and pay a fee for their closing, {total:.2f} dollars in all, which no broker takes"
    return [warning("fee-at-expiry", file, what, "see whether the backtest's settings charge expiries", column=FEES[1][0])]


def identity(file: str, trades: Sequence[Read]) -> list[Problem]:
    """An error for each row on which the P&L identity fails; one for all where every row fails alike."""
    wrong = missed(file, trades)
    for (premium, cost), what in _IN_POINTS.items() if len(wrong) > 1 else ():
        if all(_fits(trade, premium, cost) for trade in trades):
            mend = "write both in dollars a contract, or export the log again"
            return [error("premium-points", file, f"{what}, as the P/L of every row tells", mend, line=wrong[0].line)]
    for code, of, what in _ALIKE if len(wrong) > 1 else ():
        if all(abs(of(trade) - trade.numbers["pnl"]) <= CENT * (1 + trade.numbers["contracts"]) for trade in trades):
            mend = "export the log again, or mend the column"
            return [error(code, file, what, mend, line=wrong[0].line, column="P/L")]
    return wrong


def missed(file: str, trades: Sequence[Read]) -> list[Problem]:
    """An error for each row on which the P&L identity fails."""
    return [_missed(file, trade) for trade in trades if not _fits(trade, 1.0, 1.0)]


def _gross(trade: Read) -> float:
    return _expected(trade, 1.0, 1.0) + trade.numbers.get("fees", 0.0)


#: How the P/L of every row can be wrong in the same way.
_ALIKE: tuple[tuple[str, Callable[[Read], float], str], ...] = (
    ("fees-twice", lambda t: _gross(t) - 2 * t.numbers.get("fees", 0.0), "P/L takes the fees of every row twice"),
    (
        "pnl-points",
        lambda t: _gross(t) / 100 - t.numbers.get("fees", 0.0),
        "P/L is in points, less fees in dollars, on every row",
    ),
    ("pnl-points", lambda t: _expected(t, 1.0, 1.0) / 100, "P/L is in points and not in dollars, on every row"),
)


def _missed(file: str, trade: Read) -> Problem:
    told, expected = trade.numbers["pnl"], _expected(trade, 1.0, 1.0)
    what = f"P/L is {told:.2f}, but (premium - closing cost) x contracts - fees is {expected:.2f}"
    mend = "check whether premium and cost are in the same unit"
    return error("pnl-identity", file, what, mend, line=trade.line, column="P/L")


def _fits(trade: Read, premium: float, cost: float) -> bool:
    off = _expected(trade, premium, cost) - trade.numbers["pnl"]
    return abs(off) <= CENT * (1 + abs(trade.numbers["contracts"]))


def _expected(trade: Read, premium: float, cost: float) -> float:
    """The P&L of a trade, given what a unit of premium and one of closing cost are in dollars."""
    told = trade.numbers
    return (premium * told["premium"] - cost * told["closing_cost"]) * told["contracts"] - told.get("fees", 0.0)
