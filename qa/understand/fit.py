"""Fit: `python -m qa.understand.fit` writes the scorer's weights from the labelled questions, the same ones each time."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import MiniLM
from qa.understand import weights as stored
from qa.understand.features import Vocabulary, vocabulary_of
from qa.understand.folds import folds_of, splits
from qa.understand.labelled import KINDS, Labelled, read_folder
from qa.understand.outcomes import FLAGS, Outcomes, kinship, outcomes_of, phrases
from qa.understand.policy import judge, margins_of
from qa.understand.regression import Linear, Matrix, fit, sigmoid_loss, softmax_loss
from qa.understand.scorer import combined

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 5
#: What a vector of the embedder counts beside the words, what a phrase of a record beside a question, and what weights cost.
_STRETCH, _PHRASE, _RIDGE, _RIDGE_OF_KINDS = 2.0, 0.5, 0.05, 0.2


@dataclass(frozen=True, kw_only=True)
class Given:
    """Questions, the records' phrases, and their vectors by the shipped embedder."""

    rows: Sequence[Labelled]
    outcomes: Outcomes
    vectors: Matrix
    phrases: Sequence[tuple[str, str]]
    phrase_vectors: Matrix


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A model over words and vectors."""

    vocabulary: Vocabulary
    linear: Linear


def given() -> Given:
    """All that is fitted to."""
    rows = read_folder()
    outcomes = outcomes_of(rows)
    texts, embed = phrases(outcomes.keys), MiniLM().embed
    return Given(
        rows=rows,
        outcomes=outcomes,
        vectors=embed([row.question for row in rows]),
        phrases=texts,
        phrase_vectors=embed([text for text, _ in texts]),
    )


def features_of(vocabulary: Vocabulary, questions: Sequence[str], vectors: Matrix) -> csr_matrix:
    """Rows of words, letters and vectors."""
    from scipy.sparse import csr_matrix, hstack

    rows = [vocabulary.row(question) for question in questions]
    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    values, columns = (np.concatenate([getattr(row, part) for row in rows]) for part in ("values", "columns"))
    words = csr_matrix((values, columns, ends), shape=(len(rows), vocabulary.size))
    return hstack([words, csr_matrix(_STRETCH * vectors)]).tocsr().astype(np.float32)


def fit_words(data: Given, used: NDArray[np.int64]) -> Fitted:
    """The model over words and vectors, of some of the rows and all phrases."""
    questions = [data.rows[i].question for i in used]
    texts = [text for text, _ in data.phrases]
    vocabulary = vocabulary_of([*questions, *texts], fewest_letters=6)
    features = features_of(vocabulary, [*questions, *texts], np.vstack([data.vectors[used], data.phrase_vectors]))
    own, n = data.outcomes, len(used)
    named = np.array([[key == k for k in own.keys] for _, key in data.phrases], np.float32)
    figures = np.vstack([own.figures[used], named])
    counts = np.concatenate([np.ones(n), np.full(len(texts), _PHRASE)]).astype(np.float32)
    has, one = figures.sum(axis=1) > 0, np.ones(n, np.float32)
    models = (
        fit(features[has], figures[has], counts[has], loss=softmax_loss, shared=kinship(own.keys), ridge=_RIDGE),
        fit(features[:n], own.kinds[used], one, loss=softmax_loss, shared=None, ridge=_RIDGE_OF_KINDS),
        fit(features[:n], own.flags[used], one, loss=sigmoid_loss, shared=None, ridge=_RIDGE_OF_KINDS),
    )
    linear = Linear(weights=np.hstack([m.weights for m in models]), bias=np.concatenate([m.bias for m in models]))
    return Fitted(vocabulary=vocabulary, linear=linear)


def left_out(data: Given, folds: NDArray[np.int64]) -> Matrix:
    """Scores of each row by a model that knew nothing of its writer."""
    scores = np.zeros((len(data.rows), len(data.outcomes.keys) + len(KINDS) + len(FLAGS)), np.float32)
    for used, out in splits(folds, data.vectors):
        fitted = fit_words(data, used)
        questions = [data.rows[i].question for i in out]
        scores[out] = fitted.linear.scores(features_of(fitted.vocabulary, questions, data.vectors[out]))
    return scores


def write(folder: Path, arrays: Mapping[str, NDArray[Any]], told: Mapping[str, Any]) -> None:
    """The weights as the package reads them."""
    folder.mkdir(exist_ok=True)
    held = io.BytesIO()
    np.savez_compressed(held, allow_pickle=False, **arrays)
    (folder / stored.ARRAYS).write_bytes(held.getvalue())
    named = {"sha256": hashlib.sha256(held.getvalue()).hexdigest(), **told}
    (folder / stored.TOLD).write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, measure on writers left out, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path(__file__).with_name(stored.FOLDER))
    parser.add_argument("--left-out", type=Path, help="where to write the scores of left-out rows")
    asked = parser.parse_args()
    data = given()
    keys, shares = data.outcomes.keys, {"words": (1.0, 1.0, 1.0)}
    cuts = len(keys), len(keys) + len(KINDS)
    scores = combined({"words": left_out(data, folds_of(data.rows, FOLDS))}, shares, cuts)
    judged, calibration = judge(scores, data.outcomes, list(data.rows))
    margins = margins_of(judged, data.outcomes)
    fitted = fit_words(data, np.arange(len(data.rows)))
    packed, steps = stored.packed(fitted.linear.weights)
    arrays: dict[str, NDArray[Any]] = {
        "words": stored.bytes_of(fitted.vocabulary.words),
        "letters": stored.bytes_of(fitted.vocabulary.letters),
        "rarity": fitted.vocabulary.rarity.astype(np.float16),
        "words.weights": packed,
        "words.steps": steps,
        "words.bias": fitted.linear.bias,
        "calibration": calibration,
    }
    told = {
        "keys": keys,
        "kinds": KINDS,
        "flags": tuple(FLAGS),
        "stretch": _STRETCH,
        "shares": shares,
        "margins": {"answer": margins.answer, "clarify": margins.clarify},
    }
    write(asked.to, arrays, told)
    if asked.left_out:
        np.savez_compressed(
            asked.left_out, scores=scores.astype(np.float16), ids=np.array([f"{row.writer} {row.id}" for row in data.rows])
        )


if __name__ == "__main__":
    main()
