"""An answer given again: the same bytes, and never where anything that it was made from has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.kept import Kept
from corpus.values import from_text, to_text
from qa.answer import Materials, answer
from qa.document import AnswerDocument
from reports.program import stamp_of
from tests.conftest import ROOT, SEED
from tests.reports.command import Command, Done

QUESTION = "What does the hedge cost?"
MANIFEST = """name = "mine"
title = "Mine"
hypothetical = true
calendars = ["own.toml"]
[capital]
base = 100000
[[files]]
path = "marks.csv"
[[series]]
name = "vix"
file = "vix.csv"
value = "close"
"""
CALENDAR = """name = "own"
title = "Own days"
sources = ["Mine"]
first = 2020-01-01
last = 2022-12-31
dates = [2020-03-16]
"""
DAYS = [f"{year}-{month:02}-16" for year in (2020, 2021) for month in range(1, 13)]


@pytest.fixture
def desk(run: Command, cache: Path) -> Path:
    """A desk with one backtest and one text of its own, and a cache of its own."""
    run("init", "desk", "--no-sample")
    (desk := Path("desk")).joinpath("mine").mkdir()
    files = {
        "hedgecite.toml": 'name = "My desk"\nsample = false\n[[backtest]]\npath = "mine"\n',
        "corpus/hedge.md": "---\ntitle: The hedge\ndate: 2021-01-01\n---\n\nThe hedge costs little in quiet months.\n",
        "mine/backtest.toml": MANIFEST,
        "mine/own.toml": CALENDAR,
        "mine/marks.csv": "date,base_pnl,hedge_pnl\n" + "".join(f"{d},{500 + i},{-40 - i}\n" for i, d in enumerate(DAYS)),
        "mine/vix.csv": "date,close\n" + "".join(f"{d},{15 + i % 9}\n" for i, d in enumerate(DAYS)),
    }
    for name, text in files.items():
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_text(text, encoding="utf-8")
    assert cache.parent.is_dir()
    return desk


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def asked(run: Command, *more: str) -> Done:
    done = run("ask", QUESTION, "--desk", "desk", "--format", "json", *more)
    assert done.code == 0, done.err
    return done


def edit(file: Path, old: str, new: str) -> None:
    """Change a file behind the back of all that goes by sizes and times."""
    before, text = file.stat(), file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def no_answer(*_: object) -> AnswerDocument:
    raise AssertionError("it is answered anew")


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_repeated_question_is_not_answered_anew_and_has_the_same_bytes(
    run: Command, desk: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    first = run("ask", QUESTION, "--desk", desk, "--format", form)
    assert first.code == 0
    monkeypatch.setattr("qa.answer.answer", no_answer)
    assert run("ask", QUESTION, "--desk", desk, "--format", form) == first


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "a text": lambda desk: edit(desk / "corpus/hedge.md", "little", "plenty"),
    "another text": lambda desk: (desk / "corpus/new.md").write_text("The hedge costs much.", encoding="utf-8"),
    "no text": lambda desk: (desk / "corpus/hedge.md").unlink(),
    "a log": lambda desk: edit(desk / "mine/marks.csv", "500,-40", "500,-41"),
    "a manifest": lambda desk: edit(desk / "mine/backtest.toml", "100000", "200000"),
    "a market series": lambda desk: edit(desk / "mine/vix.csv", f"{DAYS[0]},15", f"{DAYS[0]},16"),
    "a calendar": lambda desk: edit(desk / "mine/own.toml", "2020-03-16", "2020-04-16"),
    "the settings": lambda desk: edit(desk / "hedgecite.toml", "My desk", "Our one"),
    "the corrections": lambda desk: (desk / "questions.toml").write_text(
        f'[[question]]\ntext = "{QUESTION}"\nfigures = ["drawdown.max.hedged"]\n', encoding="utf-8"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_an_input_changes_the_answer(
    run: Command, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    first = asked(run)
    assert asked(run) == first
    CHANGES[what](desk)
    second = asked(run)
    assert second.out != first.out
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(tmp_path / "fresh"))
    assert asked(run) == second


def test_another_question_another_date_another_program_and_another_setting_are_answered_anew(
    run: Command, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(run)
    monkeypatch.setattr("qa.answer.answer", no_answer)
    with pytest.raises(AssertionError, match="anew"):
        asked(run, "--date", "2022-01-01")
    with pytest.raises(AssertionError, match="anew"):
        run("ask", f"{QUESTION} ", "--desk", desk)
    for name in ("HEDGECITE_EMBEDDINGS", "HEDGECITE_MODEL", "OPENAI_BASE_URL"):
        with monkeypatch.context() as other:
            other.setenv(name, "http://127.0.0.1:9/v1" if name == "OPENAI_BASE_URL" else "other")
            with pytest.raises(AssertionError, match="anew"):
                asked(run)
    monkeypatch.setattr("reports.again.program_stamp", lambda: "another")
    with pytest.raises(AssertionError, match="anew"):
        asked(run)


def test_what_changes_while_it_is_answered_is_not_kept(run: Command, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meddled(text: str, materials: Materials, *more: object) -> AnswerDocument:
        document = answer(text, materials, *more)  # type: ignore[arg-type]
        edit(desk / "mine/marks.csv", "500,-40", "500,-41")
        return document

    with monkeypatch.context() as during:
        during.setattr("qa.answer.answer", meddled)
        first = asked(run)
    assert asked(run).out != first.out
    edit(desk / "mine/marks.csv", "500,-41", "500,-40")
    assert asked(run) == first


def test_every_file_of_the_users_that_an_answer_opens_is_one_that_it_hangs_on(run: Command, desk: Path) -> None:
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from pathlib import Path\n"
        "from reports import again\n"
        "def keep(asking, document, inputs, cache):\n"
        f"    own = {{str(Path(p).absolute()) for p in opened if Path(p).is_relative_to({str(desk)!r})}}\n"
        "    named = tuple(inputs)\n"
        "    print(sorted(p for p in own if not p.startswith(named)), len(own))\n"
        "again.keep = keep\n"
        "from reports import cli\n"
        "cli.main()\n"
    )
    words = [sys.executable, "-c", program, "ask", QUESTION, "--desk", str(desk), "--out", "page.json"]
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True, text=True)
    assert done.stdout == "[] 9\n"


HEAVY = ("qa.answer", "pandas", "numpy", "onnxruntime", "chromadb", "jinja2", "matplotlib", "pydantic_settings")


def _asked_in_a_process(question: str, heavy: tuple[str, ...]) -> tuple[bytes, list[str]]:
    """What a process of its own prints, and which of the modules it loaded."""
    program = (
        "import sys\n"
        "from reports import cli\n"
        f"sys.argv = ['hedgecite', 'ask', {question!r}]\n"
        "try:\n    cli.main()\n"
        "except SystemExit:\n    pass\n"
        f"print(*[name for name in {heavy} if name in sys.modules], file=sys.stderr)\n"
    )
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    return done.stdout, done.stderr.decode().split()


def test_a_repeated_question_loads_nothing_that_answers() -> None:
    (first, _), (second, loaded) = (_asked_in_a_process(SEED, HEAVY) for _ in "ab")
    assert second == first
    assert loaded == []


def test_a_new_question_on_figures_that_are_known_reads_no_log() -> None:
    _asked_in_a_process("What does the hedge cost?", ())
    page, loaded = _asked_in_a_process("So what does the hedge cost, please?", ("pandas", "chromadb", "jinja2"))
    assert "−0.005%".encode() in page
    assert loaded == []


def test_a_document_is_the_same_after_it_was_kept(materials: Materials) -> None:
    for question in (SEED, "How is the hedge layered?", "Why did February 2018 lose money?", "Should I buy VIX calls?"):
        document = answer(question, materials)
        assert from_text(AnswerDocument, to_text(document)) == document


def test_a_damaged_cache_is_as_good_as_none(run: Command, desk: Path, cache: Path) -> None:
    first = asked(run, "--desk", str(desk))
    (file := cache / "kept.sqlite").write_bytes(b"SQLite format 3\x00" + b"spoiled" * 999)
    assert asked(run) == first
    file.unlink()
    file.mkdir()
    assert asked(run) == first


def test_a_kept_text_that_was_tampered_with_is_none_and_old_ones_go(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    kept = Kept(tmp_path, "answers", 2)
    for name in "abc":
        kept.put(name, f"text of {name}")
    assert [kept.get(name) for name in "abcd"] == [None, "text of b", "text of c", None]
    with closing(sqlite3.connect(tmp_path / "kept.sqlite")) as db, db:
        db.execute("UPDATE answers SET text = 'another' WHERE name = 'b'")
    assert kept.get("b") is None
    assert Kept(tmp_path, "others", 2).get("b") is None


def test_the_stamp_of_a_program_changes_with_every_file_of_it_and_every_package(tmp_path: Path) -> None:
    for name in ("corpus", "qa/write", "reports", "templates", "site"):
        (tmp_path / name).mkdir(parents=True)
    file = tmp_path / "qa/write/lines.py"
    seen = [stamp_of(tmp_path, [tmp_path / "site"])]
    for change in (
        lambda: file.write_text("a = 1", encoding="utf-8"),
        lambda: edit(file, "1", "2"),
        lambda: (tmp_path / "corpus/text.md").write_text("", encoding="utf-8"),
        (tmp_path / "site/numpy-3.dist-info").mkdir,
        lambda: file.rename(tmp_path / "qa/write/words.py"),
    ):
        change()
        seen.append(stamp_of(tmp_path, [tmp_path / "site"]))
    assert len(set(seen)) == 6
    (tmp_path / "qa/__pycache__").mkdir()
    assert stamp_of(tmp_path, [tmp_path / "site"]) == seen[-1]
