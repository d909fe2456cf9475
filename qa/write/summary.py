"""The short answer: the asked figure, what it must not stand without, and what the question needs to hear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.calculator.catalogue import spec_of
from qa.calculator.core.amounts import PER_100K
from qa.calculator.core.figure import Missing
from qa.calculator.core.scope import Scope
from qa.document import FigureView
from qa.evidence.claims import compare, held_against
from qa.evidence.gather import Gathered
from qa.write.comparison import comparison
from qa.write.wording import lead, placed, qualified, sentence, where

#: How many of several figures that are asked for stand in the short answer.
_MOST = 3
_FIGURE = re.compile(r"\{(F\d+)[.}]")


def summary(g: Gathered) -> list[str]:
    """The short answer in tokens, the asked figure first."""
    if g.sides:
        return comparison(g)
    first = leading(g)
    said = _missing(g)
    if first is None:
        return said
    if said and (proportion := _proportion(g, first)):
        return [*said, *proportion]
    said.append(f"{placed(first)}{_beside(g, first)} {qualified(first)}.")
    for extra in (_against_claims, _more, _amount, _proportion, _break_even, _as_it_was, _stated, _real, _anyone):
        said += extra(g, first)
    return said


def leading(g: Gathered) -> FigureView | None:
    """The first asked figure that was computed, else the first of any."""
    keys = (*g.plan.asked, *g.plan.keys)
    return next((f for key in keys if (f := g.figure(key))), None)


def mentioned(sentences: Iterable[str]) -> frozenset[str]:
    """Ids of the figures that sentences in tokens speak of."""
    return frozenset(id_ for text in sentences for id_ in _FIGURE.findall(text))


def _missing(g: Gathered) -> list[str]:
    """That the figure asked for first is not computed, and why."""
    found = next((m for m in g.missing if m.spec.key == g.plan.asked[0]), None)
    return [not_computed(found)] if found else []


def not_computed(missing: Missing) -> str:
    """That a figure is not computed, and why."""
    return f"{missing.spec.title}: not computed, because {missing.why}."


def _beside(g: Gathered, figure: FigureView) -> str:
    """What stands beside a leading figure: the median month beside a mean drag, the hedged fall beside the unhedged."""
    hedged = g.figure("drawdown.max.hedged")
    if figure.key == "drawdown.max.unhedged" and hedged is not None:
        return f", and the hedged one by {{{hedged.id}.magnitude}}"
    if not figure.key.startswith("drag.") or not figure.key.endswith(".mean"):
        return ""
    median = g.figure(figure.key.removesuffix("mean") + "median")
    if median is None or median.n == 1:
        return ""
    per = spec_of(figure.key).period or "month"
    same = (median.value >= 0) == (figure.value >= 0)
    verb = "" if same else ("it cost " if median.value >= 0 else "it earned ")
    return f", and {verb}{{{median.id}.magnitude}} in the median {per}"


def _more(g: Gathered, first: FigureView) -> list[str]:
    """The other figures that are asked for."""
    said = mentioned([f"{{{first.id}}}{_beside(g, first)}"])
    others = [f for key in g.plan.asked if (f := g.figure(key)) and f.id not in said]
    return [f"{sentence(lead(f))}{_counted_otherwise(f, first)}." for f in others[: _MOST - 1]]


def _counted_otherwise(figure: FigureView, first: FigureView) -> str:
    """Interval, n and dates where they are not those of the figure before."""
    same = (figure.n, figure.start, figure.end) == (first.n, first.start, first.end)
    return "" if same and figure.interval is None else f" {qualified(figure)}"


def _amount(g: Gathered, first: FigureView) -> list[str]:
    """What an amount is on, where it is one."""
    base = g.figure("capital.base", Scope())
    if not first.key.startswith("dollars.") or base is None or g.plan.scope.capital is not None:
        return []
    return [f"That is on a capital base of {{{base.id}}}."]


def _proportion(g: Gathered, _: FigureView) -> list[str]:
    """For a capital that is too small: the figure in proportion, and the smallest account."""
    least = g.figure("capital.smallest", Scope())
    if g.plan.scope.capital is None or least is None:
        return []
    said = []
    share = next((f for f in g.evidence.figures if f.key.startswith(PER_100K)), None)
    if share is not None:
        said.append(f"In proportion, on an account that can hold it, {lead(share)} {qualified(share)}.")
    if share is not None or least.value > g.plan.scope.capital:
        said.append(f"{sentence(lead(least))}.")
    return said


def _against_claims(g: Gathered, figure: FigureView) -> list[str]:
    """How the leading figure lies to the first range stated for it."""
    for claim, source in g.claims:
        held = g.figure(held_against(claim), claim.scope)
        verdict, _ = compare(claim, held)
        if held is None or held.id != figure.id or verdict == "not_comparable":
            continue
        place = _place(figure.value, claim.low, claim.high)
        zero = figure.interval is not None and figure.interval.low <= 0 <= figure.interval.high
        cost = "; its interval also covers a hedge that costs nothing" if zero and figure.key.startswith("drag") else ""
        start, end = claim.words
        teller = "the methodology gives" if source.authority != "article" else "an article gives"
        period = f" a {claim.period}" if claim.period != "unstated" else ""
        return [f"That is {place} the range that {teller}, {{{source.id}@{start}:{end}}}{period} [{source.id}]{cost}."]
    return []


def _place(value: float, low: float, high: float) -> str:
    return "below" if value < low else "above" if value > high else "within"


def _break_even(g: Gathered, figure: FigureView) -> list[str]:
    """A win rate with its break-even, and beside what isn't computed, the base's own record."""
    asked = {key.split(".")[0] for key in g.plan.asked}
    for whose in ("trades", "hedge"):
        rate, even = g.figure(f"{whose}.win_rate"), g.figure(f"{whose}.break_even_win_rate")
        if rate is None or even is None:
            continue
        if whose not in asked and figure.key not in g.plan.asked:
            return [f"{{{rate.id}}} of its {{{rate.id}.n}} trades won, against a break-even of {{{even.id}}}."]
        if figure.id not in {rate.id, even.id}:
            continue
        more = "more than that" if rate.value > even.value else "less than that"
        if figure.id == even.id:
            return [f"They won {{{rate.id}}} of the time, {more}."]
        if even.key in g.plan.asked:
            return [f"They won {more}."]
        return [f"To earn nothing they had to win {{{even.id}}} of the time: they won {more}."]
    return []


def _as_it_was(g: Gathered, figure: FigureView) -> list[str]:
    """Beside what is supposed, what was."""
    supposed = g.plan.scope.only("size", "without", "slip")
    if supposed == Scope():
        return []
    real = g.figure(figure.key, g.plan.scope.less("size", "without", "slip"))
    if real is None or real.id == figure.id:
        return []
    return [f"As the backtest has it, {lead(real)}{'' if real.interval is None else f' (interval {{{real.id}.interval}})'}."]


def _stated(g: Gathered, figure: FigureView) -> list[str]:
    """A state of the market that the question states, and what is made of it."""
    if not g.question.stated:
        return []
    told = " and ".join(f"“{state.text}”" for state in g.question.stated)
    return [f"The question states {told}; that is taken as stated and not as the market now, and {where(figure)} are counted."]


def _real(g: Gathered, figure: FigureView) -> list[str]:
    """What a hypothetical run can't say of real trading."""
    real = next((p for p in g.question.premises if p.code == "real"), None)
    gap = g.figure("execution.gap")
    if real is not None and gap is not None:
        return [f"Paired with live trades by day and legs, {lead(gap)} ({{{gap.id}.n}} pairs)."]
    if real is None or not figure.hypothetical:
        return []
    return [f"This is a hypothetical run: what it costs “{real.text}” needs a log of live trades, which this desk does not have."]


def _anyone(g: Gathered, _: FigureView) -> list[str]:
    """What a backtest can't say of people."""
    return ["Who has done so is in no record of this desk; this is what the backtest gives."] if g.plan.shape == "anyone" else []
