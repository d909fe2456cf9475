"""The vault's benches: what was kept of a page laid out again in a folder of its own, so that the page can be made again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from corpus.backtests.backtest import Backtest, Listed, list_backtest
from corpus.calendars import Calendar, read_calendar, shipped_calendars
from corpus.errors import HedgeciteError, UnreadableError
from corpus.settings_file import read_toml
from corpus.texts.library import Folder, Library, read_library
from qa.answer import Materials
from qa.calculator.core.facts import FactsBook
from qa.document import AnswerDocument
from reports.desk import CLAIMS, CLIENTS, CONVERTED, QUESTIONS, Desk, DeskFile, house_of, legends_of, results_of, search_of
from reports.editing import read_edits
from reports.places import FILE
from reports.questions import read_corrections
from reports.vault.record import Input, Record, read_records
from reports.vault.store import FOLDER, get
from reports.verify.bench import Bench, Open, clients_in
from reports.verify.verify import Vault


@contextmanager
def vault_of(desk: Desk) -> Iterator[Vault]:
    """What gives the bench of a document from a desk's vault; laid out once for all pages of the same make, gone at the end."""
    vault = desk.root / FOLDER
    records = read_records(vault)
    kept: dict[tuple[Input, ...], Bench | None] = {}
    with tempfile.TemporaryDirectory(prefix="hedgecite-") as folder:

        def bench(document: AnswerDocument, digest: str = "") -> Bench | None:
            serving = sorted((r for r in records if r.serves(document)), key=lambda r: not r.has(digest))
            for record in serving:
                if record.inputs not in kept:
                    kept[record.inputs] = _laid_out(record, vault, Path(folder) / str(len(kept)), desk)
                found = kept[record.inputs]
                if found is not None:
                    pages = frozenset(f"sha256:{digest}" for r in serving for _, digest in r.files)
                    return replace(found, pages=pages, version=record.version)
            return None

        yield bench


def _laid_out(record: Record, vault: Path, folder: Path, desk: Desk) -> Bench | None:
    """The bench of a record; None where a part of it is lost."""
    try:
        lay_out(record, vault, folder)
        return bench_in(record, folder, desk.cache)
    except (HedgeciteError, OSError):
        return None


_FOLDERS: Mapping[str, str] = {"text": "corpus", "sample": "sample", "calendar": "calendars", "setting": "desk"}


def place_of(one: Input) -> str:
    """Where an input stands in a folder of them all."""
    if one.role == "backtest":
        return f"backtests/{one.place}/{one.path}"
    return f"{_FOLDERS[one.role]}/{one.path}"


def lay_out(record: Record, vault: Path, folder: Path) -> None:
    """Write a record's inputs into a folder.

    Raises
    ------
    UnreadableError
        One is missing or changed, or would stand outside of the folder.
    """
    for one in record.inputs:
        file = (folder / place_of(one)).resolve()
        if not file.is_relative_to(folder.resolve()):
            raise UnreadableError("stands outside of its folder", where=one.path, mend="publish the page again")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(get(vault, one.sha256))


def bench_in(record: Record, folder: Path, cache_folder: Path) -> Bench:
    """The bench of inputs that lie in a folder."""
    settings = folder / "desk" / FILE
    read = read_toml(settings, DeskFile) if settings.is_file() else DeskFile()
    desk = Desk(root=folder / "desk", settings=read, cache=cache_folder)
    (folder / "desk").mkdir(exist_ok=True)
    return Bench(
        where="the vault",
        desk=desk,
        house=house_of(desk),
        legends=legends_of(desk),
        clients=clients_in((desk.root / CLIENTS,)),
        open=_opener(record, folder, desk),
        version=record.version,
    )


def _opener(record: Record, folder: Path, desk: Desk) -> Open:
    texts = [Folder(root=folder / name, sample=name == "sample") for name in ("sample", "corpus") if (folder / name).is_dir()]
    library = read_library(texts, desk.cache / CONVERTED)
    if (claims := desk.root / CLAIMS).is_file():
        library = replace(library, edits=read_edits(claims, library))
    listed = _backtests(record, folder)

    @cache
    def materials(names: tuple[str, ...], date: str | None) -> Materials:
        return _materials(
            record, library, tuple(listed[n] for n in names) if names else tuple(listed.values()), desk, (names, date)
        )

    def open_(names: tuple[str, ...], corpus: Path | None, date: str | None) -> Materials:  # noqa: ARG001 one corpus was kept
        missing = next((name for name in names if name not in listed), None)
        if missing is not None:
            raise UnreadableError("was not kept", where=missing, mend="publish the page again")
        return materials(names, date)

    return open_


def _materials(
    record: Record, library: Library, backtests: tuple[Listed, ...], desk: Desk, told: tuple[tuple[str, ...], str | None]
) -> Materials:
    names, date = told
    options = tuple(word for name in names for word in ("--backtest", name)) + (("--date", date) if date else ())
    return Materials(
        library=library,
        search=search_of(desk, library),
        backtests=backtests,
        desk=desk.settings.name,
        version=record.version,
        date=date,
        options=options,
        corrections=read_corrections(desk.root / QUESTIONS),
        book=FactsBook(results_of(desk)),
    )


def _backtests(record: Record, folder: Path) -> dict[str, Listed]:
    """The backtests by what they were asked for by, each with the calendars of its time."""
    files = sorted((folder / "calendars").glob("*.toml"))
    calendars = {c.name: c for c in map(read_calendar, files)}
    found = {}
    for place, kept in enumerate(record.backtests):
        if kept.manifest:
            path = folder / "backtests" / str(place) / kept.manifest
            found[kept.told] = _with_calendars(list_backtest(path, sample=kept.sample), calendars)
    return found


def _with_calendars(listed: Listed, calendars: Mapping[str, Calendar]) -> Listed:
    def read() -> Backtest:
        backtest = listed.read()
        now = shipped_calendars()
        then = {name: c for name, c in calendars.items() if backtest.calendars.get(name) == now.get(name)}
        return replace(backtest, calendars={**backtest.calendars, **then})

    return replace(listed, read=cache(read))
