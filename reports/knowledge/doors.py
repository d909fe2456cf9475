"""Articles for other systems: fragments of HTML, lines of JSON, and one figure to embed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.document import AnswerDocument, as_json
from reports.knowledge.cards import lead_of
from reports.knowledge.contents import Entry
from reports.knowledge.linked import described
from reports.knowledge.listing import page_document
from reports.knowledge.places import Within, article_path
from reports.knowledge.settings import Site
from reports.knowledge.shells import shell_of
from reports.pages.page import embedded, environment

#: The articles for a content system, a line each.
LINES = "articles.jsonl"


def fragment(document: AnswerDocument) -> str:
    """An article as plain HTML for a content system: no head, no style, no script, places under its own name."""
    view = document.article
    assert view is not None, "it is an article"
    text = environment().get_template("knowledge/fragment.html").render(doc=document, view=view, slug=view.slug)
    return re.sub(r"\n\s*\n+", "\n", text).lstrip()


def articles_lines(entries: Sequence[Entry]) -> str:
    """Every article as a line of JSON, with its fragment and its document."""
    return "".join(json.dumps(_line(e.document), ensure_ascii=False, separators=(",", ":")) + "\n" for e in entries)


def _line(document: AnswerDocument) -> dict[str, object]:
    view = document.article
    assert view is not None, "it is an article"
    return {
        "slug": view.slug,
        "title": view.title,
        "url": view.url or article_path(view.slug),
        "category": document.category,
        "tags": list(document.tags),
        "author": view.byline,
        "published": view.published,
        "updated": view.updated,
        "status": document.status,
        "description": described(document),
        "html": fragment(document),
        "document": as_json(document),
    }


def embed_path(slug: str) -> str:
    """The page that others embed for an article's leading figure."""
    return f"embeds/{slug}.html"


def embed(entry: Entry, site: Site) -> str | None:
    """The leading figure with its interval and a link to the article; None where it leads with words."""
    lead, view = lead_of(entry.document), entry.document.article
    assert view is not None, "it is an article"
    if lead is None:
        return None
    figure = replace(lead, id="F1")
    made = replace(entry.document.provenance, command="")  # no question asks for it
    document = page_document(
        view.title, "One figure of an article.", site.house.name, made, figures=(figure,),
        standing=(view.kind, view.standing), disclosures=tuple(s for s in entry.document.disclosures if not s.spans),
    )  # fmt: skip
    path, links = embed_path(view.slug), Within(up="../")
    shell = replace(shell_of(site, path, links), pages=(), scripts=(), feed="", canonical="")
    page = {
        "doc": document,
        "view": document.article,
        "shell": shell,
        "links": links,
        "embedded": embedded(document),
        "figure": figure,
        "to": f"../{entry.reading.url}",
    }
    text = environment().get_template("knowledge/embed.html").render(**page)
    return re.sub(r"\n\s*\n+", "\n", text)
