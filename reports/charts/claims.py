"""The chart of claims: the computed interval as a band, and the ranges that texts state as bars over one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from qa.numerals import Unit, write_short
from reports.charts.marks import Drawing, px, svg_of, text_at, tick_places, ticks

_FULL, _NARROW = 672, 358
_HEAD, _AXIS, _RIGHT = 8, 28, 96
_LETTER = 6.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A range of the chart in the unit of its axis."""

    low: float
    high: float
    #: beside it, in the words of the text
    label: str
    #: at its end: where it lies to the interval, and whether it lies outside
    verdict: str
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The computed value with its interval."""

    value: float
    low: float
    high: float
    display: str
    label: str
    unit: Unit


def claims_chart(measured: Measured, bars: Sequence[Bar], title: str) -> Drawing:
    """The interval and the ranges, for wide pages and for phones."""
    wide = svg_of(_FULL, _height(len(bars), 34), "claims-wide", title, _wide(measured, bars), "full")
    narrow = svg_of(_NARROW, _height(len(bars), 46), "claims-narrow", title, _phone(measured, bars), "narrow")
    return Drawing(full=wide, narrow=narrow, alt=title)


def _height(bars: int, row: int) -> int:
    return _HEAD + row * (bars + 1) + _AXIS


def _ends(measured: Measured, bars: Sequence[Bar]) -> tuple[float, float]:
    values = [0.0, measured.low, measured.high, *(b.low for b in bars), *(b.high for b in bars)]
    room = (max(values) - min(values)) * 0.04 or 1e-9
    return min(values) - room, max(values) + room


class _Axis:
    """From values to pixels along the chart."""

    def __init__(self, ends: tuple[float, float], left: float, right: float) -> None:
        self.ends, self._left, self._right = ends, left, right

    def __call__(self, value: float) -> float:
        low, high = self.ends
        return self._left + (value - low) / (high - low) * (self._right - self._left)


def _frame(axis: _Axis, measured: Measured, foot: float) -> list[str]:
    """The band of the interval, and lines at round numbers."""
    body = [_rect("band", axis(measured.low), axis(measured.high), _HEAD, foot - _HEAD)]
    marks = ticks(*axis.ends, 4)
    scale = 100 if measured.unit.startswith("fraction") else 1
    places = tick_places(marks, scale)
    for value in marks:
        x = px(axis(value))
        body.append(f'<line class="{"zero" if value == 0 else "ax"}" x1="{x}" x2="{x}" y1="{_HEAD}" y2="{px(foot)}"/>')
        body.append(text_at(axis(value), foot + 20, write_short(value, measured.unit, places if value else 0), anchor="middle"))
    return body


def _value(axis: _Axis, measured: Measured, y: float) -> list[str]:
    line = f'<line class="l1 thick" x1="{px(axis(measured.low))}" x2="{px(axis(measured.high))}" y1="{px(y)}" y2="{px(y)}"/>'
    return [line, f'<circle class="hedge" cx="{px(axis(measured.value))}" cy="{px(y)}" r="6"/>']


def _rect(cls: str, x: float, end: float, y: float, height: float) -> str:
    width = max(end - x, 3.0)
    return f'<rect class="{cls}" x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}"/>'


def _wide(measured: Measured, bars: Sequence[Bar]) -> list[str]:
    left = min(max(len(label) for label in (measured.label, *(b.label for b in bars))) * _LETTER + 16, _FULL * 0.36)
    foot = _height(len(bars), 34) - _AXIS
    axis = _Axis(_ends(measured, bars), left, _FULL - _RIGHT)
    body = _frame(axis, measured, foot)
    y = _HEAD + 17.0
    body += _value(axis, measured, y)
    body += [text_at(0, y + 4, measured.label, cls="g"), text_at(_FULL, y + 4, measured.display, anchor="end", cls="g")]
    for place, bar in enumerate(bars, start=1):
        middle = y + 34 * place
        body.append(_rect("base", axis(bar.low), axis(bar.high), middle - 5, 10))
        body.append(text_at(0, middle + 4, bar.label, cls="b"))
        body.append(text_at(_FULL, middle + 4, bar.verdict, anchor="end", cls="w" if bar.outside else ""))
    return body


def _phone(measured: Measured, bars: Sequence[Bar]) -> list[str]:
    """Labels stand above their bars, since there is no room beside them."""
    foot = _height(len(bars), 46) - _AXIS
    axis = _Axis(_ends(measured, bars), 12, _NARROW - 12)
    body = _frame(axis, measured, foot)
    y = _HEAD + 34.0
    body += _value(axis, measured, y)
    body.append(text_at(0, y - 14, f"{measured.label}, {measured.display}", cls="g"))
    for place, bar in enumerate(bars, start=1):
        middle = y + 46 * place
        body.append(_rect("base", axis(bar.low), axis(bar.high), middle - 5, 10))
        body.append(text_at(0, middle - 14, bar.label, cls="b"))
        body.append(text_at(_NARROW, middle - 14, bar.verdict, anchor="end", cls="w" if bar.outside else ""))
    return body


def described(measured: Measured, bars: Sequence[Bar], what: str, interval: str) -> str:
    """The chart in words, for those who can't see it."""
    ranges = "; ".join(f"{b.label}, {b.verdict}" for b in bars)
    return str(escape(f"{what} {measured.display}, interval {interval}, against what the texts state: {ranges}"))
