"""What the texts say, in the draft: quotations, limits, a term's page and answers on the method alone."""

from __future__ import annotations

from collections.abc import Iterable

from qa.document import SourceView
from qa.evidence.claims import TIMED
from qa.evidence.conflicts import disagreements
from qa.evidence.gather import Gathered
from qa.evidence.paragraphs import Span
from qa.evidence.quotations import Quotation
from qa.evidence.refuted import Refuted
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.write.draft import Draft, DraftSection, echoed
from qa.write.wording import interval_of, placed, quoted_lines

#: A longer heading is no short way to say what a quotation is about.
_LONGEST_HEADING = 60


def quoted(g: Gathered, i: int) -> str:
    """A quotation under the heading that it stands below."""
    source = g.quotes[i].source
    where = f"{{{source.id}.section}}: " if len(source.section) <= _LONGEST_HEADING else ""
    return f"{where}{whole(g.quotes[i])}"


def whole(quotation: Quotation) -> str:
    """All that is quoted of a source, with its mark."""
    id_ = quotation.source.id
    rows = "; ".join(", ".join(_cell(id_, *cell) for cell in row) for row in quotation.rows)
    return f"{rows or ' '.join(_token(id_, part) for part in quotation.parts)} [{id_}]"


def denied(g: Gathered, source: SourceView) -> list[str]:
    """What a quotation claims that the figures don't bear out, each with the figure."""
    return [_denied(one, shown) for one, shown in g.refuted if one.source.id == source.id]


def _denied(one: Refuted, shown: Shown) -> str:
    start, end = (one.claim.start - one.source.start + at for at in one.claim.words)
    timed = one.claim.metric in TIMED and one.claim.period != "unstated"
    return Line.QUOTE_REFUTED.format(
        quote=f"{{{one.source.id}@{start}:{end}}}",
        period=f" a {one.claim.period}" if timed else "",
        source=one.source.id,
        placed=placed(shown),
        interval=f" ({interval_of(shown)})" if shown.interval else "",
    )


def _cell(id_: str, head: Span | None, cell: Span) -> str:
    """A cell of a table under the heading of its column."""
    return f"{_token(id_, head)}: {_token(id_, cell)}" if head else _token(id_, cell)


def _token(id_: str, span: Span) -> str:
    return f"{{{id_}@{span[0]}:{span[1]}}}"


def texts_section(g: Gathered, first: int = 0) -> DraftSection:
    """The quotations, from one on."""
    return DraftSection(kind="texts", heading="What the texts say", sentences=all_quoted(g, range(first, len(g.quotes))))


def all_quoted(g: Gathered, which: Iterable[int]) -> tuple[str, ...]:
    """Quotations, after each what of it the figures don't bear out."""
    return tuple(line for i in which for line in (quoted(g, i), *denied(g, g.quotes[i].source)))


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
    other = g.question.other_term
    if other is not None:
        told = [f"{heading}: {{{s.id}@0:{len(s.quote)}}} [{s.id}]" for heading, s in g.meaning]
        return Draft(
            title=f"{found.name} and {other.name}", summary=tuple(told), sections=(texts_section(g),) if g.quotes else ()
        )
    more = [(heading, f"{{{s.id}@0:{len(s.quote)}}} [{s.id}]") for heading, s in g.meaning[1:]]
    sections = [DraftSection(kind="terms", heading=heading, sentences=(said,)) for heading, said in more]
    ruled = explained(g) if g.question.rules else []
    if g.quotes and not ruled:
        said = all_quoted(g, range(len(g.quotes)))
        sections.append(DraftSection(kind="texts", heading="Where the texts use it", sentences=said))
    named = "(" not in found.name or found.name.lower() in g.question.text.lower()
    said = tuple(text if named else f"{found.name}: {text}" for text in meaning(g))
    return Draft(title=found.name, summary=(*said, *ruled), sections=tuple(sections))


def silent(g: Gathered) -> str:
    """That the texts don't answer, or don't speak of a part of the question."""
    words = _missing(g)
    if not words:
        return Line.SILENT.value
    assert g.silence is not None
    return (Line.SILENT_ON if g.silence.whole else Line.SILENT_PARTLY).format(words=words)


def _missing(g: Gathered) -> str:
    """The words of the question that nothing found has, each in quotation marks."""
    return ", ".join(echoed(word) for word in (g.silence.words if g.silence else ()))


def explained(g: Gathered) -> list[str]:
    """What the texts answer, the deciding sentence first, what another document says of it beside; and what they leave out."""
    said: list[str] = []
    for i, quotation in enumerate(g.quotes):
        if i == 0:
            said += [*_first(quotation), *denied(g, quotation.source)]
        elif quotation.beside:
            line = Line.LOWER if quotation.lower else Line.ANOTHER
            said.append(line.format(title=f"{{{quotation.source.id}.title}}", quote=whole(quotation)))
            said += denied(g, quotation.source)
    return [*said, silent(g)] if g.silence is not None else said


def _first(quotation: Quotation) -> list[str]:
    if quotation.lead is None:
        return [whole(quotation)]
    id_, (a, b) = quotation.source.id, quotation.lead
    return [f"{{{id_}@{a}:{b}}} [{id_}]", Line.IN_FULL.format(quote=whole(quotation))]


def rest(g: Gathered, heading: str) -> tuple[DraftSection, ...]:
    """The quotations that `explained` leaves."""
    more = all_quoted(g, (i for i, quotation in enumerate(g.quotes) if i > 0 and not quotation.beside))
    return (DraftSection(kind="texts", heading=heading, sentences=more),) if more else ()


def agreement(g: Gathered) -> list[str]:
    """Of a question if the texts agree: their first contradiction on it, or that none was found.

    Where they state values that are not at odds, these are told and nothing is said of them.
    """
    if not g.at_odds:
        return []
    claims = disagreements([(claim, source.id) for claim, source in g.claims], g.rulings, every=g.at_odds)
    found = [*((one.about, one.note) for one in claims), *((one.about, one.note) for one in g.opposed)]
    if not found:
        return [] if g.claims else [Line.TEXTS_AGREE.value]
    about, note = found[0]
    return [Line.TEXTS_DISAGREE.format(about=about, note=note)]


def method(g: Gathered) -> Draft:
    """What the texts say, the paragraph that answers first, under the heading that it stands below."""
    if not g.quotes:
        words = _missing(g)
        title = Line.NOT_IN_TEXTS_WORDS.format(words=words) if words else Line.NOT_IN_TEXTS.value
        return Draft(title=title, summary=(silent(g),))
    return Draft(title=title_of(g.quotes[0]), summary=(*agreement(g), *explained(g)), sections=rest(g, "What else the texts say"))


def title_of(first: Quotation) -> str:
    """The subject of a page on the texts: the title of the document that answers, and the heading."""
    id_, source = first.source.id, first.source
    if source.section == source.title:
        return f"{{{id_}.title}}"
    return Line.TITLE_SECTION.format(title=f"{{{id_}.title}}", section=f"{{{id_}.section}}")
