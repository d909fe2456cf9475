"""A model's reply as it comes: told once accepted, kept where it breaks, ended at once where nobody waits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Materials, answer
from qa.document import AnswerDocument, Sentence
from qa.llm.client import OpenAICompatible
from tests.checks import faults
from tests.conftest import ROOT, SEED
from tests.endpoint import Fault, Json, endpoint, good
from tests.qa.worded import RETURNED, as_dict, model_at, words


def test_sentences_are_told_once_accepted_and_no_other(materials: Materials) -> None:
    def half(body: Json) -> str:
        made = json.loads(good(body))
        made["sentences"][1]["text"] = "That is 7 times too low."
        return json.dumps(made)

    told: list[Sentence] = []
    with endpoint(half, lambda _: Fault("status", 500)) as served:
        document = answer(SEED, replace(materials, model=model_at(served), model_cache=None), tell=told.append)
    assert told
    assert {s.text for s in told} <= set(words(document))
    assert told[0].text.startswith(RETURNED)
    assert not any("7 times" in s.text for s in told)


def test_a_sentence_is_told_before_the_reply_has_ended(materials: Materials) -> None:
    class Enough(Exception):  # noqa: N818 it is no error
        pass

    def once(sentence: Sentence) -> None:
        assert sentence.text.startswith(RETURNED)
        raise Enough

    taken: list[str] = []
    with endpoint(lambda body: Fault("drip", content=good(body))) as served:
        model = OpenAICompatible(replace(model_at(served).settings, timeout=60), lambda _, why: taken.append(why))
        begun = time.perf_counter()
        with pytest.raises(Enough):
            answer(SEED, replace(materials, model=model, model_cache=None), tell=once)
        assert time.perf_counter() - begun < 20
        assert served.broken_off.wait(10)
    assert taken == ["", "broken off"]  # the plan, then the words


@pytest.mark.parametrize(
    ("kind", "why"), [("broken", "it could not be reached, or broke off"), ("unfinished", "its answer broke off")]
)
def test_what_was_accepted_before_the_reply_broke_off_stands(
    kind: str, why: str, materials: Materials, seed_answer: AnswerDocument, tmp_path: Path
) -> None:
    with endpoint(lambda body: Fault(kind, content=good(body))) as served:
        document = answer(SEED, replace(materials, model=model_at(served), model_cache=tmp_path))
    assert faults(as_dict(document)) == []
    assert list(tmp_path.glob("words-*")) == []  # half a page is not kept for the next time
    assert document.provenance.writer == "model"
    assert any(w.startswith(RETURNED) for w in words(document))
    assert document.sections[-1] == seed_answer.sections[-1]
    said = f"The language model wrote a part, then {why}: the other sentences are those of the rules."
    assert document.disclosures[-1].text == said


def test_a_reply_that_never_ends_is_broken_off(materials: Materials, seed_answer: AnswerDocument) -> None:
    with endpoint(lambda _: Fault("trickle")) as served:
        document = answer(SEED, replace(materials, model=model_at(served, timeout=1), model_cache=None))
        assert served.broken_off.wait(10)
    assert document.summary == seed_answer.summary
    assert "did not answer in time" in document.disclosures[-1].text


INTERRUPTED = """
import sys
from reports.cli import main
sys.argv = ["hedgecite", "ask", "What does the hedge cost?", "--model", "m", "--out", sys.argv[1]]
main()
"""


def test_an_interrupt_ends_the_request_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "answer.html"
    with endpoint(lambda _: Fault("trickle")) as served:
        env = {**os.environ, "OPENAI_BASE_URL": served.base_url, "OPENAI_API_KEY": "k", "HEDGECITE_DATA_DIR": str(tmp_path)}
        command = [sys.executable, "-c", INTERRUPTED, str(out)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env) as process:
            deadline = time.monotonic() + 60
            while not served.requests and time.monotonic() < deadline:
                time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
        assert served.broken_off.wait(10)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not out.exists()


ON_A_TERMINAL = """
import sys
from reports.cli import main
sys.argv = ["hedgecite", "ask", "What does the hedge cost?", "--model", "m"]
main()
"""


def test_a_terminal_shows_the_sentences_and_takes_them_away_for_the_page(tmp_path: Path) -> None:
    with endpoint(good) as served:
        env = {**os.environ, "OPENAI_BASE_URL": served.base_url, "OPENAI_API_KEY": "k", "TERM": "xterm", "COLUMNS": "100"}
        env |= {"HEDGECITE_DATA_DIR": str(tmp_path), "HEDGECITE_CACHE_DIR": str(tmp_path / "cache")}
        ours, theirs = os.openpty()
        command = [sys.executable, "-c", ON_A_TERMINAL]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True, cwd=ROOT, env=env) as process:
            os.close(theirs)
            with ThreadPoolExecutor(1) as reader:  # a terminal that nobody reads holds up whoever writes to it
                reading = reader.submit(read_all, ours)
                page, _ = process.communicate()
                shown = reading.result()
    assert process.returncode == 0
    assert RETURNED in page
    assert RETURNED in shown
    assert shown.rstrip().endswith("\x1b[2K")  # its last line is cleared
    assert "\x1b" not in page


def read_all(terminal: int) -> str:
    """All that was written to a terminal whose other end is closed."""
    raw = b""
    with suppress(OSError):  # that is how a terminal says that it has ended
        while piece := os.read(terminal, 65536):
            raw += piece
    os.close(terminal)
    return raw.decode()
