"""ReadPremise: what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.calculator.core.scope import EVERYTHING, Scope

_REAL = re.compile(
    r"\b(?:in|with|from) (?:real|live|actual) (?:trading|money|accounts?)\b|\blive[- ]traded\b|\bin practice\b", re.IGNORECASE
)
_FALLS = re.compile(r"\bdrags? down (?:monthly )?returns?\b|\breduces? (?:the )?returns?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPremise:
    """Words of the question that take something for granted.

    `real`: that trades were made; `cost`: that the hedge takes from the return; `stated`: a value from `low` to `high` [fraction]
    of the figure `key` within `scope`; `untold`: something that no figure is held against.
    """

    code: Literal["real", "cost", "stated", "untold"]
    text: str
    key: str | None = None
    scope: Scope = EVERYTHING
    low: float = 0.0
    high: float = 0.0


def taken(asked: str) -> Iterator[ReadPremise]:
    """That trades were made, or that the hedge takes from the return, where the question's words say so."""
    yield from (ReadPremise(code="real", text=m[0]) for m in _REAL.finditer(asked))
    yield from (ReadPremise(code="cost", text=m[0]) for m in _FALLS.finditer(asked))
