"""What answers took of the language model, by day and reader."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from reports.site.store.tables import spent

if TYPE_CHECKING:
    from sqlalchemy import Engine


def spent_today(engine: Engine, day: str, reader: str) -> tuple[int, int]:
    """What one reader's answers took on a day, and what all readers' did; in tokens."""
    own = select(func.coalesce(func.sum(spent.c.tokens), 0)).where(spent.c.day == day)
    with engine.connect() as connection:
        mine = connection.execute(own.where(spent.c.reader == _hidden(reader))).scalar_one()
        return int(mine), int(connection.execute(own).scalar_one())


def spend(engine: Engine, day: str, reader: str, tokens: int) -> None:
    """Count what an answer took."""
    which = (spent.c.day == day, spent.c.reader == _hidden(reader))
    with engine.execution_options(writes=True).begin() as connection:
        more = update(spent).where(*which).values(tokens=spent.c.tokens + tokens)
        if not connection.execute(more).rowcount:
            connection.execute(insert(spent).values(day=day, reader=_hidden(reader), tokens=tokens))


def _hidden(reader: str) -> str:
    """A reader's address or name as a digest, since whoever reads the table need not know it."""
    return hashlib.sha256(reader.encode()).hexdigest()
