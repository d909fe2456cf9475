"""Pages: what the HTML templates show of a document, prepared so that they need no arithmetic."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qa.calculator.catalogue import spec_of
from qa.document import AnswerDocument, Sentence, as_json
from qa.write.wording import FEES
from reports.charts.draw import pictures
from reports.fonts import faces
from reports.pages.said import (
    MARKINGS,
    STATUSES,
    VERDICTS,
    badges,
    by_reason,
    checks_after,
    granted,
    in_cells,
    interval_method,
    not_taken,
)
from reports.pages.signs import finalized, in_script, isolated_html, shown
from reports.pages.tables import bare, column, small, tables

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of a sentence: plain text, or what a span says of it."""

    kind: str
    text: str
    ref: str = ""
    field: str = ""
    #: the figure's or point's value, as JSON writes it, where the run shows it
    value: str | None = None
    #: of a source's mark: whether the sentence itself has its words
    told: bool = False


#: From this share of a source's words on a sentence that quotes them tells it.
_TOLD = 0.9


def segments(sentence: Sentence, document: AnswerDocument) -> list[Segment]:
    """The runs of a sentence, in order."""
    figures = {f.id: f for f in document.figures}
    told = _told(sentence, document)
    runs, at = [], 0
    for span in sentence.spans:
        if span.start > at:
            between = sentence.text[at : span.start]
            if span.field == "mark":  # set as a superscript, which no line may begin with
                between = between.rstrip()
            runs.append(Segment(kind="text", text=between))
        value = None
        if span.kind == "figure" and span.field in {"display", "magnitude"}:
            value = json.dumps(figures[span.ref].value)
        said = sentence.text[span.start : span.end]
        known = span.field == "mark" and span.ref in told
        runs.append(Segment(kind=span.kind, text=said, ref=span.ref, field=span.field or "", value=value, told=known))
        at = span.end
    if at < len(sentence.text):
        runs.append(Segment(kind="text", text=sentence.text[at:]))
    return runs


def _told(sentence: Sentence, document: AnswerDocument) -> set[str]:
    """The sources that a sentence quotes whole, or but for the end; and those of a manifest that it quotes at all."""
    quoted: dict[str, int] = {}
    for span in sentence.spans:
        if span.kind == "quote":
            quoted[span.ref] = quoted.get(span.ref, 0) + span.end - span.start
    sources = [s for s in document.sources if s.id in quoted]
    return {s.id for s in sources if s.authority == "manifest" or quoted[s.id] >= _TOLD * len(s.quote)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The leading sentence, its bracket with interval and n set apart as small print."""

    said: list[Segment]
    fine: list[Segment]


def led(sentence: Sentence, document: AnswerDocument) -> Lead:
    """The runs of the leading sentence; a closing bracket that holds an n is its small print."""
    left = _last_bracket(sentence.text)
    if not any(s.field == "n" and 0 < left < s.start for s in sentence.spans):
        return Lead(said=segments(sentence, document), fine=[])
    inner = _part(sentence, left + 1, len(sentence.text) - 2)
    said = segments(_part(sentence, 0, left - 1), document)
    return Lead(said=[*said, Segment(kind="text", text=".")], fine=segments(inner, document))


def _last_bracket(text: str) -> int:
    """Where the bracket opens that a sentence ends with, 0 where there is none; brackets within it are part of it."""
    depth = 0
    for i in range(len(text) - 2, 0, -1) if text.endswith(").") else ():
        depth += {")": 1, "(": -1}.get(text[i], 0)
        if depth == 0:
            return i if text[i - 1] == " " else 0
    return 0


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    """A part of a sentence, its spans moved along."""
    within = [s for s in sentence.spans if start <= s.start and s.end <= end]
    moved = tuple(replace(s, start=s.start - start, end=s.end - start) for s in within)
    return Sentence(text=sentence.text[start:end], spans=moved)


@cache
def _emphasis() -> MarkdownIt:
    """What reads the emphasis of a quotation and nothing else."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink", "html_inline", "entity"])


def quoted(text: str) -> Markup:
    """A raw quotation as HTML: its Markdown emphasis and its unseen signs shown, everything else escaped."""
    import nh3

    html = _emphasis().renderInline(" ".join(in_cells(text).split()))
    return isolated_html(Markup(nh3.clean(html, tags={"em", "strong", "code"}, attributes={})))  # noqa: S704 cleaned in this line


#: A quotation beside its mark has so many characters.
_BESIDE = 300


def truncated(quote: Markup) -> Markup:
    """A quotation cut to what stands beside its mark, between words and outside of markup."""
    if len(quote) <= _BESIDE:
        return quote
    cut = str(quote.striptags())[:_BESIDE].rpartition(" ")[0]
    return shown(f"{cut} …")


def embedded(document: AnswerDocument) -> Markup:
    """The document as JSON that can stand in a script element."""
    text = json.dumps(as_json(document), ensure_ascii=False, separators=(",", ":"))
    return in_script(text)


def style_sheet(cache_folder: Path) -> tuple[Markup, str]:
    """The style sheet with its fonts inside, and its digest for the content security policy."""
    css = environment().get_template("page.css").render(faces=faces(cache_folder))
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Markup(css), f"sha256-{digest}"  # noqa: S704 our own file


@cache
def environment() -> Environment:
    """The Jinja environment of all pages: everything is escaped, an undefined name is an error."""
    made = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalized,
    )
    made.globals |= {"segments": segments, "led": led, "tables": tables, "column": column, "checks_after": checks_after}
    made.globals |= {"spec_of": spec_of, "interval_method": interval_method}
    made.globals |= {"granted": granted, "not_taken": not_taken, "by_reason": by_reason}
    made.globals |= {"fees": FEES, "markings": MARKINGS, "verdicts": VERDICTS, "statuses": STATUSES}
    made.filters |= {"bare": bare, "small": small, "quoted": quoted, "truncated": truncated, "shown": shown}
    return made


@cache
def themed(theme: tuple[tuple[str, str], ...]) -> Environment:
    """The environment of reports: a house's own templates before the shipped ones."""
    if not theme:
        return environment()
    made = environment().overlay(loader=ChoiceLoader([DictLoader(dict(theme)), PackageLoader("templates", "")]))
    made.globals = environment().globals
    return made


def render_page(
    document: AnswerDocument, cache_folder: Path, template: str = "answer.html", extra: Mapping[str, object] | None = None
) -> str:
    """A document as one self-contained HTML page; `extra` is what only this template shows."""
    style, digest = style_sheet(cache_folder)
    shown = {"doc": document, "style": style, "digest": digest, "embedded": embedded(document), "badges": badges(document)}
    shown["pictures"] = pictures(document, cache_folder)
    return environment().get_template(template).render(**shown, **(extra or {}))
