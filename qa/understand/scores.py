"""Scores: what a question is read as, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Decision = Literal["answer", "clarify", "decline"]
#: How many readings are shown where none is sure.
CHOICES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A figure and how probably it is the one asked for, were the question one on figures of the catalogue."""

    key: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """From which probability on a reading is answered, and readings are offered."""

    answer: float
    clarify: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What a question is read as, the most probable first."""

    ranked: tuple[Ranked, ...]
    #: probability of each kind, adding up to 1
    kinds: Mapping[str, float]
    #: probability of each thing that a question may do beside, each by itself
    flags: Mapping[str, float]
    #: what an answer tells: the first figure, and its kindred among the next
    told: tuple[str, ...]
    #: calibrated probability that the figure asked for is among these
    right: float
    #: calibrated probability that the one asked for is among the choices
    among: float
    margins: Margins
    #: probability that it asks for what texts tell, of a question that asks for that or for a figure
    for_texts: float = 0.0

    @property
    def kind(self) -> str:
        """The most probable kind."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])

    @property
    def choices(self) -> tuple[Ranked, ...]:
        """The readings to be shown where none is sure."""
        return self.ranked[:CHOICES]

    @property
    def decision(self) -> Decision:
        """What may be done with the first figure, were the question one on figures."""
        if self.right >= self.margins.answer:
            return "answer"
        return "clarify" if self.among >= self.margins.clarify else "decline"
