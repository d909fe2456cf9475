"""Runs of periods: how many on end the account gained, or lost, and how many on end the hedge earned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import over_periods
from qa.calculator.core.periodic import OfSample, periodic, value_of
from qa.calculator.core.result import Step, Value
from qa.calculator.core.runs import longest_run
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Mask, Values
    from qa.calculator.core.sample import Sample

#: How a run is named: as keys have it, in the past tense, and the sign of its returns.
_KINDS = (("gaining", "gained", 1.0), ("losing", "lost", -1.0))


def run_value(sample: Sample, held: Mask, values: Values, what: str) -> Value:
    """Most periods on end of which something holds [count], with what they came to; of equal runs the first.

    Periods that a scope leaves out end no run.
    """
    first, length = longest_run(held)
    if not length:
        return value_of(sample, 0)
    last = first + length - 1
    total = float(values[first : last + 1].sum())
    step = Step(label=f"{sample.label(first)} to {sample.label(last)}, {what} in all", value=total, unit="fraction/span")
    return replace(value_of(sample, length, steps=(step,)), fell=(str(sample.first[first]), str(sample.last[last])))


def _of_account(hedged: bool, sign: float) -> OfSample:
    def of(sample: Sample) -> Value:
        """Most periods on end in which the account gained, or lost [count]."""
        returns = over_periods(sample, hedged=hedged)
        return run_value(sample, sign * returns > 0, returns, "return")

    return of


def _earned(sample: Sample) -> Value:
    """Most periods on end in which the hedge earned money [count]."""
    return run_value(sample, sample.drag < 0, sample.drag, "drag")


def _spec(account: Account, kind: str, verb: str, sign: float) -> FigureSpec:
    word = "winning" if sign > 0 else "losing"
    return periodic(
        _of_account(account.hedged, sign),
        key=f"return.{account.side}.{{monthly}}.{kind}_run",
        of_account=True,
        title=f"Longest run of {{months}} in which {account.name} {verb}",
        meaning=f"The largest number of consecutive {{months}} in which {account.name} {verb}.",
        kind="count",
        basis="none",
        formula=f"longest run of {account.letter} {'>' if sign > 0 else '<'} 0",
        validity="Grows with the number of {months}.",
        source="Run length.",
        hedged=account.hedged,
        phrases=account.asked(f"longest {word} streak in months", f"{word} months in a row", f"consecutive {word} months"),
        sentences=Sentences(above=f"the longest run of {{per}}s in which {account.name} {verb} was {{d}}"),
        beside=(f"return.{account.other}.{{monthly}}.{kind}_run", f"return.{account.side}.{{monthly}}.share_{kind}"),
        subject=f"How long the account {verb} on end",
    )


FIGURES: tuple[FigureSpec, ...] = (
    *(_spec(account, *kind) for account in (UNHEDGED, HEDGED) for kind in _KINDS),
    periodic(
        _earned,
        key="payoff.{monthly}.longest_run",
        title="Longest run of {months} in which the hedge earned money",
        meaning="The largest number of consecutive {months} in which the hedge earned money.",
        kind="count",
        basis="none",
        formula="longest run of h - u > 0",
        validity="Grows with the number of {months}.",
        source="Run length.",
        phrases=("winning months of the hedge in a row", "longest run of payoffs", "winning streak of the hedge in months"),
        sentences=Sentences(above="the longest run of {per}s in which the hedge earned money was {d}"),
        beside=("bleed.{monthly}.longest_run", "payoff.{monthly}.mean"),
        subject="How long the hedge earns on end",
    ),
)
