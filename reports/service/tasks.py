"""What is done in a bounded process: documents verified, and the impact of a log on what is published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import HedgeciteError, UnreadableError, WrongUseError
from qa.document import as_json
from reports.service.given import Given
from reports.service.own_log import ask_log, check_log, settle_log
from reports.service.state import Choice

if TYPE_CHECKING:
    from corpus.backtests.backtest import Listed
    from qa.answer import Materials
    from qa.document import AnswerDocument
    from reports.desk import Desk
    from reports.verify.bench import Bench

#: Beside a document that came from outside lies nothing.
_NOWHERE = Path("/dev/null/document.json")


def verify_sent(given: Given) -> object:
    """How an answer document ends: true, false or not checkable here, with every fault.

    Raises
    ------
    UnreadableError
        It is no answer document.
    WrongUseError
        It is a client's report.
    """
    from reports.pages.render import render
    from reports.vault.benches import vault_of
    from reports.verify.loading import of_text
    from reports.verify.verify import verify_published

    mend = "send the JSON document of an answer or an article"
    try:
        text = given.body.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError("is no text in UTF-8", where="document", mend=mend) from error
    try:
        published = of_text(_NOWHERE, given.body, text)
    except UnreadableError as error:
        raise UnreadableError("is no answer document", where="document", mend=mend) from error
    if published.form != "json":
        raise UnreadableError("is a page", where="document", mend=mend)
    document = published.document
    if document is not None and (document.report is not None or document.kind == "report"):
        raise WrongUseError("is a client's report", where="document", mend="verify it on the desk with hedgecite verify")
    desk = given.desk()
    if document is not None:  # spaces between its parts say nothing
        published = replace(published, raw=render(document, "json", desk.cache).encode())
    with vault_of(desk) as vault:

        def kept(document: AnswerDocument, digest: str = "") -> Bench | None:
            found = vault(document, digest)
            return replace(found, clients=(), closed=True) if found else None

        found = verify_published(published, _closed_bench(desk, given.choice), kept)
    made = as_json(found)
    assert isinstance(made, dict)
    return {name: made[name] for name in ("end", "faults", "checked", "unchecked")}


def _closed_bench(desk: Desk, choice: Choice) -> Bench:
    """The bench of a desk for documents from outside: no file that they name is opened, and no client is known."""
    from reports.desk import materials_of
    from reports.verify.bench import bench_of

    served = materials_of(desk, choice.backtests, choice.corpus)
    known = {b.manifest.name for b in served.backtests}

    def open_(names: tuple[str, ...], corpus: Path | None, date: str | None) -> Materials:
        if corpus is not None or not known.issuperset(names):
            raise UnreadableError("a backtest or text that it names is not served here", mend="name those of the desk")
        return materials_of(desk, names or choice.backtests, choice.corpus, date)

    return replace(bench_of(desk), clients=(), closed=True, open=open_)


def impact_of_log(given: Given) -> object:
    """What would change of the published articles if a file of a backtest were the one that was sent.

    Raises
    ------
    WrongUseError
        The desk has no such backtest, or that no such file.
    UnreadableError, FaultyInputError
        The log can't be read, or has errors.
    """
    from reports.impact.impact import bench_with, impact, published

    desk = given.desk()
    root = desk.root / desk.settings.server.articles
    with tempfile.TemporaryDirectory(prefix="hedgecite-") as folder:
        listed = _named(desk, given)
        manifest = _laid_out(listed, str(given.told["file"]), given.body, Path(folder))
        pages = {file: document for file, document in (published(root) if root.is_dir() else {}).items() if not document.report}
        try:
            return as_json(impact(pages, bench_with(desk, manifest, None), root))
        except HedgeciteError as error:  # where it lay here is nothing to whoever sent it
            raise type(error)(error.what, where=error.where.replace(f"{folder}/", ""), mend=error.mend) from error


def _named(desk: Desk, given: Given) -> Listed:
    from reports.desk import backtests_of

    every = {b.manifest.name: b for b in backtests_of(desk, given.choice.backtests)}
    name = str(given.told["backtest"]) or next(iter(every), "")
    if name not in every:
        mend = f"there are: {', '.join(every) or 'none'}"
        raise WrongUseError("no backtest has this name", where="backtest", mend=mend)
    return every[name]


def _laid_out(listed: Listed, name: str, body: bytes, folder: Path) -> Path:
    """A backtest's files in a folder, one of them replaced; the manifest's place."""
    assert listed.file is not None, "a backtest of a desk has its manifest in a file"
    held = {f.relative_to(listed.file.parent).as_posix(): f for f in listed.files}
    name = name or listed.manifest.files[0].path
    if name not in held:
        raise WrongUseError("the backtest has no such file", where="file", mend=f"there are: {', '.join(held)}")
    for path, file in held.items():
        place = (folder / path).resolve()
        if not place.is_relative_to(folder.resolve()):
            raise WrongUseError("names a file outside of its folder", where=listed.manifest.name, mend="move it beside it")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body if path == name else file.read_bytes())
    manifest = folder / listed.file.name
    manifest.write_bytes(listed.file.read_bytes())
    return manifest


TASKS: Mapping[str, Callable[[Given], object]] = {
    "verify": verify_sent,
    "impact": impact_of_log,
    "check_log": check_log,
    "settle_log": settle_log,
    "ask_log": ask_log,
}
