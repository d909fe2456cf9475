"""What-ifs: the hedge of the size that reaches a target, the slippage that eats all profit, the smallest account."""

from __future__ import annotations

from collections.abc import Callable

from qa.calculator.core.chosen import NARROWS, choose, told
from qa.calculator.core.facts import UNHEDGED, Facts, Mix
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.path import mixed_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.core.variants import MULTIPLIER, parts_of, rows_of

#: The largest size of the hedge that is looked at, and how finely [ratio].
MOST, STEP = 2.0, 0.01
_NO_TARGET = NotComputed(reason="no target was stated", bring="state one with claim= in the scope")


def size_for_drag(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Size of the hedge at which the mean monthly drag is the stated one [ratio]: `k = target / mean(u - h)`.

    The drag is in proportion to the size. Needs a hedge that costs something.
    """
    if scope.claim is None:
        return _NO_TARGET
    if scope.claim < 0:
        return NotComputed(reason="a target below nothing is the cost of no hedge", bring="state a cost above nothing")
    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope.less("claim"))
    if isinstance(sample, NotComputed):
        return sample
    mean = float(sample.drag.mean())
    if mean <= 0:
        return NotComputed(
            reason="the hedge cost nothing on average, so no size of it costs the target", bring="bring another span"
        )
    steps = (
        Step(label="target", value=scope.claim, unit="fraction/month"),
        Step(label="mean drag at its own size", value=mean, unit="fraction/month"),
    )
    return Value(value=scope.claim / mean, n=len(sample), start=sample.start, end=sample.end, steps=steps)


def size_for_reduction(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Smallest size of the hedge whose drawdown is smaller by the stated part [ratio], looked for up to twice its size.

    In steps of one hundredth, from no hedge at all. More hedge need not mean a smaller fall, so there may be none.
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
        return NotComputed(reason="the unhedged account never fell, so there was nothing to reduce", bring="bring a longer run")
    for i in range(round(MOST / STEP) + 1):
        hedged = mixed_path(facts, dates, Mix(1.0, i * STEP))
        if isinstance(hedged, NotComputed):
            break
        reduction = 1 - hedged.deepest.depth / depth
        if reduction >= scope.claim:
            steps = (
                Step(label="largest fall, unhedged", value=depth, unit="fraction"),
                Step(label="reduction at that size", value=reduction, unit="fraction"),
            )
            start, end = str(path.days[1]), str(path.days[-1])
            return Value(value=i * STEP, n=len(path), start=start, end=end, steps=steps)
    return NotComputed(
        reason="no size of the hedge that was looked at reduces the fall so far", bring="state a smaller reduction"
    )


def break_even_slippage(facts: Facts, scope: Scope) -> Value | NotComputed:
    """How much worse each base trade could have been filled to earn nothing [points a contract].

    `s* = sum(P&L) / (100 sum(contracts))`; negative where it lost anyhow.
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
    return told(base, float(base.pnl.sum()) / (MULTIPLIER * traded), *steps)


def smallest_account(facts: Facts, _: Scope) -> Value | NotComputed:
    """Smallest capital at which every part keeps a whole contract [USD]: `base / min(contracts of a part)`."""
    trades = facts.backtest.trades
    if trades is None or "contracts" not in trades:
        return NotComputed(reason="the log doesn't tell the contracts of its trades", bring="export it with that column")
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


def _spec(  # noqa: PLR0913, PLR0917 a figure is told by so much
    key: str,
    title: str,
    meaning: str,
    formula: str,
    validity: str,
    narrows: tuple[str, ...],
    phrases: tuple[str, ...],
    compute: Callable[[Facts, Scope], Value | NotComputed],
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit={"slippage": "points", "smallest": "USD"}.get(key.rpartition(".")[2], "ratio"),  # type: ignore[arg-type]
        basis="none",
        counts="trades" if key.startswith("capital") or "slippage" in key else "months",
        formula=formula,
        validity=validity,
        source="Proportional scaling of the run.",
        phrases=phrases,
        narrows=narrows,
        compute=compute,
    )


_LINEAR = "In proportion: no rounding to contracts, no effect on fills or margin."
FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "whatif.size_for_drag",
        "Size of the hedge with a stated drag",
        "At how many times its size the hedge would cost a stated share of the account a month on average.",
        "target / mean(u - h)",
        _LINEAR,
        ("bounds", "dates", "tier", "layer", "without", "claim"),
        ("what size costs", "size for a target cost", "how much hedge for"),
        size_for_drag,
    ),
    _spec(
        "whatif.size_for_reduction",
        "Size of the hedge with a stated reduction of the drawdown",
        "At how many times its size the hedge would make the largest fall smaller by a stated part.",
        "least k with 1 - MDD(u + k c) / MDD(u) >= target",
        _LINEAR,
        ("dates", "tier", "layer", "without", "claim"),
        ("size for a target reduction", "how much hedge to reduce the drawdown"),
        size_for_reduction,
    ),
    _spec(
        "whatif.slippage",
        "Break-even slippage",
        "How many points worse each contract of the base could have been filled for the base to earn nothing.",
        "sum(P&L) / (100 sum(contracts))",
        "All trades alike, in and out together; the market's own answer to size is left out.",
        NARROWS,
        ("break-even slippage", "how much slippage", "slippage until it loses"),
        break_even_slippage,
    ),
    _spec(
        "capital.smallest",
        "Smallest account that can hold the hedge",
        "The smallest capital at which base and every layer keep one whole contract, in proportion to the run.",
        "base / fewest contracts of a part",
        "A contract can't be parted; margin that a broker may ask for is left out.",
        ("tier", *SUPPOSED[:2]),
        ("smallest account", "minimum account", "minimum capital", "how small can the account be", "smallest capital"),
        smallest_account,
    ),
)
