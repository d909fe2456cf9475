"""Capital efficiency: margin in use, the return on it, and the return over the cost of capital."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.returns.irr import internal_rate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Margin that open trades held at once [USD], and how many trades that were."""

    peak: float
    #: moment of the peak, ISO day
    peak_day: str
    #: mean over the time from the first opening to the last closing; zero where no trade lasts
    mean: float
    trades: int
    first: str
    last: str


def margin_of(trades: pd.DataFrame) -> Margin:
    """Margin in use over time: each trade's from its opening to its closing.

    At one moment closings come before openings, but for trades that are opened and closed at that moment: they hold their
    margin at it, and for no time. `trades` has `opened`, `closed` [moments] and `margin` [USD].
    """
    import numpy as np

    margin = trades["margin"].to_numpy(dtype="float64")
    opened, closed = trades["opened"].to_numpy(), trades["closed"].to_numpy()
    moments, change = np.concatenate([closed, opened]), np.concatenate([-margin, margin])
    turn = np.concatenate([np.where(closed == opened, 2, 0), np.ones(len(margin))])
    order = np.lexsort([turn, moments])
    at, used = moments[order], np.cumsum(change[order])
    lasting = np.diff(at).astype("timedelta64[us]").astype(np.float64)
    whole = float(lasting.sum())
    peak = int(used.argmax())
    return Margin(
        peak=float(used[peak]),
        peak_day=str(at[peak].astype("datetime64[D]")),
        mean=float((used[:-1] * lasting).sum() / whole) if whole else 0.0,
        trades=len(trades),
        first=str(at[0].astype("datetime64[D]")),
        last=str(at[-1].astype("datetime64[D]")),
    )


def _margin(facts: Facts) -> tuple[Margin, float] | NotComputed:
    """The margin of all trades with their P&L [USD]."""
    trades = facts.backtest.trades
    if trades is None or "margin" not in trades:
        return NotComputed(reason="the trade log has no margin column", bring="export the log with margin requirements")
    if float(trades["margin"].max()) <= 0:
        return NotComputed(reason="no trade in the log has a margin above zero", bring="export the log with margin requirements")
    return margin_of(trades), float(trades["pnl"].sum())


def _of_margin(value: Callable[[Margin, float], float], *, lasting: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, _: Scope) -> Value | NotComputed:
        found = _margin(facts)
        if isinstance(found, NotComputed):
            return found
        margin, pnl = found
        if lasting and is_nothing(margin.mean, margin.peak):
            reason = "the trades in the log open and close at the same time, so mean margin over time is undefined"
            return NotComputed(reason=reason, bring="use a trade log with opening and closing times")
        steps = (
            Step(label=f"peak margin, on {margin.peak_day}", value=margin.peak, unit="USD"),
            Step(label="mean margin over time", value=margin.mean, unit="USD"),
            Step(label="P&L of all trades", value=pnl, unit="USD"),
        )
        return Value(value=value(margin, pnl), n=margin.trades, start=margin.first, end=margin.last, steps=steps)

    return compute


def wacc_spread(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Internal rate of return of the account over its stated cost of capital [fraction a year]: `IRR - WACC`."""
    stated = facts.backtest.manifest.capital.wacc
    if stated is None:
        return NotComputed(reason="the manifest states no cost of capital", bring="set wacc under capital in the manifest")
    rate = internal_rate(not facts.unhedged_only)(facts, scope)
    if isinstance(rate, NotComputed):
        return rate
    steps = (
        Step(label="internal rate of return", value=rate.value, unit="fraction/year"),
        Step(label="stated cost of capital", value=stated, unit="fraction/year"),
    )
    return Value(value=rate.value - stated, n=rate.n, start=rate.start, end=rate.end, steps=steps)


def _spec(  # noqa: PLR0913 a figure is told by so much
    value: Callable[[Margin, float], float],
    *,
    key: str,
    title: str,
    meaning: str,
    formula: str,
    phrases: tuple[str, ...],
    sentences: Sentences,
    beside: tuple[str, ...],
    subject: str,
) -> FigureSpec:
    usd = key in {"margin.peak", "margin.mean"}
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="USD" if usd else "fraction/span",
        basis="none" if usd else "margin",
        counts="trades",
        formula=formula,
        validity="The margin in the trade log, which a broker may raise in stress; base strategy and hedge together.",
        source="Margin of the trades open at the same time.",
        phrases=phrases,
        sentences=sentences,
        beside=beside,
        subject=subject,
        narrows=("tier", *SUPPOSED),
        compute=_of_margin(value, lasting="mean" in key),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        lambda margin, _: margin.peak,
        key="margin.peak",
        title="Peak margin",
        meaning="The most margin that open trades required at the same time.",
        formula="max over time of the margin of open trades",
        phrases=(
            "peak margin", "margin requirement", "most margin", "maximum margin", "highest margin", "largest margin",
            "margin needed", "peak margin requirement", "buying power",
        ),
        sentences=Sentences(above="the peak margin of open trades was {d}"),
        beside=("margin.mean",),
        subject="Margin requirement",
    ),
    _spec(
        lambda margin, _: margin.mean,
        key="margin.mean",
        title="Mean margin",
        meaning="The margin that open trades required, averaged over time.",
        formula="mean over time of the margin of open trades",
        phrases=(
            "average margin", "mean margin", "typical margin", "average margin requirement", "mean margin requirement",
            "margin on average", "average margin in use", "time-weighted margin",
        ),
        sentences=Sentences(above="the mean margin of open trades was {d}, averaged over time"),
        beside=("margin.peak",),
        subject="Average margin",
    ),
    _spec(
        lambda margin, pnl: pnl / margin.peak,
        key="margin.return.peak",
        title="Return on peak margin",
        meaning="The total profit or loss of all trades divided by the peak margin.",
        formula="sum(P&L) / peak margin",
        phrases=(
            "return on margin", "capital efficiency", "return on peak margin", "profit over peak margin", "margin return",
            "return on margin requirement", "return on buying power", "return on maximum margin",
        ),
        sentences=Sentences(
            above="all trades together earned {m} of the peak margin", below="all trades together lost {m} of the peak margin"
        ),
        beside=("margin.peak",),
        subject="Return on margin",
    ),
    _spec(
        lambda margin, pnl: pnl / margin.mean,
        key="margin.return.mean",
        title="Return on mean margin",
        meaning="The total profit or loss of all trades divided by the mean margin.",
        formula="sum(P&L) / mean margin",
        phrases=(
            "return on average margin", "return on mean margin", "profit over average margin", "profit over mean margin",
            "return on typical margin", "return on margin in use", "return on the average margin",
            "return on the mean margin",
        ),
        sentences=Sentences(
            above="all trades together earned {m} of the mean margin", below="all trades together lost {m} of the mean margin"
        ),
        beside=("margin.mean",),
        subject="Return on average margin",
    ),
    FigureSpec(
        key="capital.wacc_spread",
        title="Internal rate of return over the cost of capital",
        meaning="The account's internal rate of return less the cost of capital stated in the manifest.",
        unit="fraction/year",
        counts="days",
        formula="IRR - WACC",
        validity="The cost of capital is stated in the manifest, not computed.",
        source="Spread of internal rate of return over WACC.",
        phrases=(
            "WACC", "cost of capital", "return against WACC", "IRR over WACC", "weighted average cost of capital",
            "spread over the cost of capital", "IRR less WACC", "return above the cost of capital", "hurdle rate",
        ),
        sentences=Sentences(
            above="the internal rate of return was {m} a year above the cost of capital, in percentage points",
            below="the internal rate of return was {m} a year below the cost of capital, in percentage points",
        ),
        beside=("return.hedged.irr",),
        subject="Return over the cost of capital",
        narrows=("dates", "tier"),
        compute=wacc_spread,
    ),
)  # fmt: skip
