"""How long somebody stays: dates at which money is put in and taken out, and dates that only tell of a life."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.calculator.core.scope import Dates

if TYPE_CHECKING:
    from qa.understand.stretch import Stretch

_IN = re.compile(
    r"\b(?:put|invest\w*|start\w*|beg[aiu]n\w*|enter\w*|bought|buy|open\w*|joined|came in|went in|got in|from|since|in at)\b"
    r"[^.?!]{0,50}$"
)
_OUT = re.compile(
    r"\b(?:clos\w+|left|leave|went out|got out|sold|quit|stopp\w+|withdr\w+|pulled out|came out|cashed)\b[^.?!]{0,40}$"
)
_TO_END = re.compile(
    r"\b(?:until|till|to|through to|up to|right to) (?:the|its) (?:very )?end"
    r"(?: of (?:it|the (?:data|test|run|backtest|record|sample)))?(?! of|ing)\b|\bdid ?n[o']t touch\b|\bnever touched\b"
    r"|\b(?:and|then) (?:kept|keep) (?:going|it|on)\b|\band stay(?:ed)? (?:in|on)\b|\bsince then\b|\bever since\b"
)
#: What befell somebody: a date right behind it is none of the question's.
_LIFE = re.compile(
    r"\b(?:sleep|slept|born|retired|married|divorced|graduated|gave up \w+|moved (?:house|to \w+)"
    r"|lost my (?:job|shirt|nerve|home)|burn(?:ed|t)|wiped out"
    r"|(?:father|mother|husband|wife|grandfather|uncle|aunt|dad|mum|mom) (?:died|lost \w+(?: \w+)?))"
    r"(?: \w+){0,3}? $"
)
_ASKS = re.compile(r"\b(?:how|what|which|why|whether|tell|give|show|please)\b|\?")


def stayed(plain: str, found: Sequence[Stretch]) -> list[Stretch]:
    """The stretches in time: one from going in to going out, one from going in to the end, and none that tells of a life."""
    counted = [s for s in found if not _of_life(plain, s)]
    dated = [s for s in counted if s.dates and not s.outside]
    if len(dated) == 2 and (both := _from_to(plain, *dated)):  # noqa: PLR2004 in and out
        return [both if s is dated[0] else s for s in counted if s is not dated[1]]
    if len(dated) == 1 and (whole := _to_end(plain, dated[0])):
        return [whole if s is dated[0] else s for s in counted]
    return counted


def _of_life(plain: str, stretch: Stretch) -> bool:
    """Whether a date tells only when something befell somebody, which the question doesn't take up again."""
    place = stretch.place
    rest = plain[place[1] :]
    return bool(
        stretch.dates
        and not stretch.outside
        and _LIFE.search(plain, max(0, place[0] - 60), place[0])
        and _ASKS.search(rest)
        and not re.search(r"\b(?:that|the same|this) (?:year|month|time)\b|\bsince then\b|\bback then\b|\bthen\?", rest)
    )


def _from_to(plain: str, first: Stretch, last: Stretch) -> Stretch | None:
    """From the month in which somebody goes in to that in which he goes out."""
    between = plain[first.place[1] : last.place[0]]
    one, other = first.dates, last.dates
    if one is None or other is None or not one.start or not other.end or "?" in between:
        return None
    if not (_IN.search(plain[: first.place[0]]) and _OUT.search(between) and one.start < other.end):
        return None
    return replace(first, dates=Dates(one.start, other.end), place=(first.place[0], last.place[1]))


def _to_end(plain: str, stretch: Stretch) -> Stretch | None:
    """From the month or year in which somebody goes in to the end of the data."""
    dates = stretch.dates
    end = _TO_END.search(plain, stretch.place[1])
    if dates is None or dates.start is None or dates.end is None or end is None:
        return None
    begins = _IN.search(plain[: stretch.place[1]]) or "since" in end[0]
    return replace(stretch, dates=Dates(dates.start, None), place=(stretch.place[0], end.end())) if begins else None
