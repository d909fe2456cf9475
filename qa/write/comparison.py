"""Comparisons in words: which side is higher, each side's figure, and whether the difference may be chance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from qa.calculator.catalogue import spec_of
from qa.calculator.core.figure import Missing
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import FigureView
from qa.evidence.gather import Gathered
from qa.evidence.sides import Side
from qa.write.wording import lead, qualified, sentence, where

#: Figures that are losses however they are signed: the larger one is the one further from zero.
_LOSSES = ("drawdown.", "tail.", "episode.fall.", "trades.worst", "hedge.worst")


def comparison(g: Gathered) -> list[str]:
    """The sentences of a comparison, the verdict first."""
    told = [(side, figure) for side, figure in g.sides if figure is not None]
    several = len({side.backtest.name for side, _ in g.sides}) > 1
    said = _verdict(g, told, several) if len(told) > 1 else []
    for side, figure in g.sides:
        if figure is not None:
            said.append(f"{sentence(_named(side, figure, several))} {lead(figure)} {qualified(figure)}.")
        elif isinstance(side.result, Missing):
            why = f"not computed, because {side.result.why}"
            said.append(f"{side.result.spec.title} on the other side: {why}.")
    return said


def _verdict(g: Gathered, told: Sequence[tuple[Side, FigureView]], several: bool) -> list[str]:
    """Which side is higher, and whether that may be chance."""
    key = told[0][1].key
    title = spec_of(key).title
    loss = key.startswith(_LOSSES)
    ranked = sorted(told, key=lambda t: abs(t[1].value) if loss else t[1].value, reverse=True)
    names = [_named(side, figure, several) for side, figure in ranked]
    if len({figure.display for _, figure in told}) == 1:
        exactly = "" if g.difference is not None and g.difference.value == 0 else ", as far as it is shown"
        return [f"{title} is the same {' and '.join(names)}{exactly}."]
    word = "larger" if loss else "higher"
    if len(ranked) == 2:  # noqa: PLR2004 a pair
        return [f"{title} was {word} {names[0]} than {names[1]}.", *_chance(g, told)]
    most = "largest" if loss else "highest"
    return [f"{title} was {most} {names[0]} and {'smallest' if loss else 'lowest'} {names[-1]}.", *_chance(g, told)]


def _chance(g: Gathered, told: Sequence[tuple[Side, FigureView]]) -> list[str]:
    """Whether the sides differ by more than chance, as far as their intervals tell."""
    difference = g.difference
    if difference is not None and difference.interval is not None:
        covers = difference.interval.low <= 0 <= difference.interval.high
        verdict = "which also covers no difference" if covers else "which leaves out no difference"
        shown = f"{{{difference.id}.magnitude}}"
        return [f"They are {shown} apart (interval {{{difference.id}.interval}}), {verdict}."]
    intervals = [figure.interval for _, figure in told]
    if all(i is None for i in intervals) and told[0][1].key.startswith(_LOSSES):
        return []
    if any(i is None for i in intervals):
        return ["Not all of these have an interval, so the difference may be chance."]
    bounds = sorted((i.low, i.high) for i in intervals if i is not None)
    apart = all(one[1] < other[0] for one, other in pairwise(bounds))
    return ["Their intervals do not overlap." if apart else "Their intervals overlap, so the difference may be chance."]


def _named(side: Side, figure: FigureView, several: bool) -> str:
    """A side as an adverbial: by its backtest where there are several, by its scope else."""
    scope = parse_scope(figure.scope)
    told = f"in {where(figure)}" if scope.bounds else where(figure)
    if not several:
        return told
    manifest = side.backtest.manifest
    name = f"on the {manifest.tier.name}" if manifest.tier else f"in the backtest {manifest.title}"
    return name if scope == Scope() else f"{name}, {told}"
