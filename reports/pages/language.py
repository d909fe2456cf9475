"""A document as its page shows it in the client's language of numbers and dates; the document itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from qa.document import AnswerDocument, FigureView, Point, ReportView, Sentence, Span
from qa.languages import localised

_T = TypeVar("_T", str, "str | None")
#: Kinds of spans whose text is ours; quotations and the question's own words stay as they were written.
_OURS = {"figure", "point", "count"}


def in_language(document: AnswerDocument) -> AnswerDocument:
    """The document with numbers and dates written as its report's language has them; in English it is the same."""
    view = document.report
    if view is None or view.language == "en":
        return document
    told = partial(localised, language=view.language)
    say = partial(_sentence, told=told)
    return replace(
        document,
        title=say(document.title),
        reason=None if document.reason is None else say(document.reason),
        date_display=_maybe(document.date_display, told),
        summary=tuple(map(say, document.summary)),
        sections=tuple(replace(s, heading=say(s.heading), sentences=tuple(map(say, s.sentences))) for s in document.sections),
        figures=tuple(_figure(f, told) for f in document.figures),
        series=tuple(replace(s, points=tuple(_point(p, told) for p in s.points)) for s in document.series),
        not_computed=tuple(replace(m, reason=say(m.reason)) for m in document.not_computed),
        sources=tuple(replace(s, date_display=_maybe(s.date_display, told)) for s in document.sources),
        disclosures=tuple(map(say, document.disclosures)),
        report=_view(view, told),
    )


def _maybe(text: _T, told: Callable[[str], str]) -> _T:
    return told(text) if text else text


def _sentence(sentence: Sentence, told: Callable[[str], str]) -> Sentence:
    """A sentence whose spans are rewritten and moved along; words between them stay."""
    text, at, spans = "", 0, list[Span]()
    for span in sorted(sentence.spans, key=lambda s: s.start):
        text += sentence.text[at : span.start]
        own = sentence.text[span.start : span.end]
        dated = span.kind == "source" and span.field == "date"
        own = told(own) if span.kind in _OURS or dated or span.ref.startswith("report.") else own
        spans.append(replace(span, start=len(text), end=len(text) + len(own)))
        text, at = text + own, span.end
    return Sentence(text=text + sentence.text[at:], spans=tuple(spans))


def _figure(f: FigureView, told: Callable[[str], str]) -> FigureView:
    return replace(
        f,
        scope_display=told(f.scope_display),
        display=told(f.display),
        magnitude_display=told(f.magnitude_display),
        interval=None if f.interval is None else replace(f.interval, display=told(f.interval.display)),
        n_display=told(f.n_display),
        start_display=told(f.start_display),
        end_display=told(f.end_display),
    )


def _point(p: Point, told: Callable[[str], str]) -> Point:
    return replace(p, display=told(p.display))


def _view(view: ReportView, told: Callable[[str], str]) -> ReportView:
    return replace(
        view,
        as_of_display=told(view.as_of_display),
        data_to_display=told(view.data_to_display),
        made_display=_maybe(view.made_display, told),
        joined_display=_maybe(view.joined_display, told),
        approved_on_display=_maybe(view.approved_on_display, told),
        standing=told(view.standing),
    )
