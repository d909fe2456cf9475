"""Premises: what the question takes for granted, and whether the evidence bears it out."""

from __future__ import annotations

from dataclasses import dataclass

from qa.document import PremiseVerdict
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
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
    if g.evidence.figures and not g.question.offered:
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


def _real(g: Gathered, _: Shown | None, __: ReadPremise) -> _Judged | None:
    if g.plan.backtest is None or not g.evidence.figures:
        return None
    if g.plan.backtest.manifest.hypothetical:
        return "not_borne_out", Line.PREMISE_HYPOTHETICAL.value, ()
    return "borne_out", Line.PREMISE_ACTUAL.value, ()


def _cost(_: Gathered, shown: Shown | None, __: ReadPremise) -> _Judged | None:
    """Whether the hedge took from the return at all: by the whole interval, not by the mean alone."""
    if shown is None or shown.interval is None:
        return None
    interval = f"{{{shown.id}.interval}}"
    if shown.interval.low > 0:
        return "borne_out", Line.PREMISE_COST.format(interval=interval), (shown.id,)
    if shown.interval.high < 0:
        return "not_borne_out", Line.PREMISE_GAIN.format(interval=interval), (shown.id,)
    return "cannot_tell", Line.PREMISE_OPEN.format(interval=interval), (shown.id,)


def _stated(g: Gathered, _: Shown | None, premise: ReadPremise) -> _Judged | None:
    """Whether a stated value is that of the figure: by its interval, else by the value as it is shown."""
    shown = g.figure(premise.key, premise.scope) if premise.key else None
    if shown is None:
        return "cannot_tell", Line.PREMISE_MISSING.value, ()
    words = {"figure": f"{{{shown.id}}}", "interval": f"{{{shown.id}.interval}}"}
    if shown.interval is None:
        held = premise.low <= shown.value <= premise.high
        line = Line.PREMISE_SAME if held else Line.PREMISE_OTHER
        return ("borne_out" if held else "not_borne_out"), line.format(**words), (shown.id,)
    low, high = shown.interval.low, shown.interval.high
    if high < premise.low or low > premise.high:
        return "not_borne_out", Line.PREMISE_OUTSIDE.format(**words), (shown.id,)
    if premise.low <= low and high <= premise.high:
        return "borne_out", Line.PREMISE_INSIDE.format(**words), (shown.id,)
    return "cannot_tell", Line.PREMISE_UNDECIDED.format(**words), (shown.id,)


def _untold(g: Gathered, _: Shown | None, __: ReadPremise) -> _Judged | None:
    return ("cannot_tell", Line.PREMISE_UNTESTED.value, ()) if g.evidence.figures else None


def _unread(text: str) -> DraftPremise:
    return DraftPremise(text=f"“{text}”", verdict="cannot_tell", figures=(), note=Line.UNREAD.value)
