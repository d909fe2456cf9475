"""The firm's own paragraph: quoted as it stands, and told where its numbers are no figures of the report."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.texts.documents import Document, Passage, digest_of
from qa import numerals
from qa.document import SourceView
from qa.evidence.evidence import Sources
from qa.lines import Line
from qa.write.draft import DraftSection
from qa.write.wording import quoted_lines


def cite_note(note: str, house: str, sources: Sources) -> SourceView | None:
    """A note as a source, or None where there is none."""
    text = note.strip().replace("“", '"').replace("”", '"')
    if not text:
        return None
    document = Document(
        path="note", title=f"Note by {house}", authority="manifest", date=None, text=text, digest=digest_of(text), sample=False
    )
    passage = Passage(document=document, headings=(), start=0, end=len(text))
    return sources.cite(passage, 0, len(text))


def note_section(source: SourceView | None, displays: Iterable[str]) -> DraftSection | None:
    """The note, each paragraph quoted, and whether every number in it is a figure of the report."""
    if source is None:
        return None
    known = {display[a:b] for display in displays for a, b in numerals.find(display)}
    foreign = [source.quote[a:b] for a, b in numerals.find(source.quote) if source.quote[a:b] not in known]
    checked = Line.NOTE_FOREIGN if foreign else Line.NOTE_KNOWN if numerals.find(source.quote) else Line.NOTE_PLAIN
    return DraftSection(kind="note", heading=Line.NOTE_HEADING.value, sentences=(*quoted_lines(source), checked.value))
