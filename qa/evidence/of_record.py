"""What a manifest states of the record: those lines of it that answer a question on what the backtest is and assumes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.index.lexical import stems
from corpus.texts.library import Library
from qa.document import SourceView
from qa.evidence.paragraphs import Span

#: Words for one thing: a question that uses one of them is answered by a line that uses another.
_ALIKE = tuple(
    frozenset().union(*(stems(word) for word in words.split()))
    for words in (
        "fill fills commission commissions fee fees cost costs slippage spread spreads brokerage taxes interest dividends",
        "price prices priced quote quotes quoted",
        "volatility vol volatilities",
        "simulated simulation hypothetical backtest paper live real actual quoted",
        "size sized large contracts condors loss capital account",
        "date dates period span years began ended start end",
    )
)
#: What lines answer by topic, beside the question's own words.
_OF_TOPIC = {"standing": 3, "data": 1, "span": 5, "costs": 0}
_AUDIT = stems("audit audited auditor attested verified")
_NUMBER = re.compile(r"(?<![\w.])\d*\.\d+(?![\w.]|%)")


def stated_of(question: str, topics: Iterable[str], source: SourceView) -> tuple[Span, ...]:
    """The lines of a manifest's assumptions that answer a question on the record, as slices of their quotation, in order.

    Of a question on all assumptions, or on limits, that names none of their subjects, all.
    """
    lines, told = _lines(source.quote), {*topics}
    own = stems(question)
    found = {span for topic in told for span in lines if _fits(topic, source.quote[slice(*span)], own, question)}
    if not found and told & {"assumed", "limits"}:
        return lines
    return tuple(span for span in lines if span in found)


def _fits(topic: str, line: str, own: frozenset[str], question: str) -> bool:
    """Whether a line answers a topic in a question of such stems."""
    said = stems(line)
    if topic == "audit":
        return bool(said & _AUDIT)
    if topic == "number":
        return bool({float(n[0]) for n in _NUMBER.finditer(question)} & {float(n[0]) for n in _NUMBER.finditer(line)})
    if topic in _OF_TOPIC:
        return bool(said & _ALIKE[_OF_TOPIC[topic]])
    meant = [group for group in _ALIKE[:3] if group & own]
    return any(said & group for group in meant)


def audited(library: Library) -> bool:
    """Whether any text speaks of an audit."""
    return any(stems(p.text) & _AUDIT for p in library.passages)


def _lines(quote: str) -> tuple[Span, ...]:
    """Each line of a quotation, from and to."""
    return tuple(m.span() for m in re.finditer(r"[^\n]+", quote) if m[0].strip())
