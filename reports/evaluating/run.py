"""A run of a set: its rates, stored on the desk, and what has changed since the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import HedgeciteError
from corpus.texts.documents import digest_of
from corpus.values import from_text, to_text
from qa.answer import Materials, answer
from reports.evaluating.judging import Judged, judge, unanswered
from reports.evaluating.question_set import Expected
from reports.files import write_whole

SCHEMA = "hedgecite/eval/1"
#: The folder of a desk in which the last run of each set stands.
FOLDER = "evals"
MARKS = ("kind", "status", "lead", "keys", "scope", "citations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of those that were judged are right."""

    name: str
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a set."""

    schema: str = SCHEMA
    #: name of the set's file
    name: str
    version: str
    corpus: str
    rates: tuple[Rate, ...]
    quotations: int
    misattributed: int
    fabricated: int
    out_of_context: int
    orphans: int
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What has changed since the last stored run of the same set."""

    #: rates of then, by name
    rates: tuple[Rate, ...]
    #: questions that are right now and were not, and the other way round
    mended: tuple[str, ...]
    broken: tuple[str, ...]
    #: questions that the last run did not have
    new: int


def evaluate(name: str, questions: Sequence[Expected], materials: Materials, done: Callable[[], None]) -> Run:
    """Answer every question of a set and judge the answers."""
    judged = []
    for expected in questions:
        try:
            judged.append(judge(expected, answer(expected.text, materials), materials.library))
        except HedgeciteError as error:
            judged.append(unanswered(expected, error))
        done()
    return Run(
        name=name,
        version=materials.version,
        corpus=materials.library.digest,
        rates=(*(_rate(mark, judged) for mark in MARKS), Rate(name="all", right=sum(j.is_right for j in judged), of=len(judged))),
        quotations=sum(j.cited.quotations for j in judged),
        misattributed=sum(len(j.cited.misattributed) for j in judged),
        fabricated=sum(len(j.cited.fabricated) for j in judged),
        out_of_context=sum(len(j.cited.out_of_context) for j in judged),
        orphans=sum(len(j.orphans) for j in judged),
        judged=tuple(judged),
    )


def _rate(mark: str, judged: Sequence[Judged]) -> Rate:
    own = [j.marks[mark] for j in judged if mark in j.marks]
    return Rate(name=mark, right=sum(own), of=len(own))


def last_run(root: Path, name: str) -> Run | None:
    """The last stored run of a set; None where there is none, or it can't be read."""
    try:
        found = from_text(Run, _file(root, name).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.schema == SCHEMA else None


def store(root: Path, run: Run) -> Path:
    """Keep a run as the last one of its set."""
    file = _file(root, run.name)
    write_whole(file, to_text(run) + "\n")
    return file


def _file(root: Path, name: str) -> Path:
    return root / FOLDER / f"{Path(name).stem}-{digest_of(name)[7:15]}.json"


def since(run: Run, last: Run) -> Since:
    """What has changed between two runs."""
    then, now = ({j.text: j.is_right for j in r.judged} for r in (last, run))
    both = [text for text in now if text in then]
    return Since(
        rates=last.rates,
        mended=tuple(text for text in both if now[text] and not then[text]),
        broken=tuple(text for text in both if then[text] and not now[text]),
        new=len(now) - len(both),
    )
