"""What a format makes of one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from corpus.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from corpus.formats._head import Head
    from corpus.manifest import DataFile

#: Called now and then while a file is read, with its name, the bytes read so far and the bytes in all.
Watch = Callable[[str, int, int], None]


def unwatched(_: str, __: int, ___: int) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imported:
    """The tables in a file, each as its format tells it or None, and what is wrong with it."""

    #: closed trades, oldest first: `TRADE_COLUMNS`, and those of `OPTIONAL_COLUMNS` that the file tells
    trades: pd.DataFrame | None = None
    #: trades that the file opens and does not close: the same columns without `closed` and `pnl`
    open_trades: pd.DataFrame | None = None
    #: P&L by day in dollars, `MARK_COLUMNS`
    marks: pd.DataFrame | None = None
    #: value of the whole account by day in dollars, flows included; the value it began with stands first
    account: pd.Series[float] | None = None
    #: whether `account` is in multiples of the capital base, which only the manifest tells
    relative: bool = False
    #: money put in (positive) and taken out, by day in dollars
    flows: pd.Series[float] | None = None
    #: ISO code, where the file tells it
    currency: str | None = None
    #: whether the file is of orders that were filled at a broker, or None where it can be either
    live: bool | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def pnl(self) -> pd.Series[float]:
        """The P&L of the account by day, its flows taken out [USD]."""
        assert self.account is not None, "there are values by day"
        pnl = self.account.diff().iloc[1:]
        return pnl if self.flows is None else pnl - self.flows.reindex(pnl.index, fill_value=0.0)


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
