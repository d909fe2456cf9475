"""Made again: the answer to a recorded question, or a client's report, by the rules and from a bench."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import HedgeciteError
from qa.answer import Materials, answer
from qa.document import AnswerDocument
from qa.understand.followup import Earlier
from reports.questions import read_as
from reports.verify.articles import article_again
from reports.verify.bench import Bench, reason_of

_ASK, _REPORT = ["hedgecite", "ask"], ["hedgecite", "report"]
_OPTIONS = ("--backtest", "--corpus", "--date", "--after", "--figure", "--model")


class CannotRemakeError(Exception):
    """A document that can't be made again here, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A command that a document says it was made by."""

    question: str
    backtests: tuple[str, ...] = ()
    corpus: str | None = None
    date: str | None = None
    after: str | None = None
    #: the figure that whoever asked chose among readings
    figure: str | None = None


def recorded(command: str) -> Recorded | None:
    """The command of an answer, or None where it is none."""
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    if words[:2] != _ASK or len(words) < len(_ASK) + 1:
        return None
    question, *rest = words[2:]
    if len(rest) % 2 or any(name not in _OPTIONS for name in rest[::2]):
        return None
    told = list(zip(rest[::2], rest[1::2], strict=True))
    single = dict(told)
    return Recorded(
        question=question,
        backtests=tuple(value for name, value in told if name == "--backtest"),
        corpus=single.get("--corpus"),
        date=single.get("--date"),
        after=single.get("--after"),
        figure=single.get("--figure"),
    )


def remakes(document: AnswerDocument, file: Path, bench: Bench) -> tuple[AnswerDocument, ...]:
    """The document made again, in each way in which its command can be meant.

    Raises
    ------
    CannotRemakeError
        It can't be made again here.
    """
    try:
        if document.report is not None or document.kind == "report":
            return (_report(document, file, bench),)
        return tuple(_answers(document, file, bench))
    except HedgeciteError as error:
        raise CannotRemakeError(reason_of(error)) from error


def opened(document: AnswerDocument, file: Path, bench: Bench) -> Materials:
    """What a document is made again from, with the options that it names.

    Raises
    ------
    CannotRemakeError
        They can't be had here.
    """
    told = recorded(document.provenance.command)
    try:
        return bench.open(told.backtests if told else (), _folder(told.corpus, file, bench) if told else None, None)
    except HedgeciteError as error:
        raise CannotRemakeError(reason_of(error)) from error


def _answers(document: AnswerDocument, file: Path, bench: Bench) -> Iterator[AnswerDocument]:
    told = recorded(document.provenance.command)
    if told is None:
        raise CannotRemakeError("its command is none that makes an answer")
    after = _earlier(told.after, document.parent, file, bench)
    corpus = _folder(told.corpus, file, bench)
    # a page names the backtests that it used, be they asked for or not
    for backtests in dict.fromkeys(((), told.backtests)):
        materials = bench.open(backtests, corpus, told.date)
        if told.corpus:
            own = tuple(w for o in (("--corpus", told.corpus),) for w in o)
            materials = replace(materials, options=_with_corpus(materials.options, own))
        if told.figure:
            materials = read_as(materials, told.question, told.figure)
        wanted = (told.question, backtests, corpus, told.date, after, told.figure)
        made = bench.once(wanted, lambda m=materials: answer(told.question, m, after))  # type: ignore[misc]
        yield made if document.article is None else article_again(document, made, materials, bench.desk, bench.house)


def _with_corpus(options: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """The options with the folder of texts as the page names it."""
    if "--corpus" not in options:
        return options
    at = options.index("--corpus")
    return (*options[:at], *own, *options[at + 2 :])


def _folder(name: str | None, file: Path, bench: Bench) -> Path | None:
    """The folder of texts that a command names; of an absolute path a page keeps the last name alone."""
    if name is None or bench.version is not None:  # of what was kept there is one folder
        return None
    if bench.closed:
        raise CannotRemakeError("it was answered from other texts than the desk's")
    places = (Path(name), bench.desk.root / name, file.parent / name)
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise CannotRemakeError(f"the folder of texts {name} is not here")
    return found


def _earlier(name: str | None, parent: str | None, file: Path, bench: Bench) -> Earlier | None:
    """The answer that it goes on from, which must be the one that it names."""
    from reports.earlier import earlier_of

    if name is None:
        return None
    if bench.closed:
        raise CannotRemakeError("the answer that it goes on from was not sent with it")
    for place in (file.parent / name, Path(name), bench.desk.root / name):
        if place.is_file():
            earlier = earlier_of(place)
            if earlier is not None and earlier.id == parent:
                return earlier
    raise CannotRemakeError(f"the earlier answer {name} is not here")


def _report(document: AnswerDocument, file: Path, bench: Bench) -> AnswerDocument:
    from reports.monthly.gather import Making
    from reports.monthly.report import monthly_report
    from reports.monthly.restated import EARLIER, earlier_of
    from reports.monthly.short import shortened
    from reports.monthly.workshop import lent

    told = document.report
    if told is None:
        raise CannotRemakeError("it is a report of nobody")
    client = next((c for c in bench.clients if c.name == told.client), None)
    if client is None:
        raise CannotRemakeError(f"no list of clients here has {told.client!r}")
    shop = bench.shop(tuple(sorted(set(client.backtests))))
    making = Making(
        actual=shop.named[client.actual].read() if client.actual else None,
        legends=bench.legends,
        materials=shop.materials,
        made=document.date,
        lent=lent(client, shop),
        note=_note(document),
        house=bench.house.name,
        # a report restates the one before it as that stood then, whatever has been published since
        earlier=earlier_of(bench.desk.root / EARLIER if bench.version else file.parent, client.id, told.month),
    )
    wanted = (client.id, told.month, document.date, making.note, making.earlier)
    whole = bench.once(wanted, lambda: monthly_report(client, told.month, shop.named[client.backtest].read(), making))
    return whole if told.form == "full" else shortened(whole)


def _note(document: AnswerDocument) -> str:
    """The firm's own paragraph, which stands nowhere but on the page."""
    return next((s.quote for s in document.sources if s.document == "note" and s.authority == "manifest"), "")
