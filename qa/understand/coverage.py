"""Coverage: whether a question asks if the data have some stretch of time, and which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.calculator.core.scope import EVERYTHING, NAMED, Dates, between
from qa.understand.question import Covered, Question
from qa.understand.readings import Readings
from qa.understand.text import Place, Text

#: Figures whose days are those of the data.
SPANNING = ("import.days.missing", "import.trades")
_DATA = (
    r"(?:(?:the|your|our|this|these|its|their|that|underlying|whole|entire|full|sample|historical|test(?:ed|ing)?|hedge"
    r"|strategy) )*"
    r"(?:back-?tests?|back-?test(?:ing)? (?:period|data|window)|data(?: ?sets?)?|samples?|(?:track )?records?|runs?|simulations?"
    r"|tests?|history|figures|results|numbers|statistics|stats|study|periods?|time ?frames?|windows?|series|logs?)"
)
_HOLDS = (
    r"(?:include[sd]?|cover(?:s|ed)?|contain(?:s|ed)?|span(?:s|ned)?|comprise[sd]?|encompass(?:es|ed)?|capture[sd]?"
    r"|(?:go(?:es)?|went|reach(?:es|ed)?|extend(?:s|ed)?|stretch(?:es|ed)?)(?: as far)?(?: back)?(?: as far)?"
    r"(?: to| as| through| into)?"
    r"|(?:start|begin)(?:s|ed)?|run through)"
)
_CRISES = (
    (
        re.compile(r"\b(?:great |global )?(?:financial crisis|recession)\b|\bgfc\b|\b(?:lehman|sub-?prime)\b"),
        ("2007-10", "2009-03"),
    ),
    (re.compile(r"\b(?:dot-?com|dot com|tech|internet) (?:crash|bubble|bust)\b"), ("2000-03", "2002-10")),
    (re.compile(r"\bblack monday\b"), ("1987-10", "1987-10")),
)
_CRISIS = (
    r"(?:crisis|crash|crashes|sell-?off|bear market|great|global|financial|recession|dot-?com|dot|com|tech|bubble|bust|internet"
    r"|covid|corona\w*|pandemic|housing|lehman|subprime|gfc|collapse|panic|shock|spike|episode|volmageddon|euro|debt"
    r"|black monday)"
)
_FILLER = (
    rf"(?:{_CRISIS}|the|a|an|all|both|either|any|of|in|from|for|on|data|year|years|month|months|period|already|also|even|as|far"
    r"|back|to|and|or|not|&|,)"
)
_FILL = rf"(?:{_FILLER}[ ,]*)*"
_BEGIN = r"^\W*(?:(?:and|so|but|then|ok|please|hi|hello),? )*"
_HELD = re.compile(rf"{_BEGIN}(?:does|do|did|will) {_DATA} (?:also |even |already )?{_HOLDS} {_FILL}$")
_BE = re.compile(rf"{_BEGIN}(?:is|are|was|were) {_FILL}$")
_PART = r"(?:included|covered|contained|represented|captured|a part|part|present|inside|within)"
_IN_DATA = re.compile(
    rf"[ ,]*{_FILL}(?:(?:also|already|even|ever) )?(?:{_PART}(?: (?:in|of|by|within) {_DATA})?|(?:in|within|inside) {_DATA})"
    r"(?= *[,.?!;]| *$| (?:and|or|as well|at all|too)\b)"
)
_AFTER = re.compile(rf"(?: {_CRISIS}\b)*")
_BETWEEN = re.compile(rf"[ ,]*{_FILL}")
_UP_TO = re.compile(r"(?:all the way )?(?:up |down )?(?:to|until|till|through) ")
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The stretches asked about, and what else the question has to say."""

    stretches: tuple[Covered, ...]
    rest: str


def coverage_in(heard: Text, read: Readings) -> Coverage | None:
    """Which stretches of time a question asks the data for; None where it asks for anything else."""
    plain = heard.plain
    places = sorted(_stretches(plain, read), key=lambda p: p[0])
    if not places:
        return None
    first, last = places[0][0], places[-1][0]
    if not all(_BETWEEN.fullmatch(plain, a[0][1], b[0][0]) for a, b in pairwise(places)):
        return None
    end = _end(plain, first, last)
    if end is None:
        return None
    rest = heard.said((end, len(plain))).strip(" ,.?!;:") if end < len(plain) else ""
    told = tuple(Covered(text=heard.said(place).strip(" ,"), dates=dates) for place, dates in places)
    return Coverage(stretches=told, rest=rest if len(rest.split()) >= _FEWEST else "")


def with_coverage(question: Question, heard: Text, read: Readings) -> Question:
    """The question, where it asks if the data have some stretch of time, as one for the days that they have."""
    asks = coverage_in(heard, read)
    if asks is None:
        return question
    return replace(
        question.for_figures(SPANNING),
        scope=EVERYTHING,
        coverage=asks.stretches,
        unread=(asks.rest,) if asks.rest else (),
        foreign=(),
        positions=(),
        premises=(),
        against=(),
        term=None,
        exact=True,
    )


def _end(plain: str, first: Place, last: Place) -> int | None:
    """Where the question after the data's time ends; None where it is no such question."""
    if _HELD.match(plain[: first[0]]):
        after = _AFTER.match(plain, last[1])
        end = after.end() if after else last[1]
        return end if re.match(r" *(?:[,.?!;]|$|and\b|or\b|as well\b|too\b|at all\b)", plain[end:]) else None
    held = _IN_DATA.match(plain, last[1]) if _BE.match(plain[: first[0]]) else None
    return held.end() if held else None


def _stretches(plain: str, read: Readings) -> Iterator[tuple[Place, Dates]]:
    """The dates that the words mean: stretches, known episodes, and crises of before that have a name."""
    taken: list[Place] = []
    for s in read.stretches:
        if s.dates is not None:
            taken.append(s.place)
            yield _bare(plain, s.place), _last_month(s.dates) if _UP_TO.match(plain, s.place[0]) else s.dates
    for e in read.episodes:
        if (dates := NAMED.get(e.episode or "")) is not None:
            taken.append(e.place)
            yield _bare(plain, e.place), dates
    if taken:
        return
    for words, ends in _CRISES:
        if m := words.search(plain):
            yield m.span(), between(*ends)


def _last_month(dates: Dates) -> Dates:
    """The month in which dates end: data that "go up to" one have it, wherever they begin."""
    return dates if dates.end is None else Dates(dates.end.replace(day=1), dates.end)


def _bare(plain: str, place: Place) -> Place:
    """A place without the preposition that leads it."""
    m = re.compile(r"(?:of|in|during|for|over|from|the|on) (?:the )?").match(plain, place[0], place[1])
    return (m.end(), place[1]) if m else place
