"""Premises: what the question takes for granted, and whether the evidence bears it out."""

from __future__ import annotations

from qa.document import FigureView, Premise, PremiseVerdict
from qa.gather import Gathered
from qa.guard import accept
from qa.question import Presumed


def premises(g: Gathered) -> list[Premise]:
    """The question's premises with their verdicts, and the parts of it that narrowed nothing."""
    found = [p for presumed in g.question.presumed if (p := _judged(presumed, g))]
    if g.evidence.figures:
        found += [_unread(text, g) for text in dict.fromkeys(g.question.unread)]
    return found


def _judged(presumed: Presumed, g: Gathered) -> Premise | None:
    figure = g.figure("drag.monthly.mean")
    judge = {"real": _real, "cost": _cost}[presumed.code]
    judged = judge(g, figure)
    if judged is None:
        return None
    verdict, note, figures = judged
    return Premise(text=accept(f"“{presumed.text}”", g.evidence), verdict=verdict, figures=figures, note=accept(note, g.evidence))


_Judged = tuple[PremiseVerdict, str, tuple[str, ...]]


def _real(g: Gathered, _: FigureView | None) -> _Judged | None:
    if g.plan.backtest is None or not g.evidence.figures:
        return None
    if g.plan.backtest.manifest.hypothetical:
        return "not_borne_out", "The figures come from a hypothetical run, not from real trading.", ()
    return "borne_out", "The manifest says that these trades were made.", ()


def _cost(_: Gathered, figure: FigureView | None) -> _Judged | None:
    """Whether the hedge took from the return at all: by the whole interval, not by the mean alone."""
    if figure is None or figure.interval is None:
        return None
    shown = f"{{{figure.id}.interval}}"
    if figure.interval.low > 0:
        return "borne_out", f"The whole interval of the mean drag, {shown}, is a cost.", (figure.id,)
    if figure.interval.high < 0:
        return "not_borne_out", f"Over the whole interval, {shown}, the hedge earned.", (figure.id,)
    return "cannot_tell", f"The interval of the mean drag, {shown}, holds both a cost and a gain.", (figure.id,)


def _unread(text: str, g: Gathered) -> Premise:
    note = "This part of the question was not taken into account."
    return Premise(text=accept(f"“{text}”", g.evidence), verdict="cannot_tell", figures=(), note=accept(note, g.evidence))
