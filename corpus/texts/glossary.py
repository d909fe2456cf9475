"""The glossary: terms that client pages explain, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.errors import Problem
from corpus.readers.text import blocks
from corpus.texts.documents import Document, Passage

FOLDER = "glossary/"
#: Headings of a term's page.
TECHNICAL, DIFFER = "In technical words", "Where the sources differ"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term: the first paragraph of its page is the definition that a client reads."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    #: the passage that holds the definition
    passage: Passage
    #: the technical definition, and how the texts differ on the term
    technical: Passage | None
    differ: Passage | None
    #: slugs of other terms
    see_also: tuple[str, ...]

    @property
    def definition(self) -> str:
        """The definition on one line."""
        return " ".join(self.passage.text.split())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What texts call it: its name without what stands in brackets, its parts around a slash, its aliases."""
        plain = re.sub(r"\s*\(.*?\)", "", self.name)
        parts = (part.strip() for part in (plain, *re.split(r"\s/\s", plain)))
        return tuple({n.casefold(): n for n in (*self.aliases, *parts) if n}.values())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term in a text, as whole words in any case, singular or plural."""
        longest_first = sorted(self.names, key=lambda n: (-len(n), n))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?:s|es)?(?!\w)", re.IGNORECASE)

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text names the term."""
        said = text.casefold()
        if any(name.casefold() in said for name in self.names):  # else the pattern needn't be made
            yield from (m.span() for m in self.pattern.finditer(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """All terms, in the order of their slugs."""

    terms: tuple[Term, ...]

    def found_in(self, text: str) -> tuple[Term, ...]:
        """The terms that a text names, in the order of their first mention.

        A name within a longer one is not the term: "break-even point" does not speak of the break-even win rate.
        """
        places = [(place, term) for term in self.terms for place in term.places_in(text)]
        whole = [(a, term.slug, term) for (a, b), term in places if not any(_within((a, b), other) for other, _ in places)]
        ordered = sorted(whole, key=lambda x: x[:2])
        return tuple({slug: term for _, slug, term in ordered}.values())

    def other_names(self, text: str) -> tuple[str, ...]:
        """What else the terms in a text are called."""
        said = text.casefold()
        return tuple(name for term in self.found_in(text) for name in term.names if name.casefold() not in said)

    def term(self, slug: str) -> Term | None:
        """The term with a slug, or None."""
        return next((t for t in self.terms if t.slug == slug), None)


def read_glossary(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[Glossary, tuple[Problem, ...]]:
    """The terms among the documents, each page below `glossary/` that has a paragraph; and references to no term."""
    pages: dict[str, list[Passage]] = {}
    for passage in passages:
        pages.setdefault(passage.document.path, []).append(passage)
    terms = tuple(_term(d, pages[d.path]) for d in documents if d.path.startswith(FOLDER) and d.path in pages)
    slugs = {t.slug for t in terms}
    dangling = tuple(_dangling(t, slug) for t in terms for slug in t.see_also if slug not in slugs)
    return Glossary(terms=terms), dangling


def _term(document: Document, page: Sequence[Passage]) -> Term:
    under = {p.headings[-1]: p for p in reversed(page) if p.headings}
    start, end = next(blocks(document.text, page[0].start, page[0].end))
    return Term(
        slug=document.path.removeprefix(FOLDER),
        name=document.title,
        aliases=document.aliases,
        passage=replace(page[0], start=start, end=end),
        technical=under.get(TECHNICAL),
        differ=under.get(DIFFER),
        see_also=document.see_also,
    )


def _dangling(term: Term, slug: str) -> Problem:
    what = f"see_also names {slug!r}, which is no page of the glossary"
    file = f"{term.passage.document.path}.md"
    return Problem(code="see-also", severity="warning", file=file, line=None, what=what, mend="name a page without its suffix")


def _within(place: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a place lies within another, longer one."""
    return place != other and other[0] <= place[0] and place[1] <= other[1]
