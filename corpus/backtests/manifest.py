"""`backtest.toml`: what a backtest's files are, what in them is the hedge, and what was assumed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    field_validator,
    model_validator,
)

from corpus.names import amount_in
from corpus.settings_file import read_toml
from corpus.signs import disguised, name_of, unseen

FILE = "backtest.toml"
_Any = TypeVar("_Any")


def _plain(text: str) -> str:
    """Names stand on pages as names, so they may not look like quantities."""
    if re.search(r"[%$\[\]{}“”\n]|\bbps?\b", text):
        raise ValueError("may not hold %, $, bp, brackets or curly quotes")
    return text


def spoken(text: str) -> str:
    """Names are no place for an amount in words, or for what no one sees: a page could not tell them from its own."""
    if word := amount_in(text):
        raise ValueError(
            f"holds {word!r}, which reads as an amount; write it as a name, with a capital to every word and none of results, "
            "units or periods, or its number in digits"
        )
    if spans := unseen(text):
        raise ValueError(f"holds the unseen sign {name_of(text[spans[0][0]])}; take it out")
    if word := disguised(text):
        raise ValueError(f"holds {word!r}, whose letters look like others; write it in the letters that it shows")
    return text


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is no time zone; write one like America/Chicago") from error
    return name


#: An identifier: letters, digits, dots and dashes.
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$"), AfterValidator(_plain)]
#: A name as pages show it.
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), AfterValidator(_plain), AfterValidator(spoken)
]
#: What a column of a file can be.
Column = Literal[
    "opened", "closed", "strategy", "legs", "pnl", "fees", "contracts", "premium", "closing_cost",
    "chain", "slippage", "margin", "underlying",
]  # fmt: skip
Fees = Literal["gross", "net_of_costs", "net_of_all"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Capital(_Strict):
    """The account that returns are measured on."""

    base: Annotated[float, Field(ge=1, le=1e12)]
    """The capital base, in the backtest's currency."""
    unit: Literal["account", "index"] = "account"
    """`index`: the values are levels of an index and no account in dollars, so that amounts of money can't be told."""
    currency: Literal["USD"] = "USD"
    """What every file's amounts are in; no other currency can be read yet."""
    flows: Literal["none", "reset_monthly", "dated"] = "none"
    """`none`: profits and losses stay in the account; `reset_monthly`: at each month's end profit is swept out and a loss made
    good, so that every month begins with the base; `dated`: the account gains and loses by the entries under `[[flow]]` and
    by the deposits and withdrawals in its files.
    """
    wacc: Annotated[float, Field(ge=0, le=1)] | None = None
    """The account\'s stated cost of capital a year, as a fraction; left out where none is stated."""
    advisory_fee: Annotated[float, Field(ge=0, le=0.2)] | None = None
    """The advisory fee a year as a fraction of the account, taken at the end of each month; left out where none is stated."""


class Flow(_Strict):
    """Money put into the account (positive) or taken out of it."""

    date: dt.date
    """Counted at the beginning of this day."""
    amount: float
    """Dollars."""


class DataFile(_Strict):
    """One file of the backtest, and what can't be told from it; its format is told by its content."""

    path: Annotated[str, StringConstraints(min_length=1)]
    """Relative to the manifest's folder."""
    of: Literal["all", "base", "hedge", "unhedged", "hedged", "live"] = "all"
    """Whose trades or values these are: `all`: everything's, the hedge being told by `[hedge]`; `base` or `hedge`: of that
    part alone; `unhedged` or `hedged`: of one of two runs; `live`: trades filled at a broker, held against the
    backtest and no part of its returns.
    """
    values: Literal["equity", "returns"] | None = None
    """Of a plain series: whether its values are the account's in dollars or its returns."""
    unit: Literal["percent", "fraction"] | None = None
    """Of returns: whether one percent is written 1 or 0.01."""
    date_column: str | None = None
    """Of a plain series: the column of days, where it has another name."""
    value_column: str | None = None
    """Of a plain series: the column of values, where it has another name."""
    zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    """Time zone of the file's times, e.g. `America/Chicago`; the exchange's own, New York, where nothing is said."""
    columns: dict[Column, str] = {}
    """Columns that the format doesn't have and the file does, by what they are: `chain`, `slippage`, `margin` …; of a table of
    trades that no platform wrote every column that counts: `opened`, `closed`, `pnl`, and where there are `strategy`, `fees`,
    `contracts`, `legs`, `premium`, `closing_cost`.
    """


class Instrument(_Strict):
    """Trades all of whose legs are such options."""

    underlying: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9./]*$")] | None = None
    """E.g. `VIX`; needs a log that names what its options are on."""
    right: Literal["call", "put"] | None = None
    """Whether all legs are calls, or puts."""
    side: Literal["long", "short"] | None = None
    """Whether all legs were bought, or sold, to open."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.underlying is None and self.right is None and self.side is None:
            raise ValueError("an instrument needs underlying, right or side")
        return self


class Selection(_Strict):
    """Trades by what the log calls their strategy, or by what they trade."""

    strategies: tuple[str, ...] = ()
    """Values of the log's strategy column; "" for a blank one."""
    instruments: tuple[Instrument, ...] = ()
    """What all legs of a trade are."""


class Layer(Selection):
    """One layer of the hedge."""

    id: Slug
    """As scopes name it, `layer=short`."""
    name: Name
    """As pages show it."""
    files: tuple[str, ...] = ()
    """Files whose trades are all of this layer."""


class Hedge(Selection):
    """Which trades are the hedge, besides those in files `of = "hedge"`. Never guessed: nothing named, nothing hedged."""

    structure: Name | None = None
    """What its structure is called, e.g. 4/4/2."""
    layers: tuple[Layer, ...] = ()
    """Parts of the hedge that figures are told for each of."""

    @property
    def is_declared(self) -> bool:
        """Whether it names any trades."""
        return bool(self.strategies or self.instruments or self.layers)


class Tier(_Strict):
    """The credit tier that the backtest follows."""

    id: Slug
    """As scopes and the desk name it."""
    name: Name
    """As pages show it, e.g. `0.70 tier`."""
    aliases: tuple[Name, ...] = ()
    """Other words that a question may use for it."""


class MarketSeries(_Strict):
    """A named daily series, used for entry conditions such as `vix<15`, for benchmarks and correlations."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    """As conditions name it, e.g. `vix` or `spx`."""
    file: str
    """Relative to the manifest's folder."""
    date: str = "date"
    """Column of days."""
    value: str
    """Column of closing values."""


class Manifest(_Strict):
    """The content of a `backtest.toml`."""

    name: Slug
    """What the desk and `--backtest` call it: letters, digits, dots and dashes."""
    title: Name
    """As pages show it."""
    aliases: tuple[Name, ...] = ()
    """Other words that a question may use for it."""
    hypothetical: StrictBool
    """False only where every trade was made with money."""
    construction: Literal["overlay", "two_runs"] = "overlay"
    """`overlay`: one run whose hedge trades are told apart; `two_runs`: one run without the hedge and one with it."""
    fees: Fees = "net_of_costs"
    """What the P&L has paid: `gross`: nothing; `net_of_costs`: commissions and slippage; `net_of_all`: advisory fees too."""
    trials: Annotated[int, Field(ge=1)] | None = None
    """How many variants were tried before this one was chosen; left out where that is not known."""
    capital: Capital
    """The money that returns are measured on, and what becomes of it."""
    flow: tuple[Flow, ...] = ()
    """Money put into the account and taken out of it, beside what its files tell."""
    files: Annotated[tuple[DataFile, ...], Field(min_length=1)]
    """The files that it is read from."""
    hedge: Hedge = Hedge()
    """Which trades are the hedge, besides those in files `of = "hedge"`; nothing named, nothing hedged."""
    base: Selection | None = None
    """Which trades are the base, where that isn't all that are not the hedge; others are left out."""
    tier: Tier | None = None
    """The credit tier that it follows."""
    series: tuple[MarketSeries, ...] = ()
    """Daily series for entry conditions such as `vix<15`, for benchmarks and correlations."""
    calendars: tuple[str, ...] = ()
    """Files with calendars of events, beside those that are shipped."""
    assumptions: tuple[Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)], ...] = ()
    """What was assumed, a sentence each; pages quote them."""

    @field_validator("series")
    @classmethod
    def _named_once(cls, series: tuple[MarketSeries, ...]) -> tuple[MarketSeries, ...]:
        return _each_once(series, lambda s: s.name)

    @field_validator("files")
    @classmethod
    def _listed_once(cls, files: tuple[DataFile, ...]) -> tuple[DataFile, ...]:
        """One file can stand twice where two of its columns are two accounts."""
        return _each_once(files, lambda f: f"{f.path}, column {f.value_column}" if f.value_column else f.path)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        runs = {f.of for f in self.files} - {"live"}
        if self.construction == "two_runs" and not {"unhedged", "hedged"} <= runs:
            raise ValueError('two runs need a file with of = "unhedged" and one with of = "hedged"')
        if self.construction == "two_runs" and runs > {"unhedged", "hedged"}:
            raise ValueError('of two runs each file is of = "unhedged" or "hedged"')
        if self.construction == "overlay" and runs & {"unhedged", "hedged"}:
            raise ValueError('a file of = "unhedged" or "hedged" needs construction = "two_runs"')
        if self.flow and self.capital.flows != "dated":
            raise ValueError('entries under [[flow]] need flows = "dated" under [capital]')
        unknown = {f for layer in self.hedge.layers for f in layer.files} - {f.path for f in self.files if f.of != "live"}
        if unknown:
            raise ValueError(f"a layer names {min(unknown)!r}, which is no file of the backtest's under [[files]]")
        _each_once(self.hedge.layers, lambda layer: layer.id)
        return self


def _each_once(values: tuple[_Any, ...], name: Callable[[_Any], str]) -> tuple[_Any, ...]:
    names = [name(v) for v in values]
    if len(set(names)) < len(names):
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)!r} stands twice")
    return values


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
