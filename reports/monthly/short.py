"""The one-page form: the month and the account, the returns beside them, and what must be disclosed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from qa.document import AnswerDocument, Sentence

#: The sections that it has, by kind.
_KEPT = ("cards", "note", "days", "account", "hedge", "returns", "restated")


def shortened(document: AnswerDocument) -> AnswerDocument:
    """A report's page one as a document of its own, with no figure, table or source that it does not use."""
    assert document.report is not None, "it is a report"
    actual = document.report.badge == "Actual"
    sections = tuple(s for s in document.sections if s.kind in _KEPT or (actual and s.kind == "actual"))
    kept = replace(
        document,
        sections=sections,
        claims=(),
        terms=(),
        report=replace(document.report, form="one_page", verdicts=()),
    )
    refs = {span.ref for sentence in _sentences(kept) for span in sentence.spans}
    series = {id_ for s in sections for id_ in s.series} | refs
    return replace(
        kept,
        figures=tuple(f for f in document.figures if f.id in refs or f.key in document.plan.keys),
        series=tuple(s for s in document.series if s.id in series),
        sources=tuple(s for s in document.sources if s.id in refs),
        names=tuple(n for n in document.names if n.ref in refs),
    )


def _sentences(value: object) -> list[Sentence]:
    """Every sentence of a document."""
    if isinstance(value, Sentence):
        return [value]
    if isinstance(value, tuple):
        return [s for item in value for s in _sentences(item)]
    if is_dataclass(value) and not isinstance(value, type):
        return [s for f in fields(value) for s in _sentences(getattr(value, f.name))]
    return []
