"""Bars by month inside a page: costs up, what the hedge paid down, the largest payments named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from corpus.dates import MONTHS
from qa.document import Point, SeriesView
from qa.numerals import write_short
from reports.charts.marks import Drawing, Scale, px, svg_of, text_at, tick_places, ticks
from reports.charts.time import band_of

_FULL, _NARROW, _HEIGHT = 672, 358, 210
_LEFT, _RIGHT, _LETTER = 44, 6, 6.4
#: So many payments are named, each of at least such a part of the largest.
_NAMED, _LARGE = 2, 0.6
_LINE = 15.0
#: The least length of a bar [px].
_LEAST = 0.8


def months_chart(series: SeriesView, vix: SeriesView | None, title: str) -> Drawing:
    """The drag of each month as bars, on a shade where VIX was higher before it, for wide pages and for phones."""
    shades = [band_of(p.value) if p.value is not None else 0 for p in vix.points] if vix else []
    wide, narrow = (
        svg_of(width, _HEIGHT, f"months-{cls}", title, _body(series.points, shades, width), cls)
        for width, cls in ((_FULL, "full"), (_NARROW, "narrow"))
    )
    return Drawing(full=wide, narrow=narrow, alt=title)


def _body(points: Sequence[Point], shades: Sequence[int], width: int) -> list[str]:
    values = [p.value or 0.0 for p in points]
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low) * 0.08 or 1e-4
    scale = Scale(low=low - room, high=high + room, top=8, bottom=_HEIGHT - 26)
    marks = ticks(low - room, high + room, 4)
    places = tick_places(marks, 100)
    step = (width - _RIGHT - _LEFT) / max(len(points), 12)
    body = _shaded(shades, step)
    for value in marks:
        y = scale(value)
        cls = "zero" if value == 0 else "ax"
        body.append(f'<line class="{cls}" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{px(y)}" y2="{px(y)}"/>')
        body.append(text_at(_LEFT - 6, y + 4, write_short(value, "fraction", places if value else 0), anchor="end"))
    placed = list(enumerate(values))
    for cls, side in (("base", [p for p in placed if p[1] > 0]), ("hedge", [p for p in placed if p[1] <= 0])):
        if side:
            body.append(_strokes(side, step, scale, cls))
    body += _years(points, step, width)
    body += _names(points, values, scale, step, width)
    return body


def _shaded(shades: Sequence[int], step: float) -> list[str]:
    """The months of each level of VIX as strokes of one path, as wide as the chart is high, one for a run of them."""
    strokes: dict[int, list[str]] = {}
    at = 0
    for level, run in groupby(shades):
        many = len(list(run))
        if level:
            strokes.setdefault(level, []).append(f"M{at} 0h{many}")
        at += many
    head = f'stroke-width="{px(_HEIGHT - 34)}" {_by_months(step, _LEFT, _HEIGHT / 2 - 9)}'
    return [f'<path class="s{level}" {head} d="{"".join(strokes[level])}"/>' for level in sorted(strokes)]


def _by_months(step: float, left: float, zero: float) -> str:
    """That a path counts months from the left, and pixels from a height."""
    return f'transform="matrix({step:.4f} 0 0 1 {px(left)} {px(zero)})"'


def _strokes(values: Sequence[tuple[int, float]], step: float, scale: Scale, cls: str) -> str:
    """Bars from zero, by the number of their month and their value, as strokes of one path: fewer signs than boxes."""
    zero = scale(0.0)
    told = (f"M{i} 0v{px(_high(scale(value) - zero))}" for i, value in values)
    return f'<path class="bars {cls}" stroke-width="0.86" {_by_months(step, _LEFT + step / 2, zero)} d="{"".join(told)}"/>'


def _high(length: float) -> float:
    """The length of a bar, which is seen however small it is."""
    return length if abs(length) >= _LEAST else _LEAST


def _years(points: Sequence[Point], step: float, width: int) -> list[str]:
    """Names below the axis where years begin; below few months, each month's."""
    short = len(points) <= 14  # noqa: PLR2004 months
    every = [(i, MONTHS[int(p.label[5:7]) - 1][:3] if short else p.label[:4]) for i, p in enumerate(points)]
    begins = every if short else [(i, name) for i, name in every if i == 0 or points[i].label[5:7] == "01"]
    found, last = [], -1e9
    for i, name in begins:
        x = _LEFT + step * i
        if x - last >= len(name) * _LETTER + 6 and x + len(name) * _LETTER <= width:
            found.append(text_at(x, _HEIGHT - 6, name))
            last = x
    return found


def _names(points: Sequence[Point], values: Sequence[float], scale: Scale, step: float, width: int) -> list[str]:
    """The words beside the months in which the hedge paid most, and what up and down mean."""
    most = min(0.0, *values)
    found = [text_at(_LEFT + 4, 16, "cost")] if max(values) > 0 else []
    paid = sorted((v, i) for i, v in enumerate(values) if v < 0 and v <= most * _LARGE)[:_NAMED]
    taken: list[tuple[float, float, float]] = []
    for value, i in paid:
        year, month = points[i].label.split("-")[:2]
        words = f"{MONTHS[int(month) - 1][:3]} {year}: {points[i].display}"
        after = _LEFT + step * (i + 1) + 4
        fits = after + len(words) * _LETTER <= width
        x, anchor = (after, "") if fits else (_LEFT + step * i - 4, "end")
        left = x if fits else x - len(words) * _LETTER
        y = scale(value) - 2
        while any(abs(y - other) < _LINE and left < end and begin < left + len(words) * _LETTER for begin, end, other in taken):
            y -= _LINE
        taken.append((left, left + len(words) * _LETTER, y))
        found.append(text_at(x, y, words, anchor=anchor, cls="g"))
    return [*found, text_at(_LEFT + 4, _HEIGHT - 32, "paid back", cls="g")] if paid else found
