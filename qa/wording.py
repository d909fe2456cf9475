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
#: What each family of figures is about, and the category of its pages.
_FAMILIES = {
    "drag": ("What the hedge costs", "Hedge cost"),
    "decomposition": ("What the cost of the hedge is made of", "Hedge cost"),
    "premium": ("What buying the hedge costs", "Hedge cost"),
    "adjustment": ("What adjusting the hedge costs", "Hedge cost"),
    "execution": ("What live trading adds to the cost", "Hedge cost"),
    "event": ("What the hedge costs around events", "Hedge cost"),
    "return": ("What the account returned", "Returns"),
    "drawdown": ("How far the account fell", "Drawdown"),
    "tail": ("What the worst days cost", "Drawdown"),
    "protection": ("What protection costs", "Protection"),
    "benchmark": ("The hedge against trading smaller", "Protection"),
    "episode": ("What happened in stress", "Protection"),
    "realism": ("How realistic it is", "Protection"),
    "whatif": ("What a change would make of it", "Hedge cost"),
    "capital": ("The account", "Account"),
    "margin": ("The margin", "Account"),
    "trades": ("How often the trades win", "Win rate"),
    "hedge": ("How the hedge's trades fared", "Hedge cost"),
    "chain": ("What rolling recovered", "Win rate"),
    "geometry": ("How the condors are built", "Trades"),
}
_OTHER = ("What the figures say", "Figures")


class _Told(dict[str, str]):
    """Words by family, with some for every other one."""

    def __init__(self, at: int) -> None:
        super().__init__({family: words[at] for family, words in _FAMILIES.items()})
        self._other = _OTHER[at]

    def __missing__(self, family: str) -> str:
        return self._other


TOPICS, CATEGORIES = _Told(0), _Told(1)


def lead(figure: FigureView) -> str:
    """The figure as a clause in tokens: its magnitude where words give the direction."""
    words = LEADS.get(figure.key) or (f"{figure.title[0].lower()}{figure.title[1:]} came to {{d}}",)
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
