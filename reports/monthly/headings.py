"""Headings that are findings: no more than the numbers below them bear, and no numerals."""

from __future__ import annotations

from reports.monthly import record
from reports.monthly.gather import Gathered

#: A side of the month's losses that is at least this share of them has a part in them.
_A_PART = 0.25
#: Drawdowns that differ by less than this share of the larger are about the same.
_SAME = 0.05


def days_heading(g: Gathered) -> str:
    """Where the month's losses fell, and what the hedge did there."""
    falls, rises = (g.month.get(f"account.losses.{way}") for way in ("falls", "rises"))
    worst = g.month.get("account.day.worst")
    if worst is not None and worst.value >= 0:
        return "No day of the month lost money"
    if falls is None or rises is None:
        return "The month by day"
    whole = falls.value + rises.value
    if not whole:
        return "The month by day"
    sides = [way for way, own in (("falls", falls), ("rises", rises)) if own.value / whole >= _A_PART]
    where = "falls and rises" if len(sides) > 1 else sides[0]
    every = len(sides) > 1 or sides[0] == ("falls" if not rises.value else "rises" if not falls.value else "")
    told = f"{'Losses' if every else 'Most losses'} came on {where} of the index"
    return told if not g.hedged else f"{told}; {_hedge_there(g, sides)}"


def _hedge_there(g: Gathered, sides: list[str]) -> str:
    """What the hedge did on the losing days."""
    made = {way: g.month[f"account.losses.{way}.hedge"].value for way in sides if f"account.losses.{way}.hedge" in g.month}
    if not made:
        return "what the hedge did on them is not known"
    gained = [way for way, value in made.items() if value > 0]
    if len(made) > 1 and len(gained) == 1:
        return f"the hedge earned on the {gained[0]} alone"
    return "the hedge earned on those days" if gained else "the hedge earned nothing there"


def returns_heading(g: Gathered) -> str:
    """How hedged and unhedged returns and drawdowns compare since the account began."""
    label = g.spans.start.label
    gain, fall, alone = (g.tabled.value(key, label) for key in (record.HEDGE, record.FALLS, record.FALLS_ALONE))
    if gain is None:
        return "Returns and drawdowns"
    told = "Since the start the hedged account has returned " + ("less" if gain < 0 else "more" if gain > 0 else "the same")
    if fall is None or alone is None or not alone:
        return told
    share = (fall - alone) / -alone
    size = "about the same" if abs(share) < _SAME else "a smaller" if share > 0 else "a larger"
    return f"{told}, with {size} maximum drawdown"
