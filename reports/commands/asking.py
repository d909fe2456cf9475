"""Asking: one question is answered, or answered again, and its page printed or written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus.errors import WrongUseError
from reports.again import Asking, inputs_at, inputs_of, keep, recall
from reports.commands.chosen import JSON_LINES, Chosen, Output
from reports.places import cache_dir, root_of

if TYPE_CHECKING:
    from qa.document import AnswerDocument
    from reports.pages.render import Format


def ask(question: str, output: Output, chosen: Chosen, after: Path | None = None) -> None:
    """Answer, going on from an earlier answer where one is named, and print or write the page."""
    from reports.files import write_whole
    from reports.pages.render import render

    if output.form == JSON_LINES:
        raise WrongUseError("one answer is no list", where="--format jsonl", mend="use json, or name a file by --batch")
    asking, cache = _asking(question, chosen, after), cache_dir()
    document = recall(asking, cache) or _answer(asking, chosen, after)
    form = cast("Format", output.form or _format_of(output.file))
    if output.file is None or output.also_print:
        sys.stdout.write(render(document, "text" if output.file else form, cache))
    if output.file is not None:
        write_whole(output.file, render(document, form, cache))
        print(f"wrote {output.file}", file=sys.stderr)


def refuse(*, beside: str, given: Sequence[str]) -> None:
    """Refuse what goes with no other option.

    Raises
    ------
    WrongUseError
        Something was given.
    """
    if given:
        raise WrongUseError(f"{beside} goes without {' and '.join(given)}", where=beside, mend="leave one of them out")


def ask_batch(file: Path, output: Output, jobs: int, chosen: Chosen) -> int:
    """Answer a file of questions, into a folder or as lines of JSON; 1 where some could not be answered."""
    from reports.commands import batch

    lines = output.form == JSON_LINES
    if lines and output.file:
        raise WrongUseError("lines of JSON are printed", where="--format jsonl", mend="leave --out away, or send them to a file")
    if not lines and output.file is None:
        raise WrongUseError("no folder is named for the pages", where="--batch", mend="name one by --out, or use --format jsonl")
    return batch.ask_batch(file, output.form or "text", output.file, jobs, chosen)


def _asking(question: str, chosen: Chosen, after: Path | None) -> Asking:
    here = Path.cwd()
    told = (
        ("corpus", chosen.corpus),
        ("date", chosen.date),
        ("after", after),
        ("model", chosen.model),
        ("figure", chosen.figure),
        *(("backtest", b) for b in chosen.backtests),
    )
    options = tuple(f"{name}={value}" for name, value in told if value is not None)
    return Asking(question=question, root=root_of(chosen.desk, here), here=here, options=options)


def _answer(asking: Asking, chosen: Chosen, after: Path | None) -> AnswerDocument:
    """An answer made anew, and kept where the same would be made again."""
    from reports.commands.beside import models_beside

    with models_beside():
        from qa.answer import answer
        from reports.commands.notices import notices, say
        from reports.commands.progress import progress, telling
        from reports.desk import is_repeatable, materials_of, model_of, own_files
        from reports.earlier import earlier_of
        from reports.questions import read_as

        model = model_of(chosen.model)
        inputs = inputs_at(own_files(asking.root, chosen.corpus, after))  # before any of it is read
        desk = chosen.open()
        with progress() as watch, telling() as tell:
            materials = materials_of(desk, chosen.backtests, chosen.corpus, chosen.date, watch, model)
            if chosen.figure is not None:
                materials = read_as(materials, asking.question, chosen.figure)
            inputs |= inputs_of(materials.backtests)
            document = answer(asking.question, materials, earlier_of(after), tell)
    said = notices(materials.search, document)
    say(*said)
    if is_repeatable(desk, model) and not said:
        keep(asking, document, inputs, desk.cache)
    return document


def _format_of(out: Path | None) -> str:
    suffixes = {".html": "html", ".htm": "html", ".md": "md", ".json": "json"}
    return suffixes.get(out.suffix.lower(), "text") if out else "text"
