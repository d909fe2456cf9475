"""The hedge as an investment of its own: its drawdown, what its premium returned, and what it kept of its gains."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.chosen import NARROWS, Chosen, choose, listed_prices, trades_value, worked_by
from qa.calculator.core.facts import HEDGED, Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import SHORTEST, mixed_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import settled, size
from qa.calculator.core.sample import unsound
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.core.stress import stress_episodes
from qa.calculator.returns.growth import UNDER_A_YEAR
from qa.calculator.returns.irr import unique_rate

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values

#: Sessions after a stress episode by whose end its gains must be taken to count as kept [sessions].
_AFTER = 20


def hedge_path(facts: Facts, scope: Scope) -> tuple[Days, Values] | NotComputed:
    """The hedge's P&L so far over the capital base [fraction], nothing first, and the days, the one before them first."""
    import numpy as np

    path = mixed_path(facts, scope, HEDGED)
    if isinstance(path, NotComputed):
        return path
    pnl = facts.per_day.hedge_pnl
    assert pnl is not None, "there is a hedge"
    made = np.concatenate([[0.0], np.cumsum(pnl[facts.within(scope.dates)])]) / facts.base
    return path.days, made


def _below(made: Values) -> Values:
    """How far the sum so far is below its highest value so far, the start among it; rounding left out."""
    import numpy as np

    return settled(made - np.maximum.accumulate(made), size(made))


def drawdown(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Maximum drawdown of the hedge's summed P&L [fraction of the base, zero or negative]: `min(S - cummax(S))`."""
    import numpy as np

    found = hedge_path(facts, scope)
    if isinstance(found, NotComputed):
        return found
    days, made = found
    below = _below(made)
    trough = int(below.argmin())
    peak = int(np.flatnonzero(below[: trough + 1] == 0)[-1])
    steps = tuple(
        Step(label=f"{what}, sum of the hedge's P&L, on {days[at]}", value=float(made[at]), unit="fraction/span")
        for what, at in (("peak", peak), ("trough", trough))
    )
    fell = (str(days[peak]), str(days[trough])) if below[trough] < 0 else None
    return Value(value=float(below[trough]), n=len(made) - 1, start=str(days[1]), end=str(days[-1]), steps=steps, fell=fell)


def under_water(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of days on which the hedge's summed P&L is below its highest so far [fraction], the start among it."""
    found = hedge_path(facts, scope)
    if isinstance(found, NotComputed):
        return found
    days, made = found
    below = int((_below(made)[1:] < 0).sum())
    step = Step(label="days below the highest sum so far", value=below, unit="count")
    return Value(value=below / (len(made) - 1), n=len(made) - 1, start=str(days[1]), end=str(days[-1]), steps=(step,))


def _paid(chosen: Chosen) -> tuple[Values, Values] | NotComputed:
    """What each hedge trade paid when it was opened and what it brought when it was closed, fees with the closing [USD]."""
    import numpy as np

    premium, contracts = chosen.number("premium"), chosen.number("contracts")
    for column in (premium, contracts):
        if isinstance(column, NotComputed):
            return column
    assert not isinstance(premium, NotComputed)
    assert not isinstance(contracts, NotComputed)
    paid = -premium * contracts
    if not (paid > 0).any() or (paid < 0).any():
        return NotComputed(reason="the hedge's trades were not bought for a premium", bring="use a log with its premiums")
    return paid, np.asarray(paid + chosen.pnl)


def multiple(chosen: Chosen) -> Value | NotComputed:
    """What the hedge brought back for each dollar of premium [ratio]: `sum(premium + P&L) / sum(premium)`, net of fees."""
    flows = _paid(chosen)
    if isinstance(flows, NotComputed):
        return flows
    paid, back = (float(own.sum()) for own in flows)
    steps = (Step(label="premium paid", value=paid, unit="USD"), Step(label="brought back, net of fees", value=back, unit="USD"))
    return trades_value(chosen, back / paid, *steps)


def rate(chosen: Chosen) -> Value | NotComputed:
    """Internal rate of return of the hedge's premiums [fraction a year]: paid at the openings, brought back at the closings.

    Given only where it is the only one, and never under a year.
    """
    import numpy as np

    flows = _paid(chosen)
    if isinstance(flows, NotComputed):
        return flows
    closed = chosen.table["closed"].to_numpy().astype("datetime64[D]")
    days = np.concatenate([chosen.opened, closed])
    since = (days - days.min()).astype(np.float64)
    if since.max() < SHORTEST:
        return UNDER_A_YEAR
    order = np.argsort(since, kind="stable")
    found = unique_rate(since[order], np.concatenate([-flows[0], flows[1]])[order])
    if isinstance(found, NotComputed):
        return found
    steps = (
        Step(label="premium paid", value=float(flows[0].sum()), unit="USD"),
        Step(label="brought back, net of fees", value=float(flows[1].sum()), unit="USD"),
    )
    return trades_value(chosen, found, *steps)


def capture(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of the hedge's highest gains in stress episodes that it still had afterwards [fraction]: `sum(kept) / sum(peak)`.

    Of each episode the peak of the hedge's P&L since the day before it, within it; kept is that P&L 20 sessions after its last
    day. Episodes in which the hedge never gained are left out, and those whose 20 sessions the data don't have.
    """
    import numpy as np

    missing = facts.unhedged_only or unsound(facts, "day")
    if missing:
        return missing
    found = stress_episodes(facts)
    if isinstance(found, NotComputed):
        return found
    pnl = facts.per_day.hedge_pnl
    assert pnl is not None, "there is a hedge"
    made, steps = [], list[Step]()
    for episode in found:
        first, after = int(np.searchsorted(facts.days, episode.first)), int(np.searchsorted(facts.days, episode.last, "right"))
        if not episode.begins_in(scope.dates) or after + _AFTER > len(facts.days):
            continue
        so_far = np.cumsum(pnl[first : after + _AFTER])
        peak, kept = float(so_far[: after - first].max()), float(so_far[-1])
        if peak > 0:
            made.append((episode, peak, kept))
            steps += [
                Step(label=f"peak in {episode.first} to {episode.last}", value=peak, unit="USD"),
                Step(label="kept of it", value=kept, unit="USD"),
            ]
    if not made:
        reason = "no stress episode within these days had a gain of the hedge and the sessions after it"
        return NotComputed(reason=reason, bring="ask for a longer period")
    value = sum(kept for *_, kept in made) / sum(peak for _, peak, _ in made)
    return Value(value=value, n=len(made), start=str(made[0][0].first), end=str(made[-1][0].last), steps=tuple(steps))


def _of_trades(of: Callable[[Chosen], Value | NotComputed]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        chosen = choose(facts, scope, hedge=True)
        return chosen if isinstance(chosen, NotComputed) else of(chosen)

    return compute


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="hedge.drawdown",
        title="Maximum drawdown of the hedge itself",
        meaning="The largest decline of the hedge's summed P&L from its highest value so far, over the capital base.",
        unit="fraction",
        counts="days",
        formula="min(S - cummax(S)), S the sum of the hedge's P&L over the base",
        validity="Of the hedge alone: what the base strategy made meanwhile is not in it.",
        source="Maximum drawdown of a sum, the start included.",
        phrases=(
            *("drawdown of the hedge", "drawdown of the hedge itself", "hedge drawdown", "largest decline of the hedge"),
            *("how much did the hedge lose from its peak", "maximum drawdown of the calls"),
        ),
        sentences=Sentences(above="the maximum drawdown of the hedge itself was {m} {b}"),
        beside=("hedge.under_water", "drag.monthly.total"),
        subject="Drawdown of the hedge itself",
        narrows=("dates", "tier", *SUPPOSED),
        compute=drawdown,
    ),
    FigureSpec(
        key="hedge.under_water",
        title="Share of days on which the hedge was below its high",
        meaning="The share of days on which the hedge's summed P&L was below its highest value so far.",
        unit="fraction",
        basis="counted",
        counts="days",
        formula="count(S < cummax(S)) / n, S the sum of the hedge's P&L",
        validity="A hedge that pays rarely is below its high most of the time by design.",
        source="Share of days.",
        phrases=(
            *("hedge under water", "how long is the hedge under water", "time under water of the hedge", "hedge below its high"),
            *("share of days the hedge was below its high", "days the hedge was in drawdown"),
        ),
        sentences=Sentences(above="the hedge was below its high on {d} {b}"),
        beside=("hedge.drawdown",),
        subject="How long the hedge was below its high",
        narrows=("dates", "tier", *SUPPOSED),
        compute=under_water,
    ),
    FigureSpec(
        key="hedge.irr",
        title="Internal rate of return of the hedge's premiums",
        meaning="The annual rate at which the premiums paid and what the hedge brought back balance in present value.",
        unit="fraction/year",
        basis="premium",
        counts="trades",
        formula="sum(CF_i / (1 + r)^((d_i - d_0) / 365)) = 0, premiums out at the opening, premium + P&L in at the closing",
        validity="On the premium and not on the account. Computed only where the rate is unique, and never for less than a year.",
        source="Uniqueness: C. J. Norstrom, JFQA 7 (1972).",
        phrases=(
            *("IRR of the hedge", "internal rate of return of the hedge", "return on the premium", "IRR of the calls"),
            *("hedge IRR", "rate of return on hedge premium"),
        ),
        sentences=Sentences(
            above="the internal rate of return of the hedge's premiums was {d} a year",
            below="the internal rate of return of the hedge's premiums was {d} a year",
        ),
        beside=("hedge.multiple", "premium.spent"),
        subject="Return on the hedge's premiums",
        narrows=NARROWS,
        compute=_of_trades(rate),
        worked=worked_by(listed_prices, hedge=True),
    ),
    FigureSpec(
        key="hedge.multiple",
        title="Multiple of the hedge's premium brought back",
        meaning="What the hedge's closed trades brought back, net of fees, for each dollar of premium paid.",
        unit="ratio",
        basis="none",
        counts="trades",
        formula="sum(premium + P&L) / sum(premium)",
        validity="Below one the hedge lost. Says nothing of when: read it with the rate of return.",
        source="Multiple on invested capital.",
        phrases=(
            *("multiple of the hedge", "multiple of the premium", "hedge multiple", "multiple on premium"),
            *("how much of the premium came back", "dollars back per dollar of premium"),
        ),
        sentences=Sentences(above="the hedge brought back {d} times its premium"),
        beside=("hedge.irr", "premium.spent", "premium.recovered"),
        subject="What the hedge brought back of its premium",
        narrows=NARROWS,
        compute=_of_trades(multiple),
        worked=worked_by(listed_prices, hedge=True),
    ),
    FigureSpec(
        key="monetisation.capture",
        title="Share of the hedge's peak gains kept after stress episodes",
        meaning="Which share of its highest gains in stress episodes the hedge still had about a month after them.",
        unit="fraction",
        basis="none",
        counts="episodes",
        formula="sum(P&L to some sessions after the episode) / sum(max P&L within it), both from the day before it",
        validity="Few episodes: each is in the worked numbers. Low where gains are left to decay, high where they are taken.",
        source="Episodes by VIX closes alone.",
        phrases=(
            *("monetisation", "monetization", "monetization capture", "monetisation capture", "gains kept after the peak"),
            *("how much of the peak gain was kept", "share of peak gains kept", "does the hedge monetize its gains"),
        ),
        sentences=Sentences(
            above="the hedge kept {m} of its peak gains in stress episodes",
            below="the hedge gave back all of its peak gains in stress episodes and {m} of them more",
        ),
        beside=("episode.hedge", "episode.multiple"),
        subject="What the hedge kept of its gains in stress episodes",
        narrows=("dates", "tier", *SUPPOSED),
        compute=capture,
    ),
)
