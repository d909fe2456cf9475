"""A large log with a few unusual rows is read by columns but for these, and says of them what the row reader says."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import errors_among
from corpus.formats import _omega_pieces, _rows, option_omega
from corpus.formats._omega_pieces import Alone, read_pieces
from corpus.formats._rows import header
from corpus.formats._trades import in_order
from tests.corpus.test_import_faults import FEES, OMEGA, row

ROWS = 6_000


def log(folder: Path, changed: dict[int, str], rows: int = ROWS) -> Path:
    """A log of trades on many days, some of whose lines are others."""
    lines = [OMEGA.format(**FEES)]
    for i in range(rows):
        told = row(2 * (60 + i / 100) - 5, 3, 2, cost=40 - i / 100)
        lines.append(
            told.replace("10:00:00", f"{10 + i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}", 1).replace("11:00:00", "15:00:00")
        )
    for line, text in changed.items():
        lines[line - 1] = text
    file = folder / "t.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


#: A trade whose premium is in points.
POINTS = row(115, 3, 2).replace(",100,", ",1,", 1)
#: A trade that expires worthless and pays for it.
PAID = row(195, 3, 2, cost=0).replace("Profit Target", "Expired")
STILL_OPEN = row(0, 3, 0).replace(",2024-01-02,11:00:00,40,Profit Target,0,", ",,,,,,")


@pytest.mark.parametrize(
    "changed",
    [
        {4000: row(999, 3, 2)},
        {2: row(999, 3, 2), ROWS + 1: row(998, 3, 2)},
        {4000: row(115, 3, 2).replace(",100,", ",many,", 1)},
        {4000: "cut,off"},
        {4000: STILL_OPEN},
        {4000: ""},
        {4000: row(115, 3, 2).replace("2024-01-02", "2024-02-30", 1)},
        {i: row(999 + i, 3, 2) for i in range(2, ROWS, 150)},
        {i: row(999 + i, 3, 2) for i in range(2, 700)},
        {4000: POINTS, 4001: POINTS.replace("-02", "-03")},
        {4000: row(115, 3, 2).replace(",100,", ",$100,", 1)},
        {4000: row(115, 3, 2).replace(",100,", ",$100,", 1), 70: row(115, 3, 2).replace(",40,", ",n/a,", 1)},
        {4000: PAID, 5000: PAID.replace("-02", "-03"), 5500: row(999, 3, 2)},
        {4000: PAID.replace(",200,", ",$200,", 1), 5000: PAID.replace("-02", "-03")},
        {4000: row(115, 3, 2).replace("10:00:00", "10:00:00-05:00", 1)},
        {4000: row(115, 3, 2).replace("10:00:00", "10:01 AM", 1)},
        {300: STILL_OPEN, 3000: "", 5500: STILL_OPEN.replace("-02", "-03")},
    ],
    ids=[
        "one",
        "the ends",
        "no number",
        "short",
        "open",
        "blank",
        "no day",
        "some",
        "many",
        "points",
        "dollars",
        "dollars and no number",
        "expiries and a wrong one",
        "expiries, one in dollars",
        "a zone",
        "a twelve-hour clock",
        "open in two pieces",
    ],
)
def test_it_is_read_and_faulted_as_row_by_row(tmp_path: Path, changed: dict[int, str]) -> None:
    file = log(tmp_path, changed)
    quick = formats.read(file)[1]
    told = DataFile(path=file.name)
    slow = option_omega.read_rows(file, option_omega.named(header(file), told), told)
    assert _said(quick.problems) == _said(slow.problems)
    assert quick.trades is not None
    assert slow.trades is not None
    assert in_order(quick.trades).equals(slow.trades)
    assert (quick.open_trades is None) == (slow.open_trades is None)
    assert slow.open_trades is None or slow.open_trades.equals(quick.open_trades)  # type: ignore[arg-type]


def _said(problems: Sequence[object]) -> list[str]:
    return sorted(map(str, problems))


def test_rows_alone_are_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counted(*told: object) -> object:
        for line, cells in _rows.rows(*told):  # type: ignore[arg-type]
            seen.append(line)
            yield line, cells

    monkeypatch.setattr(option_omega, "rows", counted)
    found = formats.read(log(tmp_path, {4000: row(999, 3, 2)}))[1]
    assert [(p.code, p.line) for p in found.problems] == [("pnl-identity", 4000)]
    assert len(seen) <= 256


def test_trades_that_stand_twice_take_no_row_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = log(tmp_path, {})
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:5000], lines[17], *lines[5000:], lines[3], lines[17], ""]), encoding="utf-8")
    told = DataFile(path=file.name)
    slow = option_omega.read_rows(file, option_omega.named(header(file), told), told)
    monkeypatch.setattr(option_omega, "rows", None)
    quick = formats.read(file)[1]
    assert [(p.code, p.line) for p in quick.problems] == [("duplicate", n) for n in (5001, ROWS + 3, ROWS + 4)]
    assert quick.problems == slow.problems
    assert quick.trades is not None
    assert slow.trades is not None
    assert quick.trades.equals(slow.trades)


def test_a_trade_that_stands_twice_far_apart_is_still_said(tmp_path: Path) -> None:
    file = log(tmp_path, {})
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1], ""]), encoding="utf-8")
    assert [(p.code, p.line) for p in formats.read(file)[1].problems] == [("duplicate", ROWS + 2)]


def test_a_large_log_with_an_unusual_line_is_read_in_pieces_but_for_few_lines(tmp_path: Path) -> None:
    file = log(tmp_path, {4000: "cut,off"})
    of = DataFile(path=file.name)
    names = option_omega.named(header(file), of)
    told: list[int] = []
    seen: list[tuple[int, int]] = []

    def by_rows(piece: Path) -> Alone:
        told.append(len(piece.read_text(encoding="utf-8").splitlines()) - 1)
        return Alone(found=option_omega.read_rows(piece, names, of))

    found = read_pieces(file, names, 0.01, by_rows, lambda _, done, whole: seen.append((done, whole)))
    assert found is not None
    assert sum(told) <= 256
    assert sum(len(w.trades) for w in found[0]) == ROWS - sum(told)
    size = file.stat().st_size
    assert seen[0] == (len(file.read_text(encoding="utf-8").splitlines()[0]) + 1, size)
    done = [n for n, _ in seen]
    assert sorted(done) == done


@given(st.lists(st.text("ab,", max_size=40), min_size=1, max_size=60), st.booleans(), st.data())
def test_any_line_is_found_by_its_number(texts: list[str], ended: bool, data: st.DataObject) -> None:
    lines = [text.encode() for text in texts]
    wanted = sorted(data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=1)))
    raw = b"\n".join(lines) + (b"\n" if ended else b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_omega_pieces, "_STEP", 16)
        assert _omega_pieces._lines(raw, wanted) == [lines[n] for n in wanted]


CHANGES = st.sampled_from(
    [
        row(999, 3, 2), POINTS, PAID, STILL_OPEN, "", "cut,off", row(115, 3, 2, cost=0), row(115, -3, 2, cost=43),
        row(115, 3, 2).replace(",40,", ",forty,", 1), row(115, 3, 2).replace(",100,", ',"1,00",', 1),
        row(115, 3, 2).replace(",100,", ',"1,000",', 1), row(115, 3, 2).replace(",100,", ",1e2,", 1),
        row(115, 3, 2).replace(",100,", ",nan,", 1), row(115, 3, 2).replace(",115,", ",,", 1),
        row(115, 3, 2).replace("2024-01-02", "2024-01-01", 1), row(115, 3, 2).replace("2024-01-02", "20240102", 1),
        row(115, 3, 2).replace("2024-01-02", "1924-01-02", 1), row(115, 3, 2).replace("11:00:00", "9:00", 1),
        row(115, 3, 2).replace("11:00:00", "", 1), row(115, 3, 2).replace("11:00:00", "11:00:00Z", 1),
    ]
)  # fmt: skip


@given(st.dictionaries(st.integers(2, 41), CHANGES, min_size=1, max_size=5))
@settings(deadline=None, max_examples=120)
def test_whatever_a_few_lines_are_the_log_is_read_and_faulted_as_row_by_row(changed: dict[int, str]) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(option_omega, "_LARGE", 10)
        patch.setattr(_omega_pieces, "_LARGE", 10)
        file = log(Path(folder), changed, rows=40)
        told = DataFile(path=file.name)
        quick = formats.read(file)[1]
        slow = option_omega.read_rows(file, option_omega.named(header(file), told), told)
    faulty = bool(errors_among(slow.problems))
    assert _said(_told(quick, faulty)) == _said(_told(slow, faulty))
    assert quick.trades is not None
    assert slow.trades is not None
    assert in_order(quick.trades).equals(slow.trades)
    assert (quick.open_trades is None) == (slow.open_trades is None)
    assert slow.open_trades is None or slow.open_trades.equals(quick.open_trades)  # type: ignore[arg-type]


def _told(found: Imported, faulty: bool) -> list[object]:
    """Its problems; of a faulty log, of which nothing is used, not which trades stand twice."""
    return [p for p in found.problems if not (faulty and p.code == "duplicate")]
