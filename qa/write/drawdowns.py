"""When a maximum drawdown had its peak and its trough, and when the account was back at its peak."""

from __future__ import annotations

from qa.calculator.catalogue import compute
from qa.calculator.core.figure import Missing
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line

_MAX = "drawdown.max."


def when_it_fell(g: Gathered, first: Shown) -> list[str]:
    """Peak, trough and recovery of a leading maximum drawdown, and of the other account's where that is told beside it."""
    if not first.key.startswith(_MAX) or g.shown(first.located) is None:
        return []
    told = [first, *(f for f in g.evidence.shown if _is_beside(f, first) and g.shown(f.located) is not None)]
    if len(told) == 1:
        return [s for s in (_fell(first), _recovered(g, first)) if s]
    return [*_fell_of_each(g, told), *(s for one in told if (s := _recovered(g, one, of=_account(one))))]


def _is_beside(one: Shown, first: Shown) -> bool:
    """Whether it is the maximum drawdown of the other account, over the same days of the same backtest."""
    same = (one.scope, one.figure.backtest) == (first.scope, first.figure.backtest)
    return same and one.key.startswith(_MAX) and one.key != first.key


def _account(one: Shown) -> str:
    """The account that a figure is of, in words."""
    return f"the {one.key.removeprefix(_MAX)} account"


def _dates(g: Gathered, one: Shown) -> tuple[str, str]:
    """The dates of a drawdown's peak and trough."""
    within = g.shown(one.located)
    return (within.view.start, within.view.end) if within else ("", "")


def _fell(one: Shown) -> str:
    """Peak and trough of the one drawdown that is told."""
    return Line.PEAK_TROUGH.format(peak=f"{{{one.located}.start}}", trough=f"{{{one.located}.end}}")


def _fell_of_each(g: Gathered, told: list[Shown]) -> list[str]:
    """Peak and trough of the drawdowns of both accounts, once where they are the same."""
    places = [(one, f"{{{one.located}.start}}", f"{{{one.located}.end}}") for one in told]
    if len({_dates(g, one) for one in told}) == 1:
        _, peak, trough = places[0]
        return [Line.PEAK_TROUGH_BOTH.format(peak=peak, trough=trough)]
    return [Line.PEAK_TROUGH_OF.format(account=_account(one), peak=peak, trough=trough) for one, peak, trough in places]


def _recovered(g: Gathered, one: Shown, *, of: str = "") -> str:
    """When an account was back at the peak of its maximum drawdown, or that it wasn't within the days that are counted.

    Nothing where the time to recovery, which is computed beside every drawdown that is told with its dates, can't be had.
    """
    key = one.key.replace(".max.", ".recovery.")
    found = (f for f in g.evidence.shown if (f.key, f.scope, f.figure.backtest) == (key, one.scope, one.figure.backtest))
    recovery = next((g.shown(f.located) or f for f in found), None)  # where it ends as the scope does, it is located itself
    account = of[:1].upper() + of[1:]
    if recovery is None:
        result = compute(key, one.scope, g.plan.facts) if g.plan.facts else None
        if not (isinstance(result, Missing) and result.why.settles):
            return ""
        end = f"{{{one.id}.end}}"
        return Line.NOT_RECOVERED_OF.format(account=account, end=end) if of else Line.NOT_RECOVERED.format(end=end)
    day = f"{{{recovery.id}.end}}"
    return Line.RECOVERED_OF.format(account=account, day=day) if of else Line.RECOVERED.format(day=day)
