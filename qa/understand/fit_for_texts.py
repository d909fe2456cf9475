"""Fit for texts: `python -m qa.understand.fit_for_texts LEFT_OUT` writes the weights of `qa.understand.for_texts`.

`LEFT_OUT` is what `qa.understand.fit --left-out` wrote: what models that knew nothing of its writer say of each labelled
question. What readers ask of passages is scored as shipped, since no model was fitted to it. The probabilities of labelled
questions by models that knew nothing of their writers go to `--to-left-out`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.texts.library import Folder, read_library, shipped_folder
from qa.understand import reader, scorer
from qa.understand import weights as stored
from qa.understand.fit import FOLDS, features_of, whole_of
from qa.understand.folds import folds_of
from qa.understand.for_texts import told_of
from qa.understand.labelled import KINDS, Labelled, read_folder
from qa.understand.regression import Linear, Matrix, fit, sigmoid_loss

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_OF_TEXTS, _OF_FIGURES = ("method", "term"), ("cost", "mixed")
#: What the square of a weight costs, in rows.
_RIDGE = 0.2
#: What readers ask of a passage counts as so many questions, however many there are: more of them teach more and tip no scale.
_EACH = 5.0


@dataclass(frozen=True, kw_only=True)
class Given:
    """Questions as features, whether each is for the texts, and the fold of the labelled ones; what is asked of passages last."""

    features: csr_matrix
    for_texts: Matrix
    rows: Sequence[Labelled]
    folds: NDArray[np.int64]
    #: how many passages readers ask of
    passages: int

    @property
    def asks(self) -> int:
        """How many questions readers ask of them."""
        return self.features.shape[0] - len(self.rows)


def given(left_out: Path) -> Given:
    """The labelled questions that ask for a figure or for what texts tell, and what readers ask of the sample's passages."""
    from scipy.sparse import csr_matrix, hstack

    shipped = scorer.load()
    of = {row.name: row for row in read_folder()}
    with np.load(left_out) as held:
        every = [of[name] for name in held["ids"].tolist()]
        parts = {name: held[name].astype(np.float32) for name in scorer.PARTS if name in held}
    whole = whole_of(parts, shipped.shares, every, shipped.keys).astype(np.float64)
    _, kinds, flags = np.split(whole, (len(shipped.keys), len(shipped.keys) + len(KINDS)), axis=1)
    told = told_of(kinds, flags[:, shipped.flags.index("figure")])
    which = [i for i, row in enumerate(every) if row.kind in {*_OF_TEXTS, *_OF_FIGURES}]
    rows = [every[i] for i in which]
    passages = [p.asks for p in read_library([Folder(root=shipped_folder())]).passages if p.asks]
    asks = [ask for own in passages for ask in own]
    questions = [*(row.question for row in rows), *asks]
    beside = np.vstack([told[which], [_told(ask) for ask in asks]])[:, :-1]  # the last is the intercept
    features = hstack([csr_matrix(beside.astype(np.float32)), features_of(shipped.vocabulary, questions)]).tocsr()
    wanted = [*(row.kind in _OF_TEXTS for row in rows), *(True for _ in asks)]
    targets = np.array(wanted, np.float32)[:, None]
    return Given(features=features, for_texts=targets, rows=rows, folds=folds_of(rows, FOLDS), passages=len(passages))


def _told(question: str) -> NDArray[np.float64]:
    scores = reader.read_question(question)
    kinds = np.log(np.maximum([scores.kinds[kind] for kind in KINDS], 1e-9))
    figure = min(max(scores.flags["figure"], 1e-9), 1 - 1e-9)
    return told_of(kinds, np.array(np.log(figure / (1 - figure))))


def fitted(data: Given, used: NDArray[np.bool_]) -> Linear:
    """The model of some of the rows."""
    counts = np.concatenate([np.ones(len(data.rows)), np.full(data.asks, data.passages * _EACH / data.asks)]).astype(np.float32)
    return fit(data.features[used], data.for_texts[used], counts[used], loss=sigmoid_loss, shared=None, ridge=_RIDGE)


def left_out_of(data: Given) -> NDArray[np.float64]:
    """The probability of each labelled question by a model that knew nothing of its writer, nor every fourth passage's asks."""
    folds = np.concatenate([data.folds, np.arange(data.asks) % FOLDS])
    found = np.zeros(len(folds))
    for fold in range(FOLDS):
        out = folds == fold
        found[out] = 1 / (1 + np.exp(-fitted(data, ~out).scores(data.features[out])[:, 0].astype(np.float64)))
    return found[: len(data.rows)]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left_out", type=Path)
    parser.add_argument("--to", type=Path, default=Path(__file__).with_name(stored.FOLDER))
    parser.add_argument("--to-left-out", type=Path)
    asked = parser.parse_args()
    data = given(asked.left_out)
    linear = fitted(data, np.ones(data.features.shape[0], bool))
    own = len(KINDS) + 1
    words, steps = stored.packed(linear.weights[own:])
    told = np.concatenate([linear.weights[:own, 0], linear.bias]).astype(np.float32)
    held = io.BytesIO()
    np.savez_compressed(held, allow_pickle=False, words=words[:, 0], step=steps[0], told=told)
    (asked.to / stored.FOR_TEXTS).write_bytes(held.getvalue())
    sha256 = hashlib.sha256(held.getvalue()).hexdigest()
    (asked.to / stored.FOR_TEXTS_TOLD).write_text(json.dumps({"sha256": sha256}, indent=1) + "\n", encoding="utf-8")
    if asked.to_left_out:
        ids = np.array([row.name for row in data.rows])
        np.savez_compressed(asked.to_left_out, allow_pickle=False, ids=ids, for_texts=left_out_of(data).astype(np.float16))


if __name__ == "__main__":
    main()
