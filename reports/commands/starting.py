"""Starting a backtest: a first `backtest.toml` beside its files, with marks where the user must decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import TypeAdapter, ValidationError

from corpus import formats
from corpus.backtests.columns import LAYER_MARK
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import FILE, Capital, DataFile, Hedge, Manifest, Name
from corpus.backtests.meanings import meanings
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import UnreadableError, WrongUseError, errors_among
from corpus.formats import own_table
from reports.checks import summarise_file
from reports.files import write_whole

SCHEMA = "backtest.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column that may be a market series, and that of its days."""

    name: str
    date: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file of the backtest as the template shows it."""

    path: str
    what: str
    problems: Sequence[str]
    #: what is in it, or None where the manifest must tell what its values are
    found: Imported | None
    columns: Sequence[_Column]
    #: of a table of trades that no platform wrote: which column may be which of ours
    guess: Mapping[str, str]
    #: whether the manifest may tell the zone of its times
    has_times: bool


def start_backtest(paths: Sequence[Path], watch: Watch = unwatched) -> tuple[Path, ...]:
    """Write a `backtest.toml` beside the files, or into the folder of them, and its schema for editors.

    Raises
    ------
    UnreadableError
        A file is missing or not recognised, or none is.
    WrongUseError
        There is a `backtest.toml` already, or the files don't lie in one folder.
    """
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    if any(p.parent != folder for p in paths if p != folder):
        raise WrongUseError("the files lie in more than one folder", where=str(paths[-1]), mend="name those of one folder")
    manifest = folder / FILE
    if manifest.exists():
        raise WrongUseError("is there already", where=str(manifest), mend="take it away first; nothing was changed")
    named = [p for p in paths if p != folder]
    given = named or sorted(p for p in folder.iterdir() if p.is_file() and p.name[0] != "." and p.name not in {FILE, SCHEMA})
    text = _text(folder.resolve().name, given, watch, strict=bool(named))
    schema = files("corpus").joinpath("schema", SCHEMA).read_text(encoding="utf-8")
    for file, content in ((folder / SCHEMA, schema), (manifest, text)):
        write_whole(file, content)
    return manifest, folder / SCHEMA


def _text(name: str, given: Sequence[Path], watch: Watch, *, strict: bool) -> str:
    """The manifest; where `strict`, a file that isn't recognised is a fault, else it is left out and named."""
    read: list[_File] = []
    left_out: list[str] = []
    for path in given:
        try:
            read.append(_read(path, watch))
        except UnreadableError:
            if strict:
                raise
            left_out.append(path.name)
    if not read:
        raise UnreadableError(
            "none of the files is of a known format", where=str(given[0].parent if given else name), mend="bring a log"
        )
    environment = Environment(  # noqa: S701 TOML has no use for HTML's escapes
        loader=PackageLoader("templates", ""),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["string"] = lambda text: json.dumps(text, ensure_ascii=False)
    return environment.get_template(FILE).render(_told(name, read) | {"left_out": left_out}) + "\n"


def _told(name: str, read: Sequence[_File]) -> dict[str, object]:
    """What the template is filled with."""
    found = [f.found for f in read if f.found is not None]
    tables = [t for f in found for t in (f.trades, f.open_trades) if t is not None]
    marked = [str(c) for f in found if f.marks is not None for c in f.marks]
    slug = re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-.")[:64] or "backtest"
    starts = [float(f.account.iloc[0]) for f in found if f.account is not None and len(f.account)]
    return {
        "words": meanings(Manifest, Capital, DataFile, Hedge),
        "name": slug,
        "title": _title(slug),
        "live": bool(found) and all(f.live for f in found),
        "start": f"{starts[0]:.2f}" if starts else "",
        "flows": any(f.flows is not None for f in found),
        "files": [f for f in read if f.found],
        "undeclared": [f for f in read if not f.found and not f.guess],
        "tables": [f for f in read if f.guess],
        "two_runs": not tables and sum(_is_a_run(f) for f in read) > 1,
        "layers": [c.removeprefix(LAYER_MARK) for c in marked if c.startswith(LAYER_MARK)],
        "strategies": sorted({str(s) for t in tables for s in t["strategy"].unique()}),
    }


def _is_a_run(file: _File) -> bool:
    """Whether a file can be the daily values of one run: an account's, or a table with one column of values."""
    if file.found is not None:
        return file.found.account is not None
    return not file.guess and len(file.columns) == 1


def _title(slug: str) -> str:
    try:
        return TypeAdapter(Name).validate_python(slug.replace("-", " "))
    except ValidationError:
        return "Backtest"


def _read(path: Path, watch: Watch) -> _File:
    """What a file is and has."""
    known, found = formats.read(path, None, watch)
    if found.trades is None and found.marks is None and found.account is None:
        own = own_table.guess(formats.columns_of(path)) if known.NAME == own_table.NAME else {}
        series = () if own else _columns(path)
        what = _said([known.TITLE])
        return _File(path=path.name, what=what, problems=(), found=None, columns=series, guess=own, has_times=True)
    told = {name: value for name, value in summarise_file(found).items() if name not in {"live", "strategies"}}
    summary = [known.TITLE, *(f"{name}: {value}" for name, value in told.items())]
    wrong = [_plain(f"{p.what}; {p.mend}") for p in errors_among(found.problems)[:1]]
    has_times = "zone" in known.TOLD
    return _File(path=path.name, what=_said(summary), problems=wrong, found=found, columns=(), guess={}, has_times=has_times)


def _said(parts: Iterable[str]) -> str:
    text = _plain("; ".join(parts))
    return text[0].upper() + text[1:] + "."


def _plain(text: str) -> str:
    """On one line, as a comment must be."""
    return "".join(c if c.isprintable() else " " for c in text)


def _columns(path: Path) -> list[_Column]:
    """Columns of a table by day, each of which may be a market series."""
    cells = formats.columns_of(path)
    days = [c for c in cells if c.lower() == "date"]
    values = [c for c in cells if c and c not in days] if days else []
    names = [re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_") for value in values]
    return [
        _Column(name=name if name[:1].isalpha() else f"series_{name}", date=days[0], value=value)
        for name, value in zip(names, values, strict=True)
    ]
