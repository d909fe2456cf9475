"""The tiers and backtests that a question names: by the desk's own names, by the method's, by a credit, or by their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.backtests.manifest import Manifest
from qa.understand.text import Place

#: The tiers that the method knows, and the credits at which they are sold [points].
METHOD = {"conservative": "0.70", "balanced": "1.15", "aggressive": "1.60"}
_NOT_CREDIT = r"(?! ?(?:%|percent|per cent|pct|bp\b|basis|delta|points?|days?|million|k\b|grand|x\b|times|to \d|-\d))"
_THING = (
    r"(?:[- ](?:(?:credit|risk)(?: (?:tier|one|level|version|setting))?|tiers?|one|condors?|levels?|version|variant|setting"
    r"|book|account"
    r"|programme|crowd|strategy|flavou?r))"
)
_SURE = (
    r"(?:[- ](?:(?:credit|risk)(?: (?:tier|one|level|version|setting))?|tiers?|condors?|version|variant|book|setting"
    r"|programme|flavou?r))"
)
_WORDS: dict[str, str] = {
    "conservative": r"(?:the )?(?:lowest|safest|low|smallest|cheapest|most cautious|cautious|defensive|least aggressive"
    rf"|mild(?:est)?|timid|careful|tame(?:st)?|gentle(?:st)?){_THING}|conserv",
    "balanced": rf"(?:the )?(?:middle|medium|mid|moderate|second){_SURE}|middle of the (?:3|three)(?: tiers)?",
    "aggressive": r"(?:the )?(?:highest|riskiest|high|top|richest|most aggressive|spic(?:y|iest)|bold(?:est)?"
    rf"|hot(?:test)?){_THING}|aggro|most aggressive of the (?:3|three)(?: tiers)?",
}
#: Credits as traders say them: a dollar and so many cents.
_SPOKEN = {
    "conservative": r"70[- ]cents?|seventies",
    "balanced": r"(?:buck|dollar|1|one)[- ](?:15|fifteens?)(?:'?s)?",
    "aggressive": r"(?:buck|dollar|1|one)[- ](?:60|sixty|sixties)(?:'?s)?",
}
#: What else a condor of one night is called.
_NIGHTLY = r"(?:nightly|overnight|one[ -]night|one[ -]day|next[ -]day|1[ -]?dte|1[ -]day|daily)"
_EVERY = re.compile(
    r"\b(?:which|what|each|every|all(?: the| three| 3)?|(?:the )?(?:three|3)|by|per|across(?: the)?|between(?: the)?"
    r"|of the) (?:(?:credit|risk) )?(?:tiers?|(?<=credit )levels?|(?<=risk )levels?|(?<=3 )books)\b"
    r"|\b(?:all|each|every one)(?: of)?(?: the)? (?:three|3) credits\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A tier or a backtest, and the words for it."""

    place: Place
    kind: Literal["tier", "backtest"]
    id: str


def read_names(plain: str, manifests: Sequence[Manifest]) -> list[Named]:
    """The tiers and backtests that a plain text names, from left to right, the longest name first where they overlap."""
    found = [*_own(plain, manifests), *_method(plain), *_by_tenor(plain, manifests)]
    kept: list[Named] = []
    for named in sorted(found, key=lambda n: (n.place[0] - n.place[1], n.kind != "backtest")):
        if all(named.place[1] <= k.place[0] or k.place[1] <= named.place[0] for k in kept):
            kept.append(named)
    return sorted(kept, key=lambda n: n.place)


def every_tier(plain: str, manifests: Sequence[Manifest]) -> list[Named]:
    """All tiers of the desk, where the text asks which of them, or for each."""
    m = _EVERY.search(plain)
    if m and m[0].startswith(("of the", "any")) and _method(plain):
        return []
    ids = dict.fromkeys(manifest.tier.id for manifest in manifests if manifest.tier)
    return [Named(place=m.span(), kind="tier", id=id_) for id_ in ids] if m and len(ids) > 1 else []


def _own(plain: str, manifests: Sequence[Manifest]) -> list[Named]:
    """By the names that the desk gives to its backtests and tiers."""
    found = []
    for manifest in manifests:
        words = (manifest.title, manifest.name, *manifest.aliases)
        found += [Named(place=p, kind="backtest", id=manifest.name) for word in words for p in _places(plain, word)]
        if manifest.tier:
            words = (manifest.tier.name, *manifest.tier.aliases)
            found += [Named(place=p, kind="tier", id=manifest.tier.id) for word in words for p in _places(plain, word)]
    return found


#: What else backtests of a tenor are called: those of six weeks, and beside them those of one night.
_SLOW = re.compile(
    r"(?<![\w.$])(?:45s\b|6[- ]?weeks?(?:rs?\b| (?:condors?|trades?|version|one|ones|account|strategy)\b)"
    r"|slow(?:er)? (?:version|strategy|condors?|one|book|ones)\b"
    r"|longer[- ]dated (?:condors?|strategy|programme)\b|month and a half\b|45[- ]?(?:day|dte|d)\b"
    r"|45 days (?=condors?\b|trades?\b|ones?\b|strategy\b|account\b))"
)
_FAST = re.compile(
    rf"(?<!\w)(?:{_NIGHTLY}|one[- ]nighters?|1[- ]nighters?)(?: (?:condors?|programme|ones?|trades?|version|book|account"
    r"|strategy))?(?!\w)"
)


def _by_tenor(plain: str, manifests: Sequence[Manifest]) -> list[Named]:
    """Backtests of six weeks by what people call them; those of one night only where both are spoken of."""
    slow = next((m.name for m in manifests if "45d" in m.name), None)
    fast = next((m.name for m in manifests if "1dte" in m.name), None)
    found = [Named(place=m.span(), kind="backtest", id=slow) for m in _SLOW.finditer(plain) if slow]
    tiers = {n.id for n in _method(plain)}
    beside = found and fast and not tiers
    return [*found, *(Named(place=m.span(), kind="backtest", id=fast or "") for m in (_FAST.finditer(plain) if beside else ()))]


def _places(plain: str, word: str) -> list[Place]:
    """Where a name stands, as a whole word; one in digits is followed by no unit of something else."""
    escaped = re.escape(word.lower()).replace(r"\ ", "[ -]").replace(r"\-", "[ -]?")
    escaped = escaped.replace("nightly", _NIGHTLY)
    unit = _NOT_CREDIT if re.fullmatch(r"\d*\.\d+", word) else ""
    plural = "" if word[-1].isdigit() or word[:1].isdigit() else "s?"
    return [m.span() for m in re.finditer(rf"(?<![\w.$]){escaped}{plural}(?![\w%]|\.\d){unit}", plain)]


def _method(plain: str) -> list[Named]:
    found = []
    for tier, credit in METHOD.items():
        whole, cents = credit.split(".")
        shown = rf"(?:0?\.{cents}|0?\.{cents[0]})" if whole == "0" else rf"{whole}\.(?:{cents}|{cents.rstrip('0')})"
        cent = rf"{int(whole + cents)} ?(?:c|cents?|¢)(?! (?:worse|more|less|better|of slippage))"
        patterns = (
            rf"(?<!\w){tier}(?:ly)?(?!\w)",
            rf"(?<![\w.,])\$?{shown}s?(?![\w%]|[.,]\d){_NOT_CREDIT}",
            rf"(?<![\w.]){cent}(?!\w)(?: credit)?",
            rf"(?<!\w)(?:{_WORDS[tier]})(?!\w)",
            rf"(?<!\w)(?:{_SPOKEN[tier]})(?!\w)(?! (?:days?|years?|pm|am|minutes?|percent|%))",
        )
        found += [Named(place=m.span(), kind="tier", id=tier) for p in patterns for m in re.finditer(p, plain)]
    return found
