"""Mean win and mean loss of a trade in dollars."""

from __future__ import annotations

from qa.calculator.core.chosen import Chosen, OfTrades, trade_figure, trades_value
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Value


def mean_of(*, won: bool) -> OfTrades:
    """Mean P&L of the trades that won, or of those that did not [USD]; a trade that earns nothing did not win."""

    def of(chosen: Chosen) -> Value | NotComputed:
        own = chosen.pnl[(chosen.pnl > 0) == won]
        if not len(own):
            which = "won" if won else "lost"
            return NotComputed(reason=f"no trade {which} money", bring="use a longer trade log")
        what = "winning trades" if won else "trades that did not win"
        steps = (
            Step(label=f"sum of the {what}", value=float(own.sum()), unit="USD"),
            Step(label=what, value=len(own), unit="count"),
        )
        return trades_value(chosen, own.mean(), *steps, n=len(own))

    return of


def _spec(hedge: bool, won: bool) -> FigureSpec:
    prefix, who, of_hedge = ("hedge", "the hedge", " of the hedge") if hedge else ("trades", "the base strategy", "")
    name, noun = ("mean_win", "win") if won else ("mean_loss", "loss")
    nouns = (f"mean {noun}", f"average {noun}", *(("average winner", "mean winner") if won else ("average loser", "mean loser")))
    more = (f"{noun} of the average winning trade",) if won else (f"{noun} of the average losing trade",)
    return trade_figure(
        mean_of(won=won),
        key=f"{prefix}.{name}",
        title=f"Mean {noun}{of_hedge}",
        meaning=f"The mean P&L of the trades of {who} that {'made a profit' if won else 'made none'}.",
        unit="USD",
        formula="mean(P&L) where above zero" if won else "mean(P&L) where zero or below",
        validity="Net of the fees in the trade log. Says nothing without the win rate.",
        source="Conditional mean.",
        hedge=hedge,
        phrases=tuple(f"{n} of the hedge" for n in nouns) if hedge else (*nouns, *more),
        sentences=Sentences(
            above=f"the mean winning trade of {who} made {{m}}"
            if won
            else f"the mean losing trade of {who} lost nothing or {{m}}",
            below="" if won else f"the mean losing trade of {who} lost {{m}}",
        ),
        beside=(f"{prefix}.{'mean_loss' if won else 'mean_win'}", f"{prefix}.win_rate"),
        subject=f"Mean win and mean loss of {who}",
    )


FIGURES: tuple[FigureSpec, ...] = tuple(_spec(hedge, won) for hedge in (False, True) for won in (True, False))
