"""How often what a question states is judged right: `python -m tests.eval.premises` prints it for both halves of the set.

Each question is read with its own figures and scope given; `--whole` reads these by rule too, as a page does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from corpus.backtests.backtest import Backtest, Listed
from qa.answer import Materials, read
from qa.calculator.core.cutoff import cut_at
from qa.calculator.core.scope_text import parse_scope
from qa.evidence.gather import gather
from qa.understand.plan import make_plan
from qa.understand.premises import ReadPremise, read_premises
from qa.understand.question import Against, Question
from qa.understand.readings import read_all
from qa.understand.text import clean, read_text
from qa.understand.vocabulary import spelling_of
from qa.write.verdicts import figure_of, judged
from tests.eval.wilson import wilson

FILE = Path(__file__).with_name("premises.toml")
HALVES = ("tuned", "unseen")
#: The end of the log on whose figures the premises were judged by hand.
JUDGED = date(2018, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A premise as judged by hand: its words, figures that it may be stated for, and verdicts that are fair."""

    words: str
    keys: frozenset[str]
    verdicts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question with its own reading, and what it states."""

    text: str
    half: str
    keys: tuple[str, ...]
    scopes: tuple[str, ...]
    tiers: tuple[str, ...]
    backtest: str | None
    stated: tuple[Stated, ...]


def read_cases(file: Path = FILE) -> tuple[Case, ...]:
    """The questions of the file."""
    return tuple(
        Case(
            text=e["text"],
            half=e["half"],
            keys=tuple(e["keys"]),
            scopes=tuple(e["scopes"]),
            tiers=tuple(e.get("tiers", [])),
            backtest=e.get("backtest"),
            stated=tuple(
                Stated(words=p["words"], keys=frozenset(p["keys"]), verdicts=frozenset(p["verdicts"]))
                for p in e.get("premise", [])
            ),
        )
        for e in tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    )


def as_judged(materials: Materials) -> Materials:
    """The backtests as their logs stood when the premises were judged."""
    return replace(materials, backtests=tuple(replace(b, read=cache(partial(_cut, b))) for b in materials.backtests))


def _cut(listed: Listed) -> Backtest:
    known = cut_at(listed.read(), JUDGED)
    assert isinstance(known, Backtest), known
    return known


def given(case: Case, materials: Materials) -> Question:
    """The question as if its figures, scope and sides had been read right."""
    manifests = [b.manifest for b in materials.backtests]
    spelling = spelling_of(materials.library, frozenset(n for m in manifests for n in (m.name, m.title, *m.aliases)))
    heard = read_text(clean(case.text), spelling)
    scopes = [parse_scope(s) for s in case.scopes]
    question, _ = read(case.text, materials)
    premises = read_premises(heard, read_all(heard.plain, manifests), case.keys, scopes[0])
    tiers = case.tiers or (None,)
    against = tuple(
        Against(scope=scope, recent=None, backtest=None, tier=tiers[min(i + 1, len(tiers) - 1)], text="")
        for i, scope in enumerate(scopes[1:])
    )
    return replace(
        question,
        kind="cost",
        keys=case.keys,
        scope=scopes[0],
        tier=tiers[0],
        backtest=case.backtest,
        against=against,
        premises=premises,
        decision="answer",
        offered=(),
    )


def outcome(case: Case, materials: Materials, *, whole: bool) -> tuple[str, str]:
    """`right`, `wrong` or `none`, and what was judged.

    Right where all that is stated has a fair verdict by a fair figure, and nothing else has one; none where something stated has
    no verdict, and nothing a wrong one.
    """
    question = read(case.text, materials)[0] if whole else given(case, materials)
    plan = make_plan(question, materials.backtests, materials.book)
    gathered = gather(question, plan, (), materials.library)
    held: list[tuple[ReadPremise, str]] = []
    for premise in question.premises:
        shown = figure_of(premise, gathered) if premise.code == "stated" else None
        if shown is not None:
            held.append((premise, judged(premise, shown)))
    told = "; ".join(f"{p.text!r} {p.key}@{p.scope} {verdict}" for p, verdict in held)
    left = list(held)
    missed = False
    for stated in case.stated:
        near = next((h for h in left if _same(h[0].text, stated.words, case.text) and h[0].key in stated.keys), None)
        if near is None:
            missed = True
        elif near[1] not in stated.verdicts:
            return "wrong", told
        else:
            left.remove(near)
    if left:
        return "wrong", told
    return ("none" if missed else "right"), told


def _same(text: str, words: str, asked: str) -> bool:
    """Whether two pieces of the question share a place."""
    a, b = asked.lower().find(text.lower()), asked.lower().find(words.lower())
    return text.lower() in words.lower() or words.lower() in text.lower() or (a >= 0 and a < b + len(words) and b < a + len(text))


def main() -> None:
    """Print the rates of both halves, and the misses of the half that may be looked at."""
    from reports.desk import Desk, DeskFile, materials_of

    options = argparse.ArgumentParser()
    options.add_argument("--whole", action="store_true", help="read figures and scope by rule too")
    whole = options.parse_args().whole
    with tempfile.TemporaryDirectory() as folder:
        materials = as_judged(materials_of(Desk(root=Path(folder), settings=DeskFile(), cache=Path(folder))))
        for half in HALVES:
            for kind in (True, False):
                cases = [c for c in read_cases() if c.half == half and bool(c.stated) == kind]
                found = [(c, *outcome(c, materials, whole=whole)) for c in cases]
                what = "state something" if kind else "state nothing"
                sys.stdout.write(f"{half}: {len(cases)} questions that {what}\n")
                for word in ("right", "wrong", "none"):
                    k = sum(result == word for _, result, _ in found)
                    low, high = wilson(k, len(cases))
                    sys.stdout.write(f"  {word:5} {k:3}  {k / len(cases):.1%}  ({low:.1%} to {high:.1%})\n")
                for case, result, told in found if half == "tuned" else ():
                    if result != "right":
                        sys.stdout.write(f"    {result}: {case.text}\n        {told}\n")


if __name__ == "__main__":
    main()
