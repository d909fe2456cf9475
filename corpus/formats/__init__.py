"""Backtest outputs: one format a file, chosen by what the file holds."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from corpus.errors import Problem, UnreadableError
from corpus.formats import daily_marks, option_omega
from corpus.formats._rows import header

if TYPE_CHECKING:
    import pandas as pd

#: Every format has `ROLE` (`trades` or `marks`), `TITLE`, `recognises(header)` and `read(file)`.
FORMATS: tuple[ModuleType, ...] = (option_omega, daily_marks)


def recognise(file: Path) -> ModuleType | None:
    """The format of a file, by its first line, or None."""
    cells = header(file)
    return next((f for f in FORMATS if f.recognises(cells)), None)


def read(file: Path, role: str) -> tuple[pd.DataFrame, list[Problem]]:
    """The table in a file, which must be of a format with the given role.

    Raises
    ------
    UnreadableError
        The file is missing, or no format of that role recognises its header.
    """
    found = recognise(file)
    if found is None or role != found.ROLE:
        wanted = " or ".join(f.TITLE for f in FORMATS if role == f.ROLE)
        what = "has an unknown header" if found is None else f"is {found.TITLE}"
        raise UnreadableError(what, where=f"{file.name}:1", mend=f"bring {wanted}")
    table: tuple[pd.DataFrame, list[Problem]] = found.read(file)
    return table
