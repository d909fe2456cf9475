"""Figures, series and claims as a document holds them, with what could not be computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.document.said import Sentence

Verdict = Literal["consistent", "not_ruled_out", "inconsistent", "not_comparable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalView:
    """An interval, `level` a fraction."""

    low: float
    high: float
    level: float
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A computed figure as a document holds it."""

    #: its name within the document, F1, F2 …
    id: str
    #: key in the catalogue
    key: str
    #: what was counted, as scopes are written
    scope: str
    scope_display: str
    title: str
    #: in `unit`; shares and returns are fractions
    value: float
    unit: str
    #: the value as pages write it
    display: str
    #: the same without its sign
    magnitude_display: str
    interval: IntervalView | None
    #: how many periods or trades were counted
    n: int
    n_display: str
    #: first and last date counted, ISO
    start: str
    start_display: str
    end: str
    end_display: str
    #: what it is a share of
    basis: str
    basis_display: str
    #: what the manifest says of fees
    fees: str
    #: whether positions have a value each day or only at their close
    marking: str
    hypothetical: bool
    formula: str
    #: digest of the data; None where it is arithmetic on quoted numbers
    dataset: str | None
    #: ids of the sources whose numbers went in, where it is that
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One cell of a series; without a value, `display` says why."""

    label: str
    value: float | None
    display: str
    n: int
    interval: IntervalView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A table's column or a chart's data."""

    id: str
    key: str
    title: str
    unit: str
    scope: str
    dataset: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputedView:
    """A figure that was asked for, and why there is none."""

    key: str
    scope: str
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What a source asserts of a figure, and whether the figure bears it out."""

    source: str
    key: str
    scope: str
    low: float
    high: float
    unit: str
    period: str
    denominator: str
    display: str
    verdict: Verdict
    figure: str | None
    note: Sentence
