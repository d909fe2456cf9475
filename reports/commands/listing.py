"""Lists for the terminal and for other programs: figures, one figure explained, documents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from corpus.backtests.backtest import Backtest
from corpus.signs import isolated
from corpus.texts.library import Library
from qa.calculator.core.result import FEWEST, Table
from qa.document import FigureView, as_json
from qa.numerals import MINUS
from reports.computed import Explanation, figures_of, series_of


def write_figures(backtest: Backtest, scope: str, form: str) -> str:
    """Every figure of a backtest within a scope, as a table, CSV or JSON `{figures, series, not_computed}`."""
    listed = figures_of(backtest, scope)
    if form == "json":
        series = as_json(series_of(backtest, scope))
        return _json({"figures": as_json(listed.figures), "series": series, "not_computed": as_json(listed.not_computed)})
    rows = [[f.key, *(_cells(f) if form == "table" else _values(f))] for f in listed.figures]
    if form == "csv":
        head = ["key", "value", "unit", "low", "high", "n", "start", "end", "not_computed"]
        return _csv([head, *([*row, ""] for row in rows), *([m.key, *[""] * 7, m.reason] for m in listed.not_computed)])
    head = ["figure", "value", "interval", "n", "dates"]
    title = f"{backtest.manifest.title} ({listed.scope})\n\n"
    why = "".join(f"{m.key}: not computed, because {m.reason}\n" for m in listed.not_computed)
    return title + table([head, *rows]) + ("\n" + why if why else "")


def list_several(backtests: Sequence[Backtest], scope: str, form: str) -> str:
    """The figures of several backtests, one after the other; JSON is `[{backtest, figures, series, not_computed}]`."""
    listed = [(b.name, write_figures(b, scope, form)) for b in backtests]
    if form == "json":
        return _json([{"backtest": name, **json.loads(text)} for name, text in listed])
    if form == "csv":
        tables = [(name, list(csv.reader(io.StringIO(text)))) for name, text in listed]
        head = ["backtest", *tables[0][1][0]]
        return _csv([head, *([name, *row] for name, rows in tables for row in rows[1:])])
    return "\n".join(text for _, text in listed)


#: From here on a whole number is no count.
_WHOLE = 1e15


def _worked(value: float, unit: str) -> str:
    """A number of the working: whole ones whole, dollars in cents, fractions to eight places, all else to six."""
    places = 0 if value == int(value) and abs(value) < _WHOLE else 2 if unit == "USD" else 8 if unit.startswith("fraction") else 6
    return f"{value:,.{places}f}".replace("-", MINUS)


def write_explanation(e: Explanation, form: str) -> str:
    """A figure's meaning, formula and limits, its value, and the worked numbers behind it: which periods, which sums."""
    view = e.figure
    record = ("key", "title", "meaning", "formula", "unit", "validity", "source", "backtest", "dataset")
    told: dict[str, str] = {name: getattr(e, name) for name in record}
    if view is None:
        told["not_computed"] = e.not_computed or ""
        return _json(told) if form == "json" else _told(told)
    if form == "json":
        whole = {**told, "figure": as_json(view), "steps": as_json(e.steps), "periods": as_json(e.periods)}
        return _json(whole | ({"sides": as_json(e.sides)} if e.sides else {}))
    told_by_hand = [*((s.label, s.value, s.unit) for s in e.steps), ("value", view.value, view.unit)]
    numbers = table([["worked numbers", ""], *([label, _worked(value, unit)] for label, value, unit in told_by_hand)])
    shown = {"value": view.display + (f" {view.basis_display}" if view.basis_display else ""), "scope": view.scope_display}
    shown |= {"counted": f"n = {view.n_display}, {view.start_display} to {view.end_display}{_few(view)}"}
    shown |= {"interval": view.interval.display} if view.interval else {}
    tables = [("", e.periods), *((f"{side.backtest}\n", side.periods) for side in e.sides)]
    listed = "".join(f"\n{name}{_periods(periods)}" for name, periods in tables if periods)
    return _told({**told, **shown}) + "\n" + numbers + listed


def _periods(periods: Table) -> str:
    """The periods that count, as they are in the sums."""
    head = [periods.label, *(name for name, _ in periods.columns)]
    return table([head, *([label, *(f"{v:.10g}" for v in values)] for label, values in periods.rows)])


def list_documents(library: Library, form: str, *, own: bool = False) -> str:
    """The documents of a library, or those of them that are the desk's own."""
    listed = [d for d in library.documents if not (own and d.sample)]
    if form == "json":
        keys = ("path", "title", "authority", "date", "digest", "sample", "kind", "author", "url", "original")
        documents = [{**{k: getattr(d, k) for k in keys}, "pages": len(d.pages) or None} for d in listed]
        passages = sum(not (own and p.document.sample) for p in library.passages)
        return _json({"documents": documents, "passages": passages, "digest": library.digest})
    rows = [[d.path, d.title, d.authority, d.date or "undated", "sample" if d.sample else ""] for d in listed]
    return table([["document", "title", "authority", "date", ""], *rows])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns, the first row a head; what no one sees in them is shown by its name."""
    rows = [[isolated(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]]) + "\n"


def _cells(f: FigureView) -> list[str]:
    dates = f.start_display if f.start == f.end else f"{f.start_display} to {f.end_display}"
    return [f.display, f.interval.display if f.interval else "", f.n_display + _few(f), dates]


def _few(f: FigureView) -> str:
    """A mark on groups that are too small to say much."""
    return ", too few" if f.n < FEWEST and f.interval is None and f.basis != "none" else ""


def _values(f: FigureView) -> list[str]:
    low, high = (repr(f.interval.low), repr(f.interval.high)) if f.interval else ("", "")
    return [repr(f.value), f.unit, low, high, str(f.n), f.start, f.end]


def _told(told: dict[str, str]) -> str:
    width = max(len(k) for k in told)
    return "".join(f"{k.replace('_', ' ').ljust(width)}  {v}\n" for k, v in told.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
