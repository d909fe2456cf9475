"""Records of the figures of drawdowns."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.scope import SUPPOSED
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account
from qa.calculator.risk.drawdown import (
    drawdown_reduction,
    drawdown_reduction_points,
    drawdown_within_month,
    max_drawdown,
    of_path,
    recovery,
    time_under_water,
    ulcer_index,
)

#: The kinds of scope condition that leave a path unbroken.
NARROWS = ("dates", "tier", *SUPPOSED, "episode")


def _specs(account: Account) -> tuple[FigureSpec, ...]:
    side, name = account.side, account.name
    return (
        FigureSpec(
            key=f"drawdown.max.{side}",
            title=f"Maximum drawdown, {side}",
            meaning=f"The largest decline of {name} from a peak to a later trough, by daily values.",
            unit="fraction",
            counts="days",
            formula="min(V / cummax(V) - 1)",
            validity="A single path: it holds for these days only, and grows with the length of the backtest.",
            source="Standard definition, the starting base counted as the first peak.",
            phrases=(
                *account.alone(
                    "drawdown", "max drawdown", "maximum drawdown", "largest fall", "worst fall", "peak to trough loss"
                ),
                *account.asked("drawdown", "max drawdown", "maximum drawdown"),
            ),
            sentences=Sentences(above=f"the maximum drawdown of {name} was {{m}}"),
            beside=(f"drawdown.max.{account.other}", "drag.monthly.mean"),
            subject="Maximum drawdown with and without the hedge",
            narrows=NARROWS,
            compute=of_path(max_drawdown, hedged=account.hedged),
        ),
        FigureSpec(
            key=f"drawdown.within_month.{side}",
            title=f"Largest drawdown within a month, {side}",
            meaning=f"The deepest decline of {name} from a peak to a later trough inside one calendar month, and which month.",
            unit="fraction",
            counts="months",
            formula="min over months of min(V / cummax(V) - 1)",
            validity="A single month: a longer backtest would hold a worse one. The close before a month is its first peak.",
            source="Maximum drawdown of each calendar month.",
            phrases=(
                *account.alone(
                    "largest drawdown within a month",
                    "worst drawdown inside a month",
                    "deepest drawdown within one month",
                    "worst peak to trough in a month",
                    "intramonth drawdown",
                    "intra-month drawdown",
                ),
                *account.asked("drawdown within a month", "intramonth drawdown"),
            ),
            sentences=Sentences(above=f"the largest drawdown of {name} within a month was {{m}}, in {{start}}"),
            beside=(f"drawdown.within_month.{account.other}", f"drawdown.max.{side}"),
            subject="Largest drawdown within a month",
            narrows=NARROWS,
            compute=of_path(drawdown_within_month, hedged=account.hedged),
        ),
        FigureSpec(
            key=f"drawdown.recovery.{side}",
            title=f"Days from peak to recovery, {side}",
            meaning=f"How long {name} took to return to the peak of its maximum drawdown.",
            unit="days",
            basis="none",
            counts="days",
            formula="days from the peak of the maximum drawdown to the first value as high",
            validity="Calendar days of a single drawdown, its decline included.",
            source="Standard definition.",
            phrases=(
                *account.alone("recovery time", "how long to recover", "days to recover", "time to recover", "time to recovery"),
                *account.asked("recovery", "recovery time", "drawdown recovery"),
            ),
            sentences=Sentences(above=f"{name} took {{d}} from the peak of its maximum drawdown to recover"),
            beside=(f"drawdown.recovery.{account.other}", f"drawdown.max.{side}"),
            subject="Recovery from the maximum drawdown",
            narrows=NARROWS,
            compute=of_path(recovery, hedged=account.hedged),
        ),
        FigureSpec(
            key=f"drawdown.under_water.{side}",
            title=f"Share of days in drawdown, {side}",
            meaning=f"On which share of days {name} was below its previous peak.",
            unit="fraction",
            basis="counted",
            counts="days",
            formula="count(V < cummax(V)) / n",
            validity="Tells how often the account was in drawdown, not how deep it was.",
            source="Standard definition.",
            phrases=(
                *account.alone(
                    "under water", "underwater", "time under water", "share of days in drawdown", "days below the peak"
                ),
                *account.asked("under water", "underwater", "time in drawdown"),
            ),
            sentences=Sentences(above=f"{name} was in drawdown on {{d}} {{b}}"),
            beside=(f"drawdown.under_water.{account.other}", f"drawdown.max.{side}"),
            subject="Time in drawdown with and without the hedge",
            narrows=NARROWS,
            compute=of_path(time_under_water, hedged=account.hedged),
        ),
        FigureSpec(
            key=f"drawdown.ulcer.{side}",
            title=f"Ulcer index, {side}",
            meaning=f"The root mean square of {name}'s drawdowns, in which long and deep ones count most.",
            unit="fraction",
            counts="days",
            formula="sqrt(mean((V / cummax(V) - 1)^2))",
            validity="A single path: it holds for these days only.",
            source="P. Martin and B. McCann, The Investor's Guide to Fidelity Funds (1989).",
            phrases=(
                *account.alone("ulcer index", "ulcer", "root mean square drawdown", "rms drawdown"),
                *account.asked("ulcer index", "ulcer", "rms drawdown"),
            ),
            sentences=Sentences(above=f"the ulcer index of {name} was {{d}}"),
            beside=(f"drawdown.ulcer.{account.other}", f"drawdown.max.{side}"),
            subject="Ulcer index with and without the hedge",
            narrows=NARROWS,
            compute=of_path(ulcer_index, hedged=account.hedged),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_specs(UNHEDGED),
    *_specs(HEDGED),
    FigureSpec(
        key="drawdown.reduction",
        title="Reduction of the maximum drawdown",
        meaning="By which part of its size the hedge reduced the unhedged maximum drawdown; negative where it increased it.",
        unit="fraction",
        basis="fall",
        counts="days",
        formula="1 - MDD_h / MDD_u",
        validity="Of one path, mostly of one drawdown; the interval resamples months in blocks, which break long drawdowns.",
        source="Ratio of maximum drawdowns; interval by stationary bootstrap of paired months.",
        phrases=(
            "drawdown reduction",
            "reduction of the drawdown",
            "lower drawdown",
            "reduce drawdown",
            "reduce the drawdown",
            "cut drawdown",
            "cut the drawdown",
            "lower maximum drawdown",
            "smaller drawdown",
            "shallower drawdown",
            "drawdown protection",
            "protection",
            "protect",
        ),
        sentences=Sentences(
            above="the maximum drawdown was smaller with the hedge by {m} {b}",
            below="the maximum drawdown was larger with the hedge by {m} {b}",
            unclear="the reduction of the maximum drawdown was {d} {b}, which is not statistically significant",
        ),
        beside=("drawdown.max.unhedged", "drawdown.max.hedged", "drag.monthly.mean"),
        subject="Maximum drawdown with and without the hedge",
        narrows=NARROWS,
        compute=drawdown_reduction,
    ),
    FigureSpec(
        key="drawdown.reduction_points",
        title="Reduction of the maximum drawdown in percentage points",
        meaning="By how many percentage points the maximum drawdown was smaller with the hedge; negative where it was larger.",
        unit="points",
        basis="none",
        counts="days",
        formula="100 (|MDD_u| - |MDD_h|)",
        validity="Of one path, mostly of one drawdown. The reduction as a part of the drawdown has an interval.",
        source="Difference of maximum drawdowns.",
        phrases=(
            *("drawdown reduction in points", "percentage points of drawdown saved", "difference of the maximum drawdowns"),
            *("points of drawdown saved by the hedge", "drawdown reduction in percentage points"),
        ),
        sentences=Sentences(
            above="the maximum drawdown was {m} percentage points smaller with the hedge",
            below="the maximum drawdown was {m} percentage points larger with the hedge",
        ),
        beside=("drawdown.reduction", "drawdown.max.unhedged", "drawdown.max.hedged"),
        subject="Maximum drawdown with and without the hedge",
        narrows=NARROWS,
        compute=drawdown_reduction_points,
    ),
)
