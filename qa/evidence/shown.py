"""A computed figure as an answer shows it: its record and scope beside the view that the document holds."""

from __future__ import annotations

from dataclasses import dataclass

from qa.calculator.core.figure import Figure, FigureSpec
from qa.calculator.core.result import FEWEST, Counts
from qa.calculator.core.scope import Scope
from qa.document import FigureView, IntervalView


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure under the id by which drafts refer to it."""

    figure: Figure
    view: FigureView
    #: id of the same figure with its sign reversed, where words turn its direction and so its interval; else none
    reversed: str = ""
    #: id of the same figure within the dates on which its value fell, e.g. from peak to trough; else none
    located: str = ""

    @property
    def id(self) -> str:
        """The id in drafts."""
        return self.view.id

    @property
    def key(self) -> str:
        """The key in the catalogue."""
        return self.figure.spec.key

    @property
    def spec(self) -> FigureSpec:
        """Its record."""
        return self.figure.spec

    @property
    def scope(self) -> Scope:
        """What it counts."""
        return self.figure.scope

    @property
    def value(self) -> float:
        """Its value, as the document holds it."""
        return self.view.value

    @property
    def interval(self) -> IntervalView | None:
        """Its interval."""
        return self.view.interval

    @property
    def n(self) -> int:
        """How many it counts."""
        return self.view.n

    @property
    def counts(self) -> Counts:
        """What it counts: the record's word, or that of the data where they come in other steps."""
        return self.figure.result.counts or self.spec.counts

    @property
    def clear(self) -> bool:
        """Whether its interval leaves out zero."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high

    @property
    def unclear(self) -> bool:
        """Whether its interval includes zero."""
        return self.interval is not None and not self.clear

    @property
    def few(self) -> bool:
        """Whether it counts too few for an interval."""
        return self.interval is None and self.n < FEWEST
