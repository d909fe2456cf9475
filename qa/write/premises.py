"""Premises: what the question takes for granted, and whether the evidence bears it out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.calculator.core.scope import Scope
from qa.document import PremiseVerdict
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.understand.premises import ReadPremise, is_reported
from qa.write.draft import echoed
from qa.write.verdicts import figure_of, holds_ratio, judged, of_other_tier
from qa.write.wording import adverbial, as_subject, valued


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


def opening(g: Gathered) -> str | None:
    """The first sentence of a page whose question states values of figures; None where they need none.

    Yes, no or neither where the question wants that; else only what is not as stated.
    """
    if (ratio := _opening_ratio(g)) is not None:
        return ratio
    stated = [p for p in g.question.premises if p.code != "ratio"]
    held = [(p, shown, judged(p, shown)) for p in stated if (shown := figure_of(p, g)) is not None]
    wanted, reported = wants_yes_or_no(g.question.text), is_reported(g.question.text.lower())
    false = any(verdict == "not_borne_out" for _, _, verdict in held)
    if not held or not (wanted or false or reported):
        return None
    told = held if wanted or not false else [one for one in held if one[2] == "not_borne_out"]
    order = ("not_borne_out", "cannot_tell", "borne_out")
    told = sorted(told, key=lambda one: order.index(one[2]))
    said = "; ".join(dict.fromkeys(_told(premise, shown, verdict) for premise, shown, verdict in told))
    worst = told[0][2]
    line = {"not_borne_out": Line.PREMISE_NO, "cannot_tell": Line.PREMISE_NEITHER, "borne_out": Line.PREMISE_YES}[worst]
    if not wanted:
        line = {"not_borne_out": Line.PREMISE_FALSE, "borne_out": Line.PREMISE_TRUE}.get(worst, line)
    return line.format(said=said)


def wants_yes_or_no(text: str) -> bool:
    """Whether a question wants yes or no."""
    return bool(_YES_NO.search(text))


#: Questions that want yes or no.
_YES_NO = re.compile(
    r"^(?:\W*(?:and|so|but|then|hi|hello|ok|please),? )*(?:is|are|was|were|do|does|did|has|have|had|can|could|would"
    r"|will|isn't|wasn't|doesn't"
    r"|didn't)\b|[.?!:;,\"”] +(?:is|are|was|were|do|does|did|has|have|can|really|true|correct|right|agreed?|legit|yes|no|yeah|ya"
    r"|true or \w+"
    r"|confirm|check|please (?:confirm|check|verify)|verify|replicates)\b[^.?!]*\??"
    r"|\b(?:right|correct|true|yeah|ya|yes|no|agree|isn'?t it|doesn'?t it|weren'?t there|legit|confirm|check|verify"
    r"|ok|so|really)\s*[?.!]*$"
    r"|\b(?:stand up|bear it out|check that|right so|right or wrong|is this so)\b",
    re.IGNORECASE,
)


def _opening_ratio(g: Gathered) -> str | None:
    """The first sentence of a page whose question states that one figure is so many times another."""
    premise = next((p for p in g.question.premises if p.code == "ratio"), None)
    pair = _pair(premise, g) if premise else None
    if premise is None or pair is None:
        return None
    first, second = pair
    words = {"title": as_subject(_small(first.spec.title)), "figure": valued(first), "second": valued(second)}
    if first.key == second.key:
        said = Line.RATIO_SAME.format(where=_where(first), elsewhere=_where(second), **words)
    else:
        said = Line.RATIO_SIDES.format(other=as_subject(_small(second.spec.title)), where=_where(first), **words)
    if holds_ratio(premise, first, second):
        return Line.PREMISE_YES.format(said=said)
    return Line.PREMISE_NO.format(said=Line.RATIO_NOT.format(said=said, text=echoed(premise.text)))


def _pair(premise: ReadPremise, g: Gathered) -> tuple[Shown, Shown] | None:
    """The two figures of a ratio."""
    first = g.figure(premise.key, premise.scope) if premise.key else None
    second = g.figure(*premise.other) if premise.other else None
    return None if first is None or second is None else (first, second)


def _where(shown: Shown) -> str:
    return "" if shown.scope.less("tier", "claim") == Scope() else f" {adverbial(shown)}"


def _ratio(g: Gathered, premise: ReadPremise) -> _Judged | None:
    pair = _pair(premise, g)
    if pair is None:
        return "cannot_tell", Line.PREMISE_MISSING.value, ()
    note = Line.PREMISE_RATIO.format(figure=f"{{{pair[0].id}}}", second=f"{{{pair[1].id}}}")
    return "borne_out" if holds_ratio(premise, *pair) else "not_borne_out", note, (pair[0].id, pair[1].id)


def _told(premise: ReadPremise, shown: Shown, verdict: PremiseVerdict) -> str:
    """One premise in the first sentence: the figure by its title, and what was stated."""
    within = "" if shown.scope.less("tier", "claim") == Scope() else f" {adverbial(shown)}"
    words = {
        "title": as_subject(_small(shown.spec.title)),
        "figure": valued(shown),
        "where": within,
        "text": echoed(premise.text),
    }
    if premise.code == "dated":
        return Line.PREMISE_WHEN.format(start=f"{{{shown.id}.end}}", **words)
    if verdict == "borne_out":
        return Line.PREMISE_IS.format(**words)
    if verdict == "not_borne_out":
        return Line.PREMISE_IS_NOT.format(**words)
    return Line.PREMISE_MAY_BE.format(interval=f"{{{shown.id}.interval}}", **words)


def _small(title: str) -> str:
    """A title within a sentence."""
    return title if title[:2].isupper() or title[1:2] == "-" else title[0].lower() + title[1:]


def _judged(premise: ReadPremise, g: Gathered) -> DraftPremise | None:
    said = {"real": _real, "cost": _cost, "stated": _stated, "dated": _stated, "ratio": _ratio}[premise.code](g, premise)
    if said is None:
        return None
    verdict, note, figures = said
    return DraftPremise(text=echoed(premise.text), verdict=verdict, figures=figures, note=note)


_Judged = tuple[PremiseVerdict, str, tuple[str, ...]]


def _real(g: Gathered, _: ReadPremise) -> _Judged | None:
    if g.plan.backtest is None or not g.evidence.figures:
        return None
    if g.plan.backtest.manifest.hypothetical:
        return "not_borne_out", Line.PREMISE_HYPOTHETICAL.value, ()
    return "borne_out", Line.PREMISE_ACTUAL.value, ()


def _cost(g: Gathered, _: ReadPremise) -> _Judged | None:
    """Whether the hedge took from the return at all: by the whole interval, not by the mean alone."""
    shown = g.figure("drag.monthly.mean")
    if shown is None or shown.interval is None:
        return None
    interval = f"{{{shown.id}.interval}}"
    if shown.interval.low > 0:
        return "borne_out", Line.PREMISE_COST.format(interval=interval), (shown.id,)
    if shown.interval.high < 0:
        return "not_borne_out", Line.PREMISE_GAIN.format(interval=interval), (shown.id,)
    return "cannot_tell", Line.PREMISE_OPEN.format(interval=interval), (shown.id,)


def _stated(g: Gathered, premise: ReadPremise) -> _Judged | None:
    """A stated value or date against the figure that it is stated for."""
    shown = figure_of(premise, g)
    if shown is None:
        unread = of_other_tier(premise, g) or not g.evidence.figures
        return None if unread else ("cannot_tell", Line.PREMISE_MISSING.value, ())
    verdict = judged(premise, shown)
    words = {"figure": f"{{{shown.id}}}", "interval": f"{{{shown.id}.interval}}"}
    if premise.code == "dated":
        return verdict, Line.PREMISE_DAY.format(start=f"{{{shown.id}.end}}"), (shown.id,)
    if shown.interval is None or verdict == "borne_out":
        line = Line.PREMISE_SAME if verdict == "borne_out" else Line.PREMISE_OTHER
        return verdict, line.format(**words), (shown.id,)
    line = Line.PREMISE_OUTSIDE if verdict == "not_borne_out" else Line.PREMISE_UNDECIDED
    return verdict, line.format(**words), (shown.id,)


def _unread(text: str) -> DraftPremise:
    return DraftPremise(text=echoed(text), verdict="cannot_tell", figures=(), note=Line.UNREAD.value)
