"""The command over claims: the ledger as a table, CSV, JSON or a page."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WrongUseError
from corpus.signs import marked
from qa.document import as_json
from reports.claims import ClaimRow, Ledger, ledger_of
from reports.commands.chosen import Chosen
from reports.commands.listing import table
from reports.files import write_whole
from reports.pages.said import VERDICTS

if TYPE_CHECKING:
    from reports.desk import Desk

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


def claims(form: str, out: Path | None, chosen: Chosen, *, propose: bool = False) -> None:
    """Print the ledger of the desk's texts, or write it to a file; without a backtest it has no verdicts.

    With `propose` a language model is asked first where it sees claims that the rules do not.
    """
    from reports.desk import backtests_of, chosen_of, library_of

    desk = chosen.open()
    if propose:
        add_proposed(desk, chosen)
    library = library_of(desk, chosen.corpus)
    listed = backtests_of(desk, chosen.backtests)
    found = ledger_of(library, chosen_of(listed) if listed else None)
    text = write_ledger(found, form, desk.cache)
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
        print(out)


def add_proposed(desk: Desk, chosen: Chosen) -> None:
    """Ask the model for claims, and write those that hold into the desk's file; what came of it goes to stderr.

    Raises
    ------
    WrongUseError
        There is no model, or the texts are not the desk's.
    """
    from qa.llm.claim_proposals import propose
    from reports.desk import CLAIMS, library_of, model_of
    from reports.desk.texts import client_names
    from reports.editing import with_proposed

    model = model_of(chosen.model)
    if model is None:
        raise WrongUseError("needs a language model", where="--propose", mend="name one by --model or HEDGECITE_MODEL")
    if chosen.corpus is not None:
        raise WrongUseError("is for the texts of a desk", where="--propose", mend="add them by hedgecite corpus add")
    found = propose(library_of(desk), model, client_names(desk, told=True))
    held = [p.proposed for p in found.made if p.claims]
    if held:
        write_whole(desk.root / CLAIMS, with_proposed(desk.root / CLAIMS, held))
    for one in found.made:
        said = ", ".join(c.display for c in one.claims) or "refused: the rules read no such claim in these words"
        print(f"hedgecite: {marked(' '.join(one.proposed.words.split()))[:120]!r}: {said}", file=sys.stderr)
    stopped = f"; it was heard no further: {found.fault}" if found.fault else ""
    print(f"hedgecite: {len(found.made)} proposed, {len(held)} hold{stopped}", file=sys.stderr)


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
    by = "proposed by a model" if c.proposed else ""
    named = (bound, c.scope if c.scope != "all" else "", c.tier or "", c.layer or "", of, c.circumstance, by)
    return ", ".join(word for word in named if word)


def verdict_of(c: ClaimRow) -> str:
    """A claim's verdict in words, empty where no backtest is at hand."""
    return VERDICTS[c.verdict] if c.verdict else ""
