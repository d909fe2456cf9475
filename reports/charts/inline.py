"""Charts as drawings inside a page, coloured by the page's own style sheet: one drawing for light, dark and print."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from corpus.dates import MONTHS
from qa.document import Point, SeriesView
from qa.numerals import MINUS, write_short
from reports.charts.marks import Drawing, Scale, box, px, svg_of, text_at, ticks

FULL, NARROW = 736, 358
_LEFT, _RIGHT, _LETTER = 46, 8, 6.6
_FEWEST_NAMED = 0.12


def _grid(scale: Scale, width: float, labels: Sequence[tuple[float, str]]) -> list[str]:
    found = []
    for value, label in labels:
        y = scale(value)
        cls = "zero" if value == 0 else "ax"
        found.append(f'<line class="{cls}" x1="{_LEFT}" x2="{px(width)}" y1="{px(y)}" y2="{px(y)}"/>')
        found.append(text_at(_LEFT - 6, y + 4, label, anchor="end"))
    return found


def _money(value: float) -> str:
    """A tick of dollars in few signs."""
    if value == 0:
        return "$0"
    sign, size = (MINUS if value < 0 else ""), abs(value)
    for letter, unit in (("m", 1e6), ("k", 1e3)):
        if size >= unit:
            return f"{sign}{size / unit:g}{letter}"
    return f"{sign}{size:g}"


def days_chart(
    base: SeriesView, hedge: SeriesView | None, title: str, names: tuple[str, str], after: str | None = None
) -> Drawing:
    """Bars of each day: the base's P&L, and beside it the hedge's; `after` stands before a dollar sign that follows."""
    drawn = tuple(_days(base, hedge, names, size, after) for size in ((FULL, 250), (NARROW, 230)))
    full, narrow = (
        svg_of(w, h, f"days-{w}", title, body, cls) for (w, h, body), cls in zip(drawn, ("full", "narrow"), strict=True)
    )
    return Drawing(full=full, narrow=narrow, alt=title)


def _days(
    base: SeriesView, hedge: SeriesView | None, names: tuple[str, str], size: tuple[int, int], after: str | None
) -> tuple[int, int, list[str]]:
    width, height = size
    every = [p.value or 0.0 for s in (base, hedge) if s for p in s.points]
    low, high = min(0.0, *every), max(0.0, *every)
    room = (high - low) * 0.06 or 1.0
    scale = Scale(low=low - room, high=high + room, top=14, bottom=height - 26)
    body = _grid(scale, width - _RIGHT, [(t, _money(t)) for t in ticks(low, high)])
    step = (width - _RIGHT - _LEFT) / len(base.points)
    bar = max(1.0, step * (0.36 if hedge else 0.7))
    every_nth = ceil(len(base.points) * 18 / (width - _LEFT))
    named = _named_days(base, hedge)
    lefts = [_LEFT + step * i + step * 0.1 for i in range(len(base.points))]
    body.append(_bars([(x, p.value or 0.0) for x, p in zip(lefts, base.points, strict=True)], bar, scale, "base"))
    if hedge is not None:
        values = [(x + bar + 1, p.value or 0.0) for x, p in zip(lefts, hedge.points, strict=True)]
        body.append(_bars(values, bar, scale, "hedge"))
    for i, (x, point) in enumerate(zip(lefts, base.points, strict=True)):
        if i % every_nth == 0 or i in named.values():
            if i % every_nth and any(abs(i - j) < every_nth for j in range(0, len(base.points), every_nth)) and every_nth > 1:
                continue
            day = str(int(point.label[8:]))
            body.append(text_at(x + bar, height - 8, day, anchor="middle", cls="b" if i in named.values() else ""))
    sides = (("base", base, names[0]), ("hedge", hedge, names[1]))
    body += _calls(sides, named, scale, (width, step), after)
    return width, height, body


def _bars(values: Sequence[tuple[float, float]], width: float, scale: Scale, cls: str) -> str:
    """Bars from zero, by their left side and value, as one path."""
    told = []
    for x, value in values:
        top, bottom = sorted((scale(value), scale(0.0)))
        told.append(box(x, top, width, max(bottom - top, 0.8)))
    return f'<path class="{cls}" d="{"".join(told)}"/>'


def _named_days(base: SeriesView, hedge: SeriesView | None) -> dict[str, int]:
    """The day on which the base lost most, and that on which the hedge earned most, where it shows."""
    span = max(abs(p.value or 0.0) for s in (base, hedge) if s for p in s.points)
    found = {}
    worst = min(range(len(base.points)), key=lambda i: base.points[i].value or 0.0)
    if (base.points[worst].value or 0.0) < -span * _FEWEST_NAMED:
        found["base"] = worst
    if hedge is not None:
        best = max(range(len(hedge.points)), key=lambda i: hedge.points[i].value or 0.0)
        if (hedge.points[best].value or 0.0) > span * _FEWEST_NAMED:
            found["hedge"] = best
    return found


def _calls(
    sides: Sequence[tuple[str, SeriesView | None, str]],
    named: dict[str, int],
    scale: Scale,
    room: tuple[int, float],
    after: str | None,
) -> list[str]:
    """The words beside the bars that matter; the room is the chart's width and that of a day."""
    (width, step), found = room, []
    for side, series, name in sides:
        if side not in named or series is None:
            continue
        at, point = named[side], series.points[named[side]]
        words = f"{name} {_dollars(point, after)}"
        rivals = [p.value or 0.0 for p in series.points]
        beyond = _LEFT + step * (at + 1) + 4
        fits_after = beyond + len(words) * _LETTER < width
        deeper = fits_after and abs(_at(rivals, at + 1)) <= abs(_at(rivals, at - 1))
        right = fits_after and (deeper or _LEFT + step * at - 4 - len(words) * _LETTER < _LEFT)
        x, anchor = (beyond, "") if right else (_LEFT + step * at, "end")
        y = scale(point.value or 0.0) + (-2 if side == "base" else 10)
        found.append(text_at(x, y, words, anchor=anchor, cls="b" if side == "base" else "g"))
    return found


def _at(values: Sequence[float], place: int) -> float:
    return values[place] if 0 <= place < len(values) else 0.0


def _dollars(point: Point, after: str | None) -> str:
    sign, number = (point.display[0], point.display[1:]) if point.display[:1] in {"+", MINUS} else ("", point.display)
    return f"{sign}${number}" if after is None else f"{sign}{number}{after}$"


def growth_chart(series: Sequence[SeriesView], title: str, *, alone: bool = False) -> Drawing:
    """Lines of the total return at month ends: hedged solid, unhedged dashed; `alone` is an account without a hedge."""
    drawn = tuple(_growth(series, width, alone=alone) for width in (FULL, NARROW))
    full, narrow = (
        svg_of(w, h, f"growth-{w}", title, body, cls) for (w, h, body), cls in zip(drawn, ("full", "narrow"), strict=True)
    )
    return Drawing(full=full, narrow=narrow, alt=title)


def _growth(series: Sequence[SeriesView], width: int, *, alone: bool) -> tuple[int, int, list[str]]:
    height = 168
    every = [p.value for s in series for p in s.points if p.value is not None]
    low, high = min(0.0, *every), max(0.0, *every)
    scale = Scale(low=low, high=high, top=10, bottom=height - 32)
    ends = [next(p for p in reversed(s.points) if p.value is not None) for s in series]
    names = [_side(s) for s in series]
    names = ["Account"] if alone else names
    words = [f"{name} {end.display}" for name, end in zip(names, ends, strict=True)]
    right = width - max(len(w) for w in words) * _LETTER - 10
    marks = ticks(low, high, 4)
    places = 0 if all(round(t * 100, 6) == round(t * 100) for t in marks) else 1
    body = _grid(scale, right, [(t, write_short(t, "fraction", places)) for t in marks])
    count = max(1, len(series[0].points) - 1)
    body += _years(series[0].points, right, height, count)
    for one, name in zip(series, names, strict=True):
        places_of = ((_LEFT + (right - _LEFT) * i / count, p.value) for i, p in enumerate(one.points))
        points = " ".join(f"{px(x)},{px(scale(value))}" for x, value in places_of if value is not None)
        body.append(f'<polyline class="{"l2" if name == "Unhedged" else "l1"}" points="{points}"/>')
    for y, text, name in _apart([(scale(e.value or 0.0) + 4, w, n) for e, w, n in zip(ends, words, names, strict=True)]):
        body.append(text_at(right + 6, y, text, cls="g" if name in {"Hedged", "Account"} else ""))
    return width, height, body


def _side(series: SeriesView) -> str:
    return "Unhedged" if "unhedged" in series.key else "Hedged"


def _apart(labels: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Labels at the ends of lines, a line's height apart."""
    ordered = sorted(labels)
    if len(ordered) > 1 and ordered[1][0] - ordered[0][0] < 15:  # noqa: PLR2004 px
        middle = (ordered[0][0] + ordered[1][0]) / 2
        ordered = [(middle - 7.5, *ordered[0][1:]), (middle + 7.5, *ordered[1][1:])]
    return ordered


def _years(points: Sequence[Point], right: float, height: int, count: int) -> list[str]:
    """Where calendar years begin; of a single year its months."""
    begins = [(i, p.label[:4]) for i, p in enumerate(points[1:]) if p.label[5:] == "01" or i == 0]
    if len(begins) == 1 or count < 12:  # noqa: PLR2004 months
        begins = [(i, MONTHS[int(p.label[5:7]) - 1][:3]) for i, p in enumerate(points[1:])]
    room = (right - _LEFT) / count
    found, last = [], -1e9
    for i, text in begins:
        x = _LEFT + room * i
        found.append(f'<line class="ax" x1="{px(x)}" x2="{px(x)}" y1="{height - 24}" y2="{height - 19}"/>')
        if x - last >= len(text) * _LETTER + 6 and x + len(text) * _LETTER <= right + _LETTER * 6:
            found.append(text_at(x, height - 5, text))
            last = x
    return found
