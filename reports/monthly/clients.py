"""`clients.toml`: who gets a report, on which backtest, and what is known of their account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.backtests.manifest import Name, Slug
from corpus.errors import UnreadableError
from corpus.settings_file import read_toml

_Percent = Annotated[float, Field(ge=0, le=20)]


class ModelFee(BaseModel):
    """A fee that is supposed and was not charged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: percent of the account a year
    model: _Percent


class Client(BaseModel):
    """One client. All but the first three may be left out; the report says in its place what is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: names the client's files
    id: Slug
    name: Name
    #: name of a backtest of the desk, or a path to one
    backtest: str
    #: `off` keeps a language model from this client's reports
    model: Literal["on", "off"] = "on"
    #: the first day of the client's account
    joined: dt.date | None = None
    #: the account in dollars, in whole contracts; or how many times the backtest's own capital it is
    capital: Annotated[float, Field(ge=1, le=1e12)] | None = None
    units: Annotated[float, Field(gt=0, le=1e6)] | None = None
    #: advisory fee in percent of the account a year, "none", or a fee that is only supposed: {model = 1.0}
    fee: _Percent | Literal["none"] | ModelFee | None = None
    #: the account's currency; no other can be read yet
    currency: Literal["USD"] | None = None
    #: a market series that its returns stand beside: of the backtest, or of another as BACKTEST/SERIES
    benchmark: Annotated[str, Field(pattern=r"^(?:[^/]+(?:/[^/]+)*/)?[a-z][a-z0-9_]*$")] | None = None
    #: an actual account, by its name on the desk or a path, that stands beside the backtest
    actual: str | None = None
    #: how its page writes numbers and dates; its words are English
    language: Literal["en", "en-US", "de", "fr", "es", "it"] | None = None
    #: whom the report may be given to
    audience: Name | None = None
    #: who approved it, and when
    approved_by: Name | None = None
    approved_on: dt.date | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.capital is not None and self.units is not None:
            raise ValueError("has capital and units; leave one of them")
        if (self.approved_by is None) != (self.approved_on is None):
            raise ValueError("approved_by and approved_on go together")
        return self

    @property
    def backtests(self) -> tuple[str, ...]:
        """The backtests that its report reads: its own, its actual account, and that which lends a benchmark."""
        lender = (self.benchmark or "").rpartition("/")[0]
        return tuple(name for name in (self.backtest, self.actual, lender) if name)

    @property
    def fee_a_year(self) -> float | None:
        """The advisory fee [fraction a year], charged or supposed; None where nothing is stated."""
        told = self.fee.model if isinstance(self.fee, ModelFee) else 0.0 if self.fee == "none" else self.fee
        return None if told is None else float(told) / 100


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
