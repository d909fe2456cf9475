"""The shared path of every figure of returns by period: which periods count, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import over_periods
from qa.calculator.core.result import Basis, Counts, Interval, NotComputed, Step, Table, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Period, Scope
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

#: As keys and titles name figures of a period.
ADVERB: dict[Period, str] = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
#: The unit of a return of a period, and what a figure counts that is cut into it.
RATE: dict[Period, Unit] = {
    "day": "fraction/day",
    "week": "fraction/week",
    "month": "fraction/month",
    "year": "fraction/year",
}
COUNTS: dict[Period, Counts] = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
#: Where the returns of years are the account's.
_OF_A_YEAR = " The return of a year is its total return."
#: What a sample's figure is a number of: a rate a period, a plain share, or a ratio.
Kind = Literal["rate", "fraction", "ratio", "fraction/year", "count", "months"]
OfSample = Callable[["Sample"], "Value | NotComputed"]


def periodic(  # noqa: PLR0913 a figure is told by so much
    of: OfSample,
    *,
    key: str,
    title: str,
    meaning: str,
    formula: str,
    validity: str,
    source: str,
    kind: Kind = "rate",
    hedged: bool = True,
    per: Period = "month",
    phrases: tuple[str, ...] = (),
    sentences: Sentences | None = None,
    beside: tuple[str, ...] = (),
    subject: str = "",
    basis: Basis = "account",
    mean_over: Callable[[Sample], Values] | None = None,
    of_account: bool = False,
) -> FigureSpec:
    """A figure of the periods that a scope counts, registered for one period and to be had for the others.

    Where it is `of_account`, a year is worked out as its total return, beside which the drag, P&L over the base, doesn't add up.
    In its texts and in the keys beside it `{monthly}`, `{month}` and `{months}` stand for the period; in its sentences `{per}`.
    """

    def totals(period: Period) -> bool:
        return of_account and period == "year"

    def build(period: Period) -> FigureSpec:
        words = {"monthly": ADVERB[period], "month": period, "months": f"{period}s"}
        return FigureSpec(
            key=key.format(**words),
            title=title.format(**words),
            meaning=meaning.format(**words),
            unit=RATE[period] if kind == "rate" else kind,
            basis=basis,
            counts=COUNTS[period],
            formula=formula,
            validity=validity.format(**words) + (_OF_A_YEAR if totals(period) else ""),
            source=source,
            phrases=phrases if period == per else (),
            sentences=sentences,
            beside=tuple(o.format(**words) for o in beside if not (totals(period) and o.startswith("drag."))),
            subject=subject.format(**words),
            narrows=("bounds", "dates", "event", "tier", *SUPPOSED, "episode", "per"),
            compute=lambda facts, scope: _computed(of, facts, scope, period, hedged=hedged),
            worked=lambda facts, scope: worked(facts, scope, period, totals=totals(period)),
            mean_over=mean_over,
            period=period,
            vary=build,
        )

    return build(per)


def _computed(of: OfSample, facts: Facts, scope: Scope, per: Period, *, hedged: bool) -> Value | NotComputed:
    if hedged and facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, per, scope)
    return sample if isinstance(sample, NotComputed) else of(sample)


def value_of(sample: Sample, value: float, *, interval: Interval | None = None, steps: tuple[Step, ...] = ()) -> Value:
    """A sample's figure with its count and dates."""
    return Value(value=float(value), n=len(sample), start=sample.start, end=sample.end, interval=interval, steps=steps)


def count_step(sample: Sample) -> Step:
    """How many periods there are, as a worked number."""
    return Step(label=f"{sample.per}s", value=len(sample), unit="count")


def rate(sample: Sample) -> Unit:
    """The unit of a return of the sample's period."""
    return RATE[sample.per]


def worked(facts: Facts, scope: Scope, per: Period, *, totals: bool = False) -> Table | NotComputed:
    """Every period that counts with its returns, and with the closes that a scope's bounds are held against.

    In place of P&L over the base they can be the account's `totals`, which have no drag.
    """
    sample = sample_of(facts, per, replace(scope, per=None))
    if isinstance(sample, NotComputed):
        return sample
    unit = rate(sample)
    columns: list[tuple[str, Unit]] = [("unhedged", unit)]
    values = [over_periods(sample, hedged=False) if totals else sample.unhedged]
    if sample.hedged is not None and totals:
        columns.append(("hedged", unit))
        values.append(over_periods(sample, hedged=True))
    elif sample.hedged is not None:
        columns += [("hedged", unit), ("drag", unit)]
        values += [sample.hedged, sample.drag]
    for signal in dict.fromkeys(b.signal for b in scope.bounds):
        columns.append((f"{signal} at entry", "ratio"))
        values.append(facts.entry(signal, sample.first))
    rows = tuple((sample.label(i), tuple(float(v[i]) for v in values)) for i in range(len(sample)))
    return Table(columns=tuple(columns), label=per, rows=rows)
