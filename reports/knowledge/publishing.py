"""An edition of the site: which questions are published, under which names and dates, and what each page says of its past."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from corpus.errors import HedgeciteError, WrongUseError
from qa.document import AnswerDocument
from qa.numerals import write_date
from reports.knowledge.article import Edit, Told, cleaned, short_slug
from reports.knowledge.links_check import Read, broken_links
from reports.knowledge.memory import FALSE, STALE, Remembered, correction, remembered, standing, to_state
from reports.knowledge.places import article_path, is_earlier
from reports.knowledge.settings import Site
from reports.knowledge.site import Files, Moved, digests
from reports.questions import DeskQuestion

#: States in which a question is on the site.
SHOWN = ("approved", "published")
_MARKS = {
    "partial": "Partly answered: what could not be computed is named below.",
    "declined": "Not answered: this page says why.",
    "clarify": "Not answered: the question can be read in several ways.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a page of the desk stands: to be made, as it was, changed, left out."""

    slug: str
    question: str
    #: `new`, `clean`, `stale`, `false`, `left out`, `gone`
    what: str
    why: str = ""


class Answered(NamedTuple):
    """A question of the desk with its article, not dated yet."""

    question: DeskQuestion
    document: AnswerDocument
    #: what it says otherwise than the page that is published; empty where that says the same, or there is none
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The articles of an edition, before the site is made of them."""

    articles: tuple[tuple[AnswerDocument, tuple[str, ...]], ...]
    standings: tuple[Standing, ...]
    #: earlier editions of pages that changed: the place of each and the slug whose present page goes there
    kept: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[Moved, ...] = ()


def slug_for(question: DeskQuestion, before: Mapping[str, Remembered]) -> str:
    """The page's name: the desk's, else that under which the question was published, else made of its words."""
    if question.slug:
        return question.slug
    known = next((slug for slug, one in before.items() if one.question == question.text), None)
    return known or short_slug(question.title or cleaned(question.text))


def told_of(question: DeskQuestion, site: Site, before: Mapping[str, Remembered]) -> Told:
    """What the desk says of a question's article, but for its dates."""
    slug = slug_for(question, before)
    byline = question.editor or site.house.byline
    return Told(
        house=site.house.name,
        byline=byline,
        slug=slug,
        title=question.title or "",
        category=question.category or "",
        tags=question.tags,
        intro=question.intro,
        edits=tuple(Edit(was=e.was, now=e.now) for e in question.edit),
        url=f"{site.url}{article_path(slug)}" if site.url else "",
    )


def edition_of(answers: Sequence[Answered], before: Mapping[str, Remembered], day: str | None, *, force: bool) -> Edition:
    """The articles of an edition made on a day, dated and corrected by what was published before.

    Raises
    ------
    WrongUseError
        Two questions have one slug, or a day is needed and none is told.
    """
    articles: list[tuple[AnswerDocument, tuple[str, ...]]] = []
    standings: list[Standing] = []
    kept: dict[str, str] = {}
    seen: dict[str, str] = {}
    for question, document, changed in answers:
        view = document.article
        assert view is not None, "it is an article"
        if view.slug in seen:
            raise WrongUseError(
                f"{question.text!r} and {seen[view.slug]!r} would have one page, {view.slug}",
                where="questions", mend="give one of them another slug",
            )  # fmt: skip
        seen[view.slug] = question.text
        if document.status != "answered" and not force:
            why = document.reason.text if document.reason else _MARKS[document.status]
            standings.append(Standing(slug=view.slug, question=question.text, what="left out", why=f"{document.status}: {why}"))
            continue
        made, what, earlier = _dated(question, document, before.get(view.slug), day)
        kept |= earlier
        articles.append((made, question.also))
        why = changed if what in {FALSE, STALE} else ""
        standings.append(Standing(slug=view.slug, question=question.text, what=what, why=why))
    gone = [
        Standing(slug=slug, question=one.question, what="gone", why="it is no longer approved, or no longer answered")
        for slug, one in before.items()
        if slug not in {d.article.slug for d, _ in articles if d.article}
    ]
    return Edition(
        articles=tuple(articles),
        standings=(*standings, *gone),
        kept=kept,
        moved=_moved([a.question for a in answers], articles, before),
    )


def marked(document: AnswerDocument) -> AnswerDocument:
    """The article with its mark where it is not answered in full, as pages are remembered."""
    assert document.article is not None, "it is an article"
    return replace(document, article=replace(document.article, mark=_MARKS.get(document.status, "")))


def _dated(
    question: DeskQuestion, document: AnswerDocument, before: Remembered | None, day: str | None
) -> tuple[AnswerDocument, str, dict[str, str]]:
    """The article with its dates and corrections, how it stands, and where its earlier edition goes."""
    made = marked(document)
    view, now = made.article, remembered(made)
    assert view is not None, "it is an article"
    published = question.published.isoformat() if question.published else before.published if before else None
    published = published or _day(day, question.text)
    updated, corrections = (before.updated, before.corrections) if before else (None, ())
    what, kept = (standing(now, before), {}) if before else ("new", {})
    if before and what == FALSE:
        updated = _day(day, question.text)
        path = article_path(f"{view.slug}.{before.updated or before.published}")
        corrections = (correction(now, before, updated, path.removeprefix("articles/")), *corrections)
        kept = {path: view.slug}
    elif before and what == STALE:
        updated = _day(day, question.text)
    dated = replace(
        view,
        published=published,
        published_display=write_date(published),
        updated=updated,
        updated_display=write_date(updated) if updated else None,
        corrections=corrections,
    )
    from qa.write.citation import cite

    date = updated or published
    made = replace(made, article=dated, date=date, date_display=write_date(date), citation=cite(view.title, date, view.house))
    return made, what, kept


def _day(day: str | None, question: str) -> str:
    if day is None:
        raise WrongUseError(
            f"the day on which {question!r} is published or changed is not told", where="--date", mend="give --date YYYY-MM-DD"
        )
    return day


def _moved(
    questions: Sequence[DeskQuestion],
    articles: Sequence[tuple[AnswerDocument, tuple[str, ...]]],
    before: Mapping[str, Remembered],
) -> tuple[Moved, ...]:
    """Former names of articles: those that the desk lists, and those under which the same question stood before."""
    views = {document.question: view for document, _ in articles if (view := document.article)}
    own = {view.slug for view in views.values()}
    found: dict[str, Moved] = {}
    for question in questions:
        view = views.get(question.text)
        if view is None:
            continue
        former = [*question.was, *(slug for slug, one in before.items() if one.question == question.text)]
        found |= {old: Moved(slug=old, to=view.slug, title=view.title) for old in former if old not in own}
    return tuple(found[slug] for slug in sorted(found))


_EARLIER = "This is an earlier edition of the page."


def with_history(files: Files, edition: Edition, before: Mapping[str, bytes]) -> Files:
    """The site's files with earlier editions of its pages, and what is remembered for the next.

    Raises
    ------
    HedgeciteError
        A link within the site leads nowhere.
    """
    found = dict(files)
    own = {view.slug for document, _ in edition.articles if (view := document.article)}
    for path, content in before.items():
        slug = path.removeprefix("articles/").partition(".")[0]
        if is_earlier(path) and slug in own:
            found.setdefault(path, content)
    for path, slug in edition.kept.items():
        old = before.get(article_path(slug))
        if old is not None:
            found.setdefault(path, earlier_page(old, slug))
    read: Read = {}
    found = {**_orphans(found, before, read), **found}
    if broken := [line for line in broken_links(found, read) if not _outdated(line)]:
        raise HedgeciteError(f"{broken[0]} (and {len(broken) - 1} more)", where="site", mend="please report this")
    articles = {v.slug: remembered(d) for d, _ in edition.articles if (v := d.article)}
    state = {"articles": to_state(articles), "files": digests(found)}
    found["site.json"] = (json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    return found


def _outdated(line: str) -> bool:
    """Whether a link of an earlier edition leads to a passage that no article cites any more, on a page that is still there."""
    page, _, rest = line.partition(": ")
    return is_earlier(page) and rest.endswith("leads to no place on its page")


def earlier_page(page: bytes, slug: str) -> bytes:
    """A page as an earlier edition: marked so, out of search engines, with a link to the present one."""
    text = page.decode().replace(_SCHEME, _HIDDEN + _SCHEME, 1)
    return text.replace(_MAIN, _MAIN + _notice(slug), 1).encode()


def as_published(page: bytes) -> bytes:
    """A page as it was first published: of an earlier edition the page without what marks it so; every other as it is."""
    text = page.decode(errors="replace")
    slug = next(iter(re.findall(_MAIN + _notice("([a-z0-9-]+)"), text)), None)
    if slug is None:
        return page
    first = text.replace(_HIDDEN + _SCHEME, _SCHEME, 1).replace(_MAIN + _notice(slug), _MAIN, 1).encode()
    return first if earlier_page(first, slug) == page else page


_SCHEME, _HIDDEN, _MAIN = '<meta name="color-scheme"', '<meta name="robots" content="noindex">\n', '<main id="m">'


def _notice(slug: str) -> str:
    return f'\n<p class="status"><b>{_EARLIER}</b> <a href="{slug}.html">The present one</a></p>'


def _orphans(files: Files, before: Mapping[str, bytes], read: Read) -> Files:
    """Pages and files of the present edition that earlier editions of articles still lead to."""
    needed: Files = {}
    for _ in range(2):
        held = files | needed
        for line in broken_links(held, read, is_earlier):
            _, _, rest = line.partition(": ")
            target = rest.split(" leads")[0].split("#")[0].removeprefix("../")
            for path in (target, f"articles/{target}"):
                if path in before and path not in held:
                    needed[path] = before[path]
    return needed
