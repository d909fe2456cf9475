"""Ledger: all that the texts of a library assert, as its editor corrected it, and where they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, cast

from corpus.texts.edits import Correction, Edits, Ruling
from corpus.texts.library import Library
from qa.calculator.core.scope_text import parse_scope
from qa.evidence.assertions import Assertion, Rule, apart, read_rules, standing
from qa.evidence.claims import Claim, read_claims
from qa.evidence.proposed import proposed_claims
from qa.evidence.quotations import is_term
from qa.evidence.read_before import read_before

if TYPE_CHECKING:
    from qa.evidence.told.around import Period

#: What claims of a metric are called where they contradict each other.
SUBJECTS = {
    "drag": "the drag of the hedge",
    "return.unhedged": "the return without the hedge",
    "return.hedged": "the return with the hedge",
    "drawdown.reduction": "by how much the hedge reduces the maximum drawdown",
    "drawdown.unhedged": "the maximum drawdown without the hedge",
    "drawdown.hedged": "the maximum drawdown with the hedge",
    "win_rate": "the win rate",
    "delta": "the delta of the strikes",
    "dte": "the days to expiry",
    "credit": "the credit of a tier",
    "position_size": "the size of a position",
    "contracts": "the contracts of a layer",
    "roll": "when a layer is rolled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two assertions on one subject that can't both hold: the one that is followed or stands higher first."""

    about: str
    first: Assertion
    second: Assertion
    ruling: Ruling | None = None


def claims_of(library: Library) -> tuple[Claim, ...]:
    """What the texts claim, as corrected; the glossary tells what they claim and claims nothing itself."""
    read_before(library)
    texts = [p for p in library.passages if not is_term(p)]
    found = [*(one for p in texts for one in read_claims(p)), *proposed_claims(library)]
    return tuple(c for one in found if (c := corrected(one, library.edits)) is not None)


def rules_of(library: Library) -> tuple[Rule, ...]:
    """The rules and stances of the texts, in the order of the library."""
    read_before(library)
    return tuple(rule for p in library.passages if not is_term(p) for rule in read_rules(p))


def corrected(claim: Claim, edits: Edits) -> Claim | None:
    """A claim as the editor corrected it, or None where it is none."""
    for one in edits.corrections:
        if _means(one, claim):
            if not one.is_claim:
                return None
            claim = _changed(claim, one)
    return claim


def _means(one: Correction, claim: Claim) -> bool:
    """Whether a correction is of a claim: its words stand in the number's, or in its sentence and hold the number's."""
    if claim.passage.document.path != one.document:
        return False
    number = claim.sentence[slice(*claim.words)]
    return one.words in number or (one.words in claim.sentence and number in one.words)


def _changed(claim: Claim, one: Correction) -> Claim:
    return replace(
        claim,
        scope=claim.scope if one.scope is None else parse_scope(one.scope),
        circumstance=claim.circumstance if one.scope is None else "",
        period=claim.period if one.period is None else cast("Period", one.period),
        denominator=claim.denominator if one.denominator is None else one.denominator,
        stated=claim.stated or one.denominator is not None,
        tier=claim.tier if one.tier is None else one.tier or None,
        layer=claim.layer if one.layer is None else one.layer or None,
    )


def subject_of(one: Assertion) -> str:
    """What an assertion is about, as conflicts and rulings name it."""
    return one.subject if isinstance(one, Rule) else SUBJECTS.get(one.metric, one.metric)


def contradictions(assertions: Iterable[Assertion], rulings: Sequence[Ruling] = ()) -> tuple[Contradiction, ...]:
    """The pairs of assertions that contradict each other, by subject; of a pair of sentences one.

    What the house follows stands first; else what has the higher authority, then the later date.
    """
    return _once(_pairs(assertions, rulings))


def _pairs(assertions: Iterable[Assertion], rulings: Sequence[Ruling]) -> Iterator[Contradiction]:
    groups: dict[str, list[Assertion]] = defaultdict(list)
    for one in assertions:
        groups[subject_of(one)].append(one)
    for about, own in groups.items():
        for a, b in combinations(sorted(own, key=standing), 2):
            if apart(a, b):
                yield _ordered(about, a, b, rulings)


def _once(pairs: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    once: dict[tuple[object, ...], Contradiction] = {}
    for pair in pairs:
        once.setdefault(_places(pair), pair)
    return tuple(once.values())


def _places(pair: Contradiction) -> tuple[object, ...]:
    """Where the two sentences stand; rules of sale on several tiers in the same two sentences are one contradiction."""
    kind = "sale" if isinstance(pair.first, Rule) and pair.first.action in {"allowed", "blocked"} else pair.about
    return kind, *((x.passage.document.path, x.start) for x in (pair.first, pair.second))


def _ordered(about: str, a: Assertion, b: Assertion, rulings: Sequence[Ruling]) -> Contradiction:
    for ruling in rulings:
        followed = [x for x in (a, b) if x.passage.document.path == ruling.follow]
        if len(followed) == 1 and ruling.about in {None, about}:
            other = b if followed[0] is a else a
            return Contradiction(about=about, first=followed[0], second=other, ruling=ruling)
    return Contradiction(about=about, first=a, second=b)


def conflicts_of(library: Library) -> tuple[Contradiction, ...]:
    """Where the texts of a library contradict each other."""
    return contradictions((*claims_of(library), *rules_of(library)), library.edits.rulings)


def against(rules: Sequence[Rule], library: Library, level: float | None = None) -> tuple[Contradiction, ...]:
    """The contradictions between some rules and any of the library's, at a level of VIX [points] where one is given."""
    own = set(rules)
    held = [rule for rule in rules_of(library) if level is None or rule.low <= level < rule.high]
    found = [p for p in _pairs(held, library.edits.rulings) if p.first in own or p.second in own]
    return _once(sorted(found, key=lambda p: (standing(p.first), standing(p.second))))
