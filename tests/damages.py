"""Damaging a sound file, and what a format says to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import pandas as pd

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import UnreadableError

FIXTURES = Path(__file__).parent / "fixtures" / "formats"
Damage = Callable[[bytes], bytes]
#: What is expected of a damaged file: each problem's code with its line or column, or words of why it is refused.
Expected = Sequence[tuple[str, int | str | None]] | str
#: Code and line of each problem, in order; of a file that is refused `("refused", None)`.
Found = list[tuple[str, int | None]]
TABLES = ("trades", "open_trades", "marks", "account", "flows")


def swap(old: str, new: str, count: int = 1) -> Damage:
    """A damage: some text becomes another; a test whose text isn't in the file says so."""

    def damage(raw: bytes) -> bytes:
        assert old.encode() in raw, f"the fixture has no {old!r}"
        return raw.replace(old.encode(), new.encode(), count)

    return damage


def everywhere(old: str, new: str) -> Damage:
    """The same wherever the text stands."""
    return swap(old, new, -1)


def both(*damages: Damage) -> Damage:
    """Damages one after the other."""
    return lambda raw: reduce(lambda so_far, damage: damage(so_far), damages, raw)


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Damage:
    """A damage: lines changed, without their ends."""
    return lambda raw: b"\n".join(change(raw.split(b"\n")))


def replaced(line: int, old: str, new: str) -> Damage:
    """A damage: some text of one line becomes another."""
    return lines(lambda all_: [swap(old, new)(x) if n == line else x for n, x in enumerate(all_, start=1)])


def without(*numbers: int) -> Damage:
    """A damage: lines are gone."""
    return lines(lambda all_: [x for n, x in enumerate(all_, start=1) if n not in numbers])


def again(line: int) -> Damage:
    """A damage: a line stands twice, one after the other."""
    return lines(lambda all_: [*all_[:line], *all_[line - 1 :]])


def inserted(line: int, text: str) -> Damage:
    """A damage: a line is put before another."""
    return lines(lambda all_: [*all_[: line - 1], text.encode(), *all_[line - 1 :]])


def cut_in(line: int, kept: int) -> Damage:
    """A damage: the file ends in the middle of a line."""
    return lines(lambda all_: [*all_[: line - 1], all_[line - 1][:kept]])


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One damage to a broker's statement, and what must come of it."""

    name: str
    damage: Damage
    expected: Found
    #: whether the trades must be those of the undamaged file all the same
    alike: bool = False


def case(name: str, damage: Damage, *expected: tuple[str, int | None], alike: bool = False) -> Case:
    """One line of a table of damages."""
    return Case(name=name, damage=damage, expected=list(expected), alike=alike)


def said(found: Imported | str) -> Found:
    """Code and line of each problem."""
    return [("refused", None)] if isinstance(found, str) else [(p.code, p.line) for p in found.problems]


def holds(case: Case, fixture: Path, folder: Path, zone: str | None = None) -> None:
    """A damaged file gives the problems expected; its trades are others only where a problem says so."""
    told = DataFile(path=fixture.name, zone=zone)
    sound = fixture.read_bytes()
    whole, found = read_damaged(folder, sound, told), read_damaged(folder, case.damage(sound), told)
    assert said(whole) == []
    assert said(found) == case.expected
    if not case.alike:
        assert case.expected, "another result is told"
        return
    assert isinstance(whole, Imported)
    assert isinstance(found, Imported)
    for name in ("trades", "open_trades"):
        assert getattr(whole, name) is not None
        assert _equal(getattr(found, name), getattr(whole, name))
