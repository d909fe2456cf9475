"""The page of an article: its boxes, citations, drawings and sections, prepared so that the template needs no arithmetic."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from markupsafe import Markup

from qa.document import AnswerDocument, FigureView, Section, Sentence, SourceView
from qa.evidence.chart_keys import DRAG, ENTRY_VIX, YEARS
from reports.charts.draw import Picture, picture_of
from reports.charts.marks import Drawing
from reports.charts.months import months_chart
from reports.fonts import article_faces
from reports.knowledge.linked import article_nodes, described, script
from reports.knowledge.ranges import ranges_of
from reports.pages.page import embedded, environment, led
from reports.pages.tables import Calendar, Table, tables

_OWN_PLACES = {"cards", "limits", "texts"}


class Links(Protocol):
    """Where a page's links lead; an empty address is no link."""

    def source(self, source: SourceView) -> str:
        """The page of a cited text, at the span."""

    def figure(self, key: str) -> str:
        """The page of a figure."""

    def term(self, slug: str) -> str:
        """The page of a term."""

    def category(self, name: str) -> str:
        """The list of a category."""

    @property
    def home(self) -> str:
        """The list of all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """Links of a page that stands alone: to where its sources were published."""

    home: str = ""

    def source(self, source: SourceView) -> str:
        """Where the text was published."""
        return source.url or ""

    def figure(self, key: str) -> str:  # noqa: ARG002 there is no such page
        """None."""
        return ""

    def term(self, slug: str) -> str:  # noqa: ARG002 there is no such page
        """None."""
        return ""

    def category(self, name: str) -> str:  # noqa: ARG002 there is no such page
        """None."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What surrounds the text of a page: styles, policy, links of its head, the box for questions."""

    policy: str
    style: Markup | None = None
    #: addresses of style sheets and scripts that are files
    sheets: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    feed: str = ""
    data: str = ""
    table: str = ""
    canonical: str = ""
    #: where the box for questions sends what is asked; empty where there is none
    ask: str = ""
    colours: tuple[tuple[str, str], ...] = ()
    home: str = ""
    pages: tuple[tuple[str, str], ...] = ()
    trail: tuple[tuple[str, str], ...] = ()
    robots: str = ""
    icon: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the page with its drawing or picture."""

    section: Section
    drawing: Drawing | None = None
    picture: Picture | None = None
    addresses: tuple[str, str] = field(default=("", ""))
    #: its series as tables, but for those whose rows stand in the file of tables beside the page
    tables: tuple[Table | Calendar, ...] = ()
    filed: bool = False


#: Gives a picture's SVG an address.
Place = Callable[[str], str]


def inlined(svg: str) -> str:
    """An SVG as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def style_text(cache: Path, colours: tuple[tuple[str, str], ...] = (), *, fonts: bool) -> str:
    """The style sheet, with its fonts inside or without any."""
    faces = article_faces(cache) if fonts else ()
    return environment().get_template("knowledge/look.css").render(faces=faces, colours=colours)


def alone(cache: Path, colours: tuple[tuple[str, str], ...] = (), logo: str = "") -> Shell:
    """What surrounds a page that stands alone, with everything inside."""
    css = style_text(cache, colours, fonts=True)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return Shell(style=Markup(css), policy=policy, logo=logo)  # noqa: S704 our own file


def render_article(document: AnswerDocument, cache: Path, shell: Shell, links: Links, place: Place = inlined) -> str:
    """An article as an HTML page."""
    assert document.article is not None, "it is an article"
    of: Mapping[str, list[Section]] = {kind: [s for s in document.sections if s.kind == kind] for kind in _OWN_PLACES}
    drawn = [_part(s, document, cache, place) for s in document.sections if s.kind not in _OWN_PLACES]
    parts = [_with_tables(p, document, filed=bool(shell.table)) for p in drawn]
    lead, rest = _led(document)
    parted = [led(s, document) for s in lead]
    page = {
        "doc": document,
        "view": document.article,
        "shell": shell,
        "links": links,
        "of": of,
        "parts_": parts,
        "lead": [one.said for one in parted],
        "fine": [one.fine for one in parted if one.fine],
        "rest": rest,
        "ranges": ranges_of(document),
        "popped": popped(document),
        "counted": [f for f in document.figures if f.basis not in {"none", "stated"}],
        "stated": [f for f in document.figures if f.basis == "stated"],
        "described": described(document),
        "linked": script(article_nodes(document, shell.trail)),
        "embedded": embedded(document),
        "csl": csl(document),
        "number_of": {s.id: s.id.removeprefix("S") for s in document.sources},
        "sources": {s.id: s for s in document.sources},
    }
    text = environment().get_template("knowledge/article.html").render(**page)
    return re.sub(r"\n\s*\n+", "\n", text)


def _part(section: Section, document: AnswerDocument, cache: Path, place: Place) -> Part:
    held = {s.id: s for s in document.series}
    keys = {held[id_].key for id_ in section.series}
    if section.kind == "chart" and DRAG in keys and YEARS not in keys:
        by_key = {held[id_].key: held[id_] for id_ in section.series}
        series = by_key[DRAG]
        if len(series.points) > 1:
            title = f"{series.title}: {section.heading.text}"
            return Part(section=section, drawing=months_chart(series, by_key.get(ENTRY_VIX), title))
    picture = picture_of(section, document, cache)
    if picture is None:
        return Part(section=section)
    return Part(section=section, picture=picture, addresses=(place(picture.wide), place(picture.narrow)))


#: A table of a chart stands on the page where it has so many rows; a longer one in the file of tables, where there is one.
_ROWS = 24


def _with_tables(part: Part, document: AnswerDocument, *, filed: bool) -> Part:
    """The section with its tables, the long ones of a chart left to the file where they stand too."""
    every = tables(part.section.series, document)
    if not filed or (part.drawing is None and part.picture is None):
        return replace(part, tables=every)
    short = tuple(t for t in every if isinstance(t, Table) and len(t.labels) <= _ROWS)
    return replace(part, tables=short, filed=len(short) < len(every))


#: The lead paragraph takes a second sentence in as far as both are this long and it has no small print of its own.
_LEAD = 330


def _led(document: AnswerDocument) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of the lead paragraph, and those of the answer that follow in smaller type."""
    said = list(document.summary)
    two = len(said) > 1 and sum(len(s.text) for s in said[:2]) <= _LEAD and not led(said[1], document).fine
    return (said[:2], said[2:]) if two else (said[:1], said[1:])


def popped(document: AnswerDocument) -> list[FigureView]:
    """The figures that the page's sentences show, each of which opens a box with its formula."""
    said = [*document.summary, *(x for s in document.sections for x in s.sentences), *(c.note for c in document.claims)]
    said += [p.note for p in document.premises]
    if document.article:
        said += document.article.intro
    refs = {span.ref for s in said for span in s.spans if span.kind == "figure" and span.field in {"display", "magnitude"}}
    return [f for f in document.figures if f.id in refs and f.basis not in {"none", "stated"}]


def csl(document: AnswerDocument) -> str:
    """The page's citation as CSL-JSON."""
    view = document.article
    assert view is not None, "it is an article"
    item: dict[str, object] = {
        "id": view.slug,
        "type": "webpage",
        "title": view.title,
        "author": [{"literal": view.house}],
    }
    if document.date:
        item["issued"] = {"date-parts": [[int(x) for x in document.date.split("-")]]}
    if view.url:
        item["URL"] = view.url
    return json.dumps([item], ensure_ascii=False)
