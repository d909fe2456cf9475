"""Conditions on how the index moved over the last month of closes, and on how much it swung, as known before entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.calculator.core.scope import Bound, Op, Signal
from qa.understand.text import Place

#: Return of the index over a month of trading days, and its volatility over as many.
CHANGE, REALISED = Signal("spx", "change", 21), Signal("spx", "realised", 21)
_DOWN = (
    r"(?:negative|neg|down|fell|fallen|falling|falls|red|below (?:0|zero)|under (?:0|zero)|< ?0|lower|dropp\w+|sinking"
    r"|declin\w+|minus|lost|losing)"
)
_UP = r"(?:positive|pos|up|rose|risen|rising|rises|green|above (?:0|zero)|over (?:0|zero)|> ?0|higher|gain\w*|climb\w*)"
_SIDE = rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))"
_OVER = (
    r"(?:(?:over|in|for|across) (?:the |its )?(?:(?:last|prior|past|trailing|previous|preceding) )?"
    r"(?:21[- ]?(?:d|trading days|days?|sessions?)|(?:one|1|a|a whole)? ?month)(?! (?:of|in) )|(?:over )?21[- ]?(?:d|days?"
    r"|sessions?))"
)
_SPAN = (
    r"(?:21[- ]?(?:d|days?|sessions?|trading days?)|(?:trailing|prior|previous|preceding|last)[- ](?:one[- ]|1[- ])?month(?:'s)?"
    r"|(?:trailing|one|1)[- ]month)"
)
_INDEX = r"(?:spx|s&p(?: 500)?|market|index|stocks)"
_MOVES = tuple(
    re.compile(words)
    for words in (
        rf"\b(?:after|following) (?:a |an |any )?{_SIDE} month\b(?: (?:\(.{{0,30}}?\)|(?:on|in|for) (?:the )?{_INDEX}))*",
        rf"\b{_INDEX}(?:'s)?(?: [\w']+){{0,4}} {_SIDE} {_OVER}\b",
        (
            rf"\b(?:{_INDEX}(?:'s)? )?{_SPAN}(?: {_INDEX})?(?:'s)?(?: (?:change|chg|return|move|is|was|being|of the index"
            rf"|{_INDEX}))* ?{_SIDE}(?!\w)"
        ),
        rf"\b{_SIDE} (?:over |for )?21[- ]?(?:d|days?|sessions?)\b",
    )
)
_BESIDE = re.compile(rf",? ?(?:vs\.?|versus|and|or|against)(?: (?:when|if|after|a|it|was|is))* {_SIDE}\b")
_SWUNG = re.compile(
    r"\breali[sz]ed (?:vol(?:atility)?)(?: \(?21 ?-?d(?:ays?)?\)?)?(?: (?:is|was|of|at|sits|the|over|index))*? "
    r"(?:(?P<up>above|over|more than|>)|(?P<down>below|under|less than|<)) ?(?P<n>\d{1,2}(?:\.\d+)?)%?"
)


def read_moves(plain: str) -> Iterator[tuple[Place, Bound]]:
    """Bounds on the index's last month in a plain text, each with its words."""
    taken: list[Place] = []
    for m in _SWUNG.finditer(plain):
        taken.append(m.span())
        yield m.span(), Bound(REALISED, ">" if m["up"] else "<", float(m["n"]) / 100)
    for pattern in _MOVES:
        for m in pattern.finditer(plain):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            yield m.span(), _moved(m)
            beside = _BESIDE.match(plain, m.end())
            if beside and _op(beside) != _op(m):
                taken.append(beside.span())
                yield beside.span(), _moved(beside)


def _op(m: re.Match[str]) -> Op:
    return "<" if m["down"] else ">"


def _moved(m: re.Match[str]) -> Bound:
    return Bound(CHANGE, _op(m), 0.0)
