"""Commands that hold pages and answers against data: verify, evidence, eval, impact, verifier."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from reports.command_line.options import (
    BacktestOption,
    CheckForm,
    CheckFormat,
    CorpusOption,
    DateOption,
    DeskOption,
    ModelOption,
    OutOption,
)


class SetFormat(StrEnum):
    """Formats of an evaluation."""

    table = "table"
    json = "json"
    html = "html"


def verify(
    paths: Annotated[Optional[list[Path]], typer.Argument(metavar="FILE…", help="Pages or JSON documents.")] = None,  # noqa: UP045
    folder: Annotated[Optional[Path], typer.Option("--all", help="Every page in a folder.")] = None,  # noqa: UP045
    offline: Annotated[bool, typer.Option("--offline", help="From the page alone, without data and texts.")] = False,
    form: CheckForm = CheckFormat.table,
    desk: DeskOption = None,
) -> None:
    """Make published pages again and hold them against it: true, false, or not checkable here.

    Exits with 0 where every page is true, with 1 where one is false, else with 3: the data or texts of one are not here.
    With --offline no page is held against data and texts, so that a page without a fault exits with 3.
    """
    from reports.commands.verifying import verify_files

    raise typer.Exit(verify_files(tuple(paths or ()), folder, form.value, offline=offline, desk=desk))


def evidence(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="A published page or its JSON document.")],
    out: Annotated[Path, typer.Option("--out", help="The zip to write.")],
    desk: DeskOption = None,
) -> None:
    """Write a page with its document and what it rests on, from the desk's vault, into one zip."""
    from reports.commands.proving import write_evidence

    raise typer.Exit(write_evidence(page, out, desk))


def evaluate(  # noqa: PLR0917 typer reads the parameters by name
    questions: Annotated[Path, typer.Argument(metavar="SET", help="A TOML file of questions with what is expected of them.")],
    form: Annotated[SetFormat, typer.Option("--format")] = SetFormat.table,
    out: OutOption = None,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    date: DateOption = None,
    model: ModelOption = None,
) -> None:
    """Answer a desk's own questions and judge the answers, against the last run."""
    from reports.commands.chosen import Chosen
    from reports.commands.evaluating import evaluate_set

    evaluate_set(questions, form.value, out, Chosen(desk, corpus, tuple(backtest or ()), date, model))


def impact(
    backtest: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--backtest", help="A backtest.toml or its folder, in the place of the desk's of the same name."),
    ] = None,
    corpus: Annotated[Optional[Path], typer.Option("--corpus", help="A folder of texts in the place of the desk's own.")] = None,  # noqa: UP045
    folder: Annotated[Optional[Path], typer.Option("--all", help="Folder of the published pages; else the desk.")] = None,  # noqa: UP045
    form: CheckForm = CheckFormat.table,
    desk: DeskOption = None,
) -> None:
    """Show which numbers, verdicts and pages new data or texts would change, before anything is published."""
    from reports.commands.impacting import show_impact

    show_impact(backtest, corpus, folder, form.value, desk)


def verifier(
    out: Annotated[Path, typer.Option("--out", help="The file to write, e.g. verify.py.")],
) -> None:
    """Write one file of plain Python that checks a page with its evidence, without hedgecite."""
    from reports.commands.proving import write_verifier

    write_verifier(out)
