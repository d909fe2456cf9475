"""Stated figures: arithmetic on quoted numbers, which says so and has the quotations as its inputs instead of a backtest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa import numerals
from qa.document import FigureView, SourceView
from qa.evidence.claims import Claim

STATED = "stated"
#: What carries a range of a period to a month, as a number and in the formula. Compounding is left aside.
_TO_A_MONTH: Mapping[str, tuple[float, str]] = {"week": (52 / 12, "× 52 / 12"), "year": (1 / 12, "/ 12")}
_ENDS = (("low", "Stated range converted to a month, low"), ("high", "Stated range converted to a month, high"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The two ends of a stated range, carried to a month."""

    claim: Claim
    low: FigureView
    high: FigureView


def carried(claims: Sequence[tuple[Claim, SourceView]], number: int) -> tuple[Carried, ...]:
    """Ranges stated for a week or a year of the account, a month: `low × 52 / 12` or `low / 12` [fraction/month].

    `number` is that of the first figure's id. A range whose source has no date has no figure.
    """
    found: list[Carried] = []
    for claim, source in claims:
        factor = _TO_A_MONTH.get(claim.period)
        if factor is None or claim.denominator != "account" or source.date is None:
            continue
        places = max(numerals.decimals("fraction/month", claim.low * factor[0], claim.high * factor[0]), 2)
        low, high = (
            _figure(f"F{number + 2 * len(found) + i}", end, title, value * factor[0], factor[1], claim, source, places)
            for i, ((end, title), value) in enumerate(zip(_ENDS, (claim.low, claim.high), strict=True))
        )
        found.append(Carried(claim=claim, low=low, high=high))
    return tuple(found)


def _figure(  # noqa: PLR0913, PLR0917 what the two ends differ in
    id_: str, end: str, title: str, value: float, formula: str, claim: Claim, source: SourceView, places: int
) -> FigureView:
    stored = numerals.stored(value)
    date = source.date or ""
    shown = numerals.write(stored, "fraction/month", places)
    return FigureView(
        id=id_,
        key=f"{STATED}.{claim.key}.{end}",
        scope=str(claim.scope),
        scope_display=claim.scope.display("months"),
        title=title,
        value=stored,
        unit="fraction/month",
        display=shown,
        magnitude_display=numerals.write(abs(stored), "fraction/month", places),
        interval=None,
        n=1,
        n_display="1",
        start=date,
        start_display=numerals.write_date(date),
        end=date,
        end_display=numerals.write_date(date),
        basis=STATED,
        basis_display="of the account",
        fees="unstated",
        marking="unstated",
        hypothetical=False,
        formula=f"{end} end of {source.id} {formula}",
        dataset=None,
        inputs=(source.id,),
    )
