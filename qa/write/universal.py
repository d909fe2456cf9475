"""Always and never in words: whether what a question says of all periods holds in the record, and a period that shows it."""

from __future__ import annotations

from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.understand.question import Universal
from qa.write.wording import lead, placed, qualified, sentence


def settled(g: Gathered, universal: Universal, first: Shown) -> list[str]:
    """Whether what a question says of all periods or of none holds in the record, by its count, and a period that shows it."""
    yes = universal.holds(first.value)
    begun = placed(first)
    line = Line.ALWAYS_YES if yes else Line.ALWAYS_NO
    some = Line.ALWAYS_SOME.value if _is_some(first, universal) else ""
    said = [line.format(lead=f"{begun[0].lower()}{begun[1:]}{some}", qualified=qualified(first))]
    example = g.figure(g.plan.cut(universal.example)) if universal.example else None
    return [*said, f"{sentence(lead(example))}."] if example is not None and yes == (universal.of == "any") else said


def _is_some(first: Shown, universal: Universal) -> bool:
    """Whether a share of periods is neither none of them nor all."""
    return not universal.single and 0 < first.value < 1 and first.key != "trades.win_rate"
