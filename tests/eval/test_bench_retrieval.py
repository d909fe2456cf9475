"""The measure of retrieval, on a small folder in BEIR's layout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.eval.retrieval import ndcg

DOCUMENTS = {
    "d1": ("Vitamin D and bones", "Vitamin D helps the gut to take up calcium. " + "Bones need it. " * 80),
    "d2": ("Sleep", "People who sleep less than six hours remember fewer words the next day."),
    "d3": ("Coffee", "Coffee drinkers had a lower heart rate at rest in this trial of forty adults."),
    "d4": ("Running", "Runners who rest a day between long runs have fewer stress fractures."),
}
QUERIES = {"q1": "Does lack of sleep harm memory?", "q2": "calcium absorption", "q3": "not judged"}
JUDGED = [("q1", "d2", 1), ("q2", "d1", 2), ("q2", "d4", 0), ("q1", "d3", 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in BEIR's layout."""
    made = tmp_path / "small"
    (made / "qrels").mkdir(parents=True)
    corpus = [json.dumps({"_id": id_, "title": title, "text": text}) for id_, (title, text) in DOCUMENTS.items()]
    (made / "corpus.jsonl").write_text("\n".join(corpus) + "\n", encoding="utf-8")
    queries = [json.dumps({"_id": id_, "text": text}) for id_, text in QUERIES.items()]
    (made / "queries.jsonl").write_text("\n".join(queries) + "\n", encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *(f"{q}\t{d}\t{score}" for q, d, score in JUDGED)]
    (made / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return made


def test_gains_are_discounted_by_place() -> None:
    assert ndcg(["a", "b"], {"a": 2, "b": 1}) == 1
    assert ndcg(["b", "a"], {"a": 2, "b": 1}) == pytest.approx((1 + 2 / 1.584963) / (2 + 1 / 1.584963))
    assert ndcg(["c"], {"a": 1}) == 0


def test_a_folder_in_beirs_layout_is_measured_and_the_same_again(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "bench/retrieval.py", str(folder), "--format", "json", "--cache", str(tmp_path / "cache")]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    first, again = (
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment).stdout for _ in range(2)
    )
    assert first == again
    told = json.loads(first)
    assert told["questions"] == 2
    assert {*told} == {"ndcg@10", "recall@1", "recall@5", "recall@12", "intervals", "questions"}
    for measure in ("ndcg@10", "recall@1", "recall@5", "recall@12"):
        assert {*told[measure]} == {"keyword", "dense", "fused", "reranked"}
    assert told["recall@12"]["reranked"] == 1  # there are four documents
    assert told["recall@1"]["reranked"] == 0.75  # the first of two that are right for one, the only one for the other
    low, high = told["intervals"]["recall@1"]["reranked"]
    assert low <= 0.75 <= high
