"""Many questions answered in one process, or in several: a page for each in a folder, or lines of JSON."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus.errors import HedgeciteError
from reports.processes import Processes
from reports.questions_file import Asked, read_questions

if TYPE_CHECKING:
    from qa.answer import Materials
    from reports.commands.chosen import Chosen
    from reports.pages.render import Format

#: The list of what was answered, beside the pages.
INDEX = "index.csv"
_HEAD = ("line", "question", "file", "status", "title", "fault")
_SUFFIX = {"text": "txt", "md": "md", "html": "html", "json": "json"}
#: A bar is shown from so many questions on.
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one question: a page, or a fault."""

    asked: Asked
    status: str = ""
    title: str = ""
    page: str = ""
    #: words on standard error that go with the page
    notices: tuple[str, ...] = ()
    fault: str = ""


#: Answers a question, whatever comes of it.
Answering = Callable[[Asked], Outcome]


def ask_batch(file: Path, form: str, out: Path | None, jobs: int, chosen: Chosen) -> int:
    """Answer the questions of a file in their order; 1 where some could not be answered, else 0.

    A question that can't be answered is named on standard error, and the others are answered all the same.
    """
    asked = read_questions(file)
    with _answering(chosen, "json" if out is None else form, min(jobs, len(asked))) as outcomes:
        told = _told(outcomes(asked), file, len(asked))
        done = _to_folder(told, out, form, len(asked)) if out else _to_lines(told)
    return int(any(outcome.fault for outcome in done))


@contextmanager
def _answering(chosen: Chosen, form: str, jobs: int) -> Iterator[Callable[[Sequence[Asked]], Iterator[Outcome]]]:
    """How questions become outcomes, in their order: here, or in processes that end with the block."""
    answered = answerer(chosen, form)
    if jobs <= 1:
        yield lambda asked: map(answered, asked)
        return
    with ExitStack() as stack:

        def outcomes(asked: Sequence[Asked]) -> Iterator[Outcome]:
            # the first is answered here, which builds an index that is missing once and not in every process
            yield from map(answered, asked[:1])
            processes = stack.enter_context(Processes(jobs, partial(_begin, chosen, form)))
            yield from processes.map(_in_worker, asked[1:])

        yield outcomes


def answerer(chosen: Chosen, form: str) -> Answering:
    """Answers one question after the other from materials that are read once."""
    from reports.desk import materials_of, model_of

    desk = chosen.open()
    materials = materials_of(desk, chosen.backtests, chosen.corpus, chosen.date, model=model_of(chosen.model))
    return partial(_outcome, materials=materials, form=form, cache=desk.cache)


def _outcome(asked: Asked, materials: Materials, form: str, cache: Path) -> Outcome:
    from qa.answer import answer
    from reports.commands.notices import notices
    from reports.pages.render import render

    try:
        document = answer(asked.text, materials)
        page = render(document, cast("Format", form), cache)
    except HedgeciteError as error:
        return Outcome(asked=asked, fault=str(error))
    return Outcome(
        asked=asked,
        status=document.status,
        title=document.title.text,
        page=page,
        notices=notices(materials.search, document),
    )


_worker: list[Answering] = []


def _begin(chosen: Chosen, form: str) -> None:
    _worker.append(answerer(chosen, form))


def _in_worker(asked: Asked) -> Outcome:
    return _worker[0](asked)


def _told(outcomes: Iterable[Outcome], file: Path, whole: int) -> Iterator[Outcome]:
    """Names each fault as it comes, and each notice once; on a terminal a bar shows how far it is."""
    from reports.commands.progress import stepping

    noticed: set[str] = set()
    with stepping("answering", whole if whole > _FEW else 0) as done:
        for outcome in outcomes:
            if outcome.fault:
                print(f"hedgecite: {file}:{outcome.asked.line}: {outcome.fault}", file=sys.stderr)
            for notice in outcome.notices:
                if notice not in noticed:
                    print(f"hedgecite: {notice}", file=sys.stderr)
                    noticed.add(notice)
            done()
            yield outcome


def _to_folder(outcomes: Iterable[Outcome], out: Path, form: str, whole: int) -> list[Outcome]:
    """Write each page as it comes, and in the end, or where that comes early, the list of them."""
    from reports.files import write_whole

    done: list[Outcome] = []
    width = len(str(whole))
    try:
        for outcome in outcomes:
            if not outcome.fault:
                write_whole(out / _name(len(done) + 1, width, outcome, form), outcome.page)
            done.append(replace(outcome, page=""))
    finally:
        write_whole(out / INDEX, _index(done, width, form))
    answered = sum(not outcome.fault for outcome in done)
    print(f"wrote {answered} of {whole} answers and {out / INDEX}", file=sys.stderr)
    return done


def _name(number: int, width: int, outcome: Outcome, form: str) -> str:
    """A page's file name: the question's number in the file, which is its own, and its words."""
    from qa.write.citation import slug_of

    return f"{number:0{width}d}-{slug_of(outcome.asked.text)}.{_SUFFIX[form]}"


def _index(done: Sequence[Outcome], width: int, form: str) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_HEAD)
    for number, outcome in enumerate(done, start=1):
        file = "" if outcome.fault else _name(number, width, outcome, form)
        writer.writerow((outcome.asked.line, outcome.asked.text, file, outcome.status, outcome.title, outcome.fault))
    return lines.getvalue()


def _to_lines(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Print each outcome as a line of JSON as it comes."""
    done: list[Outcome] = []
    for outcome in outcomes:
        what = {"fault": outcome.fault} if outcome.fault else {"answer": json.loads(outcome.page)}
        line = {"line": outcome.asked.line, "question": outcome.asked.text, **what}
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")), flush=True)
        done.append(replace(outcome, page=""))
    return done
