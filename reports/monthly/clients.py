"""`clients.toml`: who gets a report, and on which backtest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.backtests.manifest import Name, Slug
from corpus.errors import UnreadableError
from corpus.settings_file import read_toml


class Client(BaseModel):
    """One client."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: names the client's files
    id: Slug
    name: Name
    #: name of a backtest of the desk, or a path to one
    backtest: str
    #: `off` keeps a language model from this client's reports
    model: Literal["on", "off"] = "on"


class ClientsFile(BaseModel):
    """The content of a `clients.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client: tuple[Client, ...] = ()


def names_of(clients: Iterable[Client]) -> tuple[str, ...]:
    """What clients go by, which others are not told."""
    return tuple(word for c in clients for word in (c.name, c.id))


def listed_clients(file: Path) -> tuple[Client, ...]:
    """The clients in a file, which may be none.

    Raises
    ------
    UnreadableError
        The file is missing or faulty, or an id stands twice in it.
    """
    clients = read_toml(file, ClientsFile).client
    ids = [c.id.casefold() for c in clients]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise UnreadableError(f"the client id {twice!r} stands twice", where=str(file), mend="give each client an id of its own")
    return clients


def read_clients(file: Path) -> tuple[Client, ...]:
    """The clients in a file.

    Raises
    ------
    UnreadableError
        The file is missing or faulty, names no client, or an id stands twice in it.
    """
    clients = listed_clients(file)
    if not clients:
        raise UnreadableError("names no client", where=str(file), mend="add one under [[client]]")
    return clients
