"""Damages to files of the formats: what is done to an undamaged one, and which problems it must then give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.formats import read
from corpus.imported import Imported
from corpus.manifest import DataFile
from tests.conftest import ROOT

FORMATS = ROOT / "tests/fixtures/formats"

#: Code and line of each problem, in order; of a file that is refused `("refused", None)`.
Found = list[tuple[str, int | None]]
Damage = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One damage, and what must come of it."""

    name: str
    damage: Damage
    expected: Found
    #: whether the trades must be those of the undamaged file all the same
    alike: bool = False


def case(name: str, damage: Damage, *expected: tuple[str, int | None], alike: bool = False) -> Case:
    """One line of a table of damages."""
    return Case(name=name, damage=damage, expected=list(expected), alike=alike)


def replaced(line: int, old: str, new: str) -> Damage:
    """Text of one line exchanged."""

    def damage(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        assert old.encode() in lines[line - 1], "there is something to damage"
        lines[line - 1] = lines[line - 1].replace(old.encode(), new.encode(), 1)
        return b"\n".join(lines)

    return damage


def everywhere(old: str, new: str) -> Damage:
    """Text exchanged wherever it stands."""

    def damage(raw: bytes) -> bytes:
        assert old.encode() in raw, "there is something to damage"
        return raw.replace(old.encode(), new.encode())

    return damage


def without(*lines: int) -> Damage:
    """Lines left out."""
    return lambda raw: b"\n".join(x for n, x in enumerate(raw.split(b"\n"), start=1) if n not in lines)


def again(line: int) -> Damage:
    """A line written twice."""
    return lambda raw: b"\n".join(x for n, x in enumerate(raw.split(b"\n"), start=1) for _ in range(2 if n == line else 1))


def inserted(line: int, text: str) -> Damage:
    """A line put before another."""

    def damage(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        return b"\n".join([*lines[: line - 1], text.encode(), *lines[line - 1 :]])

    return damage


def cut(line: int, kept: int) -> Damage:
    """A file that ends in the middle of a line."""
    return lambda raw: b"\n".join([*raw.split(b"\n")[: line - 1], raw.split(b"\n")[line - 1][:kept]])


def encoded(encoding: str, mark: bytes = b"") -> Damage:
    """The same text in other bytes."""
    return lambda raw: mark + raw.decode().encode(encoding)


def imported(raw: bytes, folder: Path, name: str, zone: str | None = None) -> tuple[Imported | None, Found]:
    """What is read from bytes, and the problems found."""
    file = folder / name
    file.write_bytes(raw)
    try:
        _, found = read(file, DataFile(path=name, zone=zone))
    except UnreadableError:
        return None, [("refused", None)]
    return found, [(p.code, p.line) for p in found.problems]


def holds(case: Case, fixture: Path, folder: Path, zone: str | None = None) -> None:
    """A damaged file gives the problems expected; its trades are others only where a problem says so."""
    whole, none = imported(fixture.read_bytes(), folder, f"whole{fixture.suffix}", zone)
    found, problems = imported(case.damage(fixture.read_bytes()), folder, f"damaged{fixture.suffix}", zone)
    assert none == []
    assert problems == case.expected
    assert whole is not None
    assert whole.trades is not None
    if case.alike:
        assert found is not None
        assert found.trades is not None
        assert found.trades.equals(whole.trades)
        assert found.open_trades is not None
        assert whole.open_trades is not None
        assert found.open_trades.equals(whole.open_trades)
    else:
        assert problems, "another result is told"
