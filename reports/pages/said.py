"""What pages and texts say of a document as a whole: verdicts, badges, the place of the checks."""

from __future__ import annotations

import re

from qa.calculator.core.bootstrap import DRAWS, SEED
from qa.document import AnswerDocument

VERDICTS = {
    "consistent": "consistent",
    "not_ruled_out": "not ruled out",
    "inconsistent": "not consistent",
    "not_comparable": "not comparable",
    "borne_out": "confirmed",
    "not_borne_out": "not confirmed",
    "cannot_tell": "can't be determined",
}
MARKINGS = {"daily": "valued daily", "at_close": "booked at close"}
STATUSES = {"answered": "Answered", "partial": "Partly answered", "declined": "Declined", "clarify": "Clarification needed"}
REPORT_STATUSES = STATUSES | {"answered": "Complete", "partial": "Partly computed"}


def checks_after(document: AnswerDocument) -> int:
    """The place of the section that the checks follow: that of the figures, else the first."""
    kinds = [s.kind for s in document.sections]
    return kinds.index("figures") if "figures" in kinds else 0


def badges(document: AnswerDocument) -> list[tuple[str, str]]:
    """Badges as (class, words), what limits the page first."""
    found = []
    if any("sample data" in s.text for s in document.disclosures):
        found.append(("warn", "Sample data"))
    if document.report:
        found.append(("plain" if document.report.badge == "Actual" else "warn", document.report.badge))
    elif document.figures:
        found.append(("warn", "Hypothetical") if any(f.hypothetical for f in document.figures) else ("plain", "Actual"))
    statuses = REPORT_STATUSES if document.report else STATUSES
    found.append(("plain" if document.status == "answered" else "warn", statuses[document.status]))
    found.append(("plain", "Written by rules" if document.provenance.writer == "rules" else "Written by a model"))
    return found


_SHARES = re.compile(r"(?:reversed\.)?(?:trades\.win_rate|drag\.\w+\.share_costly)")
_RESAMPLED = re.compile(r"(?:reversed\.)?(?:drag\.(\w+)\.(?:mean|median|annualised)|return\.\w+\.(\w+)\.mean)")
_PERIODS = {"daily": "days", "weekly": "weeks", "monthly": "months", "yearly": "years"}


def interval_method(key: str) -> str:
    """How an interval is computed, so that others can: for the figures whose interval the one-file verifier computes too."""
    if _SHARES.fullmatch(key):
        return "Wilson's score"
    found = _RESAMPLED.fullmatch(key)
    periods = _PERIODS.get(found[1] or found[2]) if found else None
    if periods is None:
        return ""
    blocks = f"{DRAWS:,} resamples of whole {periods}, unhedged and hedged together, in blocks (stationary bootstrap)"
    return f"percentiles of {blocks}, drawn by PCG64 from the seed {SEED}"
