"""Two columns of a Parquet file as cells of text, as a CSV file would have them; nothing else of it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Problem, UnreadableError, error

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"PAR1"
#: What claims more rows or bytes than a series of days can have is not loaded.
_ROWS = 1_000_000
_BYTES = 1 << 28
#: No day is written with more characters.
_LONGEST = 64
#: What reading a broken file raises besides Arrow's own exceptions.
_BROKEN = (OSError, ValueError, KeyError, TypeError, OverflowError, MemoryError)


def columns(file: Path) -> list[str]:
    """The names of a file's columns.

    Raises
    ------
    UnreadableError
        The file is not whole, or holds more than a series of days can.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        told = pq.read_metadata(file)
        names = list(told.schema.to_arrow_schema().names)
        size = sum(told.row_group(i).total_byte_size for i in range(told.num_row_groups))
    except (pa.ArrowException, *_BROKEN) as cause:
        raise _not_whole(file) from cause
    if told.num_rows > _ROWS or size > _BYTES:
        raise UnreadableError("holds more than a series of days can", where=file.name, mend="bring one value a day")
    return names


def cells_of(file: Path, day: str, value: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells by column of each row; an empty cell is blank. Columns of a wrong type are a problem.

    Raises
    ------
    UnreadableError
        The file is not whole.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file, columns=[day, value], read_dictionary=[day], page_checksum_verification=True)
        days, values = _days(table[day]), _values(table[value])
    except (pa.ArrowException, *_BROKEN) as cause:
        raise _not_whole(file) from cause
    if days is None:
        what = f"the column {day!r} is of type {table[day].type} or has moments that no calendar has"
        problems.append(error("column-type", file.name, what, "write its days as dates or timestamps", column=day))
    if values is None:
        what = f"the column {value!r} is of type {table[value].type}"
        problems.append(error("column-type", file.name, what, "write its values as numbers", column=value))
    for i, (on, number) in enumerate(zip(days or (), values or (), strict=False), start=1):
        yield i, {day: on, value: number}


def _days(column: pa.ChunkedArray) -> list[str] | None:
    """Days or moments as text, or None where the column has none."""
    import pyarrow as pa

    kind = column.type
    try:
        if pa.types.is_dictionary(kind):
            return _texts(column)
        if pa.types.is_timestamp(kind):
            column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        elif not pa.types.is_date(kind):
            return None
        return ["" if at is None else at.isoformat() for at in column.to_pylist()]
    except (ValueError, OverflowError, KeyError):  # beyond the calendar, or a zone that nobody knows
        return None


def _texts(column: pa.ChunkedArray) -> list[str] | None:
    """Days that are written as texts, each of which a file may hold once for many rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(column.type.value_type) and not pa.types.is_large_string(column.type.value_type):
        return None
    longest = max((pc.max(pc.binary_length(c.dictionary)).as_py() or 0 for c in column.chunks), default=0)
    return None if longest > _LONGEST else ["" if text is None else str(text) for text in column.to_pylist()]


def _values(column: pa.ChunkedArray) -> list[str] | None:
    """Numbers as text that reads back as the same number, or None where the column has none."""
    import pyarrow as pa

    kind = column.type
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)):
        return None
    return ["" if number is None else str(number) for number in column.to_pylist()]


def _not_whole(file: Path) -> UnreadableError:
    return UnreadableError("is no whole Parquet file", where=file.name, mend="write it again")
