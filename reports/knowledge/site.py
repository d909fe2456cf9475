"""The whole site from its articles: every file by its place, and what is remembered for the next edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.answer import Materials
from qa.document import AnswerDocument, Correction, as_json
from reports.knowledge import contents, doors, feeds
from reports.knowledge.article import with_reading
from reports.knowledge.contents import Entry, entry_of
from reports.knowledge.own_pages import own_pages
from reports.knowledge.page import render_article
from reports.knowledge.places import Within, article_path
from reports.knowledge.settings import Site
from reports.knowledge.shells import shell_of, style_files
from reports.knowledge.whole import Whole
from reports.pages.page import environment


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleJob:
    """All that an article's files are made of."""

    document: AnswerDocument
    site: Site
    links: Within
    cache: Path

    @property
    def key(self) -> str:
        """A digest of it."""
        told = json.dumps(as_json(self.document), ensure_ascii=False, sort_keys=True)
        shown = sorted(self.links.figures), sorted(self.links.terms), sorted(self.links.texts)
        return hashlib.sha256(f"{told}\n{self.site!r}\n{shown!r}".encode()).hexdigest()


Files = dict[str, bytes]
#: Makes the files of articles, in their order.
Making = Callable[[Sequence[ArticleJob]], Iterable[Files]]


def article_files(job: ArticleJob) -> Files:
    """An article's page, its document, its tables and its charts."""
    view = job.document.article
    assert view is not None, "it is an article"
    path, charts = article_path(view.slug), Files()

    def place(svg: str) -> str:
        name = f"charts/{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
        charts[name] = svg.encode()
        return f"../{name}"

    top = job.site.url
    trail = ((job.site.house.name, f"{top}index.html" if top else ""), (job.document.category, ""), (view.title, ""))
    table = f"{view.slug}.csv" if job.document.series else ""
    shell = shell_of(job.site, path, job.links, data=f"{view.slug}.json", table=table, trail=trail)
    page = render_article(job.document, job.cache, shell, job.links, place)
    files = charts | {path: page.encode()}
    files[f"articles/{view.slug}.json"] = (json.dumps(as_json(job.document), ensure_ascii=False, indent=1) + "\n").encode()
    if table:
        files[f"articles/{table}"] = feeds.tables_csv(job.document).encode()
    return files


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A former name of an article."""

    slug: str
    to: str
    title: str


def site_files(
    articles: Sequence[tuple[AnswerDocument, tuple[str, ...]]],
    site: Site,
    materials: Materials,
    cache: Path,
    moved: Sequence[Moved] = (),
    make: Making = lambda jobs: map(article_files, jobs),
) -> Files:
    """Every file of the site but earlier editions, by place."""
    entries = tuple(entry_of(document, also) for document, also in articles)
    links = _links(entries, materials)
    entries = tuple(replace(e, document=with_reading(e.document, contents.read_on(e, entries))) for e in entries)
    files = style_files(site, cache)
    jobs = [ArticleJob(document=e.document, site=site, links=replace(links, up="../"), cache=cache) for e in entries]
    for made in make(jobs):
        files |= made
    whole = Whole(
        site=site,
        entries=entries,
        materials=materials,
        provenance=contents.provenance_of(entries, materials.version),
        links=links,
        corrected=_corrected(entries),
    )
    files |= {path: page.encode() for path, page in own_pages(whole).items()}
    files[doors.LINES] = doors.articles_lines(entries).encode()
    files |= {doors.embed_path(e.slug): page.encode() for e in entries if (page := doors.embed(e, site)) is not None}
    for one in moved:
        files[article_path(one.slug)] = _moved(one, site).encode()
    return files | _for_machines(entries, links, site)


def _links(entries: Sequence[Entry], materials: Materials) -> Within:
    """The figures, terms and texts that have a page: those that an article shows, and the glossary's."""
    held = {d.path for d in materials.library.documents}
    cited = {s.document for e in entries for s in e.document.sources}
    return Within(
        figures=frozenset(contents.figures_used(entries)),
        terms=frozenset(t.slug for t in materials.library.glossary.terms),
        texts=frozenset(cited & held),
    )


def _corrected(entries: Sequence[Entry]) -> tuple[tuple[Correction, str, str], ...]:
    found = [(c, e.reading.title, e.reading.url) for e in entries if e.document.article for c in e.document.article.corrections]
    return tuple(sorted(found, key=lambda item: (item[0].date, item[1]), reverse=True))


def _moved(one: Moved, site: Site) -> str:
    canonical = f"{site.url}{article_path(one.to)}" if site.url else ""
    return environment().get_template("knowledge/moved.html").render(title=one.title, to=f"{one.to}.html", canonical=canonical)


def _for_machines(entries: Sequence[Entry], links: Within, site: Site) -> Files:
    dates = {e.reading.url: e.document.date for e in entries if e.document.date}
    paths = contents.paths_of(entries, dict.fromkeys(sorted(links.figures)), sorted(links.texts))
    return {
        "feed.xml": feeds.atom(entries, site).encode(),
        "sitemap.xml": feeds.sitemap(paths, dates, site).encode(),
        "robots.txt": feeds.robots(site).encode(),
        "search.json": feeds.search_index(entries).encode(),
    }


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """A digest of each file."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
