"""`backtest.toml`: what a backtest's files are, what in them is the hedge, and what was assumed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, field_validator

from corpus.settings_file import read_toml

FILE = "backtest.toml"


def _plain(text: str) -> str:
    """Names stand on pages as names, so they may not look like quantities."""
    if re.search(r"[%$\[\]{}“”\n]|\bbps?\b", text):
        raise ValueError("may not hold %, $, bp, brackets or curly quotes")
    return text


#: An identifier: letters, digits, dots and dashes.
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$"), AfterValidator(_plain)]
#: A name as pages show it.
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), AfterValidator(_plain)]
Fees = Literal["gross", "net_of_costs", "net_of_all"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Capital(_Strict):
    """The account that returns are measured on."""

    #: the capital base, in the backtest's currency
    base: Annotated[float, Field(ge=1, le=1e12)]
    currency: Literal["USD"] = "USD"
    #: `none`: profits and losses stay in the account; `reset_monthly`: at each month's end profit is swept out and a
    #: loss made good, so that every month begins with the base
    flows: Literal["none", "reset_monthly"] = "none"


class Files(_Strict):
    """The files, relative to the manifest's folder."""

    #: trade log
    trades: str | None = None
    #: daily values of base and hedge
    marks: str | None = None


class Hedge(_Strict):
    """Which trades are the hedge. Never guessed: nothing named, nothing hedged."""

    #: values of the log's strategy column
    strategies: tuple[str, ...] = ()
    #: what the layers are called, e.g. 4/4/2
    layers: Name | None = None


class Tier(_Strict):
    """The credit tier that the backtest follows."""

    id: Slug
    #: as pages show it, e.g. `0.70 tier`
    name: Name
    #: other words that a question may use for it
    aliases: tuple[Name, ...] = ()


class MarketSeries(_Strict):
    """A named daily series, used for entry conditions such as `vix<15`."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    file: str
    #: columns of the file
    date: str = "date"
    value: str


class Manifest(_Strict):
    """The content of a `backtest.toml`."""

    name: Slug
    title: Name
    #: other words that a question may use for it
    aliases: tuple[Name, ...] = ()
    hypothetical: StrictBool
    #: one run whose hedge trades are tagged; two separate runs can't be read yet
    construction: Literal["overlay"] = "overlay"
    fees: Fees = "net_of_costs"
    capital: Capital
    files: Files
    hedge: Hedge = Hedge()
    tier: Tier | None = None
    series: tuple[MarketSeries, ...] = ()
    assumptions: tuple[Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)], ...] = ()

    @field_validator("series")
    @classmethod
    def _named_once(cls, series: tuple[MarketSeries, ...]) -> tuple[MarketSeries, ...]:
        names = [s.name for s in series]
        if len(set(names)) < len(names):
            raise ValueError("a name stands twice")
        return series


def find_manifest(path: Path) -> Path:
    """The manifest that a path means: the file itself, or the `backtest.toml` in a folder."""
    return path / FILE if path.is_dir() else path


def read_manifest(file: Path) -> Manifest:
    """Read and check a manifest.

    Raises
    ------
    UnreadableError
        The file is missing, is no TOML, or says something that no backtest can mean.
    """
    return read_toml(file, Manifest)
