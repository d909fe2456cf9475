"""How a question is read, printed without answering it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reports.commands.chosen import Chosen

if TYPE_CHECKING:
    from qa.llm.planning import Planning


def explain_plan(question: str, chosen: Chosen, after: Path | None = None) -> None:
    """Print how a question is read, without answering it."""
    from qa.answer import plan
    from reports.desk import materials_of, model_of
    from reports.earlier import earlier_of

    model = model_of(chosen.model)
    materials = materials_of(chosen.open(), chosen.backtests, chosen.corpus, chosen.date, model=model)
    planning, _ = plan(question, materials, earlier_of(after))
    made, shown = planning.plan, planning.plan.view()
    told = {"kind": shown.kind, "figures": ", ".join(shown.keys) or "none", "scope": str(made.scope)}
    told |= {"backtest": made.backtest.name if made.backtest else "none", "reading": shown.reading}
    if model:
        told |= {"by model": ", ".join(shown.added) or "none"}
        told |= {"model": planning.fault or ("asked" if planning.asked.usage.requests else "not asked")}
    print("\n".join([*(f"{name}: {value}" for name, value in told.items()), *_proposed(planning)]))


def _proposed(planning: Planning) -> Iterator[str]:
    """What a model made of a question, and what of it holds; its words as Python writes them, without control characters."""
    proposal, accepted = planning.proposal, planning.accepted
    if proposal is None or accepted is None:
        return
    yield f"checks: {'passed' if accepted.trusted else 'missed, so nothing of the model is followed'}"
    for part in proposal.parts:
        yield f"part: {part.intent} {', '.join(map(repr, part.keys)) or 'no figure'} from {part.words!r}"
    for scope in proposal.scopes:
        yield f"scope: {scope.scope!r} from {scope.words!r}: {'accepted' if scope in accepted.scopes else 'refused'}"
    left = (*planning.question.unread, *planning.question.foreign, *planning.question.missed)
    yield f"left over: {', '.join(map(repr, left)) or 'none'}"
    yield f"other reading: {', '.join(planning.question.other) or 'none'}"
    yield f"accepted: {', '.join(map(repr, (*accepted.keys, *accepted.missing))) or 'none'}"
    yield f"refused: {', '.join(map(repr, accepted.refused)) or 'none'}"
