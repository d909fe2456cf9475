"""Judging: an answer held against what was expected of it, and its quotations against the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import HedgeciteError
from corpus.texts.library import Library
from qa.calculator.core.scope_text import parse_scope
from qa.document import AnswerDocument, SourceView
from qa.verify.alone import check_alone, sentences_of
from reports.evaluating.question_set import Expected

#: Words of a sentence that turn what stands beside them.
_TURNING = re.compile(
    r"\b(?:not|never|no longer|nor|neither|unless|except|only if|if|would|was withdrawn|formerly|\w+n['’]t)\b", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What came of the citations of one answer."""

    #: texts that had to be cited and are, and that are not
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    quotations: int = 0
    #: quotations that stand in a text, but not where they are said to
    misattributed: tuple[str, ...] = ()
    #: quotations that stand in no text
    fabricated: tuple[str, ...] = ()
    #: parts of a sentence whose other words turn them
    out_of_context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of one question; a mark is None where nothing was stated to judge it by."""

    text: str
    kind: bool | None
    status: bool | None
    #: whether the leading figure is a fair one, and whether all that were asked for are planned
    lead: bool | None
    keys: bool | None
    scope: bool | None
    cited: Cited
    #: numerals that rest on nothing
    orphans: tuple[str, ...]
    #: what the answer was, in the same terms
    was: tuple[tuple[str, str], ...]
    #: why there is no answer
    fault: str = ""

    @property
    def marks(self) -> dict[str, bool]:
        """What was judged, by name."""
        own = {"kind": self.kind, "status": self.status, "lead": self.lead, "keys": self.keys, "scope": self.scope}
        found = {name: mark for name, mark in own.items() if mark is not None}
        if self.cited.found or self.cited.missing:
            found["citations"] = not self.cited.missing
        return found

    @property
    def is_right(self) -> bool:
        """Whether all that was judged is right, and nothing is cited or told falsely."""
        wrong = (self.cited.misattributed, self.cited.fabricated, self.cited.out_of_context, self.orphans)
        return all(self.marks.values()) and not any(wrong) and not self.fault


def judge(expected: Expected, document: AnswerDocument, library: Library) -> Judged:
    """One answer."""
    plan = document.plan
    lead = plan.keys[0] if plan.keys else None
    fair = {*(expected.keys or ())[:1], *expected.also_ok}
    return Judged(
        text=expected.text,
        kind=None if expected.kind is None else document.kind == expected.kind,
        status=None if expected.status is None else document.status == expected.status,
        lead=None if expected.keys is None else (lead in fair if fair else lead is None),
        keys=None if expected.keys is None else set(expected.keys) <= set(plan.keys),
        scope=None if expected.scope is None else _scopes(plan.scopes) == {str(parse_scope(expected.scope))},
        cited=cited(expected, document, library),
        orphans=tuple(str(f) for f in check_alone(document) if f.what.endswith("rests on nothing")),
        was=(
            ("kind", document.kind),
            ("status", document.status),
            ("keys", " ".join(plan.keys)),
            ("scope", " ".join(plan.scopes)),
            ("citations", " ".join(sorted({s.document for s in document.sources}))),
        ),
    )


def unanswered(expected: Expected, error: HedgeciteError) -> Judged:
    """A question that could not be answered."""
    nothing = dict.fromkeys(("kind", "status", "lead", "keys", "scope"))
    return Judged(text=expected.text, **nothing, cited=Cited(), orphans=(), was=(), fault=str(error))


def _scopes(told: tuple[str, ...]) -> set[str]:
    return {str(parse_scope(scope)) for scope in told} or {str(parse_scope("all"))}


def cited(expected: Expected, document: AnswerDocument, library: Library) -> Cited:
    """The citations of an answer, each quotation held against the texts."""
    texts = {d.path: d.text for d in library.documents}
    here = [s for s in document.sources if s.authority != "manifest"]
    due = expected.citations or ()
    told = {s.document for s in document.sources}
    apart = [s for s in here if texts.get(s.document, "")[s.start : s.end] != s.quote]
    made_up = [s for s in apart if not any(s.quote in text for text in texts.values())]
    return Cited(
        found=tuple(name for name in due if name in told),
        missing=tuple(name for name in due if name not in told),
        quotations=len(here),
        misattributed=tuple(_named(s) for s in apart if s not in made_up),
        fabricated=tuple(_named(s) for s in made_up),
        out_of_context=tuple(_out_of_context(document, texts)),
    )


def _named(source: SourceView) -> str:
    return f"{source.document}: {' '.join(source.quote.split())[:80]}"


def _out_of_context(document: AnswerDocument, texts: dict[str, str]) -> Iterator[str]:
    """Quoted parts of a sentence that leave out the words which turn them."""
    sources = {s.id: s for s in document.sources}
    for _, sentence in sentences_of((document.title, document.summary, document.sections)):
        for span in sentence.spans:
            source = sources.get(span.ref) if span.kind == "quote" else None
            text = texts.get(source.document) if source else None
            if source is None or text is None:
                continue
            said = sentence.text[span.start : span.end]
            at = text.find(said, source.start)
            if at < 0:
                continue
            before, after = _rest(text, at, at + len(said))
            if len(said.split()) > 1 and _TURNING.search(f"{before} | {after}") and not _TURNING.search(said):
                yield f"{source.document}: {said}"


def _rest(text: str, start: int, end: int) -> tuple[str, str]:
    """The other words of the sentence that a slice lies in."""
    begun = max((m.end() for m in _ENDS.finditer(text, 0, start)), default=0)
    closed = _ENDS.search(text, max(start, end - 1))
    return text[begun:start], text[end : closed.start() if closed else len(text)]
