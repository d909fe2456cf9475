"""Fit: `python -m qa.understand.fit` writes the scorer's weights from the labelled questions, the same ones each time.

It takes what `qa.understand.fit_encoder` left: the scores of each fold, the encoder and its heads. The words are fitted here.
"""

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

from qa.understand import weights as stored
from qa.understand.encoder import MODEL
from qa.understand.features import Vocabulary, vocabulary_of
from qa.understand.folds import folds_of, splits
from qa.understand.kindred import kin_of
from qa.understand.labelled import KINDS, Labelled, read_folder
from qa.understand.outcomes import FLAGS, Outcomes, kinship, outcomes_of, phrases
from qa.understand.policy import judge, margins_of, shares_of
from qa.understand.regression import Linear, Matrix, fit, sigmoid_loss, softmax_loss
from qa.understand.scorer import OF_THE_HEDGE, combined, evidence, lowered

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 4
#: The cosine of their words from which on two questions are near twins.
_TWINS = 0.9
#: What a phrase of a record counts beside a question, and what weights cost.
_PHRASE, _RIDGE, _RIDGE_OF_KINDS = 0.5, 0.05, 0.2


@dataclass(frozen=True, kw_only=True)
class Given:
    """Questions, what they are to be read as, and the records' phrases with their figures."""

    rows: Sequence[Labelled]
    outcomes: Outcomes
    phrases: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A model over words and letters."""

    vocabulary: Vocabulary
    linear: Linear


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What was told of rows by parts that knew nothing of their writers."""

    #: those that all parts were asked of
    rows: Sequence[Labelled]
    scores: dict[str, Matrix]
    #: how many words were unknown, and how many there are
    words: NDArray[np.int64]


def given() -> Given:
    """All that is fitted to."""
    rows = read_folder()
    outcomes = outcomes_of(rows)
    return Given(rows=rows, outcomes=outcomes, phrases=phrases(outcomes.keys))


def features_of(vocabulary: Vocabulary, questions: Sequence[str]) -> csr_matrix:
    """Rows of words and letters."""
    from scipy.sparse import csr_matrix

    rows = [vocabulary.row(question) for question in questions]
    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    values, columns = (np.concatenate([getattr(row, part) for row in rows]) for part in ("values", "columns"))
    return csr_matrix((values, columns, ends), shape=(len(rows), vocabulary.size))


def fit_words(data: Given, used: NDArray[np.int64]) -> Fitted:
    """The model over words, of some of the rows and all phrases."""
    texts = [*(data.rows[i].question for i in used), *(text for text, _ in data.phrases)]
    vocabulary = vocabulary_of(texts, fewest_letters=6)
    features, own, n = features_of(vocabulary, texts), data.outcomes, len(used)
    named = np.array([[key == k for k in own.keys] for _, key in data.phrases], np.float32)
    figures = np.vstack([own.figures[used], named])
    counts = np.concatenate([np.ones(n), np.full(len(named), _PHRASE)]).astype(np.float32)
    has, one = figures.sum(axis=1) > 0, np.ones(n, np.float32)
    models = (
        fit(features[has], figures[has], counts[has], loss=softmax_loss, shared=kinship(own.keys), ridge=_RIDGE),
        fit(features[:n], own.kinds[used], one, loss=softmax_loss, shared=None, ridge=_RIDGE_OF_KINDS),
        fit(features[:n], own.flags[used], one, loss=sigmoid_loss, shared=None, ridge=_RIDGE_OF_KINDS),
    )
    linear = Linear(weights=np.hstack([m.weights for m in models]), bias=np.concatenate([m.bias for m in models]))
    return Fitted(vocabulary=vocabulary, linear=linear)


def folds_of_words(data: Given) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows to fit on and rows left out; near twins by their words."""
    questions = [row.question for row in data.rows]
    features = features_of(vocabulary_of(questions), questions)
    lengths = np.sqrt(np.asarray(features.multiply(features).sum(axis=1))).ravel()
    return list(splits(folds_of(data.rows, FOLDS), features.multiply(1 / lengths[:, None]).tocsr(), _TWINS))


def left_out(data: Given, encoder: Path | None) -> LeftOut:
    """Scores of each row by models that knew nothing of its writer."""
    words = np.zeros((len(data.rows), len(data.outcomes.keys) + len(KINDS) + len(FLAGS)), np.float32)
    unknown = np.zeros((len(data.rows), 2), np.int64)
    for used, out in folds_of_words(data):
        fitted, questions = fit_words(data, used), [data.rows[i].question for i in out]
        words[out] = fitted.linear.scores(features_of(fitted.vocabulary, questions))
        unknown[out] = [fitted.vocabulary.unknown(question) for question in questions]
    if encoder is None:
        return LeftOut(rows=data.rows, scores={"words": words}, words=unknown)
    at, told, tuned = {row.name: i for i, row in enumerate(data.rows)}, [], []
    for file in sorted(encoder.glob("fold*.npz")):
        with np.load(file) as held:
            told += [at[name] for name in held["ids"].tolist()]
            tuned.append(_in_order(held["scores"], held["keys"].tolist(), data.outcomes.keys))
    scores = {"words": words[told], "tuned": np.vstack(tuned)}
    return LeftOut(rows=[data.rows[i] for i in told], scores=scores, words=unknown[told])


def _in_order(columns: Matrix, keys: Sequence[str], wanted: Sequence[str]) -> Matrix:
    """Columns of figures as wanted, whatever the catalogue's order was when they were made; kinds and flags stay behind them."""
    return columns[..., [*(keys.index(key) for key in wanted), *range(len(keys), columns.shape[-1])]]


def whole_of(
    scores: Mapping[str, Matrix], shares: Mapping[str, tuple[float, float, float]], rows: Sequence[Labelled], keys: Sequence[str]
) -> Matrix:
    """The parts' scores as one, with what the rows' scopes make unlikely."""
    whole = combined(scores, shares, (len(keys), len(keys) + len(KINDS)))
    changed = np.array([not OF_THE_HEDGE.isdisjoint(row.parts) for row in rows])
    return np.where(changed[:, None], lowered(whole, keys), whole)


def arrays_of(data: Given, encoder: Path | None) -> dict[str, NDArray[Any]]:
    """The words fitted to all rows, and the heads of the encoder."""
    fitted = fit_words(data, np.arange(len(data.rows)))
    packed, steps = stored.packed(fitted.linear.weights)
    arrays: dict[str, NDArray[Any]] = {
        "words": stored.bytes_of(fitted.vocabulary.words),
        "letters": stored.bytes_of(fitted.vocabulary.letters),
        "rarity": fitted.vocabulary.rarity.astype(np.float16),
        "words.weights": packed,
        "words.steps": steps,
        "words.bias": fitted.linear.bias,
    }
    if encoder is not None:
        with np.load(encoder / "heads.npz") as heads:
            keys = heads["keys"].tolist()
            packed, steps = stored.packed(_in_order(heads["weights"], keys, data.outcomes.keys))
            arrays |= {"tuned.weights": packed, "tuned.steps": steps}
            arrays["tuned.bias"] = _in_order(heads["bias"], keys, data.outcomes.keys)
    return arrays


def write(folder: Path, arrays: Mapping[str, NDArray[Any]], told: Mapping[str, Any]) -> None:
    """The weights as the package reads them."""
    folder.mkdir(exist_ok=True)
    held = io.BytesIO()
    np.savez(held, allow_pickle=False, **arrays)
    (folder / stored.ARRAYS).write_bytes(held.getvalue())
    model = folder / MODEL
    named = {
        "sha256": hashlib.sha256(held.getvalue()).hexdigest(),
        "encoder": hashlib.sha256(model.read_bytes()).hexdigest() if model.is_file() else "",
    }
    (folder / stored.TOLD).write_text(json.dumps({**named, **told}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, measure on writers left out, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path(__file__).with_name(stored.FOLDER))
    parser.add_argument("--encoder", type=Path, help="what fit_encoder wrote; without it the words are all")
    parser.add_argument("--left-out", type=Path, help="where to write the scores of left-out rows")
    asked = parser.parse_args()
    data = given()
    cuts = len(data.outcomes.keys), len(data.outcomes.keys) + len(KINDS)
    out = left_out(data, asked.encoder)
    outcomes = outcomes_of(out.rows, data.outcomes.keys)
    shares = shares_of(out.scores, outcomes)
    scores = whole_of(out.scores, shares, out.rows, data.outcomes.keys)
    told = evidence(scores, out.scores, cuts, kin_of(data.outcomes.keys), out.words)
    judged, calibration = judge(scores, told, outcomes, out.rows)
    margins = margins_of(judged, outcomes)
    if asked.encoder:
        asked.to.mkdir(exist_ok=True)
        (asked.to / MODEL).write_bytes((asked.encoder / MODEL).read_bytes())
    names = {"keys": data.outcomes.keys, "kinds": KINDS, "flags": tuple(FLAGS)}
    fixed = {"shares": shares, "margins": {"answer": margins.answer, "clarify": margins.clarify}}
    write(asked.to, {**arrays_of(data, asked.encoder), "calibration": calibration}, {**names, **fixed})
    if asked.left_out:
        held = {name: block.astype(np.float16) for name, block in out.scores.items()}
        ids = np.array([row.name for row in out.rows])
        np.savez_compressed(asked.left_out, allow_pickle=False, ids=ids, unknown=out.words, **held)


if __name__ == "__main__":
    main()
