"""Trades: how often they win and must, what a win and a loss are, how long losses run; of the base and of the hedge."""

from __future__ import annotations

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.chosen import Chosen, told, trade_figure
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value


def win_rate(chosen: Chosen) -> Value:
    """Share of trades that earn [fraction], with Wilson's interval: `k / n`.

    A win is a P&L above zero net of fees, zero is a loss. Never shown without its break-even.
    """
    from dataclasses import replace

    wins, n = int((chosen.pnl > 0).sum()), len(chosen)
    steps = (Step(label="winning trades", value=wins, unit="count"), Step(label="trades", value=n, unit="count"))
    value = told(chosen, wins / n, *steps)
    return replace(value, interval=share_interval(wins, n) if n >= FEWEST else None)


def break_even_win_rate(chosen: Chosen) -> Value | NotComputed:
    """Win rate at which the trades earn nothing [fraction].

    `L / (W + L)` with the mean win `W` and the mean loss `L`, both positive [USD a trade], net of fees.
    """
    both = _win_and_loss(chosen)
    if isinstance(both, NotComputed):
        return both
    win, loss = both
    return told(chosen, loss / (win + loss), *_steps(win, loss))


def payoff_ratio(chosen: Chosen) -> Value | NotComputed:
    """Mean win over mean loss [ratio]: `W / L`; below one, more trades must win than lose."""
    both = _win_and_loss(chosen)
    if isinstance(both, NotComputed):
        return both
    win, loss = both
    if loss == 0:
        return NotComputed(reason="no trade loses anything, so there is nothing to divide by", bring="bring a longer log")
    return told(chosen, win / loss, *_steps(win, loss))


def _win_and_loss(chosen: Chosen) -> tuple[float, float] | NotComputed:
    """Mean win and mean loss, both positive [USD a trade]."""
    won, lost = chosen.pnl[chosen.pnl > 0], -chosen.pnl[chosen.pnl <= 0]
    if not len(won) or not len(lost):
        which = "loses" if len(won) else "wins"
        return NotComputed(reason=f"no trade {which}, so there is no break-even", bring="bring a longer log")
    return float(won.mean()), float(lost.mean())


def _steps(win: float, loss: float) -> tuple[Step, Step]:
    return Step(label="mean win", value=win, unit="USD"), Step(label="mean loss", value=loss, unit="USD")


def expectancy(chosen: Chosen) -> Value:
    """Mean P&L of a trade [USD]: `sum(P&L) / n`, net of fees."""
    steps = (
        Step(label="sum of P&L", value=float(chosen.pnl.sum()), unit="USD"),
        Step(label="trades", value=len(chosen), unit="count"),
    )
    return told(chosen, chosen.pnl.mean(), *steps)


def profit_factor(chosen: Chosen) -> Value | NotComputed:
    """What all wins earn over what all losses lose [ratio]: `sum(wins) / -sum(losses)`."""
    won, lost = float(chosen.pnl[chosen.pnl > 0].sum()), -float(chosen.pnl[chosen.pnl < 0].sum())
    if lost == 0:
        return NotComputed(reason="no trade loses anything, so there is nothing to divide by", bring="bring a longer log")
    steps = (Step(label="sum of wins", value=won, unit="USD"), Step(label="sum of losses", value=lost, unit="USD"))
    return told(chosen, won / lost, *steps)


def worst(chosen: Chosen) -> Value:
    """Largest loss of a single trade [USD]: `min(P&L)`; of equal ones the first."""
    return _single(chosen, int(chosen.pnl.argmin()))


def best(chosen: Chosen) -> Value:
    """Largest gain of a single trade [USD]: `max(P&L)`; of equal ones the first."""
    return _single(chosen, int(chosen.pnl.argmax()))


def _single(chosen: Chosen, at: int) -> Value:
    row = chosen.table.iloc[at]
    opened, closed = (row[c].date().isoformat() for c in ("opened", "closed"))
    step = Step(label=f"opened {opened}, closed {closed}: {row['legs'] or 'legs not told'}", value=float(row["pnl"]), unit="USD")
    return Value(value=float(chosen.pnl[at]), n=len(chosen), start=opened, end=closed, steps=(step,))


def losing_run(chosen: Chosen) -> Value:
    """Most losing trades in a row, in the order of their closings [count]; a trade that earns nothing loses."""
    import numpy as np

    order = np.lexsort([chosen.table["opened"].to_numpy(), chosen.table["closed"].to_numpy()])
    lost = chosen.pnl[order] <= 0
    ends = np.flatnonzero(~np.append(lost, [False]))
    runs = np.diff(np.concatenate([[-1], ends])) - 1
    longest = int(runs.argmax())
    value = int(runs[longest])
    if not value:
        return told(chosen, 0)
    last = int(ends[longest]) - 1
    closed = chosen.table["closed"].to_numpy().astype("datetime64[D]")[order]
    label = f"closed {closed[last - value + 1]} to {closed[last]}, their P&L"
    step = Step(label=label, value=float(chosen.pnl[order][last - value + 1 : last + 1].sum()), unit="USD")
    return told(chosen, value, step)


def holding(chosen: Chosen) -> Value:
    """Mean time from opening to closing [days]: calendar days and parts of them."""
    held = (chosen.table["closed"] - chosen.table["opened"]).dt.total_seconds().to_numpy() / 86400
    longest = Step(label="the longest", value=float(held.max()), unit="days")
    return told(chosen, held.mean(), Step(label="the shortest", value=float(held.min()), unit="days"), longest)


def count(chosen: Chosen) -> Value:
    """How many trades were closed [count]."""
    return told(chosen, len(chosen))


def _specs(hedge: bool) -> tuple[FigureSpec, ...]:
    prefix, whose = ("hedge", "hedge") if hedge else ("trades", "base strategy")
    words = (lambda *s: tuple(f"{x} of the hedge" for x in s)) if hedge else (lambda *s: s)
    net = "Net of the fees in the log."
    return (
        trade_figure(
            win_rate,
            key=f"{prefix}.win_rate",
            title=f"Win rate{' of the hedge' if hedge else ''}",
            meaning=f"The share of the {whose}'s trades that earned something after fees.",
            unit="fraction",
            formula="k / n",
            validity="Means nothing without its break-even; the interval holds for independent trades, not for overlapping ones.",
            source="Interval: E. B. Wilson, JASA 22 (1927).",
            hedge=hedge,
            phrases=words("win rate", "winning trades", "win percentage", "winners", "success rate")
            + (() if hedge else ("how often does it win", "how often do the trades win", "wins")),
        ),
        trade_figure(
            break_even_win_rate,
            key=f"{prefix}.break_even_win_rate",
            title=f"Break-even win rate{' of the hedge' if hedge else ''}",
            meaning="The win rate at which the same mean win and mean loss would have earned nothing.",
            unit="fraction",
            formula="L / (W + L)",
            validity="From the wins and losses that occurred; a larger loss to come would raise it.",
            source="Expectation p W - (1 - p) L set to zero.",
            hedge=hedge,
            phrases=words("break-even win rate", "break even", "breakeven", "break-even"),
        ),
        trade_figure(
            payoff_ratio,
            key=f"{prefix}.payoff_ratio",
            title=f"Payoff ratio{' of the hedge' if hedge else ''}",
            meaning=f"What the {whose}'s winning trades earn on average over what its losing ones lose.",
            unit="ratio",
            formula="W / L",
            validity="From the wins and losses that occurred.",
            source="Ratio of means.",
            hedge=hedge,
            phrases=words("payoff ratio", "win to loss ratio", "average win to average loss"),
        ),
        trade_figure(
            expectancy,
            key=f"{prefix}.expectancy",
            title=f"Mean P&L of a trade{' of the hedge' if hedge else ''}",
            meaning=f"What a trade of the {whose} earned on average.",
            unit="USD",
            formula="sum(P&L) / n",
            validity=net,
            source="Mean.",
            hedge=hedge,
            phrases=words("expectancy", "profit per trade", "average trade", "mean trade"),
        ),
        trade_figure(
            profit_factor,
            key=f"{prefix}.profit_factor",
            title=f"Profit factor{' of the hedge' if hedge else ''}",
            meaning=f"What the {whose}'s wins earned in all over what its losses lost.",
            unit="ratio",
            formula="sum(wins) / -sum(losses)",
            validity=net,
            source="Ratio of sums.",
            hedge=hedge,
            phrases=words("profit factor"),
        ),
        trade_figure(
            worst,
            key=f"{prefix}.worst",
            title=f"Worst trade{' of the hedge' if hedge else ''}",
            meaning=f"The largest loss of a single trade of the {whose}.",
            unit="USD",
            formula="min(P&L)",
            validity="A single trade: a longer log would hold a worse one.",
            source="Smallest P&L.",
            hedge=hedge,
            phrases=words("worst trade", "largest loss", "biggest loss"),
        ),
        trade_figure(
            best,
            key=f"{prefix}.best",
            title=f"Best trade{' of the hedge' if hedge else ''}",
            meaning=f"The largest gain of a single trade of the {whose}.",
            unit="USD",
            formula="max(P&L)",
            validity="A single trade.",
            source="Largest P&L.",
            hedge=hedge,
            phrases=words("best trade", "largest win", "biggest win"),
        ),
        trade_figure(
            losing_run,
            key=f"{prefix}.losing_run",
            title=f"Longest losing run{' of the hedge' if hedge else ''}",
            meaning=f"How many trades of the {whose} lost one after the other, at most.",
            unit="count",
            formula="longest run of P&L <= 0 in the order of closings",
            validity="Grows with the number of trades.",
            source="Run length.",
            hedge=hedge,
            phrases=words("losing streak", "longest losing run", "losses in a row", "losing run"),
        ),
        trade_figure(
            holding,
            key=f"{prefix}.holding",
            title=f"Mean holding time{' of the hedge' if hedge else ''}",
            meaning=f"How long a trade of the {whose} was held on average.",
            unit="days",
            formula="mean(closed - opened)",
            validity="Calendar days.",
            source="Mean.",
            hedge=hedge,
            phrases=words("holding time", "holding period", "how long are trades held"),
        ),
        trade_figure(
            count,
            key=f"{prefix}.count",
            title="Trades of the hedge" if hedge else "Trades of the base strategy",
            meaning=f"How many trades of the {whose} were closed.",
            unit="count",
            formula="n",
            validity="Trades still open at the end are not among them.",
            source="The log.",
            hedge=hedge,
            phrases=words("number of trades", "how many trades"),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (*_specs(hedge=False), *_specs(hedge=True))
