"""The order in which a page is read: columns one after the other, what stands across them between, tables by rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from statistics import median

from corpus.readers.converted.pdf_chars import Fragment

#: Lines of one place of the page, from top to bottom, each with its fragments from left to right.
Region = list[list[Fragment]]

#: A gutter lies so far from the edges of what it parts, as shares of its width.
_NEAREST, _STEPS = 0.2, 200
#: Each column has such a share of the letters, so many lines, and lines of so many letters.
_SHARE, _LINES, _LETTERS = 0.15, 3, 18
#: Lines so long hold such a share of a column's letters.
_MOSTLY = 0.6
_DEEPEST = 6


def ordered(page: Sequence[Fragment], depth: int = 0) -> list[Region]:
    """The regions of a page in the order of reading."""
    if not page:
        return []
    gutter = _gutter(page) if depth < _DEEPEST else None
    if gutter is None:
        return [lines_of(page)]
    regions: list[Region] = []
    for across, band in _bands(page, gutter):
        if across:
            regions.append(lines_of(band))
            continue
        for side in ([f for f in band if f.right <= gutter], [f for f in band if f.right > gutter]):
            regions += ordered(side, depth + 1)
    return regions


def lines_of(fragments: Sequence[Fragment]) -> Region:
    """Fragments that stand on the same height as lines."""
    lines: Region = []
    for f in sorted(fragments, key=lambda f: (f.middle, f.left)):
        last = lines[-1] if lines else []
        if last and _beside(last[-1], f):
            last.append(f)
        else:
            lines.append([f])
    return [sorted(line, key=lambda f: f.left) for line in lines]


def _beside(a: Fragment, b: Fragment) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)


def _gutter(page: Sequence[Fragment]) -> float | None:
    """Where the space between two columns of text lies, or None where there is none."""
    left, right = min(f.left for f in page), max(f.right for f in page)
    width = right - left
    if width <= 0 or len(page) < 2 * _LINES:
        return None
    places = [left + width * (_NEAREST + (1 - 2 * _NEAREST) * i / _STEPS) for i in range(_STEPS + 1)]
    crossing = _crossing([f for f in page if len(f.text) >= _LETTERS], places)  # titles and cells may stand across
    fewest = min(crossing)
    best = max(_stretches(crossing, fewest), key=lambda s: s[1] - s[0])
    if places[best[1]] - places[best[0]] < 0.4 * median(f.height for f in page):
        return None
    x = (places[best[0]] + places[best[1]]) / 2
    whole = sum(len(f.text) for f in page)
    sides = [f for f in page if f.right <= x], [f for f in page if f.left >= x]
    return x if all(_is_column(side, whole) for side in sides) and _overlap(*sides) else None


def _crossing(fragments: Sequence[Fragment], places: Sequence[float]) -> list[int]:
    """How many letters stand across each place."""
    change = [0] * (len(places) + 1)
    for f in fragments:
        change[bisect_right(places, f.left)] += len(f.text)
        change[max(bisect_left(places, f.right), bisect_right(places, f.left))] -= len(f.text)
    return list(accumulate(change))[:-1]


def _stretches(values: Sequence[int], least: int) -> Iterator[tuple[int, int]]:
    """First and last index of each stretch of the least value."""
    start: int | None = None
    for i, value in enumerate([*values, least + 1]):
        if value == least and start is None:
            start = i
        elif value != least and start is not None:
            yield start, i - 1
            start = None


def _is_column(side: Sequence[Fragment], whole: int) -> bool:
    """Whether a side is text in lines and not the cells of a table."""
    letters = [sum(len(f.text) for f in line) for line in lines_of(side)]
    long = [n for n in letters if n >= _LETTERS]
    return len(long) >= _LINES and sum(letters) >= _SHARE * whole and sum(long) > _MOSTLY * sum(letters)


def _overlap(one: Sequence[Fragment], other: Sequence[Fragment]) -> bool:
    """Whether two sides stand beside each other."""
    top, bottom = max(min(f.top for f in s) for s in (one, other)), min(max(f.bottom for f in s) for s in (one, other))
    shorter = min(max(f.bottom for f in s) - min(f.top for f in s) for s in (one, other))
    return bottom - top > 0.3 * shorter


def _bands(page: Sequence[Fragment], gutter: float) -> Iterator[tuple[bool, list[Fragment]]]:
    """Stretches of the page from top to bottom: whether each goes across the gutter, and its fragments."""
    held: list[list[Fragment]] = []
    crossing = False
    for stripe in _stripes(page):
        across = any(f.left < gutter < f.right for f in stripe) or _is_row(stripe, gutter)
        if held and across != crossing:
            head = _heading(held) if across else []
            yield from [(crossing, _together(held[: len(held) - len(head)]))] if len(head) < len(held) else []
            held = head
        held.append(stripe)
        crossing = across
    if held:
        yield crossing, _together(held)


def _together(stripes: Sequence[Sequence[Fragment]]) -> list[Fragment]:
    return [f for stripe in stripes for f in stripe]


def _heading(stripes: Sequence[list[Fragment]]) -> list[list[Fragment]]:
    """The last stripe where it is a heading of what stands across below it: alone, short, and apart from what is above."""
    if len(stripes) < 2 or len(stripes[-1]) > 1:  # noqa: PLR2004 one above it
        return []
    (f,), above = stripes[-1], stripes[-2]
    return [[f]] if len(f.text) <= 2 * _LETTERS and f.top - max(g.bottom for g in above) > 0.5 * f.height else []


def _stripes(page: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments whose heights overlap, together, from top to bottom."""
    stripe: list[Fragment] = []
    bottom = 0.0
    for f in sorted(page, key=lambda f: (f.top, f.left)):
        if stripe and f.top > bottom - 0.3 * f.height:
            yield stripe
            stripe, bottom = [], 0.0
        stripe.append(f)
        bottom = max(bottom, f.bottom)
    if stripe:
        yield stripe


def _is_row(stripe: Sequence[Fragment], gutter: float) -> bool:
    """Whether a stripe is a row of a table: three cells or more on both sides, all of them short."""
    ends: list[Fragment] = []
    cells = 0
    for f in sorted(stripe, key=lambda f: f.left):
        if sum(c.isalnum() for c in f.text) > 1 or not ends:
            cells += not ends or f.left - ends[-1].right > 1.2 * f.height
            ends.append(f)
    sides = {f.right <= gutter for f in ends}
    return cells > 2 and len(sides) > 1 and max(len(f.text) for f in stripe) < 2 * _LETTERS  # noqa: PLR2004
