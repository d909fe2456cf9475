"""Tables: the series of a section side by side, as pages and texts show them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.dates import MONTHS
from qa.document import AnswerDocument, Point, SeriesView
from qa.evidence.chart_keys import DRAG, YEARS

#: What a point's n counts, by the end of its series' key; where it isn't here, n tells nothing that the label does not.
_COUNTED = {"by_vix": "Months", "by_span": "Months", "by_episode": "Days"}
#: A table of more rows is folded on a page that shows its chart.
_SHORT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Series over the same labels, side by side."""

    caption: str
    head: str
    series: tuple[SeriesView, ...]
    labels: tuple[str, ...]
    #: what the last column counts; None where there is nothing to tell
    counted: str | None

    @property
    def open(self) -> bool:
        """Whether it stands open below its chart: a short one does."""
        return len(self.labels) <= _SHORT

    def point(self, series: SeriesView, label: str) -> Point:
        """The cell of a series under a label."""
        return next(p for p in series.points if p.label == label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Months across and years down, with the year's own series at the right."""

    caption: str
    months: tuple[str, ...]
    by_month: SeriesView
    by_year: SeriesView

    #: its chart has most of its numbers
    open: bool = False

    @property
    def rows(self) -> tuple[tuple[Point, tuple[Point | None, ...]], ...]:
        """Each year with its months; those that it doesn't have are None."""
        held = {p.label: p for p in self.by_month.points}
        return tuple((y, tuple(held.get(f"{y.label}-{m:02}") for m in range(1, 13))) for y in self.by_year.points)


def tables(ids: tuple[str, ...], document: AnswerDocument) -> tuple[Table | Calendar, ...]:
    """The series of a section as tables: those over the same labels share one, months and years make a calendar."""
    wanted = [s for s in document.series if s.id in ids]
    by_key = {s.key: s for s in wanted}
    if {DRAG, YEARS} <= set(by_key):
        months = tuple(name[:3] for name in MONTHS)
        caption = "Drag by month and calendar year, %"
        return (Calendar(caption=caption, months=months, by_month=by_key[DRAG], by_year=by_key[YEARS]),)
    grouped: dict[tuple[str, ...], list[SeriesView]] = {}
    for series in wanted:
        grouped.setdefault(tuple(p.label for p in series.points), []).append(series)
    return tuple(_table(labels, group) for labels, group in grouped.items())


def _table(labels: tuple[str, ...], group: list[SeriesView]) -> Table:
    by = group[0].title.partition(" by ")[2] or "period"
    return Table(
        caption=group[0].title if len(group) == 1 else f"By {by}",
        head=by[0].upper() + by[1:],
        series=tuple(group),
        labels=labels,
        counted=_COUNTED.get(group[0].key.rpartition(".")[2]),
    )


def column(series: SeriesView) -> str:
    """What a column's head says: the series, and its unit where its cells leave it out."""
    return series.title.partition(" by ")[0] + (", %" if series.unit.startswith("fraction") else "")


def bare(point: Point) -> str:
    """A cell's display without the percent sign that the table's head has, and without "too few"."""
    return _number(point).removesuffix("%") if point.value is not None else point.display


def small(point: Point) -> str:
    """What a cell says beside its number."""
    return point.display.removeprefix(_number(point)).removeprefix(", ") if point.value is not None else ""


def _number(point: Point) -> str:
    return point.display.removesuffix(", too few")
