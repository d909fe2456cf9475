"""Findings: what each chart shows, in one sentence without numerals; it is the chart's title."""

from __future__ import annotations

from collections.abc import Sequence

from qa.calculator.core.result import FEWEST
from qa.document import IntervalView, SeriesView

#: Shares of what was paid that count as most and as part of it.
_MOST, _PART = 0.5, 0.1


def of_growth(series: Sequence[SeriesView]) -> str:
    """Where the accounts ended."""
    ends = [_values(s)[-1] for s in series]
    if len(ends) == 1:
        return f"The account ended {_compared(ends[0], 0.0, 'above where', 'below where', 'where')} it began"
    return f"The hedged account ended {_compared(ends[1], ends[0], 'above', 'below', 'level with')} the unhedged one"


def of_falls(series: Sequence[SeriesView]) -> str:
    """Whose maximum drawdown is the larger, as far as the page shows it."""
    lowest = [min((p for p in s.points if p.value is not None), key=lambda p: p.value or 0.0) for s in series]
    if len(lowest) == 1:
        return "Drawdown of the account"
    if lowest[0].display == lowest[1].display:
        return "The maximum drawdown was the same hedged and unhedged"
    smaller = (lowest[1].value or 0.0) > (lowest[0].value or 0.0)
    return f"The maximum drawdown was {'smaller' if smaller else 'larger'} hedged than unhedged"


def of_months(series: Sequence[SeriesView]) -> str:
    """In how many of the months the hedge cost, and how much of that the others paid back."""
    values = _values(series[0])
    return f"{_share(values, 'month')}{_paid_back(values)}"


def of_years(series: Sequence[SeriesView]) -> str:
    """In how many of the calendar years the hedge cost."""
    return _share(_values(series[1]), "calendar year")


def of_regimes(series: Sequence[SeriesView]) -> str:
    """Whether the mean drag goes with VIX, of those regimes that have enough months."""
    points = [p for p in series[0].points if p.value is not None and p.n >= FEWEST]
    values, intervals = [p.value or 0.0 for p in points], [p.interval for p in points if p.interval]
    if len(points) < 2:  # noqa: PLR2004 a comparison needs two
        return "Too few months to compare VIX regimes"
    if _meet(intervals):
        return "No clear difference in mean drag between VIX regimes"
    if values in (sorted(values), sorted(values, reverse=True)):
        return f"The mean drag is {'larger' if values[-1] > values[0] else 'smaller'} the higher VIX was before the month"
    return "The mean drag differs between VIX regimes, in no steady order"


def of_parts(series: Sequence[SeriesView]) -> str:
    """Which part took most of what the hedge lost."""
    *parts, total = ((p.label, p.value or 0.0) for p in series[0].points)
    largest = max(parts, key=lambda part: part[1])
    if largest[1] <= 0:
        return "No part of the hedge cost anything"
    name = largest[0][0].upper() + largest[0][1:]
    if total[1] < 0:
        return f"{name} cost most, and the payoff more than made up for all costs"
    return f"{name} is the largest part of what the hedge lost"


def of_episodes(series: Sequence[SeriesView]) -> str:
    """In how many of the episodes the hedge earned."""
    values = _values(series[1])
    return f"The hedge earned in {_amount(sum(v > 0 for v in values), len(values), 'stress episode')}"


def of_sizes(series: Sequence[SeriesView]) -> str:
    """What a larger hedge does to its cost and to the maximum drawdown."""
    drag, falls = (_values(s) for s in series)
    open_ = any(p.interval is not None and p.interval.low <= 0 <= p.interval.high for p in series[0].points[1:])
    cost = f"A larger hedge {_compared(drag[-1], drag[0], 'costs more', 'earns more', 'costs the same')}"
    steady = falls in (sorted(falls), sorted(falls, reverse=True))
    if not steady:
        said = "No clear difference in mean drag between sizes" if open_ else cost
        return f"{said}; the maximum drawdown is smallest at a size in between"
    fall = f"{_compared(falls[-1], falls[0], 'a smaller', 'a larger', 'the same')} maximum drawdown"
    return f"A larger hedge had {fall}, with no clear difference in mean drag" if open_ else f"{cost}, with {fall}"


def of_payoff(series: Sequence[SeriesView]) -> str:
    """How the most that a contract can earn lies to the most that it can lose."""
    pnl = _values(series[1])
    return f"A contract can lose {'more' if -min(pnl) > max(pnl) else 'no more'} than it can earn"


def of_market(series: Sequence[SeriesView]) -> str:
    """Which way the fitted curve bends."""
    market, fitted = _values(series[0]), _values(series[2])
    lowest, highest = (pick(zip(market, fitted, strict=True)) for pick in (min, max))
    middle = min(zip(market, fitted, strict=True), key=lambda at: abs(at[0] - (lowest[0] + highest[0]) / 2))
    part = (middle[0] - lowest[0]) / (highest[0] - lowest[0])
    if middle[1] < lowest[1] + part * (highest[1] - lowest[1]):
        return "The fitted curve bends upward: large moves of the index paid more than in proportion"
    return "The fitted curve bends downward: large moves of the index paid less than in proportion"


def of_losses(series: Sequence[SeriesView]) -> str:
    """What the hedge did on days when the base strategy lost."""
    rose, fell = (value > 0 for value in _values(series[1]))
    if rose == fell:
        what = "earned" if rose else "didn't earn"
        return f"On days when the base strategy lost, the hedge {what} whether the index rose or fell"
    return f"On days when the base strategy lost, the hedge earned as the index {'rose' if rose else 'fell'} and lost otherwise"


def of_rolling(series: Sequence[SeriesView]) -> str:
    """In how many of the windows the hedge cost."""
    return _share(_values(series[0]), "rolling window")


def _values(series: SeriesView) -> list[float]:
    return [p.value for p in series.points if p.value is not None]


def _compared(value: float, other: float, above: str, below: str, level: str) -> str:
    return above if value > other else below if value < other else level


def _share(values: Sequence[float], what: str) -> str:
    costly = sum(v > 0 for v in values)
    if not costly:
        verb = "earned money" if max(values) < 0 else "cost nothing"
        return f"The hedge {verb} in {_amount(len(values), len(values), what)}"
    return f"The hedge cost money in {_amount(costly, len(values), what)}"


def _amount(some: int, all_: int, what: str) -> str:
    """A count in words that are no numerals."""
    if all_ == 1:
        return f"the {what}" if some else f"no {what}"
    if some in {0, all_}:
        return f"no {what}" if not some else f"every {what}"
    return f"most {what}s" if some * 2 > all_ else f"some {what}s"


def _paid_back(values: Sequence[float]) -> str:
    """Which part of what the costly months took the others paid back; nothing where there is only one kind."""
    cost, earned = sum(v for v in values if v > 0), -sum(v for v in values if v < 0)
    if not cost or not earned:
        return ""
    part = (
        "more than all" if earned > cost else "most" if earned > _MOST * cost else "part" if earned > _PART * cost else "little"
    )
    return f"; other months paid {part} of it back"


def _meet(intervals: Sequence[IntervalView]) -> bool:
    """Whether one value could lie in all of them."""
    return max(i.low for i in intervals) <= min(i.high for i in intervals) if intervals else False
