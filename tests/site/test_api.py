"""The JSON interface: the documents that pages are views of, and faults as problem+json."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from urllib.parse import quote

import jsonschema
import pytest

from tests.site.conftest import METRICS, Reply, Server

QUESTION = {"question": "What does the hedge cost?"}


def _problem(reply: Reply, status: int) -> str:
    assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")
    assert reply.json["status"] == status
    return str(reply.json["detail"])


def test_an_answer_is_the_document_and_can_be_had_again(site: Server) -> None:
    reply = site.post("/api/v1/ask", QUESTION)
    schema = json.loads(files("qa").joinpath("schema", "answer.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(reply.json, schema)
    assert site.get(reply.headers["location"]).body == reply.body


def test_a_stream_ends_with_the_answer(site: Server) -> None:
    events = site.post("/api/v1/ask/stream", QUESTION).text.strip().split("\n\n")
    kind, data = events[-1].split("\n", 1)
    assert kind == "event: answer"
    told = json.loads(data.removeprefix("data: "))
    assert told["document"] == site.post("/api/v1/ask", QUESTION).json
    assert site.get(f"/api/v1/answers/{told['id']}").status == 200


def test_a_stream_tells_what_is_wrong_as_its_last_event(site: Server) -> None:
    reply = site.post("/api/v1/ask/stream", {**QUESTION, "after": "00"})
    assert reply.text.startswith("event: problem\n")


def test_figures_explanations_and_passages_are_those_of_the_commands(site: Server) -> None:
    figures = site.get("/api/v1/figures?scope=vix%3C15").json
    drag = next(f for f in figures["figures"] if f["key"] == "drag.monthly.mean")
    explained = site.get("/api/v1/explain/drag.monthly.mean?scope=vix%3C15").json
    assert (explained["figure"]["display"], explained["figure"]["interval"]) == (drag["display"], drag["interval"])
    assert len(explained["periods"]["rows"]) == drag["n"]
    first, second = site.get("/api/v1/catalogue").json["backtests"][:2]
    less = site.get(f"/api/v1/explain/drag.monthly.mean?backtest={first}&less={second}").json
    assert [s["backtest"] for s in less["sides"]] == [first, second]
    found = site.get("/api/v1/search?q=how+are+layers+rolled&limit=3").json
    assert len(found) == 3
    assert all(len(p["text"]) == p["end"] - p["start"] for p in found)


@pytest.mark.parametrize(
    ("target", "status", "said"),
    [
        ("/api/v1/figures?scope=moon", 422, "moon"),
        ("/api/v1/figures?backtest=/etc/passwd", 422, "no backtest has this name"),
        ("/api/v1/figures?backtest=../samples", 422, "no backtest has this name"),
        ("/api/v1/explain/nothing", 422, "is not a figure"),
        ("/api/v1/answers/00", 404, "not stored"),
        ("/api/v1/answers/zz", 422, "name"),
        ("/api/v1/nothing", 404, "no such"),
        ("/api/v1/search", 422, "q"),
    ],
)
def test_faults_are_problems_with_a_status_and_words(site: Server, target: str, status: int, said: str) -> None:
    assert said.lower() in _problem(site.get(target), status).lower()


def test_a_question_that_is_wrong_is_told_so(site: Server) -> None:
    assert "question" in _problem(site.post("/api/v1/ask", {"question": ""}), 422)
    assert "question" in _problem(site.post("/api/v1/ask", {"question": "x" * 1001}), 422)
    assert _problem(site.post("/api/v1/ask", {"question": " \u200b "}), 422)
    assert "on its own" in _problem(site.post("/api/v1/ask", {**QUESTION, "after": "00"}), 404)
    assert "is not a figure" in _problem(site.post("/api/v1/ask", {**QUESTION, "figure": "x"}), 422)
    assert _problem(site("POST", "/api/v1/ask", "{", {"Content-Type": "application/json"}), 422)


def test_twenty_identical_questions_at_once_are_computed_once(site: Server) -> None:
    before = _counted(site, "computed")
    with ThreadPoolExecutor(20) as pool:
        told = {"question": "What was the worst month of the hedged account in 2016?"}
        replies = list(pool.map(lambda _: site.post("/api/v1/ask", told), range(20)))
    assert {r.status for r in replies} == {200}
    assert len({r.body for r in replies}) == 1
    assert _counted(site, "computed") == before + 1


def test_metrics_are_read_with_their_token_alone(site: Server) -> None:
    assert site.get("/metrics").status == 401
    assert site.get("/metrics", Authorization="Bearer wrong").status == 401
    text = site.get("/metrics", Authorization=f"Bearer {METRICS}").text
    assert 'hedgecite_requests_total{method="GET",route="/metrics",status="401"}' in text
    assert site.get("/api/v1/catalogue", Authorization=f"Bearer {METRICS}").status == 401


def test_the_log_has_a_line_of_json_for_each_request_and_no_word_of_what_was_asked(site: Server) -> None:
    written = "zebra crossing 4711"
    reply = site.post("/api/v1/ask", {"question": f"What does the {written} cost?"})
    site.get(f"/sources?q={quote(written)}", Authorization="Bearer hc_secret-token", Cookie="hedgecite=secret-cookie")
    log = site.log.read_text()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    own = next(line for line in lines if line.get("request") == reply.headers["x-request-id"])
    assert (own["route"], own["status"]) == ("/api/v1/ask", 200)
    assert not any(word in log for word in ("zebra", "4711", "hc_secret", "secret-cookie"))


def test_the_site_lives_and_is_ready(site: Server) -> None:
    assert site.get("/healthz").json == {"status": "ok"}
    assert site.get("/readyz").json == {"status": "ready"}


def _counted(site: Server, how: str) -> float:
    text = site.get("/metrics", Authorization=f"Bearer {METRICS}").text
    return float(
        next(line for line in text.splitlines() if line.startswith(f'hedgecite_answers{{how="{how}"}}')).rpartition(" ")[2]
    )
