"""Quantities: the numbers and ranges of a sentence, each with its unit, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.numerals import stored

#: `percent` and `bp` are shares, held as fractions; `bare` numbers have no unit of their own.
Measure = Literal["percent", "bp", "USD", "days", "delta", "of", "bare"]
Bound = Literal["within", "at_most", "at_least"]

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,9}(?:[.,]\d{1,6})?)"
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " twenty"
).split()
_WORD = rf"(?:{'|'.join(_SMALL)})"
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "hundredth": 0.01}
_PART = r"(?:half|thirds?|quarters?|fifths?|tenths?|hundredths?)"
_PERCENT = r"(?:%|per ?cent\b|pct\b)"
_POINTS = r"(?:basis[- ]points?\b|bps?\b)"
_DAYS = r"(?:(?:calendar |trading )?days?\b|-?dte\b|-day\b)"
_UNIT = rf"(?:(?P<percent>{_PERCENT})|(?P<bp>{_POINTS})|(?P<days>{_DAYS})|(?P<delta>-?deltas?\b))"
_TO = r"(?:to|through|[-–—]|(?P<and>and))"
#: Digits that are part of a longer number, a date, a time, a word or a ratio are none of these.
_ALONE = r"(?<![\w.,:/$€£-])"
_RANGE = re.compile(
    rf"{_ALONE}(?P<sign>[-−])?(?P<dollar>\$ ?)?(?P<low>{_DIGITS}|{_WORD}) ?(?:{_PERCENT}|{_POINTS}|{_DAYS})?(?: ?[-–—] ?| {_TO} )"
    rf"(?P<minus>[-−])?(?:\$ ?)?(?P<high>{_DIGITS}|{_WORD})(?![\d:/]|[.,]\d)(?: ?{_UNIT})?",
    re.IGNORECASE,
)
_SIGNED = r"(?<![\w.,:/$€£])"
_SINGLE = re.compile(
    rf"(?:{_SIGNED}(?P<sign>[-−+]))?(?:{_ALONE}|(?<=[-−+]))(?P<dollar>\$ ?)?(?P<low>{_DIGITS}|{_WORD}\b)(?![\d:/]|[.,]\d|-\d)"
    rf"(?: ?{_UNIT})?",
    re.IGNORECASE,
)
#: Parts of a percent, and percents with a half, in words.
_FRACTION = re.compile(
    rf"\b(?:(?P<whole>{_WORD}) and )?(?:(?P<count>{_WORD}|an?) )?(?P<part>{_PART})(?: of)?(?: (?:an?|one"
    rf"|1))? ?(?P<percent>{_PERCENT})",
    re.IGNORECASE,
)
_SHARE = re.compile(rf"\b(?:(?P<count>{_WORD}|an?) )?(?P<part>{_PART}) (?=of (?:the |your )?(?:account|capital))", re.IGNORECASE)
_OF = re.compile(
    rf"{_ALONE}(?P<low>\d{{1,4}}|{_WORD}) (?:out of|of|in)(?: every)? (?P<high>\d{{1,4}}|{_WORD})(?![\d:/.,%]|\s?%)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween (?:an? |the )?(?:about |roughly |vix of )*$", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:up to|(?:not|never) (?:exceed(?:s|ed|ing)?|above|over|risk more than|put more than)|(?:limited|capped"
    r"|held) (?:to|at)|at most|no more than|not more than|less than|fewer than|(?:stay(?:s|ed)?|kept"
    r"|remain(?:s|ed)?)"
    r" (?:under|below)|a maximum of|well under|under|below|as much as)(?: about| roughly| an?)? ?$",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:(?<!not )(?<!never )exceed(?:s|ed|ing)?|at least|no less than|not less than|more than|a minimum of"
    r"|well over|over|above|upwards of)(?: about| an?)? ?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number or a range at a place in a sentence; shares are fractions."""

    start: int
    end: int
    low: float
    high: float
    measure: Measure
    bound: Bound = "within"
    #: whether two numbers stand in it
    ranged: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Where its words stand."""
        return self.start, self.end


def quantities(sentence: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence in their order; none overlaps another.

    >>> [(q.low, q.high, q.measure) for q in quantities("Between 0.4 and 1.2 percent a month, or half a percent at 45 days")]
    [(0.004, 0.012, 'percent'), (0.005, 0.005, 'percent'), (45.0, 45.0, 'days')]
    """
    taken: list[Quantity] = []
    for find in (_fractions, _shares_of, _ranges, _singles):
        taken += [q for q in find(sentence) if all(q.end <= t.start or q.start >= t.end for t in taken)]
    return tuple(sorted((q for q in taken if q.low <= q.high), key=lambda q: q.start))


def _fractions(text: str) -> Iterator[Quantity]:
    for m in (*_FRACTION.finditer(text), *_SHARE.finditer(text)):
        part = _PARTS[m["part"].lower().removesuffix("s")]
        count = 1.0 if m["count"] is None or m["count"].lower() in {"a", "an"} else _value(m["count"])
        whole = m.groupdict().get("whole")
        value = count * part + (_value(whole) if whole else 0.0)
        share = value / 100 if m.groupdict().get("percent") else value
        yield Quantity(
            start=m.start(),
            end=len(m[0].rstrip()) + m.start(),
            low=stored(share),
            high=stored(share),
            measure="percent",
            bound=_bound(text, m.start()),
        )


def _shares_of(text: str) -> Iterator[Quantity]:
    """So many of so many."""
    for m in _OF.finditer(text):
        part, whole = _value(m["low"]), _value(m["high"])
        if 0 < part <= whole:
            share = stored(part / whole)
            yield Quantity(start=m.start(), end=m.end(), low=share, high=share, measure="of", bound=_bound(text, m.start()))


def _ranges(text: str) -> Iterator[Quantity]:
    for m in _RANGE.finditer(text):
        before = text[: m.start()]
        if m["and"] and not _BETWEEN.search(before):
            continue
        if re.search(r"\bfrom $", before, re.IGNORECASE) and _value(m["low"]) > _value(m["high"]):
            continue  # a change, told by its two ends
        measure = _measure(m)
        low, high = _scaled(m["sign"], m["low"], measure), _scaled(m["minus"], m["high"], measure)
        yield Quantity(start=m.start(), end=m.end(), low=low, high=high, measure=measure, ranged=True)


def _singles(text: str) -> Iterator[Quantity]:
    for m in _SINGLE.finditer(text):
        measure = _measure(m)
        value = _scaled(m["sign"] if m["sign"] in {"-", "−"} else None, m["low"], measure)
        yield Quantity(start=m.start(), end=m.end(), low=value, high=value, measure=measure, bound=_bound(text, m.start()))


def _measure(m: re.Match[str]) -> Measure:
    if m["dollar"]:
        return "USD"
    units: tuple[Measure, ...] = ("percent", "bp", "days", "delta")
    return next((unit for unit in units if m[unit]), "bare")


def _scaled(sign: str | None, digits: str, measure: Measure) -> float:
    value = _value(digits) / {"percent": 100, "bp": 10_000}.get(measure, 1)
    return stored(-value if sign else value)


def _value(told: str) -> float:
    """The number that digits or a word tell; a comma before one or two digits is a decimal one.

    >>> _value("0,4"), _value("1,250"), _value("Twelve")
    (0.4, 1250.0, 12.0)
    """
    word = told.lower()
    if word in _SMALL:
        return float(_SMALL.index(word) + 1)
    if re.fullmatch(r"\d+,\d{1,2}", told) or re.fullmatch(r"0,\d+", told):
        return float(told.replace(",", "."))
    return float(told.replace(",", ""))


def _bound(text: str, start: int) -> Bound:
    before = text[:start]
    if _MOST.search(before):
        return "at_most"
    return "at_least" if _LEAST.search(before) else "within"


def masked(sentence: str, found: tuple[Quantity, ...]) -> str:
    """The sentence with each quantity as so many `#`, so that places stay."""
    for q in found:
        sentence = sentence[: q.start] + "#" * (q.end - q.start) + sentence[q.end :]
    return sentence
