"""Lists for the terminal and for other programs: figures, one figure explained, documents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import NamedTuple

from corpus.backtests.backtest import Backtest
from corpus.texts.library import Library
from qa import numerals
from qa.calculator.catalogue import CATALOGUE, compute, spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import FEWEST, Table
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.scenario.comparison import compare
from qa.document import FigureView, as_json
from qa.evidence.evidence import view_figures
from qa.evidence.series import tables_of


def list_figures(backtest: Backtest, scope: str, form: str) -> str:
    """Every figure of a backtest within a scope, as a table, CSV or JSON `{figures, series, not_computed}`."""
    facts, within = Facts(backtest), parse_scope(scope)
    results = [compute(key, within, facts) for key in CATALOGUE]
    views = view_figures([r for r in results if isinstance(r, Figure)])
    missing = [r for r in results if isinstance(r, Missing)]
    if form == "json":
        series = as_json(tables_of(facts, within))
        return _json({"figures": as_json(views), "series": series, "not_computed": [_missing(m) for m in missing]})
    rows = [[f.key, *(_cells(f) if form == "table" else _values(f))] for f in views]
    if form == "csv":
        head = ["key", "value", "unit", "low", "high", "n", "start", "end", "not_computed"]
        return _csv([head, *([*row, ""] for row in rows), *([m.spec.key, *[""] * 7, str(m.why)] for m in missing)])
    head = ["figure", "value", "interval", "n", "dates"]
    title = f"{backtest.manifest.title} ({within})\n\n"
    why = "".join(f"{m.spec.key}: not computed, because {m.why}\n" for m in missing)
    return title + table([head, *rows]) + ("\n" + why if why else "")


def list_several(backtests: Sequence[Backtest], scope: str, form: str) -> str:
    """The figures of several backtests, one after the other; JSON is `[{backtest, figures, series, not_computed}]`."""
    listed = [(b.name, list_figures(b, scope, form)) for b in backtests]
    if form == "json":
        return _json([{"backtest": name, **json.loads(text)} for name, text in listed])
    if form == "csv":
        tables = [(name, list(csv.reader(io.StringIO(text)))) for name, text in listed]
        head = ["backtest", *tables[0][1][0]]
        return _csv([head, *([name, *row] for name, rows in tables for row in rows[1:])])
    return "\n".join(text for _, text in listed)


def explain_figure(backtest: Backtest, key: str, scope: str, form: str) -> str:
    """A figure's meaning, formula and limits, its value, and the worked numbers behind it: which periods, which sums."""
    facts, within = Facts(backtest), parse_scope(scope)
    result = compute(key, within, facts)
    behind = _Behind(periods=worked(result.spec, within, facts), sides=())
    return _explained(result, backtest.digest, behind, form)


def explain_difference(first: Backtest, second: Backtest, key: str, scope: str, form: str) -> str:
    """By how much a figure of one backtest exceeds that of another on their common days, with the periods of both."""
    both = Facts(first), Facts(second)
    found = compare(spec_of(key), parse_scope(scope), *both)
    named = zip((found.first, found.second), both, strict=True)
    sides = tuple((side.backtest, worked(side.spec, side.scope, facts)) for side, facts in named)
    return _explained(found.difference, f"{first.digest} {second.digest}", _Behind(periods=None, sides=sides), form)


class _Behind(NamedTuple):
    """The periods or trades behind a value, or those of two backtests, by name, behind their difference."""

    periods: Table | None
    sides: tuple[tuple[str, Table | None], ...]


def _explained(result: Figure | Missing, digest: str, behind: _Behind, form: str) -> str:
    spec = result.spec
    told = {"key": spec.key, "title": spec.title, "meaning": spec.meaning, "formula": spec.formula, "unit": spec.unit}
    told |= {"validity": spec.validity, "source": spec.source, "backtest": result.backtest, "dataset": digest}
    if isinstance(result, Missing):
        told["not_computed"] = str(result.why)
        return _json(told) if form == "json" else _told(told)
    view = view_figures([result])[0]
    steps = [(s.label, numerals.stored(s.value), s.unit) for s in result.result.steps]
    if form == "json":
        named = [{"label": label, "value": value, "unit": unit} for label, value, unit in steps]
        sides = [{"backtest": name, "periods": as_json(periods)} for name, periods in behind.sides]
        whole = {**told, "figure": as_json(view), "steps": named, "periods": as_json(behind.periods)}
        return _json(whole | ({"sides": sides} if sides else {}))
    numbers = table(
        [["worked numbers", ""], *([label, f"{value:.10g}"] for label, value, _ in steps), ["value", f"{view.value:.10g}"]]
    )
    shown = {"value": view.display + (f" {view.basis_display}" if view.basis_display else ""), "scope": view.scope_display}
    shown |= {"counted": f"n = {view.n_display}, {view.start_display} to {view.end_display}{_few(view)}"}
    shown |= {"interval": view.interval.display} if view.interval else {}
    tables = [("", behind.periods), *((f"{name}\n", periods) for name, periods in behind.sides)]
    listed = "".join(f"\n{name}{_periods(periods)}" for name, periods in tables if periods)
    return _told({**told, **shown}) + "\n" + numbers + listed


def _periods(periods: Table) -> str:
    """The periods that count, as they are in the sums."""
    head = [periods.label, *(name for name, _ in periods.columns)]
    return table([head, *([label, *(f"{v:.10g}" for v in values)] for label, values in periods.rows)])


def list_documents(library: Library, form: str) -> str:
    """The documents of a library."""
    if form == "json":
        keys = ("path", "title", "authority", "date", "digest", "sample")
        documents = [{k: getattr(d, k) for k in keys} for d in library.documents]
        return _json({"documents": documents, "passages": len(library.passages), "digest": library.digest})
    rows = [[d.path, d.title, d.authority, d.date or "undated", "sample" if d.sample else ""] for d in library.documents]
    return table([["document", "title", "authority", "date", ""], *rows])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns, the first row a head."""
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


def _missing(m: Missing) -> dict[str, str]:
    return {"key": m.spec.key, "scope": str(m.scope), "reason": str(m.why)}


def _told(told: dict[str, str]) -> str:
    width = max(len(k) for k in told)
    return "".join(f"{k.replace('_', ' ').ljust(width)}  {v}\n" for k, v in told.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
