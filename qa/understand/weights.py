"""Weights: the arrays that fitting wrote, read from the package and known by their SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import HedgeciteError

FOLDER = "weights"
ARRAYS, TOLD = "scorer.npz", "scorer.json"
FOR_TEXTS, FOR_TEXTS_TOLD = "for_texts.npz", "for_texts.json"


class WeightsError(HedgeciteError):
    """The scorer's weights are missing, or are not those that were fitted."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What fitting found: arrays by name, and what is told beside them (names, margins, rates that were measured)."""

    arrays: Mapping[str, NDArray[Any]]
    told: Mapping[str, Any]


def read_weights() -> Weights:
    """The weights in the package.

    Raises
    ------
    WeightsError
        A file is missing, or the arrays are not those whose SHA-256 stands beside them.
    """
    told = read_told()
    return Weights(arrays=_arrays(ARRAYS, told["sha256"]), told=told)


def read_for_texts() -> Mapping[str, NDArray[Any]]:
    """The weights of `qa.understand.for_texts` in the package.

    Raises
    ------
    WeightsError
        A file is missing, or the arrays are not those whose SHA-256 stands beside them.
    """
    return _arrays(FOR_TEXTS, json.loads(_bytes(FOR_TEXTS_TOLD))["sha256"])


def read_told() -> dict[str, Any]:
    """What is told beside the arrays.

    Raises
    ------
    WeightsError
        The file is missing.
    """
    told: dict[str, Any] = json.loads(_bytes(TOLD))
    return told


def _arrays(name: str, sha256: str) -> Mapping[str, NDArray[Any]]:
    """Arrays that are known by their SHA-256."""
    raw = _bytes(name)
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise WeightsError(f"{name} is not the file whose SHA-256 is known", mend="reinstall hedgecite")
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        return {held: arrays[held] for held in arrays.files}


def _bytes(name: str) -> bytes:
    try:
        return (files("qa.understand") / FOLDER / name).read_bytes()
    except OSError as error:
        raise WeightsError("the scorer's weights are missing", mend="reinstall hedgecite") from error


def packed(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix in whole numbers from -127 to 127, and the size of one of them for each of its columns."""
    step = np.maximum(np.abs(matrix).max(axis=0), 1e-9) / 127
    return np.rint(matrix / step).astype(np.int8), step.astype(np.float32)


def text_of(array: NDArray[np.uint8]) -> tuple[str, ...]:
    """Lines that were written as bytes."""
    return tuple(array.tobytes().decode("utf-8").split("\n")) if array.size else ()


def bytes_of(lines: tuple[str, ...]) -> NDArray[np.uint8]:
    """Lines as bytes."""
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)
