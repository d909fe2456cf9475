"""The daily step from the command line: what the new files change is named before anything is switched."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WrongUseError

if TYPE_CHECKING:
    from reports.commands.chosen import Chosen
    from reports.refresh.step import Refresh

#: So many figures that change are named.
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a refresh."""

    given: Path | None
    backtest: str | None
    accept: bool = False
    check: bool = False
    back: bool = False


def refresh(wanted: Wanted, chosen: Chosen) -> int:
    """Take new files in; 1 where their history differs and nobody accepted that, else 0."""
    from reports.refresh import step

    folder = _folder(wanted.backtest, chosen)
    if wanted.back:
        step.back(folder)
        print(f"{folder}: back to the files before the last refresh")
        return 0
    if wanted.given is None:
        raise WrongUseError("no folder of new files is named", where="refresh", mend="write hedgecite refresh FOLDER")
    plan = step.planned(folder, wanted.given)
    for change in plan.changes:
        print(change)
    for one in plan.impact[:_NAMED]:
        print(f"{one.key}: {one.before} -> {one.now}")
    if len(plan.impact) > _NAMED:
        print(f"and {len(plan.impact) - _NAMED} figures more")
    if not plan.files:
        print(f"{folder}: nothing is new")
        return 0
    if wanted.check:
        _tell_pages(plan, chosen)
    if plan.changes and not wanted.accept:
        many = len(plan.changes)
        print(f"hedgecite: {folder}: {many} changes to the history; nothing was taken in; --accept takes it", file=sys.stderr)
        return 1
    if wanted.check:
        print(f"{folder}: {', '.join(plan.files)} would be taken in, data to {plan.ends[1]}; nothing was changed")
        return 0
    _tell_pages(plan, chosen)
    step.take_in(folder, plan)
    print(
        f"{folder}: {', '.join(plan.files)} taken in, data from {plan.ends[0]} to {plan.ends[1]}; now hedgecite publish --check"
    )
    return 0


def _tell_pages(plan: Refresh, chosen: Chosen) -> None:
    """Name the published pages below the desk that would change, each with its figures, verdicts and sources."""
    from reports.impact.impact import bench_with, impact, published
    from reports.impact.naming import in_a_line
    from reports.refresh.step import laid_out

    desk = chosen.open()
    pages = published(desk.root)
    if not pages:
        return
    with laid_out(plan.content) as trial:
        found = impact(pages, bench_with(desk, trial, None), desk.root, weighed=False)
    for page in found.changed:
        print(f"{page.file}: {in_a_line(page)}")
    for name, why in found.unknown:
        print(f"{name}: can't be made again here: {why}")
    print(f"{len(found.changed)} of {len(pages)} published pages would change")


def _folder(named: str | None, chosen: Chosen) -> Path:
    """The folder of a backtest of the desk's own."""
    from reports.desk import backtests_of

    desk = chosen.open()
    listed = backtests_of(desk, [named] if named else [])
    own = next((b for b in listed if b.file is not None and not b.sample), None)
    if own is None or own.file is None:
        raise WrongUseError(
            "there is no backtest of the desk's own", where=named or "hedgecite.toml", mend="list one under [[backtest]]"
        )
    # the folder may be a link to an edition, which must not be followed
    return own.file.parent
