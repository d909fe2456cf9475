"""Faults: exceptions for the program's and the caller's, `Problem` for a located fault in a user's file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

#: An error stops the import, a warning reaches every page, a note says how the file was read.
Severity = Literal["error", "warning", "note"]
_BREAKS = re.compile(r"\s*[\x00-\x1f\x7f\x85\u2028\u2029]+\s*")


class HedgeciteError(Exception):
    """Base of every error that is shown to a user: what is wrong, where, and what to do."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.mend = what, where, mend

    def __str__(self) -> str:
        """One line: `where: what; mend`."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(f"{head}; {self.mend}".split() if self.mend else head.split())


class WrongUseError(HedgeciteError):
    """The command or the question was used wrongly."""


class UnreadableError(HedgeciteError):
    """The input can't be read or isn't recognized."""


class FaultyInputError(HedgeciteError):
    """A recognized file has errors, so nothing of it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A located fault in a user's file, returned as a value; each of its texts stands on one line, whatever it quotes."""

    #: stable name of the check, e.g. `pnl-identity`
    code: str
    severity: Severity
    #: name of the file, without its folder
    file: str
    #: 1-based line in the file, or None where the fault is the whole file's
    line: int | None = None
    column: str | None = None
    what: str
    mend: str

    def __post_init__(self) -> None:
        """Take line breaks and control characters of the file out of what is told of it."""
        for name in ("file", "column", "what", "mend"):
            if (text := getattr(self, name)) and _BREAKS.search(text):
                object.__setattr__(self, name, _BREAKS.sub(" ", text))

    @property
    def where(self) -> str:
        """`file:line:column`, as far as known."""
        return ":".join(str(x) for x in (self.file, self.line, self.column) if x is not None)

    def __str__(self) -> str:
        return f"{self.where}: {self.severity}: {self.what} ({self.code}); {self.mend}"


def error(code: str, file: str, what: str, mend: str, *, line: int | None = None, column: str | None = None) -> Problem:
    """A fault that stops the import."""
    return Problem(code=code, severity="error", file=file, line=line, column=column, what=what, mend=mend)


def warning(code: str, file: str, what: str, mend: str, *, line: int | None = None, column: str | None = None) -> Problem:
    """A fault that every page tells."""
    return Problem(code=code, severity="warning", file=file, line=line, column=column, what=what, mend=mend)


def note(code: str, file: str, what: str, *, line: int | None = None, column: str | None = None) -> Problem:
    """How something unusual was read."""
    mend = "nothing need be done"
    return Problem(code=code, severity="note", file=file, line=line, column=column, what=what, mend=mend)


def warnings_among(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that a reader of figures must know."""
    return tuple(p for p in problems if p.severity == "warning")


def errors_among(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that stop an import."""
    return tuple(p for p in problems if p.severity == "error")
