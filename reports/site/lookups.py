"""Lookups: figures, passages and texts of a desk as pages and programs show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from corpus.errors import UnreadableError
from corpus.texts.documents import AUTHORITIES, Document, Passage, digest_of
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.core.figure import FigureSpec
from qa.document import AnswerDocument
from reports.computed import Explanation
from reports.pages.page import quoted

_FAMILIES = {"drag": "Drag", "irr": "IRR", "roi": "ROI", "vix": "VIX", "spx": "SPX", "var": "VaR", "es": "Expected shortfall"}
_BEGIN, _END = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading or a paragraph of a text."""

    heading: str = ""
    html: Markup = field(default_factory=Markup)


def families(wanted: str) -> list[tuple[str, list[FigureSpec]]]:
    """The figures that match some words, by family."""
    words = wanted.casefold().split()
    found: dict[str, list[FigureSpec]] = {}
    for spec in CATALOGUE.values():
        told = " ".join((spec.key, spec.title, spec.meaning, *spec.phrases)).casefold()
        if all(word in told for word in words):
            family = spec.key.partition(".")[0]
            found.setdefault(_FAMILIES.get(family, family.replace("_", " ").capitalize()), []).append(spec)
    return list(found.items())


def groups(documents: Iterable[Document]) -> list[tuple[str, list[Document]]]:
    """Texts by what their word counts for; pages of the glossary are listed there."""
    by: dict[str, list[Document]] = {}
    for d in documents:
        if not d.path.startswith("glossary/"):
            by.setdefault(d.authority, []).append(d)
    return [(a.capitalize(), sorted(by[a], key=lambda d: d.title)) for a in AUTHORITIES if a in by]


def parts(passages: Sequence[Passage], span: tuple[int, int] | None) -> list[Part]:
    """A text as headings and paragraphs, what lies in a span marked."""
    made: list[Part] = []
    above: tuple[str, ...] = ()
    first = True
    for passage in passages:
        if passage.headings != above:
            above = passage.headings
            if passage.section != passage.document.title:
                made.append(Part(heading=passage.section))
        html = _marked(passage, span, first=first)
        first = first and "<mark" not in html
        made.append(Part(html=html))
    return made


def _marked(passage: Passage, span: tuple[int, int] | None, *, first: bool) -> Markup:
    """A passage as HTML; where the span begins or ends within emphasis, the whole passage is marked."""
    begin = max(span[0], passage.start) - passage.start if span else 0
    end = min(span[1], passage.end) - passage.start if span else 0
    if begin >= end:
        return quoted(passage.text)
    text = passage.text.replace(_BEGIN, "").replace(_END, "")
    html = quoted(f"{text[:begin]}{_BEGIN}{text[begin:end]}{_END}{text[end:]}")
    inner = html.partition(_BEGIN)[2].partition(_END)[0]
    opened = '<mark id="cited">' if first else "<mark>"
    if (
        all(inner.count(f"<{tag}") == inner.count(f"</{tag}>") for tag in ("em", "strong", "code", "bdi", "span"))
        and _END in html
    ):
        return Markup(str(html).replace(_BEGIN, opened).replace(_END, "</mark>"))  # noqa: S704 cleaned by `quoted`
    return Markup(f"{opened}{quoted(text)}</mark>")  # noqa: S704


def span_of(document: Document, start: int | None, end: int | None) -> tuple[int, int] | None:
    """A span within a text; None where none is named.

    Raises
    ------
    UnreadableError
        It lies outside of the text.
    """
    if start is None or end is None:
        return None
    if not 0 <= start < end <= len(document.text):
        raise UnreadableError("lies outside of the text", where="span", mend="open the text without it")
    return start, end


def is_changed(document: Document, span: tuple[int, int] | None, digest: str) -> bool:
    """Whether what stands in a span is not what was cited."""
    return bool(digest) and span is not None and not digest_of(document.text[slice(*span)]).startswith(f"sha256:{digest}")


def links_of(document: AnswerDocument, known: Iterable[str]) -> dict[str, str]:
    """Where each source and figure of an answer can be looked at, by its id."""
    from urllib.parse import urlencode

    texts = set(known)
    name = next((b.name for b in document.provenance.backtests), "")
    links = {}
    for s in document.sources:
        if s.document in texts:
            query = urlencode({"start": s.start, "end": s.end, "digest": s.digest.removeprefix("sha256:")[:16]})
            links[s.id] = f"/sources/{s.document}?{query}#cited"
    for f in document.figures:
        query = urlencode({"backtest": name, "scope": f.scope})
        links[f.id] = f"/figures/{f.key}?{query}"
    return links


def level_of(explained: Explanation) -> str:
    """The level of a figure's interval, as pages write it; empty where it has none."""
    interval = explained.figure.interval if explained.figure else None
    return f"{interval.level * 100:g}%" if interval else ""
