"""Restatements: figures of a client's last report that its month would have otherwise today, old beside new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from corpus.backtests.backtest import Backtest
from corpus.errors import HedgeciteError
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import Name
from qa.evidence.evidence import show_figures
from qa.lines import Line
from qa.numerals import write_date
from qa.write.draft import DraftSection
from reports.monthly.account import account_of
from reports.monthly.clients import Client
from reports.monthly.columns import Cell, Tabled
from reports.monthly.spans import month_end

#: The folder in which what was kept of a report has those before it.
EARLIER = "earlier"
BEFORE, NOW = "restated.before", "restated.now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure as an earlier report told it."""

    key: str
    scope: str
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The last report of a client before a month."""

    month: str
    figures: tuple[Told, ...]
    #: digest of the account that it was computed from, and the version that made it
    digest: str
    version: str


def earlier_of(folder: Path, client: str, month: str) -> Earlier | None:
    """The client's last report before a month whose document lies in a folder; None where there is none."""
    for file in earlier_files(folder, client, month):
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            return Earlier(
                month=told["report"]["month"],
                figures=tuple(Told(key=f["key"], scope=f["scope"], display=f["display"]) for f in told["figures"]),
                digest=told["provenance"]["backtests"][0]["digest"],
                version=told["provenance"]["version"],
            )
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            continue
    return None


def earlier_files(folder: Path, client: str, month: str) -> list[Path]:
    """The documents of a client's reports before a month, the last one first."""
    found = (f for f in folder.glob(f"{client}-????-??.json") if f.stem.removeprefix(f"{client}-") < month)
    return sorted(found, reverse=True)


def restated(
    tabled: Tabled, client: Client, backtest: Backtest, earlier: Earlier | None, version: str
) -> tuple[DraftSection, tuple[Name, ...]]:
    """What differs, as a section with its table, and the names that its words have."""
    heading = Line.RESTATED_HEADING.value
    if earlier is None:
        return DraftSection(kind="restated", heading=heading, sentences=(Line.RESTATED_FIRST.value,)), ()
    month = write_date(earlier.month)
    names = (Name(ref=f"report.{earlier.month}", text=month),)
    facts = _facts(client, backtest, earlier)
    rows = _rows(earlier, facts) if facts is not None and facts.backtest.digest != earlier.digest else []
    if facts is not None and earlier.version != version and not rows:
        rows = _rows(earlier, facts)
    if not rows:
        said = Line.RESTATED_NOTHING.format(month=month)
        return DraftSection(kind="restated", heading=heading, sentences=(said,)), names
    for key, title, part in ((BEFORE, "Told before", 1), (NOW, "Now", 2)):
        tabled.add(key, f"{title} by figure", "count", Scope(), [Cell(row[0], None, row[part]) for row in rows])
    changed = ["the data or the settings"] if facts and facts.backtest.digest != earlier.digest else []
    changed += ["the version of the program"] if earlier.version != version else []
    said = Line.RESTATED_SINCE.format(month=month, what=" and ".join(changed))
    series = tabled.ids(BEFORE, NOW)
    return DraftSection(kind="restated", heading=heading, sentences=(said,), series=series), names


def _facts(client: Client, backtest: Backtest, earlier: Earlier) -> Facts | None:
    try:
        return Facts(account_of(client, backtest, month_end(earlier.month)))
    except HedgeciteError:
        return None


def _rows(earlier: Earlier, facts: Facts) -> list[tuple[str, str, str]]:
    """Name, old and new display of the figures that differ."""
    wanted = [(t, _computed(t, facts)) for t in earlier.figures if not t.key.startswith("reversed.")]
    found = [(t, f) for t, f in wanted if f is not None]
    views = show_figures([f for _, f in found])
    rows = [
        (f"{v.view.title}, {v.view.scope_display}", t.display, v.view.display) for (t, _), v in zip(found, views, strict=True)
    ]
    return [row for row in rows if row[1] != row[2]]


def _computed(told: Told, facts: Facts) -> Figure | None:
    try:
        result = compute(told.key, parse_scope(told.scope), facts)
    except HedgeciteError:
        return None
    return result if isinstance(result, Figure) else None
