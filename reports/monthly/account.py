"""The client's account: a backtest as it was known at a month's end, since the client joined, on the client's capital."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from qa.calculator.core.cutoff import cut_at, digest_at, since
from qa.calculator.core.result import NotComputed
from qa.calculator.core.variants import at_capital
from qa.numerals import write_date
from reports.monthly.clients import Client


def account_of(client: Client, backtest: Backtest, end: date) -> Backtest:
    """The account of a client at the end of a day; nothing later is in it, nothing before the client joined.

    Its digest is that of its own rows and manifest, so that it is the same from the whole log and from one that ends there.

    Raises
    ------
    WrongUseError
        There is nothing as early, nothing since the client joined, or the client's capital can't be had.
    """
    if client.joined is not None and client.joined > end:
        raise WrongUseError(
            f"the client joined on {write_date(client.joined.isoformat())}, after the month that is asked for",
            where=f"joined of client {client.id}",
            mend=f"report {client.joined.isoformat()[:7]} or a later month",
        )
    known = _had(cut_at(backtest, end), client, "backtest")
    if client.joined is not None:
        known = _had(since(known, client.joined), client, "joined")
    base = known.manifest.capital.base
    capital = client.capital or (base * client.units if client.units else base)
    if capital != base:
        known = _had(at_capital(known, capital), client, "capital")
    fee = client.fee_a_year
    if fee is not None:
        told = known.manifest.capital.model_copy(update={"advisory_fee": fee})
        known = replace(known, manifest=known.manifest.model_copy(update={"capital": told}))
    return replace(known, digest=digest_at(known, end, held=True))


def _had(made: Backtest | NotComputed, client: Client, setting: str) -> Backtest:
    if isinstance(made, NotComputed):
        raise WrongUseError(made.reason, where=f"{setting} of client {client.id}", mend=made.bring or "mend it in clients.toml")
    return made
