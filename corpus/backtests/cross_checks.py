"""Checks across the files of one backtest, and against its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.backtests.columns import LAYER_MARK
from corpus.backtests.completeness import starts
from corpus.backtests.holding import crosses
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile, Manifest, Selection
from corpus.errors import Problem, error, note, warning

if TYPE_CHECKING:
    import pandas as pd

_CENT = 0.01
#: Logs that round each day to whole dollars may be off by half of one on each.
_DOLLAR = 0.5
#: Roundings that add up along a chain of funds, and the share of a log that must chain for its start to be told.
_SOME, _HALF = 20, 0.5


def against_manifest(manifest: Manifest, parts: Sequence[tuple[DataFile, Imported]], file: str) -> list[Problem]:
    """What the files say against the manifest."""
    problems = []
    sides: list[tuple[str, str, Sequence[Selection]]] = [("hedge", "base", (manifest.hedge, *manifest.hedge.layers))]
    sides += [("base", "hedge", (manifest.base,))] if manifest.base else []
    for side, other, selections in sides:
        tables = [t for told, found in parts if told.of != other for t in (found.trades, found.open_trades) if t is not None]
        named = {s for selection in selections for s in selection.strategies}
        unknown = sorted(named - {s for table in tables for s in table["strategy"].unique()})
        if unknown:
            what = f"no log has a trade of the {side} strategy {unknown[0]!r}"
            problems.append(error(f"{side}-strategy", file, what, "write strategies as the log does"))
    for told, found in parts:
        problems += _layers(manifest, told, found)
        problems += foreign(told, found, manifest.capital.currency)
        if found.flows is not None and manifest.capital.flows != "dated":
            what = f'the file has deposits or withdrawals, and the manifest says flows = "{manifest.capital.flows}"'
            problems.append(error("flows", told.path, what, 'write flows = "dated" under [capital]'))
        if found.live and manifest.hypothetical:
            what = "the file is of live trades, the manifest says hypothetical = true"
            problems.append(warning("live", told.path, what, "correct the manifest if these were made with money"))
        first = 0.0 if found.account is None or told.of == "hedge" else float(found.account.iloc[0])
        if told.values == "equity" and first and abs(first - manifest.capital.base) > _CENT:
            what = f"the account begins with {first:.2f} dollars, capital.base is {manifest.capital.base:.2f}"
            problems.append(warning("base", told.path, what, "write the capital base that returns are measured on"))
    return problems


def foreign(told: DataFile, found: Imported, currency: str) -> list[Problem]:
    """A file in another currency than the manifest's."""
    if found.currency in {None, currency}:
        return []
    what = f"the file's amounts are in {found.currency}, the manifest's in {currency}"
    return [error("currency", told.path, what, "bring a file in one currency")]


def _layers(manifest: Manifest, told: DataFile, found: Imported) -> list[Problem]:
    """Marks of a layer that the manifest doesn't know."""
    known = {layer.id for layer in manifest.hedge.layers}
    columns = [] if found.marks is None else [str(c) for c in found.marks]
    marked = [c.removeprefix(LAYER_MARK) for c in columns if c.startswith(LAYER_MARK)]
    unknown = [layer for layer in marked if layer not in known]
    if not unknown:
        return []
    what = f"the file has marks of the layer {unknown[0]!r}, which the manifest doesn't declare"
    return [error("layer-unknown", told.path, what, "declare it under [[hedge.layers]], or leave the column", line=1)]


def parted(
    manifest: Manifest, tables: Sequence[tuple[DataFile, pd.DataFrame]], marked: Sequence[str] | None, file: str
) -> list[Problem]:
    """Parts of the backtest that the manifest declares and no trade is of, and trades where they can't be.

    Parameters
    ----------
    tables
        Trades with `ASSIGNED_COLUMNS`, closed or open.
    marked
        Columns of the daily marks, where there are any.
    """
    problems = []
    layers = {layer for _, table in tables for layer in table["layer"].unique()}
    layers |= {column.removeprefix(LAYER_MARK) for column in marked or ()}
    for layer in manifest.hedge.layers:
        if layer.id not in layers:
            what = f"no trade and no mark is of the layer {layer.id!r}"
            problems.append(error("layer-empty", file, what, "mend what it names, or leave the layer"))
    hedge = [told for told, table in tables if table["hedge"].any()]
    base = [told for told, table in tables if not table["hedge"].all()]
    if tables and not hedge and (manifest.hedge.strategies or manifest.hedge.instruments):
        what = "the manifest declares a hedge, and no trade is of it"
        problems.append(error("hedge-empty", file, what, "mend what [hedge] names"))
    if hedge and not base and marked is None:
        what = "every trade is of the hedge, so there is nothing that it protects"
        problems.append(error("base-empty", file, what, "bring the base's trades too, or mend [base] and [hedge]"))
    for told in hedge:
        if told.of == "unhedged":
            what = "the run without the hedge has trades of the hedge"
            problems.append(error("hedge-in-unhedged", told.path, what, 'see which run is of = "unhedged" and which "hedged"'))
    return problems


def twice(tables: Sequence[tuple[DataFile, pd.DataFrame]]) -> list[Problem]:
    """Trades that stand in two files of one backtest."""
    import pandas as pd

    problems = []
    for i in range(1, len(tables)):
        told, own = tables[i]
        shared = [c for c in tables[0][1] if c in own and c not in {"hedge", "layer"}]
        both = pd.concat([t[shared].drop_duplicates() for _, t in tables[: i + 1]]).duplicated()
        again = int(both.iloc[-len(own.drop_duplicates(shared)) :].sum()) if len(own) else 0
        if again:
            what = f"{again} of its trades stand in another file of this backtest too"
            problems.append(warning("duplicate", told.path, what, "leave one of the files"))
    return problems


def trades_against_days(
    trades: pd.DataFrame, opened: pd.DataFrame | None, parts: Sequence[tuple[DataFile, Imported]]
) -> list[Problem]:
    """The sum of the trades against that of the daily marks, and against the daily values of the whole account."""
    problems: list[Problem] = []
    traded_live = [found.live for _, found in parts if found.trades is not None]
    for told, found in parts:
        if found.marks is not None:
            hedge = trades["hedge"]
            sides = (("base_pnl", trades[~hedge]), ("hedge_pnl", trades[hedge]))
            problems += [p for column, own in sides if (p := _sums(own, opened, found.marks[column], told, column))]
        if found.account is not None and told.of == "all":
            if found.live is False and True in traded_live:
                what = "the daily log is of a backtest and the trades were made live, so the two are not held against each other"
                problems.append(warning("live-against-daily", told.path, what, "bring the daily log of the live account"))
                continue
            problems += _capital(parts, found, told)
            problems += _days(trades, opened, found, told)
    return problems


def _sums(
    trades: pd.DataFrame, opened: pd.DataFrame | None, daily: pd.Series[float], told: DataFile, column: str
) -> Problem | None:
    log, days = float(trades["pnl"].sum()), float(daily.sum())
    if abs(log - days) <= _CENT * max(1, len(trades), len(daily)):
        return None
    if opened is not None:
        return _by_open(told, opened, days - log, f"the column {column}")
    what = f"the trades sum to {log:.2f} dollars, the column {column} to {days:.2f}"
    mend = "bring both files from one run, with every trade closed"
    return warning("log-against-marks", told.path, what, mend, column=column)


def _by_open(told: DataFile, opened: pd.DataFrame, apart: float, what: str) -> Problem:
    """That daily values and closed trades differ, where trades are still open: what those are worth is in the former alone."""
    known = float(opened["unrealised"].sum()) if "unrealised" in opened else None
    said = f"{what} has {apart:.2f} dollars more than the closed trades; {len(opened)} are still open"
    if known is None:
        return note("log-against-open", told.path, f"{said}, and what they are worth is in the daily values alone")
    if abs(known - apart) <= _DOLLAR + _CENT * len(opened):
        return note("log-against-open", told.path, f"{said}, and their unrealised {known:.2f} is that difference")
    what = f"{said}, and their unrealised {known:.2f} doesn't make up for it"
    return warning("log-against-open", told.path, what, "bring both files from one run")


def _capital(parts: Sequence[tuple[DataFile, Imported]], daily: Imported, told: DataFile) -> list[Problem]:
    """A warning where a log of trades begins with another capital than the daily log."""
    assert daily.account is not None, "it was chosen for that"
    first = float(daily.account.iloc[0])
    problems = []
    for other, found in parts:
        start = None if found.trades is None else starting_funds(found.trades)
        if start is not None and abs(start - first) > _DOLLAR + _CENT:
            what = f"the trades begin with {start:.2f} dollars, by what the account is worth as each closes, and the daily log "
            what += f"{told.path} with {first:.2f}"
            problems.append(warning("capital-apart", other.path, what, "bring both files from one run"))
    return problems


def starting_funds(trades: pd.DataFrame) -> float | None:
    """What the account was worth before the first of its trades closed, by what it is worth as each closes [USD].

    Chained in order of closing; None where the log doesn't tell it, or where it doesn't chain.
    """
    if "funds" not in trades or not len(trades):
        return None
    told = starts(trades)
    if told.empty:
        return None
    start = float(told.median())
    chained = ((told - start).abs() <= _DOLLAR * _SOME).mean()
    return start if chained > _HALF else None


def held_over(trades: pd.DataFrame, file: str) -> list[Problem]:
    """A warning where trades are held over a month's end and the log books them at their close."""
    problems = []
    for side, own in (("base", trades[~trades["hedge"]]), ("hedge", trades[trades["hedge"]])):
        over = int(crosses(own, "M").sum()) if len(own) else 0
        if over:
            what = (
                f"{over} of {len(own)} trades of the {side} are held over a month's end, and the log books them at their close: "
            )
            what += "their profit and loss counts in the month of their closing"
            problems.append(warning("booked-at-close", file, what, "bring daily values, so that every day has its own"))
    return problems


def _days(trades: pd.DataFrame, opened: pd.DataFrame | None, found: Imported, told: DataFile) -> list[Problem]:
    """Trades against the account: day by day where each closes on the day that it opens, else in all."""
    daily = found.pnl
    booked = trades.groupby(trades["closed"].dt.normalize())["pnl"].sum()
    begin, end = max(booked.index[0], daily.index[0]), min(booked.index[-1], daily.index[-1])
    mend = "bring both files from one run"
    if (trades["opened"].dt.normalize() == trades["closed"].dt.normalize()).all():
        apart = booked.sub(daily, fill_value=0.0)
        apart = apart[(apart.index >= begin) & (apart.index <= end)]
        wrong = apart[apart.abs() > _DOLLAR + _CENT]
        if wrong.empty:
            every = begin <= daily.index[0] and end >= daily.index[-1]
            return [_agree(told, f"on each of its {len(daily)} days" if every else f"on the {len(apart)} days that both have")]
        day = wrong.index[0].date()
        what = f"on {len(wrong)} days the trades earn something else than the daily log has, first on {day}: "
        what += f"{booked.get(wrong.index[0], 0.0):.2f} against {daily.get(wrong.index[0], 0.0):.2f} dollars"
        return [warning("log-against-daily", told.path, what, mend)]
    log, days = float(booked.sum()), float(daily.sum())
    if abs(log - days) <= _DOLLAR * len(daily) + _CENT:
        return [_agree(told, "in all")]
    if opened is not None:
        return [_by_open(told, opened, days - log, "the daily log")]
    what = f"the trades sum to {log:.2f} dollars, the daily log to {days:.2f}"
    return [warning("log-against-daily", told.path, what, mend)]


def _agree(told: DataFile, when: str) -> Problem:
    return note("log-agrees-daily", told.path, f"the trades earn what the daily log has, {when}")
