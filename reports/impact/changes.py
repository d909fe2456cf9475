"""Changes: what of a published document another one says otherwise, in figures, verdicts and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from qa import numerals
from qa.document import AnswerDocument, ClaimView, FigureView, SourceView
from qa.verify.alone import sentences_of
from reports.verify.comparing import same

#: Differences of a share over a period as short as these are told in basis points.
_SHORT = ("fraction/day", "fraction/week", "fraction/month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that would be told otherwise."""

    #: figure, verdict, premise, conflict, status or source
    kind: str
    #: what it is of, in words
    what: str
    key: str
    scope: str
    before: str
    after: str
    #: how much more it would be, as pages write it; empty where that makes no sense
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChanges:
    """What would change of one page."""

    file: str
    question: str
    changes: tuple[Change, ...]
    #: sentences that would read otherwise
    sentences: int

    @property
    def is_same(self) -> bool:
        """Whether nothing that it tells would change."""
        return not self.changes and not self.sentences


def changes_of(file: str, before: AnswerDocument, after: AnswerDocument) -> PageChanges:
    """What of a page would change."""
    found = (*_status(before, after), *_figures(before, after), *_verdicts(before, after), *_rest(before, after))
    told = {s.text for _, s in sentences_of(after)}
    return PageChanges(
        file=file,
        question=before.question or before.title.text,
        changes=found,
        sentences=sum(s.text not in told for _, s in sentences_of(before)),
    )


def _status(before: AnswerDocument, after: AnswerDocument) -> Iterator[Change]:
    if before.status != after.status:
        yield Change(
            kind="status", what="How far the question is answered", key="", scope="", before=before.status, after=after.status
        )


def _figures(before: AnswerDocument, after: AnswerDocument) -> Iterator[Change]:
    new = {(f.key, f.scope, _of(f, after)): f for f in after.figures}
    for f in before.figures:
        other = new.pop((f.key, f.scope, _of(f, before)), None)
        if other is None:
            yield _figure(f, f.display, "not told")
        elif not (same(f.value, other.value) and _interval(f) == _interval(other) and f.n == other.n):
            yield _figure(f, _full(f), _full(other), _by(f, other))
    for f in new.values():
        yield _figure(f, "not told", f.display)


def _of(figure: FigureView, document: AnswerDocument) -> int:
    """Which of the figures of its key and scope it is: of a comparison each side has one."""
    own = [f.id for f in document.figures if (f.key, f.scope) == (figure.key, figure.scope)]
    return own.index(figure.id)


def _figure(f: FigureView, before: str, after: str, by: str = "") -> Change:
    what = f"{f.title}, {f.scope_display}"
    return Change(kind="figure", what=what, key=f.key, scope=f.scope, before=before, after=after, by=by)


def _interval(f: FigureView) -> str:
    return f.interval.display if f.interval else ""


def _full(f: FigureView) -> str:
    return f"{f.display} ({_interval(f)}, n = {f.n_display})" if f.interval else f"{f.display} (n = {f.n_display})"


def _by(before: FigureView, after: FigureView) -> str:
    if before.unit != after.unit:
        return ""
    difference = after.value - before.value
    unit = cast("numerals.Unit", "bp" if before.unit in _SHORT else before.unit)
    shown = f"{'+' if difference > 0 else ''}{numerals.write(difference, unit)}"
    return f"{shown.removesuffix('%')} percentage points" if shown.endswith("%") else shown


def _verdicts(before: AnswerDocument, after: AnswerDocument) -> Iterator[Change]:
    new = {_name(c, after): c for c in after.claims}
    for claim in before.claims:
        other = new.pop(_name(claim, before), None)
        now = other.verdict if other else "not told"
        if now != claim.verdict:
            yield _verdict(claim, before, claim.verdict, now)
    for claim in new.values():
        yield _verdict(claim, after, "not told", claim.verdict)


def _name(claim: ClaimView, document: AnswerDocument) -> tuple[str, ...]:
    return (_source(claim.source, document), claim.display, claim.key, claim.scope, claim.period, claim.denominator)


def _source(id_: str, document: AnswerDocument) -> str:
    return next((s.document for s in document.sources if s.id == id_), "")


def _verdict(claim: ClaimView, document: AnswerDocument, before: str, after: str) -> Change:
    what = f"“{claim.display}” in {_source(claim.source, document)}"
    return Change(kind="verdict", what=what, key=claim.key, scope=claim.scope, before=before, after=after)


def _rest(before: AnswerDocument, after: AnswerDocument) -> Iterator[Change]:
    told = {p.text.text: p.verdict for p in after.premises}
    for premise in before.premises:
        now = told.get(premise.text.text, "not told")
        if now != premise.verdict:
            yield Change(kind="premise", what=premise.text.text, key="", scope="", before=premise.verdict, after=now)
    for gone, here, kind, pair in ((before, after, "gone", ("told", "not told")), (after, before, "new", ("not told", "told"))):
        held = {(c.about.text, c.note.text) for c in here.conflicts}
        for conflict in gone.conflicts:
            if (conflict.about.text, conflict.note.text) not in held:
                yield Change(kind="conflict", what=conflict.note.text, key="", scope=kind, before=pair[0], after=pair[1])
    quoted = {(s.document, s.quote) for s in after.sources}
    for source in before.sources:
        if (source.document, source.quote) not in quoted:
            yield Change(kind="source", what=_quoted(source), key="", scope="", before="cited", after="not cited")


def _quoted(source: SourceView) -> str:
    words = " ".join(source.quote.split())
    return f"{source.document}: “{words[:70]}{'…' if len(words) > 70 else ''}”"  # noqa: PLR2004 a line's worth
