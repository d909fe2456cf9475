"""A model's sentences judged again: each must pass the guard on the evidence as it is gathered anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.errors import HedgeciteError
from qa.answer import answer_evidence
from qa.document import AnswerDocument, Sentence
from qa.evidence.evidence import Evidence
from qa.llm.model import UNWORDED
from qa.verify.alone import Fault
from qa.verify.review import review
from qa.write.draft import Draft
from reports.verify.bench import Bench
from reports.verify.remaking import recorded


def without_words(document: AnswerDocument) -> AnswerDocument:
    """A document without what a model may have worded, and without what it says of the model."""
    made = replace(document.provenance, writer="rules", model=None, usage=None, command="")
    return replace(
        document,
        summary=(),
        sections=tuple(replace(s, sentences=()) for s in document.sections),
        names=(),
        disclosures=tuple(s for s in document.disclosures if not _is_notice(s)),
        provenance=made,
    )


def _is_notice(sentence: Sentence) -> bool:
    return sentence.text.endswith(UNWORDED) or "language model wrote" in sentence.text


def judge_words(document: AnswerDocument, made: AnswerDocument, bench: Bench) -> tuple[tuple[Fault, ...], tuple[str, ...]]:
    """What is wrong with sentences that the rules don't write, and why they could not be judged."""
    told = recorded(document.provenance.command)
    if told is None or told.after or told.corpus or document.report is not None:
        return (), ("the sentences of the language model can't be judged again here",) if _own(document, made) else ()
    try:
        evidence, draft = answer_evidence(told.question, bench.open((), None, told.date))
    except HedgeciteError:
        return (), ("the sentences of the language model can't be judged again here",)
    return tuple(_faults(document, made, draft, evidence)), ()


def _parts(document: AnswerDocument) -> tuple[tuple[Sentence, ...], ...]:
    return (document.summary, *(s.sentences for s in document.sections))


def _own(document: AnswerDocument, made: AnswerDocument) -> bool:
    return _parts(document) != _parts(made)


def _faults(document: AnswerDocument, made: AnswerDocument, draft: Draft, evidence: Evidence) -> Iterator[Fault]:
    drafted = (draft.summary, *(s.sentences for s in draft.sections))
    ruled = _parts(made)
    for place, sentences in enumerate(_parts(document)):
        if place >= len(drafted):
            return
        left = [d for d, s in zip(drafted[place], ruled[place], strict=True) if s not in sentences]
        for i, sentence in enumerate(sentences):
            if sentence in ruled[place]:
                continue
            where = f"summary[{i}]" if place == 0 else f"sections[{place - 1}].sentences[{i}]"
            for offence in review(in_tokens(sentence), left, evidence).offences:
                yield Fault(place=where, what=f"a language model's sentence, {offence.code}: {offence.what!r}")


def in_tokens(sentence: Sentence) -> str:
    """A sentence as the draft that it was: its spans are tokens again."""
    text, done = "", 0
    for span in sentence.spans:
        said = sentence.text[span.start : span.end]
        token = {
            "figure": f"{{{span.ref}}}" if span.field == "display" else f"{{{span.ref}.{span.field}}}",
            "point": f"{{{span.ref}:{span.field}}}",
            "source": f"[{span.ref}]" if span.field == "mark" else f"{{{span.ref}.{span.field}}}",
            "count": f"{{#{span.ref}}}",
        }.get(span.kind, said)
        text += sentence.text[done : span.start] + token
        done = span.end
    return text + sentence.text[done:]
