"""Published pages verified, one by one or a whole folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UnreadableError, WrongUseError
from qa.document import as_json

if TYPE_CHECKING:
    from reports.verify.verify import End, Verified

#: So many faults of a page are printed; JSON has them all.
_SHOWN = 12


def verify_files(files: Sequence[Path], folder: Path | None, form: str, *, offline: bool, desk: Path | None) -> int:
    """Print the end of each page; 0 where all are true, 1 where one is false, 3 where one can't be checked here."""
    from qa.verify.alone import Fault
    from reports.commands.progress import stepping
    from reports.desk import open_desk
    from reports.vault.benches import vault_of
    from reports.verify.bench import bench_of
    from reports.verify.loading import pages_below
    from reports.verify.verify import Verified, verify

    if bool(files) == (folder is not None):
        raise WrongUseError("takes files, or a folder by --all", where="verify", mend="name pages, or give --all DIR")
    chosen, others = pages_below(folder) if folder else (tuple(files), ())
    opened = open_desk(desk, Path.cwd())
    beside = tuple(dict.fromkeys(file.parent / "clients.toml" for file in chosen))
    bench, found = bench_of(opened, beside), []
    with vault_of(opened) as vault, stepping("verifying", len(chosen) if len(chosen) > 1 else 0) as done:
        for file in chosen:
            try:
                found.append(verify(file, bench, vault, offline=offline))
            except UnreadableError as error:
                if folder is None:
                    raise
                found.append(Verified(file=str(file), end="false", faults=(Fault(place="file", what=error.what),)))
            done()
    sys.stdout.write(write_verified(found, others, form))
    return exit_code(v.end for v in found)


def exit_code(ends: Iterable[End]) -> int:
    """0 where every page is true, 1 where one is false, else 3: one can't be checked here."""
    told = set(ends)
    return 1 if "false" in told else 3 if "not checkable here" in told else 0


def write_verified(found: Sequence[Verified], others: Sequence[Path], form: str) -> str:
    """The ends of all pages, as text or as JSON."""
    ends = {end: sum(v.end == end for v in found) for end in ("true", "false", "not checkable here")}
    if form == "json":
        told = {"files": [as_json(v) for v in found], "others": [str(o) for o in others], "summary": ends}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    lines = [line for v in found for line in _lines(v)]
    if others:
        carry = "1 file carries" if len(others) == 1 else f"{len(others)} files carry"
        lines.append(f"{carry} no document and can't be verified: {', '.join(o.name for o in others[:_SHOWN])}")
    counted = ", ".join(f"{n} {end}" for end, n in ends.items())
    return "\n".join([*lines, f"{len(found)} {'page' if len(found) == 1 else 'pages'}: {counted}"]) + "\n"


def _lines(verified: Verified) -> list[str]:
    lines = [f"{verified.file}: {verified.end}"]
    lines += [f"  fault: {fault}" for fault in verified.faults[:_SHOWN]]
    if len(verified.faults) > _SHOWN:
        lines.append(f"  and {len(verified.faults) - _SHOWN} more faults; --format json lists them all")
    lines += [f"  checked: {what}" for what in verified.checked] if verified.end != "true" else []
    return [*lines, *(f"  not checked: {what}" for what in verified.unchecked)]
