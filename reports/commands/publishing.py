"""The knowledge base published from the desk's questions, and checked against what would be published now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WrongUseError
from reports.commands.progress import stepping
from reports.editions import Editions
from reports.knowledge.article import article_of
from reports.knowledge.held import Held
from reports.knowledge.memory import Remembered, answer_digest, from_state
from reports.knowledge.publishing import SHOWN, Answered, Edition, Standing, edition_of, marked, told_of, with_history
from reports.knowledge.site import ArticleJob, Files, article_files, site_files
from reports.processes import Processes
from reports.questions import DeskQuestion, read_desk_questions

if TYPE_CHECKING:
    from qa.answer import Materials
    from reports.commands.chosen import Chosen
    from reports.desk import Desk
    from reports.knowledge.settings import Site

#: What publishing does to a page, by how it stands.
_WORDS = {"false": "corrected", "stale": "updated"}
#: A bar is shown from so many pages on.
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be published, and how."""

    questions: Path
    out: Path
    date: str | None = None
    jobs: int = 1
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A desk opened for publishing."""

    desk: Desk
    materials: Materials
    site: Site
    before: dict[str, Remembered]
    #: where the site stands
    out: Path

    def answer(self, question: DeskQuestion) -> Answered:
        """A question's article, without dates, and what it says otherwise than the page that stands there."""
        from qa.answer import answer

        told = told_of(question, self.site, self.before)
        document = article_of(answer(question.text, self.materials), self.materials, told)
        before = self.before.get(told.slug)
        if before is None or before.answer == answer_digest(marked(document)):
            return Answered(question, document)
        from reports.impact.naming import why_changed

        return Answered(question, document, why_changed(document, self.out))


def publish(wanted: Wanted, chosen: Chosen) -> int:
    """Publish the approved questions of a file; 1 where some were left out, else 0."""
    editions = Editions(wanted.out)
    editions.refuse()
    asked = _asked(wanted)
    making = _opened(wanted, chosen, editions)
    present = editions.current()
    with _working(wanted, chosen, min(wanted.jobs, len(asked))) as each:
        edition = _edition(wanted, making, asked, each)
        if not edition.articles:
            raise WrongUseError("no question can be published", where=str(wanted.questions), mend=_hint(edition.standings))
        files = _files(making, edition, each, present)
    whole = with_history(files, edition, present)
    _tell(edition.standings)  # what changes is named before the switch, and by what
    changed = editions.publish(whole, present)
    _keep(wanted, chosen, making, edition, whole)
    rebuilt = sum(present.get(path) != content for path, content in whole.items())
    pages = sum(path.endswith(".html") for path in whole)
    done = f"{rebuilt} of {len(whole)} files new or changed" if changed else "nothing has changed"
    many = "article" if len(edition.articles) == 1 else "articles"
    print(f"{wanted.out}: {len(edition.articles)} {many}, {pages} pages in all; {done}")
    return int(any(s.what == "left out" for s in edition.standings))


def _keep(wanted: Wanted, chosen: Chosen, making: Making, edition: Edition, files: Files) -> None:
    """Keep what the articles rest on in the desk's vault, so that this edition is proved when there are later ones."""
    from reports.knowledge.places import article_path
    from reports.vault.keeping import Named, keep_inputs, keep_page

    named = Named(questions=wanted.questions)
    inputs = keep_inputs(making.desk, making.materials, chosen.backtests, chosen.corpus, named)
    for document, _ in edition.articles:
        if document.article is not None:
            page = article_path(document.article.slug)
            own = {path: files[path] for path in (page, page.replace(".html", ".json")) if path in files}
            keep_page(inputs, document, own)


def check(wanted: Wanted, chosen: Chosen) -> int:
    """Hold what is published against what would be now; 1 where a page is stale or false, else 0."""
    editions = Editions(wanted.out)
    making = _opened(wanted, chosen, editions)
    if not making.before:
        raise WrongUseError("holds no site", where=str(wanted.out), mend="publish it first")
    asked = _asked(wanted)
    with _working(wanted, chosen, min(wanted.jobs, len(asked))) as each:
        edition = _edition(replace(wanted, date=wanted.date or "9999-12-31"), making, asked, each)
    worst = [s for s in edition.standings if s.what != "clean"]
    for one in edition.standings:
        print(f"{one.what:9} {one.slug}{': ' + one.why if one.why else ''}")
    counts = {
        what: sum(s.what == what for s in edition.standings) for what in ("clean", "stale", "false", "new", "gone", "left out")
    }
    print(", ".join(f"{n} {what}" for what, n in counts.items() if n), file=sys.stderr)
    return int(any(s.what in {"stale", "false", "gone"} for s in worst))


def back(out: Path) -> int:
    """Go back to the edition before the present one."""
    name = Editions(out).back()
    print(f"{out}: back to edition {name}")
    return 0


def _asked(wanted: Wanted) -> list[DeskQuestion]:
    if not wanted.questions.is_file():
        raise WrongUseError("no such file", where=str(wanted.questions), mend='begin it with hedgecite questions add "QUESTION"')
    every = read_desk_questions(wanted.questions)
    asked = [q for q in every if q.state in SHOWN]
    if not asked:
        mend = (
            "approve some: hedgecite questions approve SLUG --by NAME"
            if every
            else 'begin with hedgecite questions add "QUESTION"'
        )
        raise WrongUseError("holds no approved question", where=str(wanted.questions), mend=mend)
    return asked


def _opened(wanted: Wanted, chosen: Chosen, editions: Editions) -> Making:
    from corpus.dates import is_iso_date

    if wanted.date is not None and not is_iso_date(wanted.date):
        raise WrongUseError(f"{wanted.date!r} is not a date", where="--date", mend="write it as YYYY-MM-DD")
    told = editions.state().get("articles")
    return _making(wanted, chosen, from_state(told) if isinstance(told, dict) else {})


def _making(wanted: Wanted, chosen: Chosen, before: dict[str, Remembered]) -> Making:
    from reports.desk import materials_of, model_of, site_of
    from reports.questions import read_corrections

    desk = chosen.open()
    materials = materials_of(desk, chosen.backtests, chosen.corpus, None, model=model_of(chosen.model))
    materials = replace(materials, corrections=read_corrections(wanted.questions))
    return Making(desk=desk, materials=materials, site=site_of(desk), before=before, out=wanted.out)


@contextmanager
def _working(wanted: Wanted, chosen: Chosen, jobs: int) -> Iterator[Callable[[], Processes] | None]:
    """Processes that answer and write pages, begun when first asked for; None where all is done here."""
    if jobs <= 1:
        yield None
        return
    told = Editions(wanted.out).state().get("articles")
    before = from_state(told) if isinstance(told, dict) else {}
    with ExitStack() as stack:
        yield cache(lambda: stack.enter_context(Processes(jobs, partial(_begin, wanted, chosen, before))))


def _edition(wanted: Wanted, making: Making, asked: Sequence[DeskQuestion], pool: Callable[[], Processes] | None) -> Edition:
    def answers() -> Iterator[Answered]:
        # the first is answered here, which builds an index that is missing once and not in every process
        yield from map(making.answer, asked[:1])
        rest = asked[1:]
        yield from pool().map(_answered, rest) if pool and rest else map(making.answer, rest)

    found = []
    with stepping("answering", len(asked) if len(asked) > _FEW else 0) as done:
        for one in answers():
            found.append(one)
            done()
    return edition_of(found, making.before, wanted.date, force=wanted.force)


def _files(making: Making, edition: Edition, pool: Callable[[], Processes] | None, present: Files) -> Files:
    def make(jobs: Sequence[ArticleJob]) -> Iterator[Files]:
        held = Held(making.desk.cache, present)
        same = [held.files_of(job) for job in jobs]
        due = [job for job, files in zip(jobs, same, strict=True) if files is None]
        made = pool().map(article_files, due) if pool and due else map(article_files, due)
        yield from (files for files in same if files is not None)
        with stepping("writing pages", len(due) if len(due) > _FEW else 0) as done:
            for job, files in zip(due, made, strict=True):
                held.keep(job, files)
                yield files
                done()

    return site_files(edition.articles, making.site, making.materials, making.desk.cache, edition.moved, make)


def _hint(standings: Sequence[Standing]) -> str:
    why = next((f"{s.slug}: {s.why}" for s in standings if s.why), "approve questions that are answered")
    return f"{why} (--force publishes it with its mark)"


def _tell(standings: Sequence[Standing]) -> None:
    """Name what was left out or changed."""
    for one in standings:
        if one.what in {"left out", "gone", "false", "stale"}:
            word = _WORDS.get(one.what, one.what)
            print(f"hedgecite: {one.slug}: {word}{'; ' + one.why if one.why else ''}", file=sys.stderr)


_worker: list[Making] = []


def _begin(wanted: Wanted, chosen: Chosen, before: dict[str, Remembered]) -> None:
    _worker.append(_making(wanted, chosen, before))


def _answered(question: DeskQuestion) -> Answered:
    return _worker[0].answer(question)
