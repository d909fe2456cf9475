"""Which program runs: a stamp that changes with any file of it, of its data, or with any package that is installed."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_OURS = ("corpus", "qa", "reports", "templates")


@cache
def program_stamp() -> str:
    """A digest over place, size and times of change of our files, and of the folders that packages are installed in."""
    return stamp_of(Path(__file__).parent.parent, _installed())


def stamp_of(root: Path, installed: Iterable[Path]) -> str:
    """The stamp of a program whose packages lie in one folder, those of others in some."""
    lines = [sys.version, *sys.path, *(f"{folder} {_changed(folder.stat())}" for folder in installed)]
    for package in _OURS:
        lines += sorted(_files(root / package))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _installed() -> list[Path]:
    """Where packages are installed: one that comes, goes or changes its version changes the folder."""
    return [Path(folder) for folder in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})]


def _files(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir():
                yield from _files(Path(entry.path))
            else:
                yield f"{entry.path} {_changed(entry.stat())}"


def _changed(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"
