"""Backtests: trades, daily values and market series as frozen values over typed columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.backtests.completeness import Completeness, of_series
from corpus.backtests.manifest import Manifest, find_manifest, read_manifest
from corpus.backtests.watch import Watch, unwatched
from corpus.calendars import Calendar, read_calendar, shipped_calendars
from corpus.errors import FaultyInputError, Problem, UnreadableError, errors_among
from corpus.texts.documents import digest_of

if TYPE_CHECKING:
    import pandas as pd

    from corpus.backtests.assembly import Assembled

#: `daily`: every day has its value; `at_close`: trades count on the day they close, whatever they were worth before.
Marking = Literal["daily", "at_close"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """One backtest as read: its manifest, its tables, what is wrong with them, and a digest over every byte.

    It has trades, daily values or both. Daily values are either marks, the P&L of base and hedge on one account, or
    accounts, the values of whole accounts.
    """

    manifest: Manifest
    #: closed trades, oldest first: `TRADE_COLUMNS`, those of `OPTIONAL_COLUMNS` that every file tells, `ASSIGNED_COLUMNS`
    trades: pd.DataFrame | None = None
    #: trades still open at the end of the log: the same columns without `closed` and `pnl`; None where there are none
    open_trades: pd.DataFrame | None = None
    #: closed trades filled at a broker, `TRADE_COLUMNS`, to hold the backtest's against; None where no file has them
    live: pd.DataFrame | None = None
    #: P&L by day in dollars, `MARK_COLUMNS`, and of each layer where the file has it
    marks: pd.DataFrame | None = None
    #: value by day in dollars, flows included, `unhedged` and `hedged` as far as they are known; the value that it began with
    #: stands first, on a day of its own
    accounts: pd.DataFrame | None = None
    #: money put in (positive) and taken out at the beginning of a day, in dollars; None where the account has no flows
    flows: pd.Series[float] | None = None
    #: how `accounts` or, without them, trades come to their days; marks are always daily
    marking: Marking = "at_close"
    #: daily closes by name
    series: Mapping[str, pd.Series[float]] = field(default_factory=dict)
    #: events by name: those shipped and the backtest's own
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    #: what its daily values lack
    completeness: Completeness = field(default_factory=Completeness)
    #: the maximum drawdown that a file states, where its values are too coarse to show it [fraction, zero or positive]
    stated_drawdown: float | None = None
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
        return self.trades["hedge"]

    @property
    def has_hedge(self) -> bool:
        """Whether any part of it is declared to be the hedge."""
        declared = self.manifest.hedge.is_declared or any(f.of in {"hedge", "hedged"} for f in self.manifest.files)
        return declared or self.marks is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """A backtest of a desk: its manifest, and how to read the rest; that is done once, when it is first asked for."""

    manifest: Manifest
    read: Callable[[], Backtest]
    #: the manifest's file, and the digest of what it held just before it was read; None where it was made in no file
    file: Path | None = None
    file_digest: str = ""
    sample: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """What the manifest names."""
        return tuple(self.file.parent / name for name in _named(self.manifest)) if self.file else ()


def list_backtest(path: Path, *, sample: bool = False, watch: Watch = unwatched) -> Listed:
    """A backtest by its manifest, the rest of it unread.

    Raises
    ------
    UnreadableError
        The manifest is missing or faulty.
    """
    file = find_manifest(path)
    digest = digest_of(file.read_bytes()) if file.is_file() else ""
    return Listed(
        manifest=read_manifest(file),
        read=cache(lambda: read_backtest(path, sample=sample, watch=watch)),
        file=file,
        file_digest=digest,
        sample=sample,
    )


def read_backtest(path: Path, *, sample: bool = False, watch: Watch = unwatched) -> Backtest:
    """Read what a manifest names; the problems come with it.

    Raises
    ------
    UnreadableError
        A file is missing or isn't recognised.
    FaultyInputError
        A recognised file has errors: nothing of it is used.
    """
    backtest = check_backtest(path, sample=sample, watch=watch)
    errors = errors_among(backtest.problems)
    if errors:
        more = f" (and {len(errors) - 1} more errors)" if len(errors) > 1 else ""
        raise FaultyInputError(f"{errors[0].what}{more}", where=errors[0].where, mend="see hedgecite backtest check")
    return backtest


def digest_now(listed: Listed) -> str:
    """The digest that a backtest would have if it were read now; empty where a file is missing or its manifest has changed."""
    files = {name: listed.file.parent / name for name in _named(listed.manifest)} if listed.file else {}
    try:
        digest = _digest(listed.file, files) if listed.file else ""
        return digest if listed.file and digest_of(listed.file.read_bytes()) == listed.file_digest else ""
    except OSError:
        return ""


def check_backtest(path: Path, *, sample: bool = False, watch: Watch = unwatched) -> Backtest:
    """Read what a manifest names, errors among the problems or not."""
    from corpus import formats
    from corpus.backtests.assembly import Part, assemble, live_trades
    from corpus.formats import market

    file = find_manifest(path)
    manifest = read_manifest(file)
    files = {name: _existing(file.parent / name, file) for name in _named(manifest)}
    parts = [Part(told=told, found=formats.read(files[told.path], told, watch)[1]) for told in manifest.files]
    assembled = assemble(manifest, [p for p in parts if p.told.of != "live"], file.name)
    live, lacking = live_trades(parts, manifest.capital.currency)
    problems = [*(p for part in parts for p in part.found.problems), *lacking]
    series = {}
    for declared in manifest.series:
        series[declared.name], wrong = market.read(files[declared.file], declared)
        problems += wrong
    return Backtest(
        manifest=manifest,
        trades=assembled.trades,
        open_trades=assembled.open_trades,
        live=live,
        marks=assembled.marks,
        accounts=assembled.accounts,
        flows=assembled.flows,
        marking=assembled.marking,
        completeness=assembled.completeness,
        stated_drawdown=assembled.stated_drawdown,
        series=series,
        calendars=shipped_calendars() | {c.name: c for c in (read_calendar(files[name]) for name in manifest.calendars)},
        problems=(*problems, *assembled.problems, *_series_gaps(manifest, assembled, series)),
        digest=_digest(file, files),
        sample=sample,
    )


def _series_gaps(manifest: Manifest, assembled: Assembled, series: Mapping[str, pd.Series[float]]) -> list[Problem]:
    """Trading days of the backtest on which one of its market series has no close."""
    import numpy as np

    tables = [t for t in (assembled.marks, assembled.accounts) if t is not None]
    days = [t.index.to_numpy() for t in tables]
    days += [assembled.trades[c].to_numpy() for c in ("opened", "closed")] if assembled.trades is not None else []
    if not any(len(d) for d in days):
        return []
    whole = np.concatenate(days).astype("datetime64[D]")
    of = {s.name: s.file for s in manifest.series}
    return [p for name, closes in series.items() for p in of_series(name, of[name], closes, whole.min(), whole.max())]


def _digest(manifest: Path, files: Mapping[str, Path]) -> str:
    parts = [f"{manifest.name} {digest_of(manifest.read_bytes())}"]
    parts += [f"{name} {digest_of(f.read_bytes())}" for name, f in sorted(files.items())]
    return digest_of("\n".join(parts))


def _named(manifest: Manifest) -> Sequence[str]:
    return sorted({*(f.path for f in manifest.files), *(s.file for s in manifest.series), *manifest.calendars})


def _existing(file: Path, manifest: Path) -> Path:
    if not file.is_file():
        raise UnreadableError(f"names {file.name}, which is not there", where=str(manifest), mend="mend its path")
    return file
