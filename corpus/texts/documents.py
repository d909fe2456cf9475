"""Documents and the passages in them: frozen values whose spans count code points of the document's text."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

#: What a text's word counts for; `manifest` is what a backtest says of itself.
Authority = Literal["canonical", "methodology", "article", "manifest"]

#: Those that a corpus text can have, highest first: where passages tie or disagree, the earlier stands above the later.
AUTHORITIES: tuple[Authority, ...] = ("canonical", "methodology", "article")

#: What a text was written as; the first two are read as they are, the others are converted to Markdown.
Kind = Literal["markdown", "text", "html", "pdf", "docx", "epub"]


def digest_of(text: str | bytes) -> str:
    """`sha256:` and the hexadecimal digest of a text (as UTF-8) or of bytes."""
    raw = text.encode() if isinstance(text, str) else text
    return "sha256:" + hashlib.sha256(raw).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text of the corpus."""

    #: path under the corpus without suffix, `methodology/hedge-drag`
    path: str
    title: str
    authority: Authority
    #: ISO date, or None where the text bears none
    date: str | None
    tags: tuple[str, ...] = ()
    #: other names of what a glossary page explains
    aliases: tuple[str, ...] = ()
    #: names of other glossary pages, without folder or suffix
    see_also: tuple[str, ...] = ()
    #: the file after its front matter, its line ends those of Unix; of another kind of file its conversion
    text: str = field(repr=False)
    digest: str
    kind: Kind = "markdown"
    author: str | None = None
    #: the line that names author and date as it stands, without counters
    byline: str | None = None
    #: names of the terms that it lists at its end, or explains in brackets
    terms: tuple[str, ...] = ()
    disclaimer: str | None = None
    #: where it was published
    url: str | None = None
    #: where in `text` each page starts, the first at 0; none where it has no pages
    pages: tuple[int, ...] = ()
    #: name of the file that it was converted from
    original: str | None = None
    #: what else its front matter says, key and value
    more: tuple[tuple[str, str], ...] = ()
    #: whether it belongs to the shipped sample
    sample: bool = False

    def page_at(self, place: int) -> int | None:
        """The page that holds a place in the text, or None where there are no pages.

        A page without text starts where the next one does, and holds nothing.
        """
        return bisect_right(self.pages, place) or None

    def link_at(self, place: int) -> str | None:
        """Where the place can be seen: the address, with the page where there are pages; None where it isn't known."""
        page = self.page_at(place)
        return self.url if page is None or self.url is None or "#" in self.url else f"{self.url}#page={page}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, a list item or a few sentences of a document: `document.text[start:end]`."""

    document: Document
    #: the headings above it, outermost first
    headings: tuple[str, ...]
    start: int
    end: int
    #: what readers ask that it answers, in their words: searched, never quoted
    asks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Stable within one corpus, and sorting as the passages stand."""
        return f"{self.document.path}#{self.start:07d}-{self.end:07d}"

    @property
    def text(self) -> str:
        """Its words as they stand in the document."""
        return self.document.text[self.start : self.end]

    @property
    def section(self) -> str:
        """The nearest heading above, or the document's title."""
        return self.headings[-1] if self.headings else self.document.title

    @property
    def page(self) -> int | None:
        """The page on which it begins, or None where its document has no pages."""
        return self.document.page_at(self.start)

    @property
    def context(self) -> str:
        """Title and headings above it."""
        return " · ".join(dict.fromkeys((self.document.title, *self.headings)))

    @property
    def searched(self) -> str:
        """What is searched by meaning: its words under the title and the nearest heading, which give it its subject."""
        words = " ".join(self.text.split())
        return "\n".join(dict.fromkeys((self.document.title, self.section, words)))
