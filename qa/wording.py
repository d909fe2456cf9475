"""Wording: how one figure is said, its direction in words."""

from __future__ import annotations

from qa.document import FigureView, SourceView

#: How the leading figure of an answer is said, `{f}` its id. One that can have either sign is said by `direction`.
LEADS = {
    "drag.monthly.mean": ("the hedge cost {m} {b} a month on average", "the hedge earned {m} {b} a month on average"),
    "drag.monthly.median": ("the hedge cost {m} {b} in the median month", "the hedge earned {m} {b} in the median month"),
    "return.unhedged.monthly.mean": ("the unhedged account returned {d} a month on average",),
    "return.hedged.monthly.mean": ("the hedged account returned {d} a month on average",),
    "return.unhedged.total": ("the unhedged account returned {d} in all",),
    "return.hedged.total": ("the hedged account returned {d} in all",),
    "drawdown.max.unhedged": ("the unhedged account fell by {m} at most, from a high to a later low",),
    "drawdown.max.hedged": ("the hedged account fell by {m} at most, from a high to a later low",),
    "trades.win_rate": ("{d} of the base strategy's trades earned something after fees",),
    "trades.break_even_win_rate": ("the base strategy's trades had to win {d} of the time to earn nothing",),
}
TOPICS = {
    "drag": "What the hedge costs",
    "return": "What the account returned",
    "drawdown": "How far the account fell",
    "trades": "How often the trades win",
    "execution": "What live trading adds to the cost",
}
CATEGORIES = {"drag": "Hedge cost", "return": "Returns", "drawdown": "Drawdown", "trades": "Win rate", "execution": "Hedge cost"}


def lead(figure: FigureView) -> str:
    """The figure as a clause in tokens: its magnitude where words give the direction."""
    words = LEADS[figure.key]
    clause = words[0] if figure.value >= 0 or len(words) == 1 else words[1]
    if figure.n == 1:
        clause = clause.replace(" a month on average", " in the month").replace(" in the median month", " in the month")
    f = figure.id
    return clause.format(m=f"{{{f}.magnitude}}", d=f"{{{f}}}", b=f"{{{f}.basis}}")


def qualified(figure: FigureView) -> str:
    """Interval, n and dates in brackets."""
    f = figure.id
    of_mean = " of the mean" if figure.key.endswith(".mean") else ""
    interval = f"{{{f}.level}} interval{of_mean} {{{f}.interval}}, " if figure.interval else ""
    dates = f"{{{f}.start}}" if figure.start == figure.end else f"{{{f}.start}} to {{{f}.end}}"
    return f"({interval}n = {{{f}.n}} {counted(figure)}, {dates})"


def counted(figure: FigureView, *, plural: bool = False) -> str:
    """What the figure's n counts, singular for one."""
    word = {"trades": "trades", "drawdown": "days"}.get(figure.key.split(".")[0], "months")
    return word.removesuffix("s") if figure.n == 1 and not plural else word


def quoted_lines(source: SourceView) -> tuple[str, ...]:
    """Each line of a source, quoted whole."""
    said: list[str] = []
    at = 0
    for line in source.quote.split("\n"):
        if line.strip():
            said.append(f"{{{source.id}@{at}:{at + len(line)}}} [{source.id}]")
        at += len(line) + 1
    return tuple(said)


def within(figure: FigureView) -> str:
    """The scope as an opening, `In this backtest` where it counts everything."""
    if figure.scope == "all":
        return "In this backtest"
    of = f"{counted(figure, plural=True)} with " if "<" in figure.scope or ">" in figure.scope else ""
    return f"In this backtest, counting only {of}{{{figure.id}.scope}},"
