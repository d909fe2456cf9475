"""The other side of a comparison that words name by what is left: the rest, the years before, everything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from qa.calculator.core.fall import MONTHS, WEEKDAYS
from qa.calculator.core.scope import Bound, Dates, Scope
from qa.understand.bands import all_but
from qa.understand.fitting import CONTRAST, DAILY
from qa.understand.left_out import has_hedge
from qa.understand.side_kinds import Side

_HELD = (
    r"(?:\b(?:vs\.?|versus|v\.?|against|than|compar(?:ed?|es|ing) (?:with|to)|relative to)|[,;] (?:and|or)"
    r"|\band(?= (?:for|in|on)))"
)
_LED = r"(?: (?:on|in|for|during|with|at|over|of|all|the|any|every))*"
_ENDS = (
    r"(?= *[,.?!;:)]| *$| (?:of (?:the )?(?:year|time|run|data|record))"
    r"|(?<!years) (?:in|during|over|for|since|from|between) (?:the |all |of )*"
    r"(?:\d{4}|(?:last|past) |[a-z]+ \d{4}|run|data|record))"
)
_REST = re.compile(
    rf"{_HELD}{_LED} (?:rest|remainder|(?:other|remaining|normal|ordinary) (?:days|months|times|nights|years|sessions|ones)"
    rf"|others|everything else){_ENDS}"
)
#: A thing that the other side is without, which needs no name.
_WITHOUT = re.compile(
    rf"(?:{_HELD}|\band(?= (?:in |on |for |the |those |all )*"
    rf"(?:months|days|weeks|nights|times|those|ones) (?:without|with no)\b)){_LED}"
    rf"(?: (?:months|days|weeks|nights|times|those|ones))? (?:without|with no|w/o)"
    rf"(?: (?:one|any|it|them|such(?: an?)? \w+|(?:an? |the )?(?:event|meeting|release|print|report|date)s?))?{_ENDS}"
)
#: What says of days that they are otherwise than others, which are not named.
_IMPLIED = re.compile(
    r"\b(?:any |much |really |actually |so |particularly )?(?:bad|good|worse|better|harder|riskier|different|dangerous)\b"
    r"(?! than)(?= *[?.!]| *$| for\b)"
)
_EARLIER = re.compile(
    rf"{_HELD}{_LED} (?:(?:earlier|previous|prior|preceding)(?: years| months| ones)?|years before(?: it| that)?){_ENDS}"
)
_LATER = re.compile(
    rf"{_HELD}{_LED} (?:later(?: on| years| months)?|years (?:after(?:wards)?|since)(?: it| that)?|afterwards){_ENDS}"
)
_EVERYTHING = re.compile(
    rf"{_HELD}{_LED} (?:all(?: days| months| years)?(?= *[,.?!;:)]| *$)|(?:whole|entire|full|complete)"
    rf" (?:test|run|period|sample|record|backtest|history|time|five years))"
)


def other_side(plain: str, side: Side) -> Side | None:
    """What a comparison holds its one side against, where it is named by what is left; None where nothing names it.

    >>> from qa.calculator.core.scope_text import parse_scope
    >>> str(other_side("vix above 20 vs the rest", Side(scope=parse_scope("vix>20"), place=(0, 12))).scope)
    'vix<=20'
    """
    after = side.place[1]
    if m := _EVERYTHING.search(plain, after):
        return Side(scope=Scope(), place=m.span())
    without = _WITHOUT.search(plain, after)
    if without and has_hedge(plain[: without.start()]):  # "with the hedge than without it"
        without = None
    implied = _IMPLIED.search(plain, after) if side.scope.event or side.scope.weekday else None
    if m := _REST.search(plain, after) or without or implied:
        scope = all_but_days(side.scope)
        return Side(scope=scope, place=m.span()) if scope else None
    dates = side.scope.dates
    if dates is None or side.scope.also:
        return None
    if (m := _EARLIER.search(plain, after)) and dates.start:
        return Side(scope=Scope(dates=Dates(None, dates.start - timedelta(days=1))), place=m.span())
    if (m := _LATER.search(plain, after)) and dates.end:
        return Side(scope=Scope(dates=Dates(dates.end + timedelta(days=1), None)), place=m.span())
    return None


def all_but_days(scope: Scope) -> Scope | None:
    """What a condition of one kind leaves; None of several, or of what can't be left out."""
    if scope.parts == ("bounds",) and (len(scope.bounds) == 1 or _is_band(scope.bounds)):
        return Scope(all_but(scope.bounds))
    if scope.parts == ("event",) and scope.event:
        return Scope(event=replace(scope.event, outside=not scope.event.outside))
    if scope.parts == ("weekday",) and scope.weekday:
        return Scope(weekday="+".join(day for day in WEEKDAYS if day not in scope.weekday.split("+")))
    if scope.parts == ("month",) and scope.month:
        return Scope(month="+".join(name for name in MONTHS if name not in scope.month.split("+")))
    return Scope(besides=(scope.dates,)) if scope.parts == ("dates",) and scope.dates else None


def against_rest(plain: str, keys: tuple[str, ...], sides: Sequence[Side]) -> tuple[tuple[str, ...], Sequence[Side]]:
    """The figures and the sides that a comparison is told by, where the one side is all that the other leaves.

    The contrast of days around an event holds them against all others itself. Days of the week are told side by side.
    """
    rest = len(sides) == 1 and any(words.match(plain, sides[0].place[0]) for words in (_REST, _WITHOUT, _IMPLIED))
    if not rest or keys[:1] != (CONTRAST,):
        return keys, sides
    return ((DAILY, *(k for k in keys[1:] if k != DAILY)), sides) if sides[0].scope.weekday else (keys, ())


def _is_band(bounds: tuple[Bound, ...]) -> bool:
    return {b.op for b in bounds} == {">=", "<"}
