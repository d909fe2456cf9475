"""Commands that make a desk and serve it: init, serve, mcp, and the site's users and store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from reports.command_line.options import (
    BacktestOption,
    CorpusOption,
    DateOption,
    DeskOption,
    ModelOption,
    QuestionsOption,
    UserArgument,
)

user_app = typer.Typer(help="Who may log in to the site.", no_args_is_help=True, rich_markup_mode=None)
store_app = typer.Typer(help="The store of the site.", no_args_is_help=True, rich_markup_mode=None)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    sample: Annotated[bool, typer.Option(help="Whether the shipped texts and backtests are part of it.")] = True,
) -> None:
    """Make a desk of your own."""
    from reports.commands import run as commands

    commands.init(folder, sample=sample)


def serve(  # noqa: PLR0917 typer reads the parameters by name
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; others than this machine's need a proxy with TLS.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 1,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    date: DateOption = None,
    model: ModelOption = None,
) -> None:
    """Serve the desk as a site with a JSON interface."""
    from reports.commands.chosen import Chosen
    from reports.commands.serving import serve as run

    run(host, port, workers, Chosen(desk, corpus, tuple(backtest or ()), date, model))


def mcp(  # noqa: PLR0917 typer reads the parameters by name
    host: Annotated[str, typer.Option("--host", help="Address of this machine to listen at, with --port.")] = "127.0.0.1",
    port: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--port", min=1, max=65535, help="Serve over HTTP; else on standard input and output."),
    ] = None,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    date: DateOption = None,
    model: ModelOption = None,
) -> None:
    """Serve figures, passages and answers as tools for language models, by the Model Context Protocol."""
    from reports.commands.chosen import Chosen
    from reports.commands.tools import tools

    tools(host, port, Chosen(desk, corpus, tuple(backtest or ()), date, model))


@user_app.command("add")
def user_add(
    name: Annotated[str, typer.Argument(help="The name to log in with.")],
    role: Annotated[str, typer.Option("--role", help="reader, client, editor, approver or admin.")] = "reader",
    client: Annotated[Optional[str], typer.Option("--client", help="Of a client: the id in clients.toml.")] = None,  # noqa: UP045
) -> None:
    """Add a user; the password is asked for, or read from a pipe."""
    from reports.commands import users

    users.add(name, role, client)


@user_app.command("disable")
def user_disable(name: UserArgument) -> None:
    """End all that a user may do, logins and tokens too."""
    from reports.commands import users

    users.disable(name)


@user_app.command("list")
def user_list() -> None:
    """List the users."""
    from reports.commands import users

    users.list_all()


@user_app.command("token")
def user_token(
    name: UserArgument,
    title: Annotated[str, typer.Argument(help="What the token is for.")],
    scope: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--scope", help="What it may do: read, reports, edit, approve or admin. Repeatable."),
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="End the tokens of this title instead.")] = False,
) -> None:
    """Make a token for a user's program; it is shown once."""
    from reports.commands import users

    raise typer.Exit(users.token(name, title, list(scope or ()), revoke=revoke))


@store_app.command("backup")
def store_backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the store into a file, while the site runs or not."""
    from reports.commands import users

    users.back_up(file)


@store_app.command("restore")
def store_restore(file: Annotated[Path, typer.Argument(help="A file that backup wrote.")]) -> None:
    """Take a backup into an empty store, of SQLite or PostgreSQL."""
    from reports.commands import users

    users.restore(file)


@store_app.command("import")
def store_import(
    questions: QuestionsOption = None,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    model: ModelOption = None,
) -> None:
    """Take the desk's questions.toml into the store; where both have a question, the file counts."""
    from reports.commands import users
    from reports.commands.chosen import Chosen

    users.import_questions(questions, Chosen(desk, corpus, tuple(backtest or ()), None, model))


@store_app.command("export")
def store_export(
    questions: QuestionsOption = None,
    force: Annotated[bool, typer.Option("--force", help="Write though the file was changed by hand since.")] = False,
    desk: DeskOption = None,
) -> None:
    """Write the questions that editors have worked on into the desk's questions.toml, beside those that it alone has."""
    from reports.commands import users
    from reports.commands.chosen import Chosen

    users.export_questions(questions, Chosen(desk), force=force)
