"""All that the site's own pages are made of."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.texts.library import Library
from qa.answer import Materials
from qa.document import Correction, Provenance, Sentence
from reports.knowledge.contents import Entry
from reports.knowledge.places import Within
from reports.knowledge.settings import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that the site's own pages are made of."""

    site: Site
    entries: tuple[Entry, ...]
    materials: Materials
    provenance: Provenance
    links: Within
    #: corrections of all articles, the newest first, with title and address of each
    corrected: tuple[tuple[Correction, str, str], ...] = ()

    @property
    def library(self) -> Library:
        """The texts."""
        return self.materials.library

    @property
    def standing(self) -> tuple[str, str]:
        """What kind of results the site shows, where all are of one kind."""
        kinds = {(v.kind, v.standing) for e in self.entries if (v := e.document.article) and v.data_to}
        return next(iter(kinds)) if len(kinds) == 1 else ("", "")

    @property
    def disclosures(self) -> tuple[Sentence, ...]:
        """Those of any article."""
        return tuple({s.text: s for e in self.entries for s in e.document.disclosures if not s.spans}.values())
