"""Backtests: trades, daily marks and market series as frozen values over typed columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.documents import digest_of
from corpus.errors import FaultyInputError, Problem, UnreadableError, errors_among
from corpus.manifest import Manifest, find_manifest, read_manifest

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """One backtest as read: its manifest, its tables, what is wrong with them, and a digest over every byte."""

    manifest: Manifest
    #: columns `TRADE_COLUMNS`, oldest first, or None where the backtest has no trade log
    trades: pd.DataFrame | None
    #: columns `MARK_COLUMNS`, by day, or None where the backtest has no daily values
    marks: pd.DataFrame | None
    #: daily closes by name
    series: Mapping[str, pd.Series[float]]
    problems: tuple[Problem, ...]
    digest: str
    #: whether it belongs to the shipped sample
    sample: bool = False

    @property
    def name(self) -> str:
        """What the desk calls it."""
        return self.manifest.name

    @property
    def is_hedge(self) -> pd.Series[bool]:
        """Which trades the manifest says are the hedge."""
        if self.trades is None:
            raise ValueError("a backtest without trades has no hedge trades")
        return self.trades["strategy"].isin(self.manifest.hedge.strategies)

    @property
    def has_hedge(self) -> bool:
        """Whether any part of it is declared to be the hedge."""
        return bool(self.manifest.hedge.strategies) or self.marks is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """A backtest of a desk: its manifest, and how to read the rest; that is done once, when it is first asked for."""

    manifest: Manifest
    read: Callable[[], Backtest]


def list_backtest(path: Path, *, sample: bool = False) -> Listed:
    """A backtest by its manifest, the rest of it unread.

    Raises
    ------
    UnreadableError
        The manifest is missing or faulty.
    """
    return Listed(manifest=read_manifest(find_manifest(path)), read=cache(lambda: read_backtest(path, sample=sample)))


def read_backtest(path: Path, *, sample: bool = False) -> Backtest:
    """Read what a manifest names; the problems come with it.

    Raises
    ------
    UnreadableError
        A file is missing or isn't recognised.
    FaultyInputError
        A recognised file has errors: nothing of it is used.
    """
    backtest = check_backtest(path, sample=sample)
    errors = errors_among(backtest.problems)
    if errors:
        more = f" (and {len(errors) - 1} more errors)" if len(errors) > 1 else ""
        raise FaultyInputError(f"{errors[0].what}{more}", where=errors[0].where, mend="see hedgecite backtest check")
    return backtest


def check_backtest(path: Path, *, sample: bool = False) -> Backtest:
    """Read what a manifest names, errors among the problems or not."""
    from corpus import formats
    from corpus.formats import checks, market

    file = find_manifest(path)
    manifest = read_manifest(file)
    files = {name: _existing(file.parent / name, file) for name in _named(manifest)}
    problems: list[Problem] = []
    tables: dict[str, pd.DataFrame] = {}
    for role, name in (("trades", manifest.files.trades), ("marks", manifest.files.marks)):
        if name is not None:
            tables[role], wrong = formats.read(files[name], role)
            problems += wrong
    series = {}
    for declared in manifest.series:
        series[declared.name], wrong = market.read(files[declared.file], declared)
        problems += wrong
    problems += checks.against_manifest(manifest, tables, file.name)
    parts = [f"{file.name} {digest_of(file.read_bytes())}"]
    parts += [f"{name} {digest_of(f.read_bytes())}" for name, f in sorted(files.items())]
    return Backtest(
        manifest=manifest,
        trades=tables.get("trades"),
        marks=tables.get("marks"),
        series=series,
        problems=tuple(problems),
        digest=digest_of("\n".join(parts)),
        sample=sample,
    )


def _named(manifest: Manifest) -> list[str]:
    names = [manifest.files.trades, manifest.files.marks, *(s.file for s in manifest.series)]
    return sorted({name for name in names if name is not None})


def _existing(file: Path, manifest: Path) -> Path:
    if not file.is_file():
        raise UnreadableError(f"names {file.name}, which is not there", where=str(manifest), mend="mend [files]")
    return file
