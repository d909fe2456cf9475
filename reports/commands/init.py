"""Making a desk: a folder of one's own that runs at once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from corpus.errors import WrongUseError
from corpus.texts.library import shipped_folder
from reports.files import write_whole

_FOLDERS = ("corpus", "backtests", "published")
_SAMPLE_ON = "\nsample = true\n"


def make_desk(folder: Path, *, sample: bool) -> tuple[Path, ...]:
    """Write a desk into a new or empty folder, with the shipped sample on it or not.

    Raises
    ------
    WrongUseError
        The folder holds something, or is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUseError("is not an empty folder", where=str(folder), mend="name a new one; nothing was changed")
    made = []
    for name, text in _texts(sample=sample).items():
        write_whole(folder / name, text)
        made.append(folder / name)
    for name in _FOLDERS:
        (folder / name).mkdir()
        made.append(folder / name)
    return tuple(made)


def _texts(*, sample: bool) -> dict[str, str]:
    """The desk's files by name."""
    own = files("templates").joinpath("desk")
    settings, clients = (own.joinpath(name).read_text(encoding="utf-8") for name in ("hedgecite.toml", "clients.toml"))
    assert _SAMPLE_ON in settings
    if sample:
        clients = (shipped_folder() / "samples" / "clients.toml").read_text(encoding="utf-8")
    else:
        settings = settings.replace(_SAMPLE_ON, "\nsample = false\n")
    return {"hedgecite.toml": settings, "clients.toml": clients}
