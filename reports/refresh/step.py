"""A refresh of a backtest's files: read beside the old, compared, told, and switched to in one step, with a way back."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.backtests.backtest import Backtest, Listed, list_backtest, read_backtest
from corpus.errors import WrongUseError
from reports.computed import figures_of
from reports.editions import Editions
from reports.refresh.history import Change, changes

MANIFEST = "backtest.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """A figure of the whole run that is shown otherwise now."""

    key: str
    title: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """What a refresh would do."""

    #: names of the files that are replaced or new
    files: tuple[str, ...]
    #: last day of the old and the new data
    ends: tuple[str, str]
    changes: tuple[Change, ...]
    impact: tuple[Impact, ...]
    #: the folder's content with the new files
    content: Mapping[str, bytes]


def planned(folder: Path, given: Path) -> Refresh:
    """What taking in the files of a folder does to a backtest; nothing is changed.

    Raises
    ------
    WrongUseError
        The folder holds no file of the backtest's, or one that it doesn't know.
    UnreadableError, FaultyInputError
        The old or the new files can't be read.
    """
    present = {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
    new = (
        {f.name: f.read_bytes() for f in sorted(given.iterdir()) if f.is_file() and not f.name.startswith(".")}
        if given.is_dir()
        else {}
    )
    if not new:
        raise WrongUseError("holds no files", where=str(given), mend="name the folder into which the new log was put")
    content = present | new
    with laid_out(content) as trial:
        _refuse_unknown(given, sorted(set(new) - set(present)), list_backtest(trial), present)
        old, made = read_backtest(folder), read_backtest(trial)
    changed = tuple(name for name in sorted(new) if new[name] != present.get(name))
    return Refresh(
        files=changed, ends=(_end(old), _end(made)), changes=changes(old, made), impact=_impact(old, made) if changed else (),
        content=content,
    )  # fmt: skip


def _refuse_unknown(given: Path, unknown: Sequence[str], listed: Listed, present: Collection[str]) -> None:
    """Raise where a file is new and the manifest names it neither before nor now."""
    assert listed.file is not None, "it was read from a folder"
    named = {f.relative_to(listed.file.parent).as_posix() for f in listed.files}
    strange = next((name for name in unknown if name not in named), None)
    if strange is not None:
        known = ", ".join(name for name in sorted(present) if name != MANIFEST)
        mend = f"name it as the backtest does: {known}; or put a {MANIFEST} that names it beside it"
        raise WrongUseError("is no file of the backtest", where=str(given / strange), mend=mend)


@contextmanager
def laid_out(content: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with some content, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as trial:
        for name, held in content.items():
            file = Path(trial, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(held)
        yield Path(trial)


def _end(backtest: Backtest) -> str:
    days = [t["closed"].max() for t in (backtest.trades,) if t is not None and len(t)]
    days += [t.index.max() for t in (backtest.marks, backtest.accounts) if t is not None and len(t)]
    return f"{max(days):%Y-%m-%d}" if days else ""


def _impact(old: Backtest, new: Backtest) -> tuple[Impact, ...]:
    """Figures of the whole run whose display changes, in the order of the catalogue."""
    before = {f.key: f.display for f in figures_of(old, "all").figures}
    return tuple(
        Impact(key=f.key, title=f.title, before=before.get(f.key, "not computed"), now=f.display)
        for f in figures_of(new, "all").figures
        if before.get(f.key) != f.display
    )


def take_in(folder: Path, refresh: Refresh) -> None:
    """Switch the backtest to the new files, all at once; the old ones stay beside it for the way back.

    Raises
    ------
    UnreadableError
        Something can't be written; the backtest is as it was then.
    """
    editions = Editions(folder)
    editions.adopt()
    editions.publish(refresh.content, editions.current())


def back(folder: Path) -> None:
    """Go back to the files before the last refresh.

    Raises
    ------
    WrongUseError
        There are none.
    """
    Editions(folder).back()
