"""Paragraphs: what texts say beside an article's figures is quoted as a whole thought, not as the one sentence that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.readers.text import blocks, sentences
from corpus.texts.documents import Document
from corpus.texts.library import Library
from qa.document import AnswerDocument, Section, Sentence, SourceView, Span
from qa.evidence.evidence import view_source
from qa.verify.alone import sentences_of

#: A paragraph that is longer is quoted as far as whole sentences around the one that was found fit into it [characters].
_LONGEST = 600
_TABLE = re.compile(r"^\s*\|", re.MULTILINE)


def with_paragraphs(document: AnswerDocument, library: Library) -> AnswerDocument:
    """The answer with the paragraphs around the sentences that its section on the texts quotes."""
    texts = {d.path: d for d in library.documents}
    held = {s.id: s for s in document.sources}
    wider: dict[str, SourceView] = {}
    sections: list[Section] = []
    for section in document.sections:
        said = list(section.sentences)
        for i, sentence in enumerate(said) if section.kind == "texts" else ():
            quote = _only_quote(sentence, held)
            if quote is None or _uses(document, quote.ref) > 1:
                continue
            old = held[quote.ref]
            wider[old.id] = new = _around(old, texts.get(old.document))
            said[i] = _said(sentence, quote, new.quote)
        sections.append(replace(section, sentences=tuple(said)))
    sources = tuple(wider.get(s.id, s) for s in document.sources)
    return replace(document, sections=tuple(sections), sources=sources)


def _only_quote(sentence: Sentence, held: dict[str, SourceView]) -> Span | None:
    """The one quotation of a sentence, where that is all of its source."""
    quotes = [s for s in sentence.spans if s.kind == "quote"]
    if len(quotes) != 1 or quotes[0].ref not in held:
        return None
    return quotes[0] if sentence.text[quotes[0].start : quotes[0].end] == held[quotes[0].ref].quote else None


def _uses(document: AnswerDocument, source: str) -> int:
    """How many sentences, claims and conflicts rest on a source."""
    said = sum(any(span.ref == source for span in s.spans) for _, s in sentences_of(document))
    return said + sum(c.source == source for c in document.claims) + sum(source in c.between for c in document.conflicts)


def _around(source: SourceView, document: Document | None) -> SourceView:
    """The source with the paragraph or list item around it, or what of a long one fits; of a table nothing more."""
    if document is None:
        return source
    text = document.text
    block = next((b for b in blocks(text, 0, len(text)) if b[0] <= source.start and source.end <= b[1]), None)
    if block is None or _TABLE.search(text, *block):
        return source
    start, end = block if block[1] - block[0] <= _LONGEST else _grown(source, list(sentences(text, *block)))
    return view_source(source.id, document, source.section, start, end)


def _grown(source: SourceView, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The sentences from one before the source on, as far as they fit, those after it first."""
    start, end = source.start, source.end
    for a, b in _outwards(spans, start, end):
        first, last = min(a, start), max(b, end)
        if last - first > _LONGEST:
            break
        start, end = first, last
    return start, end


def _outwards(spans: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    yield from (s for s in spans if s[0] >= end)
    yield from (s for s in reversed(spans) if s[1] <= start)


def _said(sentence: Sentence, quote: Span, words: str) -> Sentence:
    """The sentence with other words between its quotation marks."""
    more = len(words) - (quote.end - quote.start)
    spans = (
        replace(s, start=s.start + (more if s.start >= quote.end else 0), end=s.end + (more if s.end >= quote.end else 0))
        for s in sentence.spans
    )
    return replace(sentence, text=sentence.text[: quote.start] + words + sentence.text[quote.end :], spans=tuple(spans))
