"""Premises: what the question takes for granted, and whether the evidence bears it out."""

from __future__ import annotations

from dataclasses import dataclass

from qa.document import FigureView, PremiseVerdict
from qa.evidence.gather import Gathered
from qa.understand.premises import ReadPremise


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPremise:
    """A premise with its verdict; its text and its note in tokens."""

    text: str
    verdict: PremiseVerdict
    figures: tuple[str, ...]
    note: str


def premises(g: Gathered) -> list[DraftPremise]:
    """The question's premises with their verdicts, and the parts of it that narrowed nothing."""
    found = [p for premise in g.question.premises if (p := _judged(premise, g))]
    if g.evidence.figures and not g.question.choices:
        found += [_unread(text) for text in dict.fromkeys(g.question.unread)]
    return found


def _judged(premise: ReadPremise, g: Gathered) -> DraftPremise | None:
    figure = g.figure("drag.monthly.mean")
    judged = {"real": _real, "cost": _cost, "stated": _stated, "untold": _untold}[premise.code](g, figure, premise)
    if judged is None:
        return None
    verdict, note, figures = judged
    return DraftPremise(text=f"“{premise.text}”", verdict=verdict, figures=figures, note=note)


_Judged = tuple[PremiseVerdict, str, tuple[str, ...]]


def _real(g: Gathered, _: FigureView | None, __: ReadPremise) -> _Judged | None:
    if g.plan.backtest is None or not g.evidence.figures:
        return None
    if g.plan.backtest.manifest.hypothetical:
        return "not_borne_out", "The figures come from a hypothetical run, not from real trading.", ()
    return "borne_out", "The manifest says that these trades were made.", ()


def _cost(_: Gathered, figure: FigureView | None, __: ReadPremise) -> _Judged | None:
    """Whether the hedge took from the return at all: by the whole interval, not by the mean alone."""
    if figure is None or figure.interval is None:
        return None
    shown = f"{{{figure.id}.interval}}"
    if figure.interval.low > 0:
        return "borne_out", f"The whole interval of the mean drag, {shown}, is a cost.", (figure.id,)
    if figure.interval.high < 0:
        return "not_borne_out", f"Over the whole interval, {shown}, the hedge earned.", (figure.id,)
    return "cannot_tell", f"The interval of the mean drag, {shown}, holds both a cost and a gain.", (figure.id,)


def _stated(g: Gathered, _: FigureView | None, premise: ReadPremise) -> _Judged | None:
    """Whether a stated value is that of the figure: by its interval, else by the value as it is shown."""
    figure = g.figure(premise.key, premise.scope) if premise.key else None
    if figure is None:
        return "cannot_tell", "The figure that it speaks of is not computed here.", ()
    shown = f"{{{figure.id}}}"
    if figure.interval is None:
        held = premise.low <= figure.value <= premise.high
        verdict: PremiseVerdict = "borne_out" if held else "not_borne_out"
        return verdict, f"The figure for it is {shown}{'' if held else ', which is another'}.", (figure.id,)
    low, high = figure.interval.low, figure.interval.high
    interval = f"{{{figure.id}.interval}}"
    if high < premise.low or low > premise.high:
        return "not_borne_out", f"The figure for it is {shown}, and its whole interval, {interval}, lies elsewhere.", (figure.id,)
    if premise.low <= low and high <= premise.high:
        return "borne_out", f"The figure for it is {shown}, and its whole interval, {interval}, lies within it.", (figure.id,)
    return (
        "cannot_tell",
        f"The figure for it is {shown}, and its interval, {interval}, neither holds it out nor to it.",
        (figure.id,),
    )


def _untold(g: Gathered, _: FigureView | None, __: ReadPremise) -> _Judged | None:
    return ("cannot_tell", "Nothing here was held against this.", ()) if g.evidence.figures else None


def _unread(text: str) -> DraftPremise:
    note = "This part of the question was not taken into account."
    return DraftPremise(text=f"“{text}”", verdict="cannot_tell", figures=(), note=note)
