"""Parts of a report's page: cards, runs of a sentence, and the calendar of the hedge, which need no arithmetic in a template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from qa.document import AnswerDocument, Point, Section, Sentence, SeriesView
from reports.pages.page import Segment, segments

_MONTHS, _YEARS = "hedge.by_month", "hedge.by_year"
#: Years that the body's calendar has; the annex has all where there are more.
_RECENT = 10
#: Shades of the calendar begin at these shares of its largest cell.
_SHADES = (0.25, 0.6)


class Card(NamedTuple):
    """A card: its number, the words below it, and whether it is a gain."""

    value: list[Segment]
    rest: list[Segment]
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The hedge's months across and years down."""

    by_month: SeriesView
    by_year: SeriesView

    @property
    def rows(self) -> tuple[tuple[Point, tuple[Point | None, ...]], ...]:
        """Each year with its months; those that it doesn't have are None."""
        held = {p.label: p for p in self.by_month.points}
        return tuple((y, tuple(held.get(f"{y.label}-{m:02}") for m in range(1, 13))) for y in self.by_year.points)

    @property
    def recent(self) -> tuple[tuple[Point, tuple[Point | None, ...]], ...]:
        """The last of them, which the body shows."""
        return self.rows[-_RECENT:]

    @property
    def whole(self) -> bool:
        """Whether these are all."""
        return len(self.by_year.points) <= _RECENT

    def shade(self, point: Point) -> str:
        """How dark a cell is, and whether it is a gain or a cost."""
        most = max((abs(p.value or 0.0) for p in self.by_month.points), default=0.0)
        share = abs(point.value or 0.0) / most if most else 0.0
        level = 1 + sum(share >= edge for edge in _SHADES)
        return f"{'e' if (point.value or 0.0) > 0 else 'c'}{level}" if point.value else ""


def carded(sentence: Sentence, document: AnswerDocument) -> Card:
    """A card's sentence parted after its first number."""
    runs = segments(sentence, document)
    at = next((i for i, s in enumerate(runs) if s.kind != "text"), len(runs) - 1)
    value = runs[: at + 1]
    return Card(value, runs[at + 1 :], good="".join(s.text for s in value).startswith("+"))


def followed(sentence: Sentence, document: AnswerDocument) -> list[tuple[Segment, str]]:
    """The runs of a sentence, each with the punctuation that no line may part from it."""
    runs = segments(sentence, document)
    found: list[tuple[Segment, str]] = []
    for run in runs:
        last = found[-1][0] if found else None
        mark = run.text[:1] if last is not None and last.value and run.kind == "text" and run.text[:1] in ".,:;" else ""
        if mark and last is not None:
            found[-1] = (last, mark)
        found.append((replace(run, text=run.text[len(mark) :]), ""))
    return found


def calendar_of(section: Section, document: AnswerDocument) -> Grid | None:
    """The calendar of a section, None where it has none."""
    by_key = {s.key: s for s in series_of(section, document)}
    if not {_MONTHS, _YEARS} <= set(by_key):
        return None
    return Grid(by_month=by_key[_MONTHS], by_year=by_key[_YEARS])


def series_of(section: Section, document: AnswerDocument) -> list[SeriesView]:
    """The series of a section, in its order."""
    by_id = {s.id: s for s in document.series}
    return [by_id[id_] for id_ in section.series]
