"""Metrics: what a quantity of a sentence is of, by the words of its own clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from qa.evidence.told.quantities import Quantity

Metric = Literal[
    "drag",
    "return.unhedged",
    "return.hedged",
    "drawdown.reduction",
    "drawdown.unhedged",
    "drawdown.hedged",
    "win_rate",
    "delta",
    "dte",
    "credit",
    "position_size",
    "vix_threshold",
    "contracts",
    "roll",
]
#: What a share is of, before it is known whether with the hedge or without.
Family = Literal["drag", "gain", "return", "drawdown", "reduction", "win_rate", "position_size", "credit", "other"]

HEDGE = r"(?:hedg(?:e|es|ing)|overlay|ALVH|layers?|insurance|policy|protection)"
_HEDGE_WORD = re.compile(rf"\b(?:{HEDGE}|calls)\b", re.IGNORECASE)
_DRAG = (
    rf"\bdrags? on (?:\w+ ){{0,2}}returns?\b|\bdrags?\b|(?<!after )(?<!after the )\b{HEDGE}(?:['’]s)? costs?\b"
    rf"|\b(?:costs?|price|bill) (?:of|for) (?:carrying )?(?:the |a )?{HEDGE}\b"
    rf"|\b{HEDGE}['’]s (?:\w+ )?(?:bill|price|toll)\b"
    rf"|\b{HEDGE} (?:runs?|comes?|came|amounts?|amounted)\b|\b{HEDGE} (?:expenses?|charges?|outlays?|carry)\b"
    rf"|(?<!hedge )(?<!hedging )(?<!ALVH )\b(?:costs?|costing|takes?|took|eats?|pays?|paid|shaves?|shaved|subtracts?"
    rf"|gives? up|drains?|bleeds?|erodes?|absorbs?)\b"
    rf"|(?<!after )(?<!after the )\b{HEDGE} (?:costs?|takes?|took|eats?)\b"
)
_GAIN = rf"(?<!with )(?<!with the )(?<!with an )\b(?:{HEDGE}) (?:\w+ly )?(?:earned|earns|returned|gained|made|brought)\b"
_RETURN = (
    r"\breturn(?:s|ed|ing)?\b|\bearn(?:s|ed|ing)?\b|\byield(?:s|ed|ing)?\b|\bgains? of\b|\bcompound(?:s|ed)?\b"
    r"|\bproduc(?:es?|ed)\b|\bgenerat(?:es?|ed)\b|\bprofits? of\b"
    r"|(?<!drag )(?<!costs )(?<!cost )\bgr[eo]w(?:s|n)?\b|\bbr(?:ings?|ought)\b"
    r"|\bdeliver(?:s|ed)?\b|\bremains?\b|\blost\b|(?<=hedged condor )made\b|(?<=hedged account )made\b"
)
_DRAWDOWN = r"\bdrawdowns?\b|\b(?:largest|worst|deepest|biggest|maximum) (?:fall|loss)(?:es|s)?\b|\bpeak-to-trough\b"
_LESS = (
    r"(?:reduc\w+|cut(?:s|ting)?|lower(?:s|ed|ing)?|trim(?:s|med)?|slash(?:es|ed)?|curb(?:s|ed)?|soften(?:s|ed)?"
    r"|dampen(?:s|ed)?|shrink\w*|smaller|shallower|decreas\w+|less)"
)
_WIN = (
    r"(?<!break-even )(?<!breakeven )(?<!break even )\b(?:win|winning|success|hit) (?:rates?|percentages?|ratios?)\b"
    r"|\bwins?\b(?! rates)|\bwon\b|\bwinners\b|\bprofitable\b|\bin profit\b"
    r"|\bexpired? worthless\b"
)
_RISK = r"\bat risk\b|\bposition sizes?\b|\brisk(?:s|ed|ing)?\b(?! of)"
_CREDIT = (
    r"\bcredits?\b|\bcondors? (?:brings?|takes?|sells?) (?:in |for )?(?=[^a-z])|\b(?:collects?|receives?"
    r"|takes? in)\b|\btiers? (?:takes?|brings?|asks?|sells?)\b|\bsold for\b"
)
#: Other things that a share can be of; nearer than a subject of ours they take it.
_OTHER = (
    r"\b(?:inflation|rates? (?:rose|fell|rise)|rates (?=rose|fell|of interest)|implied volatility|volatility|index"
    r"|spx|s&p|(?:vix|rsi) (?:rose|fell|jumped|spiked|gained|rises|falls|climbed)"
    r"|edr|skew|interval|confidence|correlation|probability|share(?:s)? of|notional goes|weight|allocation|explain\w*|survey"
    r"|premium gauge|slippage|commissions?|break-?even win rates?|brokers?|axis|treasury|bills|bonds|roll yield|wacc"
    r"|irr|theta|tax(?:es)?|fees?|full loss|stop|pause|a side)\b"
)
_FAMILIES: tuple[tuple[Family, str], ...] = (
    ("gain", _GAIN),
    (
        "reduction",
        (
            rf"{_LESS} (?:of |in )?(?:the |its )?(?:\w+ )?(?:drawdowns?)\b|\bdrawdown reductions?\b"
            rf"|\bdrawdowns? (?:\w+ ){{0,3}}{_LESS}\b"
        ),
    ),
    ("drawdown", _DRAWDOWN),
    ("win_rate", _WIN),
    ("drag", _DRAG),
    ("return", _RETURN),
    ("credit", _CREDIT),
    ("position_size", _RISK),
    ("other", _OTHER),
)


def _compiled(listed: Sequence[tuple[Family, str]]) -> tuple[tuple[Family, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words, re.IGNORECASE)) for name, words in listed)


_SUBJECTS = _compiled(_FAMILIES)
_PERIOD = (
    r"(?:(?:a|per|each|every) (?:month|year|week|day|annum)|monthly|yearly|annual(?:ly|i[sz]ed)?|weekly|daily|average|mean|net)"
)
_OF = r"(?:of (?:the |your |its )?(?:account|capital|portfolio|notional|credits?|margin|premium))"
_FILL = rf"(?:\s+(?:{_PERIOD}|{_OF}|in|the|maximum|largest|worst|a|of))*\s+"
#: What follows a number right away, and makes it its own.
_AFTER: tuple[tuple[Family, re.Pattern[str]], ...] = _compiled(
    (
        (
            "reduction",
            r"\s+(?:smaller|lower|less|shallower|reduction|cut|decrease|drop)\b|\s+(?:\w+ )?drawdown (?:reduction|cut)\b",
        ),
        (
            "drag",
            (
                rf"{_FILL}(?:(?:{HEDGE}) )?(?:drags?|costs?(?= for| is| of|\.|,|$))\b"
                rf"|{_FILL}is what (?:the )?{HEDGE} (?:costs?|takes?)\b"
                rf"|(?:\s+of [\w ]{{0,30}}?)?(?:\s+{_PERIOD})?\s+(?:goes|go|went) (?:in)?to (?:the )?{HEDGE}\b"
                rf"|{_FILL}for the {HEDGE}\b"
            ),
        ),
        (
            "win_rate",
            (
                rf"{_FILL}win(?:ning)? rates?\b"
                r"|\s+of (?:\w+ )?(?:trades|nights|days|condors) (?:\w+ ){0,2}?(?:win|won|in profit|expired?|profitable|end)\b"
                r"|\s+(?:trades|nights|days|condors)? ?(?:are |is )?(?:win|winners|profitable|expire)\b"
            ),
        ),
        ("other", r"\s+(?:confidence|credible|prediction|interval|band)\b"),
        ("drawdown", r"\s+(?:from )?peak[- ]to[- ]trough\b"),
        (
            "position_size",
            rf"{_FILL}(?:\w+ ){{0,3}}?(?:at risk)\b|{_FILL}(?:is|are) (?:put|placed|committed) (?:in|into|to|on|at)\b",
        ),
        ("return", rf"{_FILL}(?:un)?hedged\b|{_FILL}return\b"),
    )
)
#: What may stand between two numbers of one list: then the second is of what the first is.
_LIST = re.compile(
    r"(?:\W|\b(?:a|an|per|each|every|month|monthly|year|annually|yearly|week|day|and|or|with|without|in|on|at|the|of|it|its|them|one"
    r"|ones|is|was|are|were|for|to|down|falls?|fell|drops?|once|then|about|around|roughly|only|by|when|from|over|under|above|below"
    r"|between|vix|markets?|quiet|calm|restless|stressed|big|top|phases?|normal|unhedged|hedged|hedge|after|before|tiers?|conservative|balanced"
    r"|aggressive|layers?|short|medium|long|calls?|contracts?|days?|left|expiry|expiration|dte|costs?|condors?|iron|per|cent|against"
    r"|nights?|trades?|peak|trough|\d+(?:\.\d+)?))*",
    re.IGNORECASE,
)
#: A number right after the name of VIX is one of its levels.
_LEVEL_OF = re.compile(r"\bVIX\b[^,;:#\d]{0,20}$", re.IGNORECASE)
_NEAR = 90
_BREAKS = re.compile(r";|\bbut\b|\bwhile\b|\bwhereas\b|\bthough\b|\bbecause\b", re.IGNORECASE)


def family(masked: str, q: Quantity, before: Quantity | None, after: Quantity | None) -> Family | None:
    """What a share or an amount is of: what follows it at once, else the nearest subject before it, else one after it.

    `before` and `after` are its neighbours, beyond which nothing is looked at.
    """
    right = masked[q.end : after.start if after else len(masked)]
    found = _owned(masked, right)
    if found not in {None, "return"}:
        return None if found == "other" else found
    if _LEVEL_OF.search(masked[: q.start]):
        return None
    left = before.end if before else 0
    left = max([left, *(m.end() for m in _BREAKS.finditer(masked, left, q.start))])
    last = _last(masked, max(left, q.start - _NEAR), q.start)
    if found is not None and last not in {"drawdown", "win_rate", "reduction"}:
        return found
    if last is not None:
        return None if last == "other" else last
    return _later(masked, right)


def _owned(masked: str, right: str) -> Family | None:
    for name, pattern in _AFTER:
        if pattern.match(right) and _fits(name, masked):
            return name
    return None


def _fits(name: Family, masked: str) -> bool:
    """Whether the sentence speaks of what the family needs."""
    if name in {"reduction", "drawdown"}:
        return re.search(_DRAWDOWN, masked, re.IGNORECASE) is not None
    return name != "drag" or _HEDGE_WORD.search(masked) is not None or re.search(r"\bdrags?\b", masked, re.IGNORECASE) is not None


def _last(masked: str, left: int, right: int) -> Family | None:
    """The subject that ends last within a stretch; of those that end together the first listed."""
    found: list[tuple[int, int, Family]] = []
    for rank, (name, pattern) in enumerate(_SUBJECTS):
        places = [m for m in pattern.finditer(masked, left, right) if _is_subject(name, masked, m)]
        found += [(m.end(), -rank, name) for m in places[-1:]]
    return max(found)[2] if found else None


def _is_subject(name: Family, masked: str, m: re.Match[str]) -> bool:
    """Whether a verb of cost is one of the hedge: the nearest noun before it is."""
    if name != "drag" or not re.fullmatch(r"costs?|costing|takes?|took|eats?|pays?|paid", m[0], re.IGNORECASE):
        return True
    hedge = max((h.end() for h in _HEDGE_WORD.finditer(masked, 0, m.start())), default=-1)
    base = max(
        (
            b.end()
            for b in re.finditer(r"\bcondors?\b|\btiers?\b|\bloss(?:es)?\b|\btrades?\b", masked[: m.start()], re.IGNORECASE)
        ),
        default=-1,
    )
    pays = m[0].lower().startswith(("pay", "paid", "give", "costing"))
    later = _HEDGE_WORD.search(masked, m.end()) if pays and hedge < 0 and base < 0 else None
    return hedge > base or later is not None


_LATER: tuple[tuple[Family, re.Pattern[str]], ...] = _compiled(
    (
        ("win_rate", r"^[^,;:]{0,40}?\b(?:win|winners|won|in profit|profitable|expired? worthless)\b"),
        ("drag", rf"^[^,;:]{{0,45}}?\b(?:is|are) what (?:the )?{HEDGE} costs?\b|^[^,;:]{{0,30}}\bfor the {HEDGE}\b"),
        ("return", r"^[^,;:]{0,20}?\bremains?\b"),
        ("position_size", r"^[^,;:]{0,40}?\bat risk\b"),
    )
)


def _later(masked: str, right: str) -> Family | None:
    return next((name for name, pattern in _LATER if pattern.match(right) and _fits(name, masked)), None)


def goes_on(masked: str, one: Quantity, other: Quantity) -> bool:
    """Whether nothing but words of a list stands between two numbers."""
    return _LIST.fullmatch(masked, one.end, other.start) is not None
