"""Published sites: every page of a folder made again from the site's articles and the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.errors import HedgeciteError
from qa.answer import Materials
from qa.document import AnswerDocument
from qa.verify.strict import read_document
from reports.knowledge.doors import LINES
from reports.knowledge.places import article_path, safe
from reports.verify.bench import Bench, SiteAgain, reason_of
from reports.verify.remaking import CannotRemakeError, recorded

_STATE = "site.json"
#: So much of a digest stands on the page that tells how pages are made.
_DIGITS = 19


def site_of_page(file: Path) -> Path | None:
    """The folder of the site in which a file stands, at its top or one folder below; None where it stands in none."""
    above = file.absolute().parents
    return next((f for f in above[:2] if (f / _STATE).is_file() and (f / LINES).is_file()), None)


def is_own_page(document: AnswerDocument) -> bool:
    """Whether it is a page of the site itself: an index, a figure, a text, which no question asked for."""
    return document.article is not None and document.question is None and not document.provenance.command


def article_documents(folder: Path) -> dict[str, Path]:
    """The JSON documents of a site's articles by slug, in the order of the site.

    Raises
    ------
    CannotRemakeError
        The site's list of articles can't be read.
    """
    try:
        slugs = [json.loads(line)["slug"] for line in (folder / LINES).read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotRemakeError(f"{LINES} is no list of articles") from error
    if bad := next((s for s in slugs if not isinstance(s, str) or not safe(s)), None):
        raise CannotRemakeError(f"{LINES} names {bad!r}")
    return {slug: folder / article_path(slug).replace(".html", ".json") for slug in slugs}


def site_again(folder: Path, bench: Bench) -> SiteAgain:
    """The pages of a site, made again once for all that ask.

    Raises
    ------
    CannotRemakeError
        It can't be made again here.
    """
    if folder not in bench.sites:
        try:
            bench.sites[folder] = _again(folder, bench)
        except HedgeciteError as error:
            raise CannotRemakeError(reason_of(error)) from error
    return bench.sites[folder]


def _again(folder: Path, bench: Bench) -> SiteAgain:
    from reports.desk import QUESTIONS, site_of
    from reports.knowledge.site import site_files
    from reports.questions import read_desk_questions

    documents = [_read(file) for file in article_documents(folder).values()]
    also = {q.text: q.also for q in read_desk_questions(bench.desk.root / QUESTIONS)}
    materials = _materials(documents, bench)
    articles = [(d, tuple(also.get(d.question or "", ()))) for d in documents]
    try:
        files = site_files(articles, site_of(bench.desk), materials, bench.desk.cache)
    except (KeyError, ValueError, AssertionError) as error:  # whatever made-up documents do to the site's pages
        raise CannotRemakeError(f"its articles make no site: {type(error).__name__}") from error
    pages = {path: content for path, content in files.items() if path.endswith(".html")}
    return SiteAgain(pages=pages, moved=next(_moved(folder, documents, materials), ""))


def _read(file: Path) -> AnswerDocument:
    try:
        document, faults = read_document(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRemakeError(f"{file.name} can't be read") from error
    if document is None or document.article is None or faults:
        raise CannotRemakeError(f"{file.name} is no article")
    return document


def _materials(documents: list[AnswerDocument], bench: Bench) -> Materials:
    """The desk's with all its backtests, and those that articles name from elsewhere."""
    materials = bench.open((), None, None)
    known = {b.manifest.name for b in materials.backtests}
    told = (recorded(d.provenance.command) for d in documents)
    others = tuple(dict.fromkeys(name for t in told if t for name in t.backtests if name not in known))
    more = bench.open(others, None, None).backtests if others else ()
    return replace(materials, backtests=(*materials.backtests, *more))


def _moved(folder: Path, documents: list[AnswerDocument], materials: Materials) -> Iterator[str]:
    about = folder / "about.html"
    if not about.is_file() or materials.library.digest[:_DIGITS] not in about.read_text(encoding="utf-8", errors="replace"):
        yield "the texts have changed since the site was published"
    here = {b.manifest.name: b.read().digest for b in materials.backtests}
    for backtest in (b for d in documents for b in d.provenance.backtests):
        if backtest.until is None and here.get(backtest.name) != backtest.digest:
            yield f"the data of {backtest.name} have changed since the site was published"
