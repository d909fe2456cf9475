"""The ledger of claims as one self-contained page."""

from __future__ import annotations

from pathlib import Path

from reports.claims import Ledger
from reports.pages.page import environment, quoted, style_sheet
from reports.pages.said import VERDICTS


def render_ledger(ledger: Ledger, cache_folder: Path) -> str:
    """The page: claims with verdicts, rules, contradictions with both passages, and what texts leave open."""
    style, digest = style_sheet(cache_folder)
    sources = {s.id: s for s in ledger.sources}
    page = environment().get_template("claims.html")
    return page.render(ledger=ledger, sources=sources, verdicts=VERDICTS, quoted=quoted, style=style, digest=digest)
