"""Outcomes of trades: win rate and its break-even, mean win and loss, extremes, losing streaks and holding periods."""

from __future__ import annotations

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.chosen import Chosen, trades_value
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.runs import longest_run

_NO_LOSS = "no trade lost money, so there is no loss to divide by"
_LONGER = "use a longer trade log"


def win_rate(chosen: Chosen) -> Value:
    """Share of trades that earn [fraction], with Wilson's interval: `k / n`.

    A win is a P&L above zero net of fees, zero is a loss. Never shown without its break-even.
    """
    from dataclasses import replace

    wins, n = int((chosen.pnl > 0).sum()), len(chosen)
    steps = (Step(label="winning trades", value=wins, unit="count"), Step(label="trades", value=n, unit="count"))
    value = trades_value(chosen, wins / n, *steps)
    return replace(value, interval=share_interval(wins, n) if n >= FEWEST else None)


def break_even_win_rate(chosen: Chosen) -> Value | NotComputed:
    """Win rate at which the trades earn nothing [fraction].

    `L / (W + L)` with the mean win `W` and the mean loss `L`, both positive [USD a trade], net of fees.
    """
    both = _win_and_loss(chosen)
    if isinstance(both, NotComputed):
        return both
    win, loss = both
    return trades_value(chosen, loss / (win + loss), *_steps(win, loss))


def payoff_ratio(chosen: Chosen) -> Value | NotComputed:
    """Mean win over mean loss [ratio]: `W / L`; below one, more trades must win than lose."""
    both = _win_and_loss(chosen)
    if isinstance(both, NotComputed):
        return both
    win, loss = both
    if loss == 0:
        return NotComputed(reason=_NO_LOSS, bring=_LONGER)
    return trades_value(chosen, win / loss, *_steps(win, loss))


def _win_and_loss(chosen: Chosen) -> tuple[float, float] | NotComputed:
    """Mean win and mean loss, both positive [USD a trade]."""
    won, lost = chosen.pnl[chosen.pnl > 0], -chosen.pnl[chosen.pnl <= 0]
    if not len(won) or not len(lost):
        which = "lost" if len(won) else "made"
        return NotComputed(reason=f"no trade {which} money, so there is no break-even win rate", bring=_LONGER)
    return float(won.mean()), float(lost.mean())


def _steps(win: float, loss: float) -> tuple[Step, Step]:
    return Step(label="mean win", value=win, unit="USD"), Step(label="mean loss", value=loss, unit="USD")


def expectancy(chosen: Chosen) -> Value:
    """Mean P&L of a trade [USD]: `sum(P&L) / n`, net of fees."""
    steps = (
        Step(label="sum of P&L", value=float(chosen.pnl.sum()), unit="USD"),
        Step(label="trades", value=len(chosen), unit="count"),
    )
    return trades_value(chosen, chosen.pnl.mean(), *steps)


def profit_factor(chosen: Chosen) -> Value | NotComputed:
    """Sum of wins over sum of losses [ratio]: `sum(wins) / -sum(losses)`."""
    won, lost = float(chosen.pnl[chosen.pnl > 0].sum()), -float(chosen.pnl[chosen.pnl < 0].sum())
    if lost == 0:
        return NotComputed(reason=_NO_LOSS, bring=_LONGER)
    steps = (Step(label="sum of wins", value=won, unit="USD"), Step(label="sum of losses", value=lost, unit="USD"))
    return trades_value(chosen, won / lost, *steps)


def worst(chosen: Chosen) -> Value:
    """Largest loss of a single trade [USD]: `min(P&L)`; of equal ones the first."""
    return _single(chosen, int(chosen.pnl.argmin()))


def best(chosen: Chosen) -> Value:
    """Largest gain of a single trade [USD]: `max(P&L)`; of equal ones the first."""
    return _single(chosen, int(chosen.pnl.argmax()))


def _single(chosen: Chosen, at: int) -> Value:
    row = chosen.table.iloc[at]
    opened, closed = (row[c].date().isoformat() for c in ("opened", "closed"))
    step = Step(
        label=f"opened {opened}, closed {closed}: {row['legs'] or 'legs not in the log'}", value=float(row["pnl"]), unit="USD"
    )
    return Value(value=float(chosen.pnl[at]), n=len(chosen), start=opened, end=closed, steps=(step,))


def losing_streak(chosen: Chosen) -> Value:
    """Most losing trades in a row, in the order of their closings [count]; a trade that earns nothing loses."""
    return _streak(chosen, wins=False)


def winning_streak(chosen: Chosen) -> Value:
    """Most winning trades in a row, in the order of their closings [count]; a trade that earns nothing ends it."""
    return _streak(chosen, wins=True)


def _streak(chosen: Chosen, *, wins: bool) -> Value:
    from dataclasses import replace

    import numpy as np

    order = np.lexsort([chosen.table["opened"].to_numpy(), chosen.table["closed"].to_numpy()])
    first, length = longest_run((chosen.pnl[order] > 0) == wins)
    if not length:
        return trades_value(chosen, 0)
    last = first + length - 1
    closed = chosen.table["closed"].to_numpy().astype("datetime64[D]")[order]
    fell = str(closed[first]), str(closed[last])
    label = f"closed {fell[0]} to {fell[1]}, their P&L"
    step = Step(label=label, value=float(chosen.pnl[order][first : last + 1].sum()), unit="USD")
    return replace(trades_value(chosen, length, step), fell=fell)


def holding(chosen: Chosen) -> Value:
    """Mean time from opening to closing [days]: calendar days and parts of them."""
    held = (chosen.table["closed"] - chosen.table["opened"]).dt.total_seconds().to_numpy() / 86400
    steps = (
        Step(label="shortest holding period", value=float(held.min()), unit="days"),
        Step(label="longest holding period", value=float(held.max()), unit="days"),
    )
    return trades_value(chosen, held.mean(), *steps)


def count(chosen: Chosen) -> Value:
    """How many trades were closed [count]."""
    return trades_value(chosen, len(chosen))
