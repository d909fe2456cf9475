"""Where the desk and the cache lie: what is known before any setting is read."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.errors import UnreadableError

FILE = "hedgecite.toml"
_FOLDERS = ("HEDGECITE_CACHE_DIR", "HEDGECITE_DATA_DIR")


def cache_dir() -> Path:
    """The folder of `HEDGECITE_CACHE_DIR`, else the user's own."""
    told = os.environ.get("HEDGECITE_CACHE_DIR")
    if told:
        return Path(told)
    import platformdirs

    return platformdirs.user_cache_path("hedgecite")


def data_dir() -> Path:
    """The folder of `HEDGECITE_DATA_DIR`, else the user's own."""
    told = os.environ.get("HEDGECITE_DATA_DIR")
    if told:
        return Path(told)
    import platformdirs

    return platformdirs.user_data_path("hedgecite")


def is_told() -> bool:
    """Whether the environment sets anything beside these folders, so that its settings must be read and checked."""
    ours = (name.upper() for name in os.environ if name.upper().startswith("HEDGECITE_"))
    return any(name not in _FOLDERS for name in ours)


def root_of(given: Path | None, here: Path) -> Path:
    """The folder of `--desk`, else of the nearest `hedgecite.toml` upwards, else the user's own.

    Raises
    ------
    UnreadableError
        The given folder has no `hedgecite.toml`.
    """
    if given is not None and not (given / FILE).is_file():
        raise UnreadableError(f"has no {FILE}", where=str(given), mend="make a desk with hedgecite init DIR")
    upwards = (folder for folder in (here, *here.parents) if (folder / FILE).is_file())
    return given or next(upwards, None) or data_dir()
