"""Columns: the numbers of a report's tables, as series, written without the unit that the table's head has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from qa import numerals
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Scope
from qa.document import IntervalView, Point, SeriesView
from qa.numerals import Unit


class Cell(NamedTuple):
    """A cell: its row, its value where it has one, else what stands in its place."""

    label: str
    value: float | None
    text: str = ""
    n: int = 0
    interval: IntervalView | None = None
    #: whether a sign stands before what is above zero too
    plus: bool = False


class Tabled:
    """The series of a report so far, by key; their ids are T1 and on."""

    def __init__(self, facts: Facts, prefix: str = "") -> None:
        self._facts, self._prefix = facts, prefix
        self._held: dict[str, SeriesView] = {}

    @property
    def all(self) -> tuple[SeriesView, ...]:
        """All of them, in the order of their ids."""
        return tuple(self._held.values())

    def series(self, key: str) -> SeriesView | None:
        """The series of a key, or None where the report has none."""
        return self._held.get(key)

    def ids(self, *keys: str) -> tuple[str, ...]:
        """The ids of those of the keys that there are."""
        return tuple(self._held[key].id for key in keys if key in self._held)

    def token(self, key: str, row: str) -> str:
        """How a sentence names a cell."""
        return f"{{{self._held[key].id}:{row}}}"

    def value(self, key: str, row: str) -> float | None:
        """The value of a cell, None where there is none."""
        return next((p.value for p in self._held[key].points if p.label == row), None) if key in self._held else None

    def add(  # noqa: PLR0913 a column is told by so much
        self,
        key: str,
        title: str,
        unit: Unit,
        scope: Scope,
        cells: Sequence[Cell],
        places: int | None = None,
        *,
        plus: bool = False,
    ) -> SeriesView:
        """A column under its key; `plus` for results, whose sign tells whether something was earned or cost."""
        values = [numerals.stored(c.value) for c in cells if c.value is not None]
        if places is None and values:
            places = max(numerals.decimals(unit, v) for v in values if v or len(values) == 1) if any(values) else None
        points = tuple(_point(c, unit, places, plus=plus) for c in cells)
        return self.put(key, title, unit, scope, points)

    def of(self, facts: Facts, prefix: str) -> Tabled:
        """Tables of another record among these: their keys begin with a prefix, their data are its own."""
        other = Tabled(facts, prefix)
        other._held = self._held
        return other

    def put(self, key: str, title: str, unit: str, scope: Scope, points: tuple[Point, ...]) -> SeriesView:
        """A column of points."""
        id_, dataset, key = f"T{len(self._held) + 1}", self._facts.backtest.digest, self._prefix + key
        made = SeriesView(id=id_, key=key, title=title, unit=unit, scope=str(scope), dataset=dataset, points=points)
        self._held[key] = made
        return made

    def take(self, series: Sequence[SeriesView], redo: Callable[[Point], Point] | None = None) -> None:
        """Series that were made elsewhere, their points redone where they are to be written otherwise."""
        for one in series:
            points = tuple(redo(p) for p in one.points) if redo else one.points
            self._held[one.key] = replace(one, id=f"T{len(self._held) + 1}", points=points)


def _point(cell: Cell, unit: Unit, places: int | None, *, plus: bool) -> Point:
    if cell.value is None:
        return Point(label=cell.label, value=None, display=cell.text, n=cell.n)
    value = numerals.stored(cell.value)
    shown = numerals.write_bare(value, unit, places, plus=plus or cell.plus)
    return Point(label=cell.label, value=value, display=shown, n=cell.n, interval=cell.interval)
