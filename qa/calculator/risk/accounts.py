"""The two accounts of a backtest, unhedged and hedged, as the records of their figures name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of the two accounts."""

    hedged: bool
    #: as keys and titles name it
    side: str
    #: of its returns in formulas
    letter: str

    @property
    def name(self) -> str:
        """As sentences name it."""
        return f"the {self.side} account"

    @property
    def other(self) -> str:
        """The other account, as keys name it."""
        return "unhedged" if self.hedged else "hedged"

    def asked(self, *names: str) -> tuple[str, ...]:
        """Phrases that ask for a figure of this account, by the names of the figure."""
        hedge = f"{'with' if self.hedged else 'without'} the hedge"
        return tuple(phrase for name in names for phrase in (f"{self.side} {name}", f"{name} {self.side}", f"{name} {hedge}"))

    def alone(self, *names: str) -> tuple[str, ...]:
        """Phrases that name no account: they ask for the unhedged one, beside which the hedged one stands."""
        return () if self.hedged else names


UNHEDGED = Account(hedged=False, side="unhedged", letter="u")
HEDGED = Account(hedged=True, side="hedged", letter="h")
