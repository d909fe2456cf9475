"""Evidence: all that an answer may use, under the ids that drafts refer to it by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.backtests.backtest import Backtest
from corpus.errors import Problem, warnings_among
from corpus.texts.documents import Document, Passage, digest_of
from qa import numerals
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import FEWEST, Basis, Interval
from qa.calculator.core.reversed import reverse
from qa.calculator.core.scope import between
from qa.document import FigureView, IntervalView, Name, Point, SeriesView, SourceView
from qa.evidence.shown import Shown
from qa.numerals import Unit

_BASIS: dict[Basis, str] = {
    "account": "of the account",
    "trades": "of trades",
    "margin": "of the margin",
    "risk": "of the condors' risk",
    "credit": "of the condors' credit",
    "premium": "of the hedge's premium",
    "per_100k": "for each $100,000",
    "counted": "of {counts}",
    "fall": "of the unhedged drawdown",
    "size": "of the unhedged size",
    "loss": "of the base's loss",
    "runs": "of resampled runs",
    "none": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What sentences may refer to. Every numeral on a page stands in one of these."""

    question: str
    figures: tuple[FigureView, ...] = ()
    #: those of the figures that were computed, with their records and scopes
    shown: tuple[Shown, ...] = ()
    series: tuple[SeriesView, ...] = ()
    sources: tuple[SourceView, ...] = ()
    names: tuple[Name, ...] = ()
    #: lengths of the document's lists, for sentences that count them
    counts: Mapping[str, int] = field(default_factory=dict)

    def figure(self, id_: str) -> FigureView | None:
        """The figure with an id, or None."""
        return next((f for f in self.figures if f.id == id_), None)

    def source(self, id_: str) -> SourceView | None:
        """The source with an id, or None."""
        return next((s for s in self.sources if s.id == id_), None)

    def point(self, id_: str, label: str) -> Point | None:
        """A series' point, or None."""
        points = next((s.points for s in self.series if s.id == id_), ())
        return next((p for p in points if p.label == label), None)


def show_figures(figures: Sequence[Figure], *, in_bp: bool = False) -> tuple[Shown, ...]:
    """Figures under the ids F1, F2 …, each as it is shown.

    With `in_bp` shares of the account over a period are written in basis points; their value stays a fraction.
    """
    views = view_figures(figures, in_bp=in_bp)
    shown = [Shown(figure=figure, view=view) for figure, view in zip(figures, views, strict=True)]
    return tuple(replace(one, located=_located(one, shown)) for one in shown)


def _located(one: Shown, shown: Sequence[Shown]) -> str:
    """The id of the same figure within the dates on which its value fell."""
    fell = one.figure.result.fell
    own = (one.key, between(*fell), one.figure.backtest) if fell else None
    return next((o.id for o in shown if o is not one and (o.key, o.scope.dates, o.figure.backtest) == own), "")


def turned(shown: Sequence[Shown]) -> tuple[Shown, ...]:
    """Figures whose words turn their direction, each joined by itself with its sign reversed; those stand at the end."""
    found, more = list(shown), list[Shown]()
    for i, one in enumerate(shown):
        words = one.spec.sentences
        if words is None or not words.below or one.value >= 0 or not one.clear:
            continue
        other = reverse(one.figure)
        id_ = f"F{len(shown) + len(more) + 1}"
        places = _written_places(one.view)
        more.append(Shown(figure=other, view=_view(id_, other, _shown_in(other, in_bp=one.view.display.endswith(" bp")), places)))
        found[i] = replace(one, reversed=id_)
    return (*found, *more)


def _written_places(view: FigureView) -> int:
    """How many decimals a figure is shown with."""
    return len(m[1]) if (m := re.search(r"\.(\d+)", view.display)) else 0


def view_figures(figures: Sequence[Figure], *, in_bp: bool = False) -> tuple[FigureView, ...]:
    """Figures as a document holds them, under the ids F1, F2 …; returns and their difference are shown so that they add up."""
    units = [_shown_in(figure, in_bp=in_bp) for figure in figures]
    places = _places(figures, units)
    return tuple(_view(f"F{i + 1}", figure, units[i], places.get(i)) for i, figure in enumerate(figures))


def _shown_in(figure: Figure, *, in_bp: bool) -> Unit:
    """The unit that a figure is written in."""
    spec = figure.spec
    return "bp" if in_bp and spec.basis == "account" and spec.unit.startswith("fraction/") else spec.unit


def _view(id_: str, figure: Figure, shown: Unit, places: int | None) -> FigureView:
    spec, result = figure.spec, figure.result
    value = numerals.stored(result.value)
    return FigureView(
        id=id_,
        key=spec.key,
        scope=str(figure.scope),
        scope_display=figure.scope.display(result.counts or spec.counts),
        title=spec.title,
        value=value,
        unit=spec.unit,
        display=numerals.write(value, shown, places),
        magnitude_display=numerals.write(abs(value), shown, places),
        interval=view_interval(result.interval, shown),
        n=result.n,
        n_display=numerals.write(result.n, "count"),
        start=result.start,
        start_display=numerals.write_date(result.start),
        end=result.end,
        end_display=numerals.write_date(result.end),
        basis=spec.basis,
        basis_display=_BASIS[spec.basis].format(counts=result.counts or spec.counts),
        fees=figure.fees,
        marking=figure.marking,
        hypothetical=figure.hypothetical,
        formula=spec.formula,
        dataset=figure.dataset,
    )


#: Unhedged returns, each with the hedged return and the drag that is the difference of the two.
_DIFFER_BY = {
    "return.unhedged.monthly.mean": ("return.hedged.monthly.mean", "drag.monthly.mean"),
    "return.unhedged.total": ("return.hedged.total", "drag.monthly.total"),
}


def _places(figures: Sequence[Figure], units: Sequence[Unit]) -> dict[int, int]:
    """Decimals for unhedged return, hedged return and drag of one scope, so that the shown numbers add up."""
    by_key = {(f.spec.key, str(f.scope)): i for i, f in enumerate(figures)}
    found: dict[int, int] = {}
    for (key, scope), unhedged in by_key.items():
        if key not in _DIFFER_BY:
            continue
        hedged, drag = (by_key.get((k, scope)) for k in _DIFFER_BY[key])
        if hedged is None or drag is None:
            continue
        u, h, d = (numerals.stored(figures[i].result.value) for i in (unhedged, hedged, drag))
        places = numerals.decimals_that_add((u, -h), d, units[unhedged])
        if places is not None:
            found |= dict.fromkeys((unhedged, hedged, drag), places)
    return found | _places_of_layers(figures, units, found)


def _places_of_layers(figures: Sequence[Figure], units: Sequence[Unit], known: dict[int, int]) -> dict[int, int]:
    """Decimals for the total drag and those of its layers, so that the layers add up to it."""
    found: dict[int, int] = {}
    for i, whole in enumerate(figures):
        own = [
            j
            for j, f in enumerate(figures)
            if f.scope.layer and (f.spec.key, f.scope.less("layer")) == (whole.spec.key, whole.scope)
        ]
        if not own or not whole.spec.key.endswith(".total"):
            continue
        values = tuple(numerals.stored(figures[j].result.value) for j in own)
        adding = numerals.decimals_that_add(values, numerals.stored(whole.result.value), units[i])
        found |= dict.fromkeys((i, *own), max(known.get(i, 0), adding or 0, _LAYERS_AT_LEAST))
    return found


#: Layers make little each: with fewer decimals they are nothing.
_LAYERS_AT_LEAST = 2


def view_interval(interval: Interval | None, unit: Unit) -> IntervalView | None:
    """An interval as a document holds it."""
    if interval is None:
        return None
    low, high = numerals.stored(interval.low), numerals.stored(interval.high)
    return IntervalView(low=low, high=high, level=interval.level, display=numerals.write_range(low, high, unit))


def view_points(cells: Sequence[tuple[str, Figure | Missing]], *, flag_few: bool = True) -> tuple[Point, ...]:
    """The cells of a series with decimals in common: each its value, "too few" below twelve, or why there is none."""
    values = [numerals.stored(r.result.value) for _, r in cells if isinstance(r, Figure)]
    unit = cells[0][1].spec.unit
    places = max((numerals.decimals(unit, v) for v in values), default=None)
    return tuple(_point(label, result, places, flag_few=flag_few) for label, result in cells)


def _point(label: str, result: Figure | Missing, places: int | None, *, flag_few: bool) -> Point:
    if isinstance(result, Missing):
        display = f"no {result.spec.counts}" if result.why.empty else "not computed"
        return Point(label=label, value=None, display=display, n=0)
    unit, value = result.spec.unit, numerals.stored(result.result.value)
    few = ", too few" if flag_few and result.result.n < FEWEST else ""
    shown = numerals.write(value, unit, places) + few
    return Point(label=label, value=value, display=shown, n=result.result.n, interval=view_interval(result.result.interval, unit))


def view_source(id_: str, document: Document, section: str, start: int, end: int) -> SourceView:
    """A slice of a document as a source."""
    quote = document.text[start:end]
    return SourceView(
        id=id_,
        document=document.path,
        title=document.title,
        section=section,
        authority=document.authority,
        date=document.date,
        date_display=numerals.write_date(document.date) if document.date else None,
        page=document.page_at(start),
        start=start,
        end=end,
        quote=quote,
        digest=digest_of(quote),
        url=document.link_at(start),
    )


class Sources:
    """Gathers cited slices; the same slice keeps its id."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int], SourceView] = {}
        self.samples: set[str] = set()

    def cite(self, passage: Passage, start: int, end: int) -> SourceView:
        """The source for a slice of a passage's document."""
        place = (passage.document.path, start, end)
        if place not in self._found:
            id_ = f"S{len(self._found) + 1}"
            self._found[place] = view_source(id_, passage.document, passage.section, start, end)
            if passage.document.sample:
                self.samples.add(id_)
        return self._found[place]

    @property
    def all(self) -> tuple[SourceView, ...]:
        """Those cited so far, in the order of their ids."""
        return tuple(self._found.values())


def assumptions(backtest: Backtest) -> Passage | None:
    """A manifest's assumptions as a passage that can be cited, or None where it states none."""
    return _said_of(backtest, "backtests", "Assumptions of the backtest", backtest.manifest.assumptions)


def findings(backtest: Backtest) -> Passage | None:
    """What the import warns of, as a passage that can be cited, or None where it warns of nothing."""
    return _said_of(backtest, "imports", "Found on import", _each_once(warnings_among(backtest.problems)))


def _each_once(problems: Sequence[Problem]) -> list[str]:
    """What is wrong, with every place of which that is so."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.what, []).append(problem.where)
    return [f"{' and '.join(where)}: {what}" for what, where in places.items()]


def _said_of(backtest: Backtest, folder: str, title: str, lines: Sequence[str]) -> Passage | None:
    text = "\n".join(lines)
    if not text.strip():
        return None
    document = Document(
        path=f"{folder}/{backtest.name}",
        title=title,
        authority="manifest",
        date=None,
        text=text,
        digest=digest_of(text),
        sample=backtest.sample,
    )
    return Passage(document=document, headings=(), start=0, end=len(text))
