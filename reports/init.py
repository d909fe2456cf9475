"""Making a desk: a folder of one's own that runs at once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from corpus.errors import WrongUseError
from reports.files import write_whole

_FOLDERS = ("corpus", "backtests", "published")
_FILES = ("hedgecite.toml", "clients.toml")


def make_desk(folder: Path) -> tuple[Path, ...]:
    """Write a desk into a new or empty folder.

    Raises
    ------
    WrongUseError
        The folder holds something, or is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUseError("is not an empty folder", where=str(folder), mend="name a new one; nothing was changed")
    made = []
    for name in _FILES:
        write_whole(folder / name, files("templates").joinpath("desk", name).read_text(encoding="utf-8"))
        made.append(folder / name)
    for name in _FOLDERS:
        (folder / name).mkdir()
        made.append(folder / name)
    return tuple(made)
