"""What-ifs: the hedge size that reaches a target, the break-even slippage, the smallest account."""

from __future__ import annotations

from collections.abc import Callable

from qa.calculator.core.chosen import NARROWS, NO_TRADES, choose, trades_value
from qa.calculator.core.facts import UNHEDGED, Facts, Mix
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import mixed_path
from qa.calculator.core.result import Counts, NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.core.variants import MULTIPLIER, parts_of, rows_of
from qa.numerals import Unit

#: The largest size of the hedge that is tested, and the step between sizes [ratio].
MOST, STEP = 2.0, 0.01
_NO_TARGET = NotComputed(reason="no target was given as a cost or as a part by which to reduce", bring="state one")


def size_for_drag(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Size of the hedge at which the mean monthly drag is the stated one [ratio]: `k = target / mean(u - h)`.

    The drag is in proportion to the size. Needs a hedge that costs something.
    """
    if scope.claim is None:
        return _NO_TARGET
    if scope.claim < 0:
        return NotComputed(reason="the target cost is negative", bring="state a cost of zero or more")
    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope.less("claim"))
    if isinstance(sample, NotComputed):
        return sample
    mean = float(sample.drag.mean())
    if mean <= 0:
        reason = "the hedge had no positive mean cost over these months, so no size of it costs the target"
        return NotComputed(reason=reason, bring="choose other dates")
    steps = (
        Step(label="target", value=scope.claim, unit="fraction/month"),
        Step(label="mean drag at the size of the backtest", value=mean, unit="fraction/month"),
    )
    return Value(value=scope.claim / mean, n=len(sample), start=sample.start, end=sample.end, steps=steps)


def size_for_reduction(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Smallest size of the hedge that reduces the maximum drawdown by the stated part [ratio], up to twice its size.

    In steps of one hundredth, from no hedge at all. A larger hedge need not mean a smaller drawdown, so there may be none.
    """
    if scope.claim is None:
        return _NO_TARGET
    if facts.unhedged_only:
        return facts.unhedged_only
    dates = scope.less("claim")
    path = mixed_path(facts, dates, UNHEDGED)
    if isinstance(path, NotComputed):
        return path
    depth = path.deepest.depth
    if depth == 0:
        return NotComputed(reason="the unhedged account had no drawdown to reduce", bring="use a longer backtest")
    for i in range(round(MOST / STEP) + 1):
        hedged = mixed_path(facts, dates, Mix(1.0, i * STEP))
        if isinstance(hedged, NotComputed):
            break
        reduction = 1 - hedged.deepest.depth / depth
        if reduction >= scope.claim:
            steps = (
                Step(label="maximum drawdown, unhedged", value=depth, unit="fraction"),
                Step(label="reduction of the maximum drawdown at that size", value=reduction, unit="fraction"),
            )
            start, end = str(path.days[1]), str(path.days[-1])
            return Value(value=i * STEP, n=len(path), start=start, end=end, steps=steps)
    reason = "no size of the hedge that was tested reduces the maximum drawdown by the target"
    return NotComputed(reason=reason, bring="state a smaller reduction")


def break_even_slippage(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Slippage of each base contract at which the base strategy's P&L is zero [points a contract].

    `s* = sum(P&L) / (100 sum(contracts))`; negative where it lost in any case.
    """
    base = choose(facts, scope, hedge=False)
    if isinstance(base, NotComputed):
        return base
    contracts = base.number("contracts")
    if isinstance(contracts, NotComputed):
        return contracts
    traded = float(contracts.sum())
    steps = (
        Step(label="sum of P&L", value=float(base.pnl.sum()), unit="USD"),
        Step(label="contracts", value=traded, unit="count"),
    )
    return trades_value(base, float(base.pnl.sum()) / (MULTIPLIER * traded), *steps)


def smallest_account(facts: Facts, _: Scope) -> Value | NotComputed:
    """Smallest capital at which every part keeps a whole contract [USD]: `base / min(contracts of a part)`."""
    trades = facts.backtest.trades
    if trades is None:
        return NO_TRADES
    if "contracts" not in trades:
        return NotComputed(reason="the trade log has no contracts column", bring="export the log with that column")
    if facts.unhedged_only:
        return facts.unhedged_only
    least = {part: float(trades.loc[rows_of(trades, part), "contracts"].min()) for part in parts_of(trades)}
    part = min(least, key=lambda p: (least[p], p))
    days = facts.days
    steps = (
        Step(label="capital base", value=facts.base, unit="USD"),
        Step(label=f"fewest contracts, {part or 'base'}", value=least[part], unit="count"),
    )
    return Value(value=facts.base / least[part], n=len(trades), start=str(days[0]), end=str(days[-1]), steps=steps)


def _spec(  # noqa: PLR0913 a figure is told by so much
    compute: Callable[[Facts, Scope], Value | NotComputed],
    *,
    key: str,
    title: str,
    meaning: str,
    formula: str,
    validity: str,
    narrows: tuple[str, ...],
    phrases: tuple[str, ...],
    sentences: Sentences,
    beside: tuple[str, ...],
    subject: str,
    unit: Unit = "ratio",
    counts: Counts = "months",
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts=counts if unit == "ratio" else "trades",
        formula=formula,
        validity=validity,
        source="Proportional scaling of the backtest.",
        phrases=phrases,
        sentences=sentences,
        beside=beside,
        subject=subject,
        narrows=narrows,
        compute=compute,
    )


_LINEAR = "In proportion: no rounding to whole contracts, no effect on fills or margin."
FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        size_for_drag,
        key="whatif.size_for_drag",
        title="Hedge size for a target drag",
        meaning="The multiple of its size at which the hedge would have the target mean monthly drag.",
        formula="target / mean(u - h)",
        validity=_LINEAR,
        narrows=("bounds", "dates", "tier", "layer", "without", "claim"),
        phrases=(
            "what size costs", "size for a target cost", "how much hedge for", "hedge size for a target drag",
            "size for a target drag", "what hedge size costs", "how large a hedge costs", "hedge size for a budget",
            "hedge budget",
        ),
        sentences=Sentences(above="the size of the hedge with the target drag was {d} times its size in the backtest"),
        beside=("drag.monthly.mean",),
        subject="Hedge size for a target cost",
    ),
    _spec(
        size_for_reduction,
        key="whatif.size_for_reduction",
        title="Hedge size for a target drawdown reduction",
        meaning="The smallest multiple of its size at which the hedge reduces the maximum drawdown by the target.",
        formula="least k with 1 - MDD(u + k c) / MDD(u) >= target",
        validity=_LINEAR,
        narrows=("dates", "tier", "layer", "without", "claim"),
        phrases=(
            "size for a target reduction", "how much hedge to reduce the drawdown", "hedge size for a drawdown reduction",
            "size needed to reduce the drawdown", "how large a hedge to reduce the drawdown", "hedge size for a target drawdown",
            "how much hedging to cut the drawdown", "hedge needed to cut the drawdown", "size to cut the drawdown",
        ),
        sentences=Sentences(
            above="the smallest size of the hedge with the target reduction of the maximum drawdown was {d} times its size in"
            " the backtest"
        ),
        beside=("drawdown.reduction",),
        subject="Hedge size for a target drawdown reduction",
        counts="days",
    ),
    _spec(
        break_even_slippage,
        key="whatif.slippage",
        title="Break-even slippage",
        meaning="The additional slippage per contract at which the base strategy would break even.",
        formula="sum(P&L) / (100 sum(contracts))",
        validity="The same for every trade, entry and exit together; market impact is left out.",
        narrows=NARROWS,
        phrases=(
            "break-even slippage", "how much slippage", "slippage until it loses", "breakeven slippage", "slippage tolerance",
            "maximum slippage", "slippage it can stand", "slippage before it loses money", "slippage that eats the profit",
            "how much worse can fills be",
        ),
        sentences=Sentences(
            above="the break-even slippage of the base strategy was {m} points per contract",
            below="the base strategy lost money and needed fills {m} points per contract better to break even on slippage",
        ),
        beside=("trades.expectancy",),
        subject="Break-even slippage",
        unit="points",
    ),
    _spec(
        smallest_account,
        key="capital.smallest",
        title="Smallest account for the hedge",
        meaning="The smallest capital at which the base strategy and every layer keep a whole contract, in proportion to the"
        " backtest.",
        formula="base / fewest contracts of a part",
        validity="Contracts can't be divided; a broker's margin requirement is left out.",
        narrows=("tier", *SUPPOSED[:2]),
        phrases=(
            "smallest account", "minimum account", "minimum capital", "how small can the account be", "smallest capital",
            "minimum account size", "capital required", "capital needed for the hedge", "least capital", "minimum investment",
        ),
        sentences=Sentences(above="the smallest account that can hold the base strategy and every layer of the hedge is {d}"),
        beside=("capital.base",),
        subject="Smallest account for the hedge",
        unit="USD",
    ),
)  # fmt: skip
