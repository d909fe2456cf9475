"""Trades: the figures of single trades, of the base strategy and of the hedge."""

from __future__ import annotations

from qa.calculator.core.chosen import trade_figure
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.trades import outcomes

_NET = "Net of the fees in the trade log."


def _named(hedge: bool, *nouns: str, base: tuple[str, ...] = (), own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Phrases for one side: nouns alone ask for the base strategy, with the hedge's name for the hedge.

    `base` are further phrases for the base strategy, `own` for the hedge.
    """
    if hedge:
        return (*(phrase for noun in nouns for phrase in (f"{noun} of the hedge", f"hedge {noun}")), *own)
    return (*nouns, *base)


def _rates(hedge: bool) -> tuple[FigureSpec, ...]:
    prefix, who, of_hedge = ("hedge", "the hedge", " of the hedge") if hedge else ("trades", "the base strategy", "")
    return (
        trade_figure(
            outcomes.win_rate,
            key=f"{prefix}.win_rate",
            title=f"Win rate{of_hedge}",
            meaning=f"The share of {who}'s closed trades with a profit, net of the fees in the trade log.",
            unit="fraction",
            formula="k / n",
            validity="Read it against the break-even win rate; the interval assumes independent trades, which overlapping ones"
            " are not.",
            source="Interval: E. B. Wilson, JASA 22 (1927).",
            hedge=hedge,
            phrases=_named(
                hedge, "win rate", "winning trades", "win percentage", "winners", "success rate", "hit rate",
                base=("how often does it win", "how often do the trades win", "wins", "winning percentage", "share of winners",
                      "profitable trades"),
            ),
            sentences=Sentences(above=f"the win rate of {who} was {{d}}"),
            beside=(f"{prefix}.break_even_win_rate", *((f"{prefix}.expectancy",) if hedge else ())),
            subject=f"Win rate of {who}",
        ),
        trade_figure(
            outcomes.break_even_win_rate,
            key=f"{prefix}.break_even_win_rate",
            title=f"Break-even win rate{of_hedge}",
            meaning="The win rate at which the same mean win and mean loss would have netted to nothing.",
            unit="fraction",
            formula="L / (W + L)",
            validity="From the wins and losses that occurred; a larger loss in the future would raise it.",
            source="Expectation p W - (1 - p) L set to zero.",
            hedge=hedge,
            phrases=_named(
                hedge, "break-even win rate", "breakeven win rate", "required win rate",
                base=("break even", "breakeven", "break-even", "win rate needed", "win rate to break even",
                      "how often must it win", "minimum win rate"),
                own=("break even of the hedge", "breakeven of the hedge", "break-even of the hedge"),
            ),
            sentences=Sentences(above=f"the break-even win rate of {who} was {{d}}"),
            beside=(f"{prefix}.win_rate",),
            subject=f"Break-even win rate of {who}",
        ),
        trade_figure(
            outcomes.payoff_ratio,
            key=f"{prefix}.payoff_ratio",
            title=f"Payoff ratio{of_hedge}",
            meaning=f"The mean win of {who}'s trades divided by their mean loss.",
            unit="ratio",
            formula="W / L",
            validity="From the wins and losses that occurred; says nothing without the win rate.",
            source="Ratio of means.",
            hedge=hedge,
            phrases=_named(
                hedge, "payoff ratio", "win to loss ratio", "average win to average loss", "win/loss ratio",
                base=("mean win over mean loss", "average win versus average loss", "ratio of wins to losses",
                      "average winner versus average loser"),
            ),
            sentences=Sentences(above=f"the payoff ratio of {who} was {{d}}, the mean win divided by the mean loss"),
            beside=(f"{prefix}.win_rate", f"{prefix}.break_even_win_rate"),
            subject=f"Payoff ratio of {who}",
        ),
        trade_figure(
            outcomes.expectancy,
            key=f"{prefix}.expectancy",
            title=f"Mean P&L per trade{of_hedge}",
            meaning=f"The mean profit or loss of a closed trade of {who}.",
            unit="USD",
            formula="sum(P&L) / n",
            validity=f"{_NET} Rare large losses can decide the mean.",
            source="Mean.",
            hedge=hedge,
            phrases=_named(
                hedge, "expectancy", "profit per trade", "average trade", "mean trade", "P&L per trade", "earnings per trade",
                base=("average profit per trade", "expected value of a trade", "mean P&L of a trade", "edge per trade"),
            ),
            sentences=Sentences(
                above=f"{who} earned {{m}} per trade on average", below=f"{who} lost {{m}} per trade on average"
            ),
            beside=(f"{prefix}.win_rate", f"{prefix}.break_even_win_rate"),
            subject=f"Mean P&L per trade of {who}",
        ),
        trade_figure(
            outcomes.profit_factor,
            key=f"{prefix}.profit_factor",
            title=f"Profit factor{of_hedge}",
            meaning=f"The sum of {who}'s winning trades divided by the sum of its losing trades.",
            unit="ratio",
            formula="sum(wins) / -sum(losses)",
            validity=_NET,
            source="Ratio of sums.",
            hedge=hedge,
            phrases=_named(
                hedge, "profit factor", "gross profit over gross loss", "gross profit to gross loss",
                base=("total wins over total losses", "sum of wins over sum of losses", "profits divided by losses",
                      "total profits over total losses", "gross gains over gross losses"),
                own=("total wins over total losses of the hedge", "sum of wins over sum of losses of the hedge"),
            ),
            sentences=Sentences(above=f"the profit factor of {who} was {{d}}"),
            beside=(f"{prefix}.expectancy",),
            subject=f"Profit factor of {who}",
        ),
    )  # fmt: skip


def _extremes(hedge: bool) -> tuple[FigureSpec, ...]:
    prefix, who, of_hedge = ("hedge", "the hedge", " of the hedge") if hedge else ("trades", "the base strategy", "")
    return (
        trade_figure(
            outcomes.worst,
            key=f"{prefix}.worst",
            title=f"Worst trade{of_hedge}",
            meaning=f"The largest loss on a single trade of {who}, dated by its opening and closing.",
            unit="USD",
            formula="min(P&L)",
            validity="A single trade: a longer trade log can hold a worse one.",
            source="Smallest P&L.",
            hedge=hedge,
            phrases=_named(
                hedge, "worst trade", "largest loss", "biggest loss", "largest losing trade", "worst single trade",
                base=("biggest loser", "largest single loss", "most lost on a trade"),
            ),
            sentences=Sentences(
                above=f"even the worst trade of {who}, opened on {{start}}, earned {{m}}",
                below=f"the worst trade of {who}, opened on {{start}}, lost {{m}}",
            ),
            beside=(f"{prefix}.expectancy",),
            subject=f"Worst trade of {who}",
        ),
        trade_figure(
            outcomes.best,
            key=f"{prefix}.best",
            title=f"Best trade{of_hedge}",
            meaning=f"The largest profit on a single trade of {who}, dated by its opening and closing.",
            unit="USD",
            formula="max(P&L)",
            validity="A single trade, which needn't recur.",
            source="Largest P&L.",
            hedge=hedge,
            phrases=_named(
                hedge, "best trade", "largest win", "biggest win", "largest winning trade", "best single trade",
                base=("biggest winner", "largest single profit", "most earned on a trade"),
            ),
            sentences=Sentences(
                above=f"the best trade of {who}, opened on {{start}}, earned {{m}}",
                below=f"even the best trade of {who}, opened on {{start}}, lost {{m}}",
            ),
            beside=(f"{prefix}.expectancy",),
            subject=f"Best trade of {who}",
        ),
        trade_figure(
            outcomes.losing_streak,
            key=f"{prefix}.losing_run",
            title=f"Longest losing streak{of_hedge}",
            meaning=f"The largest number of consecutive losing trades of {who}.",
            unit="count",
            formula="longest run of P&L <= 0 in the order of closings",
            validity="Grows with the number of trades.",
            source="Run length.",
            hedge=hedge,
            phrases=_named(
                hedge, "losing streak", "longest losing run", "losses in a row", "losing run", "consecutive losses",
                base=("consecutive losing trades", "string of losses", "losers in a row", "back-to-back losses"),
            ),
            sentences=Sentences(above=f"the longest losing streak of {who}, in consecutive trades, was {{d}}"),
            beside=(f"{prefix}.win_rate", f"{prefix}.count"),
            subject=f"Longest losing streak of {who}",
        ),
        trade_figure(
            outcomes.winning_streak,
            key=f"{prefix}.winning_run",
            title=f"Longest winning streak{of_hedge}",
            meaning=f"The largest number of consecutive winning trades of {who}.",
            unit="count",
            formula="longest run of P&L > 0 in the order of closings",
            validity="Grows with the number of trades.",
            source="Run length.",
            hedge=hedge,
            phrases=_named(
                hedge, "winning streak", "longest winning run", "wins in a row", "winning run", "consecutive wins",
                base=("consecutive winning trades", "string of wins", "winners in a row", "back-to-back wins"),
            ),
            sentences=Sentences(above=f"the longest winning streak of {who}, in consecutive trades, was {{d}}"),
            beside=(f"{prefix}.losing_run", f"{prefix}.win_rate"),
            subject=f"Longest winning streak of {who}",
        ),
        trade_figure(
            outcomes.holding,
            key=f"{prefix}.holding",
            title=f"Mean holding period{of_hedge}",
            meaning=f"The mean time from opening to closing a trade of {who}.",
            unit="days",
            formula="mean(closed - opened)",
            validity="Calendar days.",
            source="Mean.",
            hedge=hedge,
            phrases=_named(
                hedge, "holding time", "holding period", "average holding time", "time in trade", "days in trade",
                base=("how long are trades held", "average days in trade", "duration of a trade"),
            ),
            sentences=Sentences(above=f"the mean holding period of {who}'s trades was {{d}}"),
            subject=f"Holding period of {who}'s trades",
        ),
        trade_figure(
            outcomes.count,
            key=f"{prefix}.count",
            title="Trades of the hedge" if hedge else "Trades of the base strategy",
            meaning=f"The number of closed trades of {who}.",
            unit="count",
            formula="n",
            validity="Trades still open at the end of the trade log are not counted.",
            source="The trade log.",
            hedge=hedge,
            phrases=_named(
                hedge, "number of trades", "trade count", "count of trades", "number of closed trades",
                base=("how many trades", "how many times did it trade", "total number of trades", "trades taken"),
                own=("how many trades of the hedge", "how many hedge trades"),
            ),
            sentences=Sentences(above=f"the number of closed trades of {who} was {{d}}"),
            subject=f"Number of trades of {who}",
        ),
    )  # fmt: skip


FIGURES: tuple[FigureSpec, ...] = tuple(spec for hedge in (False, True) for spec in (*_rates(hedge), *_extremes(hedge)))
