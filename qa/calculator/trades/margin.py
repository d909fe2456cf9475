"""Capital efficiency: what the margin was, and what was earned on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec
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
        return NotComputed(reason="the log doesn't tell the margin of its trades", bring="export it with margin requirements")
    if float(trades["margin"].max()) <= 0:
        return NotComputed(reason="no trade of the log holds any margin", bring="export it with margin requirements")
    return margin_of(trades), float(trades["pnl"].sum())


def _of_margin(value: Callable[[Margin, float], float], *, lasting: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, _: Scope) -> Value | NotComputed:
        found = _margin(facts)
        if isinstance(found, NotComputed):
            return found
        margin, pnl = found
        if lasting and is_nothing(margin.mean, margin.peak):
            reason = "the log's trades open and close at one moment, so it doesn't tell how long they hold their margin"
            return NotComputed(reason=reason, bring="bring a log with times of opening and closing")
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
        return NotComputed(reason="no cost of capital is stated", bring="write wacc under capital in the manifest")
    rate = internal_rate(not facts.unhedged_only)(facts, scope)
    if isinstance(rate, NotComputed):
        return rate
    steps = (
        Step(label="internal rate of return", value=rate.value, unit="fraction/year"),
        Step(label="stated cost of capital", value=stated, unit="fraction/year"),
    )
    return Value(value=rate.value - stated, n=rate.n, start=rate.start, end=rate.end, steps=steps)


def _spec(
    key: str, title: str, meaning: str, formula: str, phrases: tuple[str, ...], value: Callable[[Margin, float], float]
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
        validity="The log's own margin, which a broker may raise in stress; hedge and base together.",
        source="Margin of the trades open at once.",
        phrases=phrases,
        narrows=("tier", *SUPPOSED),
        compute=_of_margin(value, lasting="mean" in key),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "margin.peak",
        "Peak margin",
        "The most margin that open trades held at once.",
        "max over time of the margin of open trades",
        ("peak margin", "margin requirement", "most margin"),
        lambda margin, _: margin.peak,
    ),
    _spec(
        "margin.mean",
        "Mean margin",
        "The margin that open trades held, averaged over time.",
        "mean over time of the margin of open trades",
        ("average margin", "mean margin"),
        lambda margin, _: margin.mean,
    ),
    _spec(
        "margin.return.peak",
        "Return on peak margin",
        "What all trades earned over the most margin that they held at once.",
        "sum(P&L) / peak margin",
        ("return on margin", "capital efficiency", "return on peak margin"),
        lambda margin, pnl: pnl / margin.peak,
    ),
    _spec(
        "margin.return.mean",
        "Return on mean margin",
        "What all trades earned over the margin that they held on average.",
        "sum(P&L) / mean margin",
        ("return on average margin", "return on mean margin"),
        lambda margin, pnl: pnl / margin.mean,
    ),
    FigureSpec(
        key="capital.wacc_spread",
        title="Internal rate of return over the cost of capital",
        meaning="By how much the account's yearly rate exceeds the cost of capital that its manifest states.",
        unit="fraction/year",
        counts="days",
        formula="IRR - WACC",
        validity="The cost of capital is stated by the manifest, not computed.",
        source="Spread of internal rate of return over WACC.",
        phrases=("WACC", "cost of capital", "return against WACC"),
        narrows=("dates", "tier"),
        compute=wacc_spread,
    ),
)
