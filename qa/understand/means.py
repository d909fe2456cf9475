"""Conditions on a series held against its own mean, in words or as quants write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.calculator.core.scope import Bound, Op, Signal
from qa.understand.text import Place

_MEAN = re.compile(
    r"(?P<series>\bvix\b|fear index|\bspx\b|s&p(?: 500)?|\bmarket\b|\bindex\b)(?:'s)?(?: [\w']+){0,3}? (?P<side>below"
    r"|above|beneath|under|over|<|>) "
    r"(?:its |the |their |own |a )*(?P<n>\d{1,3})[- ]?(?:(?:day|session|d)s?)?[- ]?(?:simple |(?P<ema>exponential ))?"
    r"(?:(?:moving |rolling )?(?:average|avg|mean|sma|ma|dma|(?P<ema2>ema))\b|(?<=[- ]day)(?!\w)|(?<=\dd)(?!\w))"
)
#: The same as quants write it: "vix > sma(5)", "vix>=5d ma", "vix / sma5 > 1".
_SIGNS = (
    r"(?P<side><=?|>=?|≤|≥|above|over|below|under|exceeds|at or above|at or below|greater than|less than|higher than|lower than)"
)
_AVERAGE = r"(?:sma|ma|dma|moving average|average|avg|mean)"
_QUANT = tuple(
    re.compile(words)
    for words in (
        (
            rf"(?P<series>\bvix\b|\bspx\b)(?: (?:is|was|close[sd]?|trad\w+))? ?{_SIGNS} ?(?:its |the |own |a )*"
            rf"(?:(?P<n>\d{{1,3}})[- ]?(?:d|days?|sessions?)?[- ]?(?:simple )?(?:moving )?{_AVERAGE}"
            rf"|(?P<ema>e)?(?:{_AVERAGE}) ?[(_-]?(?P<n2>\d{{1,3}}) ?(?:d|days?)?\)?)(?!\w)"
        ),
        (
            rf"(?P<series>\bvix\b|\bspx\b) ?(?:/|to|over) ?(?:its |the )?(?:(?P<n>\d{{1,3}})[- ]?(?:d|days?)?[- ]?{_AVERAGE}"
            rf"|(?P<ema>e)?(?:{_AVERAGE}) ?\(?(?P<n2>\d{{1,3}})\)?) ?{_SIGNS} ?1(?:\.0+)?(?![\d.])"
        ),
    )
)
_OR_UNDER_IT = re.compile(
    r"(?: (?:at|on|by|before) (?:the )?(?:entry|entries|open|close))?"
    r",? ?(?:or|and|vs\.?|versus|against|(?:as )?compared (?:with|to)|than)"
    r"(?: when| if| with| those| in| on| it| days| months| vix)*"
    r"(?: it(?:'s| is| was)?)? (?P<side>below|above|beneath|under|over|<=?|>=?)"
    r"(?: (?:it|that|its average|the average|1))?(?= *[,.?!;:]| *$)"
)
#: A mean that one sentence names and another holds a series against.
_TOLD_MEAN = re.compile(
    r"\b(?:average|mean) of the (?:last |past |previous )?(?P<n>\d{1,3}) (?:trading )?(?:days|sessions"
    r"|closes)\b"
)
_THAT_MEAN = re.compile(
    r"(?P<series>\bvix\b|fear index|\bspx\b|s&p(?: 500)?|\bmarket\b|\bindex\b)(?: [\w']+){0,3}? (?P<side>below|above|beneath"
    r"|under|over) (?:that|this|the|the same|such an?) (?:average|mean)\b"
)


def read_means(plain: str) -> Iterator[tuple[Place, Bound]]:
    """A series against its own mean, and against the same once more: "over its 20-day average, or under it"."""
    for m in (m for pattern in _QUANT for m in pattern.finditer(plain)):
        mean = Signal(m["series"], "ema" if m["ema"] else "sma", max(1, int(m["n"] or m["n2"])))
        yield m.span(), Bound(Signal(m["series"]), _op_of(m["side"]), mean)
        if other := _OR_UNDER_IT.match(plain, m.end()):
            yield other.span(), Bound(Signal(m["series"]), _op_of(other["side"]), mean)
    for m in _MEAN.finditer(plain):
        name = "vix" if m["series"] in {"vix", "fear index"} else "spx"
        mean = Signal(name, "ema" if m["ema"] or m["ema2"] else "sma", max(1, int(m["n"])))
        yield m.span(), Bound(Signal(name), _op_of(m["side"]), mean)
        if other := _OR_UNDER_IT.match(plain, m.end()):
            yield other.span(), Bound(Signal(name), _op_of(other["side"]), mean)
    if (told := _TOLD_MEAN.search(plain)) and (that := _THAT_MEAN.search(plain, told.end())):
        name = "vix" if that["series"] in {"vix", "fear index"} else "spx"
        mean = Signal(name, "sma", max(1, int(told["n"])))
        yield (told.start(), that.end()), Bound(Signal(name), _op_of(that["side"]), mean)


def _op_of(side: str) -> Op:
    if side in {"<=", "≤", "at or below"}:
        return "<="
    if side in {">=", "≥", "at or above"}:
        return ">="
    return "<" if side in {"below", "beneath", "under", "<", "less than", "lower than"} else ">"
