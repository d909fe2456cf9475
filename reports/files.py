"""Files that commands write: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from corpus.errors import UnreadableError

#: How the names of files begin that are being written.
_HALF = ".half-"


def write_whole(file: Path, text: str) -> None:
    """Write a text as UTF-8 with the line ends of Unix, whole or not at all.

    Raises
    ------
    UnreadableError
        The folder can't be made or written to.
    """
    write_together({file: text})


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that a killed command leaves no half-written page.

    Raises
    ------
    UnreadableError
        The folder can't be made or written to.
    """
    write_together({file: content})


def write_together(texts: Mapping[Path, str | bytes], without: Collection[Path] = ()) -> None:
    """Write several files and take others away: all are written beside their places before the first is moved there.

    Raises
    ------
    UnreadableError
        A folder can't be made or written to; nothing has changed then.
    """
    halves: dict[Path, Path] = {}
    try:
        for file, text in texts.items():
            halves[file] = half = _half_of(file)  # known before it is there, so that an interrupt leaves none behind
            _write(half, text)
        for file, half in halves.items():
            half.replace(file)
        for file in set(without) - set(texts):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableError(f"can't be written: {error.strerror}", where=str(file), mend="choose another place") from error
    finally:
        for half in halves.values():
            with suppress(OSError):
                half.unlink()


def files_below(folder: Path) -> list[Path]:
    """The files in a folder and below it in order, hidden ones aside; a site is a link to its edition, and links are followed."""
    found: list[Path] = []
    seen: set[str] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        folders[:] = [] if real in seen else [n for n in folders if not n.startswith(".")]
        files = () if real in seen else (Path(root, n) for n in names if not n.startswith("."))
        found += [f for f in files if f.is_file()]
        seen.add(real)
    return sorted(found)


def sweep(folder: Path) -> None:
    """Take away, in a folder and below it, what commands that were killed had not yet moved to its place.

    The file's name has the process that writes it: what another one is writing here stays.
    """
    for half in folder.rglob(f"{_HALF}*") if folder.is_dir() else ():
        writer = half.name.removeprefix(_HALF).partition("-")[0]
        if writer.isdecimal() and not _alive(int(writer)):
            half.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _half_of(file: Path) -> Path:
    """Where a file is written before it is moved to its place."""
    return file.with_name(f"{_HALF}{os.getpid()}-{uuid4().hex}")


def _write(half: Path, content: str | bytes) -> None:
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(content.encode() if isinstance(content, str) else content)
    half.chmod(0o644)
