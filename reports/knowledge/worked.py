"""The numbers behind a figure of the site: its periods or trades as series, and the names of what it was computed from."""

from __future__ import annotations

from qa import numerals
from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import Table
from qa.calculator.core.scope_text import parse_scope
from qa.document import FigureView, Point, SeriesView, TermView
from reports.knowledge.whole import Whole

#: Periods behind a figure are shown as far as a page holds them.
_ROWS = 1500


def as_term(spec: FigureSpec) -> TermView:
    """A figure's record as a term, so that the document holds all that the page says of it."""
    return TermView(slug=spec.key, name=spec.title, aliases=(spec.formula, spec.validity, spec.source), definition=spec.meaning)


def data_names(whole: Whole) -> dict[str, str]:
    """Titles of backtests by the digests of their data; of a part or a comparison, by that alone."""
    held = {b.digest: b.name for b in whole.provenance.backtests}
    titles = {b.manifest.name: b.manifest.title for b in whole.materials.backtests}
    found: dict[str, str] = {digest: titles.get(name, name) for digest, name in held.items()}
    for entry in whole.entries:
        own = entry.document.provenance.backtests
        for figure in entry.document.figures:
            if figure.dataset and figure.dataset not in found:
                found[figure.dataset] = " and ".join(dict.fromkeys(titles.get(b.name, b.name) for b in own)) or "The backtest"
    return found


def worked_of(whole: Whole, key: str, figure: FigureView) -> Table | None:
    """The periods or trades behind a value."""
    digests = {b.digest: b.name for b in whole.provenance.backtests}
    name = digests.get(figure.dataset or "")
    held = next((b for b in whole.materials.backtests if b.manifest.name == name), None)
    if held is None:
        return None
    return worked(spec_of(key), parse_scope(figure.scope), whole.materials.book.of(held.read()))


def columns(table: Table, key: str, figure: FigureView) -> tuple[SeriesView, ...]:
    """The table's columns as series of the document."""
    return tuple(
        SeriesView(
            id=f"T{place}",
            key=f"{key}.worked.{place}",
            title=title,
            unit=unit,
            scope=figure.scope,
            dataset=figure.dataset or "",
            points=tuple(
                Point(
                    label=label,
                    value=numerals.stored(values[place - 1]),
                    display=numerals.write(values[place - 1], unit),
                    n=1,
                )
                for label, values in table.rows[:_ROWS]
            ),
        )
        for place, (title, unit) in enumerate(table.columns[-len(table.rows[0][1]) :] if table.rows else (), start=1)
    )
