"""Clients' reports: those that batches have written into the desk's folder, found by their manifests and never by a path."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.dates import MONTHS
from reports.monthly.batch import Entry, read_manifest

KINDS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}
_MANIFEST = re.compile(r"reports-(\d{4}-\d{2})\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientReport:
    """A report as its batch left it."""

    client: str
    month: str
    #: its files by their ending, each with its SHA-256
    files: tuple[tuple[str, Path, str], ...]
    #: whether it is still a draft, which no client is shown
    draft: bool

    @property
    def month_display(self) -> str:
        """The month in words."""
        return f"{MONTHS[int(self.month[5:]) - 1]} {self.month[:4]}"

    @property
    def forms(self) -> tuple[str, ...]:
        """What it can be had as."""
        return tuple(form for form, _, _ in self.files if form in {"html", "pdf"})


def client_reports(folder: Path | None, client: str | None) -> tuple[ClientReport, ...]:
    """The finished reports of a client, newest first; of all clients, drafts too, where none is named."""
    if folder is None or not folder.is_dir():
        return ()
    months = sorted((m[1] for f in folder.iterdir() if (m := _MANIFEST.fullmatch(f.name))), reverse=True)
    found = (
        _report(folder, month, entry) for month in months for entry in read_manifest(folder, month) if entry.status == "done"
    )
    return tuple(r for r in found if client is None or (r.client == client and not r.draft))


def content_of(report: ClientReport, form: str) -> bytes | None:
    """A file of a report, where it is as its batch left it; None where it is not, or isn't there."""
    for known, file, digest in report.files:
        if known == form and file.is_file():
            content = file.read_bytes()
            return content if hashlib.sha256(content).hexdigest() == digest else None
    return None


def policy_of(page: bytes) -> str:
    """The policy that a finished page names in its head, which has the digest of its style, for the response's head too."""
    found = re.search(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', page[:4096])
    named = found[1].decode().replace("&#39;", "'") if found else "default-src 'none'"
    return f"{named}; frame-ancestors 'none'"


def _report(folder: Path, month: str, entry: Entry) -> ClientReport:
    files = tuple((name.rpartition(".")[2], folder / Path(name).name, digest) for name, digest in entry.files)
    made = ClientReport(client=entry.client, month=month, files=files, draft=True)
    document = content_of(made, "json")
    return ClientReport(client=entry.client, month=month, files=files, draft=document is None or _is_draft(document))


def _is_draft(document: bytes) -> bool:
    """Whether a report's document says what keeps it a draft."""
    try:
        return bool(json.loads(document)["report"]["draft"])
    except (ValueError, KeyError, TypeError):
        return True
