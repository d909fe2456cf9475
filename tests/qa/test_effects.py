"""What a sentence makes of a number: directions with their intervals, facts and what is none, spans, counts and units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from corpus.backtests.backtest import Backtest
from corpus.texts.documents import digest_of
from qa.answer import Materials, answer
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from qa.document import AnswerDocument, Sentence
from qa.evidence.evidence import show_figures, turned, view_points
from qa.evidence.shown import Shown
from qa.write.wording import lead, qualified
from tests.builders import accounts, built, listed, monthly, remade, traded
from tests.checks import as_dict, faults
from tests.conftest import SEED

COST = "What does the hedge cost?"
#: Two years of hedge results around a mean [fraction of the account]:
#: steady ones, some that come in runs, and large ones that do.
STEADY, LOOSE, WILD = [0.001, -0.001] * 12, ([0.003] * 3 + [-0.003] * 3) * 4, ([0.02] * 3 + [-0.02] * 3) * 4


def asked(question: str, facts: Facts, materials: Materials) -> AnswerDocument:
    """The answer from a backtest of its own, which keeps all rules of a document."""
    document = answer(question, replace(materials, backtests=(listed(facts.backtest),)))
    assert faults(as_dict(document)) == []
    return document


def hedged(mean: float, spread: Sequence[float]) -> Facts:
    """A steady base with a hedge that earns `mean` a month on average."""
    return monthly([0.01] * len(spread), [mean + x for x in spread])


def sentences(document: AnswerDocument) -> Iterator[Sentence]:
    """Those of the short answer and of the figures."""
    yield from document.summary
    for section in document.sections:
        if section.kind == "figures":
            yield from section.sentences


def shown(key: str, facts: Facts, scope: str = "all") -> Shown:
    """A computed figure as a page shows it."""
    figure = compute(key, parse_scope(scope), facts)
    assert isinstance(figure, Figure), figure
    return turned(show_figures([figure]))[0]


def test_a_hedge_that_earned_is_told_with_the_interval_of_what_it_earned(materials: Materials) -> None:
    document = asked(COST, hedged(0.003, STEADY), materials)
    first = document.summary[0]
    assert "the hedge earned 0.30% of the account a month on average" in first.text
    figures = {f.id: f for f in document.figures}
    (ref,) = [s.ref for s in first.spans if s.field == "interval"]
    drag, turned_ = figures["F1"], figures[ref]
    assert (turned_.key, turned_.value) == ("reversed.drag.monthly.mean", -drag.value)
    assert drag.interval is not None
    assert turned_.interval is not None
    assert (turned_.interval.low, turned_.interval.high) == (-drag.interval.high, -drag.interval.low)
    assert 0 < turned_.interval.low <= 0.003 <= turned_.interval.high
    assert "−" not in turned_.interval.display


@pytest.mark.parametrize(("spread", "said"), [(WILD, 1), (STEADY, 0)])
def test_a_mean_that_is_not_clear_has_the_months_beside_it_that_would_tell(
    spread: Sequence[float], said: int, materials: Materials
) -> None:
    document = asked(COST, hedged(-0.003, spread), materials)
    (section,) = (s for s in document.sections if s.kind == "figures")
    lines = [s for s in section.sentences if "To tell a drag of this size from zero would take" in s.text]
    assert len(lines) == said
    keys = {f.key for f in document.figures}
    assert ({"power.monthly.months_needed", "power.monthly.detectable"} <= keys) == bool(said)


@pytest.mark.parametrize("mean", [0.003, -0.003])
def test_a_mean_whose_interval_includes_zero_keeps_its_sign_and_its_interval(mean: float, materials: Materials) -> None:
    document = asked(COST, hedged(mean, WILD), materials)
    first = document.summary[0]
    assert "which is not statistically significant" in first.text
    assert not re.search(r"\b(?:earned|cost|gained|lost)\b", first.text)
    assert {s.ref for s in first.spans if s.field == "interval"} == {"F1"}
    assert not any(f.key.startswith("reversed.") for f in document.figures)


def test_whatever_has_words_for_either_sign_and_an_interval_has_words_for_one_that_includes_zero(sample: Backtest) -> None:
    facts, found = Facts(sample), []
    for key, spec in CATALOGUE.items():
        figure = compute(key, parse_scope("all"), facts)
        if isinstance(figure, Figure) and figure.result.interval and spec.sentences and spec.sentences.below:
            found.append(key)
            assert spec.sentences.unclear, key
            assert "{m}" not in spec.sentences.unclear, key
    assert len(found) > 5


@pytest.mark.parametrize(
    ("key", "scope"), [("benchmark.advantage", "date=2014..2018"), ("drag.irr", "all"), ("implied.premium", "all")]
)
def test_a_difference_of_percentages_is_in_percentage_points(key: str, scope: str, sample: Backtest) -> None:
    assert "percentage points" in lead(shown(key, Facts(sample), scope))


def log(wins: int, losses: int) -> Facts:
    """Trades of which a win is as large as a loss, so that half must win."""
    pnl = [100.0] * wins + [-100.0] * losses
    days = [f"20{20 + i // 300}-{i // 25 % 12 + 1:02d}-{i % 25 + 1:02d}" for i in range(len(pnl))]
    return traded([(day, day, "S", p) for day, p in zip(days, pnl, strict=True)])


@pytest.mark.parametrize(
    ("wins", "said"),
    [
        (90, "The interval of the win rate lies above it."),
        (53, "The interval of the win rate includes the break-even: no statistically significant difference."),
        (47, "The interval of the win rate includes the break-even: no statistically significant difference."),
        (10, "The interval of the win rate lies below it."),
    ],
)
def test_a_win_rate_is_held_against_its_break_even_by_its_interval(wins: int, said: str, materials: Materials) -> None:
    document = asked("What is the win rate?", log(wins, 100 - wins), materials)
    assert [s.text for s in document.summary[1:3]] == ["The break-even win rate is 50.0%.", said]


def test_a_reduction_is_a_fact_where_its_interval_excludes_zero() -> None:
    one = shown("drawdown.reduction", monthly([-0.02, 0.01] * 15, [0.01, 0.0] * 15))
    assert one.clear
    assert lead(one).startswith("the maximum drawdown was smaller with the hedge by {F1.magnitude} {F1.basis}")


def test_a_reduction_whose_interval_includes_zero_is_no_fact(materials: Materials) -> None:
    document = answer("Does the hedge reduce the maximum drawdown?", materials)
    one = next(f for f in document.figures if f.key == "drawdown.reduction")
    assert one.interval is not None
    assert one.interval.low < 0 < one.interval.high
    told = " ".join(s.text for s in sentences(document))
    assert "statistically significant" in told or "no clear difference" in told
    assert not re.search(r"hedge (?:reduced|increased|made)", told)


@pytest.mark.parametrize(
    "question",
    [
        SEED,
        "What was the mean monthly drag in 2018?",
        "What was the mean monthly drag from 2015 to 2025?",
        "maximum drawdown, unhedged?",
    ],
)
def test_the_full_period_is_one_span(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    figures = {f.id: f for f in document.figures}
    spans, told = set(), 0
    for sentence in sentences(document):
        if "full period" in sentence.text.lower():
            told += 1
            refs = {s.ref for s in sentence.spans if s.kind == "figure"}
            assert {figures[ref].scope for ref in refs} == {"all"}
            spans |= {(figures[ref].start[:7], figures[ref].end[:7]) for ref in refs}
        else:
            assert not re.search(r"whole run|over all of it|the whole period", sentence.text, re.IGNORECASE)
    assert spans == ({("2014-01", "2022-12")} if told else set())


@pytest.mark.parametrize(
    ("question", "scope", "words"),
    [
        ("What was the mean monthly drag from 2015 to 2025?", "date=2015-01-01..2022-12-31", "2015 to 2022"),
        ("What was the mean monthly drag from 2010 to 2016?", "date=2014-01-01..2016-12-31", "2014 to 2016"),
    ],
)
def test_dates_beyond_the_data_are_said_first_and_shown_nowhere(
    question: str, scope: str, words: str, materials: Materials
) -> None:
    document = answer(question, materials)
    assert document.summary[1].text == "The question goes beyond the data, which cover January 2014 to December 2022."
    first = document.figures[0]
    assert (first.scope, first.scope_display) == (scope, words)
    beyond = re.compile("2025|2010")
    assert not any(beyond.search(s.text) for s in (document.title, *sentences(document)))


def test_a_comparison_with_dates_beyond_the_data_says_so(materials: Materials) -> None:
    document = answer("Was the mean monthly drag higher in 2016 or from 2018 to 2025?", materials)
    said = [s.text for s in document.summary]
    assert "The question goes beyond the data, which cover January 2014 to December 2022." in said
    assert not any("2025" in text for text in said)


@pytest.mark.parametrize(
    ("mean", "spread", "verdict", "words"),
    [
        (-0.0005, STEADY, "inconsistent", "the whole interval lies below it."),
        (-0.030, STEADY, "inconsistent", "the whole interval lies above it."),
        (-0.008, STEADY, "consistent", "the whole interval lies within it."),
        (-0.0045, LOOSE, "not_ruled_out", "overlaps it, so it is neither confirmed nor ruled out."),
        (-0.003, WILD, "not_ruled_out", "overlaps it and includes zero, so neither is ruled out."),
    ],
)
def test_the_line_on_a_claim_follows_its_verdict(
    mean: float, spread: Sequence[float], verdict: str, words: str, materials: Materials
) -> None:
    facts, tier = hedged(mean, spread), materials.backtests[0].manifest.tier
    named = remade(facts.backtest, manifest=facts.backtest.manifest.model_copy(update={"tier": tier}))
    document = asked(SEED, Facts(named), materials)
    claim = next(c for c in document.claims if c.key == "drag.monthly.mean" and c.period == "month" and c.figure == "F1")
    assert (claim.display, claim.verdict) == ("0.4% to 1.2% a month", verdict)
    line = next(s.text for s in document.summary if "“0.4% to 1.2%” a month" in s.text)
    assert line.endswith(words)


@pytest.mark.parametrize(
    ("key", "scope", "words", "other"),
    [
        ("drag.monthly.mean", "event!=fomc", "months without an FOMC date", "day"),
        ("drag.monthly.mean", "event=fomc", "months with an FOMC date", "day"),
        ("drag.daily.mean", "event!=fomc", "outside FOMC dates", "month"),
    ],
)
def test_a_scope_of_events_counts_what_its_figure_counts(key: str, scope: str, words: str, other: str, sample: Backtest) -> None:
    one = shown(key, Facts(sample), scope)
    assert words in one.view.scope_display
    assert other not in one.view.scope_display


def month_ends(unit: str = "account") -> Facts:
    """A plain series of values at the ends of months."""
    days = [f"{2019 + m // 12}-{m % 12 + 1:02d}-28" for m in range(25)]
    values = [100_000.0 * (1.01 if m % 3 else 0.99) ** (m % 5) for m in range(25)]
    facts = built(accounts=accounts(days, values))
    capital = facts.backtest.manifest.capital.model_copy(update={"unit": unit})
    manifest = facts.backtest.manifest.model_copy(update={"capital": capital})
    return Facts(replace(facts.backtest, manifest=manifest, digest=digest_of(f"{facts.backtest.digest} {unit}")))


def test_values_of_months_are_counted_as_months(materials: Materials) -> None:
    document = asked("What was the maximum drawdown?", month_ends(), materials)
    told = " ".join(s.text for s in sentences(document))
    assert "n = 24 months" in document.summary[0].text
    assert "; monthly values on a capital base of" in told
    assert not re.search(r"\bdays\b|\bdaily\b", told)
    assert "{F1.n} months" in qualified(shown("drawdown.max.unhedged", month_ends()))


@pytest.mark.parametrize("question", ["What was the maximum drawdown?", "What was the total return in dollars?"])
def test_an_index_has_no_dollars(question: str, materials: Materials) -> None:
    document = asked(question, month_ends("index"), materials)
    said = [*(s.text for s in sentences(document)), *(f.display for f in document.figures)]
    assert not any("$" in text for text in said)
    assert not any(f.key.startswith(("dollars.", "per_100k.", "capital.")) for f in document.figures)
    assert any(text.endswith("; monthly index values.") for text in said)


def test_an_account_has_dollars_beside_it(materials: Materials) -> None:
    document = asked("What was the maximum drawdown?", month_ends(), materials)
    assert any("$100,000" in s.text for s in sentences(document))


def test_a_column_has_one_precision(sample: Backtest) -> None:
    facts = Facts(sample)
    cells = []
    for scope in ("vix<15", "vix:15..20"):
        figure = compute("drag.monthly.mean", parse_scope(scope), facts)
        assert isinstance(figure, Figure)
        cells.append((scope, figure))
    displays = [p.display for p in view_points(cells)]
    assert displays == ["0.005%", "−0.012%"]
    assert len({len(d.partition(".")[2]) for d in displays}) == 1
