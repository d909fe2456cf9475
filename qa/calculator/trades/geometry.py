"""Geometry of a condor or spread: width, credit, maximum loss and break-even; from its legs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from corpus.backtests.legs import Leg, parse_legs
from qa.calculator.core.chosen import NARROWS, Chosen, choose, trades_value, worked_by
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Table, Value
from qa.calculator.core.variants import MULTIPLIER
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.scope import Scope

#: Where no trade has a shape.
NO_SPREADS = NotComputed(
    reason="no trade in the log has legs that can be read as short vertical spreads",
    bring="use a trade log that gives strikes, rights and sides",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One trade of short spreads on one expiry, a contract of it [points]."""

    #: of the wider of its spreads
    width: float
    credit: float
    #: fees over the life of the trade
    cost: float
    #: short strikes with the credit beyond them; a side without a spread is None
    lower: float | None
    upper: float | None

    @property
    def max_loss(self) -> float:
        """Maximum loss of a contract [points]: `w - c + k`; both sides can't lose at once."""
        return self.width - self.credit + self.cost

    @property
    def full_loss_break_even(self) -> float:
        """Win rate at which full wins and full losses cancel [fraction]: `(w - c + k) / w`."""
        return self.max_loss / self.width


def shape_of(legs: tuple[Leg, ...], credit: float, cost: float) -> Shape | None:
    """The shape of short vertical spreads, or None where the legs are something else.

    `credit` and `cost` are points a contract. Each right has as many short as long legs of one size and expiry, the long
    ones further out.

    >>> from datetime import date
    >>> day = date(2024, 1, 3)
    >>> put = lambda n, k: Leg(contracts=n, underlying=None, expiry=day, strike=k, right="put", price=None)
    >>> shape_of((put(-1, 4700), put(1, 4695)), 0.70, 0.0).max_loss
    4.3
    """
    if len({(leg.expiry, abs(leg.contracts)) for leg in legs}) != 1:
        return None
    widths, edges = [], {}
    for right, outward in (("put", -1.0), ("call", 1.0)):
        own = [leg for leg in legs if leg.right == right]
        short, long = ([leg.strike for leg in own if (leg.contracts < 0) == sold] for sold in (True, False))
        if not own:
            continue
        if len(short) != 1 or len(long) != 1 or (long[0] - short[0]) * outward <= 0:
            return None
        widths.append(abs(long[0] - short[0]))
        edges[right] = short[0] + outward * credit
    if not widths or credit <= 0:
        return None
    return Shape(width=max(widths), credit=credit, cost=cost, lower=edges.get("put"), upper=edges.get("call"))


def shapes_of(chosen: Chosen) -> Iterator[Shape | None]:
    """The shape of each trade; None where its legs are no short spreads or can't be read."""
    table = chosen.table
    days = zip(table["opened"].dt.date, table["closed"].dt.date, strict=True)
    fees = table["fees"] if "fees" in table else [0.0] * len(table)
    rows = zip(table["legs"], days, table["premium"], table["contracts"], fees, strict=True)
    for text, (opened, closed), premium, contracts, fee in rows:
        legs = parse_legs(text, opened, closed)
        cost = fee / contracts / MULTIPLIER if contracts else 0.0
        yield shape_of(legs, premium / MULTIPLIER, cost) if legs else None


def listed_shapes(chosen: Chosen) -> Table | NotComputed:
    """The shape of each trade whose legs are short spreads, by the day of its opening [points, the last a fraction]."""
    for column in ("premium", "contracts"):
        if isinstance(missing := chosen.number(column), NotComputed):
            return missing
    rows = tuple(
        (str(day), (shape.width, shape.credit, shape.cost, shape.max_loss, shape.full_loss_break_even))
        for day, shape in zip(chosen.opened, shapes_of(chosen), strict=True)
        if shape is not None
    )
    points: tuple[tuple[str, Unit], ...] = (("w", "points"), ("c", "points"), ("k", "points"), ("w - c + k", "points"))
    return Table(columns=(*points, ("(w - c + k) / w", "fraction")), label="opened", rows=rows)


def _median(part: Callable[[Shape], float], unit: Unit) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        chosen = choose(facts, scope, hedge=False)
        if isinstance(chosen, NotComputed):
            return chosen
        for column in ("premium", "contracts"):
            if isinstance(missing := chosen.number(column), NotComputed):
                return missing
        values = [part(shape) for shape in shapes_of(chosen) if shape is not None]
        if not values:
            return NO_SPREADS
        least, most = (Step(label=which, value=f(values), unit=unit) for which, f in (("smallest", min), ("largest", max)))
        return trades_value(chosen, median(values), least, most, n=len(values))

    return compute


def _spec(  # noqa: PLR0913 a figure is told by so much
    part: Callable[[Shape], float],
    *,
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    phrases: tuple[str, ...],
    sentence: str,
    beside: tuple[str, ...],
    subject: str,
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="trades" if unit == "fraction" else "none",
        counts="trades",
        formula=formula,
        validity="The median over all trades whose legs are short vertical spreads, for one contract held to expiry.",
        source="Payoff of short vertical spreads.",
        phrases=phrases,
        sentences=Sentences(above=sentence),
        beside=beside,
        subject=subject,
        narrows=NARROWS,
        compute=_median(part, unit),
        worked=worked_by(listed_shapes, hedge=False),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        lambda s: s.width,
        key="geometry.width",
        title="Median spread width",
        meaning="The distance between the short and the long strike, for the median trade.",
        unit="points",
        formula="w = |long strike - short strike|",
        phrases=(
            "width of the spreads", "wing width", "how wide are the spreads", "spread width", "distance between strikes",
            "how wide are the wings", "width of the condor", "strike width",
        ),
        sentence="the spreads were {d} points wide for the median trade",
        beside=("geometry.credit", "geometry.max_loss"),
        subject="Width of the spreads",
    ),
    _spec(
        lambda s: s.credit,
        key="geometry.credit",
        title="Median credit per contract",
        meaning="The premium received for a contract at its sale, for the median trade.",
        unit="points",
        formula="c = premium",
        phrases=(
            "credit", "credit received", "average credit", "median credit", "credit per contract", "premium collected",
            "premium received", "how much credit", "credit per condor",
        ),
        sentence="the credit of a contract was {d} points for the median trade",
        beside=("geometry.width", "geometry.max_loss"),
        subject="Credit per contract",
    ),
    _spec(
        lambda s: s.max_loss,
        key="geometry.max_loss",
        title="Median maximum loss per contract",
        meaning="The loss of a contract when the index settles beyond a long strike, net of fees, for the median trade.",
        unit="points",
        formula="w - c + k",
        phrases=(
            "maximum loss", "max loss", "most it can lose", "maximum risk per contract", "max risk per contract",
            "largest possible loss", "loss beyond the long strike", "worst case of a contract", "maximum possible loss",
        ),
        sentence="the maximum loss of a contract was {d} points for the median trade",
        beside=("geometry.credit", "geometry.width"),
        subject="Maximum loss per contract",
    ),
    _spec(
        lambda s: s.full_loss_break_even,
        key="geometry.full_loss_break_even",
        title="Median break-even win rate at maximum loss",
        meaning="The win rate that breaks even if every win keeps the full credit and every loss is the maximum loss.",
        unit="fraction",
        formula="(w - c + k) / w",
        phrases=(
            "full-loss break-even", "break-even of a full loss", "break-even at maximum loss", "full loss breakeven",
            "break-even win rate at max loss", "win rate needed if every loss is a full loss",
            "break-even with full losses", "break-even if every loss is the maximum loss",
        ),
        sentence="the break-even win rate at the maximum loss was {d} for the median trade",
        beside=("trades.win_rate", "geometry.max_loss"),
        subject="Break-even win rate at maximum loss",
    ),
)  # fmt: skip
