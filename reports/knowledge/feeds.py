"""What machines read of the site: Atom, sitemap, robots, the search index, tables as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from corpus.signs import marked
from qa.document import AnswerDocument
from reports.knowledge.contents import Entry
from reports.knowledge.linked import described
from reports.knowledge.settings import Site

#: Entries of the feed.
_NEWEST = 50
_MIDNIGHT = "T00:00:00Z"


def atom(entries: Sequence[Entry], site: Site) -> str:
    """The newest articles as an Atom feed; its addresses are relative where the site's own isn't known."""
    dated = sorted((e for e in entries if e.document.date), key=lambda e: (e.document.date or "", e.slug), reverse=True)
    newest = max((e.document.date or "" for e in dated), default="1970-01-01")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<title>{escape(site.title)}</title>",
        f"<id>{escape(site.url or urn(site, 'feed'))}</id>",
        f"<updated>{newest}{_MIDNIGHT}</updated>",
        f"<author><name>{escape(site.house.name)}</name></author>",
        f'<link rel="self" href={quoteattr(site.url + "feed.xml")}/>',
        f'<link rel="alternate" href={quoteattr(site.url + "index.html")}/>',
    ]
    for entry in dated[:_NEWEST]:
        lines += _item(entry, site)
    return "\n".join([*lines, "</feed>", ""])


def urn(site: Site, name: str) -> str:
    """A name for what has no address yet."""
    return f"urn:hedgecite:{quote(site.house.name)}:{name}"


def _item(entry: Entry, site: Site) -> list[str]:
    view, document = entry.document.article, entry.document
    assert view is not None, "it is an article"
    address = site.url + entry.reading.url
    return [
        "<entry>",
        f"<title>{escape(marked(view.title))}</title>",
        f"<id>{escape(address if site.url else urn(site, view.slug))}</id>",
        f"<link href={quoteattr(address)}/>",
        f"<published>{view.published or document.date}{_MIDNIGHT}</published>",
        f"<updated>{document.date}{_MIDNIGHT}</updated>",
        f"<category term={quoteattr(document.category)}/>",
        f"<summary>{escape(marked(described(document)))}</summary>",
        "</entry>",
    ]


def sitemap(paths: Sequence[str], dates: dict[str, str], site: Site) -> str:
    """The sitemap: pages with the day of their last change where it is known."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for path in paths:
        changed = f"<lastmod>{dates[path]}</lastmod>" if path in dates else ""
        lines.append(f"<url><loc>{escape(site.url + quote(path))}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots(site: Site) -> str:
    """Everything may be read."""
    where = f"Sitemap: {site.url}sitemap.xml\n" if site.url else ""
    return f"User-agent: *\nAllow: /\n{where}"


def search_index(entries: Sequence[Entry]) -> str:
    """More words to find each article by: other wordings, tags, terms, headings, titles of figures."""
    found = {}
    for entry in entries:
        document = entry.document
        words = [*entry.also, *document.tags, document.title.text, *(t.name for t in document.terms)]
        words += [a for t in document.terms for a in t.aliases]
        words += [s.heading.text for s in document.sections if s.kind != "cards"]
        words += sorted({f.title for f in document.figures if f.basis not in {"none", "stated"}})
        found[entry.reading.url] = " ".join(dict.fromkeys(words))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def tables_csv(document: AnswerDocument) -> str:
    """The series of an article, a row a point, with every digit."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("series", "title", "unit", "scope", "label", "value", "low", "high", "n"))
    for series in document.series:
        for p in series.points:
            ends = (p.interval.low, p.interval.high) if p.interval else ("", "")
            writer.writerow(
                (series.key, series.title, series.unit, series.scope, p.label, "" if p.value is None else p.value, *ends, p.n)
            )
    return lines.getvalue()
