"""Files damaged at random: a format refuses them or says what is wrong; it never fails in another way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import errors_among
from tests.damages import FIXTURES, read_damaged

FILES = {
    "lean/result.json": DataFile(path="result.json"),
    "optionnet_explorer/detail.csv": DataFile(path="detail.csv"),
    "plain_series/equity.csv": DataFile(path="equity.csv", values="equity"),
    "plain_series/returns.csv": DataFile(path="returns.csv", values="returns", unit="fraction"),
    "vectorbt/trades.csv": DataFile(path="trades.csv"),
}
#: Bytes that mean something in tables and in JSON, and some that mean nothing anywhere.
BYTES = st.one_of(
    st.sampled_from([b'"', b",", b"\n", b"[", b"{", b"}", b"-", b".", b"9", b"\x00", b"\xff", b""]), st.binary(max_size=4)
)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_damage_is_refused_or_read(tmp_path: Path, name: str, data: st.DataObject) -> None:
    sound = (FIXTURES / name).read_bytes()
    at = data.draw(st.integers(0, len(sound)))
    length = data.draw(st.integers(0, 30))
    found = read_damaged(tmp_path, sound[:at] + data.draw(BYTES) + sound[at + length :], FILES[name])
    assert isinstance(found, Imported | str)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_is_cut_off_within_a_row_is_refused_or_has_an_error(tmp_path: Path, name: str, data: st.DataObject) -> None:
    sound = (FIXTURES / name).read_bytes()
    rows = sound.splitlines(keepends=True)
    last = data.draw(st.integers(2, len(rows) - 1))
    width = len(rows[last].rstrip()) - len(rows[last].rsplit(b",", 1)[-1])
    if b"," in rows[last]:
        part = rows[last][: data.draw(st.integers(3, max(3, width)))]
        found = read_damaged(tmp_path, b"".join(rows[:last]) + part, FILES[name])
        assert isinstance(found, str) or errors_among(found.problems)
