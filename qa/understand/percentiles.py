"""Percentiles that a question asks for: of the drag, or of the returns of an account."""

from __future__ import annotations

import re

from qa.understand.sides import names_unhedged
from qa.understand.text import Place

_TH = r"(?:st|nd|rd|th)?"
_AND = r"(?: ?(?:,|and|&|/|to|or|,? and) ?)"
_NAMED = re.compile(
    rf"\b(?P<one>[1-9]\d?){_TH}(?:{_AND}(?:the )?(?P<two>[1-9]\d?){_TH})?(?:{_AND}(?:the )?(?P<three>[1-9]\d?){_TH})?"
    r"[- ](?:percentiles?|pctiles?|centiles?)\b"
    r"|\b(?:percentiles?|quantiles?) (?P<after>[1-9]\d?)\b|\bp(?P<short>5|10|25|75|90|95)\b"
)
#: One more that an ordinal alone names: "the 95th percentile, and also the 5th".
_MORE = re.compile(
    r"(?:,|\band\b|&|\bplus\b|\bor\b|\bversus\b|\bvs\b\.?)(?: also| and)? ?(?:also )?(?:for )?(?:the )?"
    r"(?P<n>[1-9]\d?)(?:st|nd|rd|th)(?= ?(?:[.?!;,)]|$|too\b|as well\b|one\b|please\b|pls\b))"
)
_QUARTILES = re.compile(
    r"\b(?P<which>lower|upper|first|third|bottom|top)?(?: and (?P<other>lower|upper|third|top))? ?quartiles?\b"
)
_RANGE = re.compile(r"\b(?:inter-?quartile range|iqr)\b")
_WHICH = {"lower": 25, "first": 25, "bottom": 25, "upper": 75, "third": 75, "top": 75}
#: What has figures of its own, and what the percentile would be of that has none here.
_ELSE = re.compile(
    r"\b(?:ratio|over|divided|loss(?:es)?|var|value[- ]at[- ]risk|shortfall|cvar|tail"
    r"|trades?|drawdowns?|vix|premium|duration|sharpe)\b"
)
_DRAG = re.compile(r"\b(?:drags?|cost\w*|expens\w+|bleed\w*)\b")
_RETURN = re.compile(r"\b(?:returns?|results?|performance)\b")


def percentiles_in(plain: str) -> tuple[tuple[str, ...], list[Place]]:
    """The percentiles that a question asks for, as keys, and the words for them; none for any other question.

    >>> percentiles_in("5th and 95th percentile of the drag")[0]
    ('drag.monthly.p5', 'drag.monthly.p95')
    >>> percentiles_in("95th percentile of monthly drag, and the 5th")[0]
    ('drag.monthly.p95', 'drag.monthly.p5')
    """
    numbers, places = _numbers(plain)
    if not numbers or _ELSE.search(plain):
        return (), []
    if _DRAG.search(plain):
        stem = "drag"
    elif _RETURN.search(plain):
        stem = f"return.{'unhedged' if names_unhedged(plain) else 'hedged'}"
    else:
        return (), []
    return tuple(f"{stem}.monthly.p{n}" for n in dict.fromkeys(numbers)), places


def _numbers(plain: str) -> tuple[list[int], list[Place]]:
    """The percentiles that words name, and where."""
    numbers, places = list[int](), list[Place]()
    for m in _NAMED.finditer(plain):
        numbers += [int(group) for group in m.groups() if group]
        places.append(m.span())
    for m in _MORE.finditer(plain) if places else ():
        if not any(a <= m.start("n") < b for a, b in places):
            numbers.append(int(m["n"]))
            places.append(m.span())
    for m in _RANGE.finditer(plain):
        numbers += [25, 75]
        places.append(m.span())
    for m in [] if places else _QUARTILES.finditer(plain):
        named = [_WHICH[group] for group in m.groups() if group]
        numbers += named or [25, 75]
        places.append(m.span())
    return numbers, places
