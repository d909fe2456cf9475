"""Companions: what stands beside a figure so that it can be read, never a win rate without its break-even, never a mean alone."""

from __future__ import annotations

from collections.abc import Iterable

from qa.calculator.catalogue import CATALOGUE, spec_of
from qa.calculator.core.amounts import DOLLARS, is_share
from qa.calculator.core.counted import COUNTED, is_counted
from qa.calculator.core.scope import Scope
from qa.understand.counting import asks_number

#: What can still be said of a backtest that has no hedge.
BASE_ONLY = ("return.unhedged.monthly.mean", "drawdown.max.unhedged", "trades.win_rate", "trades.break_even_win_rate")


def companions(key: str) -> tuple[str, ...]:
    """The figures beside one, the other side of it among them; beside an amount stands the share that it is made from."""
    if key.startswith(DOLLARS):
        return (key.removeprefix(DOLLARS),)
    other = key.replace("unhedged", "hedged") if "unhedged" in key else key.replace("hedged", "unhedged")
    twin = (other,) if other != key and other in CATALOGUE else ()
    return tuple(dict.fromkeys((*spec_of(key).beside, *twin)))


def amounts(keys: Iterable[str], scope: Scope) -> tuple[str, ...]:
    """Keys with the amount in dollars before each share of the account."""
    found: list[str] = []
    for key in keys:
        spec = spec_of(key)
        can = is_share(spec) and set(scope.less("per").parts) <= set(spec.narrows)
        found += [f"{DOLLARS}{key}", key] if can else [key]
    return tuple(found)


def as_numbers(keys: Iterable[str], scope: Scope, plain: str) -> tuple[str, ...]:
    """Of how many periods the shares among the keys are, where a number is asked for or they count by a size."""
    wanted = asks_number(plain) or scope.over is not None
    return tuple(f"{COUNTED}{key}" for key in keys if wanted and is_counted(spec_of(key)))
