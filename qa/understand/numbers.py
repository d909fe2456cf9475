"""Numbers as people write them: number words, decimal commas, and money."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ONES = "zero one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
UNITS = {word: i for i, word in enumerate(_ONES)}
BELOW_HUNDRED = {
    **{word: i for i, word in enumerate(_TEENS, start=10)},
    **{word: 10 * i for i, word in enumerate(_TENS, start=2)},
}
SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "k": 1_000}
SCALES |= dict.fromkeys(("million", "mil", "mill", "mio", "mm", "m"), 1_000_000)
#: Words that begin or go on with a number; "one" and "a" only before a larger word.
WORDS = frozenset({*UNITS, *BELOW_HUNDRED, "hundred", "thousand", "million"})
_CENTURIES = {19, 20}
#: Money below this is a price or a fill, not an account [USD].
SMALLEST_CAPITAL = 1_000.0
_AMOUNT = r"(?P<digits>\d{1,9}(?:\.\d{1,6})?)"
_SCALE = r" ?(?P<scale>k|m|mm|mil|mill|mio|grand|thousand|million)\b"
_MONEY = (
    re.compile(rf"(?P<sign>\$|usd) ?{_AMOUNT}(?:{_SCALE})?(?: ?(?:dollars?|usd|bucks)\b)?"),
    re.compile(rf"(?<![\d.$]){_AMOUNT}(?:{_SCALE})? ?(?:dollars?|usd|bucks|\$)"),
    re.compile(rf"(?<![\d.$])(?!401 ?k\b){_AMOUNT}{_SCALE}(?! ?(?:trades|contracts|condors|runs|paths))"),
    re.compile(r"(?<![\d.$])(?P<digits>\d{4,9})(?= (?:account|portfolio))"),
    re.compile(r"(?<![\d.$/-])(?P<digits>\d{1,3}000000)(?![\d.,/-]*\d| ?%| (?:trades|contracts|paths|runs|draws))"),
    re.compile(
        r"(?:(?<=\bon )|(?<=\bwith )|(?<=\bhave )|(?<=\bfor )|(?<=\bmanage )|(?<=\bhold )|(?<=\brun ))"
        r"(?P<digits>\d{5,9})(?![\d.,/-]*\d| ?%| (?:trades|contracts|paths))"
    ),
)


def value_of(words: Sequence[str]) -> str | None:
    """The number that words make, in digits, or None where they make none.

    >>> value_of("twenty four".split()), value_of("one hundred ten".split()), value_of("three hundred thousand".split())
    ('24', '110', '300000')
    >>> value_of(["one", "sixty"]), value_of(["twenty", "eighteen"]), value_of(["forty", "five", "six"])
    ('1.60', '2018', None)
    """
    values = [UNITS.get(w, BELOW_HUNDRED.get(w)) for w in words]
    small = [v for v in values if v is not None]
    if len(small) == len(words):
        return _spoken(small)
    total, current = 0, 0
    for word, value in zip(words, values, strict=True):
        if value is not None:
            if current % 100 and (current % 10 or value not in range(1, 10)):
                return None
            current += value
        elif word == "hundred":
            current = max(current, 1) * 100
        else:
            total, current = total + max(current, 1) * SCALES[word], 0
    return str(total + current)


def _spoken(small: Sequence[int]) -> str | None:
    """Numbers below a hundred said one after the other: 24, the price 1.60, the year 2018."""
    ten, unit = 10, 10
    if len(small) == 1:
        return str(small[0])
    first, rest = small[0], small[1:]
    last = sum(rest) if len(rest) == 1 or (rest[0] >= 2 * ten and rest[1] < unit) else None
    if last is None or len(rest) > 2:  # noqa: PLR2004 tens and units
        return None
    if first >= 2 * ten and last < unit and first % ten == 0:
        return str(first + last)
    if 0 < first < unit and last >= ten:
        return f"{first}.{last}"
    return f"{first}{last}" if first in _CENTURIES and last >= ten else None


def money(plain: str) -> list[tuple[float, tuple[int, int]]]:
    """Amounts of dollars in a plain text, each with its place, from left to right.

    >>> money("on $50k or 50.000 dollars")
    [(50000.0, (3, 7)), (50000.0, (11, 25))]
    """
    found: list[tuple[float, tuple[int, int]]] = []
    for pattern in _MONEY:
        for m in pattern.finditer(plain):
            if all(m.end() <= a or m.start() >= b for _, (a, b) in found):
                found.append((_amount(m["digits"]) * SCALES.get(m.groupdict().get("scale") or "", 1), m.span()))
    return sorted(found, key=lambda f: f[1])


def _amount(digits: str) -> float:
    """A dot before three digits parts thousands in money: nobody writes tenths of cents."""
    whole, dot, rest = digits.partition(".")
    thousands = dot and len(rest) == 3 and whole.strip("0")  # noqa: PLR2004
    return float(whole + rest) if thousands else float(digits)
