"""One thing that a question supposes, as its readers give it."""

from __future__ import annotations

from dataclasses import dataclass

from qa.understand.text import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One thing that is supposed: part of a scope with its value, and the words for it."""

    place: Place
    #: `size`, `without`, `layer`, `slip`, `slip_hedge` or `capital`
    part: str
    value: float | str
