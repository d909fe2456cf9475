"""Coverage: what the hedge paid when the base strategy lost, as the index rose, as it fell, and in the base's worst periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import OfSample, periodic
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Mask
    from qa.calculator.core.sample import Sample

Direction = Literal["up", "down"]
#: The share of periods that are the base's worst [fraction].
_WORST = 0.1


def covered(direction: Direction) -> OfSample:
    """Share of the base's losing periods, as the index rose or fell, in which the hedge gained [fraction]: `count(c > 0) / n`."""

    def of(sample: Sample) -> Value | NotComputed:
        rows = _lost(sample, direction)
        if isinstance(rows, NotComputed):
            return rows
        paid, n = int((sample.drag[rows] < 0).sum()), int(rows.sum())
        steps = (
            Step(label=f"{sample.per}s in which the hedge gained", value=paid, unit="count"),
            Step(label=f"losing {sample.per}s of the base", value=n, unit="count"),
        )
        return _value(sample, rows, paid / n, *steps, share=(paid, n))

    return of


def offset(direction: Direction) -> OfSample:
    """Which part of the base's losses the hedge offset, as the index rose or fell [fraction]: `-sum(c) / sum(u)` over them."""

    def of(sample: Sample) -> Value | NotComputed:
        rows = _lost(sample, direction)
        if isinstance(rows, NotComputed):
            return rows
        base, hedge = float(sample.unhedged[rows].sum()), float(-sample.drag[rows].sum())
        steps = (
            Step(label="sum of the hedge's returns", value=hedge, unit="fraction/span"),
            Step(label="sum of the base's losses", value=base, unit="fraction/span"),
        )
        return _value(sample, rows, -hedge / base, *steps)

    return of


def paid_as_index(direction: Direction) -> OfSample:
    """Share of the periods in which the index rose, or fell, in which the hedge gained [fraction]: `count(c > 0) / n`."""

    def of(sample: Sample) -> Value | NotComputed:
        market = sample.market("spx")
        if isinstance(market, NotComputed):
            return market
        rows: Mask = (market > 0) if direction == "up" else (market < 0)
        moved = "rose" if direction == "up" else "fell"
        if not rows.any():
            return NotComputed(reason=f"the index {moved} in no {sample.per}", bring="choose other dates")
        paid, n = int((sample.drag[rows] < 0).sum()), int(rows.sum())
        steps = (
            Step(label=f"of them in which the hedge gained, {sample.per}s", value=paid, unit="count"),
            Step(label=f"{sample.per}s in which the index {moved}", value=n, unit="count"),
        )
        return _value(sample, rows, paid / n, *steps, share=(paid, n))

    return of


def worst_hit(sample: Sample) -> Value | NotComputed:
    """Share of the base's worst tenth of periods in which the hedge gained [fraction]; of equal returns the earlier period."""
    import numpy as np

    n = len(sample) // round(1 / _WORST)
    if not n:
        return NotComputed(reason=f"there are too few {sample.per}s to tell the worst of them", bring="use a longer backtest")
    rows = np.zeros(len(sample), dtype=bool)
    rows[np.argsort(sample.unhedged, kind="stable")[:n]] = True
    paid = int((sample.drag[rows] < 0).sum())
    steps = (
        Step(label=f"{sample.per}s in which the hedge gained", value=paid, unit="count"),
        Step(label=f"worst {sample.per}s of the base", value=n, unit="count"),
    )
    return _value(sample, rows, paid / n, *steps, share=(paid, n))


def _lost(sample: Sample, direction: Direction) -> Mask | NotComputed:
    """The periods in which the base lost and the S&P 500 rose, or fell."""
    market = sample.market("spx")
    if isinstance(market, NotComputed):
        return market
    rows: Mask = (sample.unhedged < 0) & ((market > 0) if direction == "up" else (market < 0))
    if not rows.any():
        moved = "rose" if direction == "up" else "fell"
        return NotComputed(reason=f"the base strategy lost in no {sample.per} as the index {moved}", bring="choose other dates")
    return rows


def _value(sample: Sample, rows: Mask, value: float, *steps: Step, share: tuple[int, int] | None = None) -> Value:
    """A figure of some periods, with their count and dates, and the interval where it is a share of them."""
    import numpy as np

    at = np.flatnonzero(rows)
    interval = share_interval(*share) if share and share[1] >= FEWEST else None
    first, last = sample.label(int(at[0])), sample.label(int(at[-1]))
    return Value(value=value, n=len(at), start=first, end=last, interval=interval, steps=steps)


def _specs(direction: Direction) -> tuple[FigureSpec, FigureSpec]:
    rose, rises, days = ("rose", "rises", "up") if direction == "up" else ("fell", "falls", "down")
    other = "down" if direction == "up" else "up"
    share = periodic(
        covered(direction),
        key=f"coverage.{{monthly}}.{direction}.share",
        title=f"Share of base losses on {rises} of the index in which the hedge gained, by {{month}}",
        meaning=f"In which share of the {{months}} in which the base strategy lost as the S&P index {rose} the hedge gained.",
        kind="fraction",
        basis="none",
        formula=f"count(c > 0) / n over u < 0 and an index that {rose}, c = h - u",
        validity="Says how often, not how much. The confidence interval treats {months} as independent.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        per="day",
        phrases=(
            f"how often the hedge pays on {rises}", f"hit rate of the hedge on {days} losses",
            f"coverage on {rises} of the index",
            f"share of {days} losses covered", f"does the hedge pay when the index {rises}",
        ),
        sentences=Sentences(above=f"the hedge gained in {{d}} of the {{per}}s in which the base lost as the index {rose}"),
        beside=(f"coverage.{{monthly}}.{direction}.offset", "coverage.{monthly}.worst.hit"),
        subject=f"The hedge when the base strategy loses on {rises} of the index",
    )  # fmt: skip
    part = periodic(
        offset(direction),
        key=f"coverage.{{monthly}}.{direction}.offset",
        title=f"Base losses on {rises} of the index offset by the hedge, by {{month}}",
        meaning=f"Which share of the base strategy's losses in {{months}} in which the S&P index {rose} the hedge offset.",
        kind="fraction",
        basis="loss",
        formula=f"-sum(c) / sum(u) over u < 0 and an index that {rose}, c = h - u",
        validity="Negative where the hedge lost too. Few {months} can decide it.",
        source="Ratio of sums.",
        per="day",
        phrases=(
            f"losses on {rises} offset by the hedge", f"how much of the {days} losses does the hedge offset",
            f"offset on {rises} of the index", f"share of losses on {rises} offset", f"{days}side offset of the hedge",
        ),
        sentences=Sentences(
            above=f"the hedge offset {{m}} of the base strategy's losses in {{per}}s in which the index {rose}",
            below=f"the hedge added {{m}} to the base strategy's losses in {{per}}s in which the index {rose}",
        ),
        beside=(f"coverage.{{monthly}}.{direction}.share", f"coverage.{{monthly}}.{other}.offset"),
        subject=f"Base losses on {rises} of the index offset by the hedge",
    )  # fmt: skip
    return share, part


def _paid(direction: Direction) -> FigureSpec:
    rose, rises = ("rose", "rises") if direction == "up" else ("fell", "falls")
    return periodic(
        paid_as_index(direction),
        key=f"coverage.{{monthly}}.{direction}.paid",
        title=f"Share of {{months}} in which the index {rose} and the hedge gained",
        meaning=f"In which share of the {{months}} in which the S&P index {rose} the hedge gained, whatever the base did.",
        kind="fraction",
        basis="none",
        formula=f"count(c > 0) / n over an index that {rose}, c = h - u",
        validity="Says how often, not how much. The confidence interval treats {months} as independent.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        phrases=(
            f"how often the hedge gains when the index {rises}",
            f"share of index {rises} in which the hedge gained",
        ),
        sentences=Sentences(above=f"the hedge gained in {{d}} of the {{per}}s in which the index {rose}"),
        beside=(f"coverage.{{monthly}}.{direction}.share",),
        subject=f"How often the hedge gains when the index {rises}",
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_specs("up"),
    *_specs("down"),
    _paid("up"),
    _paid("down"),
    periodic(
        worst_hit,
        key="coverage.{monthly}.worst.hit",
        title="Share of the base's worst {months} in which the hedge gained",
        meaning="In which share of the worst {months} of the base strategy the hedge gained.",
        kind="fraction",
        basis="none",
        formula="count(c > 0) / n over the tenth of smallest u, c = h - u",
        validity="Says how often, not how much. The confidence interval treats {months} as independent.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        per="day",
        phrases=(
            *("hedge hit rate in the worst days", "does the hedge pay on the worst days"),
            *("hit rate in the base's worst days", "share of the worst days in which the hedge gained"),
        ),
        sentences=Sentences(above="the hedge gained in {d} of the base strategy's worst {per}s"),
        beside=("coverage.{monthly}.down.offset", "coverage.{monthly}.up.offset"),
        subject="The hedge in the base strategy's worst {months}",
    ),
)
