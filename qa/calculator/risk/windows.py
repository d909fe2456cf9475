"""Drawdowns within windows of trading days, and the mean of the deepest ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import Path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import settled
from qa.calculator.core.scope import SUPPOSED
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account
from qa.calculator.risk.drawdown import OfPath, of_path, path_value
from qa.calculator.risk.tail import TAIL

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values

#: Windows by the name that titles have for them [trading days].
_WINDOWS = {20: "short", 60: "medium", 250: "long"}
_IN_WORDS = {20: "about a month", 60: "a few months", 250: "about a year"}


def within(days: int) -> OfPath:
    """Maximum drawdown from a peak to a trough no more than `days` values later [fraction, zero or negative].

    `min over t of V_t / max(V_(t-days) .. V_t) - 1`, the value before the first day among the peaks.
    """

    def of(path: Path) -> Value | NotComputed:
        import numpy as np

        if len(path) < days:
            return NotComputed(reason="there are fewer days than the window has", bring="choose a longer period")
        values = path.values
        padded = np.concatenate([np.full(days, -np.inf), values])
        peaks = _rolling_max(padded, days + 1)
        below = settled(values / peaks - 1, 1.0)
        trough = int(below.argmin())
        start = max(0, trough - days)
        peak = start + int(values[start : trough + 1].argmax())
        step = Step(label="trading days of the window", value=days, unit="count")
        fell = (peak, trough) if below[trough] < 0 else None
        return path_value(path, float(below[trough]), step, fell=fell)

    return of


def _rolling_max(values: Values, width: int) -> Values:
    """Maximum of each window of a width, in time that doesn't grow with the width (van Herk, 1992)."""
    import numpy as np

    n = len(values)
    whole = math.ceil(n / width) * width
    blocks = np.concatenate([values, np.full(whole - n, -np.inf)]).reshape(-1, width)
    ahead = np.maximum.accumulate(blocks, axis=1).ravel()
    behind = np.maximum.accumulate(blocks[:, ::-1], axis=1)[:, ::-1].ravel()
    widest: Values = np.maximum(ahead[width - 1 : n], behind[: n - width + 1])
    return widest


def at_risk(path: Path) -> Value:
    """Conditional drawdown at risk [fraction, zero or negative]: the mean of the `ceil(0.05 n)` deepest daily drawdowns.

    Source: Chekhlov, Uryasev and Zabarankin, International Journal of Theoretical and Applied Finance 8 (2005).
    """
    import numpy as np

    k = max(1, math.ceil(round(TAIL * len(path), 9)))
    deepest = np.sort(path.drawdowns)[:k]
    return path_value(path, float(deepest.mean()), Step(label="days in the tail", value=k, unit="count"))


def _within(account: Account, days: int) -> FigureSpec:
    word = _WINDOWS[days]
    return FigureSpec(
        key=f"drawdown.within.{days}.{account.side}",
        title=f"Maximum drawdown within a {word} window, {account.side}",
        meaning=f"The largest decline of {account.name} from a peak to a trough within a {word} window of trading days.",
        unit="fraction",
        counts="days",
        formula=f"min over t of V_t / max(V_(t-{days}) .. V_t) - 1",
        validity="How long the window is stands in the worked numbers. A slow decline over more days is not in it.",
        source="Maximum drawdown over a moving window.",
        phrases=account.asked(f"drawdown within {days} days", f"{days}-day drawdown", f"worst {days}-day decline")
        + account.alone(f"drawdown within {days} days", f"{days}-day drawdown", f"worst {days}-day decline"),
        sentences=Sentences(above=f"the maximum drawdown of {account.name} within {_IN_WORDS[days]} of trading was {{m}}"),
        beside=(f"drawdown.within.{days}.{account.other}", f"drawdown.max.{account.side}"),
        subject=f"Drawdown within a {word} window",
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=of_path(within(days), hedged=account.hedged),
    )


def _at_risk(account: Account) -> FigureSpec:
    names = ("CDaR", "conditional drawdown at risk", "average of the worst drawdowns")
    return FigureSpec(
        key=f"drawdown.cdar.{account.side}",
        title=f"Conditional drawdown at risk, {account.side}",
        meaning=f"The mean drawdown of {account.name} on the days of its deepest drawdowns.",
        unit="fraction",
        counts="days",
        formula=f"mean of the k deepest V / cummax(V) - 1, k = ceil({TAIL:g} n)",
        validity="Neighboring days are of one drawdown, so few drawdowns decide it.",
        source="Chekhlov, Uryasev and Zabarankin, International Journal of Theoretical and Applied Finance 8 (2005).",
        phrases=(*account.alone(*names), *account.asked(*names)),
        sentences=Sentences(above=f"the conditional drawdown at risk of {account.name} was {{m}}"),
        beside=(f"drawdown.cdar.{account.other}", f"drawdown.max.{account.side}"),
        subject="Conditional drawdown at risk with and without the hedge",
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=of_path(at_risk, hedged=account.hedged),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *(_within(account, days) for days in _WINDOWS for account in (UNHEDGED, HEDGED)),
    *(_at_risk(account) for account in (UNHEDGED, HEDGED)),
)
