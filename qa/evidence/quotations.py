"""Quotations: what is quoted of the paragraphs that answer a question, and the sentence of each that decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.index.lexical import stems
from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.glossary import FOLDER
from qa.document import SourceView
from qa.evidence.evidence import Sources
from qa.evidence.paragraphs import Asking, Paragraph, Span, ranked

_MOST = 3
#: From this score of its own on the first paragraph is taken to answer. Of 394 judged questions the first three hold the answer
#: of five in six above it, of seven in ten below.
SURE = 9.5
#: A paragraph of another document stands beside the first where its score is at most so much lower, and the words that both
#: have are at least this share, by rarity, of those of either.
BESIDE, _SAME_SUBJECT = 3.0, 0.2
#: Such questions are answered by the whole paragraph, others by a sentence of it first.
_AT_LENGTH = re.compile(
    r"^\W*(?:why|how (?:do|does|is|are|did)|explain|describe|tell|what happens|step by step)\b", re.IGNORECASE
)
#: Such a sentence leans on the one before it.
_LEANING = re.compile(
    r"(?:it|its|they|their|this|that|these|those|he|she|there|then|such|both|one|in that case|but|so)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What is quoted of a source, as slices of its quotation."""

    source: SourceView
    parts: tuple[Span, ...]
    #: rows of a table in their place: each cell with the heading of its column, where that says something
    rows: tuple[tuple[tuple[Span | None, Span], ...], ...] = ()
    #: the sentence that decides, where it should be read before the rest
    lead: Span | None = None
    #: whether it stands beside the first: another document on the same subject, nearly as near
    beside: bool = False
    #: whether its document has a lower authority than the first's
    lower: bool = False
    #: whether its paragraph is near enough to answer the question, as far as that is known
    sure: bool = True


def cite(ask: Asking, found: Sequence[Passage], sources: Sources) -> tuple[Quotation, ...]:
    """The paragraphs that answer a question, cited in their order."""
    best = ranked(ask, found)
    if not best:
        return ()
    besides = sorted((p for p in best[1:] if _is_beside(ask, best[0], p)), key=lambda p: not (best[0].rules and p.rules))
    other = next(iter(besides), None)
    rest = [p for p in best[1:] if p is not other]
    chosen = [best[0], *([other] if other else []), *rest][:_MOST]
    return tuple(_quotation(ask, p, best[0], sources, beside=p is other) for p in chosen)


def _is_beside(ask: Asking, first: Paragraph, other: Paragraph) -> bool:
    """Whether another document speaks of the same subject as the first paragraph, nearly as near to the question.

    Two rules for the level asked do.
    """
    if other.passage.document is first.passage.document or is_term(other.passage):
        return False
    if first.rules and other.rules:
        return True
    if first.score - other.score > BESIDE:
        return False
    a, b = (stems(f"{p.passage.section} {p.passage.text}") for p in (first, other))
    return ask.rarity.of(a & b) >= _SAME_SUBJECT * min(ask.rarity.of(a), ask.rarity.of(b))


def _quotation(ask: Asking, paragraph: Paragraph, first: Paragraph, sources: Sources, *, beside: bool) -> Quotation:
    start = paragraph.start
    source = sources.cite(paragraph.passage, start, paragraph.end)
    document, leading = paragraph.passage.document, first.passage.document
    return Quotation(
        source=source,
        parts=tuple((a - start, b - start) for a, b in paragraph.parts),
        rows=tuple(tuple((_less(head, start), (a - start, b - start)) for head, (a, b) in row.cells) for row in paragraph.rows),
        lead=_lead(ask, paragraph),
        beside=beside,
        sure=paragraph.own >= SURE or not ask.near.passages,
        lower=AUTHORITIES.index(document.authority) > AUTHORITIES.index(leading.authority),
    )


def _less(span: Span | None, start: int) -> Span | None:
    return None if span is None else (span[0] - start, span[1] - start)


def _lead(ask: Asking, paragraph: Paragraph) -> Span | None:
    """The deciding sentence, where the question wants one and it neither begins the paragraph nor leans on what is before it."""
    a, b = paragraph.sentence
    if (
        paragraph.rows
        or a == paragraph.start
        or _AT_LENGTH.match(ask.text)
        or _LEANING.match(paragraph.passage.document.text[a:b])
    ):
        return None
    return a - paragraph.start, b - paragraph.start


def cite_sentences(ask: Asking, found: Sequence[Passage], sources: Sources) -> tuple[Quotation, ...]:
    """The deciding sentences of the best paragraphs, for beside figures: none of the glossary, none that is cited already."""
    cited = {(s.document, s.start) for s in sources.all}
    texts = [p for p in found if not is_term(p)]
    told = [p for p in ranked(ask, texts) if not p.rows and (p.passage.document.path, p.sentence[0]) not in cited]
    made = [sources.cite(p.passage, *p.sentence) for p in told[:_MOST]]
    return tuple(Quotation(source=s, parts=((0, len(s.quote)),)) for s in made)


def is_term(passage: Passage) -> bool:
    """Whether a passage is of the glossary."""
    return passage.document.path.startswith(FOLDER)
