"""Cells of an Option Omega log by whole columns: numbers, texts as codes, and moments; what is none of these is told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from corpus.formats._cells import YEARS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

#: Bytes that one core reads at a time.
_BLOCK = 4 << 20
_DAY, _CLOCK = re.compile(r"\d{4}-\d\d-\d\d$"), re.compile(r"\d\d:\d\d:\d\d$")
#: A number as the log writes it, and what Arrow says of a column with a cell that is none.
_NUMBER = r"^-?\d+(\.\d+)?$"
_NO_NUMBER = re.compile(r"In CSV column #(\d+):(?: Row #\d+:)? CSV conversion error to double")
#: So many columns may have a cell that is no number.
_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Columns of a log: texts of which few are different, other texts, and numbers."""

    coded: Sequence[str]
    texts: Sequence[str]
    numbers: Sequence[str]


def cells_of(source: BinaryIO, header: Sequence[str], wanted: Wanted, *, tell: bool) -> pa.Table | None:
    """The columns that are wanted, or None where a row isn't as wide as the header or a cell isn't what its column is.

    Where it is to `tell` them, numbers that can't be read are nulls; only the columns that have one are read a second time.
    """
    import pyarrow as pa
    from pyarrow import csv

    kinds = dict.fromkeys(wanted.coded, pa.dictionary(pa.int32(), pa.string()))
    kinds |= dict.fromkeys(wanted.texts, pa.large_string()) | dict.fromkeys(wanted.numbers, pa.float64())
    if not set(kinds) <= set(header):
        return None
    faulty: list[str] = []
    start = source.tell()
    while True:
        options = csv.ConvertOptions(include_columns=list(kinds), column_types=kinds, null_values=[], strings_can_be_null=False)
        try:
            table = csv.read_csv(source, csv.ReadOptions(block_size=_BLOCK), convert_options=options)
            break
        except (pa.ArrowInvalid, pa.ArrowKeyError) as e:  # a row of another width, a cell that is no number
            found = _NO_NUMBER.match(str(e)) if tell and len(faulty) < _MOST else None
        if found is None:
            return None
        faulty.append(header[int(found[1])])
        kinds[faulty[-1]] = pa.dictionary(pa.int32(), pa.string())
        source.seek(start)
    for column in faulty:
        table = table.set_column(table.schema.get_field_index(column), column, _numbers(table[column]))
    return table.unify_dictionaries()


def _numbers(column: pa.ChunkedArray) -> pa.Array:
    """A column of texts as numbers, null where a text is none or is unusual; what is different is read, not the rows."""
    import pyarrow as pa
    from pyarrow import compute

    whole = column.unify_dictionaries().combine_chunks()
    usual = compute.match_substring_regex(whole.dictionary, _NUMBER)
    values = compute.cast(compute.if_else(usual, whole.dictionary, pa.scalar(None, pa.string())), pa.float64())
    return values.take(whole.indices)


def dictionary(column: pa.ChunkedArray) -> tuple[NDArray[np.intp], list[str]]:
    """Which text each row has, and the texts, without the space around them."""
    import numpy as np

    whole = column.combine_chunks()
    texts = [text.strip() for text in whole.dictionary.to_pylist()]
    places = {text: i for i, text in enumerate(sorted(set(texts)))}
    codes = np.array([places[text] for text in texts], dtype=np.intp)[whole.indices.to_numpy()]
    return codes, list(places)


def moments(days: pa.ChunkedArray, times: pa.ChunkedArray) -> NDArray[np.datetime64]:
    """Day and time of day as one moment, NaT where one isn't written as usual; what is different is parsed, not the rows."""
    import pandas as pd

    (day_of, dates), (time_of, clocks) = dictionary(days), dictionary(times)
    usual = pd.Index([d if _DAY.match(d) else None for d in dates], dtype="object")
    parsed = pd.to_datetime(usual, format="%Y-%m-%d", exact=True, errors="coerce")
    begins = parsed.where(parsed.year.isin(list(YEARS))).to_numpy().astype("datetime64[us]")
    clock = pd.to_datetime(
        pd.Index([c if _CLOCK.match(c) else None for c in clocks], dtype="object"), format="%H:%M:%S", exact=True, errors="coerce"
    )
    past = (clock - clock.normalize()).to_numpy().astype("timedelta64[us]")
    whole: NDArray[np.datetime64] = begins[day_of] + past[time_of]
    return whole
