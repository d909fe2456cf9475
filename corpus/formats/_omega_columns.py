"""A faultless Option Omega log read column by column: the same table as row by row, many times faster.

Whatever is unusual in a file, this gives it up: the row-by-row reader says what it is and where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.backtests.columns import OPTIONAL_COLUMNS, ORDER, TRADE_COLUMNS, types_of
from corpus.backtests.watch import Watch
from corpus.formats._omega_cells import Wanted, cells_of, dictionary, moments
from corpus.formats._text import writing_of
from corpus.formats._watched import open_watched

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

_MOMENTS = {"opened": ("Date Opened", "Time Opened"), "closed": ("Date Closed", "Time Closed")}
#: Why a trade closed.
REASON = "Reason For Close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Which column of a log is which of ours."""

    header: tuple[str, ...]
    numbers: Mapping[str, str]
    #: besides strategy and legs, which every log has
    texts: Mapping[str, str]
    fees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Whole:
    """A log without a fault."""

    trades: pd.DataFrame
    #: how many trades close at no cost and pay a closing fee, and how much [USD]
    at_nothing: tuple[int, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unsound:
    """A log with rows that can't be, or that say the same as one before: the places of either, and the other trades."""

    rows: NDArray[np.intp]
    again: NDArray[np.intp]
    #: how many rows there are
    of: int
    rest: Whole


def read_columns(file: Path, names: Named, cent: float, watch: Watch) -> Whole | Unsound | None:
    """The trades oldest first, or which rows aren't as expected, or None where that can't be told."""
    if not is_plain(file, names):
        return None
    with open_watched(file, watch) as f:
        return read_source(f, names, cent, tell=True)


def is_plain(file: Path, names: Named) -> bool:
    """Whether a file is written as usual: UTF-8, cells between commas, no name of a column twice."""
    writing = writing_of(file)
    return (writing.encoding, writing.delimiter) == ("utf-8-sig", ",") and len(set(names.header)) == len(names.header)


def read_source(source: BinaryIO, names: Named, cent: float, *, sort: bool = True, tell: bool = False) -> Whole | Unsound | None:
    """The same of a log's bytes, its header first; unless they are to `sort`, in the order of the file, whichever stand twice.

    Rows that can't be are told where that is asked for.
    """
    import numpy as np

    table = _cells(source, names, tell=tell)
    if table is None or not table.num_rows:
        return None
    with ThreadPoolExecutor(max_workers=1) as beside:  # Arrow doesn't hold Python's lock, so legs take next to no time
        coming = beside.submit(_legs, table["Legs"])
        at = {name: moments(table[day], table[time]) for name, (day, time) in _MOMENTS.items()}
        values = {name: table[column].to_numpy() for name, column in names.numbers.items()}
        values["fees"] = np.sum([table[column].to_numpy() for column in names.fees], axis=0)
        sound = _sound(values, at, cent)
        if not (sound.all() or (tell and sound.any())):
            return None
        texts = {ours: dictionary(table[theirs]) for ours, theirs in {"strategy": "Strategy", **names.texts}.items()}
        told = {**at, **values, **{name: codes for name, (codes, _) in texts.items()}}
        legs = coming.result()
        place, again = np.flatnonzero(sound), np.zeros(0, dtype=np.intp)
        if sort and sound.all():
            place, again = _settled(*placed([told[c] for c in ORDER if c in {*at, *values}]), told, legs)
        coming = beside.submit(legs.take, place)
        ordered = {name: column[place] for name, column in told.items()}
        trades = _table(ordered, {name: of for name, (_, of) in texts.items()}, coming.result())
    closing = [table[c].to_numpy() for c in names.fees if c.startswith("Closing")]
    own = np.where(sound & (values["closing_cost"] == 0), closing[0], 0.0) if closing else np.zeros(0)
    whole = Whole(trades=trades, at_nothing=_at_nothing(table, own))
    if sound.all() and not len(again):
        return whole
    return Unsound(rows=np.flatnonzero(~sound), again=np.sort(again), of=len(sound), rest=whole)


def _cells(source: BinaryIO, names: Named, *, tell: bool) -> pa.Table | None:
    often = (*(c for pair in _MOMENTS.values() for c in pair), "Strategy", *names.texts.values())
    often = (*often, *([REASON] if REASON in names.header else []))
    return cells_of(
        source, names.header, Wanted(coded=often, texts=("Legs",), numbers=(*names.numbers.values(), *names.fees)), tell=tell
    )


def _at_nothing(raw: pa.Table, own: NDArray[np.float64]) -> tuple[int, float]:
    """Of closing fees those of trades that expired."""
    if REASON not in raw.column_names or not (own > 0).any():
        return 0, 0.0
    codes, reasons = dictionary(raw[REASON])
    ended = [i for i, reason in enumerate(reasons) if expires(reason)]
    paid = own[(own > 0) & _among(codes, ended)]
    return len(paid), float(paid.sum())


def _among(codes: NDArray[np.intp], wanted: Sequence[int]) -> NDArray[np.bool_]:
    import numpy as np

    found: NDArray[np.bool_] = np.isin(codes, wanted)
    return found


def expires(reason: str) -> bool:
    """Whether a trade closed since its options expired."""
    return reason.strip().lower().startswith("expired")


def _table(told: Mapping[str, NDArray[Any]], texts: Mapping[str, list[str]], legs: pa.Array) -> pd.DataFrame:
    """The trades as a table; of texts `told` has the codes."""
    import pandas as pd
    import pyarrow as pa

    columns: dict[str, Any] = {n: pd.array(texts[n], dtype="str").take(c) if n in texts else c for n, c in told.items()}
    columns["legs"] = pa.table({"legs": legs}).to_pandas()["legs"]
    names = [c for c in (*TRADE_COLUMNS, *OPTIONAL_COLUMNS) if c in columns]
    return pd.DataFrame({name: columns[name] for name in names}, copy=False).astype(types_of(names))


def _legs(column: pa.ChunkedArray) -> pa.Array:
    """Legs in one piece, without the space around them; the whole is only touched where one has any."""
    import pyarrow as pa
    from pyarrow import compute

    whole = column.combine_chunks()
    edges = [compute.unique(compute.utf8_slice_codeunits(whole, start, stop)) for start, stop in ((0, 1), (-1, None))]
    if not any(edge.isspace() for edges_ in edges for edge in edges_.to_pylist()):
        return whole
    return pa.array([text.strip() for text in whole.to_pylist()], type=whole.type)


def _sound(values: Mapping[str, NDArray[np.float64]], at: Mapping[str, NDArray[np.datetime64]], cent: float) -> NDArray[np.bool_]:
    """Rows with moments and finite numbers, no negative fees, a close not before the opening, and the P&L that they make."""
    import numpy as np

    contracts = values["contracts"]
    with np.errstate(invalid="ignore", over="ignore"):
        missed = (values["premium"] - values["closing_cost"]) * contracts - values["fees"] - values["pnl"]
        sound = (np.abs(missed) <= cent * (1 + contracts)) & (contracts > 0) & (values["fees"] >= 0)
    for column in values.values():
        sound &= np.isfinite(column)
    found: NDArray[np.bool_] = sound & (at["closed"] >= at["opened"])
    return found


def in_order(table: pd.DataFrame, twice: int) -> pd.DataFrame | None:
    """Trades of several tables oldest first; None where more of them are the same than are known to be."""
    numbers = [c for c in ORDER if c in table and c not in {"strategy", "legs"}]
    place, tied = placed([table[c].to_numpy() for c in numbers])
    if len(tied):
        among = table.iloc[place[tied]].reset_index(drop=True)
        if int(among.duplicated().sum()) > twice:
            return None
        place[tied] = place[tied][among.sort_values([c for c in ORDER if c in among], kind="stable").index.to_numpy()]
    return table.iloc[place].reset_index(drop=True)


def _settled(
    place: NDArray[np.intp], tied: NDArray[np.intp], told: Mapping[str, NDArray[Any]], legs: pa.Array
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The order where texts decide what numbers left equal, and the rows that are the same as one before them."""
    import numpy as np
    import pandas as pd

    if not len(tied):
        return place, np.zeros(0, dtype=np.intp)
    among = pd.DataFrame({name: column[place[tied]] for name, column in told.items()}, index=place[tied])
    among["legs"] = legs.take(place[tied]).to_pylist()
    settled = place.copy()
    settled[tied] = among.sort_values([c for c in ORDER if c in among], kind="stable").index.to_numpy()
    return settled, among.index.to_numpy()[among.duplicated().to_numpy()]


def placed(keys: Sequence[NDArray[Any]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows in the order of their keys, and which places of it are rows that all keys leave equal.

    Each key sorts only what those before it left equal, which is a few rows after two or three of them.
    """
    import numpy as np

    place = np.argsort(keys[0], kind="stable")
    tied, run = np.arange(len(place)), np.zeros(len(place), dtype=np.intp)
    for i, key in enumerate(keys):
        if i and len(tied):
            place[tied] = place[tied][np.lexsort((key[place[tied]], run))]
        values = key[place[tied]]
        same = (values[1:] == values[:-1]) & (run[1:] == run[:-1])
        after, before = np.append([False], same)[: len(tied)], np.append(same, [False])[: len(tied)]
        run, tied = np.cumsum(~after)[after | before], tied[after | before]
    return place, tied
