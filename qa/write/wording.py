"""Wording: how one figure is told, its direction in words and its interval turned with them."""

from __future__ import annotations

import re

from qa.calculator.core.amounts import DOLLARS, PER_100K
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.periodic import ADVERB
from qa.calculator.core.scope import Scope
from qa.document import SourceView
from qa.evidence.shown import Shown

#: What returns are net of.
FEES = {"gross": "gross of costs", "net_of_costs": "net of trading costs", "net_of_all": "net of all fees"}
CATEGORIES = {"drag": "Hedge cost", "return": "Returns", "drawdown": "Drawdown", "trades": "Trades", "hedge": "Trades"}
_OTHER = "Hedge cost"


def category(key: str) -> str:
    """The category of a page that leads with a figure."""
    return CATEGORIES.get(_share(key).split(".", maxsplit=1)[0], _OTHER)


def topic(spec: FigureSpec) -> str:
    """The neutral title of a page that leads with a figure."""
    return spec.subject or spec.title


def lead(shown: Shown) -> str:
    """The figure as a clause in tokens."""
    words = shown.spec.sentences
    per = shown.spec.period or next((p for p, adverb in ADVERB.items() if f".{adverb}." in shown.key), "month")
    if words is None:
        return f"{shown.spec.title[0].lower()}{shown.spec.title[1:]} was {{{shown.id}}}"
    clause = words.above
    if words.unclear and shown.unclear:
        clause = words.unclear
    elif words.below and shown.value < 0:
        clause = words.below
    if shown.n == 1:
        for of_many, of_one in _OF_ONE:
            clause = clause.replace(of_many, of_one)
    if not shown.view.basis_display:
        clause = clause.replace(" {b}", "")
    f = shown.id
    fields: dict[str, str] = {name: f"{{{f}.{field}}}" for name, field in (("m", "magnitude"), ("b", "basis"), ("n", "n"))}
    fields |= {"start": f"{{{f}.start}}", "end": f"{{{f}.end}}", "d": f"{{{f}}}", "per": str(per)}
    return clause.format(**fields)


#: Words on many, and those on one.
_OF_ONE = (
    (" a {per} on average", " in the {per}"),
    (" in the median {per}", " in the {per}"),
    ("the mean {per}ly ", "the "),
    ("in the median stress episode", "in the stress episode"),
    ("in stress episodes", "in the stress episode"),
    ("over all stress episodes", "over the stress episode"),
    ("the median P&L of ", "the P&L of "),
    ("in a stress episode was", "in the stress episode was"),
)


def _share(key: str) -> str:
    """The key of the share that an amount is made from."""
    return key.removeprefix(DOLLARS).removeprefix(PER_100K)


def placed(shown: Shown) -> str:
    """The figure as a sentence's beginning: where it holds, and its clause."""
    begun, clause = opening(shown), lead(shown)
    comma = "," if begun[-1] != "," and clause.startswith(_ADVERBIALS) else ""
    return f"{begun}{comma} {clause}"


#: How clauses begin that a comma parts from what stands before them.
_ADVERBIALS = ("in ", "even in ", "inside ", "without ", "after ", "begun ", "if ", "at the size ", "for ", "over ")


def as_subject(title: str) -> str:
    """A title as the subject of a sentence: what a comma begins in it, a comma ends.

    >>> as_subject("Maximum drawdown, unhedged"), as_subject("Win rate")
    ('Maximum drawdown, unhedged,', 'Win rate')
    """
    return f"{title}," if ", " in title else title


def valued(shown: Shown) -> str:
    """The figure in tokens, with a word on what a minus means where it is a cost that was a gain."""
    words = shown.spec.sentences
    gains = shown.value < 0 and words is not None and _GAINED.search(words.below or "") is not None
    return (
        f"{{{shown.id}}} (a minus is a gain)"
        if gains and shown.key.removeprefix(DOLLARS).startswith(_COSTS)
        else f"{{{shown.id}}}"
    )


_COSTS = ("drag.", "decomposition.total")
_GAINED = re.compile(r"\b(?:gain|earn)")


def sentence(clause: str) -> str:
    """A clause with a capital letter, where it begins with a word."""
    return clause[0].upper() + clause[1:]


def qualified(shown: Shown) -> str:
    """Interval, n and dates in brackets."""
    f = shown.id
    inside = f"{interval_of(shown)}, " if shown.interval else ""
    dates = f"{{{f}.start}}" if shown.view.start == shown.view.end else f"{{{f}.start}} to {{{f}.end}}"
    return f"({inside}n = {{{f}.n}} {counted(shown)}, {dates})"


def interval_of(shown: Shown) -> str:
    """The interval in tokens, turned where the words turn the figure's direction."""
    of_mean = " of the mean" if shown.key.endswith(".mean") else ""
    return f"{{{shown.id}.level}} interval{of_mean} {{{shown.reversed or shown.id}.interval}}"


def counted(shown: Shown, *, plural: bool = False) -> str:
    """What the figure's n counts, singular for one."""
    return shown.counts.removesuffix("s") if shown.n == 1 and not plural else shown.counts


def quoted_lines(source: SourceView) -> tuple[str, ...]:
    """Each line of a source, quoted whole."""
    said: list[str] = []
    at = 0
    for line in source.quote.split("\n"):
        if line.strip():
            said.append(f"{{{source.id}@{at}:{at + len(line)}}} [{source.id}]")
        at += len(line) + 1
    return tuple(said)


def opening(shown: Shown) -> str:
    """How a sentence on a figure begins: in this backtest, and in which part of it or under what supposition."""
    scope = shown.scope
    if scope == Scope():
        return "In this backtest"
    if scope.bounds:
        return f"In this backtest's {where(shown)},"
    return f"In this backtest, {where(shown)},"


def where(shown: Shown) -> str:
    """The scope of a figure in words: `months with VIX below 15`, `in 2018`, `with the hedge at 0.5 times its size`."""
    scope = shown.scope
    if scope == Scope():
        return "over the full period"
    words = f"{{{shown.id}.scope}}"
    first = next(part for part in _BEFORE if part in scope.parts)
    if first == "bounds":
        return f"{counted(shown, plural=True)} with {words}"
    if first == "event":
        return f"in {words}" if shown.counts in {"weeks", "months", "years"} else words
    return _dated(scope, shown, words) if first == "dates" else f"{_BEFORE[first]}{words}"


def adverbial(shown: Shown) -> str:
    """The scope of a figure as an adverbial that may stand anywhere: `in months with VIX below 15`, `in 2018`."""
    return f"in {where(shown)}" if shown.scope.bounds else where(shown)


#: The parts of a scope in the order of its words, and what stands before the first of them.
_BEFORE = {
    "bounds": "",
    "dates": "",
    "also": "",
    "besides": "",
    "event": "",
    "episode": "in ",
    "tier": "on the ",
    "layer": "with ",
    "per": "",
    "without": "",
    "size": "with ",
    "slip": "with ",
    "slip_hedge": "with ",
    "fees": "with ",
    "condors": "at ",
    "weekday": "on ",
    "month": "in ",
    "over": "",
    "asof": "",
    "capital": "",
    "claim": "held ",
}


def _dated(scope: Scope, shown: Shown, words: str) -> str:
    dates = scope.dates
    assert dates is not None, "its first part is dates"
    if dates.start is None or dates.end is None:
        return words  # up to, from
    if dates.start == dates.end:
        return f"on {words}"
    return f"from {words}" if " to " in shown.view.scope_display.partition(",")[0] else f"in {words}"
