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

#: Shorter logs are read row by row, and so are pieces no longer than that [lines].
_LARGE, _LEAST = 5_000, 256
#: How long pieces are at first [bytes].
_FIRST = 32 << 20
#: With more pieces to be read row by row than this the whole log is.
_MOST = 24
#: So many bytes seldom are all blank.
_GLANCE = 4096
#: Lines are counted in steps of so many bytes.
_STEP = 1 << 16
_BOM = b"\xef\xbb\xbf"
ByRows = Callable[[Path], Imported]
Pieces = tuple[list[Whole], list[Imported]]


def read_pieces(
    file: Path, names: Named, cent: float, by_rows: ByRows, watch: Watch
) -> tuple[list[Whole], list[Imported]] | None:
    """The pieces that could be read by columns, and those that were read by rows with lines of the whole file; else None."""
    if not is_plain(file, names):
        return None
    raw = file.read_bytes().removeprefix(_BOM)
    if raw.count(b"\n") < _LARGE:
        return None
    begin = raw.index(b"\n") + 1
    head, view = raw[:begin], memoryview(raw)
    sound: list[Whole] = []
    unusual: list[Imported] = []
    waiting = list(reversed(list(_cuts(raw, begin, len(raw), _FIRST))))
    while waiting:
        begin, end = waiting.pop()
        watch(file.name, begin, len(raw))
        lines = b"".join((head, view[begin:end]))
        if _is_blank(lines, len(head)):
            continue
        whole = read_source(io.BytesIO(lines), names, cent, sort=False)
        if isinstance(whole, Whole):
            sound.append(whole)
            continue
        smaller = list(_cuts(raw, begin, end, (end - begin) // 8 + 1)) if raw.count(b"\n", begin, end) > _LEAST else []
        if len(smaller) > 1:
            waiting += reversed(smaller)
        else:
            unusual.append(_by_rows(file.name, lines, raw.count(b"\n", 0, begin), by_rows))
        if len(unusual) > _MOST:
            return None
    return sound, unusual


def _is_blank(lines: bytes, start: int) -> bool:
    """Whether nothing stands from a place on; where something does, its first bytes tell."""
    return not lines[start : start + _GLANCE].strip() and not lines[start:].strip()


def read_unsound(file: Path, unsound: Unsound, by_rows: ByRows) -> Imported | None:
    """What the row reader says of the rows of a log that can't be; None where their lines can't be told, or it finds no error."""
    raw = file.read_bytes()
    ends = raw.count(b"\n") + (not raw.endswith(b"\n"))
    if ends != len(unsound.trades) + 1 or len(unsound.rows) > _LEAST:  # blank lines, or cells with line ends
        return None
    lines = _lines(raw, [0, *(int(row) + 1 for row in unsound.rows)])
    with tempfile.TemporaryDirectory() as folder:
        piece = Path(folder) / file.name
        piece.write_bytes(b"\n".join([*lines, b""]))
        found = by_rows(piece)
    if not errors_among(found.problems):
        return None
    moved = [replace(p, line=int(unsound.rows[p.line - 2]) + 2 if p.line and p.line > 1 else p.line) for p in found.problems]
    return Imported(trades=unsound.trades, live=False, problems=tuple(moved))


def _lines(raw: bytes, wanted: Iterable[int]) -> list[bytes]:
    """Lines by their numbers, which grow and begin at zero, without their ends."""
    found, at, passed = list[bytes](), 0, 0
    for number in wanted:
        while passed < number:
            ahead = raw.count(b"\n", at, at + _STEP)
            if passed + ahead < number:
                at, passed = at + _STEP, passed + ahead
            else:
                at, passed = raw.index(b"\n", at) + 1, passed + 1
        end = raw.find(b"\n", at)
        found.append(raw[at : end if end >= 0 else None].rstrip(b"\r"))
    return found


def _cuts(raw: bytes, begin: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    """Pieces of about so many bytes, each ending with a line."""
    while begin < end:
        stop = raw.find(b"\n", min(begin + length, end) - 1, end) + 1 or end
        yield begin, stop
        begin = stop


def _by_rows(name: str, lines: bytes, before: int, by_rows: ByRows) -> Imported:
    """A piece row by row; its lines are told as lines of the whole file, of which so many stand before it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(lines)
        found = by_rows(file)
    moved = [replace(p, line=p.line + before - 1 if p.line and p.line > 1 else p.line) for p in found.problems]
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
