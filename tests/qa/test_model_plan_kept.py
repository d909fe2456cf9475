"""Plans of a model as they are kept, signed and explained."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.answer import Materials, answer, plan
from qa.calculator.catalogue import CATALOGUE
from qa.evidence.evidence import Evidence
from qa.lines import Line
from qa.understand.names import names_of_figures
from qa.verify.guard import accept
from tests.conftest import ROOT
from tests.endpoint import Behaviour, Fault, data_of, endpoint, good, part, planning
from tests.qa.planned import COST, UNSURE, naming
from tests.qa.worded import model_at


def test_a_plan_is_kept_and_held_to_the_question_anew(materials: Materials, tmp_path: Path) -> None:
    with endpoint(good, plans=naming("drag.monthly.mean", "trades.best")) as served:
        told = replace(materials, model=model_at(served), model_cache=tmp_path)
        first, again = answer(COST, told), answer(COST, told)
        assert len(served.plans) == 1
        assert first == again
        (file,) = tmp_path.glob("plan-*")
        file.write_text(file.read_text(encoding="utf-8").replace("trades.best", "trades.finest"), encoding="utf-8")
        assert plan(COST, told)[0].refused == ("trades.finest",)
        assert len(served.plans) == 1
        file.write_text(json.dumps({"reply": "{}", "usage": {"requests": 1}}), encoding="utf-8")
        assert plan(COST, told)[0].plan.added == ("trades.best",)
        assert len(served.plans) == 2


def test_a_plan_kept_for_one_question_is_no_other_questions(materials: Materials, tmp_path: Path) -> None:
    of = {COST: naming("premium.spent"), UNSURE: naming("trades.worst")}
    with endpoint(good, plans=lambda body: of[data_of(body)["question"]](body)) as served:
        told = replace(materials, model=model_at(served), model_cache=tmp_path)
        assert plan(COST, told)[0].question.other == ("premium.spent",)
        assert plan(UNSURE, told)[0].plan.asked[0] == "trades.worst"


def test_the_command_of_a_page_that_a_model_planned_names_the_model(materials: Materials) -> None:
    with endpoint(lambda _: "no words", plans=naming("drag.monthly.mean", "trades.best")) as served:
        document = answer(COST, replace(materials, model=model_at(served), model_cache=None))
    assert (document.provenance.writer, document.provenance.model) == ("rules", "m")
    assert document.provenance.command.endswith("--model m")


def explained(question: str, plans: Behaviour, tmp_path: Path) -> Sequence[str]:
    """What --explain-plan prints."""
    with endpoint(good, plans=plans) as served:
        env = {**os.environ, "OPENAI_BASE_URL": served.base_url, "OPENAI_API_KEY": "k", "HEDGECITE_DATA_DIR": str(tmp_path)}
        env |= {"HEDGECITE_CACHE_DIR": str(tmp_path / "cache")}
        command = [sys.executable, "-m", "reports.cli", "ask", question, "--model", "m", "--explain-plan"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=env)
    return done.stdout.splitlines()


def test_explain_plan_tells_parts_scopes_what_is_left_and_what_is_refused(tmp_path: Path) -> None:
    scopes = [{"scope": "date=2018", "words": "of 2018"}, {"scope": "date=2017", "words": "of 2018"}]
    parts = [part("average month", "drag.monthly.mean", "trades.best", "no.such\x1bfigure")]
    question = "What did the hedge take from us after tax in an average month of 2018?"
    shown = explained(question, planning(parts=parts, scopes=scopes, missing=["after tax"]), tmp_path)
    assert "by model: trades.best" in shown
    assert "model: asked" in shown
    assert "checks: passed" in shown
    assert r"part: figure 'drag.monthly.mean', 'trades.best', 'no.such\x1bfigure' from 'average month'" in shown
    assert "scope: 'date=2018' from 'of 2018': accepted" in shown
    assert "scope: 'date=2017' from 'of 2018': refused" in shown
    assert any(line.startswith("left over: ") and "'after tax'" in line for line in shown)
    assert r"refused: 'no.such\x1bfigure', 'date=2017 (of 2018)'" in shown
    assert "model: it does not accept the key" in explained(COST, lambda _: Fault("status", 401), tmp_path)
    assert "model: not asked" in explained("What is drag?", planning(), tmp_path)


def test_the_title_of_every_figure_may_stand_in_a_notice_and_in_a_reading() -> None:
    for spec in CATALOGUE.values():
        own = Evidence(question="", figures=(), series=(), sources=(), names=names_of_figures((spec.key,)))
        assert spec.title in accept(Line.PLANNED_FIGURES.format(titles=spec.title), own).text
        assert spec.title in accept(Line.READ_AS.format(title=spec.title), own).text
