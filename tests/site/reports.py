"""Reports of two clients as a batch leaves them: one finished each, and a draft."""

from __future__ import annotations

import json
from pathlib import Path

from reports.monthly.batch import Files, write_files, write_manifest


def write_reports(folder: Path) -> None:
    """Write them with their manifests."""
    for month, clients, draft in (
        ("2018-11", ("jane-doe", "foster"), []),
        ("2018-12", ("jane-doe",), ["nobody has approved it"]),
    ):
        entries = []
        for client in clients:
            document = json.dumps({"kind": "report", "report": {"client": client, "draft": draft}})
            policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-x'\">"
            page = f"<!doctype html><html lang=en><head>{policy}<title>{client}</title></head><body>{month}</body></html>"
            content = ((f"{client}-{month}.html", page.encode()), (f"{client}-{month}.json", document.encode()))
            entries.append(write_files(Files(client, "id", content, ""), "made", folder, lambda _: None))
        write_manifest(entries, folder, month)
