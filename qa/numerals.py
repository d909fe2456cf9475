"""Numerals: the one place that writes numbers and dates for pages, and that recognises numerals in prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.dates import MONTHS
from corpus.number_words import CARDINAL, NOT_NUMBERS, SMALL

MINUS = "\N{MINUS SIGN}"
Unit = Literal[
    "fraction/day",
    "fraction/week",
    "fraction/month",
    "fraction/year",
    "fraction/span",
    "fraction",
    "ratio",
    "bp",
    "points",
    "USD",
    "days",
    "months",
    "count",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """How a unit is written."""

    scale: float
    decimals: int
    #: magnitudes below this get one more decimal
    fine_below: float = 0.0
    prefix: str = ""
    suffix: str = ""
    #: the suffix of what is written as 1
    singular: str = ""


_RULES: dict[Unit, _Rule] = {
    "fraction/day": _Rule(scale=100, decimals=3, fine_below=0.0001, suffix="%"),
    "fraction/week": _Rule(scale=100, decimals=3, fine_below=0.0001, suffix="%"),
    "fraction/month": _Rule(scale=100, decimals=2, fine_below=0.001, suffix="%"),
    "fraction/year": _Rule(scale=100, decimals=2, fine_below=0.001, suffix="%"),
    "fraction/span": _Rule(scale=100, decimals=2, fine_below=0.001, suffix="%"),
    "fraction": _Rule(scale=100, decimals=1, suffix="%"),
    "ratio": _Rule(scale=1, decimals=2, fine_below=0.1),
    "points": _Rule(scale=1, decimals=2, fine_below=0.1),
    "bp": _Rule(scale=10_000, decimals=1, suffix=" bp"),
    "USD": _Rule(scale=1, decimals=0, prefix="$"),
    "days": _Rule(scale=1, decimals=0, suffix=" days", singular=" day"),
    "months": _Rule(scale=1, decimals=0, fine_below=10.0, suffix=" months", singular=" month"),
    "count": _Rule(scale=1, decimals=0),
}


def decimals(unit: Unit, *values: float) -> int:
    """How many decimals the unit's rule gives values that are shown together."""
    rule = _RULES[unit]
    largest = max(abs(v) for v in values)
    return rule.decimals + (1 if largest < rule.fine_below else 0)


def write(value: float, unit: Unit, places: int | None = None) -> str:
    """A value as pages show it: `-0.0005` of `fraction/month` is `−0.050%`.

    >>> write(0.00043, "fraction/month"), write(-0.187, "fraction"), write(400000, "USD")
    ('0.043%', '−18.7%', '$400,000')
    """
    rule = _RULES[unit]
    places = decimals(unit, value) if places is None else places
    text = f"{abs(value) * rule.scale:,.{places}f}"
    negative = value < 0 and any(c in "123456789" for c in text)
    suffix = rule.singular if text == "1" and rule.singular else rule.suffix
    return f"{MINUS if negative else ''}{rule.prefix}{text}{suffix}"


def write_bare(value: float, unit: Unit, places: int | None = None, *, plus: bool = False) -> str:
    """The same for a table, whose head names the currency; `plus` writes the sign of what is above zero too.

    >>> write_bare(-20586.0, "USD"), write_bare(0.0129, "fraction/span", plus=True), write_bare(0.0, "USD", plus=True)
    ('\N{MINUS SIGN}20,586', '+1.29%', '0')
    """
    text = write(value, unit, places)
    text = text.replace(_RULES[unit].prefix, "", 1) if _RULES[unit].prefix else text
    above = value > 0 and any(c in "123456789" for c in text)
    return f"+{text}" if plus and above else text


_LETTERS = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


def write_short(value: float, unit: Unit, places: int) -> str:
    """The same for the axis of a chart, with millions and more by their letters.

    >>> write_short(-2_500_000, "USD", 0), write_short(0.005, "fraction/month", 1)
    ('−$2.5m', '0.5%')
    """
    rule = _RULES[unit]
    size = abs(value) * rule.scale
    if size < _LETTERS[-1][0]:
        return write(value, unit, places)
    power, letter = next(known for known in _LETTERS if size >= known[0])
    number = f"{size / power:.6g}{letter}" if size < _LETTERS[0][0] * 1000 else f"{size:.1e}"
    return f"{MINUS if value < 0 else ''}{rule.prefix}{number}{rule.suffix}"


def write_range(low: float, high: float, unit: Unit) -> str:
    """Two bounds with the same number of decimals.

    >>> write_range(-0.0005, 0.0012, "fraction/month")
    '−0.05% to 0.12%'
    """
    places = decimals(unit, low, high)
    return f"{write(low, unit, places)} to {write(high, unit, places)}"


def decimals_that_add(terms: Sequence[float], total: float, unit: Unit) -> int | None:
    """The decimals that the unit's rule gives or allows, at which the shown terms sum to the total; else None."""
    scale, most = _RULES[unit].scale, _RULES[unit].decimals + 1
    own = max(decimals(unit, value) for value in (total, *terms))
    for places in range(own, most + 1):
        shown = [round(abs(t) * scale, places) * (1 if t >= 0 else -1) for t in terms]
        if f"{sum(shown):.{places}f}" == f"{total * scale:.{places}f}":
            return places
    return None


def write_date(iso: str) -> str:
    """`2018-12-31`, `2018-12` or `2018` in words.

    >>> write_date("2018-12-31"), write_date("2018-12"), write_date("2018")
    ('31 December 2018', 'December 2018', '2018')
    """
    year, month, day = (*iso.split("-"), "", "")[:3]
    return " ".join(x for x in (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year) if x)


def stored(value: float) -> float:
    """A value as documents hold it: 12 significant digits, so that it is the same on every machine."""
    short = float(f"{value:.12g}")
    return 0.0 if short == 0 else short


#: Words that count only beside a quantity, since prose also uses them otherwise ("one of them", "the second half").
_BESIDE = (
    r"(?<!includes )(?<!include )(?<!excludes )(?<!exclude )(?<!including )(?<!excluding )(?<!from )(?<!above )(?<!below )"
    r"(?<!around )zero|zero(?= ?(?:per ?cent|percent|%|points?\b|basis|bps?\b|dollars?\b))|"
    r"one(?=[- ](?:per ?cent|percent|%|point|basis|times|bps?\b|dollar|month|year|day|week|fifth|tenth|hundred|in |and a))"
    r"|(?<!first )(?<!second )(?<!each )(?<!per )(?<!the )half(?! (?:empty|full))"
    r"|(?<=\bthe )half (?=of|as|that)"
    r"|(?<=\ba )third\b|(?<=\bone )third\b|(?<=\bby )third\b"
    r"|(?<=\ba )quarter\b|(?<=\bone )quarter\b|(?<=\bthree )quarters?\b|(?<=\bby )quarters?\b|quarters? of (?:the|its|that|all)"
)
_WORDS = re.compile(rf"\b(?:{CARDINAL}|{_BESIDE})(?:[- ](?:{CARDINAL}|per ?cent|points?))*(?!\w)", re.IGNORECASE)


def find(text: str) -> list[tuple[int, int]]:
    """Spans of the numerals in prose: digits and number signs of any script, and number words.

    >>> [("cut by 40% in two months"[a:b]) for a, b in find("cut by 40% in two months")]
    ['40', 'two']

    Zero is none where something is held against it: "the interval includes zero".

    >>> find("its interval excludes zero"), ["cost zero dollars"[a:b] for a, b in find("cost zero dollars")]
    ([], ['zero'])
    """
    words = [m.span() for m in _WORDS.finditer(text) if not NOT_NUMBERS.match(text, m.start())]
    return sorted(set(_digits(text) + words))


def _digits(text: str) -> list[tuple[int, int]]:
    spans, i = [], 0
    while i < len(text):
        end = i
        while end < len(text) and (_is_digit(text[end]) or _joins(text, i, end)):
            end += 1
        if end > i:
            spans.append((i, end))
        i = max(end, i + 1)
    return spans


def _is_digit(char: str) -> bool:
    return unicodedata.numeric(char, None) is not None


def _joins(text: str, start: int, at: int) -> bool:
    """Whether a sign stands between two digits of one numeral, as in 1,000 or 0.4–1.2."""
    return at > start and text[at] in ".,/:-–" + MINUS and at + 1 < len(text) and text[at + 1].isdigit()


def count_word(n: int) -> str:
    """A small count in words, a larger one in digits."""
    return SMALL[n] if n < len(SMALL) else str(n)
