"""Conditions on how the index moved over the last closes, a month of them or so many, and on how much it swung before entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.calculator.core.scope import Bound, Op, Signal
from qa.understand.text import Place

#: A month of trading days, and the volatility of the index over one.
MONTH = 21
REALISED = Signal("spx", "realised", 21)
_DOWN = (
    r"(?:negative|neg|down|fell|fallen|falling|falls|red|below (?:0|zero)|under (?:0|zero)|< ?0|lower|dropp\w+|sinking"
    r"|declin\w+|minus|lost|losing)"
)
_UP = r"(?:positive|pos|up|rose|risen|rising|rises|green|above (?:0|zero)|over (?:0|zero)|> ?0|higher|gain\w*|climb\w*)"
_SIDE = rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))"
_DAYS = r"(?:trading days|days?|sessions?|closes|d\b)"
_OVER = (
    r"(?:(?:over|in|for|across|within|during) (?:the |its )?(?:(?:last|prior|past|trailing|previous|preceding) )?"
    rf"(?:(?P<n>\d{{1,3}})[- ]?{_DAYS}|(?:one|1|a|a whole)? ?month)(?! (?:of|in) )|(?:over )?21[- ]?(?:d|days?|sessions?))"
)
_SPAN = (
    rf"(?:(?P<n>\d{{1,3}})[- ]?{_DAYS}|(?:trailing|prior|previous|preceding|last)[- ](?:one[- ]|1[- ])?month(?:'s)?"
    r"|(?:trailing|one|1)[- ]month)"
)
_INDEX = r"(?:spx|s&p(?: 500)?|markets?|index|stocks)"
#: How much a move came to.
_BY = r"(?: (?:by )?(?:(?:more|over|at least|greater) ?(?:than )?)?(?P<by>\d{1,2}(?:\.\d+)?) ?(?:%|percent\b|per cent\b))"
_MOVES = tuple(
    re.compile(words)
    for words in (
        rf"\b(?:after|following) (?:a |an |any )?{_SIDE} month\b(?: (?:\(.{{0,30}}?\)|(?:on|in|for) (?:the )?{_INDEX}))*",
        rf"\b{_INDEX}(?:'s)?(?: [\w']+){{0,4}} {_SIDE}{_BY}? {_OVER}\b",
        (
            rf"\b{_INDEX}(?:'s)?(?: [\w']+){{0,3}} {_SIDE} than (?:it (?:was"
            rf"|stood) )?(?P<n>\d{{1,3}}) {_DAYS} (?:earlier|before|ago)\b"
        ),
        (
            rf"\b(?:{_INDEX}(?:'s)? )?{_SPAN}(?: {_INDEX})?(?:'s)?(?: (?:change|chg|return|move|is|was|being|of the index"
            rf"|{_INDEX}))* ?{_SIDE}(?!\w)"
        ),
        rf"\b{_SIDE} (?:over |for )?(?P<n>21)[- ]?(?:d|days?|sessions?)\b",
    )
)
#: What makes of a move the measure of another: "for every point that the index fell".
_EACH_POINT = re.compile(r"\b(?:for|per) (?:each|every|a|one)? ?(?:point|percent|per cent|%|dollar)(?: that)? (?:the )?$")
_BESIDE = re.compile(rf",? ?(?:vs\.?|versus|and|or|against)(?: (?:when|if|after|a|it|was|is|with))* {_SIDE}\b")
_SWUNG = re.compile(
    r"\b(?:reali[sz]ed (?:vol(?:atility)?)|rv ?(?:21)?)(?: \(?21 ?-?d(?:ays?)?\)?)?"
    r"(?: (?:is|was|of|at|sits|the|over|index|s&p|spx|(?:21|last|past|a) (?:days?|month)|trailing))*? ?"
    r"(?:(?P<up>above|over|more than|>)|(?P<down>below|under|less than|<)) ?(?P<n>\d{1,2}(?:\.\d+)?)(?: ?(?:%|percent\b"
    r"|per cent\b))?"
)


def read_moves(plain: str) -> Iterator[tuple[Place, Bound]]:
    """Bounds on the index's last closes in a plain text, each with its words."""
    taken: list[Place] = []
    for m in _SWUNG.finditer(plain):
        taken.append(m.span())
        yield m.span(), Bound(REALISED, ">" if m["up"] else "<", float(m["n"]) / 100)
    for pattern in _MOVES:
        for m in pattern.finditer(plain):
            if any(a < m.end() and m.start() < b for a, b in taken) or _EACH_POINT.search(plain[: m.start()]):
                continue
            taken.append(m.span())
            yield m.span(), _moved(m, m)
            beside = _BESIDE.match(plain, m.end())
            if beside and _op(beside) != _op(m):
                taken.append(beside.span())
                yield beside.span(), _moved(beside, m)


def _op(m: re.Match[str]) -> Op:
    return "<" if m["down"] else ">"


def _moved(side: re.Match[str], m: re.Match[str]) -> Bound:
    """A move to one side, over the days and by as much as a match says."""
    groups = m.groupdict()
    change = Signal("spx", "change", int(groups.get("n") or MONTH))
    by = float(groups.get("by") or 0.0) / 100
    return Bound(change, _op(side), by if _op(side) == ">" or not by else -by)
