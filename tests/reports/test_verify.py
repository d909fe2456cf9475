"""Verify: true pages are true, and no forged page is."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from qa.document import as_json
from qa.verify.strict import read_document
from reports.pages.render import render
from reports.verify.bench import Bench, bench_of
from reports.verify.loading import of_text
from reports.verify.verify import End, verify, verify_published
from tests.mutants import Doc, mutants
from tests.reports.command import Command
from tests.reports.verified import Pages
from tests.reports.verified import pages as pages  # noqa: PLC0414 a fixture


@pytest.fixture(scope="module")
def bench(pages: Pages) -> Bench:
    """The bench of the desk that published them."""
    return bench_of(pages.desk)


def test_sixty_pages_of_all_kinds_are_true(pages: Pages, bench: Bench) -> None:
    ends = {file: verify(file, bench) for file in pages.published}
    kinds = Counter(d.kind for d in pages.published.values())
    print(f"{len(ends)} pages: {dict(kinds)}")
    assert len(ends) >= 60
    assert {"cost", "method", "term", "advice", "out_of_scope", "report"} <= set(kinds)
    assert {file.name: v.faults or v.unchecked for file, v in ends.items() if v.end != "true"} == {}


def _end_of(doc: Doc, bench: Bench, folder: Path, *, html: bool) -> tuple[End, str]:
    """The end of a forged document, as its own JSON or rendered as a page of its own."""
    text = json.dumps(doc, ensure_ascii=False, indent=1) + "\n"
    document, _ = read_document(text)
    if html and document is not None:
        try:
            text = render(document, "html", bench.desk.cache)
        except Exception:  # noqa: BLE001 a page can't be made of every forged document
            html = False
    suffix = "html" if html else "json"
    found = verify_published(of_text(folder / f"x.{suffix}", text.encode(), text), bench)
    return found.end, f"{found.faults[:1]} {found.unchecked[:1]}"


def _forged(pages: Pages, bench: Bench, many: int, seed: int) -> dict[str, Counter[str]]:
    documents = [as_json(d) for d in pages.published.values()]
    folder = next(iter(pages.published)).parent
    told: list[Doc] = [d for d in documents if isinstance(d, dict)]
    ends: dict[str, Counter[str]] = {}
    for i, (name, _, doc) in enumerate(mutants(told, many, seed)):
        end, why = _end_of(doc, bench, folder, html=i % 10 == 0 and name != "cell")
        assert end != "true", (name, why, doc["question"])
        ends.setdefault(name, Counter())[end] += 1
    return ends


def test_no_forged_page_is_true(pages: Pages, bench: Bench) -> None:
    ends = _forged(pages, bench, 120, seed=1)
    assert sum(sum(c.values()) for c in ends.values()) == 120


@pytest.mark.slow
def test_none_of_a_thousand_forged_pages_is_true(pages: Pages, bench: Bench) -> None:
    ends = _forged(pages, bench, 1000, seed=2)
    counted = Counter[str]()
    for c in ends.values():
        counted += c
    print(f"1000 forged pages: {dict(counted)}; by kind { ({k: dict(v) for k, v in sorted(ends.items())}) }")
    assert counted["true"] == 0
    assert counted["false"] >= 850


def test_a_page_that_names_other_data_up_to_a_day_than_it_rests_on_is_false(pages: Pages, bench: Bench) -> None:
    cut = next(d for d in pages.published.values() if any(b.until for b in d.provenance.backtests))
    whole = tuple(b for b in cut.provenance.backtests if b.until is None)
    later = tuple(replace(b, until="2020-01-01") if b.until else b for b in cut.provenance.backtests)
    for backtests in (whole, later):
        doc = as_json(replace(cut, provenance=replace(cut.provenance, backtests=backtests)))
        assert isinstance(doc, dict)
        end, why = _end_of(doc, bench, next(iter(pages.published)).parent, html=False)
        assert (end, "provenance.backtests" in why) == ("false", True)


def test_a_page_whose_document_is_true_and_whose_text_is_not_is_false(pages: Pages, bench: Bench) -> None:
    file = next(f for f, d in pages.published.items() if f.suffix == ".html" and d.kind == "cost" and d.figures)
    display = pages.published[file].figures[0].display
    text = file.read_text(encoding="utf-8")
    at = text.index("<main")
    forged = text[:at] + text[at:].replace(display, "9.99%", 1)
    found = verify_published(of_text(file, forged.encode(), forged), bench)
    assert forged != text
    assert found.end == "false"
    assert "9.99%" in found.faults[0].what


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.replace('"value": ', '"value": NaN, "was": ', 1), "NaN is no number"),
        (lambda t: t.replace('"value": ', '"value": 1e400, "was": ', 1), "no finite number"),
        (lambda t: t.replace('"kind": ', '"kind": "cost", "kind": ', 1), "stands twice"),
        (lambda t: t.replace('"category": ', '"approved": "yes", "category": ', 1), "no key of a document"),
        (lambda t: t.replace('"status": "', '"status": "very_', 1), "is none of"),
    ],
)
def test_a_document_that_is_none_is_false(pages: Pages, bench: Bench, spoil: object, said: str) -> None:
    file = next(f for f, d in pages.published.items() if f.suffix == ".json" and d.figures)
    text = file.read_text(encoding="utf-8")
    forged = spoil(text)  # type: ignore[operator]
    found = verify_published(of_text(file, forged.encode(), forged), bench)
    assert found.end == "false"
    assert said in str([str(f) for f in found.faults])


def test_a_page_of_data_that_have_changed_is_not_checkable_and_says_which(pages: Pages, tmp_path: Path) -> None:
    moved = tmp_path / "samples"
    source = Path(__file__).parents[2] / "corpus" / "samples" / "condor-0.70-1dte"
    shutil.copytree(source, moved)
    marks = moved / "marks.csv"
    marks.write_text(marks.read_text().replace("-94.00,-61.00", "-95.00,-61.00", 1))
    (pages.desk.root / "moved.toml").unlink(missing_ok=True)
    settings = replace(pages.desk, settings=pages.desk.settings.model_copy(update={"backtest": (_entry(moved),)}))
    file = next(f for f, d in pages.published.items() if d.question == "What does the hedge cost?")
    found = verify(file, bench_of(settings))
    assert found.end == "not checkable here"
    assert "the data of condor-0.70-1dte have changed since" in found.unchecked


def _entry(path: Path) -> object:
    from reports.desk import BacktestEntry

    return BacktestEntry(path=str(path))


def test_offline_says_what_it_could_and_could_not(pages: Pages, bench: Bench) -> None:
    file = next(iter(pages.published))
    found = verify(file, bench, offline=True)
    assert found.end == "not checkable here"
    assert any("by itself" in what for what in found.checked)
    assert any("--offline" in what for what in found.unchecked)


def test_the_command_names_each_end_and_exits_by_the_worst(pages: Pages, run: Command, tmp_path: Path) -> None:
    some = list(pages.published)[:2]
    done = run("verify", *some, "--desk", pages.desk.root)
    assert (done.code, done.out.splitlines()[-1]) == (0, "2 pages: 2 true, 0 false, 0 not checkable here")
    done = run("verify", *some, "--desk", pages.desk.root, "--offline")
    assert (done.code, done.out.splitlines()[-1]) == (3, "2 pages: 0 true, 0 false, 2 not checkable here")
    forged = tmp_path / "forged.json"
    forged.write_text(
        some[0].read_text(encoding="utf-8").replace('"status": "partial"', '"status": "answered"'), encoding="utf-8"
    )
    done = run("verify", forged, "--desk", pages.desk.root, "--format", "json")
    told = json.loads(done.out)
    assert done.code == 1
    assert told["summary"] == {"true": 0, "false": 1, "not checkable here": 0}
    assert told["files"][0]["faults"][0]["place"] == "status"
    forged.write_text(some[0].read_text(encoding="utf-8").replace('"level": 0.95', '"level": 1.95'), encoding="utf-8")
    done = run("verify", *some, forged, "--desk", pages.desk.root, "--offline")
    assert (done.code, done.out.splitlines()[-1]) == (1, "3 pages: 0 true, 1 false, 2 not checkable here")


def test_the_help_tells_what_each_exit_code_says(run: Command) -> None:
    said = " ".join(run("verify", "--help").out.split())
    assert all(told in said for told in ("0 where every page is true", "1 where one is false", "with 3"))


def test_a_page_in_a_folder_that_can_not_be_read_is_false_and_stops_nothing(pages: Pages, run: Command, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<script id="answer" type="text/plain">')
    shutil.copy(next(iter(pages.published)), tmp_path / "b.json")
    (tmp_path / "c.json").write_text("{}")
    done = run("verify", "--all", tmp_path, "--desk", pages.desk.root)
    assert (done.code, done.out.splitlines()[-1]) == (1, "2 pages: 1 true, 1 false, 0 not checkable here")
    assert "1 file carries no document and can't be verified: c.json" in done.out


def test_verify_takes_files_or_a_folder_and_no_other_file(run: Command, tmp_path: Path) -> None:
    assert run("verify").code == 2
    (tmp_path / "a.html").write_text("<p>hello</p>")
    done = run("verify", tmp_path / "a.html")
    assert (done.code, "carries no document" in done.err) == (3, True)
