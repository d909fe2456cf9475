"""Terms of the trade: deltas, days to expiry, contracts of a layer and the days on which layers are rolled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.evidence.told.metrics import Metric, goes_on
from qa.evidence.told.quantities import Quantity, masked

_DELTA = re.compile(r"\bdeltas?(?: (?:near|of|from|about|at|around|is|are|be|between|to|in))+ $|\bdelta[:=] ?$", re.IGNORECASE)
_DELTA_AFTER = re.compile(r"\s*-?deltas?\b", re.IGNORECASE)
_EXPIRY = re.compile(
    r"^(?: ?(?:calendar |trading )?days?)? ?(?:(?:from|to|before|until|till) (?:its |their |the )?(?:expir\w+)|dte\b|of life\b)",
    re.IGNORECASE,
)
_EXPIRES = re.compile(r"\bdays to expir\w+\W+(?:[^#]{0,30}[:,] )?$|\bdte\W+(?:[^#]{0,30}[:,] )?$", re.IGNORECASE)
_RUNS = re.compile(r"\bcalls? (?:of|in) the (?:short|medium|long) layer (?:runs?|lasts?|ha(?:s|ve)|with|of) $", re.IGNORECASE)
_BOUGHT = re.compile(r"\b(?:calls?|layers?|condors?)\b", re.IGNORECASE)
_ROLLED = re.compile(r"\broll(?:s|ed|ing)?\b", re.IGNORECASE)
_ROLL_DAYS = re.compile(
    r"\b(?:at|when|with|once|until)(?: (?:about|roughly|only|around))* $|\brolled at\b[^#]{0,30}$", re.IGNORECASE
)
_CLOSED = re.compile(r"\b(?:clos\w+|exit\w*|manag\w+|tak\w+ off|adjust\w*)\b[^,;.]{0,20}$", re.IGNORECASE)
_AWAY = re.compile(r"^[^,.;]{0,12}\b(?:away|later|ahead|forward|ago)\b", re.IGNORECASE)
_CALLS = re.compile(
    r"^ (?:VIX )?(?:\w+[- ]layer )?(?:VIX )?(?:calls?|contracts?)\b(?! spreads?)|^ (?:in|of) the (?:short|medium|long) layer\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:calls?|contracts?) per (?:ten|10) condors\b[^#]{0,30}$", re.IGNORECASE)
_LISTED = re.compile(r",? (?:and )?", re.IGNORECASE)
_OF_CONDORS = re.compile(r"\s+(?:iron )?condors?\b", re.IGNORECASE)
_ONE_CONDOR = re.compile(r"\b(?:for|per|each|every)(?: every)? $", re.IGNORECASE)


def metrics_of_terms(sentence: str, every: Sequence[Quantity]) -> dict[Quantity, Metric]:
    """The metrics of those quantities that are deltas, days or counts."""
    text = masked(sentence, tuple(every))
    found: dict[Quantity, Metric] = {}
    last: dict[bool, Quantity] = {}
    for q in every:
        if q.measure not in {"days", "delta", "bare"}:
            continue
        metric = _metric(sentence, text, q)
        counts = q.measure == "bare" and _CALLS.match(text[q.end :]) is not None
        before = last.get(counts)
        if metric is None and before is not None and goes_on(text, before, q) and sentence[q.start : q.end].lower() != "one":
            metric = found[before]
        if metric is not None and (q.measure == "days" or not _OF_CONDORS.match(text[q.end :])):
            found[q] = metric
            last[metric == "contracts"] = q
    return _spread_back(text, every, found)


def _spread_back(text: str, every: Sequence[Quantity], found: dict[Quantity, Metric]) -> dict[Quantity, Metric]:
    """With the days before expiry that stand in a list before those whose words name the expiry."""
    days = [q for q in every if q.measure == "days"]
    for one, other in reversed(list(pairwise(days))):
        if one not in found and found.get(other) == "dte" and goes_on(text, one, other):
            found[one] = "dte"
    for one, other in reversed(list(pairwise(every))):
        bare = one.measure == "bare" and one not in found and found.get(other) == "dte"
        if bare and _LISTED.fullmatch(text, one.end, other.start):
            found[one] = "dte"
    return found


def _metric(sentence: str, text: str, q: Quantity) -> Metric | None:  # noqa: PLR0911 a line for each
    left, right = text[: q.start], text[q.end :]
    if q.measure == "delta" or _DELTA.search(left) or (q.measure == "bare" and _DELTA_AFTER.match(right)):
        return "delta"
    if q.measure == "bare" and (_CALLS.match(right) or _COUNTED.search(sentence[: q.start])) and not _ONE_CONDOR.search(left):
        return "contracts"
    if q.measure == "bare" and not (_EXPIRY.match(right) or _EXPIRES.search(left)):
        return None
    if _AWAY.match(right):
        return None
    words = sentence[q.start : q.end].lower()
    if _CLOSED.search(left):
        return None
    if _ROLLED.search(sentence) and _ROLL_DAYS.search(left) and not _EXPIRY.match(right):
        return "roll"
    if (_EXPIRY.match(right) or _EXPIRES.search(left) or "dte" in words or _RUNS.search(left)) and _BOUGHT.search(sentence):
        return "dte"
    return None
