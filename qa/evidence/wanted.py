"""Wanted: the kind of thing that answers a question on the method, e.g. a time of day, and whether a sentence has it."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.number_words import CARDINAL

_NUMERAL = re.compile(rf"\d|\b(?:{CARDINAL}|half|quarter|third|one)\b", re.IGNORECASE)
_SPAN = re.compile(
    r"\b(?:days?|nights?|weeks?|months?|years?|hours?|daily|weekly|monthly|schedule|once|until|before|after|when|while)\b|\d:\d\d",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}:\d\d\b|\b(?:noon|midnight|after the close|before the close|at the close|at the open)\b", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:because|since|so that|therefore|reason|which is why|for this|otherwise|without it|by then)\b", re.IGNORECASE
)
_NEVER = re.compile(r"\b(?:no|not|never|none|nothing|without|neither)\b", re.IGNORECASE)

#: What a question asks for, by its words, and the words of a sentence that gives it; the first that holds.
_ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"\b(?:what|which) (?:time|hour)\b|\btime of (?:the )?day\b|\bo'?clock\b", re.IGNORECASE), _CLOCK),
    (re.compile(r"\bwhen\b.{0,30}\b(?:no|not|never|don't|doesn't|stop|skip)\b", re.IGNORECASE), _NEVER),
    (
        re.compile(
            r"\bhow (?:often|long|early|late|frequently)\b|\bhow many (?:days|weeks|months|hours)\b|^\W*(?:and |so )?when\b"
            r"|\bwhat (?:maturit|expir|tenor|schedule)",
            re.IGNORECASE,
        ),
        _SPAN,
    ),
    (
        re.compile(
            r"\bhow (?:many|much|wide|far|big|large|high|low)\b|\b(?:what|which) (?:is the |are the )?"
            r"(?:delta|ratio|number|size|width|share|strikes?|level|proportion|credit|percent\w*|threshold|multiple)s?\b"
            r"|\bhow (?:do|does|is|are|should) .{0,30}\bsized?\b",
            re.IGNORECASE,
        ),
        _NUMERAL,
    ),
    (re.compile(r"^\W*(?:and |but |so )?why\b|\bwhat(?:'s| is) the reason\b", re.IGNORECASE), _REASON),
)


def wanted(question: str) -> Callable[[str], bool] | None:
    """Whether a sentence has the kind of thing that a question asks for; None where that is of no kind.

    >>> gives = wanted("At what time of day are they sold?")
    >>> gives("It is sold shortly after 15:10."), gives("It is sold on each day.")
    (True, False)
    >>> wanted("What is an iron condor?") is None
    True
    """
    return next((lambda sentence, has=has: bool(has.search(sentence)) for asks, has in _ASKED if asks.search(question)), None)
