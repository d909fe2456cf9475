"""The ledger of the models: a line for each request to one, with what it took."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from qa.document import Usage

_HEAD = ("time", "model", "sent_tokens", "replied_tokens", "estimated", "cost_usd", "fault")


def ledger(file: Path, model: str) -> Callable[[Usage, str], None]:
    """Adds a line to a CSV file for each request; where it can't be written the answer is made all the same."""

    def record(usage: Usage, fault: str) -> None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        cost = "" if usage.cost is None else f"{usage.cost:.9f}"
        tokens = (usage.input_tokens, usage.output_tokens, "yes" if usage.estimated else "no")
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\n")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                writer.writerow(_HEAD)
            writer.writerow((now, model, *tokens, cost, fault))
            with file.open("a", encoding="utf-8") as out:  # one short write at the end of the file, so that lines stay whole
                out.write(line.getvalue())
        except OSError:
            return

    return record
