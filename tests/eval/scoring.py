"""How often the scorer leads with the right figure on writers left out: `python -m tests.eval.scoring [--format json]`.

Every row is scored by models that saw nothing of its writer, nor a near twin of it by another; the scores were written by
`python -m qa.understand.fit --left-out tests/eval/left_out.npz` and then, of being for the texts, by
`python -m qa.understand.fit_for_texts tests/eval/left_out.npz --to-left-out tests/eval/left_out_for_texts.npz`. `--curve` fits
the words anew on fewer questions, which takes long.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.understand.fit import whole_of
from qa.understand.kindred import kin_of, told_of
from qa.understand.labelled import KINDS, Labelled, read_folder
from qa.understand.outcomes import Outcomes, outcomes_of
from qa.understand.policy import Judged, judge
from qa.understand.scorer import PARTS, evidence, load
from qa.understand.scores import Margins, Ranked, Scores
from tests.eval.wilson import wilson

LEFT_OUT = Path(__file__).with_name("left_out.npz")
FOR_TEXTS = Path(__file__).with_name("left_out_for_texts.npz")
_SIDES = re.compile(r"\b(?:unhedged|hedged|hedge|base|trades)\b")
_PERIODS = re.compile(r"\b(?:daily|monthly)\b")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Left-out rows with their scores and what of them is right."""

    rows: tuple[Labelled, ...]
    outcomes: Outcomes
    scores: NDArray[np.float32]
    judged: Judged
    margins: Margins

    @property
    def figures(self) -> NDArray[np.float32]:
        """Logarithms of the figures' probabilities."""
        return self.scores[:, : len(self.outcomes.keys)]

    @property
    def answered(self) -> Mask:
        """Rows that are answered."""
        return np.asarray((self.judged.right >= self.margins.answer) & self.judged.figures)

    @property
    def offered(self) -> Mask:
        """Rows that are answered with choices."""
        return np.asarray((self.judged.offered >= self.margins.clarify) & self.judged.figures & ~self.answered)

    @property
    def kinds(self) -> Mask:
        """Rows whose kind is read right."""
        cut = len(self.outcomes.keys)
        found = self.scores[:, cut : cut + len(KINDS)].argmax(axis=1)
        return np.asarray(found == self.outcomes.kinds.argmax(axis=1))


def read(file: Path = LEFT_OUT) -> Scored:
    """The rows whose scores a file holds, in the order of the rows."""
    of, scorer = {row.name: row for row in read_folder()}, load()
    with np.load(file) as held:
        rows = tuple(of[name] for name in held["ids"].tolist())
        parts = {name: held[name].astype(np.float32) for name in PARTS if name in held}
        unknown = held["unknown"]
    cuts = len(scorer.keys), len(scorer.keys) + len(scorer.kinds)
    outcomes = outcomes_of(rows, scorer.keys)
    scores = whole_of(parts, scorer.shares, rows, scorer.keys)
    judged, _ = judge(scores, evidence(scores, parts, cuts, kin_of(scorer.keys), unknown), outcomes, rows)
    return Scored(rows=rows, outcomes=outcomes, scores=scores, judged=judged, margins=scorer.margins)


def left_out_scores() -> list[tuple[Labelled, Scores]]:
    """Each row with what models read in it that saw nothing of its writer."""
    scored, scorer = read(), load()
    kinds, cut, kin = len(KINDS), len(scored.outcomes.keys), kin_of(scorer.keys)
    with np.load(FOR_TEXTS) as held:
        for_texts = dict(zip(held["ids"].tolist(), held["for_texts"].astype(float).tolist(), strict=True))
    told = []
    for i, row in enumerate(scored.rows):
        figures, flags = np.exp(scored.scores[i, :cut]), 1 / (1 + np.exp(-scored.scores[i, cut + kinds :]))
        order = np.argsort(-figures, kind="stable")
        first, beside = told_of(scored.scores[i, :cut], kin)
        scores = Scores(
            ranked=tuple(Ranked(key=scorer.keys[k], probability=float(figures[k])) for k in order),
            kinds=dict(zip(KINDS, np.exp(scored.scores[i, cut : cut + kinds]).tolist(), strict=True)),
            flags=dict(zip(scorer.flags, flags.tolist(), strict=True)),
            told=tuple(scorer.keys[k] for k in first[beside]),
            right=float(scored.judged.right[i]),
            among=float(scored.judged.offered[i]),
            margins=scored.margins,
            for_texts=for_texts.get(row.name, 0.0),
        )
        told.append((row, scores))
    return told


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many of so many."""

    hits: int
    of: int

    def __str__(self) -> str:
        """The rate with its interval by Wilson at 95%."""
        low, high = self.interval
        return f"{self.hits / max(1, self.of):6.1%} of {self.of:5d}  ({low:.1%} to {high:.1%})"

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval."""
        return wilson(self.hits, self.of)

    def told(self) -> dict[str, float]:
        """As JSON."""
        low, high = self.interval
        return {"hits": self.hits, "of": self.of, "low": round(low, 4), "high": round(high, 4)}


def _rate(hits: Mask, of: Mask) -> Rate:
    return Rate(hits=int((hits & of).sum()), of=int(of.sum()))


def rates(scored: Scored, within: Mask) -> dict[str, Rate]:
    """The rates over some rows."""
    asks, judged, answered = scored.outcomes.asks & within, scored.judged, scored.answered & within
    shown = np.where(scored.answered, judged.told, judged.among & scored.offered)
    return {
        "kind": _rate(scored.kinds, within),
        "right lead": _rate(judged.first, asks),
        "right among the first three": _rate(judged.among, asks),
        "right lead where answered": _rate(judged.first, answered),
        "right figure told where answered": _rate(judged.told, answered),
        "answered and told": _rate(answered & judged.told, asks),
        "told or among choices": _rate(shown, asks),
        "right among the first three, shown": _rate(judged.among & (scored.answered | scored.offered), asks),
        "answered wrongly, of all": _rate(answered & ~judged.told, within),
        "choices shown, of all": _rate(scored.offered, within),
    }


def groups(scored: Scored) -> Iterator[tuple[str, Mask]]:
    """Rows by what they are."""
    tests: Mapping[str, Callable[[Labelled], bool]] = {
        "follow-up": lambda row: bool(row.earlier),
        "comparison": lambda row: " vs " in row.scope,
        "exclusion": lambda row: "!=" in row.scope,
        "something missing": lambda row: bool(row.missing),
        **{kind: (lambda row, kind=kind: row.kind == kind) for kind in KINDS},  # type: ignore[misc]
    }
    for name, test in tests.items():
        yield name, np.array([test(row) for row in scored.rows])
    for writer in dict.fromkeys(row.writer for row in scored.rows):
        yield f"writer {writer}", np.array([row.writer == writer for row in scored.rows])


def confusions(scored: Scored) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Which figure was meant and which was read, and how many only took another side or period."""
    keys, pairs, near = scored.outcomes.keys, Counter[tuple[str, str]](), Counter[str]()
    for i in np.flatnonzero(scored.outcomes.asks & ~scored.judged.first):
        meant, got = [keys[k] for k in np.flatnonzero(scored.outcomes.leads[i])], keys[scored.figures[i].argmax()]
        pairs[meant[0], got] += 1
        if _SIDES.sub("", got) in {_SIDES.sub("", key) for key in meant}:
            near["another side of the same figure"] += 1
        elif _PERIODS.sub("", got) in {_PERIODS.sub("", key) for key in meant}:
            near["another period of the same figure"] += 1
        elif got in scored.rows[i].keys:
            near["a figure asked for beside"] += 1
        else:
            near["another figure"] += 1
    return pairs, near


def calibration(scored: Scored) -> Iterator[tuple[float, float, Rate]]:
    """Tenths of the probability of being right: its mean, and how often it was."""
    tenth = np.minimum((scored.judged.right * 10).astype(int), 9)
    for n in range(10):
        if (tenth == n).any():
            yield n / 10, float(scored.judged.right[tenth == n].mean()), _rate(scored.judged.told, tenth == n)


def coverage(scored: Scored) -> Iterator[tuple[float, Rate, Rate]]:
    """By margin: the precision of what is answered, and how many of the questions on figures are answered right."""
    for margin in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97):
        answered = (scored.judged.right >= margin) & scored.judged.figures
        yield margin, _rate(scored.judged.told, answered), _rate(scored.judged.told & answered, scored.outcomes.asks)


def told(scored: Scored) -> dict[str, Any]:
    """Everything, as JSON."""
    pairs, near = confusions(scored)
    every = np.ones(len(scored.rows), bool)
    by: dict[str, dict[str, Any]] = defaultdict(dict)
    for group, within in (("all", every), *groups(scored)):
        by[group] = {name: rate.told() for name, rate in rates(scored, within).items()}
    return {"rates": by, "near": dict(near), "confusions": [[*pair, n] for pair, n in pairs.most_common(20)]}


def print_all(scored: Scored) -> None:
    """Everything, to read."""
    print(f"{len(scored.rows)} questions, margins {scored.margins.answer:.3f} and {scored.margins.clarify:.2f}\n")
    for name, rate in rates(scored, np.ones(len(scored.rows), bool)).items():
        print(f"{name:36s} {rate}")
    print("\nby group: right lead, among three, told where answered, answered and told, kind")
    for group, within in groups(scored):
        found = rates(scored, within)
        names = ("right lead", "right among the first three", "right figure told where answered", "answered and told", "kind")
        print(f"{group:20s}", *(f"{found[n].hits / max(1, found[n].of):7.1%} of {found[n].of:4d}" for n in names))
    print("\nmargin, right of those answered, answered right of all on figures")
    for margin, precise, covered in coverage(scored):
        print(f"{margin:5.2f} {precise}   {covered}")
    print("\nhow sure, and how often right")
    for low, mean, rate in calibration(scored):
        print(f"from {low:.1f} {mean:6.1%} {rate}")
    pairs, near = confusions(scored)
    print("\nwrong leads:", *(f"{name} {n}" for name, n in near.most_common()), sep="\n  ")
    print("\nmeant, read", *(f"{n:3d} {meant} {got}" for (meant, got), n in pairs.most_common(20)), sep="\n")


def curve() -> None:
    """The right lead by how many questions the words are fitted to, of writers left out."""
    from qa.understand.fit import FOLDS, features_of, fit_words, folds_of_words, given

    data, chance = given(), np.random.default_rng(0)
    for share in (0.1, 0.2, 0.4, 0.7, 1.0):
        first = three = of = fitted_to = 0
        for used, out in folds_of_words(data):
            few = np.sort(chance.permutation(used)[: int(share * len(used))])
            fitted = fit_words(data, few)
            found = fitted.linear.scores(features_of(fitted.vocabulary, [data.rows[i].question for i in out]))
            order = np.argsort(-found[:, : len(data.outcomes.keys)], axis=1)[:, :3]
            hits = np.take_along_axis(data.outcomes.leads[out], order, axis=1)[data.outcomes.asks[out]]
            first, three, of = first + int(hits[:, 0].sum()), three + int(hits.any(axis=1).sum()), of + len(hits)
            fitted_to += len(few) // FOLDS
        print(f"{fitted_to:5d} questions: right lead {first / of:.1%}, among three {three / of:.1%}", flush=True)


def main() -> None:
    """Print it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--left-out", type=Path, default=LEFT_OUT)
    asked = parser.parse_args()
    if asked.curve:
        curve()
        return
    scored = read(asked.left_out)
    print(json.dumps(told(scored), indent=1)) if asked.format == "json" else print_all(scored)


if __name__ == "__main__":
    main()
