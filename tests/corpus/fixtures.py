"""Small files of every format, and what is read from them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile

FORMATS = Path(__file__).parent.parent / "fixtures" / "formats"
OMEGA = FORMATS / "option-omega"


def text_of(name: str) -> str:
    """A file of Option Omega's as text, without its mark."""
    return (OMEGA / name).read_text(encoding="utf-8-sig")


def found(folder: Path, written: str | bytes, **told: str) -> Imported:
    """What is read from a file that is written so."""
    file = folder / "log.csv"
    file.write_bytes(written.encode() if isinstance(written, str) else written)
    return formats.read(file, DataFile.model_validate({"path": file.name, **told}))[1]


def said(imported: Imported) -> list[tuple[str, int | None]]:
    """Code and line of each problem."""
    return [(p.code, p.line) for p in imported.problems]


def trades_of(imported: Imported) -> pd.DataFrame:
    """Its trades, which are there."""
    assert imported.trades is not None
    return imported.trades
