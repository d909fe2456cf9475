"""JSON-LD of the knowledge base: articles with what they cite and review, terms, and where a page stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from qa.document import AnswerDocument
from reports.pages.said import VERDICTS
from reports.pages.signs import in_script

_CONTEXT = "https://schema.org"
#: How ratings are told: from false to true.
_RATINGS = {"inconsistent": 1, "not_ruled_out": 2, "consistent": 3}
Node = Mapping[str, object]
#: The house within a page's graph, named once.
_HOUSE = "#house"


def script(nodes: Sequence[Node]) -> Markup:
    """Nodes of one graph as JSON that can stand in a script element."""
    text = json.dumps({"@context": _CONTEXT, "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":"))
    return in_script(text)


def article_nodes(document: AnswerDocument, trail: Sequence[tuple[str, str]] = ()) -> list[Node]:
    """An article, the claims that it reviews, and its place in the site."""
    view = document.article
    assert view is not None, "it is an article"
    article: dict[str, object] = {
        "@type": "Article",
        "headline": view.title,
        "description": described(document),
        "author": {"@type": "Organization", "name": view.byline},
        "publisher": {"@id": _HOUSE, "@type": "Organization", "name": view.house},
        "articleSection": document.category,
        "keywords": list(document.tags),
        "citation": [{"@type": "CreativeWork", "name": t} for t in dict.fromkeys(s.title for s in document.sources)],
        "about": [{"@type": "DefinedTerm", "name": t.name} for t in document.terms],  # the glossary defines them
        "isAccessibleForFree": True,
    }
    if view.published:
        article["datePublished"] = view.published
    if view.updated or view.published:
        article["dateModified"] = view.updated or view.published
    if view.url:
        article["mainEntityOfPage"] = view.url
    return [article, *_reviews(document), *([breadcrumbs(trail)] if trail else [])]


def described(document: AnswerDocument) -> str:
    """The answer in short, with its verdict and what kind of result it is."""
    from reports.knowledge.cards import lead_of
    from reports.knowledge.headline import note_of, plain, verdict_of, whole

    figure = lead_of(document)
    said = whole(plain(document.summary[0])) if document.summary else note_of(document, after_number=False)
    _, verdict = verdict_of(document, figure)
    view = document.article
    kind = view.kind if view else ""
    return " ".join(x for x in (said, f"{verdict[0].upper()}{verdict[1:]}." if verdict else "", kind) if x)


def _reviews(document: AnswerDocument) -> list[Node]:
    """A review of each claim that was held against a figure."""
    view = document.article
    assert view is not None, "it is an article"
    held = {s.id: s for s in document.sources}
    found: list[Node] = []
    for claim in document.claims:
        if claim.verdict not in _RATINGS:
            continue
        source = held[claim.source]
        node: dict[str, object] = {
            "@type": "ClaimReview",
            "claimReviewed": " ".join(source.quote.split()),
            "author": {"@id": _HOUSE},
            "itemReviewed": {"@type": "Claim", "appearance": {"@type": "CreativeWork", "name": source.title}},
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": _RATINGS[claim.verdict],
                "worstRating": 1,
                "bestRating": 3,
                "alternateName": VERDICTS[claim.verdict],
            },
            "reviewBody": claim.note.text,
        }
        if view.published:
            node["datePublished"] = view.published
        if view.url:
            node["url"] = view.url
        found.append(node)
    return found


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Node:
    """Where a page stands: names and addresses from the top down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, **({"item": url} if url else {})}
            for place, (name, url) in enumerate(trail, start=1)
        ],
    }


def term_node(name: str, definition: str, url: str, aliases: Sequence[str]) -> Node:
    """A term of the glossary."""
    node: dict[str, object] = {"@type": "DefinedTerm", "name": name, "description": definition}
    if aliases:
        node["alternateName"] = list(aliases)
    return node | ({"url": url} if url else {})
