"""A model's sentences of a finished document, judged again by the lines that they replace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from qa.document import AnswerDocument, Name, Sentence, Span
from qa.evidence.evidence import Evidence
from qa.verify.guard import check
from qa.verify.review import review


def judged_again(document: AnswerDocument) -> tuple[str, ...]:
    """What is wrong with the sentences of a document that a model wrote; nothing where all may stand."""
    evidence = evidence_of(document)
    return tuple(fault for sentence in worded(document) for fault in _faults(sentence, evidence))


def worded(document: AnswerDocument) -> Iterator[Sentence]:
    """The sentences that a model wrote."""
    every = (*document.summary, *(s for section in document.sections for s in section.sentences))
    return (s for s in every if s.replaces)


def _faults(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    draft = unbound(sentence, evidence)
    if check(draft, evidence)[0].text != sentence.text:
        yield f"{sentence.text!r} is not what its spans say"
        return
    seen = review(draft, sentence.replaces, evidence)
    yield from (f"{o.code} in {sentence.text!r}: {o.what}" for o in seen.offences)
    if seen.draft != draft:
        yield f"{sentence.text!r} leaves out which figures it shows"


def evidence_of(document: AnswerDocument) -> Evidence:
    """What a document's sentences may refer to, from the document alone."""
    lists = {f.name: getattr(document, f.name) for f in fields(document)}
    return Evidence(
        question=document.question or "",
        figures=document.figures,
        series=document.series,
        sources=document.sources,
        names=(*document.names, *(Name(ref=t.slug, text=t.name) for t in document.terms)),
        counts={name: len(held) for name, held in lists.items() if isinstance(held, tuple)},
    )


def unbound(sentence: Sentence, evidence: Evidence) -> str:
    """A sentence in tokens again."""
    text = sentence.text
    for span in sorted(sentence.spans, key=lambda s: -s.start):
        start, end, token = _token(span, text, evidence)
        text = text[:start] + token + text[end:]
    return text


def _token(span: Span, text: str, evidence: Evidence) -> tuple[int, int, str]:
    """From where to where a span's token stands, its quotation marks included, and the token."""
    said = text[span.start : span.end]
    source = evidence.source(span.ref)
    if span.kind == "quote" and source is not None and said in source.quote:
        at = source.quote.index(said)
        return span.start - 1, span.end + 1, f"{{{span.ref}@{at}:{at + len(said)}}}"
    told = {
        "figure": f"{{{span.ref}}}" if span.field == "display" else f"{{{span.ref}.{span.field}}}",
        "point": f"{{{span.ref}:{span.field}}}",
        "source": f"[{span.ref}]" if span.field == "mark" else f"{{{span.ref}.{span.field}}}",
        "count": f"{{#{span.ref}}}",
    }
    return span.start, span.end, told.get(span.kind, said)
