"""Shares: what the percentages and amounts of a sentence are of, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.evidence.told.around import nearest, segments, sides_in
from qa.evidence.told.metrics import HEDGE, Family, Metric, family, goes_on
from qa.evidence.told.quantities import Quantity, masked

_SHARES = frozenset({"percent", "bp", "USD", "of"})
#: Metrics that an amount of dollars can be, and those that so many of so many can be.
_OF_DOLLARS = frozenset({"drag", "credit"})
_CHANGES = re.compile(
    rf"\b(?:{HEDGE}|it) (?:\w+ )?(?:lowers?|cuts?|reduces?|shrinks?|takes?|brings?|brought|trims?|pulls?|took|lowered|reduced)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom (?:an? |about |roughly |its |the )?$", re.IGNORECASE)
_LEFT = re.compile(r"^(?:[^#;]{0,30}?\bdown)? ?(?:of |the account )?to (?:an? |about |roughly )?$", re.IGNORECASE)
_EXTREME = re.compile(
    r"\bat (?:its|their) (?:worst|best)\b|\bsingle (?:month|night|year|week|day)\b"
    r"|\b(?:worst|best|costliest|dearest) (?:month|night|year|week|day)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\s*(?:account|capital|portfolio)\b", re.IGNORECASE)
_OF_TRADES = re.compile(r"\b(?:of|on)\b[^,;]{0,20}\b(?:months|weeks|years|clients|readers|days|desks)\b", re.IGNORECASE)


def metrics_of_shares(sentence: str, every: Sequence[Quantity]) -> dict[Quantity, Metric]:
    """The metrics of those quantities that are shares or amounts."""
    shares = [q for q in every if q.measure in _SHARES]
    if not shares:
        return {}
    text = masked(sentence, tuple(shares))
    families = _families(text, shares)
    pairs = _changed(text, shares)
    sides = nearest(sides_in(text), segments(text, shares))
    found: dict[Quantity, Metric] = {}
    for q, kind, side in zip(shares, families, sides, strict=True):
        if pairs.get(q) == "" and kind not in {"return", "drawdown"}:
            continue  # a change over time
        metric = _metric("drawdown" if kind == "reduction" and q in pairs else kind, pairs.get(q) or side)
        if metric and _fits(metric, q, text):
            found[q] = metric
    return found


def _families(text: str, shares: Sequence[Quantity]) -> list[Family | None]:
    """The family of each share; one without a subject of its own goes on with that of the one before."""
    found: list[Family | None] = []
    for i, q in enumerate(shares):
        before = shares[i - 1] if i else None
        after = shares[i + 1] if i + 1 < len(shares) else None
        kind = family(text, q, before, after)
        if kind == "return" and before is not None and found[-1] == "drawdown" and goes_on(text, before, q):
            kind = "drawdown"  # "hedged" and "unhedged" alone go on with a list
        if kind is None and before is not None and goes_on(text, before, q) and before.measure == q.measure:
            kind = found[-1]
        found.append(kind)
    return found


def _changed(text: str, shares: Sequence[Quantity]) -> dict[Quantity, str]:
    """Of two numbers from one of which the hedge takes to the other, the first without the hedge, the second with it.

    Where it is not the hedge, both are told as a change, by an empty word.
    """
    found: dict[Quantity, str] = {}
    for one, other in pairwise(shares):
        if _FROM.search(text[: one.start]) and _LEFT.match(text[one.end : other.start]):
            by_hedge = _CHANGES.search(text[: one.start]) is not None
            found |= {one: "unhedged" if by_hedge else "", other: "hedged" if by_hedge else ""}
    return found


def _metric(kind: Family | None, side: str | None) -> Metric | None:  # noqa: PLR0911 a line for each family
    if kind == "return":
        return None if side is None else "return.hedged" if side == "hedged" else "return.unhedged"
    if kind == "drawdown":
        return None if side is None else "drawdown.hedged" if side == "hedged" else "drawdown.unhedged"
    if kind == "reduction":
        return "drawdown.reduction"
    if kind == "win_rate":
        return "win_rate"
    if kind == "position_size":
        return "position_size"
    if kind == "credit":
        return "credit"
    return "drag" if kind in {"drag", "gain"} else None


def _fits(metric: Metric, q: Quantity, text: str) -> bool:
    """Whether a number of such a measure can be of the metric."""
    if not metric.startswith("drawdown.") and _EXTREME.search(text):
        return False
    if q.measure == "USD":
        return metric in _OF_DOLLARS and not _SIZE.match(text[q.end :])
    if q.measure == "of":
        return metric == "win_rate"
    if metric == "win_rate":
        return q.measure == "percent" and not _OF_TRADES.match(text[q.end :].lstrip())
    if metric == "position_size":
        return re.match(r"\s*of (?:the |your )?(?:account|capital|portfolio)\b", text[q.end :]) is not None
    return metric != "credit"
