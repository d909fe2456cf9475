"""Regular expressions are taken from the cache, and match as those that are compiled."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import patterns
from reports.patterns import compiled_before

compiler = import_module("re._compiler")

NAMED = r"(?P<year>\d{4})-(?P<month>\d\d)|(?i:vix) (?<![\w.$])(\d+)(?=%)"


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing that the language itself keeps, and every pattern worth keeping."""
    monkeypatch.setattr(patterns, "_WORTH", 1)
    re.purge()
    yield
    re.purge()


def compiled(cache: Path, *asked: tuple[str, int]) -> tuple[list[re.Pattern[str]], int]:
    """The patterns, and how many the language's own parser was asked for."""
    parse, parsed = compiler._parser.parse, list[str]()

    def counted(text: str, flags: int) -> Any:
        parsed.append(text)
        return parse(text, flags)

    re.purge()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiler._parser, "parse", counted)
        with compiled_before(cache):
            made = [re.compile(text, flags) for text, flags in asked]
    return made, len(parsed)


def same(one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether two patterns are equal to the engine, groups included: it compares flags, code and text."""
    return one == other and one.groups == other.groups and one.groupindex == other.groupindex


def test_a_pattern_compiled_before_is_not_parsed_again_and_is_the_same(tmp_path: Path) -> None:
    asked = ((NAMED, 0), (NAMED, re.IGNORECASE), (r"^\s*[^\W\d_]+(?:'s)?$", re.MULTILINE | re.VERBOSE))
    first, parsed = compiled(tmp_path, *asked)
    again, parsed_again = compiled(tmp_path, *asked)
    assert (parsed, parsed_again) == (3, 0)
    re.purge()
    own = [re.compile(text, flags) for text, flags in asked]
    assert all(same(a, b) and same(a, c) for a, b, c in zip(own, first, again, strict=True))
    found = again[0].search("from 2018-02 on")
    assert found is not None
    assert found.groupdict() == {"year": "2018", "month": "02"}


@given(
    st.from_regex(r"\A(?:[a-c]|\\d|\\b|\[[a-cA-C]{1,3}\]|\((?:\?:|\?=)?[ab|]{0,4}\)|[ab][*+?]?){1,8}\Z"),
    st.text("abcAB 19", max_size=12),
)
def test_any_pattern_of_the_cache_finds_what_the_compiled_one_finds(pattern: str, text: str) -> None:
    known = dict[patterns.Asked, patterns.Parts]()
    with patterns._compiling({}, known):
        re.purge()
        re.compile(pattern)
    with patterns._compiling(known, {}):
        re.purge()
        kept = re.compile(pattern)
    re.purge()
    own = re.compile(pattern)
    assert same(own, kept)
    assert [m.span() for m in own.finditer(text)] == [m.span() for m in kept.finditer(text)]


def test_a_faulty_pattern_is_refused_as_ever_and_not_kept(tmp_path: Path) -> None:
    for _ in range(2):
        with compiled_before(tmp_path), pytest.raises(re.error, match="missing \\)"):
            re.compile("(a")


def test_a_damaged_cache_compiles_as_ever(tmp_path: Path) -> None:
    compiled(tmp_path, (NAMED, 0))
    with sqlite3.connect(tmp_path / "kept.sqlite") as db:
        db.execute("UPDATE patterns SET text = replace(text, '0', '1')")
    made, parsed = compiled(tmp_path, (NAMED, 0))
    assert parsed == 1
    assert made[0].search("2018-02")


def test_the_language_compiles_by_itself_again_in_the_end(tmp_path: Path) -> None:
    own = compiler.compile
    with pytest.raises(re.error), compiled_before(tmp_path):
        re.compile("(a")
    assert compiler.compile is own


def test_a_python_whose_engine_is_made_otherwise_compiles_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(compiler, "_code")
    own = compiler.compile
    with compiled_before(tmp_path):
        assert compiler.compile is own
