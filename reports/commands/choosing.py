"""Which backtests a command works on: none twice, and each of the tier that its scope names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.backtests.backtest import Backtest, Listed
from corpus.errors import WrongUseError
from qa.calculator.core.scope_text import parse_scope


def chosen_backtests(listed: Sequence[Listed], scope: str, *, named: bool) -> tuple[Backtest, ...]:
    """The backtests named, else the first of the tier that the scope names, else the first.

    Raises
    ------
    WrongUseError
        There is none, one stands twice, or one is of another tier than the scope's.
    """
    if not listed:
        raise WrongUseError("the desk has no backtest", where="--backtest", mend="name a backtest.toml or its folder")
    tier = parse_scope(scope).tier
    of_tier = [b for b in listed if b.manifest.tier and b.manifest.tier.id == tier]
    chosen = tuple(b.read() for b in (listed if named else (of_tier or listed)[:1]))
    for i, backtest in enumerate(chosen):
        if any(backtest.digest == other.digest for other in chosen[:i]):
            what = f"{backtest.name} stands twice, and a backtest can't be held against itself"
            raise WrongUseError(what, where="--backtest", mend="name each once, or name another one beside it")
        _of_tier(backtest, tier)
    return chosen


def _of_tier(backtest: Backtest, tier: str | None) -> None:
    """Say it where a backtest is of another tier than the one asked for."""
    own = backtest.manifest.tier
    if tier is None or (own is not None and own.id == tier):
        return
    is_of = f"is of the tier {own.id}" if own else "is of no tier"
    mend = f"name a backtest of that tier, or leave tier={tier} out"
    raise WrongUseError(f"{backtest.name} {is_of}, not {tier}", where="--scope", mend=mend)


def apart(backtest: Path, live: Path) -> None:
    """Refuse to hold a file against itself.

    Raises
    ------
    WrongUseError
        Both paths are of one file or folder.
    """
    if backtest.resolve() == live.resolve():
        what = f"{backtest.name} stands on both sides, and a backtest can't be held against itself"
        raise WrongUseError(what, where=str(live), mend="name the backtest first, then the live trades")
