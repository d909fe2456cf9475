"""Proof for others: a page's evidence as a zip, and the file that checks it."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from reports.files import write_bytes


def write_evidence(page: Path, out: Path, desk: Path | None) -> int:
    """Write the evidence of a page; 1 where the page is false."""
    from reports.desk import open_desk
    from reports.vault.benches import vault_of
    from reports.vault.evidence import evidence
    from reports.verify.bench import bench_of

    opened = open_desk(desk, Path.cwd())
    with vault_of(opened) as vault:
        zipped, verified = evidence(page, bench_of(opened, (page.parent / "clients.toml",)), vault)
    write_bytes(out, zipped)
    print(out)
    said = "recomputed: same" if verified.end == "true" else f"recomputed: {verified.end}"
    print(said, *(f"  fault: {fault}" for fault in verified.faults[:12]), sep="\n", file=sys.stderr)
    return int(verified.end == "false")


def write_verifier(out: Path) -> None:
    """Write the one-file verifier."""
    write_bytes(out, files("reports.vault").joinpath("verify_page.py").read_bytes())
    print(out)
    print(f"next: python {out} PAGE EVIDENCE.zip", file=sys.stderr)
