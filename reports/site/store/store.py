"""Opening the store: an engine for its address, its schema brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableError, WrongUseError

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: The file of the store where no address is given.
FILE = "site.db"
#: Until a writer that waits for another gives up. [ms]
_PATIENCE = 10_000
_SCRIPTS = "reports.site.store:migrations"


def address_of(told: str, folder: Path) -> str:
    """The address of the store: that which is told, else of a SQLite file in a folder.

    Raises
    ------
    WrongUseError
        It is neither of SQLite nor of PostgreSQL.
    """
    if not told:
        return f"sqlite:///{folder / FILE}"
    for begin, driver in (
        ("sqlite://", "sqlite://"),
        ("postgresql://", "postgresql+psycopg://"),
        ("postgres://", "postgresql+psycopg://"),
    ):
        if told.startswith(begin):
            return driver + told.removeprefix(begin)
    if told.startswith("postgresql+psycopg://"):
        return told
    raise WrongUseError(
        "is no address of SQLite or PostgreSQL", where="HEDGECITE_STORE", mend="write postgresql://USER@HOST/NAME"
    )


def connect(address: str) -> Engine:
    """An engine for the store; of SQLite with a write-ahead log, each commit on the disk before it counts."""
    from sqlalchemy import create_engine, event

    if not address.startswith("sqlite"):
        return create_engine(address, pool_pre_ping=True, pool_size=8, max_overflow=8)
    file = address.removeprefix("sqlite:///")
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: object) -> None:  # noqa: ANN401 a driver's own connection
        connection.isolation_level = None  # transactions begin where SQLAlchemy says so, below
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_PATIENCE}"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def open_store(address: str) -> Engine:
    """An engine for a store whose schema is the newest.

    Raises
    ------
    UnreadableError
        It can't be reached, or was made by a newer version.
    """
    from alembic import command
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    engine = connect(address)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            if engine.dialect.name == "postgresql":  # several workers start at once: one at a time brings it up to date
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4242001)")
            command.upgrade(_configuration(connection), "head")
    except CommandError as error:
        mend = "run the version that made it, or a newer one"
        raise UnreadableError("was made by a newer version", where="the store", mend=mend) from error
    except SQLAlchemyError as error:
        mend = "check HEDGECITE_STORE and that the server runs"
        raise UnreadableError(f"can't be opened: {type(error).__name__}", where="the store", mend=mend) from error
    return engine


def _configuration(connection: object) -> Any:  # noqa: ANN401 alembic's own
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", _SCRIPTS)
    made.attributes["connection"] = connection
    return made
