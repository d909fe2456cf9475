"""Records of the figures of stress episodes."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import Basis
from qa.calculator.core.scope import SUPPOSED
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account
from qa.calculator.risk.drawdown import Compute
from qa.calculator.risk.episodes import Outcome, count, each, median_of, of_episodes, offset, sums
from qa.numerals import Unit

_SOURCE = "Episodes by VIX closes alone: a high level, or a sharp rise within a week."
_VALIDITY = "Few episodes: each is in the worked numbers. They are found from VIX, never from what the hedge did."
#: What base, hedge and both made, and the part offset: none is read without the others.
_TOGETHER = ("episode.base", "episode.hedge", "episode.net", "episode.offset")


def _spec(  # noqa: PLR0913 a figure is told by so much
    key: str,
    *,
    title: str,
    meaning: str,
    formula: str,
    phrases: tuple[str, ...],
    sentences: Sentences,
    subject: str,
    compute: Compute,
    beside: tuple[str, ...] = _TOGETHER,
    unit: Unit = "fraction/span",
    basis: Basis = "account",
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis=basis,
        counts="episodes",
        formula=formula,
        validity=_VALIDITY,
        source=_SOURCE,
        phrases=phrases,
        sentences=sentences,
        beside=tuple(other for other in beside if other != key),
        subject=subject,
        narrows=("dates", "tier", *SUPPOSED),
        compute=compute,
    )


def _drawdown(account: Account) -> FigureSpec:
    side, name = account.side, account.name

    def depth(outcome: Outcome) -> float:
        return outcome.hedged_drawdown if account.hedged else outcome.drawdown

    return _spec(
        f"episode.fall.{side}",
        title=f"Maximum drawdown within a stress episode, {side}",
        meaning=f"The maximum drawdown of {name} inside any stress episode.",
        formula="min over episodes of MDD inside",
        phrases=(
            f"fall in stress {side}",
            *account.alone("drawdown in stress episodes", "drawdown in a crisis", "drawdown in a crash"),
            *account.asked("drawdown in stress", "max drawdown in stress episodes", "stress drawdown"),
        ),
        sentences=Sentences(above=f"the maximum drawdown of {name} within a stress episode was {{m}}"),
        subject="Maximum drawdown in stress episodes",
        compute=of_episodes(lambda made: min(map(depth, made)), each(depth)),
        beside=(f"episode.fall.{account.other}",),
    )


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="episode.count",
        title="Number of stress episodes",
        meaning="How many stress episodes VIX shows within the days of the backtest.",
        unit="count",
        basis="none",
        counts="episodes",
        formula="runs of days with VIX at or above a high level, or half as high again within a week, near ones merged",
        validity="What a backtest says of stress rests on no more than these.",
        source=_SOURCE,
        phrases=(
            "stress episodes",
            "how many episodes",
            "number of stress episodes",
            "episodes",
            "how many stress episodes",
            "how many crises",
            "how many crashes",
            "number of crises",
            "number of crashes",
            "how many VIX spikes",
        ),
        sentences=Sentences(above="the number of stress episodes was {d}"),
        subject="Stress episodes",
        narrows=("dates", "tier"),
        compute=count,
    ),
    _spec(
        "episode.base",
        title="Median P&L of the base strategy in a stress episode",
        meaning="The median over the stress episodes of what the base strategy earned or lost in one.",
        formula="median over episodes of sum(base P&L) / base",
        phrases=(
            "base in stress",
            "unhedged in a crisis",
            "return in stress episodes",
            "base in a crisis",
            "base in a crash",
            "base strategy in stress episodes",
            "unhedged in stress",
            "unhedged in a crash",
            "condors in a crisis",
            "condors in a crash",
        ),
        sentences=Sentences(above="the median P&L of the base strategy in a stress episode was {d} {b}"),
        subject="The base strategy in stress episodes",
        compute=of_episodes(median_of(lambda t: t.base), each(lambda t: t.base)),
    ),
    _spec(
        "episode.hedge",
        title="Median P&L of the hedge in a stress episode",
        meaning="The median over the stress episodes of what the hedge earned or lost in one.",
        formula="median over episodes of sum(hedge P&L) / base",
        phrases=(
            "hedge in stress",
            "hedge in a crisis",
            "hedge in a crash",
            "does the hedge pay in a crash",
            "hedge in stress episodes",
            "does the hedge pay in a crisis",
            "does the hedge work in a crash",
            "hedge in a VIX spike",
            "hedge payoff in a crash",
            "hedge in a panic",
            "crisis performance of the hedge",
        ),
        sentences=Sentences(above="the median P&L of the hedge in a stress episode was {d} {b}"),
        subject="The hedge in stress episodes",
        compute=of_episodes(median_of(lambda t: t.hedge), each(lambda t: t.hedge)),
    ),
    _spec(
        "episode.net",
        title="Median P&L of the hedged account in a stress episode",
        meaning="The median over the stress episodes of what the hedged account earned or lost in one.",
        formula="median over episodes of sum(base P&L + hedge P&L) / base",
        phrases=(
            "hedged in stress",
            "hedged in a crisis",
            "hedged in a crash",
            "hedged account in stress episodes",
            "hedged account in a crisis",
            "hedged account in a crash",
            "hedged return in stress episodes",
            "hedged in a panic",
        ),
        sentences=Sentences(above="the median P&L of the hedged account in a stress episode was {d} {b}"),
        subject="The hedged account in stress episodes",
        compute=of_episodes(median_of(lambda t: t.base + t.hedge), each(lambda t: t.base + t.hedge)),
    ),
    _spec(
        "episode.offset",
        title="Share of losses offset in stress episodes",
        meaning="Which share of the base strategy's loss over all stress episodes together the hedge offset.",
        formula="-sum(hedge P&L) / sum(base P&L), where the base lost over all episodes",
        phrases=(
            "offset",
            "losses offset",
            "how much of the loss does the hedge offset",
            "made good by the hedge",
            "share of losses offset",
            "loss offset in stress",
            "offset in a crash",
            "offset in a crisis",
            "losses covered by the hedge",
            "how much of the losses does the hedge cover",
        ),
        sentences=Sentences(
            above="the hedge offset {m} of the base strategy's loss over all stress episodes",
            below="the hedge added {m} to the base strategy's loss over all stress episodes",
        ),
        subject="Losses offset by the hedge in stress episodes",
        compute=of_episodes(offset, sums),
        unit="fraction",
        basis="loss",
    ),
    _drawdown(UNHEDGED),
    _drawdown(HEDGED),
)
