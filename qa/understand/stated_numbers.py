"""Stated numbers: what a question states in figures, with unit, precision and comparison; levels, dates and sizes are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.understand.no_claims import no_claims
from qa.understand.text import Place

Measure = Literal["share", "points", "USD", "count", "bare"]
Compare = Literal["is", "more", "less"]
_PERCENT, _BP = 0.01, 0.0001
#: What is within this share of a value is about that value, and so is what a fraction in words rounds to.
ABOUT, _WORDED = 0.075, 0.02
_N = r"(?:\d+(?:\.\d+)?|\.\d+|\bone\b)"
_UNIT = (
    r"(?P<unit>%|percent\b|per cent\b|pct\b|hundredths of a percent\b|tenths of a percent\b|vol(?:atility)? (?:pts?|points?)\b"
    r"|bps?\b|basis points?\b|points? base\b|dollars?\b|bucks?\b|usd\b|grand\b|k\b|(?:percentage |whole "
    r"|full )?(?:points?|pts?|pp)\b"
    r"|thousand(?: dollars?)?\b)"
)
_NUMBER = re.compile(
    rf"(?P<between>\bbetween )?(?P<sign>(?<![\w%.)])[+-]|\b(?:minus|plus|negative) )?(?P<money>\$"
    rf"|\busd )?(?<![\w.,/:'])(?P<low>{_N})"
    rf"(?: ?(?:k|grand|%|percent|per cent|bp)?(?: ?- ?| to | or |(?(between) and |(?!))))?"
    rf"(?P<high>(?<=[- ])(?:\$)?{_N})?(?P<and_half> (?:n|and) a half)?(?![\d/:]|\.\d) ?{_UNIT}?"
)
_PARTS = {"half": 2, "third": 3, "3rd": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_PART = re.compile(
    rf"\b(?:(?:an?|one|by|in|than) )+(?P<part>{'|'.join(_PARTS)})\b(?! (?:of )?20\d\d| of (?!the months|all|nights"
    rf"|trades))(?P<point> (?:an? )?(?:percent|per cent|%|point)\b)?"
    r"|\b(?P<half>half)(?: the| an?)+ (?P<halfpoint>percent|per cent|%|point)?|\bhalv(?:e[sd]?|ing)\b"
    r"|\bhalf the (?=time|months)"
)
_K_OF_N = re.compile(
    rf"\b(?P<k>{_N}) (?:\w+ )?(?:(?:out of|of each|of every|in every|of|in) (?P<n>\d{{1,3}}))\b(?! ?(?:%|bp|days"
    rf"|years|yrs|percent))"
)
_EVERY = re.compile(
    r"\b(?:(?:every|each)(?: single| one of the)+|in every) months?\b|\ball (?:the |of the |\d+ )*months\b"
    r"|\bevery second (?P<second>month)\b"
)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|some|nearly|almost|approximately|approx\.?|close to|like|circa)"
    r"|~) ?\W{0,2}$"
)
_MORE = re.compile(
    r"(?:\b(?:more than|over|above|at least|exceed\w*|upwards of|no less than|beyond|greater than)"
    r"|[>≥]=?) ?\W?$"
)
_LESS = re.compile(
    r"(?:\b(?:less than|under|below|at most|up to|no more than|never (?:\w+ ){1,3}more than|lower than)|[<≤]=?) ?\W?$"
)
#: What stands before a number that is a level, a confidence, a place in a text or a target.
_NOT_AFTER = re.compile(
    r"\b(?:1-in|delta|vix(?: \w+){0,3}|confidence|var|es|c-?var|shortfall|dte|expir\w+|rsi|item|page|reviewer|edr|top|strikes? at"
    r"|roll(?:ed|ing)? (?:\w+ )*at|quantile|percentile|short of|then to|bad day in|told from|chance of an?"
    r"|probability of an?|odds of an?|risk of an?|size|times|every|worst|bottom|bad|blackest|per|scaled to|capped at"
    r"|targeting|grows|darkest|(?:in|out of|each|of) an?|rsi ?\(|vol(?: \(?\w+\)?)* (?:is )?(?:over|under|above|below)"
    r"|for every|last|past|first)[ -]?$"
)
#: What makes a number and its unit the thing that is wanted: "one dollar figure".
_WANTED = re.compile(r" ?(?:figures?|numbers?|amounts?|values?|totals?|sums?|answers?|terms)\b")
#: What stands after one.
_NOT_BEFORE = re.compile(
    r" ?-?(?:in-\d|(?:an? )?contract\b|delta\b|dte\b|d\b|days?\b|confidence|% (?:confidence|var\b|level|ci\b|interval"
    r"|quantile|chance)|strikes?\b|calls?\b"
    r"|contracts?\b|condors?\b|lots?\b|layers?\b|tiers?\b|c\b|x\b|times\b|years?\b|yrs?\b|months? (?:of|in)\b"
    r"|weeks?\b|s\b|sets?\b"
    r"|th\b|st\b|nd\b|rd\b|-?tenor|-night|-point|buckets?\b|variants?\b|average\b|:\d\d|pm\b|am\b|hours?\b|airbags?\b"
    r"|.{0,12}\bon the vix)"
)
_ACCOUNT_BEFORE = re.compile(
    r"\b(?:on|with|account of|account with|have|has|portfolio of|capital of|client at|for)(?: an?| my| his| her)? ?$"
)
#: An amount in millions is an account too: no figure of these comes to so much.
_ACCOUNT_AFTER = re.compile(r" ?(?:account|portfolio|nav|capital|client|ira|m|mm|mn|mio|millions?|bn|billions?)\b")
_LARGE, _AMOUNT = 10_000.0, 3_000.0
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_MONTHS = "jan feb mar apr may jun jul aug sept? oct nov dec".split()
_DATED = re.compile(rf"(?:\b(?:{'|'.join(_MONTHS)})[a-z]*\.?[ -]|')$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as stated: from `low` to `high` [fraction, USD, or plain], `slack` on either side for how it was rounded."""

    place: Place
    low: float
    high: float
    slack: float
    measure: Measure
    compare: Compare = "is"
    #: +1 or -1 where a sign is written, else 0
    sign: int = 0
    #: whether it is so many days of so many
    days: bool = False
    #: whether it is a part of something, as a half or as so many of so many
    part: bool = False


def stated_numbers(plain: str, taken: Sequence[Place]) -> list[Number]:
    """The numbers that a plain text states, from left to right, outside of what narrows or supposes."""
    found: list[Number] = []
    taken = [*taken, *no_claims(plain)]
    for number in (*_worded(plain), *_figures(plain)):
        free = all(number.place[1] <= a or b <= number.place[0] for a, b in (*taken, *(n.place for n in found)))
        if free and not _is_other(plain, number):
            found.append(number)
    return sorted(found, key=lambda n: n.place)


def _worded(plain: str) -> Iterator[Number]:
    """Fractions in words, so many of so many, and every month."""
    for m in _PART.finditer(plain):
        worth = 1 / _PARTS[m["part"] or "half"]
        if m["point"] or m["halfpoint"]:
            yield _told(plain, m.span(), worth * _PERCENT, worth * _PERCENT, 0.0005, "share")
        else:
            yield replace(_told(plain, m.span(), worth, worth, _WORDED, "share"), part=True)
    for m in _K_OF_N.finditer(plain):
        whole = int(m["n"])
        k = 1.0 if m["k"] == "one" else float(m["k"])
        if whole and k <= whole:
            told = _told(plain, m.span(), k / whole, k / whole, min(0.5 / whole, _WORDED), "share")
            yield replace(told, days=bool(re.search(r"\bdays?\b", m[0]) or re.match(r" (?:bad )?days?\b", plain[m.end() :])))
    for m in _EVERY.finditer(plain):
        worth = 0.5 if m["second"] else 1.0
        yield _told(plain, m.span(), worth, worth, _WORDED if m["second"] else 0.0, "share")


def _figures(plain: str) -> Iterator[Number]:
    for m in _NUMBER.finditer(plain):
        if (m["low"] == "one" and not (m["high"] or m["unit"])) or _is_date(plain, m):
            continue
        low = _value(m["low"])
        high = _value(m["high"].lstrip("$")) if m["high"] else low
        place = (m.end("between") if m["between"] else m.start(), m.end() - (m[0].endswith(" ")))
        scale, measure = _unit(m["unit"] or "", money=bool(m["money"]))
        if m["high"] and high <= low:
            high, place = low, (m.start(), m.end("low"))
        step = (
            max(10 ** -_decimals(m["low"]), 10 ** -_decimals(m["high"] or m["low"]))
            if high != low
            else 10 ** -_decimals(m["low"])
        )
        if measure == "USD" and scale == 1 and _THOUSANDS.fullmatch(m["low"]):
            scale, step = 1000.0, 0.001
        if m["and_half"]:
            low, high, step = low + 0.5, high + 0.5, 0.5
        if measure == "bare" and low >= _AMOUNT:
            measure = "USD"
        if measure == "USD":
            step = max(step * scale, _round_to(low * scale)) / scale
        number = _told(plain, place, low * scale, high * scale, step * scale / 2, measure)
        sign = {"+": 1, "p": 1, "-": -1, "m": -1, "n": -1}[m["sign"][0]] if m["sign"] else 0
        yield Number(
            place=number.place,
            low=number.low,
            high=number.high,
            slack=number.slack,
            measure=measure,
            compare=number.compare,
            sign=sign,
        )


def _is_date(plain: str, m: re.Match[str]) -> bool:
    """Whether a number is a year, or stands behind a month."""
    year = not m["unit"] and not m["money"] and re.fullmatch(r"(?:19|20)\d\d", m["low"])
    return bool(year or (not m["unit"] and _DATED.search(plain, max(0, m.start() - 12), m.start())))


def _told(plain: str, place: Place, low: float, high: float, slack: float, measure: Measure) -> Number:
    """A number with the words before it that widen or compare it."""
    before = plain[max(0, place[0] - 24) : place[0]]
    compare: Compare = "more" if _MORE.search(before) or plain[slice(*place)].startswith("than ") else "is"
    if _LESS.search(before):
        compare = "less"
    if _ABOUT.search(before) or (measure == "share" and slack == _WORDED):
        slack = max(slack, ABOUT * high if _ABOUT.search(before) else slack)
    return Number(place=place, low=low, high=high, slack=slack, measure=measure, compare=compare)


def _value(text: str) -> float:
    return 1.0 if text.strip() == "one" else float(text)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _round_to(value: float) -> float:
    """The place to which an amount looks rounded: trailing zeros, with two figures kept [USD]."""
    whole = str(int(value))
    zeros = min(len(whole) - len(whole.rstrip("0")), max(len(whole) - 2, 0)) if value else 0
    return float(10**zeros)


def _unit(unit: str, *, money: bool) -> tuple[float, Measure]:  # noqa: PLR0911 a line a unit
    if unit in {"k", "grand"} or unit.startswith("thousand"):
        return 1000.0, "USD"
    if money or unit.startswith(("dollar", "buck", "usd")):
        return 1.0, "USD"
    if unit.startswith("hundredths"):
        return _PERCENT / 100, "share"
    if unit.startswith("tenths"):
        return _PERCENT / 10, "share"
    if unit in {"%", "percent", "per cent", "pct"} or unit.startswith("vol"):
        return _PERCENT, "share"
    if unit.startswith(("bp", "basis")) or unit.endswith("base"):
        return _BP, "share"
    return (_PERCENT, "points") if unit else (1.0, "bare")


def _is_other(plain: str, number: Number) -> bool:
    """Whether a number is a level, a confidence, a tenor, a count of contracts, an account or a date."""
    start, end = number.place
    before, after = plain[max(0, start - 40) : start], plain[end : end + 24]
    if _NOT_AFTER.search(before) or _WANTED.match(after):
        return True
    if number.measure == "share":
        return bool(
            re.match(
                r" ?(?:confidence|(?:daily |1-day )?(?:value at risk|var|c-?var|es|expected shortfall)\b|level|ci\b"
                r"|interval|quantile|chance|delta)",
                after,
            )
        )
    if number.measure == "USD" and _ACCOUNT_AFTER.match(after):
        return True
    if number.measure == "USD" and number.high >= _LARGE and _ACCOUNT_BEFORE.search(before):
        return True
    return number.measure == "bare" and bool(_NOT_BEFORE.match(after))
