"""What the texts say, in the draft: quotations, limits, a term's page and answers on the method alone."""

from __future__ import annotations

from qa.evidence.gather import Gathered
from qa.lines import Line
from qa.write.draft import Draft, DraftSection
from qa.write.wording import quoted_lines

#: A longer heading is no short way to say what a quotation is about.
_LONGEST_HEADING = 60


def quoted(g: Gathered, i: int) -> str:
    """A quotation under the heading that it stands below."""
    source = g.quotes[i]
    where = f"{{{source.id}.section}}: " if len(source.section) <= _LONGEST_HEADING else ""
    return f"{where}{{{source.id}@0:{len(source.quote)}}} [{source.id}]"


def texts_section(g: Gathered, first: int = 0) -> DraftSection:
    """The quotations, from one on."""
    return DraftSection(
        kind="texts", heading="What the texts say", sentences=tuple(quoted(g, i) for i in range(first, len(g.quotes)))
    )


def limits_section(g: Gathered) -> DraftSection:
    """What the import warns of, the manifest's assumptions, and how trades are valued."""
    said = [line for source in g.limits for line in quoted_lines(source)]
    if g.evidence.figures and g.evidence.figures[0].marking == "at_close":
        said.append(Line.AT_CLOSE.value)
    return DraftSection(kind="limits", heading="Limits", sentences=tuple(said))


def meaning(g: Gathered) -> list[str]:
    """What a term's page says first of what it means."""
    return [f"{{{s.id}@0:{len(s.quote)}}} [{s.id}]" for _, s in g.meaning[:1]]


def term(g: Gathered) -> Draft:
    """What a term means, in the words of its page."""
    found = g.question.term
    assert found is not None
    more = [(heading, f"{{{s.id}@0:{len(s.quote)}}} [{s.id}]") for heading, s in g.meaning[1:]]
    sections = [DraftSection(kind="terms", heading=heading, sentences=(said,)) for heading, said in more]
    if g.quotes:
        said = tuple(quoted(g, i) for i in range(len(g.quotes)))
        sections.append(DraftSection(kind="texts", heading="Where the texts use it", sentences=said))
    return Draft(title=found.name, summary=tuple(meaning(g)), sections=tuple(sections))


def method(g: Gathered) -> Draft:
    """What the texts say, the nearest sentence first."""
    if not g.quotes:
        return Draft(title="The corpus does not say", summary=())
    more = tuple(quoted(g, i) for i in range(1, len(g.quotes)))
    sections = (DraftSection(kind="texts", heading="What else the texts say", sentences=more),) if more else ()
    return Draft(title="What the method says", summary=(quoted(g, 0),), sections=sections)
