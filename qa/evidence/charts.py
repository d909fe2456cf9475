"""Charts of a document: which ones stand on it, their series, and the sentences above and below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope, Signal
from qa.document import SeriesView
from qa.evidence import chart_findings as finding
from qa.evidence import chart_market as market
from qa.evidence import chart_parts as parts
from qa.evidence import chart_series as along
from qa.evidence.chart_series import Series

#: Charts on one answer.
_MOST = 2
#: How the marks of charts of base and hedge are read.
_BASE_AND_HEDGE = " Bars are the base and the hedge, the stroke is both."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of chart."""

    title: str
    make: Callable[[Facts, Scope], Series | NotComputed]
    finding: Callable[[Sequence[SeriesView]], str]
    #: what its numbers are, said below it
    note: str
    #: the figure whose dates and n it has
    figure: str
    #: what it compares, so that no scope narrows it by that
    over: tuple[str, ...] = ()
    #: how its marks are read, where there is more than one point and so a picture
    marks: str = ""


GROWTH = Kind(
    title="Growth of the account",
    make=along.growth,
    finding=finding.of_growth,
    note="Total return since the start, at month ends.",
    figure="return.unhedged.total",
)
UNDERWATER = Kind(
    title="Drawdown of the account",
    make=along.underwater,
    finding=finding.of_falls,
    note="Deepest drawdown from the running peak in each month.",
    figure="drawdown.max.unhedged",
)
MONTHS = Kind(
    title="Drag by month",
    make=along.drag_by_month,
    finding=finding.of_months,
    note="Drag of each month in percent of the account, positive where it cost.",
    marks=" A shaded month began with higher VIX.",
    figure="drag.monthly.mean",
)
HEATMAP = Kind(
    title="Drag by month and year",
    make=along.drag_by_month_and_year,
    finding=finding.of_years,
    note="Percent of the account, positive is cost; a year is the sum of its months before rounding.",
    figure="drag.monthly.mean",
)
REGIMES = Kind(
    title="Drag by VIX regime",
    make=parts.drag_by_regime,
    finding=finding.of_regimes,
    note="Mean drag of the months by the last VIX close before them, with the interval where there are enough months.",
    figure="drag.monthly.mean",
    over=("bounds",),
)
PARTS = Kind(
    title="What the hedge's loss is made of",
    make=parts.loss_by_part,
    finding=finding.of_parts,
    note="Positive is cost, negative is gain; the parts sum to the loss.",
    figure="decomposition.total",
)
EPISODES = Kind(
    title="Stress episodes",
    make=parts.outcome_by_episode,
    finding=finding.of_episodes,
    note="Episodes are found from VIX alone, never from what the hedge did.",
    marks=_BASE_AND_HEDGE,
    figure="episode.count",
)
SIZES = Kind(
    title="Cost and protection by size of the hedge",
    make=parts.cost_by_size,
    finding=finding.of_sizes,
    note="In proportion: no rounding to contracts, no effect on fills or margin.",
    figure="drag.monthly.mean",
)
PAYOFF = Kind(
    title="Payoff of one night",
    make=parts.payoff_by_ending,
    finding=finding.of_payoff,
    note="P&L of a contract by the move of the index to expiry, fees included; of the trade with the median credit.",
    figure="geometry.credit",
)
MARKET = Kind(
    title="Hedge against the index",
    make=market.hedge_by_market,
    finding=finding.of_market,
    note="Return of the hedge by month in percent of the account, against that of the S&P index.",
    marks=" The line is the quadratic fit whose curvature is the convexity.",
    figure="convexity.monthly.curvature",
)
LOSSES = Kind(
    title="Losses by direction of the index",
    make=market.losses_by_direction,
    finding=finding.of_losses,
    note="P&L summed over the days when the base strategy lost and the S&P index closed higher, or lower, than the day before.",
    marks=_BASE_AND_HEDGE,
    figure="account.losses.rises",
)
ROLLING = Kind(
    title="Rolling drag over a year",
    make=market.rolling_drag,
    finding=finding.of_rolling,
    note="Mean drag of each rolling year by its last month, positive where it cost, with its confidence interval.",
    figure="drag.monthly.mean",
)
#: How the marks of pictures are read, which a page without pictures leaves out.
MARKS = (MONTHS.marks, MARKET.marks, _BASE_AND_HEDGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart that belongs on a document: its series, or why it has none."""

    kind: Kind
    #: what it counts
    scope: Scope
    made: tuple[SeriesView, ...] | NotComputed

    @property
    def series(self) -> tuple[SeriesView, ...]:
        """Its series, none where they can't be had."""
        return () if isinstance(self.made, NotComputed) else self.made

    @property
    def drawn(self) -> bool:
        """Whether there is more than one point and so a picture."""
        return any(len(s.points) > 1 for s in self.series)


def wanted(asked: Sequence[str], scope: Scope, *, each: bool = False) -> tuple[Kind, ...]:
    """The charts for the figures that are asked for within a scope: that of a supposed size, the first of each, then others.

    Where a value for `each` month or year is asked for, a chart of months is a table with the sums of the years.
    """
    kinds = [_of_figure(key, scope) for key in asked]
    kinds = [tuple(HEATMAP if kind is MONTHS else kind for kind in own) for own in kinds] if each else kinds
    supposed = [SIZES] if scope.size is not None and asked else []
    nearest, others = [own[0] for own in kinds if own], [kind for own in kinds for kind in own[1:]]
    return tuple(dict.fromkeys([*supposed, *nearest, *others]))[:_MOST]


#: The chart of a whole family of figures.
_BY_FAMILY = {
    "drawdown": (UNDERWATER,),
    "decomposition": (PARTS,),
    "episode": (EPISODES,),
    "geometry": (PAYOFF,),
    "convexity": (MARKET,),
    "exposure": (MARKET,),
    "coverage": (LOSSES,),
    "rolling": (ROLLING,),
}


def _of_figure(key: str, scope: Scope) -> tuple[Kind, ...]:
    family = key.split(".", maxsplit=1)[0]
    if family == "drag":
        return _of_drag(scope)
    if family == "return":
        return (GROWTH,) if key.endswith(("total", "annual")) else ()
    if key.startswith("account.losses"):
        return (LOSSES,)
    if family == "whatif":
        return (SIZES,) if "size" in key else ()
    return _BY_FAMILY.get(family, ())


def _of_drag(scope: Scope) -> tuple[Kind, ...]:
    """Months and regimes; a question of one regime is first of how it compares, one of anything else has months alone."""
    if scope.event or any(bound.signal != Signal("vix") for bound in scope.bounds):
        return (MONTHS,)
    return (REGIMES, MONTHS) if scope.bounds else (MONTHS, REGIMES)


def make_charts(kinds: Sequence[Kind], facts: Facts, scope: Scope, first: int = 1) -> tuple[Chart, ...]:
    """A chart of each kind within a scope; its series have the ids T`first` and on, one that two charts show has one."""
    held: dict[str, SeriesView] = {}
    charts = []
    for kind in kinds:
        own = scope.less(*kind.over)
        made = _made(kind, facts, own)
        if not isinstance(made, NotComputed):
            for view in made:
                held.setdefault(view.key, replace(view, id=f"T{first + len(held)}"))
            made = tuple(held[view.key] for view in made)
        charts.append(Chart(kind=kind, scope=own, made=made))
    return tuple(charts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What came of a chart's function."""

    series: tuple[SeriesView, ...] = ()
    why: NotComputed | None = None


def _made(kind: Kind, facts: Facts, scope: Scope) -> Series | NotComputed:
    def make() -> _Made:
        made = kind.make(facts, scope)
        return _Made(why=made) if isinstance(made, NotComputed) else _Made(series=made)

    found = facts.remembered(f"chart {kind.title} {scope!r}", _Made, make)
    return found.why or found.series


def series_of(charts: Sequence[Chart]) -> tuple[SeriesView, ...]:
    """The series of all charts, each once."""
    return tuple({s.id: s for chart in charts for s in chart.series}.values())
