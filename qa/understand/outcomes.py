"""Outcomes: what labelled questions are learned to be, as arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.calculator.catalogue import CATALOGUE
from qa.understand.labelled import KINDS, Labelled

Matrix = NDArray[np.float32]
_PERIODS = ("daily", "weekly", "monthly", "yearly")
_AMOUNTS = ("dollars.", "per_100k.", "difference.")
#: What the first reading, another fair one and a figure beside it count.
_FIRST, _OTHER, _BESIDE = 1.0, 0.6, 0.15


def _other_side(key: str) -> str | None:
    if "unhedged" in key:
        return key.replace("unhedged", "hedged")
    return key.replace("hedged", "unhedged") if "hedged" in key else None


#: What a question may do beside, and how its labels tell that.
FLAGS: dict[str, Callable[[Labelled], bool]] = {
    "missing": lambda row: bool(row.missing),
    "figure": lambda row: bool(row.readings),
    "comparison": lambda row: " vs " in row.scope,
    "whatif": lambda row: any(part in row.scope for part in ("size=", "slip=", "without=", "capital=")),
    "exclusion": lambda row: "!=" in row.scope,
    "declined": lambda row: row.status == "declined",
    "sides": lambda row: any(_other_side(key) in row.keys for key in row.keys),
    "several": lambda row: any(len(reading) > 1 for reading in row.readings),
}


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Rows of questions by figures, kinds and flags."""

    keys: tuple[str, ...]
    #: shares of 1, nothing where no figure is asked for
    figures: Matrix
    kinds: Matrix
    flags: Matrix
    #: which figures are a right lead: of a reading that asks for both sides of a figure, either
    leads: NDArray[np.bool_]

    @property
    def asks(self) -> NDArray[np.bool_]:
        """Which rows are questions on figures that have a right lead."""
        figures = self.kinds[:, [KINDS.index("cost"), KINDS.index("mixed")]].sum(axis=1) > 0
        return np.asarray(self.leads.any(axis=1) & figures)


def outcomes_of(rows: Sequence[Labelled], keys: tuple[str, ...] = ()) -> Outcomes:
    """The outcomes of rows, of the figures that are given or all."""
    keys = keys or keys_of(rows)
    at = {key: i for i, key in enumerate(keys)}
    figures, leads = np.zeros((len(rows), len(keys)), np.float32), np.zeros((len(rows), len(keys)), bool)
    for i, row in enumerate(rows):
        for n, lead in enumerate(row.leads):
            figures[i, at[own_key(lead)]] += _OTHER if n else _FIRST
            leads[i, at[own_key(lead)]] = True
        for other in _sides_beside(row):
            leads[i, at[own_key(other)]] = True
        for key in row.keys:
            if not figures[i, at[own_key(key)]]:
                figures[i, at[own_key(key)]] = _BESIDE
    whole = figures.sum(axis=1, keepdims=True)
    return Outcomes(
        keys=keys,
        figures=(figures / np.where(whole > 0, whole, 1)).astype(np.float32),
        kinds=np.array([[row.kind == kind for kind in KINDS] for row in rows], np.float32),
        flags=np.array([[told(row) for told in FLAGS.values()] for row in rows], np.float32),
        leads=leads,
    )


def _sides_beside(row: Labelled) -> tuple[str, ...]:
    """The other side of each lead, where its reading asks for that too."""
    others = ((_other_side(reading[0]), reading) for reading in row.readings)
    return tuple(other for other, reading in others if other is not None and other in reading)


def keys_of(rows: Sequence[Labelled]) -> tuple[str, ...]:
    """The figures of the catalogue in its order, and others that rows name, in theirs."""
    return tuple(dict.fromkeys([*CATALOGUE, *(own_key(key) for row in rows for key in row.keys)]))


def own_key(key: str) -> str:
    """The figure that a key is another period or amount of, or the key itself.

    >>> own_key("per_100k.drag.weekly.mean")
    'drag.monthly.mean'
    """
    for amount in _AMOUNTS:
        key = key.removeprefix(amount)
    if key in CATALOGUE:
        return key
    parts = key.split(".")
    same = (".".join(p if part in _PERIODS else part for part in parts) for p in ("monthly", "daily"))
    return next((other for other in same if other in CATALOGUE), key)


def kinship(keys: Sequence[str]) -> Matrix:
    """Figures by the parts of their keys that two or more of them have, such as `unhedged` or `drawdown`."""
    counts = Counter(part for key in keys for part in key.split("."))
    parts = sorted(part for part, n in counts.items() if n > 1)
    return np.array([[part in key.split(".") for part in parts] for key in keys], np.float32)


def phrases(keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What the records themselves call a figure, each with its key: title, meaning, and words that ask for it."""
    specs = [CATALOGUE[key] for key in keys if key in CATALOGUE]
    return tuple((text, spec.key) for spec in specs for text in (spec.title, spec.meaning, *spec.phrases))
