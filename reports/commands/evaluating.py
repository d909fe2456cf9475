"""A desk's own questions: how they are read and answered, against the last run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qa.document import as_json

if TYPE_CHECKING:
    from reports.commands.chosen import Chosen
    from reports.evaluating.judging import Judged
    from reports.evaluating.run import Rate, Run, Since

_TITLES = {
    "kind": "Kind of question",
    "status": "Status",
    "lead": "Leading figure",
    "keys": "All figures asked for",
    "scope": "Scope",
    "citations": "Texts to cite",
    "all": "Questions right in all",
}


def evaluate_set(file: Path, form: str, out: Path | None, chosen: Chosen) -> None:
    """Answer a set of questions, print or write how it went, and keep the run on the desk as the last one."""
    from reports.commands.progress import stepping
    from reports.desk import materials_of, model_of
    from reports.evaluating.question_set import read_set
    from reports.evaluating.run import evaluate, last_run, since, store
    from reports.files import write_whole

    questions = read_set(file)
    desk = chosen.open()
    materials = materials_of(desk, chosen.backtests, chosen.corpus, chosen.date, model=model_of(chosen.model))
    with stepping("answering", len(questions)) as done:
        run = evaluate(file.name, questions, materials, done)
    last = last_run(desk.root, file.name)
    text = write_run(run, since(run, last) if last else None, form)
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
        print(f"wrote {out}", file=sys.stderr)
    store(desk.root, run)


def write_run(run: Run, changed: Since | None, form: str) -> str:
    """A run as text, JSON or a page."""
    if form == "json":
        return json.dumps({"run": as_json(run), "since": as_json(changed)}, ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        from reports.pages.page import environment

        shown = {"run": run, "since": changed, "rows": list(_rows(run, changed)), "wrong": list(map(_shown, _wrong(run)))}
        return environment().get_template("eval.html").render(**shown, counted=_counted(run))
    return "\n".join(_lines(run, changed)) + "\n"


def _rows(run: Run, changed: Since | None) -> Iterator[tuple[str, str, str]]:
    """Each rate by its title, now and at the last run."""
    then = {r.name: r for r in changed.rates} if changed else {}
    for rate in run.rates:
        if rate.of:
            yield _TITLES[rate.name], _rate(rate), _rate(then[rate.name]) if rate.name in then else ""


def _rate(rate: Rate) -> str:
    return f"{rate.right} of {rate.of}" + (f" ({100 * rate.right / rate.of:.0f}%)" if rate.of else "")


def _counted(run: Run) -> str:
    return (
        f"{run.quotations} quotations: {run.misattributed} misattributed, {run.fabricated} fabricated, "
        f"{run.out_of_context} out of context; {run.orphans} numerals that rest on nothing"
    )


def _wrong(run: Run) -> list[Judged]:
    return [j for j in run.judged if not j.is_right]


def _shown(judged: Judged) -> tuple[str, str]:
    """A question that is not right, and in what."""
    was = dict(judged.was)
    parts = [
        f"{_TITLES[name].lower()}: {was.get(_OF.get(name, name)) or 'none'}" for name, right in judged.marks.items() if not right
    ]
    cited = judged.cited
    for what, found in (
        ("not cited", cited.missing),
        ("misattributed", cited.misattributed),
        ("fabricated", cited.fabricated),
        ("out of context", cited.out_of_context),
        ("rests on nothing", judged.orphans),
    ):
        parts += [f"{what}: {one}" for one in found]
    return judged.text, "; ".join([*parts, *([judged.fault] if judged.fault else [])])


_OF = {"lead": "keys"}


def _lines(run: Run, changed: Since | None) -> Iterator[str]:
    for title, now, then in _rows(run, changed):
        yield f"{title:<24}{now:<18}{f'last run: {then}' if then else ''}".rstrip()
    yield _counted(run)
    for text, what in map(_shown, _wrong(run)):
        yield f"- {text}"
        yield f"  {what}"
    if changed is None:
        yield "There is no earlier run of this set."
        return
    for words, texts in (
        ("Right now, and not at the last run", changed.mended),
        ("Right at the last run, and not now", changed.broken),
    ):
        if texts:
            yield f"{words}:"
            yield from (f"- {text}" for text in texts)
    if not changed.mended and not changed.broken:
        yield "No question has changed since the last run."
