"""How often the scope of a question is read as it was meant: `python -m tests.eval.scopes CSV...` prints rates and misses.

Each file is one writer's, with the columns of the labelled questions. Both sides are brought to one form before they are
compared: a tier picks its backtest, a named episode is its dates, and dates are clipped to those of the data. A question whose
figure isn't read is read as asking for the labelled one, so that the rates tell of scopes alone. Two rates are printed: of what
is counted (all but `per` and `claim`, which hang on the figure that is read), and of the whole scope.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from qa.answer import Materials, read
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import EPISODES, NAMED, Dates, Period, Scope, in_time
from qa.calculator.core.scope_text import parse_scope
from qa.understand.followup import Earlier
from tests.eval.wilson import wilson

#: A side: the backtest that answers, and what is counted of it.
Sides = frozenset[tuple[str, Scope]]
_BACKTEST = re.compile(r"backtest=([\w.-]+)")
_OUT = re.compile(r"!=|without=")
#: Kinds whose questions have a scope to read: the others are of a term, or of nothing here.
_SCOPED = frozenset({"cost", "mixed", "advice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled question: its text, the sides that it means, and whether it leaves something out."""

    id: str
    writer: str
    text: str
    #: the labelled figures, the leading one first
    keys: tuple[str, ...]
    sides: Sides
    out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """A question with the sides that were read, and what it had left unread."""

    row: Row
    sides: Sides
    unread: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether all of the scope was read as meant."""
        return self.sides == self.row.sides

    @property
    def counted(self) -> bool:
        """Whether what is counted was read as meant."""
        return _less(self.sides) == _less(self.row.sides)

    @property
    def silent(self) -> bool:
        """Whether it was read otherwise and nothing of it was called unread: the fault that misleads."""
        return not self.counted and not self.unread


def read_rows(file: Path, materials: Materials) -> list[Row]:
    """The questions of a file that have figures to scope."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["kind"] in _SCOPED and _lead(r["keys"])]
    return [
        Row(
            id=r["id"],
            writer=file.stem,
            text=r["question"],
            keys=_keys(r["keys"]),
            sides=_meant(r, materials),
            out=bool(_OUT.search(r["scope"])),
        )
        for r in rows
    ]


def judge(row: Row, materials: Materials) -> Scoped:
    """Read a question; one in two parts is read as a question and what follows on its answer."""
    *before, text = (part.strip() for part in row.text.split(">>"))
    earlier: Earlier | None = None
    for first in before:
        _, plan = read(first, materials, earlier)
        name = plan.backtest.name if plan.backtest else None
        earlier = Earlier(question="", id="", file="", key=next(iter(plan.keys), None), scope=plan.scope, backtest=name)
    question, plan = read(text, materials, earlier, row.keys[:1])
    if plan.backtest is None:
        return Scoped(row=row, sides=frozenset(), unread=question.unread)
    asked = question.scope
    sides = [(plan.backtest.name, plan.scope), *((other.backtest.name, other.scope) for other in plan.against)]
    restored = ((name, replace(scope, per=asked.per, episode=asked.episode or scope.episode)) for name, scope in sides)
    return Scoped(row=row, sides=_brought(restored, question.keys, row.keys, materials), unread=question.unread)


def _meant(r: dict[str, str], materials: Materials) -> Sides:
    manifests = [b.manifest for b in materials.backtests]
    of_tier = {m.tier.id: m.name for m in reversed(manifests) if m.tier}
    named = _BACKTEST.findall(r["note"])
    scopes = [parse_scope(side) for side in r["scope"].split(" || ")[0].split(" vs ")]
    if len(named) > len(scopes):
        scopes = scopes * len(named)
    names = [named[min(i, len(named) - 1)] if named else manifests[0].name for i in range(len(scopes))]
    names = [of_tier.get(s.tier or "", name) if not named else name for s, name in zip(scopes, names, strict=True)]
    keys = _keys(r["keys"])
    return _brought(zip(names, (s.less("tier") for s in scopes), strict=True), keys, keys, materials)


def _brought(sides: Iterable[tuple[str, Scope]], asked: Sequence[str], meant: Sequence[str], materials: Materials) -> Sides:
    """Sides in the one form in which they are compared."""
    own, episodic = _period(asked), is_episodic(meant)
    listed = {b.manifest.name: b for b in materials.backtests}
    found = set[tuple[str, Scope]]()
    for name, side in sides:
        scope = same_days(side.less("tier"), materials.book.of(listed[name].read()), episodic=episodic)
        found.add((name, replace(scope, per=None if scope.per == own else scope.per)))
    return frozenset(found)


def is_episodic(keys: Sequence[str]) -> bool:
    """Whether the leading figure counts episodes of stress by itself."""
    return bool(keys) and keys[0].startswith("episode.")


def same_days(scope: Scope, facts: Facts, *, episodic: bool = False) -> Scope:
    """A scope in the one form of all that count the same days.

    A named episode is its dates, dates are clipped to the data unless they lie wholly outside of them, and what is left out is
    told by what is left. The backtest's own capital is no other one, and stress episodes narrow nothing, where the figure counts
    those by itself.
    """
    months = facts.periods("month")
    if scope.episode in NAMED and scope.dates in {None, NAMED[scope.episode or ""]}:
        scope = replace(scope, dates=NAMED[scope.episode or ""], episode=None)
    if scope.capital == facts.backtest.manifest.capital.base:
        scope = scope.less("capital")
    if episodic and scope.episode == EPISODES:
        scope = scope.less("episode")
    first, last = (date.fromisoformat(str(day)) for day in (months.first[0], months.last[-1]))
    counted = [d for d in (scope.dates, *scope.also) if d]
    if any(not _told_by(d, first, last) for d in counted):
        return scope
    stretches = _joined([_clipped(d, first, last) for d in counted])
    for out in scope.besides:
        stretches = [part for d in stretches or [Dates(first, last)] for part in _without(d, out)]
    whole = stretches == [Dates(first, last)]
    return replace(scope, dates=stretches[0] if stretches and not whole else None, also=tuple(stretches[1:]), besides=())


def _without(dates: Dates, out: Dates) -> list[Dates]:
    """What is left of a stretch once another is taken out of it."""
    day = timedelta(days=1)
    start, end = dates.start or date.min, dates.end or date.max
    before = (start, min(end, out.start - day)) if out.start and out.start > start else (end, start - day)
    after = (max(start, out.end + day), end) if out.end and out.end < end else (end, start - day)
    return [Dates(first, last) for first, last in (before, after) if first <= last]


def _told_by(dates: Dates, first: date, last: date) -> bool:
    return (dates.start or first) <= last and (dates.end or last) >= first


def _clipped(dates: Dates, first: date, last: date) -> Dates:
    return Dates(max(dates.start or first, first), min(dates.end or last, last))


def _joined(stretches: Sequence[Dates]) -> list[Dates]:
    """Stretches in time, those that touch as one."""
    found: list[Dates] = []
    for dates in in_time(tuple(set(stretches))):
        last = found[-1] if found else None
        if last and last.end and dates.start and (dates.start - last.end).days <= 1:
            found[-1] = Dates(last.start, max(last.end, dates.end or last.end))
        else:
            found.append(dates)
    return found


def _less(sides: Sides) -> Sides:
    return frozenset((name, scope.less("per", "claim")) for name, scope in sides)


def _keys(keys: str) -> tuple[str, ...]:
    return tuple(key for key in keys.replace("||", " ").split() if key in CATALOGUE)


def _lead(keys: str) -> str | None:
    return next(iter(_keys(keys)), None)


def _period(keys: Sequence[str]) -> Period | None:
    return CATALOGUE[keys[0]].period if keys else None


def rates(outcomes: Sequence[Scoped]) -> str:
    """Shares read as meant, each with its Wilson interval."""
    kinds: tuple[tuple[str, Callable[[Scoped], bool]], ...] = (
        ("counted", lambda o: o.counted),
        ("whole", lambda o: o.whole),
        ("wrong in silence", lambda o: o.silent),
    )
    told = [f"n {len(outcomes):5}"]
    for name, holds in kinds:
        low, high = wilson(sum(map(holds, outcomes)), len(outcomes))
        told.append(f"{name} {sum(map(holds, outcomes)) / max(len(outcomes), 1):6.1%} ({low:.1%} to {high:.1%})")
    return "  ".join(told)


def miss(o: Scoped) -> str:
    """A miss: the question, what it means, and what was read."""
    read_as = f"{_told(o.sides)}  unread {', '.join(o.unread) or '-'}"
    return f"{o.row.id}: {o.row.text}\n    meant {_told(o.row.sides)}\n    read  {read_as}"


def _told(sides: Sides) -> str:
    return " vs ".join(sorted(f"{name}[{scope}]" for name, scope in sides)) or "nothing"


def main(files: Sequence[Path]) -> None:
    """Print the rates: overall, of questions that leave something out, and by writer; then each miss."""
    from reports.desk import Desk, DeskFile, materials_of

    with tempfile.TemporaryDirectory() as folder:
        materials = materials_of(Desk(root=Path(folder), settings=DeskFile(), cache=Path(folder)))
        outcomes = [judge(row, materials) for file in files for row in read_rows(file, materials)]
    sys.stdout.write(f"{'all':10} {rates(outcomes)}\n")
    sys.stdout.write(f"{'left out':10} {rates([o for o in outcomes if o.row.out])}\n")
    for file in files:
        sys.stdout.write(f"{file.stem:10} {rates([o for o in outcomes if o.row.writer == file.stem])}\n")
    for o in outcomes:
        if not o.counted:
            sys.stdout.write(f"{miss(o)}\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
