"""Backtest outputs: one format a file, chosen by what the file holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, UnreadableError, error, warning
from corpus.formats import (
    daily_marks,
    fidelity,
    ibkr_flex,
    ibkr_flex_csv,
    lean,
    option_omega,
    option_omega_daily,
    option_omega_live,
    optionnet_explorer,
    own_table,
    plain_series,
    robinhood,
    schwab,
    tastytrade,
    tastyworks,
    thinkorswim,
    tradingview,
    vectorbt,
)
from corpus.formats._head import Head, head_of
from corpus.formats._protocol import Format
from corpus.formats._rows import header

#: Asked in this order; the first that recognises a file reads it. The last fits many a table, so it is only asked where
#: the manifest calls the file a series, or where the table isn't nearly of another format.
FORMATS: tuple[Format, ...] = (
    option_omega,
    option_omega_daily,
    option_omega_live,
    daily_marks,
    vectorbt,
    lean,
    optionnet_explorer,
    tastytrade,
    tastyworks,
    ibkr_flex,
    ibkr_flex_csv,
    thinkorswim,
    schwab,
    robinhood,
    fidelity,
    tradingview,
    own_table,
    plain_series,
)
#: A table with this share of a format's columns is told which of them it lacks.
_NEARLY = 0.6


def recognise(file: Path, told: DataFile | None = None) -> Format:
    """The format of a file, by its beginning; `told` is what a manifest says of the file.

    Raises
    ------
    UnreadableError
        The file is missing, or of no known format.
    """
    head = head_of(file)
    if own_table.is_told(told):
        return own_table
    found = next((f for f in FORMATS if f.recognises(head)), None)
    if found is own_table and told is not None and told.values is not None:
        found = plain_series
    unsaid = told is None or told.values is None
    cut_short = found in {plain_series, own_table} and unsaid and _share(_nearest(head), head) >= _NEARLY
    if found is None or cut_short:
        raise _unknown(head)
    return found


def read(file: Path, told: DataFile | None = None, watch: Watch = unwatched) -> tuple[Format, Imported]:
    """A file's format and what is in it; `told` is what a manifest says of the file.

    Raises
    ------
    UnreadableError
        The file is missing, not whole, or of no known format.
    """
    found = recognise(file, told)
    imported = _margins(file.name, found.read(file, told or DataFile(path=file.name), watch))
    needless = _needless(file.name, found, told) if told else []
    return found, replace(imported, problems=(*imported.problems, *needless)) if needless else imported


def _margins(file: str, imported: Imported) -> Imported:
    """Margins below zero, as platforms write one that they don't know, are none; the column is told of every trade or of none."""
    trades, opened = imported.trades, imported.open_trades
    tables = [t for t in (trades, opened) if t is not None and "margin" in t]
    unknown = sum(int((t["margin"] < 0).sum()) for t in tables)
    if not unknown:
        return imported
    what = f"the margin of {unknown} trades is below zero, which is no margin; margins are left out"
    return replace(
        imported,
        trades=trades.drop(columns="margin", errors="ignore") if trades is not None else None,
        open_trades=opened.drop(columns="margin", errors="ignore") if opened is not None else None,
        problems=(*imported.problems, warning("margin-unknown", file, what, "export the log with its margins")),
    )


def _needless(file: str, found: Format, told: DataFile) -> list[Problem]:
    """What a manifest says of a file that means nothing for its format, and that the user may rely on."""
    said = [key for key in told.model_fields_set - {"path", "of", *found.TOLD} if getattr(told, key)]
    what = f"the manifest gives {{}}, which means nothing for {found.TITLE}"
    return [error("needless-key", file, what.format(key), f"take {key} out of [[files]]") for key in sorted(said)]


def columns_of(file: Path) -> list[str]:
    """The cells of a table's first line, of whatever format; none where there is no text.

    Raises
    ------
    UnreadableError
        The file is missing.
    """
    return header(file)


#: Formats that are known by name and not read: how such a file begins, what it is, and what to bring instead.
_BY_NAME = (
    ('"trade_type"', "a Tradier account history", "it has neither times nor orders; bring its trades as a table of your own"),
    ("OFXHEADER", "an OFX or QFX file", "bring the broker's CSV of its transactions"),
    ("<OFX>", "an OFX or QFX file", "bring the broker's CSV of its transactions"),
    ("Statement,Header,Field Name", "an IBKR activity statement", "bring a Flex query with executions, as XML or CSV"),
)


def _unknown(head: Head) -> UnreadableError:
    if not head.raw:
        return UnreadableError("the file is empty", where=head.name, mend="export it again")
    begin = "\n".join(head.lines[:30])
    for mark, title, mend in _BY_NAME:
        if mark.lower() in begin.lower():
            return UnreadableError(f"is {title}, which is not read", where=f"{head.name}:1", mend=mend)
    near = _nearest(head)
    lacking = ", ".join(c for c in near.NEEDED if c not in head.cells)
    if _share(near, head) >= _NEARLY:
        what = f"looks like {near.TITLE} but lacks {lacking}"
        return UnreadableError(what, where=f"{head.name}:1", mend="export it again with every column")
    if len(head.cells) > 2 and _share(near, head):  # noqa: PLR2004 a table
        what = f"is of no known format; it is nearest to {near.TITLE}, and lacks {lacking}"
        mend = "export it with these, or say under [[files]] which column is which: columns = { opened = …, closed = …, pnl = … }"
        return UnreadableError(what, where=f"{head.name}:1", mend=mend)
    known = ", ".join(f.TITLE for f in FORMATS)
    return UnreadableError("is of no known format", where=f"{head.name}:1", mend=f"bring one of: {known}")


def _nearest(head: Head) -> Format:
    """The format most of whose columns a head has."""
    return max((f for f in FORMATS if f.NEEDED), key=lambda f: _share(f, head))


def _share(format_: Format, head: Head) -> float:
    """Which part of a format's columns a head has."""
    return len(set(format_.NEEDED) & set(head.cells)) / len(format_.NEEDED)
