"""A large Option Omega log with a few unusual rows: column by column, but for the few lines around those.

The log is cut into pieces; a piece that can't be read by columns is cut again, until the lines that can't are few enough to
be read row by row, which says what is wrong with them and where.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.watch import Watch
from corpus.errors import Problem, errors_among
from corpus.formats._omega_columns import Named, Unsound, Whole, in_order, is_plain, read_source

#: Shorter logs are read row by row; pieces as long as this at first, and no shorter than that [lines].
_LARGE, _FIRST, _LEAST = 5_000, 131_072, 256
#: With more pieces to be read row by row than this the whole log is.
_MOST = 24
_BOM = b"\xef\xbb\xbf"
ByRows = Callable[[Path], Imported]
Pieces = tuple[list[Whole], list[Imported]]


def read_pieces(
    file: Path, names: Named, cent: float, by_rows: ByRows, watch: Watch
) -> tuple[list[Whole], list[Imported]] | None:
    """The pieces that could be read by columns, and those that were read by rows with lines of the whole file; else None."""
    import numpy as np

    if not is_plain(file, names):
        return None
    raw = file.read_bytes().removeprefix(_BOM)
    ends = np.append(np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == ord("\n")) + 1, len(raw))
    if len(ends) < _LARGE:
        return None
    head = raw[: ends[0]]
    sound: list[Whole] = []
    unusual: list[Imported] = []
    waiting = list(reversed(list(_cuts(1, len(ends), _FIRST))))
    while waiting:
        first, last = waiting.pop()
        watch(file.name, int(ends[first - 1]), len(raw))
        lines = raw[ends[first - 1] : ends[last - 1]]
        whole = read_source(io.BytesIO(head + lines), names, cent, sort=False) if lines.strip() else None
        if isinstance(whole, Whole):
            sound.append(whole)
        elif lines.strip() and last - first > _LEAST:
            waiting += reversed(list(_cuts(first, last, max(_LEAST, (last - first) // 8))))
        elif lines.strip():
            unusual.append(_by_rows(file.name, head + lines, first, by_rows))
        if len(unusual) > _MOST:
            return None
    return sound, unusual


def read_unsound(file: Path, unsound: Unsound, by_rows: ByRows) -> Imported | None:
    """What the row reader says of the rows of a log that can't be; None where their lines can't be told, or it finds no error."""
    import numpy as np

    raw = file.read_bytes()
    ends = np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == ord("\n")) + 1
    ends = ends if len(ends) and ends[-1] == len(raw) else np.append(ends, len(raw))
    if len(ends) != len(unsound.trades) + 1 or len(unsound.rows) > _LEAST:  # blank lines, or cells with line ends
        return None
    lines = [raw[ends[row] : ends[row + 1]].rstrip(b"\r\n") for row in unsound.rows]
    with tempfile.TemporaryDirectory() as folder:
        piece = Path(folder) / file.name
        piece.write_bytes(b"\n".join([raw[: ends[0]].rstrip(b"\r\n"), *lines, b""]))
        found = by_rows(piece)
    if not errors_among(found.problems):
        return None
    moved = [replace(p, line=int(unsound.rows[p.line - 2]) + 2 if p.line and p.line > 1 else p.line) for p in found.problems]
    return Imported(trades=unsound.trades, live=False, problems=tuple(moved))


def _cuts(first: int, last: int, length: int) -> Iterator[tuple[int, int]]:
    for begin in range(first, last, length):
        yield begin, min(begin + length, last)


def _by_rows(name: str, lines: bytes, first: int, by_rows: ByRows) -> Imported:
    """A piece row by row; its lines are told as lines of the whole file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(lines)
        found = by_rows(file)
    moved = [replace(p, line=p.line + first - 1 if p.line and p.line > 1 else p.line) for p in found.problems]
    return replace(found, problems=tuple(moved))


def joined(sound: list[Whole], unusual: list[Imported]) -> Imported | None:
    """The pieces as one log, oldest first where it has no errors; None where a trade of one piece stands in another too."""
    import pandas as pd

    twice = sum(p.code == "duplicate" for found in unusual for p in found.problems)
    tables = [w.trades for w in sound] + [t for found in unusual if (t := found.trades) is not None and len(t)]
    opened = [t for found in unusual if (t := found.open_trades) is not None]
    shared = [c for c in tables[0] if all(c in t for t in tables)] if tables else []
    problems = [p for found in unusual for p in found.problems]
    kept = [
        p
        for i, p in enumerate(problems)
        if p.severity == "error" or p.code not in {q.code for q in problems[:i]} or p.code == "duplicate"
    ]
    faulty = any(errors_among(found.problems) for found in unusual)
    whole = pd.concat([t[shared] for t in tables], ignore_index=True) if tables else None
    whole = whole if whole is None or faulty else in_order(whole, twice)  # nothing of a faulty log is used
    if whole is None:
        return None
    still = pd.concat(opened, ignore_index=True) if opened else None
    return Imported(trades=whole, open_trades=still, live=False, problems=tuple(kept))


def _once(problems: Iterable[Problem], said: set[str]) -> list[Problem]:
    """The problems of a piece without the notes and warnings that are said once of a file and were."""
    new = [p for p in problems if p.severity == "error" or p.code == "duplicate" or p.code not in said]
    said.update(p.code for p in new)
    return new
