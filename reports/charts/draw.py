"""Charts: which drawing belongs to which series, in two widths, with what it shows in words."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qa.document import AnswerDocument, Section, SeriesView
from qa.evidence import chart_keys
from qa.evidence import chart_market as market
from qa.evidence import chart_parts as parts
from qa.evidence import chart_series as along
from reports.charts import lines as chart_lines
from reports.charts import rows as chart_rows
from reports.charts import time as chart_time
from reports.charts.canvas import Canvas, drawing

WIDE, NARROW = 640, 328
#: A line or bar needs company to show anything; below this many points the table stands alone.
FEWEST_MARKS = 2
#: What bars of base and hedge show.
_BASE_AND_HEDGE = "what the base and the hedge made, and a mark for both together."
#: So many charts of the last pages are kept in memory.
_DRAWN = 128
Series = Sequence[SeriesView]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """How a kind of chart is drawn."""

    #: keys of the series that it needs
    keys: tuple[str, ...]
    #: what it shows, for those who can't see it
    what: str
    draw: Callable[[Canvas, Series], None]
    #: its height on wide and narrow pages [px]
    height: Callable[[Series, bool], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart as a page embeds it."""

    alt: str
    #: SVG for wide pages and for phones
    wide: str
    narrow: str
    #: width and height of each [px]
    wide_size: tuple[int, int]
    narrow_size: tuple[int, int]

    @property
    def sources(self) -> tuple[str, str]:
        """Both as `data:` addresses, the wide one first."""
        wide, narrow = (base64.b64encode(svg.encode()).decode() for svg in (self.wide, self.narrow))
        return f"data:image/svg+xml;base64,{wide}", f"data:image/svg+xml;base64,{narrow}"


def _always(wide: int, narrow: int) -> Callable[[Series, bool], int]:
    return lambda _, is_narrow: narrow if is_narrow else wide


def _by_rows(around: int) -> Callable[[Series, bool], int]:
    return lambda series, is_narrow: around + len(series[-1].points) * (chart_rows.ROW + 8 * is_narrow)


_DRAWINGS = (
    _Drawing(
        keys=along.GROWTH[:1],
        what="Lines by month: total return since the start of the unhedged and the hedged account.",
        draw=chart_lines.growth,
        height=_always(280, 250),
    ),
    _Drawing(
        keys=along.FALLS[:1],
        what="Lines by month: the deepest drawdown of the unhedged and the hedged account from their running peaks.",
        draw=chart_lines.underwater,
        height=_always(260, 240),
    ),
    _Drawing(
        keys=(chart_keys.DRAG, chart_keys.YEARS),
        what="Grid of months across and years down, shaded by the drag of the month.",
        draw=chart_time.heatmap,
        height=lambda series, _: 30 + len(series[-1].points) * 28,
    ),
    _Drawing(
        keys=(chart_keys.DRAG,),
        what="Bars by month: the drag, up where the hedge cost and down where it earned, on shades of the VIX before the month.",
        draw=chart_time.months,
        height=_always(260, 240),
    ),
    _Drawing(
        keys=(parts.REGIMES,),
        what="Dots with whiskers: the mean drag and its interval, a row for each regime of VIX.",
        draw=chart_rows.regimes,
        height=_by_rows(36),
    ),
    _Drawing(
        keys=(parts.PARTS,),
        what="Waterfall: the parts of the hedge's loss, one after the other, and their sum.",
        draw=chart_rows.parts,
        height=_by_rows(34),
    ),
    _Drawing(
        keys=parts.EPISODES,
        what=f"Bars by stress episode: {_BASE_AND_HEDGE}",
        draw=chart_rows.episodes,
        height=_by_rows(52),
    ),
    _Drawing(
        keys=parts.SIZES,
        what="Two lines by size of the hedge: the mean drag with its interval, and the maximum drawdown.",
        draw=chart_lines.sizes,
        height=_always(250, 440),
    ),
    _Drawing(
        keys=parts.PAYOFF,
        what="Line: the P&L of a contract at expiry by the move of the index.",
        draw=chart_lines.payoff,
        height=_always(260, 240),
    ),
    _Drawing(
        keys=market.MARKET,
        what="Dots by month, and a fitted curve: the return of the hedge over that of the S&P index.",
        draw=chart_lines.on_market,
        height=_always(320, 290),
    ),
    _Drawing(
        keys=market.LOSSES,
        what=f"Bars by direction of the index: {_BASE_AND_HEDGE}",
        draw=chart_rows.losses,
        height=_by_rows(52),
    ),
    _Drawing(
        keys=(market.ROLLING,),
        what="Line with a band by month: the mean drag of the year up to it, and its interval.",
        draw=chart_lines.rolling,
        height=_always(260, 240),
    ),
)


def pictures(document: AnswerDocument, cache: Path) -> tuple[Picture | None, ...]:
    """For each section of a document its chart, where its series make one."""
    return tuple(picture_of(section, document, cache) for section in document.sections)


def picture_of(section: Section, document: AnswerDocument, cache: Path) -> Picture | None:
    """The chart of a section; None where its series make none."""
    series = [s for id_ in section.series for s in document.series if s.id == id_]
    found = _drawing_of(series)
    if found is None or sum(p.value is not None for p in series[0].points) < FEWEST_MARKS:
        return None
    alt = f"{found.what} {section.heading.text}."
    wide, narrow = _drawn(tuple(series), alt, cache)
    sizes = [(width, found.height(series, width == NARROW)) for width in (WIDE, NARROW)]
    return Picture(alt=alt, wide=wide, narrow=narrow, wide_size=sizes[0], narrow_size=sizes[1])


@lru_cache(maxsize=_DRAWN)
def _drawn(series: tuple[SeriesView, ...], title: str, cache: Path) -> tuple[str, str]:
    """The same chart stands on many pages of a site, and is drawn once."""
    return svgs(series, title, cache)


def svgs(series: Series, title: str, cache: Path) -> tuple[str, str]:
    """The chart of these series for wide pages and for phones, as SVG with a title."""
    found = _drawing_of(series)
    assert found is not None, "a chart is made of series that have a drawing"
    with drawing(cache):
        canvases = [Canvas(width=width, height=found.height(series, width == NARROW)) for width in (WIDE, NARROW)]
        for canvas in canvases:
            found.draw(canvas, series)
        wide, narrow = (canvas.svg(title) for canvas in canvases)
    return wide, narrow


def _drawing_of(series: Series) -> _Drawing | None:
    """The first drawing whose series are all there."""
    return next((d for d in _DRAWINGS if set(d.keys) <= {s.key for s in series}), None)
