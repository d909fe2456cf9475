"""Remarks: what a document's own numbers leave open, short of a contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.texts.documents import Document
from qa import numerals
from qa.calculator.core.scope import Scope
from qa.evidence.claims import Claim

_BASIS = re.compile(r"\bback-?test(?:s|ed)?\b|\blive[- ]trad\w+", re.IGNORECASE)
_SAMPLE = re.compile(r"\b(?:19|20)\d\d\b[^.]{0,20}\b(?:19|20)\d\d\b|\bn ?= ?\d|\bcapital (?:base )?of\b", re.IGNORECASE)
_EXACT = re.compile(r"\bexact (?:drag|cost)\b[^.]*\binternal rates? of return\b", re.IGNORECASE)
_IRR = re.compile(r"\binternal rates? of return\b[^.\d]{0,60}\d+(?:\.\d+)?%", re.IGNORECASE)
_ROUNDING = 1e-9
#: Characters between two sentences that follow each other.
_BETWEEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is remarked of a document's claims, and on which of them it rests."""

    document: Document
    about: str
    claims: tuple[Claim, ...]
    note: str


def remarks(claims: Sequence[Claim]) -> Iterator[Remark]:
    """What the claims of each document leave open, one document after the other."""
    for _, group in groupby(claims, key=lambda c: c.passage.document.path):
        own = tuple(group)
        yield from _difference(own)
        yield from _gap(own)
        yield from _unsampled(own)
        yield from _inexact(own)


def _difference(own: Sequence[Claim]) -> Iterator[Remark]:
    """Returns with and without the hedge that differ by one number at both ends, beside a range stated for the drag."""
    drags = [
        c
        for c in own
        if c.metric == "drag" and c.period == "month" and c.scope == Scope() and not c.circumstance and c.low < c.high
    ]
    bare = [c for c in own if c.metric == "return.unhedged" and c.period == "month"]
    for u in bare:
        for h in (c for c in own if c.metric == "return.hedged" and c.period == "month" and (c.low < c.high) == (u.low < u.high)):
            low, high = u.low - h.low, u.high - h.high
            if drags and u.start <= h.start and _near(u, h) and abs(low - high) < _ROUNDING:
                shown = numerals.write(numerals.stored(low), "fraction/month")
                ends = "at both ends" if u.low < u.high else "in its example"
                note = f"The stated returns differ by {shown} {ends}, and the drag is stated as {drags[0].display}."
                yield Remark(
                    document=u.passage.document, about="the drag by the stated returns", claims=(u, h, drags[0]), note=note
                )


def _near(u: Claim, h: Claim) -> bool:
    """Whether two returns stand in one sentence or in two that follow each other."""
    return u.passage.id == h.passage.id and h.start - u.end <= _BETWEEN


def _gap(own: Sequence[Claim]) -> Iterator[Remark]:
    """A whole range of the drag, and ranges for a level of VIX and for events that leave a part of it to neither."""
    drags = [c for c in own if c.metric == "drag" and c.period == "month" and c.low < c.high]
    whole = next((c for c in drags if c.scope == Scope() and not c.circumstance), None)
    levels = next((c for c in drags if c.scope.bounds), None)
    events = next((c for c in drags if "releases" in c.circumstance), None)
    if whole and levels and events and levels.high < events.low and whole.low <= levels.low and events.high <= whole.high:
        low, high = (numerals.write(x, "fraction/month") for x in (levels.high, events.low))
        note = f"A level of VIX and a release are no one scale: between {low} and {high} the drag belongs to neither."
        yield Remark(document=whole.passage.document, about="the drag by regime", claims=(whole, levels, events), note=note)


def _unsampled(own: Sequence[Claim]) -> Iterator[Remark]:
    """Claims that rest on backtests or live trading of which no dates, sample or capital are given."""
    text = own[0].passage.document.text
    stated = tuple(c for c in own if c.key)
    if stated and _BASIS.search(text) and not _SAMPLE.search(text):
        note = "The numbers rest on backtests or live trading, without dates, sample or capital base."
        yield Remark(document=own[0].passage.document, about="what the numbers rest on", claims=stated[:1], note=note)


def _inexact(own: Sequence[Claim]) -> Iterator[Remark]:
    """An exact drag by rates of return of which none is given."""
    text = own[0].passage.document.text
    drag = next((c for c in own if c.metric == "drag"), None)
    if drag and _EXACT.search(text) and not _IRR.search(text):
        note = "The exact drag is defined by internal rates of return, and none is given."
        yield Remark(document=drag.passage.document, about="the exact drag", claims=(drag,), note=note)
