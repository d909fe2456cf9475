"""Stress episodes one by one: in how many the hedge paid, and what it brought back of the premium held as each began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.chosen import NO_TRADES
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Table, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.episodes import outcomes

if TYPE_CHECKING:
    import numpy as np

    from qa.calculator.core.facts import Facts
    from qa.numerals import Unit


def paid(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of the stress episodes in which the hedge gained [fraction], with Wilson's interval from twelve episodes on."""
    made = outcomes(facts, scope)
    if isinstance(made, NotComputed):
        return made
    gained, n = sum(t.hedge > 0 for t in made), len(made)
    steps = (
        Step(label="episodes in which the hedge gained", value=gained, unit="count"),
        Step(label="episodes", value=n, unit="count"),
    )
    interval = share_interval(gained, n) if n >= FEWEST else None
    start, end = str(made[0].episode.first), str(made[-1].episode.last)
    return Value(value=gained / n, n=n, start=start, end=end, interval=interval, steps=steps)


def listed(facts: Facts, scope: Scope) -> Table | NotComputed:
    """Each stress episode with what base, hedge and both made over the base, and the drawdowns inside [fraction]."""
    made = outcomes(facts, scope)
    if isinstance(made, NotComputed):
        return made
    names: tuple[Unit, ...] = ("fraction/span", "fraction/span", "fraction/span", "fraction", "fraction")
    columns = tuple(zip(("base", "hedge", "net", "drawdown", "hedged drawdown"), names, strict=True))
    rows = tuple(
        (f"{t.episode.first} to {t.episode.last}", (t.base, t.hedge, t.base + t.hedge, t.drawdown, t.hedged_drawdown))
        for t in made
    )
    return Table(columns=columns, label="episode", rows=rows)


def multiple(facts: Facts, scope: Scope) -> Value | NotComputed:
    """What the hedge was worth after a stress episode for each dollar of premium held before it [ratio], the median of them.

    `(premium + P&L in the episode) / premium`, the premium at cost of the positions opened before its first day and closed on
    it or later. Episodes before which nothing was held are left out.
    """
    import numpy as np

    made = outcomes(facts, scope)
    if isinstance(made, NotComputed):
        return made
    if facts.backtest.trades is None:
        return NO_TRADES
    found, steps = [], list[Step]()
    for t in made:
        held = _held(facts, t.episode.first)
        if isinstance(held, NotComputed):
            return held
        if held > 0:
            found.append(1 + t.hedge * facts.base / held)
            steps.append(Step(label=f"{t.episode.first} to {t.episode.last}", value=found[-1], unit="ratio"))
    if not found:
        reason = "the hedge held no position for a premium as a stress episode began"
        return NotComputed(reason=reason, bring="ask for the hedge's P&L in stress episodes")
    start, end = str(made[0].episode.first), str(made[-1].episode.last)
    return Value(value=float(np.median(found)), n=len(found), start=start, end=end, steps=tuple(steps))


def _held(facts: Facts, day: np.datetime64) -> float | NotComputed:
    """Premium at cost of the hedge's positions that were open as a day began [USD]."""
    held = 0.0
    for table, closes in ((facts.backtest.trades, True), (facts.backtest.open_trades, False)):
        if table is None:
            continue
        if not {"premium", "contracts"} <= set(table):
            return NotComputed(reason="the trade log has no premium column", bring="export the log with that column")
        open_ = table["hedge"].to_numpy() & (table["opened"].to_numpy().astype("datetime64[D]") < day)
        if closes:
            open_ &= table["closed"].to_numpy().astype("datetime64[D]") >= day
        held -= float((table["premium"] * table["contracts"])[open_].sum())
    return held


_SOURCE = "Episodes by VIX closes alone: a high level, or a sharp rise within a week."
FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="episode.paid",
        title="Share of stress episodes in which the hedge gained",
        meaning="In which share of the stress episodes the hedge gained; each episode is in the worked numbers.",
        unit="fraction",
        basis="none",
        counts="episodes",
        formula="count(hedge P&L > 0) / episodes",
        validity="Few episodes. They are found from VIX, never from what the hedge did.",
        source=_SOURCE,
        phrases=(
            *("in how many episodes did the hedge pay", "share of episodes in which the hedge paid", "table of episodes"),
            *("how often does the hedge pay in a crisis", "episodes one by one", "list of stress episodes", "episode by episode"),
        ),
        sentences=Sentences(above="the hedge gained in {d} of the stress episodes"),
        beside=("episode.hedge", "episode.offset", "episode.count"),
        subject="Stress episodes one by one",
        narrows=("dates", "tier", *SUPPOSED),
        compute=paid,
        worked=listed,
    ),
    FigureSpec(
        key="episode.multiple",
        title="Multiple of the hedge's premium in a stress episode, median",
        meaning="What the hedge was worth after a stress episode for each dollar of premium held before it, as the median.",
        unit="ratio",
        basis="none",
        counts="episodes",
        formula="median over episodes of (premium held + hedge P&L) / premium held",
        validity="Few episodes: each is in the worked numbers. The premium is at cost and not what the position was worth.",
        source=_SOURCE,
        phrases=(
            *("multiple in a crisis", "multiple in stress episodes", "how many times its premium does the hedge pay in a crash"),
            *("payoff multiple in a crash", "hedge multiple in stress", "return on premium in a crisis"),
        ),
        sentences=Sentences(above="the hedge was worth {d} times its premium after the median stress episode"),
        beside=("episode.paid", "episode.hedge"),
        subject="What the hedge's premium became in stress episodes",
        narrows=("dates", "tier", *SUPPOSED),
        compute=multiple,
        worked=listed,
    ),
)
