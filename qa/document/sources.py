"""What a document cites and explains: sources, conflicts, premises, terms, and how it is cited itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.document.said import Sentence

PremiseVerdict = Literal["borne_out", "not_borne_out", "cannot_tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A cited slice of a document: `quote` is its text from `start` to `end`."""

    id: str
    document: str
    title: str
    section: str
    authority: str
    date: str | None
    date_display: str | None
    page: int | None
    start: int
    end: int
    quote: str
    digest: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What two sources say that can't both hold."""

    about: Sentence
    between: tuple[str, ...]
    note: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """Something the question takes for granted."""

    text: Sentence
    verdict: PremiseVerdict
    figures: tuple[str, ...]
    note: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A term of the glossary, as the page explains it."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How the page is cited."""

    apa: str
    bibtex: str
