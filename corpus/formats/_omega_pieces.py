"""A large Option Omega log with a few unusual rows: column by column, but for the few lines around those.

The log is cut into pieces; a piece that can't be read by columns is cut again, until the lines that can't are few enough to
be read row by row, which says what is wrong with them and where.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from operator import add
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.watch import Watch
from corpus.errors import errors_among
from corpus.formats._omega_columns import Named, Unsound, Whole, in_order, is_plain, read_source
from corpus.formats._trades import stands_twice

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alone:
    """Some rows of a log, read row by row without what only the whole of it can tell."""

    found: Imported
    #: how many of its trades close at no cost and pay a closing fee, and how much [USD]
    at_nothing: tuple[int, float] = (0, 0.0)


#: None where the rows must not be read without the others.
ByRows = Callable[[Path], Alone | None]
Pieces = tuple[list[Whole], list[Alone]]


def read_pieces(file: Path, names: Named, cent: float, by_rows: ByRows, watch: Watch) -> Pieces | None:
    """The pieces that could be read by columns, and those that were read by rows with lines of the whole file; else None."""
    if not is_plain(file, names):
        return None
    raw = file.read_bytes().removeprefix(_BOM)
    if raw.count(b"\n") < _LARGE:
        return None
    begin = raw.index(b"\n") + 1
    head, view = raw[:begin], memoryview(raw)
    sound: list[Whole] = []
    unusual: list[Alone] = []
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
            continue
        alone = _by_rows(file.name, lines, by_rows)
        if alone is None or len(unusual) == _MOST:
            return None
        unusual.append(_moved(alone, partial(add, raw.count(b"\n", 0, begin) - 1)))
    return sound, unusual


def _is_blank(lines: bytes, start: int) -> bool:
    """Whether nothing stands from a place on; where something does, its first bytes tell."""
    return not lines[start : start + _GLANCE].strip() and not lines[start:].strip()


def read_unsound(file: Path, unsound: Unsound, by_rows: ByRows) -> Pieces | None:
    """The rows that can't be row by row, and the rest; None where their lines can't be told."""
    raw = file.read_bytes()
    ends = raw.count(b"\n") + (not raw.endswith(b"\n"))
    if ends != unsound.of + 1 or len(unsound.rows) > _LEAST:  # blank lines, or cells with line ends
        return None
    twice = tuple(stands_twice(file.name, int(row) + 2) for row in unsound.again)
    if not len(unsound.rows):
        return [unsound.rest], [Alone(found=Imported(live=False, problems=twice))]
    lines = _lines(raw, [0, *(int(row) + 1 for row in unsound.rows)])
    alone = _by_rows(file.name, b"\n".join([*lines, b""]), by_rows)
    return None if alone is None else ([unsound.rest], [_moved(alone, lambda line: int(unsound.rows[line - 2]) + 2)])


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


def _by_rows(name: str, lines: bytes, by_rows: ByRows) -> Alone | None:
    """What is said of lines of a log, its header first."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(lines)
        return by_rows(file)


def _moved(alone: Alone, line: Callable[[int], int]) -> Alone:
    """With lines of the whole file in place of its own."""
    problems = tuple(replace(p, line=line(p.line) if p.line and p.line > 1 else p.line) for p in alone.found.problems)
    return replace(alone, found=replace(alone.found, problems=problems))


def joined(sound: list[Whole], alone: list[Alone]) -> Imported | None:
    """The pieces as one log, oldest first where it has no errors; None where a trade of one piece stands in another too."""
    import pandas as pd

    unusual = [a.found for a in alone]
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
