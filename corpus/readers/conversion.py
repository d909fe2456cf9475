"""Files that are no text become text: once for each digest and version, in a process apart, and kept in the cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpus.errors import Problem, error
from corpus.readers.kinds import Content
from corpus.readers.normal import Normal
from corpus.texts.documents import digest_of

#: Changes whenever a conversion would come out otherwise.
VERSION = "1"
#: How long a conversion may take [s], and how large a file may be [bytes].
PATIENCE, LARGEST = 9.0, 100_000_000
#: What may be otherwise the next time: a package was missing, or the machine was busy.
_PASSING = {"missing", "busy"}
_LISTS = ("tags", "terms", "pages", "notes")


def converted(raw: bytes, kind: Content, name: str, cache: Path | None) -> Normal | Problem:
    """A file's normal form, from the cache where it was converted before; or what is wrong with it.

    What can't be converted is remembered too, except where a package was missing or the machine was busy.
    """
    kept = cache / f"{VERSION}-{kind}-{digest_of(raw)[7:39]}.json" if cache is not None else None
    told = _kept(kept)
    if told is None:
        told = _told(raw, kind)
        if kept is not None and told.get("fault", [""])[0] not in _PASSING:
            _keep(kept, told)
    if "fault" in told:
        code, what, mend = told["fault"]
        return error(code, name, what, mend)
    return _normal(told["normal"])


def _normal(told: dict[str, Any]) -> Normal:
    said: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in told.items()}
    return Normal(**said)


def _told(raw: bytes, kind: Content) -> dict[str, Any]:
    """What the process says of a file."""
    if len(raw) > LARGEST:
        return {"fault": ["too-large", f"is larger than {LARGEST // 1_000_000} MB", "split it"]}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        file.write_bytes(raw)
        try:
            done = subprocess.run(  # noqa: S603 our own module, with a path that we chose
                [sys.executable, "-P", "-m", "corpus.readers.worker", kind, str(file)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p and Path(p).is_absolute())},
            )
        except subprocess.TimeoutExpired:
            return {"fault": _slow("busy")}
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"fault": _died(done.returncode)}
    return told


def _died(code: int) -> list[str]:
    """Why the process ended without a word."""
    import signal

    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return _slow("too-slow")
    return ["damaged", "is damaged: its reader broke off", "bring a sound copy"]


def _slow(code: str) -> list[str]:
    return [code, f"takes longer than {PATIENCE:g} seconds to be read", "split it, or bring a plainer copy"]


def _kept(file: Path | None) -> dict[str, Any] | None:
    """What was kept; a damaged file of the cache counts as none."""
    try:
        told = json.loads(file.read_bytes()) if file is not None else None
        if isinstance(told, dict) and "fault" in told:
            code, what, mend = told["fault"]
            return {"fault": [str(code), str(what), str(mend)]}
        return told if isinstance(told, dict) and isinstance(_normal(told["normal"]).text, str) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _keep(file: Path, told: dict[str, Any]) -> None:
    """Keep it whole or not at all; a cache that can't be written to costs time alone."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=".half-", delete=False) as half:
            json.dump(told, half, ensure_ascii=False)
        Path(half.name).replace(file)
    except OSError:
        return
