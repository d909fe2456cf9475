"""As of a day: the data as a question wants them known, at the end of that day, month or year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.understand.stretch import Stretch
from qa.understand.supposing import Supposed

#: What stands before a date that says until when the data are known. A date's own reading may begin with its "of" or "on".
_AS_OF = re.compile(
    r"\bas (?:of|at|(?:it |we |they )?(?:was |were )?(?:known|knew|stood|looked|seen|reported)(?: them| it)?"
    r"(?: (?:on|at|by|in|as of))?"
    r"|(?:it|things|they|matters) (?:stood|looked|were|was)(?: (?:on|at|in))?)"
    r"(?: the| its)?(?: (?:very )?(?:end|close|last day) of| year[- ]?end| end| close)?(?: the)?(?: \w+day,?)? ?$"
)
#: What of these words a date's own reading may begin with.
_LED = re.compile(r"(?:(?:of|on|in|at|for|during) )?(?:the )?(?:\w+day,? )?(?:the )?")


def read_known(plain: str, stretches: Sequence[Stretch]) -> tuple[list[Stretch], list[Supposed]]:
    """The stretches that count, and the days as of which the data are to be known, which are no stretches of time.

    >>> from qa.understand.dates import read_dates
    >>> text = "the drag as of 31 march 2017"
    >>> _, known = read_known(text, read_dates(text))
    >>> [str(found.value) for found in known]
    ['2017-03-31']
    """
    kept, known = list[Stretch](), list[Supposed]()
    for stretch in stretches:
        end = stretch.dates.end if stretch.dates else None
        led = _LED.match(plain, stretch.place[0])
        begun = _AS_OF.search(plain[: led.end() if led else stretch.place[0]])
        if end is None or begun is None or stretch.outside:
            kept.append(stretch)
        else:
            known.append(Supposed(place=(begun.start(), stretch.place[1]), part="asof", value=end))
    return kept, known
