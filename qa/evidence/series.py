"""Series: one figure over the parts of a run, for tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.periods import cut, label
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Dates, Period, Scope, between, in_order
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.core.stress import Episode, stress_episodes
from qa.document import SeriesView
from qa.evidence import evidence as ev

#: Bands of VIX before entry: at or above the first number, below the second.
VIX_BANDS = (("below 15", "vix<15"), ("15 to 20", "vix:15..20"), ("20 to 30", "vix:20..30"), ("30 and above", "vix>=30"))
_RSI_BANDS = (("RSI below 30", "spx.rsi14<30"), ("RSI 30 to 70", "spx.rsi14:30..70"), ("RSI 70 and above", "spx.rsi14>=70"))
_EVENTS = (
    ("within 1 day of FOMC", "event=fomc~1"),
    ("other days by FOMC", "event!=fomc~1"),
    ("within 1 day of CPI", "event=cpi~1"),
    ("other days by CPI", "event!=cpi~1"),
)
#: Key, what it is told by, its parts as scopes; each part narrows the scope that is asked for.
_BREAKDOWNS = (
    ("drag.monthly.mean", "VIX before entry", "by_vix", VIX_BANDS),
    ("drag.monthly.median", "VIX before entry", "by_vix", VIX_BANDS),
    ("drag.daily.mean", "VIX before the day", "by_vix", VIX_BANDS),
    ("drag.daily.mean", "days around events", "by_event", _EVENTS),
    ("drag.daily.mean", "RSI of the S&P 500 before the day", "by_rsi", _RSI_BANDS),
)


def tables_of(facts: Facts, scope: Scope) -> tuple[SeriesView, ...]:
    """Every breakdown of the drag that can be computed within a scope: by VIX, event and phase, by month, year and episode."""
    plain = scope.less("bounds", "event", "per", "claim")
    views = [
        breakdown(facts, plain, key, by, [(name, parse_scope(text)) for name, text in parts], suffix)
        for key, by, suffix, parts in _BREAKDOWNS
    ]
    views += [
        breakdown(facts, plain, "drag.monthly.total", "month", _spans(facts, plain, "month"), "by_month"),
        breakdown(facts, plain, "drag.monthly.total", "calendar year", _spans(facts, plain, "year"), "by_year"),
        breakdown(facts, plain, "drag.daily.total", "stress episode", _episodes(facts), "by_episode"),
    ]
    made = [view for view in views if view is not None]
    return tuple(replace(view, id=f"T{i}") for i, view in enumerate(made, start=1))


def breakdown(
    facts: Facts, scope: Scope, key: str, by: str, parts: Sequence[tuple[str, Scope]], suffix: str
) -> SeriesView | None:
    """One figure over parts of a scope, or None where no part has it."""
    cells = [(name, compute(key, _within(scope, part), facts)) for name, part in parts]
    if not any(isinstance(cell, Figure) for _, cell in cells):
        return None
    spec = cells[0][1].spec
    return SeriesView(
        id="T1",
        key=f"{spec.key}.{suffix}",
        title=f"{spec.title} by {by}",
        unit=spec.unit,
        scope=str(scope),
        dataset=facts.backtest.digest,
        points=ev.view_points(cells, flag_few=suffix not in {"by_month", "by_year", "by_episode"}),
    )


def _within(scope: Scope, part: Scope) -> Scope:
    """A part of a scope: its own dates lie within those of the scope already."""
    return replace(
        scope,
        bounds=in_order((*scope.bounds, *part.bounds)),
        event=part.event or scope.event,
        dates=part.dates or scope.dates,
    )


def _spans(facts: Facts, scope: Scope, per: Period) -> list[tuple[str, Scope]]:
    """The months or years that a scope's dates have whole; a year at an edge of the data has only its months there."""
    periods = cut(facts.days, per)
    names = [label(day, per) for day in periods.first]
    return [(name, Scope(dates=dates)) for name in names if _inside(dates := between(name, name), scope.dates)]


def _inside(dates: Dates, outer: Dates | None) -> bool:
    assert dates.start is not None
    assert dates.end is not None
    return outer is None or (outer.hold(dates.start) and outer.hold(dates.end))


def _episodes(facts: Facts) -> list[tuple[str, Scope]]:
    found = stress_episodes(facts)
    if isinstance(found, NotComputed):
        return []
    return [(episode_label(e), Scope(dates=e.dates)) for e in found]


def episode_label(episode: Episode) -> str:
    """An episode by its first and last day, one that has no other by that day."""
    return f"{episode.first} to {episode.last}" if episode.first != episode.last else str(episode.first)
