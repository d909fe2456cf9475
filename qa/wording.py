"""Wording: how one figure is said, its direction in words."""

from __future__ import annotations

from qa.calculator.catalogue import spec_of
from qa.document import FigureView, SourceView
from qa.leads import LEADS

TOPICS = {
    "drag": "What the hedge costs",
    "decomposition": "What the hedge's cost is made of",
    "premium": "What the hedge's premium comes to",
    "adjustment": "What adjusting the hedge costs",
    "return": "What the account returned",
    "drawdown": "How far the account fell",
    "tail": "What the worst days and months cost",
    "volatility": "How far returns spread",
    "sharpe": "Return for its risk",
    "sortino": "Return for its risk",
    "calmar": "Return for its risk",
    "martin": "Return for its risk",
    "protection": "What protection costs",
    "benchmark": "The hedge against trading smaller",
    "exposure": "How it moves with the market",
    "correlation": "How it moves with the market",
    "convexity": "How the hedge pays in a crash",
    "implied": "Implied against realised volatility",
    "regime": "How well entry VIX tells the days",
    "episode": "What happened in stress",
    "realism": "How much a claim has behind it",
    "whatif": "What another size would do",
    "trades": "How the trades went",
    "hedge": "How the hedge's trades went",
    "chain": "Whether rolled losers come back",
    "geometry": "What a contract can win and lose",
    "margin": "What was earned on the margin",
    "capital": "What capital it takes",
    "execution": "What live trading adds to the cost",
    "import": "What was read",
}
CATEGORIES = {"drag": "Hedge cost", "return": "Returns", "drawdown": "Drawdown", "trades": "Trades", "hedge": "Trades"}
_OTHER = "Hedge cost"


def category(key: str) -> str:
    """The category of a page that leads with a figure."""
    return CATEGORIES.get(key.split(".", maxsplit=1)[0], _OTHER)


def topic(key: str) -> str:
    """The neutral title of a page that leads with a figure."""
    return TOPICS.get(key.split(".", maxsplit=1)[0], spec_of(key).title)


def lead(figure: FigureView) -> str:
    """The figure as a clause in tokens: its magnitude where words give the direction, its title where none are written."""
    words = LEADS.get(_monthly(figure.key)) or (f"the figure “{figure.title}” came to {{d}}",)
    clause = words[0] if figure.value >= 0 or len(words) == 1 else words[1]
    per = _per(figure)
    if figure.n == 1:
        for of_many in (" a {per} on average", " in the median {per}", " in a typical {per}"):
            clause = clause.replace(of_many, " in the {per}")
    f = figure.id
    return clause.format(m=f"{{{f}.magnitude}}", d=f"{{{f}}}", b=f"{{{f}.basis}}", n=f"{{{f}.n}}", per=per)


def _monthly(key: str) -> str:
    """The key under which a figure of any period has its words."""
    for adverb in (".daily.", ".weekly.", ".yearly."):
        key = key.replace(adverb, ".monthly.")
    return key


def _per(figure: FigureView) -> str:
    """The period that a figure is cut into."""
    named = {".daily.": "day", ".weekly.": "week", ".yearly.": "year"}
    return next((period for adverb, period in named.items() if adverb in figure.key), "month")


def qualified(figure: FigureView) -> str:
    """Interval, n and dates in brackets."""
    f = figure.id
    of_mean = " of the mean" if figure.key.endswith(".mean") else ""
    interval = f"{{{f}.level}} interval{of_mean} {{{f}.interval}}, " if figure.interval else ""
    dates = f"{{{f}.start}}" if figure.start == figure.end else f"{{{f}.start}} to {{{f}.end}}"
    return f"({interval}n = {{{f}.n}} {counted(figure)}, {dates})"


def counted(figure: FigureView, *, plural: bool = False) -> str:
    """What the figure's n counts, singular for one."""
    word = spec_of(figure.key).counts if not figure.key.startswith("difference.") else "months"
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
