"""IBKR Flex statement: XML with one `Trade` an execution, and deposits among its `CashTransaction`s."""

from __future__ import annotations

from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem
from corpus.formats._flex import statement
from corpus.formats._head import Head
from corpus.formats._xml import elements

NAME = "ibkr-flex"
TITLE = "an IBKR Flex statement"
TOLD = ("zone",)
NEEDED: tuple[str, ...] = ()
_ROWS = {"FlexStatement", "Trade", "Order", "CashTransaction", "CorporateAction"}


def recognises(head: Head) -> bool:
    """Whether the file begins as Flex queries do."""
    return any("<FlexQueryResponse" in line for line in head.lines[:5])


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows; each execution is held against its own proceeds and net cash."""
    problems: list[Problem] = []
    return statement(file.name, elements(file, _ROWS, problems, watch), told, problems)
