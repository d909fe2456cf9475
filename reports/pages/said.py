"""What pages and texts say of a document as a whole: verdicts, badges, the place of the checks."""

from __future__ import annotations

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
