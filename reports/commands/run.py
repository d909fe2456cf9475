"""What the commands do, once their options are read."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from reports.desk import Desk, backtests_of, index_of, library_of, materials_of, model_of, open_desk

if TYPE_CHECKING:
    from qa.document import AnswerDocument
    from qa.llm.planning import Planning


class Chosen(NamedTuple):
    """The shared options."""

    desk: Path | None = None
    corpus: Path | None = None
    backtests: tuple[str, ...] = ()
    date: str | None = None
    model: str | None = None

    def open(self) -> Desk:
        """The desk they mean."""
        return open_desk(self.desk, Path.cwd())


class Output(NamedTuple):
    """Where an answer goes."""

    #: None goes by the file's suffix, and is text where there is no file
    form: str | None = None
    file: Path | None = None
    #: whether the text is printed beside a file
    also_print: bool = False


def ask(question: str, output: Output, chosen: Chosen, after: Path | None = None) -> None:
    """Answer, going on from an earlier answer where one is named, and print or write the page."""
    from qa.answer import answer
    from reports.commands.progress import progress, telling
    from reports.earlier import earlier_of
    from reports.files import write_whole
    from reports.pages.render import Format, render

    desk = chosen.open()
    with progress() as watch, telling() as tell:
        materials = materials_of(desk, chosen.backtests, chosen.corpus, chosen.date, watch, model_of(chosen.model))
        document = answer(question, materials, earlier_of(after), tell)
    _notice(materials.search)
    _unworded(document)
    form = cast("Format", output.form or _format_of(output.file))
    if output.file is None or output.also_print:
        sys.stdout.write(render(document, "text" if output.file else form, desk.cache))
    if output.file is not None:
        write_whole(output.file, render(document, form, desk.cache))
        print(f"wrote {output.file}", file=sys.stderr)


def explain_plan(question: str, chosen: Chosen, after: Path | None = None) -> None:
    """Print how a question is read, without answering it."""
    from qa.answer import plan
    from reports.earlier import earlier_of

    model = model_of(chosen.model)
    materials = materials_of(chosen.open(), chosen.backtests, chosen.corpus, chosen.date, model=model)
    planning, _ = plan(question, materials, earlier_of(after))
    made, shown = planning.plan, planning.plan.view()
    told = {"kind": shown.kind, "figures": ", ".join(shown.keys) or "none", "scope": str(made.scope)}
    told |= {"backtest": made.backtest.name if made.backtest else "none", "reading": shown.reading}
    if model:
        told |= {"by model": ", ".join(shown.added) or "none"}
        told |= {"model": planning.fault or ("asked" if planning.asked.usage.requests else "not asked")}
    print("\n".join([*(f"{name}: {value}" for name, value in told.items()), *_proposed(planning)]))


def _proposed(planning: Planning) -> Iterator[str]:
    """What a model made of a question, and what of it holds; its words as Python writes them, without control characters."""
    proposal, accepted = planning.proposal, planning.accepted
    if proposal is None or accepted is None:
        return
    yield f"checks: {'passed' if accepted.trusted else 'missed, so nothing of the model is followed'}"
    for part in proposal.parts:
        yield f"part: {part.intent} {', '.join(map(repr, part.keys)) or 'no figure'} from {part.words!r}"
    for scope in proposal.scopes:
        yield f"scope: {scope.scope!r} from {scope.words!r}: {'accepted' if scope in accepted.scopes else 'refused'}"
    left = (*planning.question.unread, *planning.question.foreign, *planning.question.missed)
    yield f"left over: {', '.join(map(repr, left)) or 'none'}"
    yield f"other reading: {', '.join(planning.question.other) or 'none'}"
    yield f"accepted: {', '.join(map(repr, (*accepted.keys, *accepted.missing))) or 'none'}"
    yield f"refused: {', '.join(map(repr, accepted.refused)) or 'none'}"


def _format_of(out: Path | None) -> str:
    suffixes = {".html": "html", ".htm": "html", ".md": "md", ".json": "json"}
    return suffixes.get(out.suffix.lower(), "text") if out else "text"


def _notice(search: object) -> None:
    """Say it where passages could only be searched by keywords."""
    notice = getattr(search, "notice", None)
    if notice:
        print(f"hedgecite: searched by keywords alone: {notice}", file=sys.stderr)


def _unworded(document: AnswerDocument) -> None:
    """Say it where a model was asked and wrote none of the page, as the page does."""
    from qa.llm.model import UNWORDED

    for said in document.disclosures:
        if said.text.endswith(UNWORDED):
            print(f"hedgecite: {said.text}", file=sys.stderr)


def article(question: str, out: Path, chosen: Chosen) -> None:
    """Answer, and write the article page with its document."""
    from qa.answer import answer
    from reports.article import write_article
    from reports.commands.progress import progress

    desk = chosen.open()
    with progress() as watch:
        materials = materials_of(desk, chosen.backtests, chosen.corpus, chosen.date, watch, model_of(chosen.model))
        document = answer(question, materials)
    for file in write_article(document, out, desk.cache, desk.settings.name):
        print(file)
    _notice(materials.search)
    _unworded(document)


def report(clients: Path, month: str, out: Path, chosen: Chosen) -> None:
    """Write each client's report; all are made before the first is written."""
    from reports.commands.progress import progress
    from reports.monthly.clients import names_of, read_clients
    from reports.monthly.report import monthly_report, write_report

    desk = chosen.open()
    listed = read_clients(clients)
    names = sorted({c.backtest for c in listed})
    with progress() as watch:
        materials = materials_of(desk, names, watch=watch, model=model_of(chosen.model))
        materials = replace(materials, clients=(*materials.clients, *names_of(listed)))
        by_name = dict(zip(names, materials.backtests, strict=True))
        made = [(c, monthly_report(c, month, by_name[c.backtest].read(), materials)) for c in listed]
    for client, document in made:
        for file in write_report(document, client, out, desk.cache):
            print(file)
        _unworded(document)


def figures(scope: str, form: str, chosen: Chosen) -> None:
    """List the figures of each backtest that is named, else of the first."""
    from reports.commands.listing import list_several, write_figures

    backtests = _chosen(scope, chosen)
    sys.stdout.write(write_figures(backtests[0], scope, form) if len(backtests) == 1 else list_several(backtests, scope, form))


def explain(key: str, scope: str, form: str, chosen: Chosen) -> None:
    """Explain one figure of the chosen backtest, or where two are named by how much that of one exceeds the other's."""
    from reports.commands.listing import write_explanation
    from reports.computed import explain_difference, explain_figure

    if len(chosen.backtests) > 2:  # noqa: PLR2004 a difference has two sides
        raise WrongUseError("a difference is of two backtests", where="--backtest", mend="name one or two")
    match _chosen(scope, chosen):
        case (first, second):
            explained = explain_difference(first, second, key, scope)
        case backtests:
            explained = explain_figure(backtests[0], key, scope)
    sys.stdout.write(write_explanation(explained, form))


def _chosen(scope: str, chosen: Chosen) -> tuple[Backtest, ...]:
    from reports.commands.choosing import chosen_backtests
    from reports.commands.progress import progress

    with progress() as watch:
        listed = backtests_of(chosen.open(), chosen.backtests, watch)
        return chosen_backtests(listed, scope, named=bool(chosen.backtests))


def init(folder: Path, *, sample: bool) -> None:
    """Make a desk."""
    from reports.commands.init import make_desk

    for file in make_desk(folder, sample=sample):
        print(file)
    first = 'hedgecite ask "What does the hedge cost?"' if sample else "hedgecite corpus add FILE"
    print(f"next: cd {shlex.quote(str(folder))} && {first}", file=sys.stderr)


def corpus_add(files: Sequence[Path], title: str | None, authority: str | None, date: str | None, chosen: Chosen) -> None:
    """Add texts to the desk's corpus."""
    from reports.commands.corpus_add import add_texts

    added, problems = add_texts(files, chosen.open(), title=title, authority=authority, date=date)
    for file in added:
        print(file)
    for problem in problems:
        print(f"hedgecite: left out: {problem}", file=sys.stderr)


def corpus_list(form: str, chosen: Chosen) -> None:
    """List the library's documents."""
    from reports.commands.listing import list_documents

    library = library_of(chosen.open(), chosen.corpus)
    sys.stdout.write(list_documents(library, form))
    for problem in library.problems:
        print(problem, file=sys.stderr)


def corpus_sync(chosen: Chosen) -> None:
    """Build the index where it is missing."""
    from reports.commands.progress import counting

    desk = chosen.open()
    index = index_of(desk, library_of(desk, chosen.corpus))
    with counting("embedding texts") as watch:
        done = index.sync(watch)
    held_back = f", {done.held_back} held back that name a client or an account" if done.held_back else ""
    print(f"{done.passages} passages, {done.embedded} embedded anew{held_back}")
    _notice(index)


def backtest_check(paths: Sequence[Path], form: str) -> int:
    """Print what is wrong with a backtest's files and what was read; 1 where any of it is an error."""
    from reports.checks import check_paths
    from reports.commands.checking import write_check
    from reports.commands.progress import progress

    with progress() as watch:
        result = check_paths(paths, watch)
    sys.stdout.write(write_check(result, form))
    return 1 if result.errors else 0


def backtest_compare(backtest: Path, live: Path, form: str) -> None:
    """Print how the live trades did against the backtest's."""
    from reports.commands.choosing import apart
    from reports.commands.comparing import compare_paths, write_comparison
    from reports.commands.progress import progress

    apart(backtest, live)
    with progress() as watch:
        compared = compare_paths(backtest, live, watch)
    sys.stdout.write(write_comparison(compared, form))


def backtest_init(paths: Sequence[Path]) -> None:
    """Write a first backtest.toml beside files."""
    from reports.commands.progress import progress
    from reports.commands.starting import start_backtest

    with progress() as watch:
        made = start_backtest(paths, watch)
    for file in made:
        print(file)
    manifest = shlex.quote(str(made[0]))
    print(f"next: settle what {manifest} marks with decide, then hedgecite backtest check {manifest}", file=sys.stderr)
