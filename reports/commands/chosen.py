"""The options that commands share, as they were read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reports.desk import Desk

#: The format of many answers on one output.
JSON_LINES = "jsonl"


class Chosen(NamedTuple):
    """The shared options."""

    desk: Path | None = None
    corpus: Path | None = None
    backtests: tuple[str, ...] = ()
    date: str | None = None
    model: str | None = None
    #: the figure that the question is taken to ask for
    figure: str | None = None

    def open(self) -> Desk:
        """The desk they mean."""
        from reports.desk import open_desk

        return open_desk(self.desk, Path.cwd())


class Output(NamedTuple):
    """Where an answer goes."""

    #: None goes by the file's suffix, and is text where there is no file
    form: str | None = None
    file: Path | None = None
    #: whether the text is printed beside a file
    also_print: bool = False
