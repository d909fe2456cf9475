"""Scorer: which figures a question asks for, of what kind it is and what else it does, each with its probability."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from qa.understand.encoder import Tuned
from qa.understand.features import Vocabulary
from qa.understand.for_texts import ForTexts
from qa.understand.for_texts import load as load_for_texts
from qa.understand.kindred import kin_of, told_of
from qa.understand.scores import Margins, Ranked, Scores
from qa.understand.weights import Weights, read_weights, text_of

Vector = NDArray[np.float32]
#: Parts of a scope that change the hedge; figures that it has no part in; and by how much these are less likely then [log].
OF_THE_HEDGE = frozenset({"layer", "without", "size"})
_WITHOUT_HEDGE = ("trades.", "geometry.", "implied.", "episode.base")
_UNLIKELY = 3.0
#: What scores: words and letters, and the vector of the tuned encoder.
PARTS = ("words", "tuned")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A linear model of all outcomes over one sort of features, in whole numbers."""

    #: features by outcomes: figures, then kinds, then flags
    weights: NDArray[np.int8]
    #: the size of a whole number, by outcome
    steps: Vector
    bias: Vector

    def scores(self, columns: NDArray[np.int64], values: Vector) -> Vector:
        """Scores of all outcomes, of features that are nothing but at some columns."""
        scores: Vector = (values @ self.weights[columns].astype(np.float32)) * self.steps + self.bias
        return scores


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """The fitted models, their shares in a score, and what makes a score a probability."""

    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    flags: tuple[str, ...]
    vocabulary: Vocabulary
    parts: Mapping[str, Part]
    #: what each part's scores count for figures, kinds and flags
    shares: Mapping[str, tuple[float, float, float]]
    #: weights of `evidence` for the right one being among those told, and among the choices
    calibration: NDArray[np.float64]
    margins: Margins
    encoder_sha256: str
    for_texts: ForTexts

    def score(self, question: str, vector: Vector | None = None, parts: Collection[str] = ()) -> Scores:
        """The readings of a question.

        Parameters
        ----------
        question : str
            As it was asked; a follow-up after the question that it follows and ` >> `.
        vector : array, optional
            Its unit vector by the tuned encoder, 384 numbers; without it the words decide alone, which is worse.
        parts : collection of str, optional
            What of a scope the question states, as the parts of `Scope` are named. One that changes the hedge, such as `layer`,
            makes figures unlikely that the hedge has no part in.
        """
        row = self.vocabulary.row(question)
        scores = {"words": self.parts["words"].scores(row.columns, row.values)}
        if vector is not None and "tuned" in self.parts:
            scores["tuned"] = self.parts["tuned"].scores(np.arange(vector.size), vector)
        whole = combined(scores, self.shares, self._cuts)
        if not OF_THE_HEDGE.isdisjoint(parts):
            whole = lowered(whole, self.keys)
        told = evidence(whole, scores, self._cuts, self._kin, np.array(self.vocabulary.unknown(question)))
        _, kinds, flags = np.split(whole.astype(np.float64), self._cuts)
        for_texts = self.for_texts.probability(row, kinds, float(flags[self.flags.index("figure")]))
        return replace(self._told(whole, told), for_texts=for_texts)

    def encoder(self) -> Tuned:
        """The tuned encoder, which makes the vectors."""
        return Tuned(self.encoder_sha256)

    @cached_property
    def _kin(self) -> NDArray[np.bool_]:
        return kin_of(self.keys)

    @property
    def _cuts(self) -> tuple[int, int]:
        return len(self.keys), len(self.keys) + len(self.kinds)

    def _told(self, scores: Vector, told: NDArray[np.float64]) -> Scores:
        figures, kinds, flags = np.split(scores, self._cuts)
        chances = np.exp(figures)
        right, among = (1 / (1 + np.exp(-(told @ self.calibration)))).tolist()
        order = np.argsort(-figures, kind="stable")
        first, beside = told_of(figures, self._kin)
        return Scores(
            ranked=tuple(Ranked(key=self.keys[i], probability=float(chances[i])) for i in order),
            kinds=dict(zip(self.kinds, np.exp(kinds).tolist(), strict=True)),
            flags=dict(zip(self.flags, (1 / (1 + np.exp(-flags))).tolist(), strict=True)),
            told=tuple(self.keys[i] for i in first[beside]),
            right=right,
            among=among,
            margins=self.margins,
        )


def combined(scores: Mapping[str, Vector], shares: Mapping[str, tuple[float, float, float]], cuts: tuple[int, int]) -> Vector:
    """The parts' scores as one: logarithms of probabilities for figures and kinds, log odds for flags; rows as given."""
    blocks = {name: np.split(block, cuts, axis=-1) for name, block in scores.items()}
    sums = []
    scales: tuple[Callable[[Vector], Vector], ...] = (log_shares, log_shares, lambda scores: scores)
    for i, told in enumerate(scales):
        full = sum(share[i] for share in shares.values()) / sum(shares[name][i] for name in scores)
        sums.append(told(np.sum([shares[name][i] * full * told(block[i]) for name, block in blocks.items()], axis=0)))
    return np.concatenate(sums, axis=-1).astype(np.float32)


def log_shares(scores: Vector) -> Vector:
    """Logarithms of the probabilities of outcomes that share one."""
    shifted: Vector = scores - scores.max(axis=-1, keepdims=True)
    logs: Vector = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def lowered(scores: Vector, keys: Sequence[str]) -> Vector:
    """Scores of questions that change the hedge, on which figures without it do not depend; rows as given."""
    apart = np.array([("unhedged" in key.split(".") or key.startswith(_WITHOUT_HEDGE)) for key in keys])
    figures, rest = np.split(scores, [len(keys)], axis=-1)
    return np.concatenate([log_shares((figures - _UNLIKELY * apart).astype(np.float32)), rest], axis=-1).astype(np.float32)


def evidence(
    whole: Vector, scores: Mapping[str, Vector], cuts: tuple[int, int], kin: NDArray[np.bool_], words: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What tells whether a reading is right, rows as given.

    The first probabilities, how they part, that of the figures told together, whether the parts of the scorer agree, the kind and
    the flags, and how many of the question's words are known. `kin`: which figures are kindred.
    """
    figures, kinds, flags = np.split(whole.astype(np.float64), cuts, axis=-1)
    order, told = told_of(figures, kin)
    mass = np.where(told, np.exp(np.take_along_axis(figures, order, axis=-1)), 0).sum(axis=-1, keepdims=True)
    odds = np.log(np.clip(mass, 1e-6, 1) / np.clip(1 - mass, 1e-3, 1))
    first = figures.argmax(axis=-1)[..., None]
    top = -np.sort(-np.exp(figures), axis=-1)[..., :5]
    sure = -np.log(np.clip(1 - top[..., :1], 1e-4, 1)), np.log(np.clip(top[..., :1], 1e-4, 1))
    three = -np.log(np.clip(1 - top[..., :3].sum(axis=-1, keepdims=True), 1e-4, 1))
    spread = -(np.exp(figures) * figures).sum(axis=-1, keepdims=True)
    own = [log_shares(scores[name][..., : cuts[0]]) if name in scores else figures for name in PARTS]
    agree = [np.clip(np.take_along_axis(f, first, axis=-1), -6, 0) for f in own]
    same = [(f.argmax(axis=-1)[..., None] == first).astype(np.float64) for f in own]
    unknown, count = words[..., :1].astype(np.float64), words[..., 1:].astype(np.float64)
    asked = np.minimum(unknown, 4), unknown / np.maximum(count, 1), np.log1p(count)
    columns = (
        *sure,
        odds,
        three,
        top[..., :1] - top[..., 1:2],
        spread,
        *agree,
        *same,
        np.exp(kinds),
        np.clip(flags, -6, 6),
        *asked,
    )
    return np.concatenate([*columns, np.ones_like(unknown)], axis=-1)


@cache
def load() -> Scorer:
    """The scorer as fitted.

    Raises
    ------
    WeightsError
        Its weights are missing, or are not those that were fitted.
    """
    return scorer_of(read_weights(), load_for_texts())


def scorer_of(weights: Weights, of_texts: ForTexts) -> Scorer:
    """The scorer that weights describe."""
    arrays, told = weights.arrays, weights.told
    return Scorer(
        keys=tuple(told["keys"]),
        kinds=tuple(told["kinds"]),
        flags=tuple(told["flags"]),
        vocabulary=Vocabulary(
            words=text_of(arrays["words"]), letters=text_of(arrays["letters"]), rarity=arrays["rarity"].astype(np.float32)
        ),
        parts={
            name: Part(weights=arrays[f"{name}.weights"], steps=arrays[f"{name}.steps"], bias=arrays[f"{name}.bias"])
            for name in PARTS
            if f"{name}.weights" in arrays
        },
        shares={name: (s[0], s[1], s[2]) for name, s in told["shares"].items()},
        calibration=arrays["calibration"].astype(np.float64),
        margins=Margins(**told["margins"]),
        encoder_sha256=told.get("encoder", ""),
        for_texts=of_texts,
    )
