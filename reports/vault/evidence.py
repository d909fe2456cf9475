"""Evidence: a page with its document and what it rests on in one zip, for who has neither the desk nor the program."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.texts.documents import digest_of
from corpus.texts.library import Library
from qa.document import AnswerDocument, as_json
from reports.knowledge.publishing import as_published
from reports.pages.render import render
from reports.vault.benches import place_of
from reports.vault.record import Input, Record, read_records
from reports.vault.store import FOLDER, get
from reports.verify.bench import Bench
from reports.verify.loading import load
from reports.verify.verify import Vault, Verified, verify

SCHEMA = "hedgecite/evidence/1"
#: Every file in a zip is from this day, so that the same evidence has the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)


def evidence(page: Path, bench: Bench, vault: Vault) -> tuple[bytes, Verified]:
    """The zip of a published page, and what came of verifying it.

    Settings, the list of clients, texts that it does not cite and backtests that it does not use stay out of it.

    Raises
    ------
    UnreadableError
        The page is none, or nothing of what it rests on was kept.
    """
    document = load(page).document
    folder = bench.desk.root / FOLDER
    digest = digest_of(as_published(page.read_bytes()))
    serving = [r for r in read_records(folder) if document and r.serves(document)]
    record = min(serving, key=lambda r: not r.has(digest), default=None)
    kept = vault(document, digest) if document else None
    if document is None or record is None or kept is None:
        what = "nothing of what it rests on is in the vault"
        raise UnreadableError(what, where=str(page), mend="publish it by hedgecite article or report")
    verified = verify(page, bench, vault)
    inputs = {f"inputs/{place_of(one)}": get(folder, one.sha256) for one in _needed(record, document)}
    told = _told(page, document, record, verified, inputs, kept.open((), None, None).library)
    files = {
        f"page/{page.name}": page.read_bytes(),
        "document.json": render(document, "json", bench.desk.cache).encode(),
        "evidence.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(),
        **inputs,
    }
    return _zipped(files), verified


def _needed(record: Record, document: AnswerDocument) -> Iterator[Input]:
    """The texts that a page cites or explains terms from, the data that it used, and the calendars."""
    cited = {s.document for s in document.sources} | {f"glossary/{t.slug}" for t in document.terms}
    own = {one.path.rpartition(".")[0] for one in record.inputs if one.role == "text"}
    for one in record.inputs:
        name = one.path.rpartition(".")[0]
        text = one.role == "text" or (one.role == "sample" and name not in own)  # a desk's own text stands above the sample's
        if (
            (text and name in cited)
            or (one.role == "backtest" and record.backtests[one.place].digest)
            or (one.role == "calendar" and document.figures)
        ):
            yield one


def _told(
    page: Path, document: AnswerDocument, record: Record, verified: Verified, inputs: Mapping[str, bytes], library: Library
) -> dict[str, object]:
    same = "recomputed: same" if verified.end == "true" else f"recomputed: {verified.end}"
    return {
        "schema": SCHEMA,
        "pages": [{"file": page.name, "sha256": digest_of(page.read_bytes())}],
        "version": record.version,
        "command": record.command,
        "verdict": same,
        "checked": list(verified.checked),
        "faults": [str(fault) for fault in verified.faults],
        "unchecked": list(verified.unchecked),
        "corpus": record.corpus,
        "datasets": as_json(record.datasets),
        "texts": [{"path": d.path, "digest": d.digest} for d in library.documents],
        "backtests": [
            {"place": i, "name": b.name, "manifest": b.manifest, "digest": b.digest}
            for i, b in enumerate(record.backtests)
            if b.digest
        ],
        "inputs": [{"path": path, "sha256": digest_of(raw)} for path, raw in sorted(inputs.items())],
        "question": document.question,
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, raw in sorted(files.items()):
            made.writestr(zipfile.ZipInfo(name, _DAY), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()
