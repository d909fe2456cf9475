"""Wording: how one figure is said, its direction in words."""

from __future__ import annotations

from qa.calculator.catalogue import spec_of
from qa.calculator.core.amounts import DOLLARS, PER_100K
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import FigureView, SourceView
from qa.write.leads import LEADS

#: Heading of the section that tells the figures.
FIGURES = "The figures"
#: What returns are net of.
FEES = {"gross": "gross of costs", "net_of_costs": "net of trading costs", "net_of_all": "net of all fees"}
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
    return CATEGORIES.get(_share(key).split(".", maxsplit=1)[0], _OTHER)


def topic(key: str) -> str:
    """The neutral title of a page that leads with a figure."""
    return TOPICS.get(_share(key).split(".", maxsplit=1)[0], spec_of(key).title)


def lead(figure: FigureView) -> str:
    """The figure as a clause in tokens: its magnitude where words give the direction, its title where none are written."""
    words = LEADS.get(_monthly(_share(figure.key))) or (f"the figure “{figure.title}” came to {{d}}",)
    clause = words[0] if figure.value >= 0 or len(words) == 1 else words[1]
    per = _per(figure)
    if figure.n == 1:
        for of_many, of_one in _OF_ONE:
            clause = clause.replace(of_many, of_one)
    if not figure.basis_display:
        clause = clause.replace(" {b}", "")
    f = figure.id
    return clause.format(m=f"{{{f}.magnitude}}", d=f"{{{f}}}", b=f"{{{f}.basis}}", n=f"{{{f}.n}}", per=per)


#: Words on many, and those on one.
_OF_ONE = (
    (" a {per} on average", " in the {per}"),
    (" in the median {per}", " in the {per}"),
    ("in the middle one of the stress episodes", "in the stress episode"),
    ("in stress episodes", "in the stress episode"),
)


def _share(key: str) -> str:
    """The key of the share that an amount is made from."""
    return key.removeprefix(DOLLARS).removeprefix(PER_100K)


def _monthly(key: str) -> str:
    """The key under which a figure of any period has its words."""
    for adverb in (".daily.", ".weekly.", ".yearly."):
        key = key.replace(adverb, ".monthly.")
    return key


def _per(figure: FigureView) -> str:
    """The period that a figure is cut into."""
    named = {".daily.": "day", ".weekly.": "week", ".yearly.": "year"}
    return next((period for adverb, period in named.items() if adverb in figure.key), "month")


def placed(figure: FigureView) -> str:
    """The figure as a sentence's beginning: where it holds, and its clause."""
    begun, clause = opening(figure), lead(figure)
    comma = "," if begun[-1] != "," and clause.startswith(_ADVERBIALS) else ""
    return f"{begun}{comma} {clause}"


#: How clauses begin that a comma parts from what stands before them.
_ADVERBIALS = ("in ", "even in ", "inside ", "without ", "after ", "begun ", "if ", "at the size ", "simply ")


def sentence(clause: str) -> str:
    """A clause with a capital letter, where it begins with a word."""
    return clause[0].upper() + clause[1:]


def qualified(figure: FigureView) -> str:
    """Interval, n and dates in brackets."""
    f = figure.id
    of_mean = " of the mean" if figure.key.endswith(".mean") else ""
    interval = f"{{{f}.level}} interval{of_mean} {{{f}.interval}}, " if figure.interval else ""
    dates = f"{{{f}.start}}" if figure.start == figure.end else f"{{{f}.start}} to {{{f}.end}}"
    return f"({interval}n = {{{f}.n}} {counted(figure)}, {dates})"


def counted(figure: FigureView, *, plural: bool = False) -> str:
    """What the figure's n counts, singular for one."""
    word = spec_of(figure.key).counts
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


def opening(figure: FigureView) -> str:
    """How a sentence on a figure begins: in this backtest, and in which part of it or under what supposition."""
    if figure.scope == "all":
        return "In this backtest"
    scope = parse_scope(figure.scope)
    if scope.bounds:
        return f"In this backtest's {where(figure)},"
    return f"In this backtest, {where(figure)},"


def where(figure: FigureView) -> str:
    """The scope of a figure as an adverbial: `months with VIX below 15`, `in 2018`, `with the hedge at 0.5 times its size`."""
    if figure.scope == "all":
        return "over the whole run"
    shown = f"{{{figure.id}.scope}}"
    scope = parse_scope(figure.scope)
    first = next(part for part in _BEFORE if part in scope.parts)
    if first == "bounds":
        return f"{counted(figure, plural=True)} with {shown}"
    return _dated(scope, figure, shown) if first == "dates" else f"{_BEFORE[first]}{shown}"


#: The parts of a scope in the order of its words, and what stands before the first of them.
_BEFORE = {
    "bounds": "",
    "dates": "",
    "besides": "",
    "event": "on days ",
    "episode": "in ",
    "tier": "on the ",
    "layer": "with ",
    "per": "",
    "without": "",
    "size": "with ",
    "slip": "with ",
    "capital": "",
    "claim": "held ",
}


def _dated(scope: Scope, figure: FigureView, shown: str) -> str:
    dates = scope.dates
    assert dates is not None, "its first part is dates"
    if dates.start is None or dates.end is None:
        return shown  # up to, from
    if dates.start == dates.end:
        return f"on {shown}"
    return f"from {shown}" if " to " in figure.scope_display.partition(",")[0] else f"in {shown}"
