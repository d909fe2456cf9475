"""A model's sentences judged again: each must pass the guard on the evidence as it is gathered anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.errors import HedgeciteError
from qa.answer import answer_evidence
from qa.document import AnswerDocument, Sentence
from qa.evidence.evidence import Evidence
from qa.llm.model import UNWORDED
from qa.llm.rewording import TOKENS, Line, Written, judge
from qa.verify.alone import Fault
from qa.write.draft import Draft, bind
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
    ruled, told = _parts(made), _parts(document)
    if [len(part) for part in drafted] != [len(part) for part in ruled] or len(told) != len(ruled):
        yield Fault(place="sections", what="are not those of the answer made again")
        return
    for part, sentences in enumerate(told):
        left = [
            Line(id=f"L{i}", part=part, text=text)
            for i, (text, by_rule) in enumerate(zip(drafted[part], ruled[part], strict=True))
            if by_rule not in sentences
        ]
        own = [(i, s) for i, s in enumerate(sentences) if s not in ruled[part]]
        where = "summary" if part == 0 else f"sections[{part - 1}].sentences"
        yield from _judged(where, own, left, evidence)


def _judged(where: str, own: list[tuple[int, Sentence]], left: list[Line], evidence: Evidence) -> Iterator[Fault]:
    """What is wrong with the model's sentences in one part, and which lines of the rules none of them tells."""
    written = [Written(text=text, replaces=_replaced(text, left)) for text in (in_tokens(s) for _, s in own)]
    for (i, _), found in zip(own, judge(written, left, evidence), strict=True):
        yield from (Fault(place=f"{where}[{i}]", what=f"a language model's sentence: {what}") for what in found.offences)
    told = {id_ for w in written for id_ in w.replaces}
    for line in left:
        if line.id not in told:
            yield Fault(place=where, what=f"the line {bind(line.text, evidence)[0].text[:80]!r} is left out")


def _replaced(text: str, left: list[Line]) -> tuple[str, ...]:
    """The lines that a sentence can stand for: those with which it has a figure or a source in common."""
    return tuple(line.id for line in left if _cited(line.text) & _cited(text))


def _cited(text: str) -> set[str]:
    return {m[1] or m[3] or m[4] for m in TOKENS.finditer(text)} - {None}


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
