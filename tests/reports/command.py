"""The command line, run in the test's own process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from reports import cli

BACKTEST = 'name = "b"\ntitle = "B"\nhypothetical = true\n[capital]\nbase = 1000\n[[files]]\npath = "t.csv"\n'


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class Command:
    """The command line, run in this process from an empty folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str | Path) -> Done:
        """Run it."""
        self._monkeypatch.setattr(sys, "argv", ["hedgecite", *(str(w) for w in words)])
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = self._capsys.readouterr()
        return Done(code, out, err)
