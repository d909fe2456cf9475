"""The simulator of the shipped samples: model prices on real index closes, the same bytes on every machine.

Run as `python -m corpus.samples.simulate DIR`; it needs the packages of the extra `test`. What is assumed, and why,
stands in docs/adr and in each sample's manifest.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.samples import pricing

MULTIPLIER = 100
SLIPPAGE = 0.05
FEE = 1.10
EMA_DAYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One trading day's closes [index points]."""

    day: date
    spx: float
    vix: float
    vix_mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of the hedge: VIX calls bought `tenor` calendar days from expiry, rolled at `roll` days."""

    name: str
    contracts: int
    tenor: int
    roll: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a sample trades."""

    name: str
    #: credit aimed at, and how far from it a condor may be [points]
    credit: float
    tolerance: float = 0.10
    width: float = 10.0
    step: float = 5.0
    contracts: int = 10
    base: float = 400_000.0
    layers: tuple[Layer, ...] = (
        Layer(name="ALVH short", contracts=4, tenor=30, roll=7),
        Layer(name="ALVH medium", contracts=4, tenor=110, roll=80),
        Layer(name="ALVH long", contracts=2, tenor=220, roll=190),
    )


PRIMARY = Plan(name="condor-0.70-1dte", credit=0.70)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A finished trade; premium and cost in dollars per contract, premium received is positive."""

    opened: date
    closed: date
    spx_open: float
    spx_close: float
    legs: str
    premium: float
    cost: float
    contracts: int
    fees_open: float
    fees_close: float
    reason: str
    strategy: str
    margin: float

    @property
    def pnl(self) -> float:
        """Net of fees [USD]."""
        return round((self.premium - self.cost) * self.contracts - self.fees_open - self.fees_close, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An open layer of VIX calls."""

    layer: Layer
    opened: Day
    expiry: date
    strike: float
    paid: float
    #: last mark [index points]
    mark: float


@dataclass(slots=True, kw_only=True)
class Run:
    """The result of a simulation: trades, and each day's P&L in dollars."""

    trades: list[Trade] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    hedge: list[float] = field(default_factory=list)


def market() -> list[Day]:
    """S&P 500 and VIX closes from 3 January 2014 to 31 December 2018, with VIX's 20-day exponential mean."""
    import arch.data.sp500
    import arch.data.vix

    spx = arch.data.sp500.load()["Close"]
    vix = arch.data.vix.load().iloc[:, 0].dropna()
    days: list[Day] = []
    mean = None
    for stamp in spx.index[spx.index >= vix.index[0]]:
        close = float(vix.loc[stamp])
        mean = close if mean is None else mean + (close - mean) * 2 / (EMA_DAYS + 1)
        days.append(Day(day=stamp.date(), spx=round(float(spx.loc[stamp]), 2), vix=round(close, 2), vix_mean=mean))
    return days


def simulate(plan: Plan, days: Sequence[Day]) -> Run:
    """Trade the plan over the days: a condor a night, the layers rolled on schedule, everything closed on the last day."""
    run = Run()
    held: dict[str, Held] = {}
    condor: tuple[Day, tuple[float, float], float] | None = None
    for today in days:
        last = today is days[-1]
        base = hedge = 0.0
        if condor is not None:
            run.trades.append(_settled(plan, *condor, today))
            base = run.trades[-1].pnl
        for layer in plan.layers:
            now = held.pop(layer.name, None)
            if now is not None:
                price = _call_price(today, now)
                hedge += (price - now.mark) * MULTIPLIER * layer.contracts
                due = (now.expiry - today.day).days <= layer.roll
                if due or last:
                    run.trades.append(_sold(now, today, price, "End" if last else "Rolled"))
                    hedge -= _sale_cost(now.layer, price)
                else:
                    held[layer.name] = replace(now, mark=price)
            if layer.name not in held and not last:
                held[layer.name] = _bought(layer, today)
                hedge -= layer.contracts * (SLIPPAGE * MULTIPLIER + FEE)
        condor = None if last else (today, *_condor(plan, today))
        run.base.append(round(base, 2))
        run.hedge.append(round(hedge, 2))
    _assert_sums(plan, run)
    return run


def _condor(plan: Plan, today: Day) -> tuple[tuple[float, float], float]:
    """Short put and short call of a condor whose credit is the plan's, and that credit [points].

    Among the pairs within `tolerance` of the plan's credit the one whose deltas are nearest in size; where none is that
    near, the pair with the nearest credit.
    """
    strikes = [i * plan.step for i in range(int(today.spx * 0.85 / plan.step), int(today.spx * 1.15 / plan.step) + 1)]
    quotes = {k: _quote(today, k) for k in strikes}
    width = plan.width
    puts = {k: quotes[k][2] - quotes[k - width][2] for k in strikes if k < today.spx and k - width in quotes}
    calls = {k: quotes[k][0] - quotes[k + width][0] for k in strikes if k > today.spx and k + width in quotes}
    low = plan.credit / 10  # a spread that brings less than a tenth of the credit is no side of a condor
    ranked = [
        (_miss(plan, p + c), round(abs(abs(quotes[put][3]) - quotes[call][1]), 9), put, call)
        for put, p in puts.items()
        for call, c in calls.items()
        if low <= p <= plan.credit + plan.tolerance and low <= c <= plan.credit + plan.tolerance
    ]
    if not ranked:
        raise ValueError(f"no condor at {today.day}")
    _, _, put, call = min(ranked)
    return (put, call), round(puts[put] + calls[call], 2)


def _miss(plan: Plan, credit: float) -> float:
    """How far a credit is outside the plan's tolerance [points], in whole cents."""
    return max(0.0, round(abs(credit - plan.credit) - plan.tolerance, 2))


def _quote(today: Day, strike: float) -> tuple[float, float, float, float]:
    """Call price and delta, put price and delta, prices in whole cents."""
    call = pricing.spx_option(today.spx, strike, today.vix, today.vix_mean, call=True)
    put = pricing.spx_option(today.spx, strike, today.vix, today.vix_mean, call=False)
    return round(call[0], 2), call[1], round(put[0], 2), put[1]


def _settled(plan: Plan, sold: Day, strikes: tuple[float, float], credit: float, today: Day) -> Trade:
    put, call = strikes
    lost = min(plan.width, max(0.0, put - today.spx)) + min(plan.width, max(0.0, today.spx - call))
    quotes = {k: _quote(sold, k) for k in (put - plan.width, put, call, call + plan.width)}
    legs = [
        (put, "P", "STO", quotes[put][2]),
        (put - plan.width, "P", "BTO", quotes[put - plan.width][2]),
        (call, "C", "STO", quotes[call][0]),
        (call + plan.width, "C", "BTO", quotes[call + plan.width][0]),
    ]
    on = f"{today.day:%b} {today.day.day}"
    return Trade(
        opened=sold.day,
        closed=today.day,
        spx_open=sold.spx,
        spx_close=today.spx,
        legs=" | ".join(f"{plan.contracts} {on} {k:g} {kind} {act} {p:.2f}" for k, kind, act, p in legs),
        premium=round((credit - SLIPPAGE) * MULTIPLIER, 2),
        cost=round(lost * MULTIPLIER, 2),
        contracts=plan.contracts,
        fees_open=round(len(legs) * FEE * plan.contracts, 2),
        fees_close=0.0,
        reason="Expired",
        strategy="Condor",
        margin=plan.width * MULTIPLIER * plan.contracts,
    )


def _bought(layer: Layer, today: Day) -> Held:
    expiry = _expiry(today.day, layer.tenor)
    days = (expiry - today.day).days
    strike = min(_vix_strikes(), key=lambda k: _half_delta(today, k, days))
    price = round(pricing.vix_call(today.vix, today.vix_mean, strike, days)[0], 2)
    return Held(layer=layer, opened=today, expiry=expiry, strike=strike, paid=price, mark=price)


def _half_delta(today: Day, strike: float, days: int) -> tuple[float, float]:
    return round(abs(pricing.vix_call(today.vix, today.vix_mean, strike, days)[1] - 0.5), 9), strike


def _expiry(today: date, tenor: int) -> date:
    """The monthly VIX expiry nearest to `tenor` calendar days ahead, the earlier on a tie."""
    months = [(today.year + (today.month - 1 + i) // 12, (today.month - 1 + i) % 12 + 1) for i in range(12)]
    return min((pricing.vix_expiry(*m) for m in months), key=lambda d: (abs((d - today).days - tenor), d))


def _vix_strikes() -> list[float]:
    return [k / 2 for k in range(18, 30)] + [float(k) for k in range(15, 80)]


def _call_price(today: Day, held: Held) -> float:
    days = (held.expiry - today.day).days
    return round(pricing.vix_call(today.vix, today.vix_mean, held.strike, days)[0], 2)


def _sale_cost(layer: Layer, price: float) -> float:
    return layer.contracts * (min(SLIPPAGE, price) * MULTIPLIER + FEE)


def _sold(held: Held, today: Day, price: float, reason: str) -> Trade:
    layer, on = held.layer, f"{held.expiry:%b} {held.expiry.day}"
    return Trade(
        opened=held.opened.day,
        closed=today.day,
        spx_open=held.opened.spx,
        spx_close=today.spx,
        legs=f"{layer.contracts} {on} {held.strike:g} C BTO {held.paid:.2f}",
        premium=round(-(held.paid + SLIPPAGE) * MULTIPLIER, 2),
        cost=round(-(price - min(SLIPPAGE, price)) * MULTIPLIER, 2),
        contracts=layer.contracts,
        fees_open=round(layer.contracts * FEE, 2),
        fees_close=round(layer.contracts * FEE, 2),
        reason=reason,
        strategy=layer.name,
        margin=0.0,
    )


def _assert_sums(plan: Plan, run: Run) -> None:
    """The log must sum to the daily series."""
    layers = {layer.name for layer in plan.layers}
    for daily, hedge in ((run.base, False), (run.hedge, True)):
        log = sum(t.pnl for t in run.trades if (t.strategy in layers) == hedge)
        if abs(log - sum(daily)) > 0.005 * (len(daily) + 1):
            raise AssertionError(f"the log sums to {log:.2f}, the days to {sum(daily):.2f}")


def main(folder: str) -> None:
    """Write every sample below a folder."""
    days = market()
    from corpus.samples.files import write

    write(PRIMARY, days, simulate(PRIMARY, days), Path(folder) / PRIMARY.name)


if __name__ == "__main__":
    main(sys.argv[1])
