"""Rendering: one document as JSON, HTML, Markdown or plain text."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from corpus.errors import WrongUseError
from corpus.signs import isolated, kept_apart
from qa.document import AnswerDocument, FigureView, Sentence, as_json
from qa.evidence.charts import MARKS
from reports.pages.said import VERDICTS, badges, by_reason, checks_after, granted, in_cells, not_taken
from reports.pages.tables import Calendar, Table, bare, tables

if TYPE_CHECKING:
    from reports.pages.house import House

Format = Literal["text", "md", "html", "json"]
_WIDTH = 88
#: Rows of a table in a text.
_LONGEST = 13


def render(document: AnswerDocument, form: Format, cache_folder: Path) -> str:
    """The document in a format; all but HTML end with a line end.

    Raises
    ------
    WrongUseError
        The format is none of these.
    """
    if form not in get_args(Format):
        raise WrongUseError(f"{form!r} is no format", where="format", mend=f"use one of {', '.join(get_args(Format))}")
    if form == "json":
        return json.dumps(as_json(document), ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        if document.report:
            from reports.pages.report_page import render_report

            return render_report(document, cache_folder)
        from reports.pages.page import render_page

        return render_page(document, cache_folder)
    lines = _lines(document, markdown=form == "md")
    return "\n".join(lines).rstrip() + "\n"


def report_bytes(document: AnswerDocument, form: str, cache_folder: Path, house: House) -> bytes:
    """A report in a format of its files: `html`, `json` or `pdf`."""
    if form == "pdf":
        from reports.pages.pdf import pdf_of

        return pdf_of(document, house)
    if form != "html":
        return render(document, "json", cache_folder).encode()
    from reports.pages.report_page import render_report

    return render_report(document, cache_folder, house).encode()


def _lines(document: AnswerDocument, *, markdown: bool) -> list[str]:
    """The document as lines: headings, wrapped paragraphs, tables, sources."""
    out = _Lines(markdown=markdown)
    out.heading(1, document.title.text)
    if document.question:
        out.paragraph(f"Asked: “{document.question}”")
    out.paragraph(" · ".join(words for _, words in badges(document)))
    told = [document.reason] if document.reason and document.reason not in document.summary else []
    for said in told:
        out.sentence(said)
    for said in document.summary:
        out.sentence(said)
    for choice in document.choices:
        out.item(choice.text)
    if document.choices:
        out.gap()
    for place, section in enumerate(document.sections):
        out.heading(2, section.heading.text)
        for table in tables(section.series, document):
            out.table(table)
        for said in section.sentences:
            out.paragraph(_unmarked(said.text) if section.series else said.text)
        if place == checks_after(document):
            _checks(document, out)
    _apparatus(document, out)
    return out.lines


def _unmarked(text: str) -> str:
    """A note without how the marks of a picture are read, which a text has not."""
    for marks in MARKS:
        text = text.replace(marks, "")
    return text


def _checks(document: AnswerDocument, out: _Lines) -> None:
    if document.claims:
        out.heading(2, "Claims checked against the computed figures")
        for claim in document.claims:
            out.item(f"{claim.display} [{claim.source}]: {VERDICTS[claim.verdict]}. {claim.note.text}")
        out.gap()
    if document.conflicts:
        out.heading(2, "Where the sources disagree")
        for conflict in document.conflicts:
            out.paragraph(f"{conflict.about.text}: {conflict.note.text}")
    if premises := granted(document):
        out.heading(2, "Premises of the question")
        for premise in premises:
            out.item(f"{premise.text.text}: {VERDICTS[premise.verdict]}. {premise.note.text}")
        out.gap()
    if left := not_taken(document):
        out.heading(2, "Not taken into account")
        for premise in left:
            out.item(premise.text.text)
        out.gap()


def _apparatus(document: AnswerDocument, out: _Lines) -> None:
    if document.not_computed:
        out.heading(2, "Not computed")
        for keys, reason in by_reason(document):
            out.item(f"{', '.join(keys)}: {reason.text}")
        out.gap()
    if document.figures:
        out.heading(2, "Figures")
        for f in document.figures:
            out.item(_figure(f))
        out.gap()
    if document.sources:
        out.heading(2, "Sources")
        for s in document.sources:
            dated = f", {s.date_display}" if s.date_display else ""
            section = f", {s.section}" if s.section != s.title else ""
            page = f", p. {s.page}" if s.page else ""
            out.item(f"{s.id} {s.title}{section} ({s.authority}{dated}{page}): “{' '.join(in_cells(s.quote).split())}”")
        out.gap()
    for disclosure in document.disclosures:
        out.sentence(disclosure)
    out.paragraph(f"Recompute: {document.provenance.command}")


def _figure(f: FigureView) -> str:
    if f.basis == "stated":
        return f"{f.id} {f.title}: {f.display}; {f.formula}, as stated"
    if f.basis == "none":
        return f"{f.id} {f.title}: {f.display}"
    interval = f", interval {f.interval.display}" if f.interval else ""
    return f"{f.id} {f.title} ({f.scope_display}): {f.display} {f.basis_display}{interval}, n = {f.n_display}; {f.formula}"


class _Lines:
    """Lines of a page of text, wrapped unless it is Markdown."""

    def __init__(self, *, markdown: bool) -> None:
        self.lines: list[str] = []
        self._markdown = markdown

    def heading(self, level: int, text: str) -> None:
        text = isolated(text)
        if self._markdown:
            self.lines += ["#" * level + " " + text, ""]
        else:
            self.lines += [text, ("=" if level == 1 else "-") * min(len(text), _WIDTH), ""]

    def sentence(self, sentence: Sentence) -> None:
        self.paragraph(sentence.text)

    def paragraph(self, text: str) -> None:
        self.lines += [*self._wrapped(text, ""), ""]

    def item(self, text: str) -> None:
        self.lines += self._wrapped(text, "- ")

    def gap(self) -> None:
        self.lines.append("")

    def table(self, table: Table | Calendar) -> None:
        """A table; of a long one its last rows, with a word on where the others are."""
        head, *rows = _calendar_rows(table) if isinstance(table, Calendar) else _rows(table)
        shown = [[isolated(cell) for cell in row] for row in (head, *rows[-_LONGEST:])]
        widths = [max(len(row[i]) for row in shown) for i in range(len(head))]
        self.lines += [f"**{isolated(table.caption)}**" if self._markdown else isolated(table.caption), ""]
        for number, row in enumerate(shown):
            cells = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
            self.lines.append("| " + " | ".join(cells) + " |" if self._markdown else "  ".join(cells).rstrip())
            if number == 0:
                rule = ["-" * w if i == 0 else "-" * (w - 1) + ":" for i, w in enumerate(widths)]
                self.lines.append("| " + " | ".join(rule) + " |" if self._markdown else "  ".join("-" * w for w in widths))
        self.lines.append("")
        if len(rows) > _LONGEST:
            self.paragraph("Earlier rows are left out here; the page and the JSON document have all.")

    def _wrapped(self, text: str, start: str) -> list[str]:
        text = isolated(" ".join(text.split()))
        if self._markdown:
            return [start + text]
        after = " " * len(start)
        return kept_apart(textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=after, break_on_hyphens=False))


def _rows(table: Table) -> list[list[str]]:
    """A table's head and rows."""
    rows = [[table.head, *(s.title.partition(" by ")[0] for s in table.series), *([table.counted] if table.counted else [])]]
    for i, label in enumerate(table.labels):
        n = [str(table.series[0].points[i].n)] if table.counted else []
        rows.append([label, *(s.points[i].display for s in table.series), *n])
    return rows


def _calendar_rows(table: Calendar) -> list[list[str]]:
    """The same of a calendar."""
    rows = [["Year", *table.months, "Sum"]]
    for year, months in table.rows:
        rows.append([year.label, *(bare(p) if p else "" for p in months), bare(year)])
    return rows
