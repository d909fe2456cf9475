"""Charts: their series, checked against hand-worked numbers and the figures they spread out; and their findings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from corpus.backtests.backtest import Backtest
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope, between
from qa.calculator.core.scope_text import parse_scope
from qa.document import IntervalView, Point, SeriesView
from qa.evidence import chart_findings as finding
from qa.evidence import charts
from qa.evidence.evidence import Evidence
from qa.verify.guard import accept
from qa.write.charts import chart_section
from tests.builders import marked, monthly, traded

EMPTY = Evidence(question="")
KINDS = (
    charts.GROWTH,
    charts.UNDERWATER,
    charts.MONTHS,
    charts.HEATMAP,
    charts.REGIMES,
    charts.PARTS,
    charts.EPISODES,
    charts.SIZES,
    charts.PAYOFF,
    charts.MARKET,
    charts.LOSSES,
    charts.ROLLING,
)


def made(kind: charts.Kind, facts: Facts, scope: Scope | None = None) -> tuple[SeriesView, ...]:
    """The series of a chart."""
    return charts.make_charts([kind], facts, scope or Scope())[0].series


def values(series: SeriesView) -> list[float | None]:
    """The values of its points."""
    return [p.value for p in series.points]


def shown(series: SeriesView) -> dict[str, str]:
    """The displays of its points by their labels."""
    return {p.label: p.display for p in series.points}


def test_growth_is_the_total_return_at_each_month_end() -> None:
    unhedged, hedged = made(charts.GROWTH, monthly([0.10, -0.20, 0.05], [-0.01, 0.10, 0.0]))
    assert shown(unhedged) == {"start": "0.00%", "2020-01": "10.00%", "2020-02": "−12.00%", "2020-03": "−7.60%"}
    assert values(hedged) == pytest.approx([0, 0.09, 1.09 * 0.9 - 1, 1.09 * 0.9 * 1.05 - 1])


def test_underwater_is_the_deepest_fall_within_each_month_from_the_high_before_it() -> None:
    days = ["2020-01-02", "2020-01-31", "2020-02-03", "2020-02-28"]
    facts = marked(days, [-10_000.0, 20_000.0, -30_000.0, 10_000.0], [0.0] * 4)
    assert values(made(charts.UNDERWATER, facts)[0]) == pytest.approx([-0.1, -0.3])


def test_months_have_their_drag_and_the_last_vix_before_them() -> None:
    facts = marked(["2020-01-15", "2020-02-15"], [0.0, 0.0], [-500.0, 300.0], {"2020-01-31": 18.5})
    drag, vix = made(charts.MONTHS, facts)
    assert shown(drag) == {"2020-01": "0.50%", "2020-02": "−0.30%"}
    assert shown(vix) == {"2020-01": "no close", "2020-02": "18.50"}


def test_years_are_sums_of_their_months() -> None:
    months, years = made(charts.HEATMAP, monthly([0.0] * 14, [-0.01] * 12 + [0.02, -0.005]))
    assert shown(years) == {"2020": "12.00%", "2021": "−1.50%"}
    assert [p.n for p in years.points] == [12, 2]
    assert len(months.points) == 14


def test_every_series_of_the_sample_agrees_with_its_figures(sample: Backtest) -> None:
    facts = Facts(sample)

    def value(key: str, scope: Scope | None = None) -> float:
        result = compute(key, scope or Scope(), facts)
        assert isinstance(result, Figure)
        return result.result.value

    growth, falls, months = (made(kind, facts) for kind in (charts.GROWTH, charts.UNDERWATER, charts.MONTHS))
    for side, grown, fallen in zip(("unhedged", "hedged"), growth, falls, strict=True):
        assert grown.points[-1].value == pytest.approx(value(f"return.{side}.total"), abs=1e-11)
        to_2016 = next(p for p in grown.points if p.label == "2016-12")
        assert to_2016.value == pytest.approx(value(f"return.{side}.total", Scope(dates=between(None, "2016-12"))), abs=1e-11)
        assert min(v for v in values(fallen) if v is not None) == pytest.approx(value(f"drawdown.max.{side}"), abs=1e-11)
    drag = [v for v in values(months[0]) if v is not None]
    assert sum(drag) / len(drag) == pytest.approx(value("drag.monthly.mean"), abs=1e-11)
    *parts, total = (v or 0.0 for v in values(made(charts.PARTS, facts)[0]))
    assert sum(parts) == pytest.approx(total, abs=0.005)
    assert total == pytest.approx(sum(drag) * facts.base, abs=0.5)
    cost, deepest = made(charts.SIZES, facts)
    assert [p.label for p in cost.points] == ["0", "0.25", "0.5", "0.75", "1", "1.25", "1.5", "1.75", "2"]
    assert cost.points[4].value == pytest.approx(value("drag.monthly.mean"), abs=1e-11)
    assert cost.points[0].value == 0
    assert deepest.points[0].value == pytest.approx(value("drawdown.max.unhedged"), abs=1e-11)


def test_episodes_have_base_hedge_and_both(sample: Backtest) -> None:
    base, hedge, both = made(charts.EPISODES, Facts(sample))
    for b, h, together in zip(values(base), values(hedge), values(both), strict=True):
        assert (b or 0.0) + (h or 0.0) == pytest.approx(together, abs=1e-11)
    assert "2015-08-21 to 2015-09-01" in shown(base)
    assert "2016-06-13" in shown(base)


def condor(rows: int = 1) -> Facts:
    """Condors of one contract on an index at 4,000: puts 3,960 and 3,950, calls 4,040 and 4,050, for $70 and $2 of fees."""
    facts = traded([(f"2020-01-{i + 6:02} 16:00", f"2020-01-{i + 7:02} 16:00", "S", 68.0) for i in range(rows)])
    trades = facts.backtest.trades
    assert trades is not None
    legs = [
        f"1 Jan {i + 7} 3960 P STO 1 | 1 Jan {i + 7} 3950 P BTO 0.6 | 1 Jan {i + 7} 4040 C STO 0.5 | 1 Jan {i + 7} 4050 C BTO 0.2"
        for i in range(rows)
    ]
    trades = trades.assign(legs=legs, premium=70.0, fees=2.0)
    spx = pd.Series([3_900.0, 4_000.0], index=pd.DatetimeIndex(["2020-01-03", "2020-01-06"]))
    return Facts(replace(facts.backtest, trades=trades, series={"spx": spx}))


def test_a_nights_payoff_is_worked_out_from_its_legs() -> None:
    moves, pnl = made(charts.PAYOFF, condor())
    assert dict(zip(shown(moves).values(), shown(pnl).values(), strict=True)) == {
        "−1.38%": "−$932",
        "−1.25%": "−$932",
        "−1.02%": "$0",
        "−1.00%": "$68",
        "0.00%": "$68",
        "1.00%": "$68",
        "1.02%": "$0",
        "1.25%": "−$932",
        "1.38%": "−$932",
    }
    assert [p.label for p in pnl.points][:4] == ["beyond the long put", "long put", "break-even, put side", "short put"]


def test_a_night_opened_before_the_close_is_measured_from_the_close_before() -> None:
    facts = condor()
    trades = facts.backtest.trades
    assert trades is not None
    early = trades.assign(opened=trades["opened"] - pd.Timedelta(hours=1))
    moves, _ = made(charts.PAYOFF, Facts(replace(facts.backtest, trades=early)))
    assert shown(moves)["short put"] == "1.54%"  # 3,960 from 3,900


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not charts.PARTS], ids=lambda k: k.title)
def test_a_chart_that_can_not_be_had_says_why_in_one_line(kind: charts.Kind) -> None:
    facts = traded([("2020-01-03", "2021-01-03", "S", 1.0), ("2020-01-06", "2020-12-07", "H", -1.0)], hedge=["H"])
    chart = charts.make_charts([kind], facts, Scope())[0]
    assert isinstance(chart.made, NotComputed)
    section = chart_section(chart, "Small", None)
    assert section.heading == kind.title
    assert not section.series
    assert section.sentences == (f"Not shown: {chart.made}.",)
    accept(section.sentences[0], EMPTY)


def test_a_backtest_without_a_hedge_has_one_line_and_no_drag() -> None:
    facts = traded([(f"2020-0{m}-03", f"2020-0{m}-03", "S", 100.0 * m) for m in range(1, 7)])
    assert [len(made(kind, facts)) for kind in KINDS] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]


def test_a_series_that_two_charts_show_is_there_once() -> None:
    both = charts.make_charts([charts.MONTHS, charts.HEATMAP], monthly([0.0] * 3, [0.01] * 3), Scope(), first=4)
    assert [s.id for s in charts.series_of(both)] == ["T4", "T5"]
    assert both[1].series[0].id == "T4"


def test_the_charts_of_an_answer_are_those_of_what_was_asked() -> None:
    def wanted(*asked: str, scope: Scope | None = None) -> list[str]:
        return [kind.title for kind in charts.wanted(asked, scope or Scope())]

    assert wanted("drag.monthly.mean") == [charts.MONTHS.title, charts.REGIMES.title]
    assert wanted("drawdown.max.hedged") == [charts.UNDERWATER.title]
    assert wanted("return.hedged.total") == [charts.GROWTH.title]
    assert wanted("decomposition.payoff", "episode.hedge") == [charts.PARTS.title, charts.EPISODES.title]
    assert wanted("whatif.size_for_drag") == wanted("whatif.size_for_reduction") == [charts.SIZES.title]
    assert wanted("trades.win_rate", scope=Scope(size=0.5)) == [charts.SIZES.title]
    assert wanted("geometry.credit") == [charts.PAYOFF.title]
    assert wanted("trades.win_rate") == []


def test_a_question_of_one_regime_is_answered_by_all_of_them() -> None:
    low, overbought = parse_scope("vix<15"), parse_scope("spx.rsi14>=70")
    assert [kind.title for kind in charts.wanted(["drag.monthly.mean"], low)] == [charts.REGIMES.title, charts.MONTHS.title]
    assert [kind.title for kind in charts.wanted(["drag.monthly.mean"], overbought)] == [charts.MONTHS.title]
    assert [c.scope for c in charts.make_charts([charts.REGIMES, charts.MONTHS], monthly([0.0], [0.01]), low)] == [Scope(), low]


def test_an_answer_has_two_charts_at_most_first_that_of_a_supposed_size_then_one_a_figure() -> None:
    asked = ["drag.monthly.mean", "decomposition.payoff", "episode.hedge"]
    assert charts.wanted(asked, Scope()) == (charts.MONTHS, charts.PARTS)
    assert charts.wanted(asked, Scope(size=0.5)) == (charts.SIZES, charts.MONTHS)


def told(*numbers: float, n: int = 12, interval: float | None = None, key: str = "k") -> SeriesView:
    """A series of these values."""
    points = tuple(
        Point(
            label=f"p{i}",
            value=v,
            display=f"{v:.3f}",
            n=n,
            interval=None if interval is None else IntervalView(low=v - interval, high=v + interval, level=0.95, display=""),
        )
        for i, v in enumerate(numbers)
    )
    return SeriesView(id="T1", key=key, title="t by x", unit="fraction", scope="all", dataset="d", points=points)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (finding.of_growth([told(0.0, 0.2)]), "The account ended above where it began"),
        (finding.of_growth([told(0.0, 0.2), told(0.0, 0.1)]), "The hedged account ended below the unhedged one"),
        (finding.of_falls([told(-0.3), told(-0.2)]), "The maximum drawdown was smaller hedged than unhedged"),
        (finding.of_falls([told(-0.2), told(-0.3)]), "The maximum drawdown was larger hedged than unhedged"),
        (finding.of_falls([told(-0.2), told(-0.20000001)]), "The maximum drawdown was the same hedged and unhedged"),
        (finding.of_months([told(1, 1, 1, -2.5)]), "The hedge cost money in most months; other months paid most of it back"),
        (
            finding.of_months([told(1, -1, -2)]),
            "The hedge cost money in some months; other months paid more than all of it back",
        ),
        (finding.of_months([told(1, 1)]), "The hedge cost money in every month"),
        (finding.of_months([told(-1)]), "The hedge earned money in the month"),
        (finding.of_months([told(0, 0)]), "The hedge cost nothing in every month"),
        (finding.of_regimes([told(1, 2, n=11)]), "Too few months to compare VIX regimes"),
        (finding.of_regimes([told(1, 2, interval=0.6)]), "No clear difference in mean drag between VIX regimes"),
        (finding.of_regimes([told(1, 2, interval=0.4)]), "The mean drag is larger the higher VIX was before the month"),
        (finding.of_regimes([told(2, 1, interval=0.4)]), "The mean drag is smaller the higher VIX was before the month"),
        (finding.of_regimes([told(1, 3, 2, interval=0.4)]), "The mean drag differs between VIX regimes, in no steady order"),
        (finding.of_episodes([told(), told(1, -1, 0)]), "The hedge earned in some stress episodes"),
        (finding.of_episodes([told(), told(-1, -1)]), "The hedge earned in no stress episode"),
        (finding.of_parts([told(3, 1, -2, 2)]), "P0 is the largest part of what the hedge lost"),
        (finding.of_parts([told(3, 1, -5, -1)]), "P0 cost most, and the payoff more than made up for all costs"),
        (finding.of_sizes([told(0, 1), told(-3, -2)]), "A larger hedge costs more, with a smaller maximum drawdown"),
        (finding.of_sizes([told(0, -1), told(-2, -3)]), "A larger hedge earns more, with a larger maximum drawdown"),
        (
            finding.of_sizes([told(0, -1, interval=2), told(-3, -2)]),
            "A larger hedge had a smaller maximum drawdown, with no clear difference in mean drag",
        ),
        (
            finding.of_sizes([told(0, 1, 2), told(-3, -2, -4)]),
            "A larger hedge costs more; the maximum drawdown is smallest at a size in between",
        ),
        (finding.of_payoff([told(), told(-9, 1)]), "A contract can lose more than it can earn"),
    ],
)
def test_a_finding_says_what_the_series_show(found: str, said: str) -> None:
    assert found == said


def test_no_finding_and_no_note_needs_a_numeral(sample: Backtest) -> None:
    facts = Facts(sample)
    for chart in charts.make_charts(KINDS, facts, Scope()):
        accept(chart_section(chart, "Small", None).heading, EMPTY)
        accept(chart.kind.note, EMPTY)


def closes(sample: Backtest) -> pd.DataFrame:
    """Marks of the sample beside the index's move of each day, by pandas alone."""
    assert sample.marks is not None
    return sample.marks.assign(move=sample.series["spx"].pct_change(fill_method=None))


def test_the_hedge_on_the_index_has_the_quadratic_fit_of_numpy(sample: Backtest) -> None:
    index, hedge, fitted = made(charts.MARKET, Facts(sample))
    ends = sample.series["spx"].groupby(pd.Grouper(freq="ME")).last().pct_change(fill_method=None).dropna()
    assert [p.label for p in index.points] == [str(day)[:7] for day in ends.index]
    assert np.array(values(index), float) == pytest.approx(ends.to_numpy(), abs=1e-9)
    curve = np.polynomial.Polynomial.fit(ends.to_numpy(), np.array(values(hedge), float), 2)
    assert np.array(values(fitted), float) == pytest.approx(curve(ends.to_numpy()), abs=1e-9)
    assert charts.MARKET.finding((index, hedge, fitted)).startswith("The fitted curve bends upward")


def test_a_fitted_curve_that_bends_downward_is_told_so(sample: Backtest) -> None:
    series = made(charts.MARKET, Facts(sample))
    turned = tuple(replace(s, points=tuple(replace(p, value=-(p.value or 0.0)) for p in s.points)) for s in series[1:])
    assert charts.MARKET.finding((series[0], *turned)).startswith("The fitted curve bends downward")


def test_losses_by_direction_are_those_of_the_days(sample: Backtest) -> None:
    base, hedge, both = made(charts.LOSSES, Facts(sample))
    days = closes(sample)
    lost = days[days["base_pnl"] < 0]
    for name, own in (("Index rose", lost[lost["move"] > 0]), ("Index fell", lost[lost["move"] < 0])):
        sums = own[["base_pnl", "hedge_pnl"]].sum()
        told = [next(p.value for p in s.points if p.label == name) for s in (base, hedge, both)]
        assert told == pytest.approx([sums["base_pnl"], sums["hedge_pnl"], sums.sum()], abs=0.005)
    assert charts.LOSSES.finding((base, hedge, both)).endswith("the hedge earned as the index fell and lost otherwise")


def test_rolling_drag_is_the_mean_of_twelve_months_within_its_interval(sample: Backtest) -> None:
    (series,) = made(charts.ROLLING, Facts(sample))
    assert sample.marks is not None
    drag = -sample.marks["hedge_pnl"].resample("ME").sum() / sample.manifest.capital.base
    expected = drag.rolling(12).mean().dropna()
    assert [p.label for p in series.points] == [str(day)[:7] for day in expected.index]
    assert values(series) == pytest.approx(expected.to_list(), abs=1e-9)
    assert all(p.interval and p.interval.low <= (p.value or 0.0) <= p.interval.high for p in series.points)


def test_a_year_has_no_rolling_chart() -> None:
    (chart,) = charts.make_charts([charts.ROLLING], monthly([0.01] * 12, [-0.001] * 12), Scope())
    assert isinstance(chart.made, NotComputed)
    assert "too few months" in chart.made.reason


def test_a_run_without_the_index_has_no_chart_against_it() -> None:
    run = monthly([0.01, -0.02] * 10, [-0.001, 0.002] * 10)
    for kind in (charts.MARKET, charts.LOSSES):
        assert isinstance(charts.make_charts([kind], run, Scope())[0].made, NotComputed)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("convexity.monthly.curvature", charts.MARKET),
        ("exposure.monthly.beta.hedge", charts.MARKET),
        ("account.losses.rises", charts.LOSSES),
        ("rolling.12.lowest", charts.ROLLING),
    ],
)
def test_figures_on_the_index_and_over_time_have_their_charts(key: str, kind: charts.Kind) -> None:
    assert charts.wanted([key], Scope()) == (kind,)
