"""Parts of a document checked one by one, where it can't be made again as a whole: figures by their data, quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from corpus.backtests.backtest import Listed
from corpus.errors import HedgeciteError
from corpus.texts.library import Library
from qa.answer import Materials
from qa.calculator.catalogue import compute, spec_of
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.scenario.comparison import DIFFERENCE, compare
from qa.document import AnswerDocument, FigureView, SourceView
from qa.evidence.evidence import view_figures
from qa.evidence.sides import titled
from qa.verify.alone import Fault
from reports.knowledge.article import digest_of_cited
from reports.verify.comparing import same

#: What a figure must have in common with what is computed again.
_FIELDS = ("value", "n", "start", "end", "interval", "unit", "basis", "fees", "marking", "hypothetical", "formula", "title")
End = Literal["same", "other", "not here"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A figure or a quotation, and what came of checking it."""

    place: str
    end: End
    what: str = ""


def check_parts(document: AnswerDocument, materials: Materials, made: AnswerDocument | None) -> tuple[Part, ...]:
    """Every computed figure and every quotation, each checked where its data or its text is here."""
    library = materials.library
    texts = digest_of_cited(document, library) if document.article else library.digest
    same_texts = texts == document.provenance.corpus
    return (
        *(_figure(f, document, materials, made) for f in document.figures if f.dataset),
        *(_source(s, materials.library, made, same=same_texts) for s in document.sources),
    )


def faults_among(parts: Sequence[Part]) -> tuple[Fault, ...]:
    """Those that are other than the page has them."""
    return tuple(Fault(place=p.place, what=p.what) for p in parts if p.end == "other")


def _figure(told: FigureView, document: AnswerDocument, materials: Materials, made: AnswerDocument | None) -> Part:
    place = f"figure {told.id} {told.key}"
    for view in _again(told, document, materials, made):
        if view.dataset != told.dataset:
            continue
        other = next((name for name in _FIELDS if not _agree(told, view, name)), None)
        if other is None:
            return Part(place=place, end="same")
        is_, due = getattr(told, other), getattr(view, other)
        return Part(place=place, end="other", what=f"its {other} is {_say(is_)}, and {_say(due)} when computed again")
    return Part(place=place, end="not here", what=f"no data of the digest {told.dataset} is here")


def _say(value: object) -> object:
    shown = getattr(value, "display", None)
    return shown if shown is not None else repr(value)


def _agree(told: FigureView, made: FigureView, name: str) -> bool:
    if name == "interval":
        if told.interval is None or made.interval is None:
            return told.interval is made.interval
        return all(same(getattr(told.interval, k), getattr(made.interval, k)) for k in ("low", "high", "level"))
    return same(getattr(told, name), getattr(made, name))


def _again(told: FigureView, document: AnswerDocument, materials: Materials, made: AnswerDocument | None) -> Iterator[FigureView]:
    """The figure as it is computed now: in the document made again, else of each backtest of the names that the page has."""
    for figure in made.figures if made else ():
        if (figure.key, figure.scope) == (told.key, told.scope):
            yield figure
    names = {b.name for b in document.provenance.backtests}
    own = [listed for listed in materials.backtests if listed.manifest.name in names]
    if told.key.startswith(DIFFERENCE):
        for first, second in permutations(own, 2):
            yield from _between(told, first, second, materials)
        return
    for listed in own:
        found = _computed(told, listed, materials)
        if found is not None:
            yield found


def _between(told: FigureView, first: Listed, second: Listed, materials: Materials) -> Iterator[FigureView]:
    """The difference of a figure between two backtests, where there is one."""
    try:
        spec, scope = spec_of(told.key.removeprefix(DIFFERENCE)), parse_scope(told.scope)
        found = compare(spec, scope, *(materials.book.of(listed.read()) for listed in (first, second))).difference
    except HedgeciteError:
        return
    if isinstance(found, Figure):
        yield view_figures([found])[0]


def _computed(told: FigureView, listed: Listed, materials: Materials) -> FigureView | None:
    try:
        result = compute(told.key, parse_scope(told.scope), materials.book.of(listed.read()))
    except HedgeciteError:
        return None
    if not isinstance(result, Figure):
        return None
    view = view_figures([result])[0]
    of_several = view_figures([titled(result, listed.read(), several=True)])[0]  # as a comparison tells it
    return of_several if told.title == of_several.title else view


def _source(told: SourceView, library: Library, made: AnswerDocument | None, *, same: bool) -> Part:
    place = f"source {told.id} {told.document}"
    if made and any(
        (s.document, s.start, s.end, s.quote) == (told.document, told.start, told.end, told.quote) for s in made.sources
    ):
        return Part(place=place, end="same")
    text = next((d.text for d in library.documents if d.path == told.document), None)
    if text is not None and text[told.start : told.end] == told.quote:
        return Part(place=place, end="same")
    if same and told.authority != "manifest":
        return Part(place=place, end="other", what="its quotation does not stand at its span")
    return Part(place=place, end="not here", what="the text that it quotes is not here, or has changed")
