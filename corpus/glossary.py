"""The glossary: terms that client pages explain, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.documents import Document, Passage

FOLDER = "glossary/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term: the first paragraph of its page is the definition that a client reads."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    #: the passage that holds the definition
    passage: Passage

    @property
    def definition(self) -> str:
        """The definition on one line."""
        return " ".join(self.passage.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """All terms, in the order of their slugs."""

    terms: tuple[Term, ...]

    def found_in(self, text: str) -> tuple[Term, ...]:
        """The terms that a text names, by name or alias and as whole words, in the order of their first mention."""
        places = [(place, term.slug, term) for term in self.terms if (place := _first(term, text)) is not None]
        return tuple(term for _, _, term in sorted(places, key=lambda x: x[:2]))


def read_glossary(documents: Sequence[Document], passages: Sequence[Passage]) -> Glossary:
    """The terms among the documents: each page below `glossary/` that has a paragraph."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.document.path, passage)
    terms = [
        Term(slug=d.path.removeprefix(FOLDER), name=d.title, aliases=d.aliases, passage=first[d.path])
        for d in documents
        if d.path.startswith(FOLDER) and d.path in first
    ]
    return Glossary(terms=tuple(terms))


def _first(term: Term, text: str) -> int | None:
    """Where the text first names the term."""
    names = [re.sub(r"\s*\(.*?\)", "", term.name), *term.aliases]
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)" for name in names if name)
    m = re.search(pattern, text, re.IGNORECASE)
    return m.start() if m else None
