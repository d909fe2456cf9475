"""Commands of the knowledge base: publish, refresh, and the desk's questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from reports.command_line.options import (
    BacktestOption,
    CheckForm,
    CheckFormat,
    CorpusOption,
    DeskOption,
    ModelOption,
    QuestionsOption,
    SlugsArgument,
    jobs_option,
    on_option,
)

questions_app = typer.Typer(
    help="The questions of the desk, from intake to approval.", no_args_is_help=True, rich_markup_mode=None
)


def publish(  # noqa: PLR0917 typer reads the parameters by name
    out: Annotated[Path, typer.Option("--out", help="Where the site is to stand: a new place, or that of an earlier edition.")],
    questions: QuestionsOption = None,
    date: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--date", help="Day on which new and changed pages are published, YYYY-MM-DD."),
    ] = None,
    jobs: Annotated[int, jobs_option("How many processes answer and write.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Publish what is not answered in full too, with its mark.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say which pages are clean, stale or false.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Go back to the edition before the present one.")] = False,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
    model: ModelOption = None,
) -> None:
    """Publish the desk's approved questions as a site of articles."""
    from reports.commands import publishing
    from reports.commands.chosen import Chosen

    if back:
        raise typer.Exit(publishing.back(out))
    chosen = Chosen(desk, corpus, tuple(backtest or ()), None, model)
    file = questions or chosen.open().root / "questions.toml"
    wanted = publishing.Wanted(questions=file, out=out, date=date, jobs=jobs, force=force)
    raise typer.Exit(publishing.check(wanted, chosen) if check else publishing.publish(wanted, chosen))


def refresh(
    given: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where the new files lie, named as the old ones.")
    ] = None,
    backtest: Annotated[Optional[str], typer.Option("--backtest", help="A backtest of the desk; else its first.")] = None,  # noqa: UP045
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the files in though their history differs from the last.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; say what would change.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Go back to the files before the last refresh.")] = False,
    desk: DeskOption = None,
) -> None:
    """Take a backtest's new log in: compare its history with the last, name what differs, and switch at once."""
    from reports.commands import refreshing
    from reports.commands.chosen import Chosen

    wanted = refreshing.Wanted(given=given, backtest=backtest, accept=accept, check=check, back=back)
    raise typer.Exit(refreshing.refresh(wanted, Chosen(desk)))


@questions_app.command("add")
def questions_add(  # noqa: PLR0917 typer reads the parameters by name
    text: Annotated[str, typer.Argument(metavar="QUESTION", help="As readers ask it.")],
    slug: Annotated[Optional[str], typer.Option("--slug", help="Its page's name; else made of its words.")] = None,  # noqa: UP045
    category: Annotated[Optional[str], typer.Option("--category", help="Else that of its figure.")] = None,  # noqa: UP045
    tag: Annotated[Optional[list[str]], typer.Option("--tag", help="Repeatable.")] = None,  # noqa: UP045
    figure: Annotated[Optional[list[str]], typer.Option("--figure", help="Key of a figure that answers it. Repeatable.")] = None,  # noqa: UP045
    texts: Annotated[bool, typer.Option("--from-texts", help="The texts answer it, and no figure.")] = False,
    editor: Annotated[Optional[str], typer.Option("--editor", help="Who answers for it.")] = None,  # noqa: UP045
    on: Annotated[Optional[str], on_option("The day on which it was asked, YYYY-MM-DD.")] = None,  # noqa: UP045
    also: Annotated[Optional[str], typer.Option("--also", help="The slug of a question that this is another wording of.")] = None,  # noqa: UP045
    force: Annotated[bool, typer.Option("--force", help="Take it in though one asks nearly the same.")] = False,
    questions: QuestionsOption = None,
    desk: DeskOption = None,
) -> None:
    """Take in a question, and say how far its answer is."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    intake = questioning.Intake(
        text=text, slug=slug, category=category, tags=tuple(tag or ()), figures=tuple(figure or ()), texts=texts,
        editor=editor, on=on, also=also, force=force,
    )  # fmt: skip
    raise typer.Exit(questioning.add(intake, questions, Chosen(desk)))


@questions_app.command("list")
def questions_list(
    state: Annotated[Optional[str], typer.Option("--state", help="Those of one state alone.")] = None,  # noqa: UP045
    form: CheckForm = CheckFormat.table,
    questions: QuestionsOption = None,
    desk: DeskOption = None,
) -> None:
    """List the questions with their states."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    raise typer.Exit(questioning.list_questions(state, form.value, questions, Chosen(desk)))


@questions_app.command("next")
def questions_next(questions: QuestionsOption = None, desk: DeskOption = None) -> None:
    """Show the question whose turn it is, with its drafted answer."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    raise typer.Exit(questioning.show_next(questions, Chosen(desk)))


@questions_app.command("approve")
def questions_approve(
    slugs: SlugsArgument,
    by: Annotated[str, typer.Option("--by", help="Who approves.")],
    on: Annotated[Optional[str], on_option("The day of the approval, YYYY-MM-DD.")] = None,  # noqa: UP045
    force: Annotated[bool, typer.Option("--force", help="Approve what is not answered in full.")] = False,
    questions: QuestionsOption = None,
    desk: DeskOption = None,
) -> None:
    """Approve questions for the next edition."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    raise typer.Exit(questioning.approve(tuple(slugs), by, on, questions, Chosen(desk), force=force))


@questions_app.command("withdraw")
def questions_withdraw(
    slugs: SlugsArgument,
    questions: QuestionsOption = None,
    desk: DeskOption = None,
) -> None:
    """Withdraw questions from the next edition."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    raise typer.Exit(questioning.withdraw(tuple(slugs), questions, Chosen(desk)))
