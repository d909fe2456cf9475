"""Many questions at once: each page is the one that its question gets alone, and a bad line stops none of the others."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from reports.questions_file import Asked, read_questions
from tests.checks import faults
from tests.conftest import ROOT, SEED
from tests.reports.command import Command

QUESTIONS = [SEED, "What is the win rate?", "How is the hedge layered?"]


def written(text: str, name: str = "asked.txt") -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def index_of(folder: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(folder, "index.csv").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_page_is_byte_for_byte_the_one_that_its_question_gets_alone(run: Command, jobs: str) -> None:
    file = written("\n".join(QUESTIONS))
    done = run("ask", "--batch", file, "--out", "pages", "--format", "html", "--jobs", jobs)
    assert (done.code, done.out) == (0, "")
    assert done.err == "wrote 3 of 3 answers and pages/index.csv\n"
    rows = index_of("pages")
    assert [row["question"] for row in rows] == QUESTIONS
    assert [row["file"] for row in rows][1:] == ["2-what-is-the-win-rate.html", "3-how-is-the-hedge-layered.html"]
    for row in rows:
        run("ask", row["question"], "--out", "alone.html")
        assert Path("pages", row["file"]).read_bytes() == Path("alone.html").read_bytes()
    assert sorted(f.name for f in Path("pages").iterdir()) == sorted(["index.csv", *(row["file"] for row in rows)])


def test_lines_of_json_hold_the_documents_in_the_order_of_the_questions(run: Command) -> None:
    done = run("ask", "--batch", written("\n\n".join(QUESTIONS)), "--format", "jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [(line["line"], line["question"]) for line in lines] == list(zip((1, 3, 5), QUESTIONS, strict=True))
    assert [faults(line["answer"]) for line in lines] == [[], [], []]
    assert lines[0]["answer"] == json.loads(run("ask", SEED, "--format", "json").out)


def test_a_bad_line_is_named_and_the_others_are_answered(run: Command) -> None:
    file = written(f"{QUESTIONS[1]}\n{'x' * 1001}\n{QUESTIONS[2]}\n")
    done = run("ask", "--batch", file, "--out", "pages")
    assert done.code == 1
    assert done.err.splitlines() == [
        "hedgecite: asked.txt:2: question: the question has 1,001 characters, 1,000 are the most; ask a shorter one",
        "wrote 2 of 3 answers and pages/index.csv",
    ]
    assert [row["status"] for row in index_of("pages")] == ["answered", "", "answered"]
    assert len(list(Path("pages").glob("*.txt"))) == 2
    told = run("ask", "--batch", file, "--format", "jsonl")
    assert told.code == 1
    assert json.loads(told.out.splitlines()[1])["fault"].startswith("question: the question has 1,001 characters")


def test_a_table_gives_the_questions_of_its_column_with_their_lines() -> None:
    table = '\ufeffid,Question\n1,"What does\nit cost?"\n2,Why?\n3,\n'
    assert read_questions(written(table, "asked.csv")) == (
        Asked(line=2, text="What does\nit cost?"),
        Asked(line=4, text="Why?"),
        Asked(line=5, text=""),
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("asked.csv", "id,words\n1,Why?\n", "asked.csv:1: has no column 'question'"),
        ("asked.csv", 'question\n"Why?\n', "is no valid CSV"),
        ("asked.csv", "question\n", "holds no question"),
        ("asked.txt", "\n \n", "holds no question"),
    ],
)
def test_a_file_without_questions_is_refused(name: str, text: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read_questions(written(text, name))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "text"], "--batch: no folder is named for the pages"),
        (["--format", "jsonl", "--out", "pages"], "lines of JSON are printed"),
        (["Why?", "--out", "pages"], "--batch goes without a question"),
        (["--out", "pages", "--print", "--explain-plan"], "goes without --print and --explain-plan"),
    ],
)
def test_what_does_not_go_with_a_file_of_questions_is_refused(run: Command, words: list[str], said: str) -> None:
    done = run("ask", "--batch", written("Why?"), *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert not Path("pages").exists()


def test_no_question_and_one_line_of_json_for_one_answer_are_refused(run: Command) -> None:
    assert "there is no question" in run("ask").err
    assert "one answer is no list" in run("ask", "Why?", "--format", "jsonl").err


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_batch_leaves_whole_pages_a_list_of_them_and_no_process(jobs: str) -> None:
    file = written("\n".join(f"What does the hedge cost, told {i} ways?" for i in range(5000)))
    words = [
        sys.executable,
        "-m",
        "reports.cli",
        "ask",
        "--batch",
        str(file),
        "--out",
        "pages",
        "--format",
        "json",
        "--jobs",
        jobs,
    ]
    with subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, start_new_session=True, text=True) as command:
        waited = time.monotonic() + 120
        while len(list(Path("pages").glob("[0-9]*.json"))) < 3 and time.monotonic() < waited:
            time.sleep(0.05)
        command.send_signal(signal.SIGINT)
        told = command.communicate(timeout=60)[1]
    assert command.returncode not in {0, 1}
    assert "Traceback" not in told
    rows = index_of("pages")
    assert 3 <= len(rows) < 5000
    assert sorted(f.name for f in Path("pages").iterdir()) == sorted(["index.csv", *(row["file"] for row in rows)])
    for row in rows:
        json.loads(Path("pages", row["file"]).read_text(encoding="utf-8"))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
