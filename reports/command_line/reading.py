"""Commands on what a desk reads: its texts and its backtests."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from reports.command_line.options import CheckForm, CheckFormat, CorpusOption, DeskOption

corpus_app = typer.Typer(help="The texts that answers cite.", no_args_is_help=True, rich_markup_mode=None)
backtest_app = typer.Typer(help="The backtests that figures are computed from.", no_args_is_help=True, rich_markup_mode=None)


@corpus_app.command("add")
def corpus_add(  # noqa: PLR0917 typer reads the parameters by name
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Markdown, plain text, HTML, PDF, Word or EPUB; a folder or a zip of such files."),
    ],
    title: Annotated[Optional[str], typer.Option("--title", help="Else taken from the text.")] = None,  # noqa: UP045
    authority: Annotated[str | None, typer.Option("--authority", help="canonical, methodology or (default) article.")] = None,
    date: Annotated[Optional[str], typer.Option("--date", help="YYYY-MM-DD; else the date of the byline.")] = None,  # noqa: UP045
    glossary: Annotated[
        bool, typer.Option("--glossary", help="The files are glossaries, CSV or Markdown: a page for each term.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the text of the same name, and list what cites it.")
    ] = False,
    form: CheckForm = CheckFormat.table,
    desk: DeskOption = None,
) -> None:
    """Add texts of your own to the desk."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen
    from reports.commands.corpus_add import Told

    told = Told(title=title, authority=authority, date=date, glossary=glossary, replace=replace)
    raise typer.Exit(commands.corpus_add(paths, told, form.value, Chosen(desk)))


@corpus_app.command("remove")
def corpus_remove(
    name: Annotated[str, typer.Argument(help="A text of the desk's own, as hedgecite corpus list names it.")],
    form: CheckForm = CheckFormat.table,
    desk: DeskOption = None,
) -> None:
    """Take a text of your own off the desk, and list what cites it."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.corpus_remove(name, form.value, Chosen(desk))


@corpus_app.command("check")
def corpus_check(
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    form: CheckForm = CheckFormat.table,
) -> None:
    """Check your texts: dead links, missing dates, unknown terms, texts that say the same, terms defined twice."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    raise typer.Exit(commands.corpus_check(form.value, Chosen(desk, corpus)))


@corpus_app.command("list")
def corpus_list(
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    own: Annotated[bool, typer.Option("--own", help="Without the shipped sample.")] = False,
    form: CheckForm = CheckFormat.table,
) -> None:
    """List the texts."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.corpus_list(form.value, Chosen(desk, corpus), own=own)


@corpus_app.command("sync")
def corpus_sync(desk: DeskOption = None, corpus: CorpusOption = None) -> None:
    """Bring the index up to date; answers do so by themselves."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.corpus_sync(Chosen(desk, corpus))


@backtest_app.command("check")
def backtest_check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="A backtest.toml, its folder, or bare files.")],
    form: CheckForm = CheckFormat.table,
) -> None:
    """Check a backtest's files and say what was read."""
    from reports.commands import run as commands

    raise typer.Exit(commands.backtest_check(paths, form.value))


@backtest_app.command("init")
def backtest_init(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files of one folder, or the folder.")],
) -> None:
    """Write a first backtest.toml beside files, with marks where you must decide."""
    from reports.commands import run as commands

    commands.backtest_init(paths)


@backtest_app.command("compare")
def backtest_compare(
    backtest: Annotated[Path, typer.Argument(metavar="BACKTEST", help="A backtest.toml, its folder, or a bare log.")],
    live: Annotated[Path, typer.Argument(metavar="LIVE", help="The same, of the trades that were made.")],
    form: CheckForm = CheckFormat.table,
) -> None:
    """Pair live trades with a backtest's by day and legs, and show what execution cost."""
    from reports.commands import run as commands

    commands.backtest_compare(backtest, live, form.value)
