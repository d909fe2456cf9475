"""Named events: what the hedge, the condors and the account did in "the Covid crash" or "the 2018 volatility spike".

Such an event falls inside a stress episode that VIX tells: the days of that episode are meant. A bear market is the whole of its
year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import NAMED, Dates, between
from qa.calculator.core.stress import Episode, stress_episodes
from qa.understand.dates import read_dates
from qa.understand.question import Happened, Question
from qa.understand.text import Place, Text

_WHAT = (
    r"(?:vol(?:atility)?|vix|flash|stock[- ]?market|market|equity|stress|devaluation|yuan|china|christmas|covid|rate|inflation)"
)
_SPIKE = (
    r"(?:(?:stress )?episode|crash|spike|sell-?off|crisis|shock|turmoil|blow-?up|correction|panic|meltdown|rout"
    r"|squeeze|storm|plunge"
    r"|collapse)"
)
_BEAR = r"(?:bear market|bear|downturn|slump|drawn-out decline)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)"
_MONTHS = "january february march april may june july august september october november december".split()
_COVID = rf"(?:covid|corona\w*|pandemic)(?:[- ]19)?(?: {_WHAT})?(?: {_SPIKE}| bear market)?(?: of (?:early |march )?2020)?"
_NAMES = (
    (re.compile(rf"\b(?:the )?(?:2020 |march 2020 )?{_COVID}\b"), "2020-02"),
    (re.compile(r"\b(?:the )?(?:2018 )?volmageddon\b(?: of (?:february )?2018)?|\bxiv (?:blow-?up|collapse|death)\b"), "2018-02"),
)
_DATED = (
    re.compile(rf"\b(?:the )?(?:{_MONTH} (?:of )?)?{_YEAR} (?:{_WHAT} ){{0,2}}(?:{_SPIKE}|(?P<bear>{_BEAR}))\b"),
    re.compile(rf"\b(?:the )?(?:{_WHAT} ){{0,2}}(?:{_SPIKE}|(?P<bear>{_BEAR})) (?:of|in) (?:{_MONTH} (?:of )?)?{_YEAR}\b"),
)
#: What is said of a result as a whole, and not of a figure by its name.
_RESULT = re.compile(
    r"\b(?:help\w*|sav(?:e|ed|es|ing)|protect\w*|pa(?:y|id|ys)(?: off)?|work(?:ed|s)?|worth|earn\w*|ma[dk]es?|d(?:o"
    r"|id) (?=(?:in|during"
    r"|through|over|on|at|,|\?|$))|how did|how (?:well|badly) did|perform\w*|offset\w*|cushion\w*|gain\w*"
    r"|los[et]\w*|lost|cost\w*|rescu\w+"
    r"|result\w*|hold up|held up|deliver\w*|fail\w*|hurt\w*|shield\w*|soften\w*|profit\w*|return\w*|p&l|pnl|impact"
    r"|effect|difference)\b"
)
#: A figure that is asked for by its name has days of its own.
_OF_A_NAME = re.compile(
    r"\b(?:drawdowns?|sharpe|sortino|win rate|trades?|rolls?|premium|volatility of|monthly|median|average|mean"
    r"|per month|a month|worst"
    r"|best|share of|how (?:many|often)|why|layers?|short layer|recover\w*|before|after|since|until|outside"
    r"|exclud\w+|except|without the)\b"
)
_HEDGE = re.compile(
    r"\b(?:hedge|alvh|vix[- ]calls?|calls|insurance|protection|cover|overlay)\b(?! (?:on|off)\b)(?!(?:d|-) ?(?:account|strategy))"
)
_WITH = re.compile(r"\bwith(?:out)? (?:the |my |our |your )?(?:hedge|alvh|vix[- ]calls?|calls|insurance|protection)\b")
_BASE = re.compile(r"\b(?:unhedged|condors?|base|without (?:the |any )?(?:hedge|calls))\b")
_OVER_DATES = ("drag.monthly.total", "return.unhedged.total", "return.hedged.total")
#: The same of one episode, which may begin and end within a month.
_OF_EPISODE = ("episode.hedge", "episode.base", "episode.net")
#: What part of the losses the hedge made good.
_OFFSET = re.compile(
    r"\boffset\w*|\b(?:part|share|much|percent|percentage|proportion|%) of (?:the |its |our )?(?:\w+ )?loss(?:es)?\b"
)
_PART = ("episode.offset",)
_THAT_MONTH = re.compile(r"\b(?:that|the same|this) month\b")
#: Figures that the scorer takes such a question to ask for, in whose place these stand.
_TAKEN = ("episode.", "drag.", "return.", "account.", "decomposition.", "effectiveness.", "protection.")


@dataclass(frozen=True, slots=True)
class _Event:
    place: Place
    dates: Dates
    whole: bool


def event_in(plain: str) -> _Event | None:
    """The one event that a question names, with the dates that its name tells; None where it names none, or several."""
    found = [_Event(m.span(), NAMED[name], whole=False) for pattern, name in _NAMES for m in pattern.finditer(plain)]
    for m in (m for pattern in _DATED for m in pattern.finditer(plain)):
        if not any(a < m.end() and m.start() < b for a, b in (e.place for e in found)):
            of = f"{m['year']}-{_MONTHS.index(m['month']) + 1:02d}" if m["month"] else m["year"]
            found.append(_Event(m.span(), between(of, of), whole=bool(m["bear"])))
    return found[0] if len(found) == 1 else None


def with_event(question: Question, heard: Text) -> Question:
    """The question as one for the results over the days of the event that it names; as it is where it asks for something else."""
    plain = heard.plain
    event = event_in(plain)
    if event is None or question.shape == "why" or question.exact or question.edited or question.against or question.by_year:
        return question
    if (
        question.kind in {"term", "advice"}
        or question.shape == "live"
        or question.foreign
        or question.universal
        or question.rules
    ):
        return question
    if {*question.scope.parts} - {"dates", "episode", "tier", "per"}:
        return question
    rest = f"{plain[: event.place[0]]} {plain[event.place[1] :]}"
    if not _RESULT.search(rest) or _OF_A_NAME.search(rest) or not _is_taken(question):
        return question
    text = heard.said(event.place)
    dates = _told_beside(rest, question, event.dates) or event.dates
    whole = event.whole or dates != event.dates or bool(_THAT_MONTH.search(rest))
    happened = Happened(text=text, dates=dates, whole=whole)
    scope = replace(question.scope.less("episode", "per"), dates=dates)
    part = _PART if not whole and _OFFSET.search(rest) else ()
    told = question.for_figures((*part, *_ordered(rest)))
    kept = tuple(word for word in told.unread if word not in text)
    return replace(told, scope=scope, happened=happened, unread=kept, rules=(), term=None, recent=None)


def _told_beside(rest: str, question: Question, own: Dates) -> Dates | None:
    """The dates that a question states beside an event's name, which are meant then, unless they only say when it was."""
    dates = [s.dates for s in read_dates(rest) if s.dates and not s.outside]
    if len(dates) != 1 or dates[0] != question.scope.dates or not (own.start and own.end):
        return None
    return None if dates[0].hold(own.start) and dates[0].hold(own.end) and dates[0] != own else dates[0]


def _is_taken(question: Question) -> bool:
    """Whether the figures that a question is taken to ask for, if any, are results over a time."""
    return question.decision != "answer" or not question.keys or question.keys[0].startswith(_TAKEN)


def _ordered(rest: str) -> tuple[str, ...]:
    """The three results, that of what is asked about first."""
    hedge = _HEDGE.search(_WITH.sub(" ", rest))
    first = _OVER_DATES[0] if hedge else _OVER_DATES[1] if _BASE.search(rest) else _OVER_DATES[2]
    return tuple(dict.fromkeys([first, *_OVER_DATES]))


def days_of(happened: Happened, facts: Facts) -> Dates:
    """The days that an event has: of the stress episode that it falls in, and of several that in which VIX closed highest.

    Its own dates where it is a whole year, or VIX tells no episode then.
    """
    found = () if happened.whole else stress_episodes(facts)
    if isinstance(found, NotComputed):
        return happened.dates
    inside = [episode for episode in found if _overlap(episode.dates, happened.dates)]
    return max(inside, key=lambda e: _highest(e, facts)).dates if inside else happened.dates


def of_episode(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The results over dates as those of the one episode that has these dates."""
    same = dict(zip(_OVER_DATES, _OF_EPISODE, strict=True))
    return tuple(same.get(key, key) for key in keys)


def _overlap(one: Dates, other: Dates) -> bool:
    return not (one.start and other.end and one.start > other.end) and not (other.start and one.end and other.start > one.end)


def _highest(episode: Episode, facts: Facts) -> float:
    """The highest close of VIX in an episode [index points]."""
    import numpy as np

    closes = facts.backtest.series["vix"]
    days = closes.index.to_numpy().astype("datetime64[D]")
    return float(np.nanmax(closes.to_numpy()[(days >= episode.first) & (days <= episode.last)]))
