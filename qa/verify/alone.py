"""What a document says, held against itself: spans, displays, digests, verdicts and conflicts, without data or texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import combinations

from corpus.texts.documents import digest_of
from qa import numerals
from qa.calculator.core.result import FEWEST
from qa.document import AnswerDocument, ClaimView, FigureView, Sentence, Span

#: Periods in a year, to hold ranges for different lengths of time against each other.
_A_YEAR = {"week": 52, "month": 12, "year": 1}
_ID = {"figures": "F", "series": "T", "sources": "S"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is false on a page, and where."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def check_alone(document: AnswerDocument) -> tuple[Fault, ...]:
    """Every fault that a document shows by itself."""
    checks = (_ids, _figures, _sources, _claims, _conflicts, _spans, _data)
    return tuple(dict.fromkeys(fault for check in checks for fault in check(document)))


def sentences_of(value: object, place: str = "") -> Iterator[tuple[str, Sentence]]:
    """Every sentence of a document with its place."""
    if isinstance(value, Sentence):
        yield place, value
    elif isinstance(value, tuple):
        for i, one in enumerate(value):
            yield from sentences_of(one, f"{place}[{i}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from sentences_of(getattr(value, f.name), f"{place}.{f.name}".lstrip("."))


def _ids(document: AnswerDocument) -> Iterator[Fault]:
    for kind, letter in _ID.items():
        ids = [one.id for one in getattr(document, kind)]
        for id_ in sorted({i for i in ids if ids.count(i) > 1 or not re.fullmatch(rf"{letter}\d+", i)}):
            yield Fault(place=kind, what=f"has the id {id_!r} twice, or it is none")
    figures = {f.id for f in document.figures}
    sources = {s.id for s in document.sources}
    named = [(f"claims[{i}]", c.figure) for i, c in enumerate(document.claims) if c.figure]
    named += [(f"premises[{i}]", f) for i, p in enumerate(document.premises) for f in p.figures]
    yield from (Fault(place=p, what=f"names the figure {i}, which is not there") for p, i in named if i not in figures)
    cited = [(f"claims[{i}]", c.source) for i, c in enumerate(document.claims)]
    cited += [(f"conflicts[{i}]", s) for i, c in enumerate(document.conflicts) for s in c.between]
    cited += [(f"figures[{i}]", s) for i, f in enumerate(document.figures) for s in f.inputs]
    yield from (Fault(place=p, what=f"names the source {i}, which is not there") for p, i in cited if i not in sources)
    tables = {s.id for s in document.series}
    shown = [(f"sections[{i}]", t) for i, s in enumerate(document.sections) for t in s.series]
    yield from (Fault(place=p, what=f"shows the series {i}, which is not there") for p, i in shown if i not in tables)


def _figures(document: AnswerDocument) -> Iterator[Fault]:
    for figure in document.figures:
        for what in _of_figure(figure):
            yield Fault(place=f"figure {figure.id} {figure.key}", what=what)


def _of_figure(f: FigureView) -> Iterator[str]:
    written = _number(f.display)
    value = abs(f.value) * _SCALE.get(_unit_of(f.display), 1.0)
    if written is None or abs(written - value) > _step(f.display):
        yield f"its value {f.value} is shown as {f.display!r}"
    if f.value and f.display.startswith(numerals.MINUS) != (f.value < 0) and written:
        yield f"its value {f.value} is shown as {f.display!r}"
    if f.magnitude_display != f.display.lstrip(numerals.MINUS):
        yield f"its magnitude {f.magnitude_display!r} is not that of {f.display!r}"
    if f.n_display != numerals.write(f.n, "count"):
        yield f"its n of {f.n} is shown as {f.n_display!r}"
    for day, shown in ((f.start, f.start_display), (f.end, f.end_display)):
        if day and shown != numerals.write_date(day):
            yield f"the day {day} is shown as {shown!r}"
    if f.interval is None:
        return
    ends = [abs(x) for x in map(_number, re.split(r" to |–", f.interval.display)) if x is not None]
    scale = _SCALE.get(_unit_of(f.interval.display), 1.0)
    due = [abs(f.interval.low) * scale, abs(f.interval.high) * scale]
    if f.interval.low > f.interval.high or not 0 < f.interval.level < 1:
        yield "its interval is none"
    steps = _step(f.interval.display)
    if len(ends) == len(due) and any(abs(a - b) > steps for a, b in zip(ends, due, strict=True)):
        yield f"its interval {f.interval.low} to {f.interval.high} is shown as {f.interval.display!r}"


_SCALE = {"%": 100.0, "bp": 10_000.0}


def _unit_of(display: str) -> str:
    return "%" if "%" in display else "bp" if display.endswith("bp") else ""


def _number(display: str) -> float | None:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", display)
    return float(found[0].replace(",", "")) if found else None


def _step(display: str) -> float:
    """Half of the last digit shown, and a little."""
    places = max((len(m) for m in re.findall(r"\.(\d+)", display)), default=0)
    return float(0.5000001 * 10.0**-places)


def _sources(document: AnswerDocument) -> Iterator[Fault]:
    for source in document.sources:
        place = f"source {source.id} {source.document}"
        if digest_of(source.quote) != source.digest:
            yield Fault(place=place, what="its digest is not that of its quotation")
        if source.end - source.start != len(source.quote):
            yield Fault(place=place, what="its span is not as long as its quotation")
        if source.date and source.date_display != numerals.write_date(source.date):
            yield Fault(place=place, what=f"the day {source.date} is shown as {source.date_display!r}")


def _claims(document: AnswerDocument) -> Iterator[Fault]:
    figures, sources = {f.id: f for f in document.figures}, {s.id: s for s in document.sources}
    for i, claim in enumerate(document.claims):
        source = sources.get(claim.source)
        for a, b in numerals.find(claim.display) if source is not None else ():
            if source is not None and claim.display[a:b].rstrip("%") not in source.quote:
                yield Fault(place=f"claims[{i}]", what=f"{claim.display[a:b]!r} does not stand in {claim.source}")
        due = verdict_due(claim, figures.get(claim.figure or ""))
        if due is not None and due != claim.verdict:
            yield Fault(place=f"claims[{i}]", what=f"is told as {claim.verdict}, and its interval makes it {due}")


def verdict_due(claim: ClaimView, figure: FigureView | None) -> str | None:
    """The verdict that follows from range and interval; None where a claim is not held against one."""
    if claim.verdict == "not_comparable":
        return None
    if figure is None or figure.interval is None or figure.n < FEWEST:
        return "not_ruled_out"
    low, high = figure.interval.low, figure.interval.high
    if high < claim.low or low > claim.high:
        return "inconsistent"
    clear = low > 0 or high < 0
    return "consistent" if claim.low <= low and high <= claim.high and clear else "not_ruled_out"


def _conflicts(document: AnswerDocument) -> Iterator[Fault]:
    told = [frozenset(c.between) for c in document.conflicts]
    held = [c for c in document.claims if c.verdict != "not_comparable" and c.period in _A_YEAR]
    for a, b in combinations(held, 2):
        pair = frozenset((a.source, b.source))
        if len(pair) > 1 and _one_matter(a, b) and not _meet(a, b) and pair not in told:
            what = f"{a.display!r} [{a.source}] and {b.display!r} [{b.source}] do not meet, and no conflict says so"
            yield Fault(place="conflicts", what=what)


def _one_matter(a: ClaimView, b: ClaimView) -> bool:
    return (a.key, a.scope, a.denominator) == (b.key, b.scope, b.denominator)


def _meet(a: ClaimView, b: ClaimView) -> bool:
    fa, fb = _A_YEAR[a.period], _A_YEAR[b.period]
    return a.low * fa <= b.high * fb and b.low * fb <= a.high * fa


def _spans(document: AnswerDocument) -> Iterator[Fault]:
    said = _Said(document)
    for place, sentence in sentences_of(document):
        covered: set[int] = set()
        for span in sentence.spans:
            covered |= set(range(span.start, span.end))
            text = sentence.text[span.start : span.end]
            if not text or not said.fits(span, text):
                yield Fault(place=place, what=f"{text!r} is not what {span.kind} {span.ref} says")
        for a, b in numerals.find(sentence.text):
            if any(i not in covered and sentence.text[i].isalnum() for i in range(a, b)):
                yield Fault(place=place, what=f"{sentence.text[a:b]!r} rests on nothing")


class _Said:
    """What the spans of a document may say."""

    def __init__(self, document: AnswerDocument) -> None:
        self._document = document
        self._figures = {f.id: f for f in document.figures}
        self._sources = {s.id: s for s in document.sources}
        self._points = {(s.id, p.label): p for s in document.series for p in s.points}
        self._names = {(n.ref, n.text) for n in document.names} | {(t.slug, t.name) for t in document.terms}

    def fits(self, span: Span, text: str) -> bool:
        """Whether a text is what the span's object says."""
        if span.kind == "figure":
            figure = self._figures.get(span.ref)
            return figure is not None and text in _of(figure, span.field or "display")
        if span.kind == "point":
            point = self._points.get((span.ref, span.field or ""))
            return point is not None and text in {point.display, point.label}
        if span.kind in {"quote", "source"}:
            source = self._sources.get(span.ref)
            if source is None:
                return False
            if span.kind == "quote":
                return text in source.quote
            told = {"mark": f"[{source.id}]", "title": source.title, "section": source.section, "date": source.date_display}
            return text == (told | {"page": str(source.page)}).get(span.field or "")
        return self._fits_rest(span, text)

    def _fits_rest(self, span: Span, text: str) -> bool:
        if span.kind == "name":
            return (span.ref, text) in self._names
        if span.kind == "echo":
            return text in (self._document.question or "")
        listed = getattr(self._document, span.ref, None)
        return isinstance(listed, tuple) and text in {str(len(listed)), numerals.count_word(len(listed))}


def _of(figure: FigureView, field: str) -> set[str]:
    if field == "interval":
        return {figure.interval.display} if figure.interval else set()
    if field == "level":
        return {f"{figure.interval.level * 100:g}%"} if figure.interval else set()
    names = {"display": "display", "magnitude": "magnitude_display"}
    told = getattr(figure, names.get(field, f"{field}_display"), None)
    return {told} if isinstance(told, str) else set()


def _data(document: AnswerDocument) -> Iterator[Fault]:
    """Figures and series rest on data that the provenance names, and nothing rests on data where it names none."""
    listed = document.provenance.backtests
    rested: Iterable[tuple[str, str | None]] = (
        *((f"figure {f.id} {f.key}", f.dataset) for f in document.figures),
        *((f"series {s.id} {s.key}", s.dataset) for s in document.series),
    )
    for place, dataset in rested:
        if dataset and not listed:
            yield Fault(place=place, what="rests on data, and the provenance names none")
