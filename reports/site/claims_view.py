"""The ledger of claims as the site's page shows it: by text, each line with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from qa.calculator.catalogue import spec_of
from qa.document import SourceView
from reports.claims import ClaimRow, Ledger
from reports.knowledge.contents import LedgerLine
from reports.knowledge.ranges import MARKS
from reports.pages.said import VERDICTS

#: What quantities of the method are called that no figure stands for.
_QUANTITIES = {"dte": "days to expiry", "iv": "implied volatility"}


def as_shown(found: Ledger) -> dict[str, object]:
    """Claims by text, contradictions and remarks, each with the addresses of its passages."""
    sources = {s.id: s for s in found.sources}
    ordered = sorted(found.claims, key=lambda c: (sources[c.source].title, sources[c.source].document, sources[c.source].start))
    groups = [
        (title, [_line(c, sources[c.source]) for c in claims])
        for title, claims in groupby(ordered, key=lambda c: sources[c.source].title)
    ]
    conflicts = [(_capital(c.about), f"{c.note} {c.ruling or ''}".strip(), _places(c.between, sources)) for c in found.conflicts]
    remarks = [(_capital(r.about), r.note, _places(r.between, sources)) for r in found.remarks]
    return {"groups": groups, "conflicts": conflicts, "remarks": remarks}


def _line(claim: ClaimRow, source: SourceView) -> LedgerLine:
    figure = claim.figure
    about = spec_of(claim.key).title if claim.key else _capital(_QUANTITIES.get(claim.metric, claim.metric.replace("_", " ")))
    within = figure.scope_display if figure and claim.scope != "all" else ""
    return LedgerLine(
        text=claim.display,
        about=", ".join(word for word in (about, within, "" if claim.note else claim.circumstance) if word),
        source=source.title,
        where=place(source),
        mark=MARKS[claim.verdict] if claim.verdict else "na",
        verdict=VERDICTS[claim.verdict] if claim.verdict else "no verdict",
        note=f"Computed: {figure.display}. {claim.note}" if figure else claim.note,
    )


def place(source: SourceView) -> str:
    """The address of a quoted passage in its text."""
    return f"/sources/{source.document}?start={source.start}&end={source.end}#cited"


def _places(between: Iterable[str], sources: Mapping[str, SourceView]) -> list[tuple[str, str]]:
    return [(sources[id_].title, place(sources[id_])) for id_ in between]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
