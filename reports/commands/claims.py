"""The command over claims: the ledger as a table, CSV, JSON or a page."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

from qa.document import as_json
from reports.claims import ClaimRow, Ledger, ledger_of
from reports.commands.chosen import Chosen
from reports.commands.listing import table
from reports.files import write_whole
from reports.pages.said import VERDICTS

_COLUMNS = (
    "document",
    "metric",
    "key",
    "low",
    "high",
    "bound",
    "unit",
    "period",
    "denominator",
    "scope",
    "circumstance",
    "tier",
    "layer",
    "verdict",
    "quote",
    "note",
)


def claims(form: str, out: Path | None, chosen: Chosen) -> None:
    """Print the ledger of the desk's texts, or write it to a file; without a backtest it has no verdicts."""
    from reports.desk import backtests_of, chosen_of, library_of

    desk = chosen.open()
    library = library_of(desk, chosen.corpus)
    listed = backtests_of(desk, chosen.backtests)
    found = ledger_of(library, chosen_of(listed) if listed else None)
    text = write_ledger(found, form, desk.cache)
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
        print(out)


def write_ledger(found: Ledger, form: str, cache_folder: Path) -> str:
    """The ledger in a format: JSON is `{backtest, claims, rules, conflicts, remarks, sources}`."""
    if form == "json":
        return json.dumps(as_json(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if form == "html":
        from reports.pages.claims_page import render_ledger

        return render_ledger(found, cache_folder)
    return _csv(found) if form == "csv" else _table(found)


def _csv(found: Ledger) -> str:
    """The claims alone, a line each."""
    sources = {s.id: s for s in found.sources}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for c in found.claims:
        own = {"document": sources[c.source].document, "quote": sources[c.source].quote}
        told = [own[name] if name in own else getattr(c, name) for name in _COLUMNS]
        writer.writerow(["" if value is None else value for value in told])
    return out.getvalue()


def _table(found: Ledger) -> str:
    sources = {s.id: s for s in found.sources}
    rows = [["source", "document", "metric", "claim", "holds for", "verdict"]]
    rows += [[c.source, sources[c.source].document, c.metric, c.display, holds_for(c), verdict_of(c)] for c in found.claims]
    parts = [table(rows)]
    if found.rules:
        head = ["source", "document", "rule", "condition", "says"]
        parts.append(
            table([head, *([r.source, sources[r.source].document, r.subject, r.condition, r.action] for r in found.rules)])
        )
    told = [f"{', '.join(x.between)}  {x.about}: {x.note}{f' {x.ruling}' if x.ruling else ''}\n" for x in found.conflicts]
    noted = [f"{', '.join(x.between)}  {x.about}: {x.note}\n" for x in found.remarks]
    parts += ["Where the texts contradict each other\n" + "".join(told)] if told else []
    parts += ["Left open by a text's own numbers\n" + "".join(noted)] if noted else []
    return "\n".join(parts)


def holds_for(c: ClaimRow) -> str:
    """What a claim is for, in few words."""
    of = f"of {c.denominator}" if c.denominator not in {None, "account"} else ""
    bound = {"at_most": "at most", "at_least": "at least"}.get(c.bound, "")
    named = (bound, c.scope if c.scope != "all" else "", c.tier or "", c.layer or "", of, c.circumstance)
    return ", ".join(word for word in named if word)


def verdict_of(c: ClaimRow) -> str:
    """A claim's verdict in words, empty where no backtest is at hand."""
    return VERDICTS[c.verdict] if c.verdict else ""
