"""JSON files: loaded whole within bounds, and their fields looked up without trust in their types."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path

from corpus.backtests.watch import Watch
from corpus.errors import UnreadableError
from corpus.formats import _cells
from corpus.formats._watched import open_watched

#: What is larger is not loaded: in memory it takes about ten times as much.
_BYTES = 1 << 28


def load(file: Path, watch: Watch) -> object:
    """What a JSON file holds.

    Raises
    ------
    UnreadableError
        It is too large, nested too deeply, not whole, no JSON, or has a key twice in one object.
    """
    if file.stat().st_size > _BYTES:
        mend = "export it with fewer charts and orders"
        raise UnreadableError(f"is larger than {_BYTES >> 20} MiB", where=file.name, mend=mend)
    with open_watched(file, watch) as f:
        raw = f.read()
    try:
        return json.loads(raw.decode(json.detect_encoding(raw)), object_pairs_hook=_once)
    except RecursionError as cause:
        raise UnreadableError("is nested too deeply", where=file.name, mend="export it again") from cause
    except ValueError as cause:
        raise UnreadableError(f"is no whole JSON file: {cause}", where=file.name, mend="export it again") from cause


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """An object; a key that stands twice would leave open which of its values counts."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key[:40]!r} stands twice in one object")
        found[key] = value
    return found


def field(value: object, *path: str) -> object:
    """What stands at a path of keys, the first letter of each in either case, or None."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name, value.get(name[0].swapcase() + name[1:]))
    return value


def number(value: object) -> float | None:
    """A finite number, written as such or as text, or None."""
    if isinstance(value, str):
        return _cells.number(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def text(value: object) -> str:
    """Text without the space around it; "" where there is none."""
    return value.strip() if isinstance(value, str) else ""
