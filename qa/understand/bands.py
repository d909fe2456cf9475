"""Conditions on VIX, on RSI and on a series against its own mean; and stated states, which are kept as stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.calculator.core.scope import Bound, Op, Signal, in_order
from qa.understand.contrasts import asks_of_both, denies
from qa.understand.each_band import each_band
from qa.understand.left_out import denied, leaves_out
from qa.understand.means import read_means
from qa.understand.moves import read_moves
from qa.understand.text import Place

VIX, RSI = Signal("vix"), Signal("spx", "rsi", 14)
_N = r"(?P<n>\d{1,3}(?:\.\d+)?)"
_N2 = r"(?P<n2>\d{1,3}(?:\.\d+)?)"
#: What follows a number that is no level of an index.
_UNITS = (
    r"(?![\d%/]|[.,:]\d|'s|s\b| ?(?:%|percent|per cent|pct|dollars?|usd|bucks|bp\b|basis|days?\b|dte|delta"
    r"|contracts?|points?|cents?|c\b|k\b|grand"
    r"|million|thousand|months?|years?|weeks?|trades?|times|x\b|calls?|condors?|layers?|tiers?|hours?|o'clock|pm\b|am\b"
    r"|(?:in|of|out of|from) (?:10|20|100)\b(?! ?(?:days|sessions|months|years))))"
)
_BELOW = r"(?:below|under|less than|lower than|smaller than|beneath|south of|sub[- ]?|inferior to|short of|<)"
_ABOVE = (
    r"(?:(?:above|over)(?: of)?|more than|higher than|greater than|bigger than|north of|exceeds?|exceeded|exceeding"
    r"|beyond|past|tops|>)"
)
_LEAST = r"(?:at least|at or above|at or over|no less than|no lower than|>=|≥)"
_MOST = r"(?:at most|at or below|at or under|no more than|no higher than|up to|<=|≤)"
_VIX = r"(?:a |the )?(?:vix|fear index|fear gauge|volatility index|vol index)(?:'s)?(?: level| index| close| reading)?(?: of)? ?"
_SIDES: tuple[tuple[str, tuple[Op, ...]], ...] = (
    (
        (
            rf"(?:between|from|in|at|band of)? ?{_N} ?(?:and|to|-|/|through|up to)(?: just)?(?: short of| below"
            rf"| under)? ?{_N2}{_UNITS}"
        ),
        (">=", "<"),
    ),
    (
        (
            rf"(?:at |from )?{_N} ?(?:(?:or|and) (?:more|higher|above|over|up|upwards?|greater|beyond)\b(?! ?\d)"
            rf"|\+(?! ?\d)|upwards?\b|up\b)"
        ),
        (">=",),
    ),
    (rf"(?:at )?{_N} (?:or|and) (?:less|lower|below|under|beneath)\b(?! ?\d)", ("<=",)),
    (rf"{_LEAST} ?(?:{_VIX})?{_N}{_UNITS}", (">=",)),
    (rf"{_MOST} ?(?:{_VIX})?{_N}{_UNITS}", ("<=",)),
    (rf"{_BELOW} ?(?:{_VIX})?{_N}{_UNITS}", ("<",)),
    (rf"{_ABOVE} ?(?:{_VIX})?{_N}{_UNITS}", (">",)),
)
_COMPARED = tuple((re.compile(rf"(?:(?<![\w.$])|(?=[<>≥≤])){words}"), ops) for words, ops in _SIDES)
#: Numbers right beside the name of VIX, or in a band, after which days and months may stand.
_SOFT = r"(?![\d%]|[.,:/]\d|'s| ?(?:%|percent|per cent|bp\b|dollars?|usd))"
_BAND_NAME = (
    r"(?:vix|fear|band|bucket|range|zone)(?: (?:band|bucket|range|zone|months?|days?|of|from|in|at|the|is|was|between|levels?"
    r"|nights?))*"
)
_RANGE = rf"{_N} ?(?:-|/|to|and|up to)(?: just (?:short of|below|under))? ?{_N2}"
_BESIDE: tuple[tuple[str, tuple[Op, ...]], ...] = (
    (rf"\b{_BAND_NAME} ?\(?{_RANGE}{_SOFT}", (">=", "<")),
    (rf"(?<![\w.$/-]){_RANGE} (?:on the )?(?:vix|band|bucket|zone)\b", (">=", "<")),
    (rf"\bvix ?(?:<=|≤) ?{_N}{_SOFT}", ("<=",)),
    (rf"\bvix ?(?:>=|≥) ?{_N}{_SOFT}", (">=",)),
    (rf"(?:\bvix ?<|\bsub[- ]?|\bu(?=\d)) ?{_N}{_SOFT}", ("<",)),
    (rf"\bvix ?> ?{_N}{_SOFT}", (">",)),
    (rf"\bvix (?:is |was |at |of )?{_N} (?:or|and) (?:more|higher|above|over|up)\b", (">=",)),
    (rf"\bvix ?{_N} ?(?:\+|-? ?plus\b)", (">=",)),
    (rf"(?<![\w.$/-]){_N}\+(?: vix)?(?= (?:vix|days|months|nights|openings)\b)", (">=",)),
)
_NAMED = tuple((re.compile(words), ops) for words, ops in _BESIDE)
_FUZZY = re.compile(
    r"\b(?:(?:in|at|around) )?(?:the )?(?:(?P<part>low|lower|mid|middle|high|upper)[- ])?(?P<tens>teens|twenties"
    r"|thirties|forties|20s|30s|40s)"
    r"(?: ?(?:to|-|through|and) ?(?:the )?(?:(?P<part2>low|lower|mid|middle|high|upper)[- ])?(?P<tens2>teens"
    r"|twenties|thirties|forties|20s|30s|40s))?"
)
_TENS = {"teens": 10, "twenties": 20, "20s": 20, "thirties": 30, "30s": 30, "forties": 40, "40s": 40}
#: From where to where a part of ten goes alone; as the first and as the last of a range "mid" stands for its middle.
_PARTS = {"low": (0, 3), "lower": (0, 3), "mid": (4, 7), "middle": (4, 7), "high": (7, 10), "upper": (7, 10), None: (0, 10)}
_MIDDLE = 5
#: Whose number it is: the nearest of these before it. What stands for VIX is `vix`, for RSI `rsi`, for neither anything else.
_SUBJECT = re.compile(
    r"(?P<vix>\bvix\b|fear index|\bgauge\b|volatility index|vol index|\bvol\b|volatility)"
    r"|(?P<rsi>\brsi(?: ?\(?14\)?|(?: of)? 14 days)?(?: (?:of|on|for) (?:the )?(?:spx|s&p(?: 500)?|index|market))?(?!\w)"
    r"|relative strength)"
    r"|(?P<other>win rate|drawdowns?|losses|falls?|returns?|delta|margin|premium|account|capital|spx|s&p|index at|yield"
    r"|leverage|p/e|sharpe|contracts?|trades|older|years old)"
)
_PHASES = (
    (re.compile(r"\boverbought(?: (?:phases?|states?|markets?|days?))?"), ">", 70.0),
    (re.compile(r"\boversold(?: (?:phases?|states?|markets?|days?))?"), "<", 30.0),
)
_BEING = (
    r"(?: (?:is|was|are|be|being|at|now|sits?|sitting|stands?|standing|stood|printed|prints?|closed|closes|closing|of|level"
    r"|trading|traded|currently|reads?|reading|hovering|around|about|spot|today|tonight|has|just|index|hits?|came|in|with))"
)
_STATE = re.compile(
    rf"(?P<what>\bvix\b|fear index|fear gauge|volatility index|\brsi\b(?: ?\(?14\)?)?){_BEING}{{0,4}}(?:,? ?[=:]?"
    rf"|,) ?{_N}{_UNITS}"
)
#: A band right before: "<15, 15-20, 20-30".
_LISTED = re.compile(r"(?:[<>]|under|below|\d-|to )\d\d(?:,| /|,? and|,? or|;)* ?$")
_LOWEST, _HIGHEST = 8.0, 95.0
_OTHER: dict[Op, Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
#: The bands by which levels of VIX are told.
_EDGES = (15.0, 20.0, 30.0)
#: So many levels that are told are the bands that are meant.
_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Bounds on one signal, and the words for them."""

    place: Place
    bounds: tuple[Bound, ...]
    #: the level, where it is stated as that of a moment rather than asked for
    stated: float | None = None

    @property
    def signal(self) -> Signal:
        """What is bounded."""
        return self.bounds[0].signal


def read_bands(plain: str) -> list[Condition]:
    """The conditions in a plain text, from left to right."""
    found: list[Condition] = []
    for condition in (
        *_moved(plain),
        *(Condition(place=place, bounds=(bound,)) for place, bound in read_means(plain)),
        *_named(plain),
        *_fuzzy(plain),
        *_compared(plain),
        *_phases(plain),
        *_stated(plain),
    ):
        if all(condition.place[1] <= c.place[0] or c.place[1] <= condition.place[0] for c in found):
            found.append(condition)
    if len(found) < _SEVERAL and (place := each_band(plain)):
        bands = [Condition(place=place, bounds=band_of(level)) for level in (0.0, *_EDGES)]
        return [*bands, *(c for c in found if c.stated is None and c.bounds not in {band.bounds for band in bands})]
    return sorted((told for c in found if (told := _turned(plain, c, found))), key=lambda c: c.place)


def _turned(plain: str, condition: Condition, found: Sequence[Condition]) -> Condition | None:
    """The condition, or where words leave it out, all but it; a stated level that is denied tells nothing."""
    if any(_against(plain, other, condition) for other in found):
        return condition
    out = leaves_out(plain, condition.place)
    if out.out == denied(plain[slice(*condition.place)]):
        return condition
    if condition.stated is not None:
        return None
    return replace(condition, place=out.place, bounds=all_but(condition.bounds))


def _against(plain: str, one: Condition, other: Condition) -> bool:
    """Whether a question asks why something is so beyond one level but not beyond the other, on the other side."""
    if one.place[1] > other.place[0] or one.signal != other.signal or len(one.bounds) != 1 or len(other.bounds) != 1:
        return False
    a, b = one.bounds[0], other.bounds[0]
    opposite = {a.op[0], b.op[0]} == {"<", ">"} and isinstance(a.value, float) and isinstance(b.value, float)
    if not opposite or not denies(plain[one.place[1] : other.place[1]]) or not asks_of_both(plain):
        return False
    low, high = (a, b) if a.op[0] == ">" else (b, a)
    assert isinstance(low.value, float)
    assert isinstance(high.value, float)
    return high.value <= low.value


def all_but(bounds: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """What a bound or a band leaves.

    >>> [str(b.op) + b.number for b in all_but((Bound(VIX, ">", 20.0),))]
    ['<=20']
    >>> [str(b.op) + b.number for b in all_but((Bound(VIX, "<", 20.0), Bound(VIX, ">=", 15.0)))]
    ['!=15..20']
    """
    if len(bounds) == 1:
        return (replace(bounds[0], op=_OTHER[bounds[0].op]),)
    low, high = (next(b for b in bounds if b.op == op) for op in (">=", "<"))
    assert isinstance(high.value, float), "a band has numbers"
    return (Bound(low.signal, "!=", low.value, high.value),)


def band_of(level: float) -> tuple[Bound, ...]:
    """The band in which a level of VIX lies: below 15, 15 to 20, 20 to 30, from 30.

    >>> [f"{b.signal}{b.op}{b.number}" for b in band_of(17.95)]
    ['vix<20', 'vix>=15']
    """
    below = [e for e in _EDGES if e <= level]
    above = [e for e in _EDGES if e > level]
    low = (Bound(VIX, ">=", below[-1]),) if below else ()
    return in_order((*low, *((Bound(VIX, "<", above[0]),) if above else ())))


def _moved(plain: str) -> Iterator[Condition]:
    yield from (Condition(place=place, bounds=(bound,)) for place, bound in read_moves(plain))


def _named(plain: str) -> Iterator[Condition]:
    """Bounds whose numbers stand right beside the name of VIX or of a band."""
    for pattern, ops in _NAMED:
        for m in pattern.finditer(plain):
            values = [float(m["n"]), *([float(m["n2"])] if len(ops) > 1 else [])]
            if values == sorted(set(values)) and all(_LOWEST <= v <= _HIGHEST for v in values):
                bounds = tuple(Bound(VIX, op, v) for op, v in zip(ops, values, strict=True))
                yield Condition(place=_with_subject(plain, m.span()), bounds=in_order(bounds))


def _fuzzy(plain: str) -> Iterator[Condition]:
    for m in _FUZZY.finditer(plain):
        if _subject(plain, m.start()) not in {"vix", None} or not (
            m["part"] or m["tens2"] or m[0].startswith(("in ", "at ", "the "))
        ):
            continue
        first, last = _PARTS[m["part"]], _PARTS[m["part2"] if m["tens2"] else m["part"]]
        low = _MIDDLE if m["tens2"] and m["part"] in {"mid", "middle"} else first[0]
        low, high = _TENS[m["tens"]] + low, _TENS[m["tens2"] or m["tens"]] + last[1]
        if low < high:
            yield Condition(place=_with_subject(plain, m.span()), bounds=_range(VIX, float(low), float(high)))


def _range(signal: Signal, low: float, high: float) -> tuple[Bound, ...]:
    return in_order((Bound(signal, ">=", low), Bound(signal, "<", high)))


def _compared(plain: str) -> Iterator[Condition]:
    for pattern, ops in _COMPARED:
        for m in pattern.finditer(plain):
            subject = _subject(plain, m.start(), m[0])
            values = [float(v) for v in m.groups() if v is not None]
            bare = len(ops) > 1 and subject is None and not (m[0].startswith("between") or _LISTED.search(plain, 0, m.start()))
            if subject == "other" or bare or values != sorted(set(values)):
                continue
            signal = RSI if subject == "rsi" else VIX
            if subject == "rsi" or all(_LOWEST <= v <= _HIGHEST for v in values):
                bounds = tuple(Bound(signal, op, v) for op, v in zip(ops, values, strict=True))
                yield Condition(place=_with_subject(plain, m.span()), bounds=in_order(bounds))


def _phases(plain: str) -> Iterator[Condition]:
    for pattern, op, level in _PHASES:
        for m in pattern.finditer(plain):
            yield Condition(place=m.span(), bounds=(Bound(RSI, ">" if op == ">" else "<", level),))


def _stated(plain: str) -> Iterator[Condition]:
    for m in _STATE.finditer(plain):
        level = float(m["n"])
        if m["what"].startswith("rsi"):
            yield Condition(place=m.span(), bounds=_phase_of(level), stated=level)
        elif _LOWEST <= level <= _HIGHEST:
            yield Condition(place=m.span(), bounds=band_of(level), stated=level)


def _phase_of(level: float) -> tuple[Bound, ...]:
    low, high = 30.0, 70.0
    if level >= high:
        return (Bound(RSI, ">", high),)
    return (Bound(RSI, "<", low),) if level < low else _range(RSI, low, high)


def _subject(plain: str, at: int, words: str = "") -> str | None:
    """What a number at a place is of: `vix`, `rsi`, `other`, or None where nothing near says it."""
    if _SUBJECT.search(words):
        return "vix"
    near = [m for m in _SUBJECT.finditer(plain, max(0, at - 48), at) if not re.search(r"[.;?!]\s", plain[m.end() : at])]
    return near[-1].lastgroup if near else None


def _with_subject(plain: str, place: Place) -> Place:
    """The place with the name of the series right before it."""
    m = re.search(
        r"(?:\bvix|fear index|\brsi(?: ?\(?14\)?|(?: of)? 14 days)?)(?: [a-z'&]+){0,5} ?$",
        plain[max(0, place[0] - 40) : place[0]],
    )
    return (place[0] - len(m[0]), place[1]) if m else place
