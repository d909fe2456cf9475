"""Which trades are base, which are the hedge and of which layer: as the manifest says, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.backtests.legs import Leg, parse_legs
from corpus.backtests.manifest import DataFile, Instrument, Manifest, Selection
from corpus.errors import Problem, error, warning

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def assign(manifest: Manifest, told: DataFile, trades: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """A file's trades with `ASSIGNED_COLUMNS`, those that are neither base nor hedge left out, and what is wrong."""
    import numpy as np

    problems: list[Problem] = []
    layer = np.full(len(trades), "", dtype=object)
    for declared in manifest.hedge.layers:
        own = _matches(declared, trades) | (told.path in declared.files)
        if ((layer != "") & own).any():
            first = trades["strategy"].iloc[int(((layer != "") & own).argmax())]
            what = f"the trades of {first!r} belong to two layers of the hedge"
            problems.append(error("layer-twice", told.path, what, "let each layer name its own"))
        layer[own & (layer == "")] = declared.id
    hedge = (layer != "") | _matches(manifest.hedge, trades) | (told.of == "hedge")
    if told.of == "base":
        hedge &= False
    kept = np.ones(len(trades), dtype=bool)
    if manifest.base is not None and told.of != "base":
        base = _matches(manifest.base, trades)
        if told.of != "hedge" and (hedge & base).any():
            what = f"the trades of {trades['strategy'].iloc[int((hedge & base).argmax())]!r} are named as base and as hedge"
            problems.append(error("base-and-hedge", told.path, what, "let [base] and [hedge] each name its own"))
        kept = hedge | base
    if not kept.all():
        what = f"{int((~kept).sum())} trades are neither base nor hedge and are left out"
        problems.append(warning("unassigned", told.path, what, "name them under [base] or [hedge]"))
    problems += _without_underlying(manifest, told, trades)
    layer[~hedge] = ""
    return trades.assign(hedge=hedge, layer=layer)[kept], problems


def _matches(wanted: Selection, trades: pd.DataFrame) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = trades["strategy"].isin(wanted.strategies).to_numpy(dtype=bool).copy()
    if wanted.instruments:
        legs = _legs(trades)
        underlying = trades["underlying"].tolist() if "underlying" in trades else [None] * len(trades)
        for instrument in wanted.instruments:
            found |= [_is(instrument, own, on) for own, on in zip(legs, underlying, strict=True)]
    return found


def _legs(trades: pd.DataFrame) -> list[tuple[Leg, ...] | None]:
    days = trades["opened"].dt.date
    return [parse_legs(text, day) for text, day in zip(trades["legs"], days, strict=True)]


def _is(wanted: Instrument, legs: tuple[Leg, ...] | None, underlying: str | None) -> bool:
    """Whether every leg is such an option."""
    if not legs:
        return False
    return all(
        wanted.right in {None, leg.right}
        and wanted.underlying in {None, leg.underlying or underlying}
        and (wanted.side is None or (leg.contracts > 0) == (wanted.side == "long"))
        for leg in legs
    )


def _without_underlying(manifest: Manifest, told: DataFile, trades: pd.DataFrame) -> list[Problem]:
    """A log that doesn't say what its options are on can't be parted by it."""
    everything = (manifest.hedge, *manifest.hedge.layers, *((manifest.base,) if manifest.base else ()))
    asked = any(i.underlying for s in everything for i in s.instruments)
    if not asked or "underlying" in trades or any(leg.underlying for own in _legs(trades) for leg in own or ()):
        return []
    what = "the log doesn't say what its options are on, and the manifest tells the hedge by that"
    return [error("no-underlying", told.path, what, "name the hedge's strategies, or files")]
