"""Every figure of every backtest within every scope: a finite number, or a reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from qa import numerals
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.risk.percentiles import is_percentile
from tests.qa.calculator.edges import EDGES, SCOPES

MAY_COUNT_NOTHING = {"episode.count", "import.warnings", "premium.open"}
TOO_LARGE = "too large to compute with"


def results(name: str) -> Iterator[tuple[str, str, Figure | Missing]]:
    """All figures of a backtest in all scopes."""
    facts = EDGES[name]()
    for scope in SCOPES:
        for key in CATALOGUE:
            yield key, scope, compute(key, parse_scope(scope), facts)


@pytest.mark.parametrize("name", EDGES)
def test_every_figure_is_finite_or_says_why_there_is_none(name: str) -> None:
    for key, scope, result in results(name):
        where = f"{key}@{scope}"
        if isinstance(result, Missing):
            assert result.why.reason, where
            assert not numerals.find(str(result.why)), f"{where}: {result.why}"
            assert name == "huge" or TOO_LARGE not in result.why.reason, where
            continue
        told = result.result
        interval = [] if told.interval is None else [told.interval.low, told.interval.high]
        assert all(math.isfinite(x) for x in (told.value, *interval, *(s.value for s in told.steps))), where
        assert told.n >= (0 if key in MAY_COUNT_NOTHING else 1), where
        assert told.start <= told.end, where
        assert told.interval is None or told.interval.low <= told.interval.high, where
        title = "" if is_percentile(key) else result.spec.title  # "95th percentile" is a name
        assert numerals.find(title + result.spec.meaning + result.spec.validity) == [], where


def test_the_edges_reach_most_of_the_catalogue() -> None:
    computed = {key for name in ("two years", "hedges open at the end") for key, _, r in results(name) if isinstance(r, Figure)}
    assert len(computed) >= 95
