"""Keeping: what a desk's pages are made of goes into its vault when they are published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.backtests.backtest import Listed
from corpus.calendars import calendar_files
from corpus.errors import UnreadableError
from corpus.texts.documents import digest_of
from corpus.texts.library import Folder, shipped_folder, text_files
from qa.answer import Materials
from qa.document import AnswerDocument, Provenance
from reports.desk import CLAIMS, CLIENTS, QUESTIONS, Desk
from reports.monthly.restated import EARLIER
from reports.places import FILE
from reports.vault.record import Input, Kept, Record, Role, write_record
from reports.vault.store import FOLDER, put, sha256_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the pages of one command are made of, as it was kept."""

    vault: Path
    backtests: tuple[Kept, ...]
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Files that pages are made of and that lie elsewhere than on the desk."""

    clients: Path | None = None
    questions: Path | None = None


def keep_inputs(
    desk: Desk, materials: Materials, told: tuple[str, ...] = (), corpus: Path | None = None, named: Named | None = None
) -> Inputs:
    """Keep all that a desk's pages are made of: texts, backtests, calendars, settings.

    `told` is what the backtests were asked for by, where they were; `corpus` the folder of texts, where one was named;
    `named` the other files that do not stand where the desk has its own.

    Raises
    ------
    UnreadableError
        A file has changed while the pages were made.
    """
    vault = desk.root / FOLDER
    kept = tuple(_kept(b, told[i] if i < len(told) else b.manifest.name) for i, b in enumerate(materials.backtests))
    inputs = (
        *_texts(vault, desk, materials, corpus),
        *(one for i, b in enumerate(materials.backtests) for one in _backtest(vault, b, i)),
        *(Input(role="calendar", path=f.name, sha256=put(vault, f.read_bytes())) for f in calendar_files()),
        *_settings(vault, desk, named or Named()),
    )
    return Inputs(vault=vault, backtests=kept, inputs=inputs)


def keep_earlier(inputs: Inputs, earlier: Sequence[Path]) -> Inputs:
    """What a report is made of that restates earlier ones: their documents too."""
    own = (Input(role="setting", path=f"{EARLIER}/{f.name}", sha256=put(inputs.vault, f.read_bytes())) for f in earlier)
    return replace(inputs, inputs=(*inputs.inputs, *own))


def keep_page(inputs: Inputs, document: AnswerDocument, files: Mapping[str, bytes]) -> Record:
    """Keep the record of a published page."""
    digests = tuple((name, sha256_of(raw)) for name, raw in files.items())
    return keep_told(inputs, document.question or document.title.text, document.provenance, digests)


def keep_told(inputs: Inputs, title: str, told: Provenance, files: tuple[tuple[str, str], ...]) -> Record:
    """The same of a page whose files are told by their digests."""
    used = {d.name: d.digest for d in told.backtests if d.until is None}
    record = Record(
        files=files,
        title=title,
        command=told.command,
        version=told.version,
        corpus=told.corpus,
        datasets=told.backtests,
        backtests=tuple(_with_digest(b, used.get(b.name, "")) for b in inputs.backtests),
        inputs=inputs.inputs,
    )
    write_record(inputs.vault, record)
    return record


def _with_digest(kept: Kept, digest: str) -> Kept:
    return Kept(name=kept.name, manifest=kept.manifest, told=kept.told, sample=kept.sample, digest=digest)


def _kept(listed: Listed, told: str) -> Kept:
    manifest = listed.file.name if listed.file else ""
    return Kept(name=listed.manifest.name, manifest=manifest, told=told, sample=listed.sample, digest="")


def _texts(vault: Path, desk: Desk, materials: Materials, corpus: Path | None) -> Iterator[Input]:
    """Those files that the library's documents were read from."""
    due = {d.path: d.digest for d in materials.library.documents}
    folders = [Folder(root=corpus)] if corpus else [Folder(root=desk.corpus)] if desk.corpus.is_dir() else []
    if not corpus and desk.settings.sample:
        folders.append(Folder(root=shipped_folder(), sample=True))
    for folder in folders:
        role: Role = "sample" if folder.sample else "text"
        for file in text_files(folder.root):
            path = file.relative_to(folder.root)
            raw = file.read_bytes()
            if due.get(path.with_suffix("").as_posix()) == digest_of(raw):
                due.pop(path.with_suffix("").as_posix())
                yield Input(role=role, path=path.as_posix(), sha256=put(vault, raw))
    if due:
        what = "has changed while the page was made"
        raise UnreadableError(what, where=min(due), mend="publish it again")


def _backtest(vault: Path, listed: Listed, place: int) -> Iterator[Input]:
    if listed.file is None:
        return
    for file in (listed.file, *listed.files):
        path = file.relative_to(listed.file.parent).as_posix()
        yield Input(role="backtest", path=path, sha256=put(vault, file.read_bytes()), place=place)


def _settings(vault: Path, desk: Desk, named: Named) -> Iterator[Input]:
    files = {name: desk.root / name for name in (FILE, QUESTIONS, CLIENTS, CLAIMS)}
    files |= {CLIENTS: named.clients} if named.clients else {}
    files |= {QUESTIONS: named.questions} if named.questions else {}
    logo = desk.settings.house.logo
    files |= {logo: desk.root / logo} if logo else {}
    for name, file in files.items():
        if file.is_file():
            yield Input(role="setting", path=name, sha256=put(vault, file.read_bytes()))
