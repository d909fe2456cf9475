"""Fit how paragraphs are ranked and when the texts are silent: `python -m tests.eval.fit_texts CSV …` prints the weights.

The questions are labelled with the documents that answer them, or NONE. Each file is one writer's: rates are those of writers
that were left out. The judged sets of `deciding.py` take no part. scikit-learn is needed for this alone.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from corpus.index.lexical import stems
from corpus.texts.documents import Passage
from qa.evidence import paragraphs, silence
from qa.evidence.paragraphs import Asking, asking
from tests.eval import deciding
from tests.eval.deciding import Deciding, searched
from tests.eval.retrieval import SEEN

_KINDS = {"method", "mixed", "term"}
_NONE = "NONE"


#: Arrays of features or of labels.
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question, whose it is, and the documents that answer it."""

    text: str
    writer: str
    kind: str
    documents: frozenset[str]


#: A question, how passages are held against it, and those found.
Made = tuple[Labelled, Asking, tuple[Passage, ...]]


def read(files: Sequence[Path]) -> list[Labelled]:
    """The questions on the texts of some files, follow-ups aside."""
    found = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                named = frozenset(re.split(r"[\s,;|&]+", row["text"] or "")) - {""}
                if row["kind"] in _KINDS | {"advice"} and ">>" not in row["question"]:
                    found.append(Labelled(text=row["question"], writer=file.stem, kind=row["kind"], documents=named))
    return found


def usual(questions: Sequence[Labelled], without: str | None = None) -> frozenset[str]:
    """Stems that two writers use in questions on the texts that have an answer."""
    having: defaultdict[str, set[str]] = defaultdict(set)
    for q in questions:
        if q.writer != without and _NONE not in q.documents:
            for stem in stems(q.text):
                having[stem].add(q.writer)
    return frozenset(s for s, writers in having.items() if len(writers) > 1)


def fit_ranking(made: Sequence[Made], judged: Sequence[tuple[Deciding, Asking, tuple[Passage, ...]]]) -> dict[str, float]:
    """Weights by which a passage of an answering document stands before those of others, and one judged right before the rest."""
    names = [*paragraphs.WEIGHTS]
    weights = np.array([*paragraphs.WEIGHTS.values()])
    rows = []
    for q, ask, found in made:
        x = np.array([[*paragraphs.features(ask, p, i).values()] for i, p in enumerate(found)])
        y = np.array([p.document.path in q.documents for p in found], dtype=bool)
        if y.any() and not y.all():
            rows.append((x, y, 50.0))
    for asked, ask, found in judged:
        x = np.array([[*paragraphs.features(ask, p, i).values()] for i, p in enumerate(found)])
        y = np.array([any(d == p.document.path and w in p.text for d, w in asked.right) for p in found], dtype=bool)
        if y.any():
            rows.append((x, y, 100.0))
    for _ in range(3):
        apart, sure = [], []
        for x, y, counts in rows:
            best = x[y][np.argmax(x[y] @ weights)]
            apart.append(best - x[~y])
            sure.append(np.full(int((~y).sum()), counts / (~y).sum()))
        a, s = np.vstack(apart), np.concatenate(sure)
        model = LogisticRegression(C=1, fit_intercept=False, max_iter=1000)
        model.fit(np.vstack([a, -a]), np.r_[np.ones(len(a)), np.zeros(len(a))], sample_weight=np.r_[s, s])
        weights = model.coef_[0]
    return dict(zip(names, np.round(weights, 2).tolist(), strict=True))


def fit_silence(made: Sequence[Made], all_: Sequence[Labelled]) -> Iterator[str]:
    """Lines with the weights, and the rates over writers left out."""
    chosen = [m for m in made if m[0].kind != "mixed" or _NONE in m[0].documents]
    y = np.array([_NONE in q.documents for q, _, _ in chosen])
    writers = np.array([q.writer for q, _, _ in chosen])
    likely = np.zeros(len(y))

    def table(rows: Sequence[int], without: str | None) -> Floats:
        words = usual(all_, without)
        return np.array([[*silence.signs(chosen[i][1], chosen[i][2], words).values()] for i in rows])

    def fitted(x: Floats, of: NDArray[np.bool_]) -> LogisticRegression:
        return LogisticRegression(C=3, class_weight="balanced", max_iter=1000).fit(x, of)

    for writer in sorted(set(writers)):
        x = table(range(len(chosen)), writer)
        out = writers == writer
        likely[out] = fitted(x[~out], y[~out]).predict_proba(x[out])[:, 1]
    model = fitted(table(range(len(chosen)), None), y)
    yield f"silence {dict(zip(silence.WEIGHTS, np.round(model.coef_[0], 2).tolist(), strict=True))} {model.intercept_[0]:.2f}"
    for bound in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        false, true = (likely[~y] >= bound).sum(), (likely[y] >= bound).sum()
        yield f"  from {bound}: {false} of {(~y).sum()} silenced falsely, {true} of {y.sum()} found"
    for i in np.argsort(-likely):
        if not y[i] and likely[i] >= silence.SILENT:
            yield f"  false {likely[i]:.2f}: {chosen[i][0].text[:110]}"


def main() -> None:
    """Print weights and rates."""
    out = sys.stdout.write
    questions = read([Path(a) for a in sys.argv[1:] if not a.startswith("--")])
    words = usual(questions)
    if "--words" in sys.argv:
        out("\n".join(sorted(words)) + "\n")
        return
    with searched() as s:
        known = {d.path for d in s.library.documents}
        made = []
        for q in questions:
            if q.kind in _KINDS and (q.documents & known or _NONE in q.documents):
                found = s.find(q.text)
                made.append((q, asking(q.text, s.library, found.near), found.passages))
        judged = [(q, asking(q.text, s.library, s.find(q.text).near), s.find(q.text).passages) for q in deciding.read(SEEN)]
    out(f"{Counter(q.kind for q, _, _ in made)}\n")
    out(f"ranking {fit_ranking([m for m in made if m[0].kind != 'term'], judged)}\n")
    for line in fit_silence(made, questions):
        out(f"{line}\n")


if __name__ == "__main__":
    main()
