"""Around: the words about a quantity that say for what it holds: period, denominator, tier, layer, with the hedge or without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from corpus.dates import MONTHS, month_number
from qa.evidence.told.quantities import Quantity

Period = Literal["month", "year", "week", "day", "unstated"]
_PERIOD_WORDS: tuple[tuple[Period, str], ...] = (
    ("month", r"\b(?:a|per|each|every|over the) month\b|\bmonthly\b|/ ?mo(?:nth)?\b|\bin months (?:entered|begun|that|with)\b"),
    (
        "year",
        r"\b(?:a|per|each|every|over the) (?:year|annum)\b|\bannual(?:ly|i[sz]ed)?\b|\byearly\b|\bp\.a\.|/ ?y(?:ea)?r\b",
    ),
    ("week", r"\b(?:a|per|each|every|over the) week\b|\bweekly\b"),
    ("day", r"\b(?:a|per|each|every) (?:day|night)\b|\bdaily\b"),
)
_PERIODS = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in _PERIOD_WORDS)
_DENOMINATORS = tuple(
    (name, re.compile(rf"\b(?:of|measured (?:on|against)|^on) (?:the |your |its |our )?(?:\w+ )?{words}\b", re.IGNORECASE))
    for name, words in (
        ("account", r"(?:account|capital|portfolio|equity)"),
        ("notional", r"notional"),
        ("credit", r"credits?(?: received)?"),
        ("premium", r"premiums?"),
        ("margin", r"margin"),
    )
)
_TIERS = re.compile(
    r"\b(?:(?P<name>conservative|balanced|aggressive)|\$?(?P<credit>0\.70?|1\.15|1\.60?)(?: condors?| tiers?))\b", re.IGNORECASE
)
_BY_CREDIT = {"0.7": "conservative", "0.70": "conservative", "1.15": "balanced", "1.6": "aggressive", "1.60": "aggressive"}
_LAYERS = re.compile(
    r"\b(?P<name>short|medium|long)(?:[- ](?:layer|one|calls?\b(?= layer)|leg)|$|(?=,? and (?:the )?\w+ layers?))\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\bunhedged\b|\bwithout (?:the |a |any )?(?:hedge|ALVH|overlay|layers|calls|policy|protection|cover|it)\b|\bbaseline\b"
    r"|\bbefore (?:the )?(?:hedge|ALVH)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?<!un)\bhedged\b|\bafter (?:the )?(?:hedg(?:e|ing)|ALVH|overlay)\b|(?<!out)\bwith (?:the )?(?:hedge|ALVH"
    r"|overlay|layers|policy|protection|it)\b"
    r"|\bnet of (?:the )?hedge\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"[;]|\.\s")
#: Words right before a date that belong to it.
_MONTH_YEAR = re.compile(rf"\b(?:in|of|during|for|since) ({'|'.join(MONTHS)}),? ((?:19|20)\d\d)\b")
_YEAR = re.compile(
    r"(?<![-–\d])\b(?:in|during|for|of|over|year) ((?:19|20)\d\d)\b(?! ?(?:to|[-–]|and) ?(?:19|20)?\d\d)", re.IGNORECASE
)
_TIMES = re.compile(r"\b(?:19|20)\d\d\b")


def period_of(sentence: str, q: Quantity, before: Quantity | None, after: Quantity | None, told: str = "") -> Period:
    """The period that a number is for: named after it, else before it, else in its sentence, else last in what was `told`."""
    right = re.sub(r"\([^)]*\)", lambda m: " " * len(m[0]), sentence[q.end : after.start if after else len(sentence)])
    left = sentence[before.end if before else 0 : q.start]
    return _first(right[:45]) or _last(left) or _first(sentence) or _last(told) or "unstated"


def _first(text: str) -> Period | None:
    places = [(m.start(), name) for name, p in _PERIODS if (m := p.search(text))]
    return min(places)[1] if places else None


def _last(text: str) -> Period | None:
    places = [(m.start(), name) for name, p in _PERIODS for m in p.finditer(text)]
    return max(places)[1] if places else None


def denominator_of(sentence: str, q: Quantity, after: Quantity | None) -> str | None:
    """What a share is of, where the text says it: after the number, or at the head of the sentence."""
    right = sentence[q.end : after.start if after else len(sentence)][:40]
    found = [(m.start(), name) for name, p in _DENOMINATORS if (m := p.search(right))]
    if found:
        return min(found)[1]
    return next((name for name, p in _DENOMINATORS if p.match(sentence)), None)


def segments(sentence: str, found: Sequence[Quantity]) -> list[tuple[int, int, int, int]]:
    """For each of some quantities where its words begin and end, left and right; a parenthesis after a number is its own."""
    stretches: list[tuple[int, int, int, int]] = []
    for i, q in enumerate(found):
        own = re.match(r"[^()#]{0,24}\([^)]*\)", sentence[q.end :])
        left = stretches[-1][3] if i and stretches[-1][3] < q.start else (found[i - 1].end if i else 0)
        cut = [m.end() for m in _CUT.finditer(sentence, left, q.start)]
        limit = found[i + 1].start if i + 1 < len(found) else len(sentence)
        ends = [m.start() for m in _CUT.finditer(sentence, q.end, limit)]
        right = q.end + own.end() if own and q.end + own.end() <= limit else q.end
        stretches.append((max([left, *cut]), min([limit, *ends]), q.start, right))
    return stretches


def nearest(names: Sequence[tuple[int, int, str]], stretches: Sequence[tuple[int, int, int, int]]) -> list[str | None]:
    """For each stretch the name that belongs to its quantity.

    Names stand all before their numbers or all after them; the first number tells which. Where its side has none, the other has.
    """
    first = stretches[0]
    ahead = any(first[0] <= a and b <= first[2] for a, b, _ in names)
    found: list[str | None] = []
    for left, right, start, close in stretches:
        before = [name for a, b, name in names if left <= a and b <= start]
        own = [name for a, b, name in names if start <= a and b <= close]
        after = [name for a, b, name in names if start <= a and b <= right]
        order = [own[:1], before[-1:], after[:1]] if ahead else [own[:1], after[:1], before[-1:]]
        found.append(next((x[0] for x in order if x), None))
    return found


def tiers_in(text: str) -> list[tuple[int, int, str]]:
    """The tiers named in a text, by name or by their credit."""
    return [(m.start(), m.end(), m["name"].lower() if m["name"] else _BY_CREDIT[m["credit"]]) for m in _TIERS.finditer(text)]


def layers_in(text: str) -> list[tuple[int, int, str]]:
    """The layers named in a text."""
    return [(m.start(), m.end(), m["name"].lower()) for m in _LAYERS.finditer(text)]


def sides_in(text: str) -> list[tuple[int, int, str]]:
    """Where a text speaks of the account with the hedge and without."""
    found = [(m.start(), m.end(), "unhedged") for m in _WITHOUT.finditer(text)]
    return sorted(found + [(m.start(), m.end(), "hedged") for m in _WITH.finditer(text)])


def dates_in(text: str) -> str | None:
    """The month or the year that a text speaks of as a scope; empty where it speaks of none, None where of several."""
    months = {f"date={m[2]}-{month_number(m[1]):02d}" for m in _MONTH_YEAR.finditer(text)}
    if len(months) == 1 and len(_TIMES.findall(text)) == 1:
        return months.pop()
    years = {f"date={m[1]}" for m in _YEAR.finditer(text)}
    if len(years) == 1 and len(_TIMES.findall(text)) == 1:
        return years.pop()
    return None if _TIMES.search(text) else ""
