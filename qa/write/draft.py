"""Drafts: sentences in tokens, whoever wrote them, and how tokens become text with spans.

| token | becomes |
|---|---|
| `{F1}` `{F1.n}` | a figure's display, or one of its fields |
| `{T1:below 15}` | a series' point |
| `[S1]` `{S1.title}` | a source's mark, or one of its fields |
| `{S1@10:42}` | the slice 10 to 42 of the source's quotation, in quotation marks |
| `{#sources}` | the length of one of the document's lists |

Words in curly quotation marks must stand in a source that the sentence marks, or in the question. Names with digits are
found by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.document import FigureView, SectionKind, Sentence, Span, SpanKind
from qa.evidence.evidence import Evidence
from qa.numerals import count_word

_TOKEN = re.compile(
    r"\{(?P<figure>F\d+)(?:\.(?P<field>[a-z]+))?\}"
    r"|\{(?P<series>T\d+):(?P<label>[^{}]+)\}"
    r"|\[(?P<mark>S\d+)\]"
    r"|\{(?P<source>S\d+)\.(?P<about>[a-z]+)\}"
    r"|\{(?P<quoted>S\d+)@(?P<from>\d+):(?P<to>\d+)\}"
    r"|\{#(?P<list>[a-z_]+)\}"
    r"|(?P<stray>[{}])"
)
_QUOTED = re.compile(r"“([^“”]+)”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """What the guard objects to, and where in the bound sentence."""

    code: str
    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A heading, sentences in tokens, and the series shown with them; its kind says what it is for."""

    kind: SectionKind
    heading: str
    sentences: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A title, a short answer and sections, in tokens."""

    title: str
    summary: tuple[str, ...]
    sections: tuple[DraftSection, ...] = ()
    #: of each sentence that a language model wrote, the lines by rule in whose place it stands
    replaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_BRACES = re.compile(r"[{}“”]")


def echoed(text: str) -> str:
    """Words of the question in quotation marks, as drafts have them; of words with braces, the longest part without them."""
    part = max(_BRACES.split(text), key=len).strip()
    return f"“{part}”"


def bind(draft: str, evidence: Evidence) -> tuple[Sentence, tuple[Offence, ...]]:
    """A draft sentence as text with spans, and the tokens and quotations in it that refer to nothing."""
    text, spans, offences = "", [], []
    done = 0
    for m in _TOKEN.finditer(draft):
        text += draft[done : m.start()]
        done = m.end()
        said, quoted, span = _resolve(m, evidence)
        if span is None:
            offences.append(Offence(code="unknown-token", start=len(text), end=len(text) + len(m[0]), what=m[0]))
            text += m[0]
            continue
        start = len(text) + quoted
        spans.append(Span(start=start, end=start + len(said), kind=span[0], ref=span[1], field=span[2]))
        text += f"“{said}”" if quoted else said
    text += draft[done:]
    quotes, wrong = _quotations(text, spans, evidence)
    spans += quotes
    spans += _names(text, spans, evidence)
    ordered = tuple(sorted(spans, key=lambda s: (s.start, s.end)))
    return Sentence(text=text, spans=ordered), (*offences, *wrong)


_Resolved = tuple[str, int, tuple[SpanKind, str, str | None] | None]
_NOTHING: _Resolved = ("", 0, None)


def _resolve(m: re.Match[str], evidence: Evidence) -> _Resolved:
    """Text, whether in quotation marks, and the span's kind, ref and field."""
    if m["figure"]:
        field = m["field"] or "display"
        said = _field(evidence.figure(m["figure"]), field)
        return (said, 0, ("figure", m["figure"], field)) if said else _NOTHING
    if m["series"]:
        point = evidence.point(m["series"], m["label"])
        return (point.display, 0, ("point", m["series"], m["label"])) if point else _NOTHING
    if m["list"]:
        n = evidence.counts.get(m["list"])
        return (count_word(n), 0, ("count", m["list"], None)) if n is not None else _NOTHING
    return _resolve_source(m, evidence)


def _resolve_source(m: re.Match[str], evidence: Evidence) -> _Resolved:
    id_ = m["mark"] or m["source"] or m["quoted"]
    source = evidence.source(id_) if id_ else None
    if source is None:
        return _NOTHING
    if m["mark"]:
        return m[0], 0, ("source", source.id, "mark")
    if m["quoted"]:
        said = source.quote[int(m["from"]) : int(m["to"])]
        return (said, 1, ("quote", source.id, None)) if said else _NOTHING
    fields = {"title": source.title, "section": source.section, "date": source.date_display}
    told = fields.get(m["about"])
    return (told, 0, ("source", source.id, m["about"])) if told else _NOTHING


def _field(figure: FigureView | None, field: str) -> str | None:
    if figure is None:
        return None
    interval = figure.interval
    fields = {
        "display": figure.display,
        "magnitude": figure.magnitude_display,
        "interval": interval.display if interval else None,
        "level": f"{interval.level * 100:g}%" if interval else None,
        "n": figure.n_display,
        "start": figure.start_display,
        "end": figure.end_display,
        "scope": figure.scope_display,
        "basis": figure.basis_display,
    }
    return fields.get(field)


def _free(start: int, end: int, spans: list[Span]) -> bool:
    return not any(s.start < end and start < s.end for s in spans)


def _quotations(text: str, spans: list[Span], evidence: Evidence) -> tuple[list[Span], list[Offence]]:
    """Spans of quotations written out in the draft: from a source that the sentence marks, else from the question."""
    found: list[Span] = []
    wrong: list[Offence] = []
    marked = [s for s in (evidence.source(x.ref) for x in spans if x.field == "mark") if s]
    for m in _QUOTED.finditer(text):
        start, end = m.span(1)
        if not _free(start, end, spans):
            continue
        source = next((s for s in marked if m[1] in s.quote), None)
        if source:
            found.append(Span(start=start, end=end, kind="quote", ref=source.id))
        elif m[1] in evidence.question:
            found.append(Span(start=start, end=end, kind="echo", ref="question"))
        else:
            wrong.append(Offence(code="false-quotation", start=start, end=end, what=m[1]))
    return found, wrong


def _names(text: str, spans: list[Span], evidence: Evidence) -> list[Span]:
    """Spans of listed names outside other spans, longer names first."""
    found: list[Span] = []
    for name in sorted(evidence.names, key=lambda n: (-len(n.text), n.ref)):
        for m in re.finditer(rf"(?<!\w){re.escape(name.text)}(?!\w)(?!\s*(?:%|bps?\b|per ?cent|basis|points?\b|times\b))", text):
            if _free(m.start(), m.end(), [*spans, *found]):
                found.append(Span(start=m.start(), end=m.end(), kind="name", ref=name.ref))
    return found
