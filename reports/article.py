"""Articles: an answer as a page of a knowledge base, with its document beside it."""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup

from qa.document import AnswerDocument
from qa.write.citation import slug_of
from reports.files import write_whole
from reports.pages.page import render_page
from reports.pages.render import render


def write_article(document: AnswerDocument, folder: Path, cache_folder: Path, byline: str) -> tuple[Path, Path]:
    """Write the article page and its JSON document into a folder; the slug is made from the question."""
    slug = slug_of(document.question or document.title.text)
    page, data = folder / f"{slug}.html", folder / f"{slug}.json"
    write_whole(page, article_page(document, cache_folder, byline))
    write_whole(data, render(document, "json", cache_folder))
    return page, data


def article_page(document: AnswerDocument, cache_folder: Path, byline: str) -> str:
    """The page of an article."""
    extra = {"byline": byline, "linked": linked_data(document, byline)}
    return render_page(document, cache_folder, "article.html", extra)


def linked_data(document: AnswerDocument, byline: str) -> Markup:
    """JSON-LD: an `Article` with what it cites, and its terms."""
    cites = list(dict.fromkeys(s.title for s in document.sources))
    article: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": document.question or document.title.text,
        "author": {"@type": "Organization", "name": byline},
        "citation": [{"@type": "CreativeWork", "name": title} for title in cites],
        "about": [{"@type": "DefinedTerm", "name": t.name, "description": t.definition} for t in document.terms],
    }
    if document.date:
        article["datePublished"] = document.date
    text = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c"))  # noqa: S704 can't close the element
