"""The page of a report: one self-contained file in its client's language, with its document inside."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import partial
from pathlib import Path

from jinja2 import TemplateError
from markupsafe import Markup

from corpus.errors import UnreadableError
from qa.document import AnswerDocument, FigureView
from reports.fonts import few_faces
from reports.pages.house import House
from reports.pages.language import in_language
from reports.pages.page import embedded, themed
from reports.pages.report_parts import calendar_of, carded, followed, series_of
from reports.pages.report_shown import Shown, shown_of


def render_report(document: AnswerDocument, cache_folder: Path, house: House | None = None) -> str:
    """A report as one self-contained page.

    Raises
    ------
    UnreadableError
        A template of the house's own can't be rendered.
    """
    house, given, document = house or House(), document, in_language(document)
    shown = shown_of(document)
    try:
        return _page(document, given, shown, house, cache_folder)
    except TemplateError as error:
        if not house.theme:
            raise
        name, line = getattr(error, "name", None), getattr(error, "lineno", None)
        where = f"theme/{name}" + (f":{line}" if line else "") if name else "theme"
        mend = "mend the template, or take it away to use the shipped one"
        raise UnreadableError(f"can't be rendered: {error.message}", where=where, mend=mend) from error


def _page(document: AnswerDocument, given: AnswerDocument, shown: Shown, house: House, cache_folder: Path) -> str:
    """The page of a document in its language, carrying the one that was given."""
    style, digest = _style(document, house, cache_folder)
    names = ("of", "drawings", "by", "base", "hedged", "annual", "strong", "grown", "cited", "sign", "data")
    more = {name: getattr(shown, name) for name in names}
    more |= {"series": series_of, "carded": carded, "followed": followed, "calendar_of": calendar_of, "popped": _popped(document)}
    more |= {"titled": shown.titled, "dated": partial(_dated, shown), "ended": partial(_ended, shown), "months": shown.months}
    page = {"doc": document, "house": house, "style": style, "digest": digest, "embedded": embedded(given)}
    return themed(house.theme).get_template("report.html").render(**page, **more)


def _dated(shown: Shown, label: str) -> str | Markup:
    """A row's label in words; a date, which the document has in ISO alone, with that beside it."""
    words = shown.dated(label)
    if words == label or not shown.language.startswith("en"):
        return words
    return Markup('<time datetime="{}" data-furniture>{}</time>').format(label, words)


def _ended(shown: Shown, label: str, *, first: bool) -> str | Markup:
    """The label of a month's end in a run of them: the year stands with its first one."""
    whole = first or label.endswith("-01") or not label[-2:].isdigit()
    return _dated(shown, label) if whole else shown.months[int(label[-2:]) - 1]


def _style(document: AnswerDocument, house: House, cache: Path) -> tuple[Markup, str]:
    assert document.report is not None, "it is a report"
    mark = document.report.mark.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("<", "")
    css = (
        themed(house.theme)
        .get_template("report.css")
        .render(faces=few_faces(cache), mark=mark, colours=house.colours, short=document.report.form == "one_page")
    )
    css = re.sub(r"(?<=[;:,{}]) +(?=\S)|\n *", "", css.replace(mark, "\0")).replace("\0", mark)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Markup(css), f"sha256-{digest}"  # noqa: S704 our own file


def _popped(document: AnswerDocument) -> list[FigureView]:
    """The figures of the leading sentence, each of which opens a box with its formula."""
    lead = document.summary[0].spans if document.summary else ()
    refs = {span.ref for span in lead if span.kind == "figure" and span.field in {"display", "magnitude"}}
    return [f for f in document.figures if f.id in refs]
