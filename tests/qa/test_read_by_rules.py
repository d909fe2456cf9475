"""Figures that the scorer doesn't know are asked for by rules: each by one question at least."""

from __future__ import annotations

import pytest

from qa.answer import Materials, read
from qa.calculator.catalogue import CATALOGUE
from qa.understand.scorer import load

ASKED = {
    "decomposition.share.decay": "What share of the hedge's costs is time decay?",
    "decomposition.share.roll_cost": "What share of the hedge's costs is rolling?",
    "decomposition.share.commissions": "How much of the hedge's cost goes to commissions, as a share?",
    "decomposition.share.slippage": "What proportion of the hedge's cost is slippage?",
    "decomposition.share.trading": "What part of the hedge's costs is transaction costs?",
    "coverage.monthly.up.paid": "Does the hedge always lose when the market rises?",
    "coverage.monthly.down.paid": "Does the hedge always gain when the market falls?",
    "drag.monthly.share_earned": "In how many months did the hedge make money?",
    "drag.monthly.share_over": "How often does the hedge cost more than 1% in a month?",
    "drag.monthly.share_gain_over": "How often did the hedge earn more than 1% in a month?",
    "drag.monthly.error": "What is the standard error of the mean monthly drag?",
    "return.unhedged.monthly.best": "What was the best month without the hedge?",
    "return.hedged.monthly.best": "What was the best month of the hedged account?",
    "return.unhedged.monthly.share_losing": "In how many months did the account lose money without the hedge?",
    "return.unhedged.monthly.share_gaining": "In how many months did the unhedged account gain?",
    "return.hedged.monthly.share_losing": "How many months did the hedged account lose money?",
    "return.hedged.monthly.share_gaining": "How many months did the account with the hedge gain?",
    "return.unhedged.monthly.gaining_run": "What was the longest run of winning months without the hedge?",
    "return.unhedged.monthly.losing_run": "Most consecutive losing months of the unhedged account?",
    "return.hedged.monthly.gaining_run": "What was the longest winning streak of the hedged account?",
    "return.hedged.monthly.losing_run": "How many months in a row did the hedged account lose at most?",
    "payoff.monthly.longest_run": "What was the longest run of months in which the hedge earned?",
    "trades.winning_run": "What was the biggest winning streak?",
    "hedge.winning_run": "What was the longest winning streak of the hedge?",
    "drag.over.profit": "What share of the gross profit does the hedge eat?",
    "exposure.monthly.correlation.hedged": "How strongly is the account's return correlated with the S&P 500?",
    "exposure.monthly.correlation.unhedged": "What is the correlation of the account without the hedge with the index?",
    "drawdown.reduction_points": "By how many percentage points did the hedge reduce the maximum drawdown?",
}


@pytest.mark.parametrize(("key", "question"), ASKED.items())
def test_a_question_asks_for_it(key: str, question: str, materials: Materials) -> None:
    assert key in read(question, materials)[0].keys


def test_no_figure_is_out_of_reach() -> None:
    known = set(load().keys)
    assert {key for key, spec in CATALOGUE.items() if spec.phrases and key not in known} <= set(ASKED)
