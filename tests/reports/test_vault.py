"""The vault: published numbers are proved from it whatever becomes of log, texts and version; and the one-file verifier."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.texts.library import shipped_folder
from qa.document import as_json
from qa.verify import assemble
from qa.verify.strict import read_document
from reports.commands.chosen import Chosen
from reports.commands.init import make_desk
from reports.commands.reporting import Wanted, report
from reports.commands.run import article
from reports.desk import materials_of, open_desk
from reports.evaluating.judging import cited
from reports.evaluating.question_set import Expected
from reports.vault import verify_page
from reports.vault.benches import vault_of
from reports.vault.evidence import evidence
from reports.vault.record import read_records
from reports.verify.bench import bench_of
from reports.verify.loading import load
from reports.verify.verify import verify
from tests.conftest import SEED
from tests.mutants import Doc, mutants
from tests.reports.command import Command

QUESTIONS = (
    SEED,
    "What is the maximum drawdown with and without the hedge?",
    "What is the win rate?",
    "What does the hedge cost when VIX is below 15?",
    "Why did February 2018 lose money?",
    "How are the layers rolled?",
)
NAME = "condor-0.70-1dte"


@pytest.fixture(scope="module")
def made(cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with copies of the sample's texts and of one of its backtests, and what it published."""
    root = tmp_path_factory.mktemp("made") / "desk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEDGECITE_CACHE_DIR", str(cache_dir))
        make_desk(root, sample=False)
        for name in ("methodology", "glossary"):
            shutil.copytree(shipped_folder() / name, root / "corpus" / name)
        shutil.copytree(shipped_folder() / "samples" / NAME, root / "backtests" / NAME)
        (root / "hedgecite.toml").write_text(f'name = "Mine"\nsample = false\n[[backtest]]\npath = "backtests/{NAME}"\n')
        client = f'[[client]]\nid = "{{0}}"\nname = "Client {{1}}"\nbacktest = "{NAME}"\n'
        (root / "clients.toml").write_text(client.format("one", 1) + client.format("two", 2) + "joined = 2016-01-01\n")
        for question in QUESTIONS:
            article(question, root / "published", Chosen(root))
        for month in ("2017-06", "2018-12"):
            report(Wanted(clients=root / "clients.toml", month=month, out=root / "published", desk=root))
    return root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "desk")


def _pages(desk: Path) -> list[Path]:
    return [f for f in sorted((desk / "published").glob("*.json")) if not f.name.startswith("reports-")]


def _move_on(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another log, other texts, another version."""
    moved = (("marks.csv", "-94.00,", "-95.00,"), ("marks.csv", "506.00,", "507.00,"), ("market.csv", ",13.76", ",15.76"))
    for file, old, new in moved:
        log = desk / "backtests" / NAME / file
        log.write_text(log.read_text().replace(old, new, 1))
    for text in (desk / "corpus").rglob("*.md"):
        text.write_text(text.read_text(encoding="utf-8") + "\nA later sentence.\n", encoding="utf-8")
    for module in ("reports.desk", "reports.verify.verify"):
        monkeypatch.setattr(f"{module}.version", lambda _: "9.9.9")


def test_a_hundred_published_figures_are_proved_after_log_texts_and_version_have_changed(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _move_on(desk, monkeypatch)
    opened, proved = open_desk(desk, desk), 0
    with vault_of(opened) as vault:
        for page in [*_pages(desk), *sorted((desk / "published").glob("*.html"))]:
            alone = verify(page, bench_of(opened))
            found = verify(page, bench_of(opened), vault)
            assert (alone.end, found.end) == ("not checkable here", "true"), (page.name, found)
            document = load(page).document
            assert document is not None
            proved += sum(f.dataset is not None for f in document.figures) if page.suffix == ".json" else 0
    print(f"{proved} figures proved from the vault")
    assert proved >= 100


def test_where_a_later_version_writes_other_words_every_number_is_proved_all_the_same(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = next(p for p in _pages(desk) if p.name.startswith("what-maximum"))
    _move_on(desk, monkeypatch)
    monkeypatch.setattr(assemble, "category", lambda _: "Worded otherwise")
    opened = open_desk(desk, desk)
    with vault_of(opened) as vault:
        found = verify(page, bench_of(opened), vault)
        assert found.end == "true"
        assert any("can't be written again here" in what for what in found.checked)
        assert any(re.match(r"(\d+) of \1 figures recomputed, from the vault", what) for what in found.checked), found.checked
        forged = page.with_name("forged.json")
        forged.write_text(page.read_text(encoding="utf-8").replace("Maximum drawdown", "Minimum drawdown"), encoding="utf-8")
        assert verify(forged, bench_of(opened), vault).end != "true"


def test_a_page_whose_evidence_was_changed_in_the_vault_is_not_proved_by_it(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _move_on(desk, monkeypatch)
    for file in (desk / "vault" / "objects").rglob("*"):
        if file.is_file() and b"base_pnl" in file.read_bytes()[:40]:
            file.write_bytes(file.read_bytes().replace(b"-94.00", b"-93.00", 1))
    opened = open_desk(desk, desk)
    with vault_of(opened) as vault:
        assert verify(_pages(desk)[0], bench_of(opened), vault).end == "not checkable here"


def test_a_log_that_has_become_faulty_hinders_no_proof(desk: Path) -> None:
    log = desk / "backtests" / NAME / "trades.csv"
    log.write_text(log.read_text().replace("636.00", "630.00", 1))
    opened, page = open_desk(desk, desk), _pages(desk)[0]
    with vault_of(opened) as vault:
        assert verify(page, bench_of(opened)).end == "not checkable here"
        assert verify(page, bench_of(opened), vault).end == "true"


def test_settings_that_have_changed_make_no_page_false(desk: Path) -> None:
    clients = desk / "clients.toml"
    clients.write_text(clients.read_text().replace('id = "one"', 'id = "one"\naudience = "Friends"'))
    settings = desk / "hedgecite.toml"
    settings.write_text(settings.read_text() + '[house]\nname = "Another house"\n')
    opened, pages = open_desk(desk, desk), [desk / "published" / f"one-2018-12.{form}" for form in ("html", "json")]
    with vault_of(opened) as vault:
        assert [verify(page, bench_of(opened)).end for page in pages] == ["false", "false"]
        assert [verify(page, bench_of(opened), vault).end for page in pages] == ["true", "true"]
        forged = pages[1].with_name("one-2018-12-b.json")
        forged.write_text(pages[1].read_text(encoding="utf-8").replace('"fees": "net_of_costs"', '"fees": "net_of_all"', 1))
        assert verify(forged, bench_of(opened), vault).end == "false"


def test_what_is_published_twice_is_kept_once(desk: Path, run: Command) -> None:
    before = sorted(f for f in (desk / "vault").rglob("*") if f.is_file())
    assert run("article", QUESTIONS[1], "--out", desk / "published", "--desk", desk).code == 0
    assert sorted(f for f in (desk / "vault").rglob("*") if f.is_file()) == before
    assert len(read_records(desk / "vault")) == len(QUESTIONS) + 4


def test_evidence_has_page_document_inputs_and_verdict_and_no_list_of_clients(desk: Path, run: Command, tmp_path: Path) -> None:
    page = next((desk / "published").glob("how-much*.html"))
    done = run("evidence", page, "--out", tmp_path / "e.zip", "--desk", desk)
    assert (done.code, done.err.splitlines()[0]) == (0, "recomputed: same")
    with zipfile.ZipFile(tmp_path / "e.zip") as zipped:
        names = set(zipped.namelist())
        told = json.loads(zipped.read("evidence.json"))
        assert zipped.read(f"page/{page.name}") == page.read_bytes()
    assert {f"inputs/backtests/0/{f}" for f in ("backtest.toml", "marks.csv", "trades.csv", "market.csv")} <= names
    assert "inputs/corpus/methodology/hedge-drag.md" in names
    assert not any("clients" in name for name in names)
    assert (told["verdict"], told["version"]) == ("recomputed: same", load(page).document.provenance.version)  # type: ignore[union-attr]
    first = (tmp_path / "e.zip").read_bytes()
    run("evidence", page, "--out", tmp_path / "e.zip", "--desk", desk)
    assert (tmp_path / "e.zip").read_bytes() == first


def test_evidence_of_what_was_never_published_is_refused(desk: Path, run: Command, tmp_path: Path) -> None:
    assert run("ask", "What is VIX?", "--out", tmp_path / "a.html", "--desk", desk, "--date", "2020-02-02").code == 0
    forged = tmp_path / "b.json"
    forged.write_text(_pages(desk)[0].read_text(encoding="utf-8").replace('"version": "', '"version": "7', 1), encoding="utf-8")
    done = run("evidence", forged, "--out", tmp_path / "e.zip", "--desk", desk)
    assert (done.code, "nothing of what it rests on is in the vault" in done.err) == (3, True)


def test_the_one_file_verifier_passes_true_pages_and_no_forged_one(desk: Path, run: Command, tmp_path: Path) -> None:
    run("verifier", "--out", tmp_path / "verify.py")
    opened, documents = open_desk(desk, desk), []
    with vault_of(opened) as vault:
        for i, page in enumerate([*_pages(desk), *sorted((desk / "published").glob("*.html"))]):
            zipped, verified = evidence(page, bench_of(opened), vault)
            assert verified.end == "true"
            faults, _, counted = verify_page.check(page.read_bytes(), zipped)
            assert (faults, page.name, counted) == ([], page.name, counted)
            if page.suffix == ".json":
                documents.append((json.loads(page.read_text(encoding="utf-8")), zipped))
            if i == 0:
                (tmp_path / "e.zip").write_bytes(zipped)
    assert _computed(documents) >= 0.95  # of all figures; the other tests hold which
    words = (sys.executable, "-I", tmp_path / "verify.py", _pages(desk)[0], tmp_path / "e.zip")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, "true as far as checked" in done.stdout) == (0, True)
    _forge(documents)


def _computed(documents: list[tuple[Doc, bytes]]) -> float:
    """The share of figures that the one-file verifier computes."""
    done = [re.search(r"(\d+) of (\d+) figures", verify_page.check(json.dumps(d).encode(), z)[2]) for d, z in documents]
    some, all_ = (sum(int(m[i]) for m in done if m) for i in (1, 2))
    print(f"{some} of {all_} figures computed anew by the one-file verifier")
    return some / all_


def test_the_one_file_verifier_draws_as_numpy_does() -> None:
    import numpy as np

    for skipped in (0, 1, 1000, 108_000):
        expected = np.random.Generator(np.random.PCG64(verify_page.SEED).advance(skipped)).random(5)
        drawn = verify_page.uniform(verify_page.SEED, skipped)
        assert [next(drawn) for _ in range(5)] == list(expected)


def test_the_one_file_verifier_refuses_an_interval_that_was_not_drawn_so(desk: Path) -> None:
    opened = open_desk(desk, desk)
    page = next(p for p in _pages(desk) if p.name.startswith("how-much"))
    with vault_of(opened) as vault:
        zipped, _ = evidence(page, bench_of(opened), vault)
    doc = json.loads(page.read_text(encoding="utf-8"))
    seen = set()
    for f in (f for f in doc["figures"] if f["interval"]):
        f["interval"]["high"] += 1e-6
        faults, left, _ = verify_page.check(json.dumps(doc).encode(), zipped)
        f["interval"]["high"] -= 1e-6
        told = f"{f['key']}: interval not recomputed"
        assert any(f"figure {f['id']} " in x and "when drawn anew" in x for x in faults) != any(told in x for x in left), f["key"]
        seen.add(f["key"])
    assert {"drag.monthly.mean", "drag.monthly.median", "drag.monthly.annualised", "return.hedged.monthly.mean"} <= seen


def _forge(documents: list[tuple[Doc, bytes]]) -> None:
    """Forged pages are refused by their digest; and most of them by what is in them, were the digest forged too."""
    seen: dict[str, list[bool]] = {}
    for name, which, doc in mutants([d for d, _ in documents], 150, seed=3):
        zipped = documents[which][1]
        raw = json.dumps(doc, ensure_ascii=False, indent=1).encode()
        faults, _, _ = verify_page.check(raw, zipped)
        assert any(f.startswith("files: the page is not the one") for f in faults)
        seen.setdefault(name, []).append(any(not f.startswith("files:") for f in faults))
    print({name: f"{sum(own)} of {len(own)}" for name, own in sorted(seen.items())})
    for name in ("quotation", "corpus"):
        assert all(seen[name]), name
    for name in ("number", "counted", "cell", "verdict", "dataset", "standing"):
        assert any(seen[name]), name


def test_impact_names_what_new_data_would_change_and_what_verdicts_hang_on(desk: Path, run: Command, tmp_path: Path) -> None:
    new = shutil.copytree(desk / "backtests" / NAME, tmp_path / "new")
    marks = new / "marks.csv"
    marks.write_text(
        marks.read_text().replace("2018-02-05,-9444.00,7180.00,6176.00", "2018-02-05,-9444.00,-192820.00,-193824.00")
    )
    before = {f: f.read_bytes() for f in desk.rglob("*") if f.is_file()}
    done = run("impact", "--backtest", new, "--desk", desk, "--format", "json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    seed = next(p for p in told["changed"] if p["question"] == SEED)
    mean = next(c for c in seed["changes"] if c["key"] == "drag.monthly.mean" and c["scope"] == "all")
    assert mean["by"] == "+46.3 bp"  # $200,000 more on $400,000 over 108 months
    assert ("published/how-layers-rolled.json" in told["unchanged"], told["unknown"]) == (True, [])
    assert any(c["kind"] == "verdict" for c in seed["changes"])
    assert any(h["month"] == "2018-02" and ["2018-02-05", -192820.0] in h["days"] for h in told["hanging"])
    assert {f: f.read_bytes() for f in desk.rglob("*") if f.is_file()} == before


def test_impact_of_other_texts_names_the_quotations_that_go(desk: Path, run: Command, tmp_path: Path) -> None:
    new = shutil.copytree(desk / "corpus", tmp_path / "texts")
    page = next(p for p in _pages(desk) if p.name.startswith("how-layers"))
    quote = json.loads(page.read_text(encoding="utf-8"))["sources"][0]
    file = new / f"{quote['document']}.md"
    file.write_text(file.read_text(encoding="utf-8").replace(quote["quote"], "The rule was dropped."), encoding="utf-8")
    done = run("impact", "--corpus", new, "--desk", desk)
    assert f"source: {quote['document']}" in done.out
    assert run("impact", "--desk", desk).code == 2


SET = """
[[question]]
text = "What is the win rate?"
kind = "cost"
status = "answered"
keys = ["trades.win_rate"]
scope = "all"

[[question]]
text = "How are the layers rolled?"
kind = "method"
citations = ["methodology/{text}"]

[[question]]
text = "What does the hedge cost when VIX is below 15?"
scope = "vix<20"
"""


def test_eval_judges_a_set_and_says_what_has_changed_since_the_last_run(desk: Path, run: Command, tmp_path: Path) -> None:
    page = next(p for p in _pages(desk) if p.name.startswith("how-layers"))
    text = json.loads(page.read_text(encoding="utf-8"))["sources"][0]["document"].removeprefix("methodology/")
    questions = tmp_path / "set.toml"
    questions.write_text(SET.format(text=text))
    done = run("eval", questions, "--desk", desk)
    assert done.code == 0, done.err
    assert "Questions right in all  2 of 3 (67%)" in done.out
    assert "scope: vix<15" in done.out
    assert "There is no earlier run" in done.out
    questions.write_text(SET.format(text=text).replace("vix<20", "vix<15"))
    told = json.loads(run("eval", questions, "--desk", desk, "--format", "json").out)
    assert (told["since"]["mended"], told["since"]["broken"]) == (["What does the hedge cost when VIX is below 15?"], [])
    assert (told["run"]["fabricated"], told["run"]["misattributed"], told["run"]["orphans"]) == (0, 0, 0)
    page_ = run("eval", questions, "--desk", desk, "--format", "html").out
    assert "<td>3 of 3 (100%)</td>" in page_
    questions.write_text(SET.replace("trades.win_rate", "trades.wins"))
    assert run("eval", questions, "--desk", desk).code == 3


def test_quotations_are_told_apart_by_whether_and_where_they_stand(desk: Path) -> None:
    materials = materials_of(open_desk(desk, desk))
    page = next(p for p in _pages(desk) if p.name.startswith("how-layers"))
    document = load(page).document
    assert document is not None
    own = document.sources[0]
    other = next(d for d in materials.library.documents if d.path != own.document and own.quote not in d.text)
    for moved, found in (
        (own, (0, 0)),
        (replace(own, start=own.start + 3, end=own.end + 3), (1, 0)),
        (replace(own, document=other.path), (1, 0)),
        (replace(own, quote="The layers are never rolled."), (0, 1)),
    ):
        told = cited(Expected(text="?"), replace(document, sources=(moved,), sections=(), summary=()), materials.library)
        assert (len(told.misattributed), len(told.fabricated)) == found


def test_a_document_read_back_is_the_one_that_was_written(desk: Path) -> None:
    for page in _pages(desk):
        told = json.loads(page.read_text(encoding="utf-8"))
        document, wrong = read_document(page.read_text(encoding="utf-8"))
        assert (wrong, as_json(document)) == ((), told)
