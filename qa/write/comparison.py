"""Comparisons in words: which side is higher, each side's figure, and whether the difference is significant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.calculator.catalogue import spec_of
from qa.calculator.core.amounts import DOLLARS
from qa.calculator.core.figure import Missing
from qa.calculator.core.scope import Scope
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.evidence.sides import Side
from qa.lines import Line
from qa.understand.dates import is_contrast
from qa.write.neither import neither
from qa.write.wording import adverbial, as_subject, counted, lead, qualified, sentence, valued

_PAIR = 2
#: Figures that are losses however they are signed: the larger one is the one further from zero.
LOSSES = ("drawdown.", "tail.", "episode.fall.", "trades.worst", "hedge.worst")
#: So many other figures are told side by side.
_MOST = 4
#: What the hedge took in all.
_DRAG = re.compile(r"(?:dollars\.)?drag\.(?:daily|weekly|monthly)\.total")
_Shown = tuple[Side, Shown]


def comparison(g: Gathered) -> list[str]:
    """The sentences of a comparison, the verdict first."""
    computed = [(side, shown) for side, shown in g.sides if shown is not None]
    several = len({side.backtest.name for side, _ in g.sides}) > 1
    said = [*_in_both(g, computed), *verdict(g, computed, several=several)] if len(computed) > 1 else []
    for side, shown in g.sides:
        if shown is not None:
            said.append(f"{_begun(_named(side, shown, several), shown)}, {lead(shown)} {qualified(shown)}.")
        elif isinstance(side.result, Missing):
            said.append(Line.SIDE_MISSING.format(title=as_subject(side.result.spec.title), why=side.result.why))
    said = [] if not computed and _alike(g) else [*said, *neither(g), *_others(g)]
    return [*said, *beyond(g, computed[0][1])] if computed else said


def _begun(named: str, shown: Shown) -> str:
    """A side as a sentence begins: words of its scope that are filled in later stand after a word with a capital letter."""
    return f"Over {counted(shown, plural=True)} {named}" if named.startswith("{") else sentence(named)


def _alike(g: Gathered) -> bool:
    """Whether no side is computed for one and the same reason, which the page gives once."""
    return len({side.result.why for side, _ in g.sides if isinstance(side.result, Missing)}) == 1


def _in_both(g: Gathered, computed: Sequence[_Shown]) -> list[str]:
    """That the hedge earned in both periods, or cost in both, where the question has it that it did so in one alone."""
    drags = [shown.value for _, shown in computed if _DRAG.fullmatch(shown.key)]
    if len(drags) != 2 or g.question.decision != "answer" or not is_contrast(g.question.text.lower()):  # noqa: PLR2004 a pair
        return []
    if all(value < 0 for value in drags):
        return [Line.EARNED_IN_BOTH.value]
    return [Line.COST_IN_BOTH.value] if all(value > 0 for value in drags) else []


def _others(g: Gathered) -> list[str]:
    """The sides of the other figures that are asked for; a share is not told beside its amount."""
    if g.question.decision != "answer":
        return []
    amounts = {key.removeprefix(DOLLARS) for key, _ in g.readings if key.startswith(DOLLARS)}
    told = [(key, reading(sides)) for key, sides in g.readings if key not in amounts]
    return [Line.CHOICE_FIGURE.format(title=spec_of(key).title, figure=figure) for key, figure in told[:_MOST] if figure]


def reading(sides: Sequence[tuple[Side, Shown | None]]) -> str:
    """The figure of each side in a row, as one among several has it; empty where none is computed.

    Of two, what a minus means is said beside it; a longer row is led by a line that says it.
    """
    computed = [(side, shown) for side, shown in sides if shown is not None]
    several = len({side.backtest.name for side, _ in sides}) > 1
    few = len(computed) <= _PAIR
    return "; ".join(f"{valued(s) if few else f'{{{s.id}}}'} {_named(side, s, several)}" for side, s in computed)


def beyond(g: Gathered, first: Shown) -> list[str]:
    """That the question asks for dates which the data do not have."""
    if not g.plan.beyond:
        return []
    whole = next((f for key in g.plan.asked if (f := g.figure(key, Scope()))), first)
    return [Line.BEYOND.format(start=f"{{{whole.id}.start}}", end=f"{{{whole.id}.end}}")]


def verdict(g: Gathered, computed: Sequence[_Shown], *, several: bool) -> list[str]:
    """Which side is higher, and whether that is significant."""
    record = computed[0][1].spec
    title = as_subject(spec_of(record.key).title)
    loss = record.key.startswith(LOSSES)
    ranked = sorted(computed, key=lambda t: abs(t[1].value) if loss else t[1].value, reverse=True)
    names = [_named(side, shown, several) for side, shown in ranked]
    if len({shown.view.display for _, shown in computed}) == 1:
        exactly = "" if g.difference is not None and g.difference.value == 0 else ", as far as it is shown"
        return [Line.SAME.format(title=title, sides=" and ".join(names), exactly=exactly)]
    doubt = _doubt(g, computed)
    if len(ranked) == 2:  # noqa: PLR2004 a pair
        word, line = "larger" if loss else "higher", Line.HIGHER_OPEN if doubt else Line.HIGHER
        said = line.format(title=title, word=word, first=names[0], second=names[1], doubt=doubt)
    else:
        most, least = ("largest", "smallest") if loss else ("highest", "lowest")
        line = Line.HIGHEST_OPEN if doubt else Line.HIGHEST
        said = line.format(title=title, most=most, least=least, first=names[0], last=names[-1], doubt=doubt)
    return [said, *_significance(g, computed)]


def _doubt(g: Gathered, computed: Sequence[_Shown]) -> str:
    """Why the order of the sides is no clear difference, where nothing tells it; empty else."""
    intervals = [shown.interval for _, shown in computed]
    if (g.difference is not None and g.difference.interval is not None) or _apart(computed) is not None:
        return ""
    if all(i is None for i in intervals) and not any(shown.few for _, shown in computed):
        return ""
    return (Line.SMALL_SAMPLE if any(i is None for i in intervals) else Line.OVERLAP).value


def _apart(computed: Sequence[_Shown]) -> bool | None:
    """Whether no two intervals of the sides overlap; None where they do, or a side has none."""
    intervals = [shown.interval for _, shown in computed]
    bounds = sorted((i.low, i.high) for i in intervals if i is not None)
    apart = len(bounds) == len(intervals) and all(one[1] < other[0] for one, other in pairwise(bounds))
    return apart or None


def _significance(g: Gathered, computed: Sequence[_Shown]) -> list[str]:
    """Whether the sides differ by more than chance, where the interval of their difference or their own tell it."""
    difference = g.difference
    if difference is not None and difference.interval is not None:
        line = Line.DIFFERENCE_OPEN if difference.unclear else Line.DIFFERENCE_CLEAR
        return [line.format(apart=f"{{{difference.id}}}", interval=f"{{{difference.id}.interval}}")]
    return [Line.NO_OVERLAP.value] if _apart(computed) else []


def _named(side: Side, shown: Shown, several: bool) -> str:
    """A side as an adverbial: by its backtest where there are several, by its scope else."""
    scope, words = shown.scope, adverbial(shown)
    if not several:
        return words
    manifest = side.backtest.manifest
    name = f"on the {manifest.tier.name}" if manifest.tier else f"in the backtest {manifest.title}"
    return name if scope == Scope() else f"{name}, {words}"
