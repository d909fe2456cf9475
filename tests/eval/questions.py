"""How often a question is read as it was meant: `python -m tests.eval.questions` prints the rates and each miss.

The questions stand in files with what a fair reader takes them to ask. Those of `questions.toml` were written by someone who had
not seen the reader's rules; those of `questions_more.toml` before the reader had seen any of them.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.answer import FOUND, Materials, on_subject, read
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.understand.plan import Plan
from qa.understand.question import Question

FIRST, MORE = (Path(__file__).with_name(name) for name in ("questions.toml", "questions_more.toml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A question and what it asks."""

    text: str
    kind: str
    #: the leading figures that a fair reader accepts, None for none
    leads: frozenset[str | None]
    scope: Scope
    tier: str | None
    #: tiers, backtests or scopes that are compared
    compare: tuple[str, ...]
    clarify: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What of a question was read right."""

    meant: Meant
    kind: bool
    figures: bool
    scope: bool
    #: what was read, for the list of misses
    told: str

    @property
    def right(self) -> bool:
        """Whether all of it was."""
        return self.kind and self.figures and self.scope


def read_questions(file: Path) -> tuple[Meant, ...]:
    """The questions of a file."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    return tuple(
        Meant(
            text=e["text"],
            kind=e["kind"],
            leads=frozenset([next(iter(keys), None) for keys in (e["keys"], *e.get("also_ok", []))]),
            scope=parse_scope(e["scope"]),
            tier=e.get("tier"),
            compare=tuple(e.get("compare", [])),
            clarify=e.get("clarify", False),
        )
        for e in entries
    )


def judge(meant: Meant, materials: Materials) -> Outcome:
    """Read a question and hold the reading against what was meant."""
    question, plan = read(meant.text, materials)
    kind = plan.kind
    if kind == "method" and not on_subject(question, plan, materials.search.search(question.text, FOUND)):
        kind = "out_of_scope"
    lead = next(iter(question.keys or plan.asked), None)
    sides = _sides(question, plan)
    told = f"{kind} {lead} {' | '.join(sorted(f'{name}: {scope}' for name, scope in sides))}"
    return Outcome(
        meant=meant,
        kind=kind == meant.kind,
        figures=lead in meant.leads and bool(question.offered) == meant.clarify,
        scope=sides == _meant_sides(meant, materials),
        told=told + (" (choices)" if question.offered else ""),
    )


def _sides(question: Question, plan: Plan) -> frozenset[tuple[str, str]]:
    """The backtest and scope of each side as read, with the period that the figures' keys have taken up."""
    if plan.backtest is None:
        return frozenset()
    scopes = [(plan.backtest.name, plan.scope), *((other.backtest.name, other.scope) for other in plan.against)]
    asked = question.scope
    whole = [
        (name, replace(scope, per=asked.per, episode=asked.episode, dates=scope.dates if not asked.episode else asked.dates))
        for name, scope in scopes
    ]
    return frozenset((name, str(scope)) for name, scope in whole)


def _meant_sides(meant: Meant, materials: Materials) -> frozenset[tuple[str, str]]:
    manifests = [b.manifest for b in materials.backtests]
    of_tier = {m.tier.id: m.name for m in reversed(manifests) if m.tier}
    names = {**of_tier, **{m.name: m.name for m in manifests}}
    own = of_tier[meant.tier] if meant.tier else manifests[0].name
    sides = set[tuple[str, str]]()
    for side in meant.compare or ("all",):
        if side in names:
            sides.add((names[side], str(meant.scope)))
        else:
            sides.add((own, str(parse_scope(f"{meant.scope}&{side}"))))
    return frozenset(sides)


def rates(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share read right of each kind of reading, and of all together."""
    n = len(outcomes)
    return {
        "kind": sum(o.kind for o in outcomes) / n,
        "figures": sum(o.figures for o in outcomes) / n,
        "scope": sum(o.scope for o in outcomes) / n,
        "all three": sum(o.right for o in outcomes) / n,
    }


def main() -> None:
    """Print the rates on each file, and what was missed."""
    from reports.desk import Desk, DeskFile, materials_of

    with tempfile.TemporaryDirectory() as folder:
        materials = materials_of(Desk(root=Path(folder), settings=DeskFile(), cache=Path(folder)))
        for file in (FIRST, MORE):
            outcomes = [judge(meant, materials) for meant in read_questions(file)]
            shown = "  ".join(f"{name} {rate:.1%}" for name, rate in rates(outcomes).items())
            sys.stdout.write(f"{file.name}: {len(outcomes)} questions  {shown}\n")
            for o in outcomes:
                if not o.right:
                    missed = [name for name in ("kind", "figures", "scope") if not getattr(o, name)]
                    sys.stdout.write(f"missed {', '.join(missed)}: {o.meant.text}\n    read as {o.told}\n")


if __name__ == "__main__":
    main()
