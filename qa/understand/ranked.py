"""Best and worst: the several best or worst days, weeks, months or years, and the one week, quarter or half-year of either.

Of a day, a month or a year alone, which have a figure that is asked for by name, nothing is read here. Quarters and
half-years are no periods that figures are of: they are listed, as years are (see `by_year`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.calculator.returns.ranked import ranked_keys
from qa.understand.sides import sided
from qa.understand.text import Place

#: What a list cuts the time into.
Split = Literal["year", "quarter", "half", "month"]

_WORST = r"(?:worst|weakest|poorest|bottom|ugliest|blackest|(?:most )?painful|losing(?:est)?|least profitable|lowest)"
_DEAREST = r"(?:costliest|dearest|most expensive|most costly|priciest)"
_BEST = r"(?:best|strongest|top|finest|luckiest|cheapest|most profitable|highest)"
_END = rf"(?P<end>{_WORST}|{_DEAREST}|{_BEST})"
_PERIOD = (
    r"(?P<period>(?:trading )?days?|sessions?|weeks?|months?|mths?|mos?|quarters?|qtrs?|half[- ]?years?|semesters?"
    r"|halves|years?|yrs?)"
)
_KIND = r"(?:(?:single|calendar|full|whole|individual|ever|monthly) )*"
_N = r"(?P<n>[2-9]|10)"
_ASKED = (
    re.compile(rf"\b(?:the )?{_N} {_KIND}{_END} {_KIND}{_PERIOD}\b"),
    re.compile(rf"\b(?:the )?{_END} {_N} {_KIND}{_PERIOD}\b"),
    re.compile(rf"\b(?:the )?{_END} {_KIND}{_PERIOD}\b(?: (?:gain|loss|return|result)s?\b)?"),
    re.compile(
        rf"\b(?:which|what) {_KIND}{_PERIOD} (?:was|were|is|are|had|did|has)\b[^.?!,]{{0,40}}?\b{_END}\b(?! (?:days?"
        rf"|months?|years?))"
    ),
    re.compile(
        r"\b(?:which|what) (?:calendar )?(?P<period>quarters?|half[- ]?years?)\b[^.?!,]{0,60}?\b(?P<verb>lost|lose|cost|hurt"
        r"|fell|fall|earn(?:ed)?|made|make|gain(?:ed)?|paid|pay) (?:\w+ ){0,3}?(?:the )?most\b"
    ),
)
_EACH = re.compile(
    r"\b(?:(?:in|for|of|over) )?(?:each|every|by|per) (?:calendar )?(?P<period>quarters?"
    r"|half[- ]?years?)\b(?![- ]?end)|\b(?P<one>quarter)[- ]by[- ]quarter\b"
    r"|\bquarterly (?P<two>returns|results|values|costs|breakdown|table|list|overview)\b"
)
_ADVERBS = {"d": "daily", "t": "daily", "s": "daily", "w": "weekly", "m": "monthly", "y": "yearly"}
_MARKET = re.compile(
    r"\b(?:market|s&p|spx|index|nasdaq|vix)(?: 500)?(?:'s)? (?:\w+ )?(?:worst|best|top|highest|lowest|days?|weeks?"
    r"|months?|quarters?)\b"
    r"|\b(?:for|of|in|by) (?:the )?(?:market|s&p|spx|index|nasdaq|vix|stocks)\b"
    r"|\b(?:on|during|in|over|after|before|within) (?:the |its |their |our )?(?:\w+ )?$"
)
_ELSE = re.compile(
    r"\b(?:trades?|drawdowns?|episodes?|drops?|falls?|rolling|trailing|average|mean|median|within|volatility"
    r"|percentiles?|without the"
    r" (?:\w+ )?(?:worst|best|biggest|largest|top)|exclud\w+|leav\w+ out|skip\w*|except)\b"
)
_HEDGE = re.compile(
    r"\b(?:hedge|alvh|vix calls|calls|insurance|protection|cover|overlay|layers?|drag)\b(?!(?:d|-) ?(?:account"
    r"|strategy|tier|condors?))"
)
_ON = re.compile(
    r"\b(?:with|without|w/|w/o|w/out|minus|before|after|net of) ?(?:and |or )?(?:without )?(?:the |any |my |our )?"
    r"(?:hedge|alvh|calls|insurance|protection|cover|overlay)\b|\b(?:hedge|calls|insurance|protection) (?:on|off)\b(?! average)"
)
_ACCOUNT = re.compile(
    r"\b(?:un)?hedged\b|\b(?:account|strategy|condors?|portfolio|tier|base|system|method|returns?|performance|we|i|my)\b"
    r"|\bwith (?:and|or) without\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedAsked:
    """The best or worst periods that a question asks for."""

    #: the figures, or that of which a list is made
    keys: tuple[str, ...]
    place: Place
    #: of how many of them, and from which end
    n: int
    worst: bool
    #: what a list is cut into, where the keys are of one
    split: Split | None = None


def ranked_in(plain: str) -> RankedAsked | None:
    """The best or worst periods that a question asks for, or None where it asks for none that have no figure of their own.

    >>> ranked_in("3 worst months of the hedged account").keys[-1], ranked_in("worst month of the hedged account")
    ('return.hedged.monthly.worst_3', None)
    >>> ranked_in("what was the worst quarter for the hedge").split
    'quarter'
    """
    found = next((m for pattern in _ASKED for m in pattern.finditer(plain) if _is_ours(plain, m)), None)
    if found is None or _ELSE.search(plain):
        return None
    groups = found.groupdict()
    end, n = groups.get("end") or "", int(groups.get("n") or 1)
    period = found["period"].removeprefix("trading ")
    worst = not re.fullmatch(_BEST, end) if end else groups["verb"] in {"lost", "lose", "cost", "hurt", "fell", "fall"}
    split: Split | None = "quarter" if period[0] == "q" else "half" if period[0] == "h" or period.startswith("sem") else None
    if n == 1 and split is None and period[0] != "w":
        return None
    hedge = bool(_HEDGE.search(_ON.sub(" ", plain)) or re.search(_DEAREST, end) or end == "cheapest") and not (
        re.search(r"\b(?:un)?hedged\b", plain)
    )
    if not (hedge or _ACCOUNT.search(plain) or _ON.search(plain) or n > 1):
        return None
    if split is not None:
        keys = ("drag.monthly.total",) if hedge else sided(("return.hedged.total",), plain)
        return RankedAsked(keys=keys, place=found.span(), n=n, worst=worst, split=split)
    adverb = _ADVERBS[period[0]]
    stems = ("drag",) if hedge else tuple(k.removesuffix(".total") for k in sided(("return.hedged.total",), plain))
    name = "best" if not worst else "costliest" if hedge else "worst"
    keys = tuple(key for stem in stems for key in ranked_keys(stem, adverb, name, n))
    return RankedAsked(keys=keys, place=found.span(), n=n, worst=worst)


#: Calendar months held against each other, over all years.
_SEASON = re.compile(
    r"\b(?:which|what) (?:(?:calendar )?months?|time) of (?:the |a |each |any )?(?:calendar(?: year)?|year)\b"
    r"|\b(?:which|what) calendar months?\b|\bseason(?:s|al|ality|ally)?\b"
    r"|\b(?:which|what) months?\b(?=[^.?!]*\b(?:usually|typically|on average|normally|generally|tends?"
    r"|traditionally|historically|most"
    r" years)\b)"
    r"|\b(?:by|for each|for every|per|across) (?:the )?(?:calendar )?months? of (?:the )?year\b"
    r"|\bmonth[- ]of[- ](?:the[- ])?year\b"
)
_ONCE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:spring|summer|autumn|winter)\b"
    r"|\b(?:januar|februar|april|june|july|august|september|october|november|december)|\b(?:ever|single)\b"
)
_CHEAP = re.compile(
    rf"\b(?:{_BEST}|cheap\w*|least (?:expensive|costly|dear)|costs? (?:\w+ ){{0,3}}?least|pays?|paid|earn\w*|ma[dk]es?|gain\w*)\b"
)


def season_in(plain: str) -> RankedAsked | None:
    """Calendar months held against each other over all years, or None where a question asks for no such thing.

    >>> season_in("in which month of the year is the hedge most expensive usually").split
    'month'
    >>> season_in("which month was the costliest for the hedge") is None
    True
    """
    found = _SEASON.search(plain)
    if found is None or _ONCE.search(plain) or _MARKET.search(plain):
        return None
    hedge = bool(_HEDGE.search(_ON.sub(" ", plain))) and not re.search(r"\b(?:un)?hedged\b", plain)
    ranked = re.search(rf"\b(?:{_WORST}|{_BEST})\b", plain)
    if not hedge and not (_ACCOUNT.search(plain) or _ON.search(plain) or ranked):
        return None
    keys = ("drag.monthly.mean",) if hedge else sided(("return.hedged.monthly.mean",), plain)
    return RankedAsked(keys=keys, place=found.span(), n=1, worst=not _CHEAP.search(plain), split="month")


def each_in(plain: str) -> RankedAsked | None:
    """A list by quarter or by half-year; its figures are those of a list by year, and so none here."""
    found = _EACH.search(plain)
    if found is None or re.search(r"\b(?:average|mean|typical\w*|median|how many)\b", plain):
        return None
    split: Split = "half" if (found["period"] or "q")[0] == "h" else "quarter"
    return RankedAsked(keys=(), place=found.span(), n=0, worst=True, split=split)


def _is_ours(plain: str, m: re.Match[str]) -> bool:
    """Whether the words are of the account or its hedge, and not of days that narrow what is asked or of a market."""
    market = _MARKET.search(plain[: m.start()]) or _MARKET.search(plain, m.start())
    return market is None
