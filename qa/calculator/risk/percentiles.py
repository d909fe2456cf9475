"""Percentiles of the drag and of the returns of periods: below how much a stated part of them lies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import over_periods
from qa.calculator.core.periodic import ADVERB, OfSample, count_step, periodic, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account

if TYPE_CHECKING:
    from qa.calculator.core.sample import Sample

_KEY = re.compile(rf"(drag|return\.unhedged|return\.hedged)\.({'|'.join(ADVERB.values())})\.p([1-9]\d?)")
_ACCOUNTS = {"return.unhedged": UNHEDGED, "return.hedged": HEDGED}
_QUARTILES = {25: "lower quartile", 75: "upper quartile"}


def percentile_name(key: str) -> str | None:
    """What a percentile goes by that a key names; None for any other key, and for quartiles, whose name has no number.

    >>> percentile_name("drag.monthly.p95"), percentile_name("drag.monthly.p25")
    ('95th percentile', None)
    """
    m = _KEY.fullmatch(key)
    return _named(int(m[3])) if m and int(m[3]) not in _QUARTILES else None


def _named(percent: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"} if percent // 10 != 1 else {}
    return f"{percent}{ends.get(percent % 10, 'th')} percentile"


def _percentile(percent: int, account: Account | None) -> OfSample:
    """The percentile of the drag, or of an account's returns [fraction a period], between two observations by a straight line."""

    def of(sample: Sample) -> Value | NotComputed:
        import numpy as np

        if len(sample) < FEWEST:
            return NotComputed(reason=f"there are too few {sample.per}s for a percentile", bring="use a longer backtest")
        values = sample.drag if account is None else over_periods(sample, hedged=account.hedged)
        steps = (
            Step(label="smallest", value=float(values.min()), unit=rate(sample)),
            Step(label="largest", value=float(values.max()), unit=rate(sample)),
            count_step(sample),
        )
        return value_of(sample, float(np.quantile(values, percent / 100)), steps=steps)

    return of


def _spec(percent: int, stem: str) -> FigureSpec:
    account = _ACCOUNTS.get(stem)
    name = _QUARTILES.get(percent, _named(percent))
    what = "the drag" if account is None else f"the returns of {account.name}"
    of = "the {monthly} drag" if account is None else f"the {{monthly}} returns, {account.side}"
    below = f"the {name} of {what} was a gain of {{m}} {{b}} a {{per}}" if account is None else ""
    beside = ("drag.{monthly}.median",) if account is None else (f"return.{account.side}.{{monthly}}.median",)
    return periodic(
        _percentile(percent, account),
        key=f"{stem}.{{monthly}}.p{percent}",
        of_account=account is not None,
        title=f"{name[0].upper()}{name[1:]} of {of}",
        meaning=f"The value that the stated part of the {{months}} does not exceed, of {what}.",
        formula=f"quantile({'u - h' if account is None else account.letter}, {percent / 100:g})",
        validity="Between neighbouring observations by a straight line. Few {months} lie beyond one that is far out.",
        source="Sample quantile, R. J. Hyndman and Y. Fan, The American Statistician 50 (1996), definition 7.",
        hedged=account is None or account.hedged,
        sentences=Sentences(above=f"the {name} of {what} was {{d}} {{b}} a {{per}}", below=below),
        beside=beside,
        subject="Percentiles of the hedge's cost" if account is None else "Percentiles of the returns",
    )


def is_percentile(key: str) -> bool:
    """Whether a key names a percentile."""
    return bool(_KEY.fullmatch(key))


def percentile_of(key: str) -> FigureSpec | None:
    """The figure of a percentile that a key names, such as `drag.monthly.p90`; None for any other key."""
    m = _KEY.fullmatch(key)
    if m is None:
        return None
    spec = _spec(int(m[3]), m[1])
    assert spec.vary is not None, "a figure of a sample can be cut into any period"
    return spec.vary(next(period for period, adverb in ADVERB.items() if adverb == m[2]))


FIGURES: tuple[FigureSpec, ...] = tuple(_spec(p, stem) for stem in ("drag", *_ACCOUNTS) for p in (5, 25, 75, 95))
