"""What a question supposes of fees and of the base's size: so many times the fees, so many condors a night."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.understand.supposing import Supposed
from qa.understand.text import Place

_FACTORS = {
    "half": 0.5,
    "halved": 0.5,
    "halving": 0.5,
    "halve": 0.5,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "a quarter": 0.25,
    "twice": 2.0,
    "twice as high": 2.0,
    "twice as large": 2.0,
    "twice as much": 2.0,
    "twice as many": 2.0,
    "half as many": 0.5,
    "half as high": 0.5,
    "half as much": 0.5,
    "double": 2.0,
    "doubled": 2.0,
    "doubling": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "tripling": 3.0,
    "quadruple": 4.0,
    "quadrupled": 4.0,
}
_FACTOR = "(?P<f>" + "|".join(sorted(_FACTORS, key=len, reverse=True)) + ")"
_TIMES = r"(?P<n>\d{1,2}(?:\.\d+)?) ?(?:x|times)"
_PERCENT = r"(?P<p>\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)"
_MORE = r"(?P<more>more|less|fewer|higher|lower|larger|smaller|dearer|cheaper)"
_NONE = r"(?P<none>no|zero|0|free|nil)"
_OF = (
    r"(?: of)?(?: (?:the|our|my|its|your|their|as much in|as many|number of|amount of|usual|present|current|trading"
    r"|broker(?:age)?))*"
)
_FEES = r"(?:fees?|commissions?|commission rates?|brokerage)"
_IS = r"(?: (?:is|are|was|were|be|being|had been|would be|to|at|by|get|got|gets|go|went|up|down|came|come))*"
_ENDS = r"(?! (?:the|of|a|an|its|what) )(?!\w)"
_FEE_WORDS = tuple(
    re.compile(words)
    for words in (
        rf"\b(?:(?:with|at|on|paying|for|under|if) )?(?:the )?(?:{_FACTOR}|{_TIMES}){_OF} {_FEES}\b",
        rf"\b(?:(?:with|at|on|paying) )?{_PERCENT} {_MORE} {_FEES}\b",
        rf"\b(?:(?:with|at|on|paying) )(?:the )?{_NONE} {_FEES}\b|\b{_FEES}[- ]free\b",
        (
            rf"\b(?:(?:if|when|with|suppose|should) )?(?:the |my |our )?{_FEES}{_IS} "
            rf"(?:{_FACTOR}|{_TIMES}|{_PERCENT} {_MORE}|(?P<zero>zero|nil|free)){_ENDS}"
        ),
    )
)
_CONDORS = r"(?:iron )?condors?"
_A_NIGHT = (
    r"(?: (?:a|per|each|every) (?:night|day|evening|trade|session)| at (?:a time|once))?"
    r"(?: (?:instead of|rather than|in place of|not) (?:the )?(?:usual )?(?:\d{1,3}|one))?"
)
_SELLING = r"(?:with|at|sell|sells|selling|sold|trade|trades|trading|traded|run|running|ran|put on|suppose|only|just)"
#: Numbers of condors that measure something else: "4/4/2 per ten condors".
_MEASURED = re.compile(r"\b(?:per|each|every|for each|out of|of the|of|among|/) ?$")
_CONDOR_WORDS = tuple(
    re.compile(words)
    for words in (
        rf"\b(?:(?:with|at|on|selling|if) )?(?:only )?(?:{_FACTOR}|{_TIMES}|{_PERCENT}(?: {_MORE})?){_OF} {_CONDORS}\b{_A_NIGHT}",
        (
            rf"\b(?:if (?:i|we|you|they) )?{_SELLING}(?: (?:i|we|you|only|just|sold|sell|trade|traded))* (?P<count>\d{{1,3}}|one)"
            rf" {_CONDORS}\b(?! (?:tier|loses|lost)){_A_NIGHT}"
        ),
    )
)


def read_costs(plain: str) -> Iterator[Supposed]:
    """What a plain text supposes of fees, and of how many condors are sold: so many, or so many times as many.

    >>> [(found.part, found.value) for found in read_costs("the drag at double commissions")]
    [('fees', 2.0)]
    >>> [(found.part, found.value) for found in read_costs("the drawdown with half the condors")]
    [('times', 0.5)]
    """
    yield from _once(_FEE_WORDS, plain, "fees")
    for found in _once(_CONDOR_WORDS, plain, "times"):
        if not _MEASURED.search(plain[: found.place[0]]):
            yield found


def _once(patterns: tuple[re.Pattern[str], ...], plain: str, part: str) -> Iterator[Supposed]:
    taken: list[Place] = []
    for pattern in patterns:
        for m in pattern.finditer(plain):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            groups = m.groupdict()
            if groups.get("count"):
                count = 1.0 if groups["count"] == "one" else float(groups["count"] or 0)
                yield Supposed(place=m.span(), part="condors", value=count)
            else:
                yield Supposed(place=m.span(), part=part, value=_ratio(groups))


def _ratio(groups: dict[str, str | None]) -> float:
    """How many times what it is."""
    if told := groups.get("f"):
        return _FACTORS[told]
    if told := groups.get("n"):
        return float(told)
    share = float(groups.get("p") or 0) / 100
    if not groups.get("more"):
        return share
    return 1 + share if groups["more"] in {"more", "higher", "larger", "dearer"} else 1 - share
