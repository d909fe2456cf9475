"""What each sample trades."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of the hedge: VIX calls bought `tenor` calendar days from expiry, rolled at `roll` days."""

    #: as the manifest names it
    id: str
    contracts: int
    tenor: int
    roll: int

    @property
    def name(self) -> str:
        """What the log calls its strategy."""
        return f"ALVH {self.id}"


def alvh(short: int, medium: int, long: int) -> tuple[Layer, ...]:
    """The three layers with so many contracts each."""
    return (
        Layer(id="short", contracts=short, tenor=30, roll=7),
        Layer(id="medium", contracts=medium, tenor=110, roll=80),
        Layer(id="long", contracts=long, tenor=220, roll=190),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCredit:
    """A condor for the next day's expiry, found by its credit and how far from it that may be [points]."""

    credit: float
    tolerance: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDelta:
    """A condor for the Friday nearest to so many calendar days ahead, its short strikes nearest to a delta."""

    delta: float
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One sample: a condor at a time, held to its expiry, and the layers beside it."""

    name: str
    condor: ByCredit | ByDelta
    #: of each spread, and between strikes [points]
    width: float
    step: float = 5.0
    contracts: int
    #: capital [USD]
    base: float
    layers: tuple[Layer, ...]


def _nightly(name: str, credit: float) -> Plan:
    return Plan(name=name, condor=ByCredit(credit=credit), width=10.0, contracts=10, base=400_000.0, layers=alvh(4, 4, 2))


PRIMARY = _nightly("condor-0.70-1dte", 0.70)
SAMPLES = (
    PRIMARY,
    _nightly("condor-1.15-1dte", 1.15),
    _nightly("condor-1.60-1dte", 1.60),
    Plan(
        name="condor-45d-16delta",
        condor=ByDelta(delta=0.16, days=45),
        width=25.0,
        contracts=5,
        base=100_000.0,
        layers=alvh(2, 2, 1),
    ),
)
