"""Options and arguments that several commands have, each declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer
from typer.models import OptionInfo


class CheckFormat(StrEnum):
    """Formats of a check."""

    table = "table"
    json = "json"


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
QuestionsOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--questions", help="A questions.toml; by default the desk's."),
]
CheckForm = Annotated[CheckFormat, typer.Option("--format")]
SlugsArgument = Annotated[list[str], typer.Argument(metavar="SLUG…", help="As hedgecite questions list names them.")]
UserArgument = Annotated[str, typer.Argument(help="The user's name.")]


def jobs_option(what: str) -> OptionInfo:
    """`--jobs`, with what so many processes do."""
    option: OptionInfo = typer.Option("--jobs", min=1, max=64, help=what)
    return option


def on_option(what: str) -> OptionInfo:
    """`--on`, with what was done on that day."""
    option: OptionInfo = typer.Option("--on", help=what)
    return option
