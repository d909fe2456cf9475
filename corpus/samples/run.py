"""The result of a simulation."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.samples.positions import Trade


@dataclass(slots=True, kw_only=True)
class Run:
    """The result of a simulation: trades, and each day's P&L in dollars."""

    trades: list[Trade] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    #: by the layer's id
    layers: dict[str, list[float]] = field(default_factory=dict)

    @property
    def hedge(self) -> list[float]:
        """Each day's P&L of all layers."""
        return [round(sum(day), 2) + 0.0 for day in zip(*self.layers.values(), strict=True)]
