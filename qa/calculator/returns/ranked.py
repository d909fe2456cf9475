"""Ranked periods: the second, third and so on of the worst or best returns, and of the hedge's largest costs and gains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import over_periods
from qa.calculator.core.periodic import ADVERB, OfSample, periodic, rate
from qa.calculator.core.result import NotComputed, Step, Value

if TYPE_CHECKING:
    from qa.calculator.core.sample import Sample

#: How a rank is named; the first has a figure of its own.
RANKS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
#: What is ranked, and how its ends are named.
_OF = {"drag": ("costliest", "best"), "return.unhedged": ("worst", "best"), "return.hedged": ("worst", "best")}
_KEY = re.compile(
    rf"(?P<stem>{'|'.join(map(re.escape, _OF))})\.(?P<adverb>{'|'.join(ADVERB.values())})\.(?P<end>worst|best"
    rf"|costliest)_(?P<rank>\d+)"
)


def ranked_keys(stem: str, adverb: str, end: str, n: int) -> tuple[str, ...]:
    """The keys of the first n periods from one end, the outermost first.

    >>> ranked_keys("drag", "monthly", "costliest", 3)
    ('drag.monthly.costliest', 'drag.monthly.costliest_2', 'drag.monthly.costliest_3')
    """
    return tuple(f"{stem}.{adverb}.{end}{f'_{rank}' if rank > 1 else ''}" for rank in range(1, n + 1))


def _nth(stem: str, end: str, rank: int) -> OfSample:
    """The return, or the drag, of the period at a rank [fraction a period]; of equal ones the earlier is ranked first."""

    def of(sample: Sample) -> Value | NotComputed:
        import numpy as np

        if len(sample) < rank:
            reason = f"there are fewer {sample.per}s than that"
            return NotComputed(reason=reason, bring="ask for fewer, or for a longer period")
        values = sample.drag if stem == "drag" else over_periods(sample, hedged=stem.endswith(".hedged"))
        falling = (end == "best") == (stem != "drag")  # the best return is the largest, the best drag the smallest
        at = int(np.argsort(-values if falling else values, kind="stable")[rank - 1])
        steps = (Step(label=f"the {sample.per} {sample.label(at)}", value=float(values[at]), unit=rate(sample)),)
        return Value(value=float(values[at]), n=len(sample), start=sample.label(at), end=sample.label(at), steps=steps)

    return of


def _spec(stem: str, end: str, rank: int) -> FigureSpec:
    name = f"{RANKS[rank - 2]} {'costliest' if end == 'costliest' else end}"
    if stem == "drag":
        of, letters, what = "of the hedge", "u - h", "drag"
        sentences = Sentences(
            above=f"the {name} {{per}} {of} was {{start}}, when it cost {{m}} {{b}}",
            below=f"the {name} {{per}} {of} was {{start}}, when it earned {{m}} {{b}}",
        )
    else:
        side = stem.removeprefix("return.")
        of, letters, what = f"of the {side} account", "h" if side == "hedged" else "u", "return"
        sentences = Sentences(
            above=f"the {name} {{per}} {of} was {{start}}, with a gain of {{m}}",
            below=f"the {name} {{per}} {of} was {{start}}, with a loss of {{m}}",
        )
    return periodic(
        _nth(stem, end, rank),
        key=f"{stem}.{{monthly}}.{end}_{rank}",
        of_account=stem != "drag",
        title=f"{name[0].upper()}{name[1:]} {{month}} {of}",
        meaning=f"The {what} {of} in the {name} single {{month}}.",
        formula=f"sorted({letters})[{rank - 1 if (end == 'worst' or (stem, end) == ('drag', 'best')) else -rank}]",
        validity="A single observation: a longer backtest may hold others.",
        source="Sorted values; of equal ones the earlier is ranked first.",
        hedged=stem != "return.unhedged",
        sentences=sentences,
        beside=(f"{stem}.{{monthly}}.{end}",),
        subject=f"{'Costliest' if end == 'costliest' else end.title()} {{months}} {of}",
    )


def ranked_of(key: str) -> FigureSpec | None:
    """The figure of a rank that a key names, such as `return.hedged.monthly.worst_3`; None for any other key."""
    m = _KEY.fullmatch(key)
    if m is None or m["end"] not in _OF[m["stem"]] or not 1 < int(m["rank"]) <= len(RANKS) + 1:
        return None
    spec = _spec(m["stem"], m["end"], int(m["rank"]))
    assert spec.vary is not None, "a figure of a sample can be cut into any period"
    return spec.vary(next(period for period, adverb in ADVERB.items() if adverb == m["adverb"]))


def rank_of(key: str) -> tuple[str, int] | None:
    """The key of the outermost period and a rank, where a key names one; None for any other key.

    >>> rank_of("return.hedged.monthly.worst_3")
    ('return.hedged.monthly.worst', 3)
    """
    m = _KEY.fullmatch(key)
    return (key.rpartition("_")[0], int(m["rank"])) if m else None
