"""Passages in a model's sentence: quoted as far as the line by rule quotes them, or told whole in their own words and order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.document import Sentence
from qa.evidence.evidence import Evidence
from qa.write.draft import Offence

_SLICE = re.compile(r"\{(?P<id>S\d+)@(?P<from>\d+):(?P<to>\d+)\}")
_WRITTEN = re.compile(r"“([^“”]+)”")
_PERIOD = re.compile(r"\s*(?:an?|per|each|every) [a-z]+", re.IGNORECASE)
#: Words that may be left out of a passage told in its own words, or put to it.
_LOOSE = frozenset("a an the by text passage as it puts in".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A slice of a source that a line by rule quotes, and the period that the line puts after it."""

    source: str
    text: str
    period: str


def quoted(rests_on: Sequence[str], evidence: Evidence) -> tuple[Quoted, ...]:
    """What the lines by rule quote."""
    found = []
    for line in rests_on:
        for m in _SLICE.finditer(line):
            source = evidence.source(m["id"])
            if source is not None:
                text = source.quote[int(m["from"]) : int(m["to"])]
                found.append(Quoted(source=source.id, text=text, period=_period(line, m.end())))
        for m in _WRITTEN.finditer(line):
            for mark in re.findall(r"\[(S\d+)\]", line):
                source = evidence.source(mark)
                if source is not None and m[1] in source.quote:
                    found.append(Quoted(source=mark, text=m[1], period=_period(line, m.end())))
    return tuple(found)


def _period(line: str, at: int) -> str:
    m = _PERIOD.match(line, at)
    return m[0].strip() if m else ""


def cut(sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """Quotations that are shorter than the line's, of other words than the line's, or without their period."""
    by_rule = quoted(rests_on, evidence)
    spans = [s for s in sentence.spans if s.kind == "quote"]
    for span in spans:
        said = sentence.text[span.start : span.end]
        line = next((q for q in by_rule if q.source == span.ref and q.text in said), None)
        if line is None:
            yield Offence(
                code="quotation-cut", start=span.start, end=span.end, what="the line quotes other words, or more of them"
            )
        elif line.period and not re.match(rf"”?\s*{re.escape(line.period)}\b", sentence.text[span.end :], re.IGNORECASE):
            yield Offence(code="quotation-cut", start=span.start, end=span.end, what=f"the line has it {line.period}")
    for span in (s for s in sentence.spans if s.kind == "echo"):
        if not any(f"“{sentence.text[span.start : span.end]}”" in line for line in rests_on):
            yield Offence(code="quotation-cut", start=span.start, end=span.end, what="no line has these words of the question")
    cites = {s.ref for s in sentence.spans if s.kind == "source" and s.field == "mark"}
    for q in by_rule:
        there = any(s.ref == q.source and q.text in sentence.text[s.start : s.end] for s in spans)
        if q.source in cites and not there and not retold(sentence, q):
            yield Offence(code="quotation-cut", start=0, end=len(sentence.text), what="a part of the quoted words is left out")


def retold(sentence: Sentence, q: Quoted) -> bool:
    """Whether a sentence without quotation marks is a quoted slice in the same words and order, the least of them aside."""
    if any(s.kind == "quote" for s in sentence.spans):
        return False
    said = [w for w in _tokens(_unmarked(sentence)) if w not in _LOOSE]
    return said == [w for w in _tokens(q.text) if w not in _LOOSE]


def own_words_of(sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> bool:
    """Whether all of a sentence is a passage retold, so that its words are the passage's."""
    return any(retold(sentence, q) for q in quoted(rests_on, evidence))


def _unmarked(sentence: Sentence) -> str:
    own = list(sentence.text)
    for span in sentence.spans:
        if span.kind == "source":
            own[span.start : span.end] = " " * (span.end - span.start)
    return "".join(own)


def _tokens(text: str) -> list[str]:
    """Words and numbers, lower-case, in order, with the stops that part clauses."""
    return [t.lower() for t in re.findall(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[;:]", text)]
