"""Scopes: the levels of VIX, the time and the circumstances that a sentence names for its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.evidence.told.around import dates_in
from qa.evidence.told.quantities import Quantity

_N = (
    r"(\d{1,2}(?:\.\d+)?)(?![\d/]|[.,]\d| ?(?:%|per ?cent|bps?\b|basis|days?|dte|calls?|contracts?|months?|layers?"
    r"|points?|years?|delta|condors?|nights?|trades?))"
)
_VIX = re.compile(r"\bVIX(?!9D)\b", re.IGNORECASE)
_BELOW = r"(?:below|under|less than|lower than|beneath|<)"
_ABOVE = r"(?:above|over|exceeds?|exceeding|higher than|greater than|beyond|past|>)"
_NAME = r"(?:(?:a |the )?VIX (?:level )?(?:of |at |is |was |stands |lies )*)?"
_PAIR = re.compile(rf"\b(?:from |between |at |of )?{_NAME}(?<![\d.$]){_N} ?(?:to|and|[-–—]|through) ?{_NAME}{_N}", re.IGNORECASE)
_AND_BELOW = re.compile(rf"{_ABOVE} {_N} (?:and|but) {_BELOW} {_N}", re.IGNORECASE)
_LESS = re.compile(rf"(?<!not )(?:\b|(?=<)){_BELOW} ?{_NAME}{_N}", re.IGNORECASE)
_MORE = re.compile(rf"(?<!not )(?:\b|(?=>)){_ABOVE} ?{_NAME}{_N}", re.IGNORECASE)
_OR_MORE = re.compile(rf"\b(?:at )?(?<![\d.$]){_N} (?:or|and) (?:more|above|higher|over)\b", re.IGNORECASE)
_AT_LEAST = re.compile(rf"\bat least {_NAME}{_N}", re.IGNORECASE)
_NOT = re.compile(r"\bVIX\b[^.;]{0,24}?\bnot (?:below|under|above|over)\b", re.IGNORECASE)
#: So far from the name of VIX its level may stand.
_FAR = 60
#: No level of VIX lies lower.
_LOWEST = 5.0
#: What the circumstances are called that no backtest is narrowed to, by the words that name them.
CIRCUMSTANCES = (
    (re.compile(r"\b(?:CPI|PPI|FOMC|payrolls?)\b"), "the releases that the passage speaks of, which the backtest does not mark"),
    (
        re.compile(r"\bBig Top\b|\boverbought\b|\bRSI\b", re.IGNORECASE),
        "the phase that the passage speaks of, which the backtest does not mark",
    ),
    (
        re.compile(
            r"\b(?:for example|for instance|worked example|in (?:this|our|one) example|by way of example|e\.g\.)", re.IGNORECASE
        ),
        "a worked example",
    ),
    (
        re.compile(
            r"\b(?:in|during|under|about) (?:\w+ )?(?:stress|crash(?:es)?|shocks?|panics?|crises|crisis|episodes?)\b"
            r"|\bcontagion\b"
            r"|\bclusters\b|\bthe rally\b",
            re.IGNORECASE,
        ),
        "the episodes that the passage speaks of, which it does not date",
    ),
)
TIMES = "the time that the passage speaks of, which is not this one"
LEVELS = "other levels of VIX than a scope can name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A band of VIX at a place in a sentence, as a scope and by its ends; an open end is None."""

    start: int
    end: int
    scope: str
    low: float | None
    high: float | None


def levels_in(sentence: str) -> tuple[Level, ...]:
    """The bands of VIX that a sentence names, where it names VIX near them.

    >>> [level.scope for level in levels_in("With VIX below 15 it is so, and from 15 to 20 otherwise; above 20 not.")]
    ['vix<15', 'vix:15..20', 'vix>20']
    """
    named = [m.span() for m in _VIX.finditer(sentence)]
    if not named:
        return ()
    taken: list[Level] = []
    for find in (_both, _pairs, _ones):
        taken += [x for x in find(sentence) if all(x.end <= t.start or x.start >= t.end for t in taken)]
    near = [x for x in sorted(taken, key=lambda x: x.start) if _is_near(x, named, taken) and (x.low or x.high or 0.0) >= _LOWEST]
    return tuple(near)


def _is_near(level: Level, named: Sequence[tuple[int, int]], others: Sequence[Level]) -> bool:
    """Whether VIX is named near a level, or another level that is near it leads on to it."""
    if any(a - _FAR <= level.end and level.start <= b + _FAR for a, b in named):
        return True
    return any(o.end <= level.start <= o.end + _FAR and o is not level for o in others)


def _both(text: str) -> Iterator[Level]:
    for m in _AND_BELOW.finditer(text):
        yield _band(m, m[1], m[2])


def _pairs(text: str) -> Iterator[Level]:
    for m in _PAIR.finditer(text):
        if float(m[1]) < float(m[2]) and _spoken(m):
            yield _band(m, m[1], m[2])


def _spoken(m: re.Match[str]) -> bool:
    """Whether a pair of numbers stands for levels: after from, between, at or of, or beside the name."""
    return bool(re.match(r"(?:from|between|at|of|a|the|VIX)\b", m[0], re.IGNORECASE)) or m.string[: m.start()].lower().endswith(
        "vix "
    )


def _band(m: re.Match[str], low: str, high: str) -> Level:
    return Level(start=m.start(), end=m.end(), scope=f"vix:{low}..{high}", low=float(low), high=float(high))


def _ones(text: str) -> Iterator[Level]:
    for m in _LESS.finditer(text):
        yield Level(start=m.start(), end=m.end(), scope=f"vix<{m[1]}", low=None, high=float(m[1]))
    for pattern, op in ((_MORE, ">"), (_OR_MORE, ">="), (_AT_LEAST, ">=")):
        for m in pattern.finditer(text):
            yield Level(start=m.start(), end=m.end(), scope=f"vix{op}{m[1]}", low=float(m[1]), high=None)


def scope_of(context: str, at: int, end: int, following: int, levels: Sequence[Level]) -> tuple[str, str]:
    """The scope of a number at `at:end` in its context as text, and what its circumstances are called where no scope covers them.

    A level in the parenthesis after a number is its own; else the last before it; else, before the `following` number, the next.
    """
    for pattern, called in CIRCUMSTANCES:
        if pattern.search(context):
            return "all", called
    dates = dates_in(context)
    if dates is None:
        return "all", TIMES
    if _NOT.search(context):
        return "all", LEVELS
    own = [
        x
        for x in levels
        if x.start >= end and x.end <= following and "(" in context[end : x.start] and ")" not in context[end : x.start]
    ]
    before = [x for x in levels if x.end <= at]
    after = [x for x in levels if end <= x.start and x.end <= following] or [x for x in levels if x.start >= end]
    level = next(iter(own[:1] or before[-1:] or after[:1]), None)
    parts = [x for x in (level.scope if level else "", dates) if x]
    return "&".join(parts) or "all", ""


def is_level(q: Quantity, levels: Sequence[Level]) -> bool:
    """Whether a number stands within a band of VIX."""
    return q.measure == "bare" and any(x.start <= q.start and q.end <= x.end for x in levels)
