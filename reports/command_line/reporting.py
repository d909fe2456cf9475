"""Commands of client reports: report, comply, and how reports look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from reports.command_line.options import CheckForm, CheckFormat, DeskOption, ModelOption, jobs_option, on_option

theme_app = typer.Typer(help="How reports look.", no_args_is_help=True, rich_markup_mode=None)


def report(  # noqa: PLR0917 typer reads the parameters by name
    clients: Annotated[Path, typer.Option("--clients", help="A clients.toml.")],
    month: Annotated[str, typer.Option("--month", help="YYYY-MM.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the pages and their documents.")],
    desk: DeskOption = None,
    model: ModelOption = None,
    date: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--date", help="Day on which it is made, YYYY-MM-DD; else SOURCE_DATE_EPOCH, else not stated."),
    ] = None,
    client: Annotated[Optional[list[str]], typer.Option("--client", help="Id of a client to report on. Repeatable.")] = None,  # noqa: UP045
    jobs: Annotated[int, jobs_option("Reports made at a time.")] = 1,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Name a client that can't be done, and do the rest.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write each report as a PDF too.")] = False,
    one_page: Annotated[bool, typer.Option("--one-page", help="Write the first page alone, without record and annex.")] = False,
    note: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--note", help="A text file with the firm's own paragraph, which the reports quote."),
    ] = None,
    cluster: Annotated[Optional[str], typer.Option("--cluster", help="A dask scheduler, tcp://HOST:PORT, to work on.")] = None,  # noqa: UP045
) -> None:
    """Write the monthly report of each client in a file; run again, it goes on where it was broken off."""
    from reports.commands.reporting import Wanted
    from reports.commands.reporting import report as write_reports

    wanted = Wanted(
        clients=clients,
        month=month,
        out=out,
        desk=desk,
        model=model,
        date=date,
        only=tuple(client or ()),
        jobs=jobs,
        keep_going=keep_going,
        pdf=pdf,
        note=note,
        cluster=cluster,
        one_page=one_page,
    )
    raise typer.Exit(write_reports(wanted))


@theme_app.command("init")
def theme_init(desk: DeskOption = None) -> None:
    """Copy the templates of reports to the desk; from then on they are used from there."""
    from reports.desk import open_desk
    from reports.theme import start_theme

    for made in start_theme(open_desk(desk, Path.cwd()).root):
        print(made)


def comply(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Pages or documents of reports.")],
    form: CheckForm = CheckFormat.table,
    sign: Annotated[Optional[str], typer.Option("--sign", help="Who signs off what has no findings.")] = None,  # noqa: UP045
    on: Annotated[Optional[str], on_option("The day of the sign-off, YYYY-MM-DD.")] = None,  # noqa: UP045
    desk: DeskOption = None,
) -> None:
    """Hold finished reports against the rules of compliance."""
    from reports.commands.complying import comply_files

    raise typer.Exit(comply_files(paths, form.value, sign, on, desk))
