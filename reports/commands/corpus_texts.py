"""What the commands over texts print: what was added or taken away, what cites it, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import Problem, errors_among, warnings_among
from corpus.texts.checks import check_texts
from corpus.texts.library import Library
from qa.document import as_json
from reports.citing import Citing
from reports.commands.corpus_add import Added
from reports.desk import Desk


def write_added(added: Added, form: str) -> tuple[str, str]:
    """What was added, for standard output, and what an editor should know of it, for standard error."""
    if form == "json":
        told = {"added": [str(f) for f in added.files], "problems": as_json(added.problems), "citing": as_json(added.citing)}
        return _json(told), ""
    notes = [f"hedgecite: {'left out: ' if p.severity == 'error' else ''}{p}" for p in added.problems]
    return "".join(f"{file}\n" for file in added.files), _lines([*notes, *(f"hedgecite: {c}" for c in added.citing)])


def write_removed(file: Path, citing: Sequence[Citing], form: str) -> tuple[str, str]:
    """What was taken away, and what cites it."""
    if form == "json":
        return _json({"removed": str(file), "citing": as_json(tuple(citing))}), ""
    return f"removed {file}\n", _lines([f"hedgecite: {c}" for c in citing])


def check_library(library: Library, desk: Desk, corpus: Path | None) -> tuple[Problem, ...]:
    """What is wrong with the texts of a desk, or of another folder."""
    root = corpus or desk.corpus
    return check_texts(library, lambda path: not path.startswith("..") and (root / path).is_file())


def write_checked(library: Library, problems: Sequence[Problem], form: str) -> str:
    """What a check of the texts found."""
    own = sum(not d.sample for d in library.documents)
    summary = {"texts": own, "errors": len(errors_among(problems)), "warnings": len(warnings_among(problems))}
    if form == "json":
        return _json({"problems": as_json(tuple(problems)), "summary": summary})
    said = "nothing wrong" if not problems else f"{summary['errors']} errors, {summary['warnings']} warnings"
    return _lines([*map(str, problems), f"{own} {'text' if own == 1 else 'texts'}: {said}"])


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
