"""The simulator of the shipped samples: model prices on real index closes, the same bytes on every machine.

Run as `python -m corpus.samples.simulate DIR`. What is assumed, and why, stands in docs/adr and in each sample's manifest.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from corpus.samples import account, layers
from corpus.samples.condors import Desk
from corpus.samples.files import write
from corpus.samples.market import Calendar, Day, market
from corpus.samples.plans import SAMPLES, Layer, Plan
from corpus.samples.positions import Position, Trade, finished
from corpus.samples.pricing import Model
from corpus.samples.run import Run

#: The samples first ended on this day with everything closed. It stays so, that what was said of these years goes on holding.
CLOSED = date(2018, 12, 31)


def simulate(plan: Plan, model: Model, days: Sequence[Day]) -> Run:
    """Trade the plan over the days up to `CLOSED`, and again, from nothing, over those after it."""
    first = bisect_right(days, CLOSED, key=lambda d: d.day)
    runs = [_stretch(plan, model, own) for own in (days[:first], days[first:]) if own]
    return Run(
        trades=[trade for run in runs for trade in run.trades],
        base=[pnl for run in runs for pnl in run.base],
        layers={layer.id: [pnl for run in runs for pnl in run.layers[layer.id]] for layer in plan.layers},
    )


def _stretch(plan: Plan, model: Model, days: Sequence[Day]) -> Run:
    """Trade the plan over the days: a condor at a time, the layers rolled on schedule, everything closed on the last day."""
    run = Run(layers={layer.id: [] for layer in plan.layers})
    books = [_Condors(plan, model, days), *(_Calls(layer, model, days) for layer in plan.layers)]
    for today in days:
        gains = [book.turn(today, run.trades) for book in books]
        run.base.append(round(gains[0], 2) + 0.0)  # no minus before a zero
        for layer, gain in zip(plan.layers, gains[1:], strict=True):
            run.layers[layer.id].append(round(gain, 2) + 0.0)
    _assert_sums(plan, run)
    return run


class _Book:
    """One position after another, marked at each close."""

    def __init__(self, model: Model, days: Sequence[Day]) -> None:
        self._model = model
        self._last = days[-1].day
        self._open: tuple[Position, float] | None = None

    def turn(self, today: Day, trades: list[Trade]) -> float:
        """Mark what is open, end what is due, open what is missing; the day's P&L [USD]."""
        gain, last = 0.0, today.day == self._last
        if self._open:
            position, before = self._open
            value = self._value(position, today)
            gain += position.gain(value - before)
            self._open = (position, value)
            reason = self._due(position, today)
            if last and reason != "Expired":
                reason = "End"
            if reason:
                slippage = self._slippage(value) if reason != "Expired" else 0.0
                trades.append(finished(position, today, value, slippage, reason))
                gain -= position.gain(slippage) + trades[-1].fees_close
                self._open = None
        if not self._open and not last:
            position = self._new(today)
            gain -= position.cost
            self._open = (position, position.paid)
        return gain

    def _value(self, position: Position, today: Day) -> float:
        raise NotImplementedError

    def _due(self, position: Position, today: Day) -> str | None:
        raise NotImplementedError

    def _slippage(self, value: float) -> float:
        raise NotImplementedError

    def _new(self, today: Day) -> Position:
        raise NotImplementedError


class _Condors(_Book):
    def __init__(self, plan: Plan, model: Model, days: Sequence[Day]) -> None:
        super().__init__(model, days)
        self._desk = Desk(plan=plan, model=model, calendar=Calendar(days))

    def _value(self, position: Position, today: Day) -> float:
        return self._desk.value(position, today)

    def _due(self, position: Position, today: Day) -> str | None:
        return "Expired" if today.day >= position.expiry else None

    def _slippage(self, value: float) -> float:
        del value  # buying back always costs something
        return self._model.condor_slippage

    def _new(self, today: Day) -> Position:
        return self._desk.sell(today)


class _Calls(_Book):
    def __init__(self, layer: Layer, model: Model, days: Sequence[Day]) -> None:
        super().__init__(model, days)
        self._layer = layer

    def _value(self, position: Position, today: Day) -> float:
        return layers.value(position, self._model, today)

    def _due(self, position: Position, today: Day) -> str | None:
        return "Rolled" if (position.expiry - today.day).days <= self._layer.roll else None

    def _slippage(self, value: float) -> float:
        return min(self._model.call_slippage, value)  # what is worth less can't lose more

    def _new(self, today: Day) -> Position:
        return layers.buy(self._layer, self._model, today)


def _assert_sums(plan: Plan, run: Run) -> None:
    """The log must sum to the daily series."""
    names = {layer.name for layer in plan.layers}
    for daily, hedge in ((run.base, False), (run.hedge, True)):
        log = sum(t.pnl for t in run.trades if (t.strategy in names) == hedge)
        if abs(log - sum(daily)) > 0.005 * (len(daily) + 1):
            raise AssertionError(f"the log sums to {log:.2f}, the days to {sum(daily):.2f}")


def main(folder: str) -> None:
    """Write every sample below a folder."""
    model = Model()
    days = market(model.mean_days)
    for plan in SAMPLES:
        write(plan, days, simulate(plan, model, days), Path(folder) / plan.name)
    account.write(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1])
