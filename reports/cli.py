"""The command line: options are read here, the work is done by modules that are imported when needed."""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Optional

import typer

from corpus.errors import FaultyInputError, HedgeciteError, UnreadableError, WrongUseError

app = typer.Typer(
    help="Answers on hedge cost: words from cited passages, numbers from a calculator, every page checkable.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
corpus_app = typer.Typer(help="The texts that answers cite.", no_args_is_help=True, rich_markup_mode=None)
backtest_app = typer.Typer(help="The backtests that figures are computed from.", no_args_is_help=True, rich_markup_mode=None)
questions_app = typer.Typer(
    help="The questions of the desk, from intake to approval.", no_args_is_help=True, rich_markup_mode=None
)
theme_app = typer.Typer(help="How reports look.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(corpus_app, name="corpus")
app.add_typer(questions_app, name="questions")
app.add_typer(theme_app, name="theme")
app.add_typer(backtest_app, name="backtest")
user_app = typer.Typer(help="Who may log in to the site.", no_args_is_help=True, rich_markup_mode=None)
store_app = typer.Typer(help="The store of the site.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user_app, name="user")
app.add_typer(store_app, name="store")


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


class CheckFormat(StrEnum):
    """Formats of a check."""

    table = "table"
    json = "json"


class SetFormat(StrEnum):
    """Formats of an evaluation."""

    table = "table"
    json = "json"
    html = "html"


# typer reads these annotations at run time and knows Optional, not the bar, on every Python it supports
DeskOption = Annotated[
    Path | None, typer.Option("--desk", help="Folder of the desk; by default that of the nearest hedgecite.toml, here or above.")
]
CorpusOption = Annotated[Optional[Path], typer.Option("--corpus", help="Folder of texts to use instead of the desk's.")]  # noqa: UP045
BacktestOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--backtest", help="A backtest of the desk by name, or a backtest.toml or its folder. Repeatable."),
]
DateOption = Annotated[str | None, typer.Option("--date", help="Date of the page, YYYY-MM-DD; else the newest day of the data.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="Language model to add figures and word the answer; else HEDGECITE_MODEL; off is none."),
]
OutOption = Annotated[Optional[Path], typer.Option("--out", help="File to write instead of printing.")]  # noqa: UP045
ScopeOption = Annotated[str, typer.Option("--scope", help="What is counted, e.g. vix<15, vix:15..20, date=2018, or both with &.")]


@app.command()
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
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="With --batch, how many processes answer.")] = 1,
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


@app.command()
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


@app.command()
def publish(  # noqa: PLR0917 typer reads the parameters by name
    out: Annotated[Path, typer.Option("--out", help="Where the site is to stand: a new place, or that of an earlier edition.")],
    questions: Annotated[Optional[Path], typer.Option("--questions", help="A questions.toml; by default the desk's.")] = None,  # noqa: UP045
    date: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--date", help="Day on which new and changed pages are published, YYYY-MM-DD."),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="How many processes answer and write.")] = 1,
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


@app.command()
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


QuestionsOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--questions", help="A questions.toml; by default the desk's."),
]


@questions_app.command("add")
def questions_add(  # noqa: PLR0917 typer reads the parameters by name
    text: Annotated[str, typer.Argument(metavar="QUESTION", help="As readers ask it.")],
    slug: Annotated[Optional[str], typer.Option("--slug", help="Its page's name; else made of its words.")] = None,  # noqa: UP045
    category: Annotated[Optional[str], typer.Option("--category", help="Else that of its figure.")] = None,  # noqa: UP045
    tag: Annotated[Optional[list[str]], typer.Option("--tag", help="Repeatable.")] = None,  # noqa: UP045
    figure: Annotated[Optional[list[str]], typer.Option("--figure", help="Key of a figure that answers it. Repeatable.")] = None,  # noqa: UP045
    editor: Annotated[Optional[str], typer.Option("--editor", help="Who answers for it.")] = None,  # noqa: UP045
    on: Annotated[Optional[str], typer.Option("--on", help="The day on which it was asked, YYYY-MM-DD.")] = None,  # noqa: UP045
    also: Annotated[Optional[str], typer.Option("--also", help="The slug of a question that this is another wording of.")] = None,  # noqa: UP045
    force: Annotated[bool, typer.Option("--force", help="Take it in though one asks nearly the same.")] = False,
    questions: QuestionsOption = None,
    desk: DeskOption = None,
) -> None:
    """Take in a question, and say how far its answer is."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    intake = questioning.Intake(
        text=text, slug=slug, category=category, tags=tuple(tag or ()), figures=tuple(figure or ()), editor=editor, on=on,
        also=also, force=force,
    )  # fmt: skip
    raise typer.Exit(questioning.add(intake, questions, Chosen(desk)))


@questions_app.command("list")
def questions_list(
    state: Annotated[Optional[str], typer.Option("--state", help="Those of one state alone.")] = None,  # noqa: UP045
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
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
    slugs: Annotated[list[str], typer.Argument(metavar="SLUG…", help="As hedgecite questions list names them.")],
    by: Annotated[str, typer.Option("--by", help="Who approves.")],
    on: Annotated[Optional[str], typer.Option("--on", help="The day of the approval, YYYY-MM-DD.")] = None,  # noqa: UP045
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
    slugs: Annotated[list[str], typer.Argument(metavar="SLUG…", help="As hedgecite questions list names them.")],
    questions: QuestionsOption = None,
    desk: DeskOption = None,
) -> None:
    """Withdraw questions from the next edition."""
    from reports.commands import questioning
    from reports.commands.chosen import Chosen

    raise typer.Exit(questioning.withdraw(tuple(slugs), questions, Chosen(desk)))


@app.command()
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
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Reports made at a time.")] = 1,
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


@app.command()
def comply(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Pages or documents of reports.")],
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
    sign: Annotated[Optional[str], typer.Option("--sign", help="Who signs off what has no findings.")] = None,  # noqa: UP045
    on: Annotated[Optional[str], typer.Option("--on", help="The day of the sign-off, YYYY-MM-DD.")] = None,  # noqa: UP045
    desk: DeskOption = None,
) -> None:
    """Hold finished reports against the rules of compliance."""
    from reports.commands.complying import comply_files

    raise typer.Exit(comply_files(paths, form.value, sign, on, desk))


@app.command()
def verify(
    paths: Annotated[Optional[list[Path]], typer.Argument(metavar="FILE…", help="Pages or JSON documents.")] = None,  # noqa: UP045
    folder: Annotated[Optional[Path], typer.Option("--all", help="Every page in a folder.")] = None,  # noqa: UP045
    offline: Annotated[bool, typer.Option("--offline", help="From the page alone, without data and texts.")] = False,
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
    desk: DeskOption = None,
) -> None:
    """Make published pages again and hold them against it: true, false, or not checkable here."""
    from reports.commands.verifying import verify_files

    raise typer.Exit(verify_files(tuple(paths or ()), folder, form.value, offline=offline, desk=desk))


@app.command()
def evidence(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="A published page or its JSON document.")],
    out: Annotated[Path, typer.Option("--out", help="The zip to write.")],
    desk: DeskOption = None,
) -> None:
    """Write a page with its document and what it rests on, from the desk's vault, into one zip."""
    from reports.commands.proving import write_evidence

    raise typer.Exit(write_evidence(page, out, desk))


@app.command("eval")
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


@app.command()
def impact(
    backtest: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--backtest", help="A backtest.toml or its folder, in the place of the desk's of the same name."),
    ] = None,
    corpus: Annotated[Optional[Path], typer.Option("--corpus", help="A folder of texts in the place of the desk's own.")] = None,  # noqa: UP045
    folder: Annotated[Optional[Path], typer.Option("--all", help="Folder of the published pages; else the desk.")] = None,  # noqa: UP045
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
    desk: DeskOption = None,
) -> None:
    """Show which numbers, verdicts and pages new data or texts would change, before anything is published."""
    from reports.commands.impacting import show_impact

    show_impact(backtest, corpus, folder, form.value, desk)


@app.command()
def verifier(
    out: Annotated[Path, typer.Option("--out", help="The file to write, e.g. verify.py.")],
) -> None:
    """Write one file of plain Python that checks a page with its evidence, without hedgecite."""
    from reports.commands.proving import write_verifier

    write_verifier(out)


@app.command()
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


@app.command()
def claims(
    form: Annotated[LedgerFormat, typer.Option("--format")] = LedgerFormat.table,
    out: OutOption = None,
    desk: DeskOption = None,
    corpus: CorpusOption = None,
    backtest: BacktestOption = None,
) -> None:
    """List what the texts claim with verdicts, their rules, and where they contradict each other."""
    from reports.commands.chosen import Chosen
    from reports.commands.claims import claims as write_claims

    write_claims(form.value, out, Chosen(desk, corpus, tuple(backtest or ())))


@app.command()
def explain(
    key: Annotated[str, typer.Argument(help="Key of a figure, as hedgecite figures lists them.")],
    scope: ScopeOption = "all",
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
    desk: DeskOption = None,
    backtest: BacktestOption = None,
) -> None:
    """Show how a figure is computed, with the worked numbers behind its value; with two backtests, their difference."""
    from reports.commands import run as commands
    from reports.commands.chosen import Chosen

    commands.explain(key, scope, form.value, Chosen(desk, None, tuple(backtest or ())))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    sample: Annotated[bool, typer.Option(help="Whether the shipped texts and backtests are part of it.")] = True,
) -> None:
    """Make a desk of your own."""
    from reports.commands import run as commands

    commands.init(folder, sample=sample)


@app.command()
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


@app.command()
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
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
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
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
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
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
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
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
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
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
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
    form: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.table,
) -> None:
    """Pair live trades with a backtest's by day and legs, and show what execution cost."""
    from reports.commands import run as commands

    commands.backtest_compare(backtest, live, form.value)


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
def user_disable(name: Annotated[str, typer.Argument(help="The user's name.")]) -> None:
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
    name: Annotated[str, typer.Argument(help="The user's name.")],
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


def main() -> None:
    """Run the command line; every error of ours is one line on standard error and an exit code.

    0 done, 1 the answer is "no" (a recognised file has errors), 2 wrong use, 3 the input can't be read.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # pages hold minus signs and quotation marks, whatever the locale
    try:
        app()
    except HedgeciteError as error:
        print(f"hedgecite: {error}", file=sys.stderr)
        sys.exit(_EXIT.get(type(error), 1))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone
    except OSError as error:
        print(
            f"hedgecite: {error.filename or 'a file'}: {error.strerror}; check that it can be read and written", file=sys.stderr
        )
        sys.exit(3)


_EXIT: dict[type[HedgeciteError], int] = {WrongUseError: 2, UnreadableError: 3, FaultyInputError: 1}

if __name__ == "__main__":
    main()
