"""Neither: which periods are neither of those with an event nor of those without, and whether the largest is among them."""

from __future__ import annotations

from qa.calculator.core.periodic import ADVERB
from qa.calculator.core.result import NotComputed
from qa.calculator.core.sample import sample_of
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.write.wording import lead

#: What the keys of drags begin with that have a largest cost and a largest gain.
_DRAGS = frozenset(f"drag.{adverb}" for adverb in ADVERB.values())


def neither(g: Gathered) -> list[str]:
    """That some periods are in neither group, and the one of the largest cost or gain of the hedge where it is among them."""
    events = [side.scope.event for side, shown in g.sides if shown is not None]
    shown = [figure for _, figure in g.sides if figure is not None]
    whole = g.figure(g.plan.asked[0], g.plan.scope.less("event")) if g.plan.asked else None
    if whole is None or len(events) != 2 or None in events or len({event.outside for event in events if event}) != 2:  # noqa: PLR2004
        return []
    if sum(one.n for one in shown) >= whole.n:
        return []
    said = [Line.NEITHER.format(n=f"{{{whole.id}.n}}", counted=whole.counts)]
    largest = _largest(g)
    if largest is not None and not any(_holds(g, one, largest.view.start) for one in shown):
        said.append(Line.NEITHER_LARGEST.format(lead=lead(largest)))
    return said


def _largest(g: Gathered) -> Shown | None:
    """The period of the largest cost or gain of the hedge, where the leading figure is a drag."""
    stem = g.plan.asked[0].rpartition(".")[0]
    if stem not in _DRAGS:
        return None
    own = [g.figure(f"{stem}.{name}", g.plan.scope.less("event")) for name in ("costliest", "best")]
    return max((figure for figure in own if figure), key=lambda figure: abs(figure.value), default=None)


def _holds(g: Gathered, shown: Shown, start: str) -> bool:
    """Whether a period is one of those that a figure counts."""
    per = shown.spec.period
    if g.plan.facts is None or per is None:
        return True
    sample = sample_of(g.plan.facts, per, shown.scope)
    return isinstance(sample, NotComputed) or start in {sample.label(at) for at in range(len(sample))}
