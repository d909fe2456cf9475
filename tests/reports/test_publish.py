"""Publishing as an editor does it: from an empty desk to a site, again, checked, corrected, back, and broken off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import WrongUseError
from reports.commands import publishing
from reports.editions import Editions
from reports.knowledge.links_check import broken_links
from reports.knowledge.site import ArticleJob, article_files
from tests.conftest import ROOT
from tests.reports.command import Command

ASKED = '[[question]]\ntext = "{text}"\nstate = "approved"\napprover = "A. Prover"\n'
TEXT = "---\ntitle: Our rolls\nauthority: canonical\ndate: 2026-01-20\n---\n# Our rolls\n\nOur ladder is rolled every {day}.\n"


def desk(run: Command, *questions: str) -> None:
    """A desk in the working folder with some approved questions."""
    run("init", "desk")
    Path("desk/questions.toml").write_text("\n".join(ASKED.format(text=q) for q in questions), encoding="utf-8")


def files(site: Path) -> dict[str, bytes]:
    """What stands at a place."""
    return Editions(site).current()


def test_a_desk_goes_from_a_question_to_a_site_by_commands(run: Command) -> None:
    run("init", "desk")
    assert run("questions", "add", "what does the hedge cost", "--desk", "desk").out.startswith("what-hedge-cost: drafted")
    twin = run("questions", "add", "What does a hedge cost?", "--desk", "desk")
    assert twin.code == 2
    assert "asks the same as" in twin.err
    assert run("questions", "add", "The hedge's cost?", "--also", "what-hedge-cost", "--desk", "desk").code == 0
    assert "hedgecite questions approve what-hedge-cost" in run("questions", "next", "--desk", "desk").out
    nothing = run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk")
    assert nothing.code == 2
    assert "holds no approved question" in nothing.err
    assert run("questions", "approve", "what-hedge-cost", "--by", "A. Prover", "--desk", "desk").code == 0
    done = run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk")
    assert done.code == 0
    assert done.out.startswith("site: 1 article, ")
    page = Path("site/articles/what-hedge-cost.html").read_text(encoding="utf-8")
    assert '<time datetime="2026-11-28">28 November 2026</time>' in page
    assert "The hedge's cost?" in Path("site/search.json").read_text(encoding="utf-8")
    listed = run("questions", "list", "--format", "json", "--desk", "desk")
    assert json.loads(listed.out)["questions"][0]["approver"] == "A. Prover"


def test_what_an_editor_wrote_beside_the_questions_stays(run: Command) -> None:
    run("init", "desk")
    file = Path("desk/questions.toml")
    file.write_text('# ours\n[[question]]\ntext = "What is drag?" # asked often\n', encoding="utf-8")
    run("questions", "approve", "what-drag", "--by", "A. Prover", "--on", "2026-11-27", "--desk", "desk")
    text = file.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# asked often" in text
    assert "approved = 2026-11-27" in text
    run("questions", "withdraw", "what-drag", "--desk", "desk")
    assert 'state = "withdrawn"' in file.read_text(encoding="utf-8")


def test_what_is_not_answered_is_left_out_unless_forced_and_then_marked(run: Command) -> None:
    desk(run, "What is drag?", "What is the capital of France?")
    done = run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk")
    assert done.code == 1
    assert "what-capital-france: left out; declined" in done.err
    assert not Path("site/articles/what-capital-france.html").exists()
    assert run("questions", "approve", "what-capital-france", "--by", "A", "--desk", "desk").code == 1
    assert run("publish", "--out", "site", "--date", "2026-11-28", "--force", "--desk", "desk").code == 0
    assert "Not answered: this page says why." in Path("site/articles/what-capital-france.html").read_text(encoding="utf-8")


def test_a_page_that_was_forced_is_clean_where_nothing_changed(run: Command) -> None:
    desk(run, "What does the hedge cost?", "Is the hedge worth it?")
    assert run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk", "--force").code == 0
    again = run("publish", "--out", "site", "--desk", "desk", "--force")
    assert again.code == 0
    assert "nothing has changed" in again.out


def test_a_question_left_to_the_texts_stays_so_and_its_page_says_who_did_it_and_verifies(run: Command) -> None:
    run("init", "desk")
    asked = "Why is the hedge split into three layers?"
    both = run("questions", "add", asked, "--from-texts", "--figure", "trades.win_rate", "--desk", "desk")
    assert (both.code, "--from-texts" in both.err) == (2, True)
    assert "drafted" in run("questions", "add", asked, "--from-texts", "--desk", "desk").out
    assert 'answer = "texts"' in Path("desk/questions.toml").read_text(encoding="utf-8")
    slug = "why-hedge-split-into-three-layers"
    assert run("questions", "approve", slug, "--by", "A. Prover", "--desk", "desk").code == 0
    assert run("publish", "--out", "desk/published/site", "--date", "2026-11-28", "--desk", "desk").code == 0
    page = Path(f"desk/published/site/articles/{slug}.html")
    assert "An editor of the desk left this question to the texts." in page.read_text(encoding="utf-8")
    assert 'answer = "texts"' in Path("desk/questions.toml").read_text(encoding="utf-8")
    assert run("verify", str(page), "--desk", "desk").code == 0


def test_a_day_is_needed_for_what_is_new_and_for_nothing_else(run: Command) -> None:
    desk(run, "What is drag?")
    undated = run("publish", "--out", "site", "--desk", "desk")
    assert undated.code == 2
    assert "--date" in undated.err
    assert run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk").code == 0
    again = run("publish", "--out", "site", "--desk", "desk")
    assert again.code == 0
    assert "nothing has changed" in again.out


def test_a_place_that_holds_something_else_is_left_alone(run: Command) -> None:
    desk(run, "What is drag?")
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear", encoding="utf-8")
    done = run("publish", "--out", "mine", "--date", "2026-11-28", "--desk", "desk")
    assert done.code == 2
    assert "nothing was changed" in done.err
    assert [f.name for f in Path("mine").iterdir()] == ["letter.txt"]


def test_a_changed_text_makes_its_page_false_and_publishing_corrects_it(run: Command) -> None:
    run("init", "desk")
    text = Path("desk/corpus/rolls.md")
    text.write_text(TEXT.format(day="Monday"), encoding="utf-8")
    asked = "\n".join(ASKED.format(text=q) for q in ("When is our ladder rolled?", "What is drag?"))
    Path("desk/questions.toml").write_text(asked, encoding="utf-8")
    assert run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk").code == 0
    first = files(Path("site"))
    assert run("publish", "--out", "site", "--check", "--desk", "desk").code == 0
    text.write_text(TEXT.format(day="Friday"), encoding="utf-8")
    checked = run("publish", "--out", "site", "--check", "--desk", "desk")
    assert checked.code == 1
    assert "false     when-our-ladder-rolled: rolls: “" in checked.out
    assert "clean     what-drag" in checked.out
    assert files(Path("site")) == first
    done = run("publish", "--out", "site", "--date", "2026-12-05", "--desk", "desk")
    assert "when-our-ladder-rolled: corrected" in done.err
    now = files(Path("site"))
    page = now["articles/when-our-ladder-rolled.html"].decode()
    assert "updated <time" in page
    assert "every Monday" in now["articles/when-our-ladder-rolled.2026-11-28.html"].decode()
    assert "This is an earlier edition" in now["articles/when-our-ladder-rolled.2026-11-28.html"].decode()
    assert 'href="when-our-ladder-rolled.2026-11-28.html"' in page
    assert "5 December 2026" in now["corrections.html"].decode()
    # what it reads on to is told by the other page's words
    assert now["articles/what-drag.html"].replace(b"Friday", b"Monday") == first["articles/what-drag.html"]
    assert broken_links(now) == []
    assert run("publish", "--out", "site", "--back", "--desk", "desk").code == 0
    assert files(Path("site")) == first


def test_what_changes_is_named_before_the_switch(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "desk")
    text = Path("desk/corpus/rolls.md")
    text.write_text(TEXT.format(day="Monday"), encoding="utf-8")
    Path("desk/questions.toml").write_text(ASKED.format(text="When is our ladder rolled?"), encoding="utf-8")
    assert run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk").code == 0
    first = files(Path("site"))
    text.write_text(TEXT.format(day="Friday"), encoding="utf-8")

    def broken(*_: object) -> bool:
        raise WrongUseError("broken off before the switch", where="site", mend="publish again")

    monkeypatch.setattr(Editions, "publish", broken)
    done = run("publish", "--out", "site", "--date", "2026-12-05", "--desk", "desk")
    assert "when-our-ladder-rolled: corrected; " in done.err
    assert "rolls: “Our ladder is rolled every Monday.” is no longer cited" in done.err
    assert "broken off before the switch" in done.err
    assert files(Path("site")) == first


def test_only_the_pages_that_a_changed_text_touches_are_written_anew(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "desk")
    text = Path("desk/corpus/rolls.md")
    text.write_text(TEXT.format(day="Monday"), encoding="utf-8")
    asked = ("What is drag?", "What does the hedge cost?", "When is our ladder rolled?")
    Path("desk/questions.toml").write_text("\n".join(ASKED.format(text=q) for q in asked), encoding="utf-8")
    written: list[str] = []

    def seen(job: ArticleJob) -> dict[str, bytes]:
        written.append(job.document.question or "")
        return article_files(job)

    monkeypatch.setattr(publishing, "article_files", seen)
    publish = ("publish", "--out", "site", "--desk", "desk")
    assert run(*publish, "--date", "2026-11-28").code == 0
    assert written == list(asked)
    written.clear()
    text.write_text(TEXT.format(day="Monday and on the day after a holiday"), encoding="utf-8")
    assert run(*publish, "--date", "2026-11-29").code == 0
    # another page is written where it reads on to the one that changed
    assert "When is our ladder rolled?" in written
    held = files(Path("site"))
    written.clear()
    page = Path("site/articles/what-drag.html")
    page.write_bytes(page.read_bytes() + b"<!-- by hand -->")
    assert run(*publish, "--date", "2026-11-30").code == 0
    assert written == ["What is drag?"]
    assert files(Path("site")) == held


def test_a_new_name_leaves_its_former_one_leading_to_it(run: Command) -> None:
    desk(run, "What is drag?")
    run("publish", "--out", "site", "--date", "2026-11-28", "--desk", "desk")
    Path("desk/questions.toml").write_text(ASKED.format(text="What is drag?") + 'slug = "drag-explained"\n', encoding="utf-8")
    assert run("publish", "--out", "site", "--date", "2026-11-29", "--desk", "desk").code == 0
    assert 'url=drag-explained.html"' in Path("site/articles/what-drag.html").read_text(encoding="utf-8")


def test_two_processes_make_the_bytes_of_one(run: Command) -> None:
    desk(run, "What is drag?", "What does the hedge cost?", "When are the layers rolled?")
    run("publish", "--out", "one", "--date", "2026-11-28", "--desk", "desk")
    run("publish", "--out", "two", "--date", "2026-11-28", "--jobs", "2", "--desk", "desk")
    assert files(Path("one")) == files(Path("two"))
    assert len(files(Path("one"))) > 30


def edition(number: int) -> dict[str, bytes]:
    """The files of an edition that is all of one number."""
    return {f"{i}.html": f"{number}".encode() * 2000 for i in range(150)}


WRITER = """
import sys
from pathlib import Path
from reports.commands import publishing
from reports.editions import Editions
from tests.reports.test_publish import edition
site = Editions(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1, 100000):
    site.publish(edition(number % 10), site.current())
"""


def test_a_site_whose_publishing_is_killed_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "site"
    Editions(out).publish(edition(0), {})
    for turn in range(20):
        command = [sys.executable, "-c", WRITER, str(out)]
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as made:
            assert made.stdout is not None
            made.stdout.readline()
            time.sleep(0.02 + turn * 0.013)
            made.send_signal(signal.SIGKILL)
        held = files(out)
        assert len(held) == 150
        assert len(set(held.values())) == 1
    Editions(out).publish(edition(11), files(out))
    assert files(out) == edition(11)
    assert [f.name for f in Editions(out).folder.iterdir() if f.name.startswith("new-")] == []


def test_there_is_no_way_back_from_a_first_edition(tmp_path: Path) -> None:
    Editions(tmp_path / "site").publish({"a": b"1"}, {})
    with pytest.raises(WrongUseError, match="no earlier edition"):
        Editions(tmp_path / "site").back()
