"""An article by itself: one page with everything inside, and its document beside it."""

from __future__ import annotations

from pathlib import Path

from qa.document import AnswerDocument
from reports.files import write_together
from reports.knowledge.doors import fragment
from reports.knowledge.page import Alone, alone, render_article
from reports.pages.house import House
from reports.pages.render import render


def write_fragment(document: AnswerDocument, folder: Path) -> Path:
    """Write an article as HTML for a content system into a folder, under its slug."""
    assert document.article is not None, "it is an article"
    file = folder / f"{document.article.slug}.fragment.html"
    write_together({file: fragment(document)})
    return file


def write_article(document: AnswerDocument, folder: Path, cache: Path, house: House) -> tuple[Path, Path]:
    """Write an article's page and its JSON document into a folder, under its slug."""
    assert document.article is not None, "it is an article"
    page, data = (folder / f"{document.article.slug}.{suffix}" for suffix in ("html", "json"))
    text = render_article(document, cache, alone(cache, house.colours, house.logo), Alone())
    write_together({page: text, data: render(document, "json", cache)})
    return page, data
