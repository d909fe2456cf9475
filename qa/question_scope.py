"""The scope of a question in its own words, and which of them were not understood.

What can't be read is never guessed at: it is kept, and the answer says that it was not taken into account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from corpus.dates import MONTHS, month_number
from qa import numerals
from qa.calculator.scope import Bound, Dates, Op, Scope, Signal, between, in_order

_N = r"(\d+(?:\.\d+)?)(?![\d%]|[.,]\d)"
_IS = r"(?: is| was| at| of|,)?"
_VIX_WORDS: tuple[tuple[str, tuple[Op, ...]], ...] = (
    (rf"{_IS} (?:below|under|less than) {_N}", ("<",)),
    (rf"{_IS} ?< ?{_N}", ("<",)),
    (rf"{_IS} (?:above|over|more than) {_N}", (">",)),
    (rf"{_IS} ?> ?{_N}", (">",)),
    (rf"{_IS} (?:at least|at or above) {_N}", (">=",)),
    (rf"{_IS} {_N} (?:or|and) (?:higher|above|more|over)", (">=",)),
    (rf"{_IS} (?:between|from) {_N} (?:and|to) {_N}", (">=", "<")),
    (rf"{_IS} {_N} ?(?:to|[-–]) ?{_N}", (">=", "<")),
)
_VIX = tuple((re.compile(rf"\bVIX{words}", re.IGNORECASE), ops) for words, ops in _VIX_WORDS)
_MONTH = "(" + "|".join(f"{m}|{m[:3]}\\.?" for m in MONTHS) + ")"
_YEAR = r"((?:19|20)\d\d)\b"
_AND = r"(?:to|until|and|through|[-–])"


def _day(m: re.Match[str]) -> tuple[str, str]:
    day = f"{_month(m[2], m[3])}-{int(m[1]):02d}"
    return day, day


def _quarter(m: re.Match[str]) -> tuple[str, str]:
    first = 3 * int(m[1]) - 2
    return f"{m[2]}-{first:02d}", f"{m[2]}-{first + 2:02d}"


_Ends = Callable[[re.Match[str]], tuple[str | None, str | None]]
#: Stretches of time in words, the more particular reading first, and from where to where each goes.
_WORDS: tuple[tuple[str, _Ends], ...] = (
    (rf"\b(?:from |between )?{_MONTH},? {_YEAR} {_AND} {_MONTH},? {_YEAR}", lambda m: (_month(m[1], m[2]), _month(m[3], m[4]))),
    (rf"\b([1-9]|1\d|2[0-8]) {_MONTH},? {_YEAR}", _day),  # later days may not exist: they are left over
    (rf"\b(?:from |between )?{_YEAR} ?(?:to|until|through|[-–]) ?{_YEAR}", lambda m: (m[1], m[2])),
    (rf"\bbetween {_YEAR} and {_YEAR}", lambda m: (m[1], m[2])),
    (rf"\bQ([1-4]),? {_YEAR}", _quarter),
    (rf"\b(?:in |during |for )?{_MONTH},? {_YEAR}", lambda m: (_month(m[1], m[2]), _month(m[1], m[2]))),
    (rf"\bafter {_YEAR}", lambda m: (str(int(m[1]) + 1), None)),
    (rf"\bbefore {_YEAR}", lambda m: (None, str(int(m[1]) - 1))),
    (rf"\b(?:until|up to) {_YEAR}", lambda m: (None, m[1])),
    (rf"\b(?:since|from) {_YEAR}(?: on)?", lambda m: (m[1], None)),
    (rf"\b(?:in |during |for )?{_YEAR}", lambda m: (m[1], m[1])),
)
_STRETCHES = tuple((re.compile(words, re.IGNORECASE), ends) for words, ends in _WORDS)
#: Words that would narrow or recast the figures in ways that no figure here can yet.
_BEYOND = re.compile(
    "|".join(  # noqa: FLY002 one kind a line
        (
            r"\b(?:FOMC|CPI|PPI|NFP|Fed days?|earnings)\b",
            r"\b(?:per|a|each) (?:year|week|day)\b",
            r"\b(?:annual(?:ly|ised|ized)?|yearly|weekly|daily|overnight)\b",
            r"\bin dollars\b",
            r"\b(?:win rate|wins?|record) of the hedge\b|\bthe hedge wins?\b|\bhedge win\b",
            r"\bnot in\b|\bexclud\w+|\bwithout (?:the )?(?:largest|worst|best|crash|march|february)\b",
            r"\b(?:last|past|this|recent) (?:year|month|week|quarter)s?\b",
        )
    ),
    re.IGNORECASE,
)

Place = tuple[int, int]


def read_scope(text: str, names: Sequence[str]) -> tuple[Scope, tuple[str, ...]]:
    """The scope that the question's words mean, and the words and numerals left over.

    >>> scope, left = read_scope("the drag in 2018 with VIX below 15 on $50k", ())
    >>> str(scope), left
    ('vix<15&date=2018-01-01..2018-12-31', ('50',))
    """
    bounds, vix_places = _bounds(text)
    dates, date_places = _dates(text)
    used = [*vix_places, *date_places]
    known = [m.span() for name in names for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
    beyond = [m.span() for m in _BEYOND.finditer(text)]
    left = [p for p in numerals.find(text) if not any(a <= p[0] and p[1] <= b for a, b in (*used, *known))]
    unread = tuple(dict.fromkeys(text[a:b] for a, b in sorted((*left, *beyond))))
    return Scope(bounds, dates), unread


def _bounds(text: str) -> tuple[tuple[Bound, ...], list[Place]]:
    """One condition on VIX; where there are several, or words that turn it round, none is taken."""
    found = [(m, ops) for pattern, ops in _VIX for m in pattern.finditer(text)]
    if len(found) != 1 or re.search(r"\bVIX\b.*\b(?:or (?:above|below|over|under)|not)\b", text, re.IGNORECASE):
        return (), []
    m, ops = found[0]
    values = [float(v) for v in m.groups()]
    if values != sorted(values):
        return (), []
    return in_order(tuple(Bound(Signal("vix"), op, value) for op, value in zip(ops, values, strict=True))), [m.span()]


def _dates(text: str) -> tuple[Dates | None, list[Place]]:
    """One stretch of time; where the question names a year outside it, none is taken."""
    for place, dates in _stretches(text):
        others = [m for m in re.finditer(rf"\b{_YEAR}", text) if not (place[0] <= m.start() and m.end() <= place[1])]
        ordered = dates.start is None or dates.end is None or dates.start <= dates.end
        return (dates, [place]) if ordered and not others else (None, [])
    return None, []


def _stretches(text: str) -> Iterator[tuple[Place, Dates]]:
    """Stretches of time that the text may mean, the more particular reading first."""
    for pattern, ends in _STRETCHES:
        if m := pattern.search(text):
            yield m.span(), between(*ends(m))


def _month(name: str, year: str) -> str:
    return f"{year}-{month_number(name):02d}"
