"""Damaging a sound file, and what a format says to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from corpus import formats
from corpus.errors import UnreadableError
from corpus.imported import Imported
from corpus.manifest import DataFile

FIXTURES = Path(__file__).parent / "fixtures" / "formats"
Damage = Callable[[bytes], bytes]
#: What is expected of a damaged file: each problem's code with its line or column, or words of why it is refused.
Expected = Sequence[tuple[str, int | str | None]] | str
TABLES = ("trades", "open_trades", "marks", "account", "flows")


def swap(old: str, new: str, count: int = 1) -> Damage:
    """A damage: some text becomes another; a test whose text isn't in the file says so."""

    def damage(raw: bytes) -> bytes:
        assert old.encode() in raw, f"the fixture has no {old!r}"
        return raw.replace(old.encode(), new.encode(), count)

    return damage


def both(one: Damage, other: Damage) -> Damage:
    """Two damages, one after the other."""
    return lambda raw: other(one(raw))


def recoded(encoding: str) -> Damage:
    """A damage: the same text in another encoding."""
    return lambda raw: raw.decode("utf-8-sig").encode(encoding)


def line_again(line: int) -> Damage:
    """A damage: a line stands twice, the second time at the end."""
    return lambda raw: raw + raw.splitlines(keepends=True)[line - 1]


def cut(tail: int) -> Damage:
    """A damage: the last bytes are missing."""
    return lambda raw: raw[:-tail]


def read_damaged(folder: Path, raw: bytes, told: DataFile) -> Imported | str:
    """What is read from the damaged bytes, or why they are refused."""
    file = folder / told.path
    file.write_bytes(raw)
    try:
        return formats.read(file, told)[1]
    except UnreadableError as error:
        return str(error)


def same(one: Imported, other: Imported) -> bool:
    """Whether two files say the same."""
    return all(_equal(getattr(one, name), getattr(other, name)) for name in TABLES) and one.currency == other.currency


def _equal(one: pd.DataFrame | pd.Series[float] | None, other: pd.DataFrame | pd.Series[float] | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(one.equals(other))  # type: ignore[arg-type]


def check(folder: Path, damaged: bytes, sound: bytes, told: DataFile, expected: Expected) -> None:
    """A damaged file is refused, or says what is wrong; with nothing but notes it says the same as the sound one."""
    found = read_damaged(folder, damaged, told)
    if isinstance(found, str):
        assert isinstance(expected, str), found
        assert expected in found
        return
    assert not isinstance(expected, str), found.problems
    assert len(found.problems) == len(expected), found.problems
    for problem, (code, place) in zip(found.problems, expected, strict=True):
        assert (problem.code, problem.column if isinstance(place, str) else problem.line) == (code, place)
    if all(p.severity == "note" for p in found.problems):
        whole = read_damaged(folder, sound, told)
        assert isinstance(whole, Imported)
        assert same(found, whole)
