"""The scorer: what it was fitted to, what it reads, and that it reads the same each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.calculator.catalogue import CATALOGUE
from qa.understand import weights
from qa.understand.labelled import FOLDER, Labelled, problems, read_file, read_folder
from qa.understand.normal import masked
from qa.understand.outcomes import own_key, phrases
from qa.understand.scorer import Scorer, load
from qa.understand.scores import CHOICES, Scores

FRAMES = ("{}?", "What is the {}?", "what was the {} in 2017", "{} please", "Can you tell me the {} of the conservative tier?")


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return load()


def _read(scorer: Scorer, question: str) -> Scores:
    return scorer.score(question, scorer.encoder()([question])[0])


def test_labelled_rows_have_no_problem() -> None:
    rows = read_folder()
    assert [p for p in problems(rows) if "drawdown.within_month" not in p] == []
    assert len(rows) >= 5_800
    assert len({row.writer for row in rows}) >= 14


def test_every_figure_that_the_scorer_knows_has_a_dozen_labelled_questions() -> None:
    counts = {key: 0 for key in load().keys if key in CATALOGUE and CATALOGUE[key].phrases}
    for row in read_folder():
        for key in {own_key(key) for key in row.keys}:
            counts[key] = counts.get(key, 0) + 1
    assert {key: n for key, n in counts.items() if n < 12} == {}


def test_a_row_with_an_unknown_figure_or_kind_is_told(tmp_path: Path) -> None:
    row = next(read_file(FOLDER / "dev.csv"))
    wrong = [replace(row, readings=(("drag.hourly",),)), replace(row, kind="joke", id="2", question="other")]
    assert list(problems(wrong)) == ["dev d001.cost: no figure 'drag.hourly'", "dev 2: no kind 'joke'"]


def test_scopes_and_numbers_become_placeholders() -> None:
    assert masked("Drag of the 1.15 in March 2016 above VIX 20, 3% of $400,000?") == (
        "Drag of the xtier in xmonth above xband , xpercent of xmoney ?"
    )


def test_the_same_question_is_read_the_same_each_time(scorer: Scorer) -> None:
    first, second = (_read(scorer, "how deep did it fall without the calls") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What does the hedge cost in a month?", "drag.monthly.mean"),
        ("how deep did the account fall without insurance in 2018?", "drawdown.max.unhedged"),
        ("And with the calls on, what Sharpe?", "sharpe.monthly.hedged"),
        ("what share of the condors won", "trades.win_rate"),
        ("premium that went out the door for the calls", "premium.spent"),
    ],
)
def test_a_plain_question_leads_with_its_figure(scorer: Scorer, question: str, key: str) -> None:
    read = _read(scorer, question)
    assert (read.ranked[0].key, read.kind) == (key, "cost")


def test_probabilities_add_up_and_are_in_order(scorer: Scorer) -> None:
    read = _read(scorer, "what was the worst month with the hedge?")
    chances = [r.probability for r in read.ranked]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=1e-4)
    assert sum(read.kinds.values()) == pytest.approx(1, abs=1e-4)
    assert len(read.choices) == CHOICES
    assert 0 <= read.right <= read.among <= 1 or read.right == pytest.approx(read.among, abs=0.1)


def test_what_has_no_words_is_no_answer(scorer: Scorer) -> None:
    assert scorer.score("").decision != "answer"
    assert scorer.score("?? ::").decision != "answer"


def test_the_words_decide_where_there_is_no_vector(scorer: Scorer) -> None:
    assert scorer.score("Sharpe ratio without the hedge").ranked[0].key == "sharpe.monthly.unhedged"


def test_four_in_five_of_the_records_own_phrases_lead_to_their_figure(scorer: Scorer) -> None:
    encoder, wrong = scorer.encoder(), list[str]()
    named = [(text, key) for text, key in phrases(scorer.keys) if text in CATALOGUE[key].phrases]
    for n, (text, key) in enumerate(named[::3]):  # exact names are read by rule; this is how near the scorer comes alone
        question = FRAMES[n % len(FRAMES)].format(text)
        read = scorer.score(question, encoder([question])[0])
        if read.ranked[0].key != key:
            wrong.append(f"{question} {key} {read.ranked[0].key}")
    assert len(wrong) <= 0.2 * len(named[::3]), wrong


def test_weights_that_were_not_fitted_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / weights.FOLDER
    folder.mkdir()
    (folder / weights.TOLD).write_text('{"sha256": "00"}')
    (folder / weights.ARRAYS).write_bytes(b"else")
    monkeypatch.setattr(weights, "files", lambda _: tmp_path)
    with pytest.raises(weights.WeightsError, match="not the file"):
        weights.read_weights()


def test_a_matrix_is_packed_to_a_hundredth_of_its_largest() -> None:
    matrix = np.random.default_rng(0).normal(size=(30, 4)).astype(np.float32)
    whole, steps = weights.packed(matrix)
    assert np.abs(whole * steps - matrix).max() <= np.abs(matrix).max() / 200


def test_a_follow_up_knows_what_it_follows() -> None:
    row: Labelled = replace(next(read_file(FOLDER / "dev.csv")), question="Sharpe, hedged? >> and without?")
    assert (row.earlier, row.last) == ("Sharpe, hedged?", "and without?")
