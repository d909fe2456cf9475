"""Pages that a language model worded: its sentences are judged again, and all else is made again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Materials
from qa.document import AnswerDocument, Sentence
from reports.desk import open_desk
from reports.pages.render import render
from reports.verify.bench import Bench, bench_of
from reports.verify.loading import of_text
from reports.verify.verify import Verified, verify_published
from tests.endpoint import good
from tests.qa.worded import answered


@pytest.fixture(scope="module")
def bench(cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The bench of the sample desk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEDGECITE_CACHE_DIR", str(cache_dir))
        patch.setenv("HEDGECITE_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        return bench_of(open_desk(None, Path("/")))


@pytest.fixture
def worded(materials: Materials) -> AnswerDocument:
    """The seed's answer in a model's words."""
    document, _ = answered(materials, good, timeout=60.0)
    assert document.provenance.writer == "model"
    return document


def _verified(document: AnswerDocument, bench: Bench) -> Verified:
    text = render(document, "json", bench.desk.cache)
    return verify_published(of_text(Path("/x.json"), text.encode(), text), bench)


def test_a_page_in_a_models_words_is_true(worded: AnswerDocument, bench: Bench) -> None:
    found = _verified(worded, bench)
    assert (found.end, found.faults, found.unchecked) == ("true", (), ())
    assert "the sentences of the language model" in found.checked


def _first(said: Callable[[Sentence], Sentence]) -> Callable[[AnswerDocument], AnswerDocument]:
    return lambda d: replace(d, summary=(said(d.summary[0]), *d.summary[1:]))


FORGED: dict[str, Callable[[AnswerDocument], AnswerDocument]] = {
    "a promise": _first(lambda s: replace(s, text=f"{s.text} This is guaranteed.")),
    "advice": _first(lambda s: replace(s, text=f"{s.text} You should buy it.")),
    "another cause": _first(lambda s: replace(s, text=f"{s.text} The layers are rolled by delta.")),
    "a missing caveat": lambda d: replace(d, disclosures=d.disclosures[1:]),
    "a dropped conflict": lambda d: replace(d, conflicts=d.conflicts[1:]),
    "another verdict": lambda d: replace(d, claims=tuple(replace(c, verdict="consistent") for c in d.claims)),
    "another title": lambda d: replace(d, title=Sentence(text="The hedge is free")),
    "a figure of another n": lambda d: replace(d, figures=(replace(d.figures[0], n=61, n_display="61"), *d.figures[1:])),
    "a sentence left out": lambda d: replace(d, summary=d.summary[1:]),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_page_in_a_models_words_is_false(name: str, worded: AnswerDocument, bench: Bench) -> None:
    forged = FORGED[name](worded)
    assert forged != worded
    found = _verified(forged, bench)
    assert found.end == "false", json.dumps(found.checked)
