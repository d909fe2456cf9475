"""Questions in people's words: kind, figures and scope are read as they were meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.desk import Desk, DeskFile, materials_of
from tests.eval.questions import FIRST, MORE, judge, rates, read_questions

_FLOOR = 0.95


@pytest.mark.parametrize("file", [FIRST, MORE], ids=lambda file: file.stem)
def test_nineteen_of_twenty_questions_are_read_as_meant(file: Path, tmp_path: Path) -> None:
    materials = materials_of(Desk(root=tmp_path, settings=DeskFile(), cache=tmp_path))
    outcomes = [judge(meant, materials) for meant in read_questions(file)]
    found = rates(outcomes)
    missed = [f"{o.meant.text}\n    read as {o.told}" for o in outcomes if not o.right]
    listed = "\n".join((", ".join(f"{name} {rate:.1%}" for name, rate in found.items()), *missed))
    print(f"{file.name}: {listed}")
    assert min(found.values()) >= _FLOOR, listed
