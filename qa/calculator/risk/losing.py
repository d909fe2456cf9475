"""Shares of periods in which the account lost or gained, at all or more than a stated size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import over_periods
from qa.calculator.core.periodic import periodic
from qa.calculator.core.sized import Sizes, above_stated, share_above
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.sample import Sample

#: How a loss and a gain are named: as keys have them, in the past tense, and the sign of a return that is one.
_KINDS = (("losing", "loss", "lost", -1.0), ("gaining", "gain", "gained", 1.0))


def _sizes(hedged: bool, sign: float) -> Sizes:
    def of(sample: Sample) -> Values:
        return sign * over_periods(sample, hedged=hedged)

    return of


def _spec(account: Account, share: str, verb: str, sign: float, noun: str, *, stated: bool) -> FigureSpec:
    sizes, size = _sizes(account.hedged, sign), " more than a stated size" if stated else ""
    what = f"in which {account.name} {verb}{' more than the stated size' if stated else ''}"
    returned = f"{'-' if sign < 0 else ''}{account.letter}"
    name = f"share_{noun}_over" if stated else f"share_{share}"
    months = (f"{share} months", f"share of {share} months", f"number of {share} months")
    spec = periodic(
        share_above(sizes, what),
        key=f"return.{account.side}.{{monthly}}.{name}",
        of_account=True,
        title=f"Share of {{months}} in which {account.name} {verb}{size}",
        meaning=f"The share of {{months}} in which {account.name} {verb}{size}.",
        kind="fraction",
        basis="counted",
        formula=f"count({returned} > {'size' if stated else '0'}) / n",
        validity="Says how often, not how much. The confidence interval treats {months} as independent.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        hedged=account.hedged,
        phrases=() if stated else account.asked(*months),
        sentences=Sentences(above=f"{account.name} {verb}{' more than that' if stated else ''} in {{d}} {{b}}"),
        beside=(f"return.{account.other}.{{monthly}}.{name}", f"return.{account.side}.{{monthly}}.mean"),
        subject=f"How often the account {verb}",
    )
    return above_stated(spec, sizes, what, hedged=account.hedged) if stated else spec


FIGURES: tuple[FigureSpec, ...] = tuple(
    _spec(account, share, verb, sign, noun, stated=stated)
    for account in (UNHEDGED, HEDGED)
    for share, noun, verb, sign in _KINDS
    for stated in (False, True)
)
