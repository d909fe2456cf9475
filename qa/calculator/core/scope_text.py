"""Scopes as text: what `--scope` takes, and what documents keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from corpus.errors import WrongUseError
from qa.calculator.core.fall import MONTHS, WEEKDAYS
from qa.calculator.core.scope import (
    CALM,
    EPISODES,
    NAMED,
    PERIODS,
    Bound,
    Dates,
    Event,
    Op,
    Period,
    Scope,
    Signal,
    between,
    in_order,
    in_time,
)

_NUMBER = r"-?\d+(?:\.\d+)?"
_NAME = r"[a-z][a-z0-9_]*"
_FUNCTIONS = "sma|ema|rsi|change|realised"
_SIGNAL = rf"{_NAME}(?:\.(?:{_FUNCTIONS})\d+)?"
_BOUND = re.compile(rf"({_SIGNAL})(<=|>=|<|>)({_NUMBER}|(?:{_FUNCTIONS})\d+|{_SIGNAL})")
_BAND = re.compile(rf"({_SIGNAL})(:|!=)({_NUMBER})\.\.({_NUMBER})")
_DAY = r"\d{4}(?:-\d\d){0,2}"
_STRETCH = re.compile(rf"({_DAY})?(\.\.)?({_DAY})?")
_DATES = re.compile(rf"date(!?)=((?:{_DAY})?(?:\.\.)?(?:{_DAY})?(?:\+(?:{_DAY})?(?:\.\.)?(?:{_DAY})?)*)")
_EVENT = re.compile(r"event(!?)=([a-z][a-z0-9_]*(?:\+[a-z][a-z0-9_]*)*)(?:~(\d{1,3}))?")
_NAMED = re.compile(r"(tier|layer|without)=([\w.-]+)")
_EPISODE = re.compile(r"episode(!?)=([\w.-]+)")
_FALLEN = re.compile(r"episode(!?)=([a-z][a-z0-9_]*\.drawdown>\d+(?:\.\d+)?%)")
_WEEKDAY = re.compile(rf"weekday=((?:{'|'.join(WEEKDAYS)})(?:\+(?:{'|'.join(WEEKDAYS)}))*)")
_MONTH = re.compile(rf"month=((?:{'|'.join(MONTHS)})(?:\+(?:{'|'.join(MONTHS)}))*)")
_OVER = re.compile(r"over=(\d+(?:\.\d+)?)(%?)")
_ASOF = re.compile(rf"asof=({_DAY})")
_PER = re.compile(rf"per=({'|'.join(PERIODS)})")
_CLAIM = re.compile(rf"claim=({_NUMBER})(%?)")
_AMOUNT = re.compile(r"(size|slip(?:\.(?:base|hedge))?|capital|fees|condors)=(\d+(?:\.\d+)?)")
#: The least and the most that each may be: more than no capital, and nothing that could not be meant.
_AMOUNTS = {
    "size": (0.0, 100.0),
    "slip": (0.0, 1000.0),
    "slip_hedge": (0.0, 1000.0),
    "capital": (1.0, 1e12),
    "fees": (0.0, 100.0),
    "condors": (0.0, 1e6),
}
_MEND = "write e.g. vix<15, vix:15..20, vix<sma5, spx.rsi14>70, date=2018, event=fomc~2, layer=short or per=week"


def parse_scope(text: str) -> Scope:
    """Read a scope: conditions joined by `&`.

    `vix<15`, `vix:15..20` (from 15 to below 20), `vix<sma5` (below its own mean of the last closes), `spx.rsi14>70`,
    `vix!=15..20` (outside that band), `date=2018`, `date=2018-02..2018-04`, `date=..2018-11-30`, `date=2015+2018` (both),
    `date!=2018-02` (all but that), `event=fomc~2` (plus or minus trading days), `event=fomc+cpi~1` (either),
    `event!=fomc~2` (all other days), `tier=…`, `layer=…`, `episode=2018-02`, `episode=vix` or `episode!=vix`, `per=week`,
    `weekday=mon+fri`, `month=jan+feb` (of every year), `over=0.5%` (the size that what is counted is above),
    `episode=spx.drawdown>10%` (falls of an index from its highest close to the lowest), `claim=40%`,
    `asof=2018-02` (as known then: later rows don't count); and what is supposed: `size=0.5` (of the hedge), `without=long`
    (a layer), `slip=0.05` (points a contract that each base trade is filled worse, also written `slip.base`),
    `slip.hedge=0.05` (the same of the hedge), `fees=2` (times what they were), `condors=5` (contracts a base trade),
    `capital=50000`. `all` counts everything.

    Raises
    ------
    WrongUseError
        A condition has none of these forms, or stands twice.

    >>> str(parse_scope("vix:15..20 & date=2018"))
    'vix<20&vix>=15&date=2018-01-01..2018-12-31'
    """
    scope = Scope()
    for condition in "".join(text.split()).split("&"):
        if condition not in {"", "all"}:
            scope = _with(scope, condition)
    return scope


def _with(scope: Scope, condition: str) -> Scope:
    for pattern, read in _READERS:
        if (m := pattern.fullmatch(condition)) and (found := read(m)):
            return _joined(scope, found, condition)
    raise WrongUseError(f"{condition!r} is not a scope", where="scope", mend=_MEND)


def _joined(scope: Scope, found: Mapping[str, object], condition: str) -> Scope:
    """The scope with one condition more; two of a kind can't both be meant, but for bounds."""
    ((name, value),) = found.items()
    if name == "bounds":
        return replace(scope, bounds=in_order(tuple({*scope.bounds, *cast("tuple[Bound, ...]", value)})))
    if name == "besides":
        return replace(scope, besides=tuple(in_time(tuple({*scope.besides, *cast("tuple[Dates, ...]", value)}))))
    if name == "stretches":
        return _counted(scope, cast("tuple[Dates, ...]", value), condition)
    if getattr(scope, name) not in {None, value}:
        raise WrongUseError(f"{condition!r} is the second of its kind", where="scope", mend="leave one of them")
    return replace(scope, **{name: value})  # type: ignore[arg-type]


def _counted(scope: Scope, stretches: tuple[Dates, ...], condition: str) -> Scope:
    """The scope with the stretches of time that count."""
    first, *others = in_time(tuple(set(stretches)))
    if scope.dates not in {None, first} or scope.also not in {(), tuple(others)}:
        raise WrongUseError(f"{condition!r} is the second of its kind", where="scope", mend="join several dates by +")
    return replace(scope, dates=first, also=tuple(others))


def _bound(m: re.Match[str]) -> Mapping[str, object]:
    signal, right = _signal(m[1]), m[3]
    value: float | Signal = float(right) if re.fullmatch(_NUMBER, right) else _right(signal, right)
    return {"bounds": (Bound(signal, cast("Op", m[2]), value),)}


def _right(left: Signal, text: str) -> Signal:
    """What stands on the right: a function alone is of the series on the left."""
    return _signal(f"{left.series}.{text}" if re.fullmatch(rf"(?:{_FUNCTIONS})\d+", text) else text)


def _signal(text: str) -> Signal:
    series, _, function = text.partition(".")
    if not function:
        return Signal(series)
    m = re.fullmatch(rf"({_FUNCTIONS})(\d+)", function)
    assert m is not None
    if not 1 <= int(m[2]) <= 1000:  # noqa: PLR2004 four years of closes
        raise WrongUseError(f"{text!r} is over no number of days", where="scope", mend="write 1 to 1000, e.g. vix.sma5")
    return Signal(series, cast("str", m[1]), int(m[2]))  # type: ignore[arg-type]


def _band(m: re.Match[str]) -> Mapping[str, object]:
    low, high = float(m[3]), float(m[4])
    if low >= high:
        raise WrongUseError(f"{m[0]!r} is the wrong way round", where="scope", mend="write the lower number first")
    signal = _signal(m[1])
    if m[2] == "!=":
        return {"bounds": (Bound(signal, "!=", low, high),)}
    return {"bounds": (Bound(signal, ">=", low), Bound(signal, "<", high))}


def _dates(m: re.Match[str]) -> Mapping[str, object]:
    found = [_stretch(part, m[0]) for part in m[2].split("+")]
    stretches = tuple(dates for dates in found if dates is not None)
    if len(stretches) < len(found):
        return {}
    return {"besides": stretches} if m[1] else {"stretches": stretches}


def _stretch(text: str, condition: str) -> Dates | None:
    """A day, month, year or the stretch between two."""
    m = _STRETCH.fullmatch(text)
    assert m is not None, "its pattern is that of the condition"
    start, end = m[1], m[3] if m[2] else m[1]
    if not (start or end):
        return None
    try:
        dates = between(start, end)
    except ValueError as error:
        mend = "write 2018, 2018-02 or 2018-02-05"
        raise WrongUseError(f"{condition!r} has no such date", where="scope", mend=mend) from error
    if dates.start and dates.end and dates.start > dates.end:
        raise WrongUseError(f"{condition!r} is the wrong way round", where="scope", mend="write the earlier date first")
    return dates


def _episode(m: re.Match[str]) -> Mapping[str, object]:
    """An episode; all but a named one are all but its dates."""
    if not m[1]:
        return {"episode": m[2]}
    if m[2] == EPISODES:
        return {"episode": CALM}
    if m[2] in NAMED:
        return {"besides": (NAMED[m[2]],)}
    raise WrongUseError(f"{m[0]!r} names no known episode", where="scope", mend="leave out dates: date!=2018-02")


def _asof(m: re.Match[str]) -> Mapping[str, object]:
    stretch = _stretch(m[1], m[0])
    assert stretch is not None, "its pattern has a day"
    return {"asof": stretch.end}


def _weekday(m: re.Match[str]) -> Mapping[str, object]:
    return {"weekday": "+".join(day for day in WEEKDAYS if day in m[1].split("+"))}


def _month(m: re.Match[str]) -> Mapping[str, object]:
    return {"month": "+".join(name for name in MONTHS if name in m[1].split("+"))}


def _event(m: re.Match[str]) -> Mapping[str, object]:
    return {"event": Event(m[2], int(m[3] or 0), outside=bool(m[1]))}


def _amount(m: re.Match[str]) -> Mapping[str, object]:
    part = {"slip.base": "slip", "slip.hedge": "slip_hedge"}.get(m[1], m[1])
    least, most = _AMOUNTS[part]
    if not least <= float(m[2]) <= most:
        raise WrongUseError(f"{m[0]!r} can't be meant", where="scope", mend=f"give {least:g} to {most:g}")
    return {part: float(m[2])}


def _claim(m: re.Match[str]) -> Mapping[str, object]:
    return {"claim": float(m[1]) / 100 if m[2] else float(m[1])}


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mapping[str, object]]], ...] = (
    (_DATES, _dates),
    (_EVENT, _event),
    (_NAMED, lambda m: {m[1]: m[2]}),
    (_FALLEN, lambda m: {"episode": f"{m[1]}{m[2]}"}),
    (_EPISODE, _episode),
    (_WEEKDAY, _weekday),
    (_MONTH, _month),
    (_OVER, lambda m: {"over": float(m[1]) / 100 if m[2] else float(m[1])}),
    (_ASOF, _asof),
    (_PER, lambda m: {"per": cast("Period", m[1])}),
    (_CLAIM, _claim),
    (_AMOUNT, _amount),
    (_BAND, _band),
    (_BOUND, _bound),
)
