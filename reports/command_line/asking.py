"""Commands that answer and compute: ask, article, figures, claims, explain."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from corpus.errors import WrongUseError
from reports.command_line.options import (
    BacktestOption,
    CheckForm,
    CheckFormat,
    CorpusOption,
    DateOption,
    DeskOption,
    ModelOption,
    OutOption,
    ScopeOption,
    jobs_option,
)


class PageFormat(StrEnum):
    """Formats of an answer."""

    text = "text"
    md = "md"
    html = "html"
    json = "json"
    jsonl = "jsonl"


class TableFormat(StrEnum):
    """Formats of a list."""

    table = "table"
    csv = "csv"
    json = "json"


class LedgerFormat(StrEnum):
    """Formats of the claims."""

    table = "table"
    csv = "csv"
    json = "json"
    html = "html"


def ask(  # noqa: PLR0917 typer reads the parameters by name
    question: Annotated[Optional[str], typer.Argument(help="The question, at most 1,000 characters.")] = None,  # noqa: UP045
    form: Annotated[
        Optional[PageFormat],  # noqa: UP045
        typer.Option("--format", help="Output format; by default by --out's suffix, else text. jsonl is for --batch."),
    ] = None,
    out: OutOption = None,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    date: DateOption = None,
    model: ModelOption = None,
    also_print: Annotated[bool, typer.Option("--print", help="With --out, print the answer as text too.")] = False,
    explain_plan: Annotated[bool, typer.Option("--explain-plan", help="Print how the question was read, and stop.")] = False,
    after: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--after", help="An earlier answer, as JSON or as a page, that the question goes on from."),
    ] = None,
    batch: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--batch",
            help="A file of questions, one a line, or a CSV with a column question: a page each in the folder of --out, "
            "or lines of JSON with --format jsonl.",
        ),
    ] = None,
    jobs: Annotated[int, jobs_option("With --batch, how many processes answer.")] = 1,
    figure: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--figure", help="Key of the figure that the question asks for, where it can be read in several ways."),
    ] = None,
) -> None:
    """Answer a question about hedge cost, or every question of a file."""
    from reports.commands import asking
    from reports.commands.chosen import Chosen, Output

    chosen = Chosen(desk, corpus, tuple(backtest or ()), date, model, figure)
    output = Output(form.value if form else None, out, also_print)
    if batch is not None:
        alone = {
            "a question": question,
            "--after": after,
            "--figure": figure,
            "--print": also_print,
            "--explain-plan": explain_plan,
        }
        asking.refuse(beside="--batch", given=[name for name, value in alone.items() if value])
        raise typer.Exit(asking.ask_batch(batch, output, jobs, chosen))
    if question is None:
        raise WrongUseError("there is no question", where="ask", mend='write hedgecite ask "QUESTION", or name a file by --batch')
    if explain_plan:
        from reports.commands.planning import explain_plan as explain

        explain(question, chosen, after)
    else:
        asking.ask(question, output, chosen, after)


def article(  # noqa: PLR0917 typer reads the parameters by name
    question: Annotated[str, typer.Argument(help="The question that the article answers.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the page and its document.")],
    fragment: Annotated[bool, typer.Option("--fragment", help="Write HTML for a content system instead of a page.")] = False,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    date: DateOption = None,
    model: ModelOption = None,
) -> None:
    """Write an answer as an article page."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.article(question, out, Chosen(desk, corpus, tuple(backtest or ()), date, model), fragment=fragment)


def figures(
    scope: ScopeOption = "all",
    form: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
    desk: DeskOption = None,
    backtest: BacktestOption = None,
) -> None:
    """List every figure of a backtest, or of several one after the other."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.figures(scope, form.value, Chosen(desk, None, tuple(backtest or ())))


def claims(  # noqa: PLR0917 typer reads the parameters by name
    form: Annotated[LedgerFormat, typer.Option("--format")] = LedgerFormat.table,
    out: OutOption = None,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    propose: Annotated[
        bool, typer.Option("--propose", help="Ask the language model for claims that the rules overlook; the rules decide.")
    ] = False,
    model: ModelOption = None,
) -> None:
    """List what the texts claim with verdicts, their rules, and where they contradict each other."""
    from reports.commands.chosen import Chosen
    from reports.commands.claims import claims as write_claims

    write_claims(form.value, out, Chosen(desk, corpus, tuple(backtest or ()), None, model), propose=propose)


def explain(
    key: Annotated[str, typer.Argument(help="Key of a figure, as hedgecite figures lists them.")],
    scope: ScopeOption = "all",
    form: CheckForm = CheckFormat.table,
    desk: DeskOption = None,
    backtest: BacktestOption = None,
) -> None:
    """Show how a figure is computed, with the worked numbers behind its value; with two backtests, their difference."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.explain(key, scope, form.value, Chosen(desk, None, tuple(backtest or ())))
