"""Conflicts: claims on one subject that can't both hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.texts.documents import AUTHORITIES
from qa.calculator.catalogue import spec_of
from qa.evidence.claims import Claim
from qa.lines import Line

#: Periods in a year, to hold a monthly range beside a yearly one. Compounding is left aside.
_A_YEAR = {"month": 12, "year": 1, "week": 52}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two claims, the one of higher authority first, and what is between them as a draft sentence."""

    about: str
    first: Claim
    second: Claim
    note: str


def disagreements(claims: Sequence[tuple[Claim, str]]) -> Iterator[Disagreement]:
    """Pairs of claims, each with its source's id, whose ranges don't meet once both are taken over a year."""
    for one, other in combinations(claims, 2):
        (first, first_id), (second, second_id) = sorted((one, other), key=lambda c: _standing(c[0]))
        if not _same_subject(first, second) or _meet(first, second):
            continue
        quotes = [_quoted(c, i) for c, i in ((first, first_id), (second, second_id))]
        converted = "" if first.period == second.period else Line.CONFLICT_CONVERTED.value
        ranking = _ranking(first, second)
        note = Line.CONFLICT.format(first=quotes[0], second=quotes[1], converted=converted, ranking=ranking)
        yield Disagreement(about=spec_of(first.key).title, first=first, second=second, note=note)


def _same_subject(a: Claim, b: Claim) -> bool:
    same = (a.key, a.scope, a.circumstance, a.denominator) == (b.key, b.scope, b.circumstance, b.denominator)
    return same and a.period in _A_YEAR and b.period in _A_YEAR


def _meet(a: Claim, b: Claim) -> bool:
    fa, fb = _A_YEAR[a.period], _A_YEAR[b.period]
    return a.low * fa <= b.high * fb and b.low * fb <= a.high * fa


def _quoted(claim: Claim, source: str) -> str:
    start, end = claim.words
    return f"{{{source}@{start}:{end}}} a {claim.period} [{source}]"


def _ranking(first: Claim, second: Claim) -> str:
    a, b = first.passage.document.authority, second.passage.document.authority
    if a == b:
        return ""
    return Line.CONFLICT_RANKING.format(higher=a, lower=b)


def _standing(claim: Claim) -> tuple[int, str, int]:
    document = claim.passage.document
    return AUTHORITIES.index(document.authority), document.path, claim.start
