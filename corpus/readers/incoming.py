"""What is brought to be added: files, and what lies in folders and zips, each with its bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import Problem, UnreadableError, error
from corpus.readers import SUFFIXES
from corpus.readers.conversion import LARGEST
from corpus.readers.kinds import HEAD, content_of

#: What a zip may have: files, and bytes of all of them when unpacked.
FILES, UNPACKED = 5_000, 300_000_000
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file that is brought."""

    #: as it is shown, and with its folder below the one that was named
    name: str
    raw: bytes
    #: whether it was named itself, and so must be read
    named: bool


def gather(paths: Sequence[Path]) -> tuple[list[Incoming], list[Problem]]:
    """The files at paths, in the order of their names within each folder and zip; and what of a zip can't be read.

    Raises
    ------
    UnreadableError
        A path is missing, a zip is damaged or too large, or there is no text in a folder or zip.
    """
    found: list[Incoming] = []
    problems: list[Problem] = []
    for path in paths:
        before = len(found) + len(problems)
        if path.is_dir():
            inner = sorted(f for f in path.rglob("*") if f.is_file() and not _hidden(f.relative_to(path).parts))
            known = [f for f in inner if f.suffix.lower() in {*SUFFIXES, ".zip"}]
            for file in known:
                _take(file.read_bytes(), file.relative_to(path).as_posix(), found, problems, named=False)
        elif path.is_file():
            _take(path.read_bytes(), str(path), found, problems, named=True)
        else:
            raise UnreadableError("no such file", where=str(path), mend="check the path")
        if len(found) + len(problems) == before:
            raise UnreadableError("holds no text", where=str(path), mend=f"bring {', '.join(SUFFIXES)}")
    return found, problems


def _hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def _take(raw: bytes, name: str, found: list[Incoming], problems: list[Problem], *, named: bool) -> None:
    """A file, or the files in it where it is a zip."""
    if content_of(raw if raw.startswith(b"PK") else raw[:HEAD], name) != "zip":
        found.append(Incoming(name=name, raw=raw, named=named))
        return
    try:
        for inner, body in _unpacked(raw, name):
            if content_of(body if body.startswith(b"PK") else body[:HEAD], inner) == "zip":
                problems.append(error("zip-in-zip", f"{Path(name).name}/{inner}", "is a zip within a zip", "unpack it first"))
            else:
                found.append(Incoming(name=inner, raw=body, named=False))
    except UnreadableError as fault:
        if named:
            raise
        problems.append(error("zip", fault.where, fault.what, fault.mend))


def _unpacked(raw: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The texts of a zip, in the order of their names."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = sorted((e for e in packed.infolist() if _is_text(e.filename)), key=lambda e: e.filename)
            if len(entries) > FILES:
                raise UnreadableError(f"holds more than {FILES:,} files", where=name, mend="split it")
            for entry in entries:
                chunks: list[bytes] = []
                with packed.open(entry) as file:
                    while chunk := file.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0 or sum(map(len, chunks[-1:])) + file.tell() > LARGEST:
                            raise UnreadableError("unpacks to more than fits", where=f"{name}/{entry.filename}", mend="split it")
                        chunks.append(chunk)
                yield entry.filename, b"".join(chunks)
    except RuntimeError as fault:
        raise UnreadableError("is encrypted", where=name, mend="unpack it first") from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        raise UnreadableError("is damaged: a part can't be unpacked", where=name, mend="bring a sound copy") from fault


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    return not name.endswith("/") and path.suffix.lower() in {*SUFFIXES, ".zip"} and not _hidden(path.parts)
