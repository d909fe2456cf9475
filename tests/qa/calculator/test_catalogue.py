"""The catalogue: what keys there are, what they refuse, and what their texts say."""

from __future__ import annotations

import pytest

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from qa import numerals
from qa.calculator.catalogue import CATALOGUE, compute, spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, FigureSpec
from qa.calculator.core.scope import PERIODS
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.risk.percentiles import is_percentile
from qa.evidence.evidence import view_figures
from tests.builders import value, why
from tests.qa.calculator.edges import EDGES


def _all_specs() -> list[FigureSpec]:
    varied = [spec.vary(per) for spec in CATALOGUE.values() if spec.vary for per in PERIODS]
    return [*CATALOGUE.values(), *varied]


def test_no_text_of_a_figure_holds_a_numeral() -> None:
    for spec in _all_specs():
        titles = () if is_percentile(spec.key) else (spec.title,)  # "95th percentile" is a name, which pages know as one
        for text in (*titles, spec.meaning, spec.validity):
            assert numerals.find(text) == [], text
            assert "{" not in text


def test_a_figure_of_a_period_can_be_had_for_the_others_and_is_itself_again() -> None:
    for spec in CATALOGUE.values():
        if spec.vary:
            for per in PERIODS:
                other = spec.vary(per)
                assert spec_of(other.key).key == other.key
                assert f"{per}s" == other.counts
    assert spec_of("drag.weekly.mean").unit == "fraction/week"
    assert spec_of("drag.monthly.contrast").key == "drag.monthly.contrast"
    assert spec_of("correlation.weekly.move").key == "correlation.weekly.move"


@pytest.mark.parametrize("key", ["drag", "drag.hourly.mean", "drag.weekly.never", "drag.weekly.irr", "correlation.weekly.9"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(WrongUseError):
        spec_of(key)


@pytest.mark.parametrize(
    ("key", "of"),
    [
        ("drag.monthly.mean", "of the account"),
        ("drag.monthly.share_costly", "of months"),
        ("drag.weekly.share_costly", "of weeks"),
        ("drag.monthly.t", ""),
        ("drawdown.max.hedged", "of the account"),
        ("drawdown.under_water.hedged", "of days"),
        ("drawdown.reduction", "of the unhedged drawdown"),
        ("drawdown.risk.hedged", "of resampled runs"),
        ("realism.reach", "of resampled runs"),
        ("benchmark.share", "of the unhedged size"),
        ("benchmark.drawdown", "of the account"),
        ("episode.base", "of the account"),
        ("episode.offset", "of the base's loss"),
        ("implied.exceeded", "of days"),
        ("implied.premium", ""),
        ("regime.late_days", ""),
        ("trades.win_rate", "of trades"),
    ],
)
def test_a_share_says_what_it_is_a_share_of(sample: Backtest, key: str, of: str) -> None:
    scope = "claim=10%" if "claim" in spec_of(key).narrows else "date=2014..2018"  # in which the hedge cost money
    result = compute(key, parse_scope(scope), Facts(sample))
    assert isinstance(result, Figure), result
    assert view_figures([result])[0].basis_display == of


def test_per_is_the_same_as_the_key_of_that_period() -> None:
    facts = EDGES["two years"]()
    for per, adverb in (("day", "daily"), ("week", "weekly"), ("year", "yearly")):
        result = compute("drag.monthly.mean", parse_scope(f"per={per}"), facts)
        assert isinstance(result, Figure)
        assert result.spec.key == f"drag.{adverb}.mean"
        assert str(result.scope) == "all"
        assert result.result == value(f"drag.{adverb}.mean", facts)


def test_a_scope_that_a_figure_can_not_take_is_refused_with_a_reason(sample: Backtest) -> None:
    facts = Facts(sample)
    assert "can't be narrowed by a market series" in why("drawdown.max.hedged", facts, "vix<15")
    assert "can't be narrowed by a layer" in why("implied.premium", facts, "layer=short")
    assert "can't be narrowed by a period" in why("drag.irr", facts, "per=week")
    assert "can't be narrowed by a claim" in why("drag.monthly.mean", facts, "claim=3%")
    assert "no layer of that name" in why("drag.monthly.mean", facts, "layer=longest")
    assert "no market series of the name" in why("drag.monthly.mean", facts, "move<15")
    assert "no calendar of the name" in why("drag.daily.mean", facts, "event=opex")
    assert "another tier" in why("drag.monthly.mean", facts, "tier=aggressive")
    assert "no episode of that name" in why("drawdown.max.hedged", facts, "episode=1987")
    assert "an episode, which has its own" in why("drawdown.max.hedged", facts, "episode=2018-02&date=2018")
    assert "no unbroken run" in why("drawdown.max.hedged", facts, "episode=vix")
    assert "trading days around an event" in why("drag.monthly.mean", facts, "event=fomc~1")
    assert value("drag.monthly.mean", facts, "tier=conservative").n == 108


def test_a_named_episode_is_its_dates(sample: Backtest) -> None:
    facts = Facts(sample)
    named, dated = (value("drawdown.max.hedged", facts, scope) for scope in ("episode=2018-02", "date=2018-02"))
    assert named == dated


def test_known_unknowns_say_what_would_tell_them(sample: Backtest) -> None:
    facts = Facts(sample)
    assert "no log of live trades" in why("execution.gap", facts)
    for key in (
        "theta.overnight",
        "greeks.hedge",
        "event.elevated_print",
        "adjustment.conversion_cost",
        "slippage.high_frequency",
    ):
        assert ";" in why(key, facts)


def test_the_worked_periods_add_up_to_the_value() -> None:
    facts, scope = EDGES["two years"](), parse_scope("vix<20")
    result = compute("drag.monthly.mean", scope, facts)
    assert isinstance(result, Figure)
    table = worked(result.spec, scope, facts)
    assert table is not None
    assert [name for name, _ in table.columns] == ["unhedged", "hedged", "drag", "vix at entry"]
    drags = [row[2] for _, row in table.rows]
    assert sum(drags) / len(drags) == pytest.approx(result.result.value)
    assert all(row[3] < 20 for _, row in table.rows)
    assert worked(spec_of("drag.irr"), scope, facts) is None


def test_the_sample_is_what_a_few_lines_of_pandas_make_of_its_files(sample: Backtest) -> None:
    import pandas as pd

    from corpus.texts.library import shipped_folder

    folder = shipped_folder() / "samples" / sample.name
    marks = pd.read_csv(folder / "marks.csv", parse_dates=["date"], index_col="date")
    months = marks.resample("MS").sum() / 400_000
    facts = Facts(sample)
    assert value("drag.monthly.mean", facts).value == pytest.approx(-months["hedge_pnl"].mean())
    assert value("drag.monthly.median", facts).value == pytest.approx(-months["hedge_pnl"].median())
    assert value("return.unhedged.total", facts).value == pytest.approx(float((1 + months["base_pnl"]).prod()) - 1)  # type: ignore[arg-type]
    vix = pd.read_csv(folder / "market.csv", parse_dates=["date"], index_col="date")["vix"]
    entry = vix.resample("MS").last().shift(1)
    quiet = value("drag.monthly.mean", facts, "vix<15")
    assert quiet.n == (entry < 15).sum() == 41
    assert quiet.value == pytest.approx(-months["hedge_pnl"][entry < 15].mean())


def test_what_stress_offset_can_be_worked_out_from_its_sums(sample: Backtest) -> None:
    told = value("episode.offset", Facts(sample))
    hedge, base = told.steps[-2:]
    assert (hedge.label, base.label) == ("total of the hedge", "total of the base")
    assert hedge.value == pytest.approx(sum(step.value for step in told.steps[:-2]))
    assert told.value == pytest.approx(-hedge.value / base.value)
