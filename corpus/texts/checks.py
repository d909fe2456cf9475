"""Checks of the texts themselves: links that lead nowhere, missing dates, unknown terms, twins, terms defined twice."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote

from corpus.errors import Problem, warning
from corpus.texts.documents import Document
from corpus.texts.glossary import FOLDER, Glossary
from corpus.texts.library import Library
from corpus.texts.twins import twins_among

_LINK = re.compile(r"!?\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_ANCHOR = re.compile(r"<a\s[^>]*(?:id|name)=[\"']([^\"']+)|\{#([\w-]+)\}", re.IGNORECASE)
_FENCED = re.compile(r"^\s*(```|~~~).*?^\s*\1", re.MULTILINE | re.DOTALL)


def check_texts(library: Library, has_file: Callable[[str], bool]) -> tuple[Problem, ...]:
    """What is wrong with the texts that are not the sample's; `has_file` tells whether a path below the corpus is there."""
    own = [d for d in library.documents if not d.sample]
    by_path = {d.path: d for d in library.documents}
    found = [p for d in own for p in (*_links(d, by_path, has_file), *_dates(d), *_terms(d, library.glossary))]
    ours = {d.path for d in own}
    return (*library.problems, *found, *_twins(library.documents, ours), *_conflicts(library.glossary, ours))


def file_of(document: Document) -> str:
    """The name of a document's file, as far as its kind tells."""
    return f"{document.path}.{'txt' if document.kind == 'text' else 'md'}"


def _links(document: Document, by_path: dict[str, Document], has_file: Callable[[str], bool]) -> Iterator[Problem]:
    """Relative links to no text, and to no heading of it."""
    text = _FENCED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), document.text) if document.kind == "markdown" else ""
    for m in _LINK.finditer(text):
        target, _, anchor = unquote(m[1]).partition("#")
        if _SCHEME.match(m[1]) or target.startswith("/"):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), target)) if target else document.path
        other = by_path.get(re.sub(r"\.(?:md|txt|html?|pdf|docx|epub)\Z", "", path))
        if other is None and not has_file(path):
            what, mend = f"links to {m[1]!r}, which is not there", "mend the link, or add what it names"
            yield warning("link", file_of(document), what, mend, line=None)
        elif other is not None and anchor and anchor.casefold() not in _anchors(other.text):
            yield warning("anchor", file_of(document), f"links to {m[1]!r}, which has no such heading", "mend the link")


def _anchors(text: str) -> set[str]:
    """The anchors of a text: its headings as words joined by dashes, and those that it sets itself."""
    found: set[str] = set()
    for m in _HEADING.finditer(text):
        slug = re.sub(r"[^\w\- ]", "", m[1].casefold()).strip().replace(" ", "-")
        twin = next(n for n in range(len(found) + 1) if (f"{slug}-{n}" if n else slug) not in found)
        found.add(f"{slug}-{twin}" if twin else slug)
    return found | {(m[1] or m[2]).casefold() for m in _ANCHOR.finditer(text)}


def _dates(document: Document) -> Iterator[Problem]:
    if document.date is None and not document.path.startswith(FOLDER):
        yield warning("date", file_of(document), "has no date", "give it one: date: YYYY-MM-DD")


def _terms(document: Document, glossary: Glossary) -> Iterator[Problem]:
    """Terms that a text lists and no page of the glossary explains."""
    known = {name.casefold() for term in glossary.terms for name in (*term.names, term.slug)}
    unknown = [t for t in document.terms if t.casefold() not in known and t.partition(" (")[0].casefold() not in known]
    if unknown:
        what = f"names terms that the glossary does not have: {', '.join(unknown)}"
        yield warning("term", file_of(document), what, "add them with hedgecite corpus add --glossary, or leave them out")


def _twins(documents: Sequence[Document], ours: set[str]) -> Iterator[Problem]:
    for pair in twins_among([d.text for d in documents]):
        first, second = documents[pair.first], documents[pair.second]
        if not ours & {first.path, second.path}:
            continue
        if first.path not in ours or second.path in ours:
            first, second = second, first
        yield warning("twins", file_of(first), f"says what {second.path} says ({pair.shared:.0%} of it)", "keep one")


def _conflicts(glossary: Glossary, ours: set[str]) -> Iterator[Problem]:
    """Names that two pages of the glossary explain."""
    pages: dict[str, list[str]] = defaultdict(list)
    for term in glossary.terms:
        for name in dict.fromkeys(n.casefold() for n in (term.name, *term.aliases)):
            pages[name].append(term.passage.document.path)
    for name, paths in sorted(pages.items()):
        own = [p for p in paths if p in ours]
        if len(paths) > 1 and own:
            others = ", ".join(p for p in paths if p != own[0])
            yield warning(
                "conflict", f"{own[0]}.md", f"defines {name!r}, which {others} defines too", "keep one, or name it otherwise"
            )
