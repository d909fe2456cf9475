"""Paragraphs: those of the passages found that answer a question, best first, each with the sentence that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.index.lexical import content_words, stems
from corpus.index.near import Near
from corpus.readers.text import blocks, is_item, sentences
from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.glossary import FOLDER
from corpus.texts.library import Library
from qa.evidence import tables
from qa.evidence.acts import Act, act_of, headed, says
from qa.evidence.levels import asks_for_level, fits, gives_level, level_asked
from qa.evidence.rarity import Rarity, rarity_of, stems_of
from qa.evidence.tables import Row

#: A sentence of fewer content words is a byline or a label; with a full stop, of fewer than two.
_FEWEST_WORDS, _FEWEST_STOPPED = 4, 2
#: A sentence that holds the title and no more than so many characters else is the title over again.
_BYLINE = 20
#: So many rows of a table are quoted at most.
_MOST_ROWS = 6
#: A cosine that is not known is taken to be so much.
_UNKNOWN = 0.2
#: What the shared words of a sentence count beside its cosine, a rule for the level asked, and that it tells the act asked of,
#: in the choice of a sentence.
_WORDS, _RULE, _ACT = 0.6, 0.5, 0.15
#: How much more than a rule for the level asked counts that a level is told, where it is asked for.
_LEVEL = 2.0
#: Paragraphs of two documents that are no further apart stand in the order of their authority; so do two that both give a
#: rule for the level asked and are no further apart than the second.
_AS_GOOD, _RULES_AS_GOOD = 0.5, 3.0

#: How the score of a paragraph is made; fitted by `tests/eval/fit_texts.py` on questions with the documents that answer them,
#: but for the place among what is found, and how much nearer than a passage is what readers ask of it: that lifts one and takes
#: nothing from any; both chosen by which paragraph leads in the four sets of `tests/eval/retrieval*.toml`.
WEIGHTS = {
    "near": 4.54,
    "sentence": 8.95,
    "heading": 3.01,
    "words": 5.51,
    "place": 5.0,
    "canonical": 0.1,
    "article": -0.84,
    "glossary": -3.44,
    "named": 1.6,
    "level": 2.24,
    "act": 3.5,
    "headed": 1.0,
    "asked": 12.0,
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or a short section, as it would be quoted."""

    passage: Passage
    #: the slices of the document that are quoted, in its order; none where rows of a table answer
    parts: tuple[Span, ...]
    rows: tuple[Row, ...]
    #: the sentence of the passage that decides
    sentence: Span
    score: float
    #: the score without what readers ask of the passage, which tells how sure it is that the paragraph answers
    own: float
    #: whether it gives a rule for the level of VIX asked
    rules: bool

    @property
    def start(self) -> int:
        """Where it starts in the document."""
        return min(a for a, _ in self._spans)

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return max(b for _, b in self._spans)

    @property
    def _spans(self) -> tuple[Span, ...]:
        return (*self.parts, *(span for row in self.rows for span in row.quoted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question as passages are held against it."""

    text: str
    stems: frozenset[str]
    rarity: Rarity
    near: Near
    #: slugs of the glossary's terms that it names
    terms: frozenset[str]
    #: the level of VIX that it states, and whether it asks for one
    level: float | None
    levels: bool = False
    #: what it asks is done to what
    act: Act | None = None

    def shared(self, words: Iterable[str]) -> float:
        """The share of the question's words, by rarity, that are among others; words that no passage has aside."""
        known = [s for s in self.stems if self.rarity.knows(s)]
        return self.rarity.of(self.stems & frozenset(words)) / (self.rarity.of(known) or 1.0)


def asking(question: str, library: Library, near: Near) -> Asking:
    """A question as passages are held against it."""
    terms = frozenset(t.slug for t in library.glossary.found_in(question))
    return Asking(
        text=question,
        stems=stems(question),
        rarity=rarity_of(library),
        near=near,
        terms=terms,
        level=level_asked(question),
        levels=asks_for_level(question),
        act=act_of(question),
    )


def ranked(ask: Asking, found: Sequence[Passage]) -> tuple[Paragraph, ...]:
    """The paragraphs found, best first, one a section; of two that are as good the one of higher authority leads."""
    made = [_paragraph(ask, p, place) for place, p in enumerate(found)]
    best = sorted((m for m in made if m), key=lambda m: (-m.score, m.passage.id))
    once: dict[tuple[str, str], Paragraph] = {}
    for one in best:
        once.setdefault((one.passage.document.path, one.passage.section), one)
    return _by_authority([*once.values()])


def _by_authority(best: list[Paragraph]) -> tuple[Paragraph, ...]:
    """With the first of the highest authority among those as good as the best, of other documents, moved to the front."""
    if not best:
        return ()
    first = best[0]
    as_good = [p for p in best if first.score - p.score <= (_RULES_AS_GOOD if first.rules and p.rules else _AS_GOOD)]
    as_good = [p for p in as_good if not _is_term(p.passage)] or best[:1]
    lead = min(as_good, key=lambda p: (_rank(p.passage), -p.score))
    lead = lead if _rank(lead.passage) < _rank(first.passage) else first
    return (lead, *(p for p in best if p is not lead))


def _rank(passage: Passage) -> int:
    return AUTHORITIES.index(passage.document.authority)


def _is_term(passage: Passage) -> bool:
    return passage.document.path.startswith(FOLDER)


def features(ask: Asking, passage: Passage, place: int) -> dict[str, float]:
    """What speaks for a passage, by the names of `WEIGHTS`; its place in the search counts from zero."""
    document = passage.document
    own, context = stems_of(passage.text), stems_of(passage.context)
    spans = statements(passage)
    cosines = [near for a, _ in spans if (near := ask.near.sentences.get((passage.id, a))) is not None]
    near = ask.near.passages.get(passage.id, _UNKNOWN)
    acted = any(_acts(ask, passage, span) for span in spans)
    fitting = [fits(ask.level, document.text[a:b], passage.context) for a, b in spans] if ask.level is not None else []
    tells = ask.level is None and ask.levels and any(gives_level(document.text[a:b], passage.context) for a, b in spans)
    return {
        "near": near,
        "sentence": max(cosines, default=near),
        "heading": ask.shared(context),
        "words": ask.shared(own | context),
        "place": 1 / (place + 2),
        "canonical": float(document.authority == "canonical"),
        "article": float(document.authority == "article"),
        "glossary": float(_is_term(passage)),
        "named": float(_is_term(passage) and document.path.removeprefix(FOLDER) in ask.terms),
        "act": float(acted),
        "headed": float(acted and ask.act is not None and headed(ask.act, passage.section)),
        "level": 1.0 if True in fitting else -1.0 if False in fitting else _LEVEL if tells else 0.0,
        "asked": max(ask.near.asked.get(passage.id, near) - near, 0.0),
    }


def _paragraph(ask: Asking, passage: Passage, place: int) -> Paragraph | None:
    spans = statements(passage)
    if not spans:
        return None
    told = features(ask, passage, place)
    score = sum(WEIGHTS[name] * value for name, value in told.items())
    lifted = WEIGHTS["asked"] * told["asked"]
    sentence = _first(ask, passage, spans)
    rows = _rows(ask, passage, sentence)
    parts = () if rows else _parts(ask, passage)
    if parts:  # what isn't quoted decides nothing
        sentence = _first(ask, passage, [s for s in spans if any(a <= s[0] < b for a, b in parts)] or spans)
    return Paragraph(
        passage=passage,
        parts=parts,
        rows=rows,
        sentence=sentence,
        score=round(score, 9),
        own=round(score - lifted, 9),
        rules=told["level"] > 0,
    )


def _first(ask: Asking, passage: Passage, spans: Sequence[Span]) -> Span:
    """The statement that decides, of equals the first."""
    return max(spans, key=lambda span: (_deciding(ask, passage, span), -span[0]))


def _rows(ask: Asking, passage: Passage, decides: Span) -> tuple[Row, ...]:
    """The row that decides, and those that decide as much; none where a sentence does."""
    held = tables.rows_of(passage.document.text, passage.start, passage.end)
    best = _deciding(ask, passage, decides)
    if not any(row.span == decides for row in held):
        return ()
    return tuple(row for row in held if _deciding(ask, passage, row.span) == best)[:_MOST_ROWS]


def _deciding(ask: Asking, passage: Passage, span: Span) -> float:
    """How far a sentence or a row decides the question, beside others of its passage."""
    text = passage.document.text[slice(*span)]
    unknown = ask.near.passages.get(passage.id, _UNKNOWN) if tables.is_row(passage.document.text, span[0]) else _UNKNOWN
    near = ask.near.sentences.get((passage.id, span[0]), unknown)
    rule = fits(ask.level, text, passage.context) if ask.level is not None else None
    level = 0.0 if rule is None else _RULE if rule else -_RULE
    acts = _ACT if _acts(ask, passage, span) else 0.0
    return round(near + _WORDS * ask.shared(stems_of(text)) + level + acts, 9)


def _acts(ask: Asking, passage: Passage, span: Span) -> bool:
    """Whether a sentence says that what the question asks is done is done to that."""
    return ask.act is not None and says(ask.act, passage.document.text[slice(*span)])


def _parts(ask: Asking, passage: Passage) -> tuple[Span, ...]:
    """The paragraphs and list items of a passage; of rules for levels of VIX those alone that hold at the level asked."""
    text = passage.document.text
    first, last = _quotable(passage)
    own = [(a, b) for a, b in blocks(text, passage.start, passage.end) if not tables.is_row(text, a)]
    parts = [(max(a, first), min(b, last)) for a, b in own if a < last and b > first]
    if ask.level is None:
        return tuple(parts)
    held = [(span, fits(ask.level, text[slice(*span)], passage.context)) for span in parts]
    return tuple(span for span, fit in held if fit) or tuple(parts)


def _quotable(passage: Passage) -> Span:
    """The passage without a heading that its text may begin with."""
    spans = _sentences(passage) or [(passage.start, passage.end)]
    return spans[0][0], spans[-1][1]


def statements(passage: Passage) -> list[Span]:
    """Spans of the sentences and rows of tables that state something."""
    rows = tables.rows_of(passage.document.text, passage.start, passage.end)
    return sorted([*_sentences(passage), *(row.span for row in rows)])


def _sentences(passage: Passage) -> list[Span]:
    """The sentences and list items that state something: no headings, questions or bylines, and not the title over again."""
    text, title = passage.document.text, passage.document.title.rstrip("?. ")
    spans = [(a, b) for a, b in sentences(text, passage.start, passage.end) if text[a] != "#" and not tables.is_row(text, a)]
    stating = [(a, b) for a, b in spans if text[b - 1] in '.!”")' or is_item(text, a)]
    said = [(a, b) for a, b in stating if len(content_words(text[a:b])) >= _fewest(text[a:b])]
    return [(a, b) for a, b in said if title not in text[a:b] or b - a > len(title) + _BYLINE]


def _fewest(said: str) -> int:
    """How many content words make it a statement: few where it ends with a full stop, before closing marks."""
    return _FEWEST_STOPPED if said.rstrip('”")').endswith((".", "!")) else _FEWEST_WORDS
