"""A store as lines of JSON, which another store takes in, of SQLite or of PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, Integer, func, insert, select

from corpus.errors import UnreadableError, WrongUseError
from reports.files import write_whole
from reports.site.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

SCHEMA = "hedgecite/store/2"
_MEND = "give a file that hedgecite store backup wrote"


def back_up(engine: Engine, file: Path) -> int:
    """Write all rows into a file, as they were at one moment; how many there are. Open logins are left out.

    Raises
    ------
    UnreadableError
        The file can't be written.
    """
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    options = {"isolation_level": level} if level else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        lines = [json.dumps({"schema": SCHEMA}), *_lines(connection)]
    write_whole(file, "\n".join(lines) + "\n")
    file.chmod(0o600)
    return len(lines) - 1


def restore(engine: Engine, file: Path) -> int:
    """Take all rows of a file into an empty store, or none of them; how many there were.

    Raises
    ------
    WrongUseError
        The store is not empty.
    UnreadableError
        The file is none of these, or was cut off.
    """
    rows = list(_read(file))
    with engine.execution_options(writes=True).begin() as connection:
        for table in metadata.sorted_tables:
            if connection.execute(select(func.count()).select_from(table)).scalar_one():
                raise WrongUseError("the store is not empty", where=table.name, mend="restore into a new one")
        for name, values in rows:
            table = metadata.tables[name]
            connection.execute(insert(table).values(_typed(table, values)))
        if engine.dialect.name == "postgresql":
            _count_on(connection)
    return len(rows)


def _lines(connection: Connection) -> Iterator[str]:
    for table in metadata.sorted_tables:
        if table.name in {"sessions", "failures"}:
            continue
        for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
            values = {name: v.isoformat() if isinstance(v, datetime) else v for name, v in row.items()}
            yield json.dumps([table.name, values], ensure_ascii=False)


def _read(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        if json.loads(head) != {"schema": SCHEMA}:
            raise UnreadableError("is no backup of this version", where=str(file), mend=_MEND)
        for line in lines:
            name, values = json.loads(line)
            if name not in metadata.tables:
                raise UnreadableError(f"has rows of an unknown table {name}", where=str(file), mend=_MEND)
            yield name, values
    except (OSError, ValueError) as error:
        raise UnreadableError("can't be read as a backup", where=str(file), mend=_MEND) from error


def _typed(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    dates = {c.name for c in table.columns if isinstance(c.type, DateTime)}
    return {name: datetime.fromisoformat(v) if name in dates and v else v for name, v in values.items()}


def _count_on(connection: Connection) -> None:
    """Have PostgreSQL number new rows after those that were taken in."""
    for table in metadata.sorted_tables:
        if isinstance(table.columns.get("id", table.columns.values()[0]).type, Integer) and "id" in table.columns:
            most = f"(SELECT max(id) FROM {table.name})"  # noqa: S608 a name of our own
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce({most}, 1))")
