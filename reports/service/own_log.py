"""A reader's own log, in a bounded process: checked, and answered from by what the reader says of it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import HedgeciteError, Problem, errors_among
from qa.document import as_json

if TYPE_CHECKING:
    from reports.service.given import Given

#: So many problems of a log are told, and so many names of strategies.
_TOLD, _NAMES = 30, 100
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


def check_log(given: Given) -> object:
    """What is in each file of a log, what is wrong with it, and the names of strategies and layers.

    Raises
    ------
    UnreadableError
        A file is of no known format.
    """
    from corpus import formats
    from corpus.backtests.columns import LAYER_MARK
    from corpus.backtests.watch import unwatched
    from reports.checks import summarise_file

    with laid_out(given) as files:
        read = [formats.read(f, None, unwatched) for f in files]
        trades = [one.trades for _, one in read if one.trades is not None]
        columns = [str(c) for _, one in read if one.marks is not None for c in one.marks]
        parts = [{"format": known.TITLE, **summarise_file(one)} for known, one in read]
        return {
            **_faults([p for _, one in read for p in one.problems]),
            "files": [{name: _written(value) for name, value in part.items()} for part in parts],
            "strategies": sorted({str(s) for t in trades for s in t["strategy"].unique()})[:_NAMES],
            "layers": [c.removeprefix(LAYER_MARK) for c in columns if c.startswith(LAYER_MARK)],
            "trades": sum(map(len, trades)),
        }


def _written(value: str | float) -> str:
    """A part of a summary as pages write it: sums in dollars, counts, days."""
    from corpus.dates import is_iso_date
    from qa.numerals import write, write_date

    if isinstance(value, str):
        return write_date(value) if is_iso_date(value) else value
    return f"{value:,}" if isinstance(value, int) else write(value, "USD", 2)


def settle_log(given: Given) -> object:
    """What is wrong with a log by what its reader says of it."""
    from reports.checks import check_paths

    with laid_out(given) as files:
        _write_manifest(files, given)
        return _faults(check_paths([files[0].parent]).problems)


def _faults(problems: Sequence[Problem]) -> dict[str, object]:
    return {"problems": [str(p) for p in problems[:_TOLD]], "errors": len(errors_among(problems))}


def _write_manifest(files: Sequence[Path], given: Given) -> None:
    told = manifest_of([f.name for f in files], given.told)
    (files[0].parent / "backtest.toml").write_text(told, encoding="utf-8")


def ask_log(given: Given) -> object:
    """The answer to a question from a log, by rules alone; nothing of it is kept.

    Raises
    ------
    HedgeciteError
        The log can't be read, what is said of it can't be, or the question can't be answered.
    """
    from corpus.backtests.backtest import list_backtest
    from qa.answer import answer
    from qa.calculator.core.facts import FactsBook
    from reports.desk import materials_of

    with laid_out(given) as files:
        _write_manifest(files, given)
        listed = list_backtest(files[0].parent)
        listed.read()  # a faulty one is told at once
        materials = materials_of(given.desk(), given.choice.backtests, given.choice.corpus, given.choice.date)
        options = ("--backtest", listed.manifest.name)
        own = replace(materials, backtests=(listed,), book=FactsBook(), options=options, model_cache=None)
        return as_json(answer(str(given.told["question"]), own))


def manifest_of(files: Sequence[str], told: Any) -> str:  # noqa: ANN401 what JSON has
    """The `backtest.toml` of a log by what its reader says.

    Where its daily log has the P&L of layers, a strategy is of the layer whose name is a word of its own.
    """
    import tomlkit

    hedge, layers = [str(name) for name in told["hedge"]], []
    for layer in told["layers"]:
        own = [name for name in hedge if str(layer) in name.split()]
        hedge = [name for name in hedge if name not in own]
        layers.append({"id": str(layer), "name": f"{layer} layer", "strategies": own})
    return tomlkit.dumps(
        {
            "name": "own-log",
            "title": "Your log",
            "hypothetical": bool(told["hypothetical"]),
            "fees": str(told["fees"]),
            "capital": {"base": float(told["capital"])},
            "files": [{"path": name} for name in files],
            **({"hedge": {"strategies": hedge, "layers": layers}} if hedge or layers else {}),
        }
    )


@contextmanager
def laid_out(given: Given) -> Iterator[list[Path]]:
    """The log as files in a folder of their own; where they lay is told to nobody."""
    with tempfile.TemporaryDirectory(prefix="hedgecite-") as folder:
        files, at = list[Path](), 0
        for number, (ending, size) in enumerate(given.told["files"], start=1):
            file = Path(folder) / f"log-{number}{ending if _ENDING.fullmatch(ending) else '.csv'}"
            file.write_bytes(given.body[at : at + size])
            files.append(file)
            at += size
        try:
            yield files
        except HedgeciteError as error:
            where = error.where.replace(f"{folder}/", "").replace(folder, "log")
            raise type(error)(error.what, where=where, mend=error.mend) from error
