"""What new data or texts would change of what is published."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.document import as_json
from qa.numerals import write, write_date
from reports.impact.naming import many, plainly

if TYPE_CHECKING:
    from reports.impact.changes import PageChanges
    from reports.impact.hanging import Hanging
    from reports.impact.impact import Impact


#: So many months of a claim are printed.
_MONTHS = 3


def show_impact(backtest: Path | None, corpus: Path | None, folder: Path | None, form: str, desk: Path | None) -> None:
    """Print which pages would change, in what and by how much, and what their verdicts would hang on."""
    from reports.commands.progress import progress
    from reports.desk import open_desk
    from reports.impact.impact import bench_with, impact, published

    opened = open_desk(desk, Path.cwd())
    root = folder or opened.root
    with progress():
        found = impact(published(root), bench_with(opened, backtest, corpus), root)
    sys.stdout.write(write_impact(found, form))


def write_impact(found: Impact, form: str) -> str:
    """The impact as text or as JSON."""
    if form == "json":
        return json.dumps(as_json(found), ensure_ascii=False, indent=1) + "\n"
    lines = [line for page in found.changed for line in _page(page)]
    if found.hanging:
        lines += ["What the verdicts would hang on", *_hangings(found.hanging)]
    lines += [f"{name}: can't be made again here: {why}" for name, why in found.unknown]
    verdicts = sum(c.kind in {"verdict", "premise"} for p in found.changed for c in p.changes)
    figures = sum(c.kind == "figure" for p in found.changed for c in p.changes)
    every = len(found.changed) + len(found.unchanged) + len(found.unknown)
    counted = f"{many(figures, 'figure')} and {many(verdicts, 'verdict')}"
    return "\n".join([*lines, f"{len(found.changed)} of {many(every, 'page')} would change: {counted}"]) + "\n"


def _page(page: PageChanges) -> list[str]:
    lines = [f"{page.file}: {page.question}"]
    for c in page.changes:
        by = f" ({c.by})" if c.by else ""
        lines.append(f"  {c.kind}: {c.what}: {plainly(c.before)} → {plainly(c.after)}{by}")
    if page.sentences:
        lines.append(f"  {many(page.sentences, 'sentence')} would read otherwise")
    return lines


def _hangings(hanging: Sequence[Hanging]) -> Iterator[str]:
    """Of each claim the months that weigh most, and how many more there are."""
    claims: dict[tuple[str, str], list[Hanging]] = {}
    for h in hanging:
        claims.setdefault((h.claim, h.source), []).append(h)
    for own in claims.values():
        largest = sorted(own, key=lambda h: (-abs(h.pnl), h.month))[:_MONTHS]
        yield from (f"  {_hung(h)}" for h in largest)
        if len(own) > len(largest):
            yield f"  and on {many(len(own) - len(largest), 'month')} more; --format json lists them all"


def _hung(h: Hanging) -> str:
    days = ", ".join(f"{write_date(day)} {write(pnl, 'USD')}" for day, pnl in h.days)
    trades = ", ".join(f"{strategy} closed {write_date(day)} {write(pnl, 'USD')}" for day, strategy, pnl in h.trades)
    parts = [
        f"{write(h.pnl, 'USD')} in all",
        f"the hedge's largest days: {days}" if days else "",
        f"its largest trades: {trades}" if trades else "",
    ]
    more = f" ({'; '.join(p for p in parts if p)})" if any(parts) else ""
    verdict = f"{plainly(h.verdict)}; had the hedge made nothing in {write_date(h.month)}, {plainly(h.without)}"
    return f"“{h.claim}” in {h.source}: {verdict}{more}"
