"""The Python API: it says what the commands say, refuses what they refuse, and every example of its page runs."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import cast

import pytest

from qa.answer import Materials
from qa.document import AnswerDocument, as_json
from reports import api
from reports.desk import sample_desk
from tests.conftest import ROOT, SEED
from tests.reports.command import Command

CONSERVATIVE, BALANCED = "condor-0.70-1dte", "condor-1.15-1dte"
PAGE = ROOT / "docs" / "python-api.md"
HEAVY = ("pandas", "numpy", "pyarrow", "chromadb", "matplotlib", "onnxruntime", "langchain", "openai")


@pytest.fixture
def desk(materials: Materials) -> api.LoadedDesk:
    """The sample, loaded once for all tests."""
    return api.LoadedDesk(desk=sample_desk(), materials=materials)


def test_the_examples_of_the_page_run_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    blocks = re.findall(r"```pycon\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    session = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session, out=told.append)
    assert "".join(told) == ""
    assert results.attempted >= 20


def test_no_example_stands_in_a_block_that_does_not_run() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(re.findall(r"^```pycon$", page, re.MULTILINE)) == len(re.findall(r">>>.*\n(?:.*\n)*?```", page))
    for shown in re.findall(r"```python\n(.*?)```", page, re.DOTALL):  # signatures
        assert re.match(r"[\w.]+[(:]", shown)


def test_the_page_has_every_public_name() -> None:
    headings = set(re.findall(r"^### `(?:LoadedDesk\.)?(\w+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    methods = {name for name in vars(api.LoadedDesk) if not name.startswith("_")} - {"desk", "materials"}
    assert headings == ({*api.__all__} - {"LoadedDesk"}) | methods


def test_importing_it_imports_nothing_heavy() -> None:
    code = f"import sys, reports.api; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


def test_the_sample_is_the_same_wherever_it_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hedgecite.toml").write_text('name = "Another"\nsample = false\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    loaded = api.load_sample()
    assert loaded.name == "hedgecite sample desk"
    assert loaded.backtests[:2] == (CONSERVATIVE, BALANCED)
    assert api.load_desk(tmp_path).name == "Another"
    assert api.load_desk(str(tmp_path)).backtests == ()


def test_an_answer_is_the_commands(run: Command, desk: api.LoadedDesk) -> None:
    assert api.render(desk.ask(SEED), "json") == run("ask", SEED, "--format", "json").out
    assert desk.notice is None


@pytest.mark.parametrize("scope", ["all", "vix<15"])
def test_figures_are_the_commands(scope: str, run: Command, desk: api.LoadedDesk) -> None:
    listed = desk.figures(BALANCED, scope=scope)
    told = json.loads(run("figures", "--backtest", BALANCED, "--scope", scope, "--format", "json").out)
    assert as_json(listed.figures) == told["figures"]
    assert as_json(listed.not_computed) == told["not_computed"]
    assert as_json(desk.series(BALANCED, scope=scope)) == told["series"]
    assert (listed.backtest, listed.scope) == (BALANCED, scope)


@pytest.mark.parametrize("key", ["drag.monthly.mean", "theta.overnight"])
@pytest.mark.parametrize("less", [None, BALANCED])
def test_an_explanation_is_the_commands(key: str, less: str | None, run: Command, desk: api.LoadedDesk) -> None:
    words = ("--backtest", CONSERVATIVE, *(("--backtest", less) if less else ()))
    told = json.loads(run("explain", key, *words, "--format", "json").out)
    explained = cast("dict[str, object]", as_json(desk.explain(key, less=less)))
    assert told == {name: explained[name] for name in told}
    assert ("figure" in told) != (explained["not_computed"] is not None)


def test_a_check_is_the_commands(run: Command, tmp_path: Path) -> None:
    sound, faulty = tmp_path / "marks.csv", tmp_path / "faulty.csv"
    sound.write_text("date,base_pnl,hedge_pnl\n2024-01-02,500,-40\n2024-01-03,120,-40\n", encoding="utf-8")
    faulty.write_text("date,base_pnl,hedge_pnl\n2024-01-02,500,-40\n2024-01-03,many,-40\n", encoding="utf-8")
    for file in (sound, faulty):
        checked = api.check(file)
        done = run("backtest", "check", file, "--format", "json")
        assert dict(checked.summary) == json.loads(done.out)["summary"]
        assert as_json(checked.problems) == json.loads(done.out)["problems"]
        assert bool(checked.errors) == bool(done.code) == (file is faulty)
    assert api.check(faulty).errors[0].where == "faulty.csv:3:base_pnl"


def test_a_follow_up_of_a_document_is_that_of_its_file(tmp_path: Path, desk: api.LoadedDesk, seed_answer: AnswerDocument) -> None:
    saved = tmp_path / "earlier.json"
    saved.write_text(api.render(seed_answer, "json"), encoding="utf-8")
    held = desk.ask("and in 2018?", after=seed_answer)
    assert held == desk.ask("and in 2018?", after=saved) == desk.ask("and in 2018?", after=str(saved))
    assert held.parent is not None
    assert "--after earlier.json" in held.provenance.command


@pytest.mark.parametrize(
    ("form", "begins"), [("text", "{title}\n="), ("md", "# {title}\n"), ("html", "<!doctype html>"), ("json", '{{\n "schema"')]
)
def test_a_document_is_rendered_in_each_form(form: str, begins: str, seed_answer: AnswerDocument) -> None:
    assert api.render(seed_answer, form).startswith(begins.format(title=seed_answer.title.text))


def test_a_backtest_can_be_named_by_its_path(tmp_path: Path, desk: api.LoadedDesk) -> None:
    (tmp_path / "marks.csv").write_text("date,base_pnl,hedge_pnl\n2024-01-02,500,-40\n2024-02-02,120,-60\n", encoding="utf-8")
    manifest = 'name = "mine"\ntitle = "Mine"\nhypothetical = true\n[capital]\nbase = 10000\n[[files]]\npath = "marks.csv"\n'
    (tmp_path / "backtest.toml").write_text(manifest, encoding="utf-8")
    figure = desk.explain("drag.monthly.mean", tmp_path).figure
    assert figure is not None
    assert figure.value == pytest.approx(0.005)  # 50 of 10,000
    assert api.load_sample(backtests=[tmp_path]).backtests == ("mine",)
    assert api.load_sample(backtests=tmp_path).backtests == ("mine",)


WRONG: dict[str, tuple[Callable[[api.LoadedDesk], object], type[api.HedgeciteError], str]] = {
    "no question": (lambda d: d.ask(" "), api.WrongUseError, "question"),
    "no earlier answer": (lambda d: d.ask("and in 2018?", after="gone.json"), api.UnreadableError, "gone.json"),
    "no such key": (lambda d: d.explain("drag.monthly.mode"), api.WrongUseError, "did you mean drag.monthly.mean"),
    "no such scope": (lambda d: d.figures(scope="nonsense"), api.WrongUseError, "nonsense"),
    "no scope of a series": (lambda d: d.series(scope="nonsense"), api.WrongUseError, "nonsense"),
    "no such backtest": (lambda d: d.figures("gone"), api.UnreadableError, f"the desk has: {CONSERVATIVE}"),
    "no other backtest": (lambda d: d.explain("drag.monthly.mean", less="gone"), api.UnreadableError, "gone"),
    "no desk": (lambda _: api.load_desk("gone"), api.UnreadableError, "make a desk with hedgecite init"),
    "no date": (lambda _: api.load_sample(date="today"), api.WrongUseError, "YYYY-MM-DD"),
    "no path": (lambda _: api.check(), api.WrongUseError, "name a backtest.toml"),
    "no such path": (lambda _: api.check("gone.csv"), api.UnreadableError, "gone.csv"),
    "no such form": (lambda d: api.render(d.ask("What is a put?"), "pdf"), api.WrongUseError, "text, md, html, json"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_use_says_what_where_and_what_to_do(wrong: str, desk: api.LoadedDesk) -> None:
    use, error, told = WRONG[wrong]
    with pytest.raises(error) as raised:
        use(desk)
    assert told in str(raised.value)
    assert raised.value.what
    assert raised.value.where
    assert raised.value.mend


def test_a_desk_without_a_backtest_has_no_figures(tmp_path: Path) -> None:
    (tmp_path / "hedgecite.toml").write_text('name = "Bare"\nsample = false\n', encoding="utf-8")
    bare = api.load_desk(tmp_path)
    with pytest.raises(api.WrongUseError, match="the desk has no backtest"):
        bare.figures()


def test_values_are_frozen(desk: api.LoadedDesk) -> None:
    explained, checked = desk.explain("drag.monthly.mean"), api.check(ROOT / "corpus" / "samples" / CONSERVATIVE)
    with pytest.raises(FrozenInstanceError):
        explained.title = "Another"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        desk.materials = desk.materials  # type: ignore[misc]
    with pytest.raises(TypeError):
        checked.summary["trades"] = 0  # type: ignore[index]
