"""Shares as numbers: how many periods a share is of, and that they are not as many as the question states."""

from __future__ import annotations

from qa.calculator.core.counted import COUNTED, is_counted
from qa.calculator.core.periodic import ADVERB
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.understand.counting import stated_count
from qa.understand.quantities import spread_of
from qa.write.draft import echoed
from qa.write.wording import counted


def in_numbers(g: Gathered, first: Shown) -> list[str]:
    """How many periods a share is of, where that is asked for; and that they are not as many as the question states."""
    said = as_number(g, first)
    stated = stated_count(g.question.text.lower())
    if stated and stated[1] == first.counts and stated[0] != first.n:
        words = g.question.text[slice(*stated[2])]
        said.append(Line.NOT_SO_MANY.format(n=f"{{{first.id}.n}}", counted=counted(first), text=echoed(words)))
    return said


def spread(g: Gathered, first: Shown) -> list[str]:
    """That a volatility is annualized, where it is asked for as a standard deviation."""
    if not first.key.startswith("volatility.") or spread_of(g.question.text.lower()) is None:
        return []
    return [Line.SPREAD.format(adverb=ADVERB[first.spec.period or "month"])]


def as_number(g: Gathered, shown: Shown) -> list[str]:
    """How many periods a share is of; nothing where it counts none."""
    count = g.figure(f"{COUNTED}{shown.key}") if is_counted(shown.spec) else None
    if count is None:
        return []
    return [Line.COUNTED.format(count=f"{{{count.id}}}", n=f"{{{shown.id}.n}}", counted=counted(shown))]
