"""Assertions: what a passage says that other passages can contradict, numbers, rules of sale and stances alike."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.readers.text import sentences
from corpus.texts.documents import AUTHORITIES, Passage
from qa.evidence.claims import Claim, read_claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a sentence rules: of a subject, on a condition, an action or a value."""

    passage: Passage
    #: the sentence in the document
    start: int
    end: int
    subject: str
    #: the levels of VIX for which it holds [points], all of them where it names none
    low: float
    high: float
    action: str

    @property
    def sentence(self) -> str:
        """The words of the sentence."""
        return self.passage.document.text[self.start : self.end]

    @property
    def condition(self) -> str:
        """The levels of VIX in words, empty where there are none."""
        if self.low <= 0 and math.isinf(self.high):
            return ""
        if self.low <= 0:
            return f"VIX below {self.high:g}"
        return f"VIX above {self.low:g}" if math.isinf(self.high) else f"VIX from {self.low:g} to {self.high:g}"


_VIX = re.compile(r"\bVIX\b|\bvolatility\b", re.IGNORECASE)
#: What a rule of sale is about, by the tier.
SALE = "whether the {tier} tier is sold"


def read_rules(passage: Passage) -> tuple[Rule, ...]:
    """The rules and stances of a passage, sentence by sentence."""
    found = _KNOWN.get(passage)
    return know_rules(passage, _read(passage)) if found is None else found


def know_rules(passage: Passage, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Know what a passage rules, so that it isn't read again."""
    if len(_KNOWN) >= _MOST:
        _KNOWN.clear()
    _KNOWN[passage] = rules
    return rules


#: What passages rule, as far as they were read, and how many are known at most.
_KNOWN: dict[Passage, tuple[Rule, ...]] = {}
_MOST = 16384


def _read(passage: Passage) -> tuple[Rule, ...]:
    from qa.evidence.told.asserted import is_asserted
    from qa.evidence.told.reader import LONGEST
    from qa.evidence.told.stances import stances_in

    text = passage.document.text
    named = _VIX.search(f"{passage.context} {' '.join(passage.document.tags)}") is not None
    spans = list(sentences(text, passage.start, passage.end))
    found: list[Rule] = []
    for i, (start, end) in enumerate(spans):
        if end - start > LONGEST:
            continue
        after = text[slice(*spans[i + 1])] if i + 1 < len(spans) else ""
        context = f"{passage.context} {text[passage.start : start]}"
        if is_asserted(text[start:end], after):
            found += _sales(passage, start, end, named=named or "VIX" in context)
        for stance in stances_in(text[start:end], context, after):
            found.append(_rule(passage, (start, end), stance.subject, stance.value))
    return tuple(dict.fromkeys(found))


def _sales(passage: Passage, start: int, end: int, *, named: bool) -> Iterator[Rule]:
    from qa.evidence.told.asserted import is_stated
    from qa.evidence.told.sales import TIERS, sales_in

    sentence = passage.document.text[start:end]
    for sale in sales_in(sentence, named=named):
        if sale.level and not is_stated(sentence, sale.level.start, sale.level.end) and sale.action == "allowed":
            continue
        for tier in [sale.tier] if sale.tier else TIERS:
            yield _rule(passage, (start, end), SALE.format(tier=tier), sale.action, sale.low, sale.high)


def _rule(passage: Passage, place: tuple[int, int], subject: str, action: str, low: float = 0.0, high: float = math.inf) -> Rule:
    return Rule(passage=passage, start=place[0], end=place[1], subject=subject, low=low, high=high, action=action)


def rules_apart(a: Rule, b: Rule) -> bool:
    """Whether two rules on one subject can't both hold: other actions at levels of VIX that both speak of."""
    return a.subject == b.subject and a.action != b.action and max(a.low, b.low) < min(a.high, b.high)


#: Periods in a year, to hold ranges of different periods beside each other. Compounding is left aside.
A_YEAR = {"month": 12.0, "year": 1.0, "week": 52.0, "day": 252.0}
#: What rounding and compounding make of a single value that is taken to another period, relative to it.
_ROUNDED = 0.05
_TIMED = ("drag", "return.unhedged", "return.hedged")
#: Metrics that a text states of the whole method where it names no tier.
_OF_ALL = ("drag", "drawdown.reduction", "position_size")
#: Metrics that say nothing against each other, or whose rules do.
_LEFT = ("vix_threshold",)


def claims_apart(a: Claim, b: Claim) -> bool:
    """Whether two claims are of one figure and can't both hold: over one length of time their ranges don't meet."""
    if a.metric != b.metric or a.metric in _LEFT or a.unit != b.unit or not _same_subject(a, b):
        return False
    if a.metric in _TIMED and not (a.period in A_YEAR and b.period in A_YEAR):
        return False
    single = a.low == a.high and b.low == b.high
    slack = _ROUNDED if single and a.metric in _TIMED and a.period != b.period else 0.0
    (al, ah), (bl, bh) = _span(a, slack), _span(b, slack)
    return al > bh or bl > ah


def _same_subject(a: Claim, b: Claim) -> bool:
    if (a.scope, a.circumstance, a.denominator, a.layer) != (b.scope, b.circumstance, b.denominator, b.layer):
        return False
    if a.tenor != b.tenor and a.metric != "dte":
        return False
    if a.metric == "credit" and a.tier is None:
        return False
    return a.tier == b.tier or (a.metric in _OF_ALL and None in {a.tier, b.tier})


def _span(c: Claim, slack: float) -> tuple[float, float]:
    """The range over a year, open below or above where only a bound is stated."""
    factor = A_YEAR.get(c.period, 1.0) if c.metric in _TIMED else 1.0
    low = -math.inf if c.bound == "at_most" else c.low * factor - slack * abs(c.low * factor)
    high = math.inf if c.bound == "at_least" else c.high * factor + slack * abs(c.high * factor)
    return low, high


Assertion = Claim | Rule


def apart(a: Assertion, b: Assertion) -> bool:
    """Whether two assertions contradict each other."""
    if isinstance(a, Claim) and isinstance(b, Claim):
        return claims_apart(a, b)
    return isinstance(a, Rule) and isinstance(b, Rule) and rules_apart(a, b)


def standing(one: Assertion) -> tuple[int, tuple[int, ...], str, int]:
    """By authority, then the later date first, then by place."""
    document = one.passage.document
    day = tuple(-int(x) for x in document.date.split("-")) if document.date else (0,)
    return AUTHORITIES.index(document.authority), day, document.path, one.start


def assertions_of(passages: Sequence[Passage]) -> tuple[Assertion, ...]:
    """All that passages assert."""
    found: list[Assertion] = []
    for p in passages:
        found += [*read_claims(p), *read_rules(p)]
    return tuple(found)
