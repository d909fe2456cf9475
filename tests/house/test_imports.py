"""The house: no two modules import each other, and each file is small enough to be read at once."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.house.imports import circles, imports


def test_no_module_imports_itself_over_others() -> None:
    assert circles(imports(ROOT)) == []


def test_a_circle_of_three_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set[str]()}
    assert circles({name: frozenset(targets) for name, targets in graph.items()}) == [("a", "b", "c")]
