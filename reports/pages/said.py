"""What pages and texts say of a document as a whole: verdicts, badges, the place of the checks."""

from __future__ import annotations

import re

from qa.calculator.core.bootstrap import DRAWS, SEED
from qa.document import AnswerDocument, Premise, Sentence
from qa.lines import Line

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


def granted(document: AnswerDocument) -> tuple[Premise, ...]:
    """What the question takes for granted, judged; words of it that were not taken into account are no premise."""
    return tuple(p for p in document.premises if p.note.text != Line.UNREAD)


def not_taken(document: AnswerDocument) -> tuple[Premise, ...]:
    """The parts of the question that were not taken into account."""
    return tuple(p for p in document.premises if p.note.text == Line.UNREAD)


def by_reason(document: AnswerDocument) -> list[tuple[list[str], Sentence]]:
    """The keys that are not computed, those of one reason together."""
    found: dict[str, tuple[list[str], Sentence]] = {}
    for missing in document.not_computed:
        found.setdefault(missing.reason.text, ([], missing.reason))[0].append(missing.key)
    return [*found.values()]


_RULED = re.compile(r"^\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*:?-*:?\s*$")


def in_cells(quote: str) -> str:
    r"""A quotation with the rows of its tables as cells side by side, without the marks of Markdown.

    >>> in_cells("| Account | Fee |\n|---|---|\n| small | 1% |")
    'Account, Fee; small, 1%'
    """
    if "|" not in quote:
        return quote
    lines = [line.strip() for line in quote.split("\n")]
    rows = [", ".join(c.strip() for c in line.strip("|").split("|")) if line.startswith("|") else line for line in lines]
    kept = [(line, row) for line, row in zip(lines, rows, strict=True) if not _RULED.match(line)]
    told = ""
    for i, (line, row) in enumerate(kept):
        table = i > 0 and line.startswith("|") and kept[i - 1][0].startswith("|")
        told += f"{'; ' if table else chr(10) if i else ''}{row}"
    return told


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
