"""Finished reports held against the rules, and signed off."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.dates import is_iso_date
from corpus.errors import WrongUseError
from qa.document import as_json
from reports.compliance.comply import comply, rules, sign
from reports.desk import legends_of, open_desk


def comply_files(paths: Sequence[Path], form: str, signer: str | None, day: str | None, desk: Path | None) -> int:
    """Print each breach with its place; 1 where there is one. Files without any are signed off where a name is given."""
    if (signer is None) != (day is None):
        raise WrongUseError("a sign-off has a name and a day", where="--sign", mend="give --sign NAME and --on YYYY-MM-DD")
    if day is not None and not is_iso_date(day):
        raise WrongUseError(f"{day!r} is no date", where="--on", mend="write it as YYYY-MM-DD")
    legends = legends_of(open_desk(desk, Path.cwd()))
    found = {path: comply(path, legends) for path in paths}
    if form == "json":
        told = {"findings": [as_json(f) for own in found.values() for f in own], "rules": len(rules())}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        for finding in (f for own in found.values() for f in own):
            print(finding)
    for path, own in found.items():
        if not own and signer is not None and day is not None:
            print(sign(path, signer, day), file=sys.stderr)
    breaches = sum(map(len, found.values()))
    print(f"{len(found)} files, {breaches} findings by {len(rules())} rules", file=sys.stderr)
    return 1 if breaches else 0
