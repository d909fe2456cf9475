"""A report as PDF: the document's own words and numbers, set by Typst; tagged, and the same bytes from the same document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableError
from corpus.signs import marked
from qa.document import AnswerDocument, Section, Sentence, SeriesView
from reports.fonts import face_folders
from reports.pages.language import in_language
from reports.pages.page import segments
from reports.pages.report_shown import Shown, shown_of

if TYPE_CHECKING:
    from typst import Compiler

    from reports.charts.marks import Drawing
    from reports.pages.house import House

#: Colours of drawings on paper.
_INKS = {
    "text": "fill:#444;font:12px 'Source Sans Pro'",
    ".b": "fill:#000;font-weight:600",
    ".g": "fill:#0b6650;font-weight:600",
    ".ax": "stroke:#c4c9ca;stroke-width:1",
    ".zero": "stroke:#444;stroke-width:1",
    "path.base": "fill:#6b757d",
    "path.hedge": "fill:#0b6650",
    ".l1": "fill:none;stroke:#0b6650;stroke-width:2",
    ".l2": "fill:none;stroke:#6b757d;stroke-width:1.6;stroke-dasharray:5 3",
}
#: Colours of paper that a house may set, by the names of their tokens.
_PAPER = {"accent": "#0b6650", "warn": "#8a3d05", "other": "#6b757d"}
Rows = list[list[str]]


def pdf_of(document: AnswerDocument, house: House) -> bytes:
    """A report as PDF.

    Raises
    ------
    UnreadableError
        Typst is not installed, or the house's own template can't be set.
    """
    assert document.report is not None, "it is a report"
    made = document.report.made or document.report.as_of
    told = json.dumps(_legible(_told(in_language(document), house)), ensure_ascii=False)
    own = dict(house.theme).get("report.typ")
    try:
        found = _compiler().compile(
            files("templates").joinpath("report.typ").read_bytes() if own is None else own.encode(),
            format="pdf",
            sys_inputs={"told": told},
            timestamp=datetime.fromisoformat(made).replace(tzinfo=UTC),
            pdf_standards="ua-1",
        )
    except RuntimeError as error:
        if own is None:
            raise
        mend = "mend the template, or take it away to use the shipped one"
        raise UnreadableError(f"can't be set: {error}", where="theme/report.typ", mend=mend) from error
    assert isinstance(found, bytes), "a PDF is one file"
    return found


@cache
def _compiler() -> Compiler:
    """The compiler with the two faces of all pages, made once a process."""
    try:
        import typst
    except ImportError as error:
        mend = "install hedgecite[pdf]"
        raise UnreadableError("needs typst, which is not installed", where="--pdf", mend=mend) from error
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(face_folders()))
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def _told(document: AnswerDocument, house: House) -> dict[str, Any]:
    """What the template sets: texts alone, in the order of the page."""
    shown = shown_of(document)
    view = document.report
    assert view is not None, "it is a report"
    of = shown.of

    def first(kind: str) -> Section | None:
        return next(iter(of[kind]), None)

    def said(kind: str) -> list[Any]:
        section = first(kind)
        return [_runs(x, document) for x in section.sentences] if section else []

    def table(kind: str) -> list[SeriesView]:
        section = first(kind)
        return shown.series(section, document) if section else []

    return {
        "house": house.name,
        "logo": _logo(house),
        "about": " · ".join(x for x in (house.byline, house.site.partition("://")[2], f"Report {view.id}") if x),
        "colours": {name: value for name, value in house.colours if name in _PAPER},
        "disclaimer": house.disclaimer,
        "title": f"{document.title.text}: {view.client}",
        "month": shown.month,
        "by": shown.by,
        "kind": view.kind,
        "short": view.form == "one_page",
        "standing": view.standing,
        "mark": view.mark,
        "reason": document.reason.text if document.reason else "",
        "lead": _runs(document.summary[0], document) if document.summary else [],
        "why": [_runs(x, document) for x in document.summary[1:]],
        "cards": [_card(x, document, shown) for s in of["cards"] for x in s.sentences],
        "note": said("note"),
        "headings": {kind: s[0].heading.text for kind, s in of.items() if s},
        "days": _drawing(shown.drawings["days"], house),
        "days_said": said("days"),
        "base": shown.base,
        "hedged": shown.hedged,
        "account": [[shown.dated(p.label), p.display] for s in table("account") for p in s.points],
        "account_said": said("account"),
        "sums": _side_by_side(table("hedge")),
        "hedge_said": said("hedge"),
        "claims": [[v, x] for v, x in zip(view.verdicts or [""] * 9, said("claims"), strict=False)],
        "returns": _by_span(table("returns"), shown),
        "strong": [s.title for s in table("returns") if s.key in shown.strong],
        "returns_said": said("returns"),
        "growth": _drawing(shown.drawings["growth"], house),
        "growth_said": said("growth"),
        "layers": _columns(table("layers"), shown),
        "layers_said": said("layers"),
        "calendar": _calendar(first("calendar"), document, shown, recent=True),
        "years": _calendar(first("calendar"), document, shown, recent=False),
        "actual": [
            [s.heading.text, _by_span(shown.series(s, document), shown), [_runs(x, document) for x in s.sentences]]
            for s in of["actual"]
        ],
        "method": said("method"),
        "disclosures": [_runs(x, document) for x in document.disclosures],
        "sources": [_source(s) for s in shown.cited],
        "sign": shown.sign,
        "data": shown.data,
        "figures": [_figure(f, shown.titled(f, document)) for f in document.figures],
        "by_day": _columns(table("days"), shown, "Day"),
        "trades": _columns(table("trades"), shown, "Trade"),
        "trades_said": said("trades"),
        "falls": _columns(table("falls"), shown, "Drawdown"),
        "restated": _columns(table("restated"), shown, "Figure"),
        "limits": said("limits"),
        "quotes": [[s.id, s.quote] for s in document.sources],
        "cite": document.citation.apa,
    }


def _legible(told: Any) -> Any:  # noqa: ANN401 whatever the template sets
    """The same with each unseen sign by its name."""
    if isinstance(told, str):
        return marked(told)
    if isinstance(told, dict):
        return {key: _legible(value) for key, value in told.items()}
    return [_legible(value) for value in told] if isinstance(told, (list, tuple)) else told


def _logo(house: House) -> list[str]:
    """The logo as Typst takes it: its kind and its content in base64; nothing where there is none."""
    if not house.logo:
        return []
    kind, _, content = house.logo.partition(";base64,")
    return ["svg" if kind.endswith("svg+xml") else "png", content]


def _runs(sentence: Sentence, document: AnswerDocument) -> list[list[str]]:
    """A sentence as runs: what each is, and its text."""
    runs = []
    for s in segments(sentence, document):
        kind = "mark" if s.field == "mark" else "figure" if s.kind == "figure" and s.value else "text"
        runs.append([kind, s.text.strip("[]") if kind == "mark" else s.text])
    return runs


def _card(sentence: Sentence, document: AnswerDocument, shown: Shown) -> list[Any]:
    card = shown.carded(sentence, document)
    return ["".join(s.text for s in card.value), "".join(s.text for s in card.rest).strip(), card.good]


def _drawing(drawing: Drawing | None, house: House) -> list[str]:
    """A drawing with the colours of paper, and its words."""
    if drawing is None:
        return []
    style = "".join(f"{name}{{{ink}}}" for name, ink in _INKS.items())
    for name, colour in house.colours:
        style = style.replace(_PAPER[name], colour) if name in _PAPER else style
    head, _, rest = drawing.full.partition(">")
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return [f"{head}><style>{style}</style>{rest}", drawing.alt]


def _side_by_side(series: Sequence[SeriesView]) -> Rows:
    if len(series) != 2:  # noqa: PLR2004 sums and months
        return []
    return [[p.label, series[1].points[i].display, p.display] for i, p in enumerate(series[0].points)]


def _by_span(series: Sequence[SeriesView], shown: Shown) -> Rows:
    """A head and a row of each series, without signs of percent."""
    if not series:
        return []
    labels = [(p.label, shown.dated(p.label)) for p in series[0].points]
    head = ["%", *(f"{told} a year" if label in shown.annual else told for label, told in labels)]
    return [head, *([s.title, *(p.display.removesuffix("%").rstrip() for p in s.points)] for s in series)]


def _columns(series: Sequence[SeriesView], shown: Shown, head: str = "Layer") -> Rows:
    """A head and a row of each label."""
    if not series:
        return []
    rows = [[shown.dated(p.label), *(s.points[i].display for s in series)] for i, p in enumerate(series[0].points)]
    return [[head, *(s.title.partition(" by ")[0] for s in series)], *rows]


def _calendar(section: Section | None, document: AnswerDocument, shown: Shown, *, recent: bool) -> list[Any]:
    """The calendar's head and rows: of the body, or of the annex where the body leaves years out."""
    grid = shown.calendar_of(section, document) if section else None
    if grid is None or (grid.whole and not recent):
        return []
    rows = []
    for year, months in grid.recent if recent else grid.rows:
        cells = [[p.display.removesuffix("%").rstrip(), grid.shade(p)] if p else ["", ""] for p in months]
        rows.append([year.label, cells, year.display.removesuffix("%").rstrip()])
    return [["Year", *shown.months, "Year"], rows, grid.whole]


def _source(source: Any) -> list[str]:  # noqa: ANN401 a source view
    section = f", “{source.section}”" if source.section != source.title else ""
    dated = f", {source.date_display}" if source.date_display else ""
    return [source.id, f"{source.title}{section}. {source.authority[0].upper()}{source.authority[1:]}{dated}."]


def _figure(f: Any, title: str) -> list[str]:  # noqa: ANN401 a figure view
    interval = f.interval.display if f.interval else ""
    return [title, f.display, interval, f.n_display, f.formula]
