"""An article by itself: one page with everything inside, and its document beside it."""

from __future__ import annotations

from pathlib import Path

from qa.document import AnswerDocument
from reports.files import write_together
from reports.knowledge.page import Alone, alone, render_article
from reports.pages.render import render


def write_article(document: AnswerDocument, folder: Path, cache: Path, colours: tuple[tuple[str, str], ...]) -> tuple[Path, Path]:
    """Write an article's page and its JSON document into a folder, under its slug."""
    assert document.article is not None, "it is an article"
    page, data = (folder / f"{document.article.slug}.{suffix}" for suffix in ("html", "json"))
    text = render_article(document, cache, alone(cache, colours), Alone())
    write_together({page: text, data: render(document, "json", cache)})
    return page, data
