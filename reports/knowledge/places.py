"""Where pages of the site lie, and links from one to another, relative so that the site can stand in any folder."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.document import SourceView
from qa.write.citation import slug_of


def article_path(slug: str) -> str:
    """The page of an article."""
    return f"articles/{slug}.html"


def is_earlier(path: str) -> bool:
    """Whether a path is that of an earlier edition of an article, which has its date in its name."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] == "articles" and name.endswith(".html") and name.count(".") > 1


def figure_path(key: str) -> str:
    """The page of a figure."""
    return f"figures/{key}.html"


def source_path(document: str) -> str:
    """The page of a text; a path's parts stay apart, so that no two texts share a page."""
    name = "/".join(slug_of(part) for part in document.split("/"))
    return f"sources/{name.replace('/', '.')}.html"


def span_id(start: int, end: int) -> str:
    """The place of a cited span on the page of its text."""
    return f"c{start}-{end}"


def category_id(name: str) -> str:
    """The place of a category in the index."""
    return f"topic-{slug_of(name)}"


def tag_id(name: str) -> str:
    """The place of a tag in the list of tags."""
    return f"tag-{slug_of(name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Links from a page of the site to others of it."""

    #: from the page's folder to the top: nothing or `../`
    up: str = ""
    #: figures, terms and texts that have a page
    figures: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    @property
    def home(self) -> str:
        """The index."""
        return f"{self.up}index.html"

    def to(self, path: str) -> str:
        """Any page by its place in the site."""
        return f"{self.up}{path}"

    def source(self, source: SourceView) -> str:
        """The page of a cited text, at the span."""
        if source.document not in self.texts:
            return source.url or ""
        return f"{self.up}{source_path(source.document)}#{span_id(source.start, source.end)}"

    def figure(self, key: str) -> str:
        """The page of a figure, where it has one."""
        return f"{self.up}{figure_path(key)}" if key in self.figures else ""

    def term(self, slug: str) -> str:
        """The glossary at a term, where it stands there."""
        return f"{self.up}glossary.html#{slug}" if slug in self.terms else ""

    def category(self, name: str) -> str:
        """The index at a category."""
        return f"{self.up}index.html#{category_id(name)}"


def safe(name: str) -> bool:
    """Whether a name can be that of a file of the site."""
    return bool(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name))
