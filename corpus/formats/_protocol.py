"""What a format is: the names that its module has."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch
from corpus.formats._head import Head


class Format(Protocol):
    """A backtest format: a module of `corpus.formats` with these names."""

    @property
    def NAME(self) -> str:  # noqa: N802 a module's constant
        """As `backtest check` tells it in JSON, e.g. `option-omega-trades`."""

    @property
    def TITLE(self) -> str:  # noqa: N802 the same
        """In words, with its article: `an Option Omega trade log`."""

    @property
    def TOLD(self) -> tuple[str, ...]:  # noqa: N802 the same
        """Keys of `[[files]]`, beside path and of, that mean something to it."""

    @property
    def NEEDED(self) -> tuple[str, ...]:  # noqa: N802 the same
        """Columns without which a table is not of this format; empty where the format is no plain table."""

    def recognises(self, head: Head, /) -> bool:
        """Whether a file that begins so is of this format."""

    def read(self, file: Path, told: DataFile, watch: Watch, /) -> Imported:
        """What is in the file, `told` being what the manifest says of it; faults of its content are problems.

        Raises
        ------
        UnreadableError
            The file is not whole, or lacks what the format must have.
        """
