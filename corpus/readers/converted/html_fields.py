"""What a page says of itself: title, author, byline, date, tags, terms, disclaimer and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from corpus.readers.converted.html_blocks import words_of
from corpus.readers.converted.html_names import without_site
from corpus.readers.furniture import without_counters
from corpus.readers.normal import Block, Normal, clean, day_of
from corpus.readers.saved_page import TERMS, author_of, is_byline
from corpus.readers.text import date_of

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->")
_HTTP = ("http://", "https://")
#: Above the first paragraph of so many characters stand byline, tags and labels.
_PROSE = 160
_ARTICLES = {"article", "newsarticle", "blogposting", "webpage", "techarticle", "report", "qapage", "scholarlyarticle"}


def fields_of(tree: etree._Element, text: str) -> Normal:
    """The fields that a page states in its head, or marks in its body."""
    meta = _meta(tree)
    data = _linked_data(tree)
    saved = _SAVED_FROM.search(text[:4096])
    canonical = next((e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    url = next((u for u in (canonical, meta.get("og:url"), saved[1] if saved else None) if u and u.startswith(_HTTP)), None)
    dates = (
        meta.get("article:published_time"),
        _text(data.get("datePublished")),
        meta.get("date"),
        meta.get("dcterms.date"),
        _time(tree),
    )
    return Normal(
        text="",
        title=_title(tree, meta, data),
        author=_author(tree, meta, data),
        date=next((d for d in map(day_of, dates) if d), None),
        tags=_tags(tree, meta),
        disclaimer=_disclaimer(tree),
        url=url,
    )


def taken_out(blocks: list[Block], said: Normal) -> tuple[list[Block], Normal]:
    """The blocks without byline, tags and list of terms, which become fields where the head has none."""
    prose = next((i for i, b in enumerate(blocks) if b.sort == "paragraph" and len(b.text) >= _PROSE), len(blocks))
    by = next((b.text for b in blocks[:prose] if b.sort == "paragraph" and is_byline(b.text)), None)
    told = {*said.tags, said.author, said.disclaimer}
    kept = [b for i, b in enumerate(blocks) if not (b.text in told or (i < prose and b.text == by))]
    said = replace(
        said,
        byline=without_counters(by) if by else None,
        author=said.author or author_of(by),
        date=said.date or (date_of(by) if by else None),
    )
    at = next((i for i, b in enumerate(kept) if TERMS.match(b.text)), None)
    if at is None:
        return kept, said
    end = next((i for i in range(at + 1, len(kept)) if kept[i].sort == "heading" or len(kept[i].text) >= _PROSE), len(kept))
    listed = [part.strip() for b in kept[at + 1 : end] for part in re.split(r"[·•|,;]", b.text) if part.strip()]
    return kept[:at] + kept[end:], replace(said, terms=tuple(dict.fromkeys(listed)))


def _meta(tree: etree._Element) -> dict[str, str]:
    """The first value of each name among the meta elements."""
    found: dict[str, str] = {}
    for e in tree.iter("meta"):
        name, value = e.get("property") or e.get("name") or e.get("itemprop"), clean(e.get("content") or "")
        if name and value:
            found.setdefault(name.lower(), value)
    return found


def _linked_data(tree: etree._Element) -> dict[str, Any]:
    """The article among the page's JSON-LD, empty where there is none."""
    for e in tree.iter("script"):
        if e.get("type") != "application/ld+json" or len(e.text or "") > 200_000:  # noqa: PLR2004 more is no description of a page
            continue
        try:
            told = json.loads(e.text or "")
        except (ValueError, RecursionError):
            continue
        for entry in _entries(told):
            if str(entry.get("@type", "")).lower() in _ARTICLES:
                return entry
    return {}


def _entries(told: object) -> Iterator[dict[str, Any]]:
    for entry in told if isinstance(told, list) else [told]:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            yield from (e for e in graph if isinstance(e, dict)) if isinstance(graph, list) else ()


def _text(value: object) -> str | None:
    return clean(value) if isinstance(value, str) and value.strip() else None


def _title(tree: etree._Element, meta: dict[str, str], data: dict[str, Any]) -> str | None:
    """The one first heading, else what the head says."""
    first = [words_of(e) for e in tree.iter("h1")]
    stated = _text(data.get("headline")) or meta.get("og:title") or meta.get("twitter:title")
    whole = next((words_of(e) for e in tree.iter("title")), "")
    named = without_site(stated or whole, meta.get("og:site_name"))
    return next((t for t in first if t and (len(first) == 1 or t == named)), None) or named or next((t for t in first if t), None)


def _author(tree: etree._Element, meta: dict[str, str], data: dict[str, Any]) -> str | None:
    told = data.get("author")
    told = told[0] if isinstance(told, list) and told else told
    named = _text(told.get("name")) if isinstance(told, dict) else _text(told)
    marked = (
        e
        for e in tree.iter("a", "span", "address", "p", "div")
        if "author" in f"{e.get('rel') or ''} {e.get('itemprop') or ''}".split()
    )
    return meta.get("author") or named or next((t for e in marked if (t := words_of(e))), None)


def _time(tree: etree._Element) -> str | None:
    times = [e for e in tree.iter("time") if e.get("datetime")]
    published = [e for e in times if e.get("itemprop") == "datePublished" or e.get("pubdate") is not None]
    return next((e.get("datetime") for e in (*published, *times)), None)


def _tags(tree: etree._Element, meta: dict[str, str]) -> tuple[str, ...]:
    """Tags that are marked as such on the page, else the keywords of its head."""
    stated = [clean(e.get("content") or "") for e in tree.iter("meta") if (e.get("property") or "").lower() == "article:tag"]
    marked = [words_of(e) for e in tree.iter("a") if "tag" in (e.get("rel") or "").split()]
    named = [words_of(e) for e in _named(tree, {"tag"})]
    keywords = [word.strip() for word in meta.get("keywords", "").split(",")]
    chosen: Sequence[str] = next((found for found in (stated, marked, named, keywords) if any(found)), [])
    return tuple(dict.fromkeys(tag.lstrip("#") for tag in chosen if tag))


def _disclaimer(tree: etree._Element) -> str | None:
    return next((t for e in _named(tree, {"disclaimer", "risk-disclaimer"}) if (t := words_of(e))), None)


def _named(tree: etree._Element, names: set[str]) -> Iterator[etree._Element]:
    return (e for e in tree.iter(etree.Element) if names & {*(e.get("class") or "").split(), e.get("id") or ""})
