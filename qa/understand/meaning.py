"""What each part of a question asks: figures, the meaning of a term, the method; and what it takes for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.texts.glossary import Glossary, Term
from qa.calculator.core.scope import CALM, Scope
from qa.understand.asked import Asked, keys_of, read_figures, sides_of, within_episodes
from qa.understand.concepts import Concept, read_concepts
from qa.understand.kinds import Part, Role, asks_meaning, asks_what, read_parts, tells
from qa.understand.readings import Readings
from qa.understand.text import Place

DRAG, CONTRAST, YEARLY = "drag.monthly.mean", "drag.daily.contrast", "drag.monthly.annualised"
_PRONOUN = re.compile(r"\b(?:it|its|that|this|they|them|those|one|these|each)\b")
_CARRIES = re.compile(r"^\W*(?:and|the|plus|also)\b")
_AMOUNT = re.compile(r"\bhow (?:much|expensive|costly)\b|\bhow many (?:bp|percent|dollars)\b")
_HOW_MUCH = re.compile(
    r"\bhow (?:much|large|big|high|deep|long|many)\b|\bwhat (?:is|was|were) (?:it|that|they)\b|\bwhat (?:it|that"
    r"|they) (?:is|was|were)\b|\bleft\b"
)
_PERCENT = re.compile(
    r"(?P<low>\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)?(?:(?: ?(?:to|-|and) ?)(?P<high>\d{1,3}(?:\.\d+)?))? ?(?:%"
    r"|percent\b|per cent\b|pct\b)"
    r"|(?P<k>\d{1,3}) (?:out of|in|of) (?P<n>\d{1,3})\b(?! ?(?:%|bp|days|months|years))|\bby (?:a "
    r"|one )?(?P<part>half|quarter|third|3rd)\b"
    r"|\b(?P<nothing>nothing|for free|is free|zero cost)\b|\b(?P<halves>halve[sd]?|halving|cuts? (?:\w+ )?in half)\b"
)
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "3rd": 1 / 3}
#: Words of a part that say nothing of a subject: beside a term they leave it the only thing that is asked about.
_FILLING = frozenset(
    """
    what whats is are was does do a an the define definition of meaning mean means explain stand for stands please me
    can you could
    tell in plain words simple exactly on earth that this it i need to know hey hi hello sir kindly so and s ok again really who
    describe about short shortly term word english your site you people by when say
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value that the words state for a figure [fraction], and where they do."""

    place: Place
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a question is after, with its parts as they turned out."""

    parts: tuple[Part, ...]
    asked: tuple[Asked, ...]
    keys: tuple[str, ...]
    term: Term | None
    concepts: tuple[Concept, ...]

    def places(self, *roles: Role) -> list[Place]:
        """Where the parts of some roles stand."""
        return [p.place for p in self.parts if p.role in roles]

    @property
    def roles(self) -> frozenset[Role]:
        """Which roles its parts have."""
        return frozenset(p.role for p in self.parts)


#: A part with the figures that it asks for, and their keys.
_Found = tuple[Part, list[Asked], tuple[str, ...]]


def read_meaning(plain: str, read: Readings, glossary: Glossary) -> Meaning:
    """What a plain text is after."""
    if (named := _named_in_full(plain, glossary)) is not None:
        whole = Part(place=(0, len(plain)), role="meaning", sentence=0)
        return Meaning(parts=(whole,), asked=(), keys=(), term=named, concepts=())
    blocked = [*read.narrowing]
    concepts = sorted([*read_concepts(plain, blocked), *read.concepts, *_percents(plain, blocked)], key=lambda c: c.place)
    parts: list[Part] = []
    found: list[_Found] = []
    spare: list[Asked] = []
    term: Term | None = None
    rough = read_parts(plain)
    default = _default_side(read)
    sides = sides_of(_in(concepts, [p.place for p in rough if p.role != "premise"]), default=default)
    for i, part in enumerate(rough):
        role = part.role
        if role == "ask":
            named = _term(plain, part.place, glossary)
            own = _in(concepts, [part.place])
            figures = read_figures(plain, concepts, part.place)
            if _is_meaning(plain, part, named or term, own=named, figures=figures, alone=len(rough) == 1):
                role = "meaning"
            else:
                figures = _carried(plain, concepts, rough[: i + 1], figures)
                spare += [] if figures else _by_default(plain, read, own, part)
                found.append((part, figures, keys_of(figures, own or concepts, sides_of(own, default=sides))))
                role = "ask" if figures or (spare and spare[-1].touches(part.place)) else "context"
            term = named or term
        parts.append(Part(place=part.place, role=role, sentence=part.sentence))
    meant = term if any(p.role == "meaning" for p in parts) else None
    asking = [f for f in found if f[2] and not tells(plain, f[0])] or found
    if not any(keys for _, _, keys in asking):
        asking = [(rough[-1], spare, (DRAG,))] if spare else []
    return Meaning(
        parts=tuple(parts),
        asked=tuple(a for _, figures, _ in asking for a in figures),
        keys=tuple(dict.fromkeys(key for _, _, keys in asking for key in keys)),
        term=meant,
        concepts=tuple(concepts),
    )


#: What a question is parted at may stand in a name.
_PARTED = re.compile(r"[(/]|\bvs\b")


def _named_in_full(plain: str, glossary: Glossary) -> Term | None:
    """The term whose whole name, with all its brackets and slashes, is the only thing that is asked about."""
    for term in glossary.terms:
        name = term.name.lower()
        if _PARTED.search(name) and name in plain and not set(re.findall(r"[a-z0-9]+", plain.replace(name, " "))) - _FILLING:
            return term
    return None


def premise_keys(plain: str, meaning: Meaning, place: Place) -> tuple[str, ...]:
    """The figures that a premise speaks of."""
    own = _in(meaning.concepts, [place])
    figures = read_figures(plain, meaning.concepts, place)
    return keys_of(figures, own, sides_of(own, default=("unhedged",)))


def stated_in(plain: str, place: Place, taken: Sequence[Place] = ()) -> list[Stated]:
    """The shares that a part of a text states: in percent, as so many out of so many, by a half, or none at all."""
    found = []
    for m in _PERCENT.finditer(plain, *place):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        low, high = _share(m)
        found.append(Stated(place=m.span(), low=low, high=high))
    return found


def fitted(keys: tuple[str, ...], scope: Scope, read: Readings, plain: str) -> tuple[str, ...]:
    """The keys as the scope has them: within stress episodes, and around events the contrast first where no period is named."""
    if scope.episode and scope.episode != CALM:
        keys = within_episodes(keys)
    periods = any(u.per for u in read.units) or re.search(r"\bmonth(?:s|ly)?\b", plain)
    if scope.event and not scope.event.outside and keys[:1] == (DRAG,) and not periods:
        keys = (CONTRAST, *keys)
    dollars = any(u.wanted == "USD" for u in read.units)
    if keys[:1] == (DRAG,) and not dollars and any(u.per == "year" for u in read.units):
        keys = (YEARLY, *keys[1:])
    return tuple(dict.fromkeys(keys))


def _default_side(read: Readings) -> tuple[str, ...]:
    """Where the hedge is supposed to be another one, the hedged account is meant."""
    supposed = any(s.part in {"size", "without", "layer"} for s in read.supposed)
    return ("hedged",) if supposed else ("unhedged",)


def _in(concepts: Sequence[Concept], places: Sequence[Place]) -> list[Concept]:
    return [c for c in concepts if any(a <= c.place[0] < b for a, b in places)]


def _percents(plain: str, blocked: Sequence[Place]) -> Iterator[Concept]:
    for stated in stated_in(plain, (0, len(plain)), blocked):
        yield Concept(name="PERCENT", place=stated.place)


def _share(m: re.Match[str]) -> tuple[float, float]:
    if m["k"]:
        value = int(m["k"]) / max(int(m["n"]), 1)
    elif m["low"]:
        return float(m["low"]) / 100, float(m["high"] or m["low"]) / 100
    else:
        value = 0.0 if m["nothing"] else 0.5 if m["halves"] else _FRACTIONS[m["part"]]
    return value, value


def _term(plain: str, place: Place, glossary: Glossary) -> Term | None:
    return next(iter(glossary.found_in(plain[slice(*place)])), None)


def _is_meaning(plain: str, part: Part, term: Term | None, own: Term | None, figures: Sequence[Asked], alone: bool) -> bool:
    """Whether a part asks what a term means: outright, or as "what is" with nothing else beside the term."""
    words = plain[slice(*part.place)]
    if term is None:
        return False
    if asks_meaning(words):
        return True
    if own is None:
        return False
    rest = set(re.findall(r"[a-z0-9]+", own.pattern.sub(" ", words))) - _FILLING
    if rest:
        return False
    return (asks_what(words) and not (figures and re.search(r"\bthe\b", words))) or (alone and not figures)


def _carried(plain: str, concepts: Sequence[Concept], parts: Sequence[Part], own: list[Asked]) -> list[Asked]:
    """What a part asks together with the parts before it, where it refers to them or says too little by itself."""
    *before, part = parts
    if not before or any(not a.weak for a in own):
        return own
    words, start = plain[slice(*part.place)], before[0].place[0]
    refers = bool(_PRONOUN.search(words) or _CARRIES.search(words))
    last = before[-1]
    if not refers and (last.role == "premise" or read_figures(plain, concepts, last.place)):
        return own
    together = read_figures(plain, concepts, (start if refers else last.place[0], part.place[1]), touching=part.place)
    strong = [a for a in together if not a.weak]
    if strong or own:
        return strong or own
    if together or not (refers and _HOW_MUCH.search(words)):
        return together
    for earlier in reversed(before):  # "how much was it": what was spoken of last
        if found := read_figures(plain, concepts, earlier.place):
            return found
    return []


def _by_default(plain: str, read: Readings, own: Sequence[Concept], part: Part) -> list[Asked]:
    """The mean drag, where an amount or a unit is asked for and nothing else than the hedge is named."""
    units = [u.place for u in read.units if part.place[0] <= u.place[0] < part.place[1] and (u.wanted in {"USD", "bp"} or u.per)]
    wanted = any(u.wanted in {"USD", "bp"} for u in read.within([part.place]).units)
    hedge = [c.place for c in own if c.name == "HEDGE"]
    supposed = any(s.part in {"size", "without"} for s in read.within([part.place]).supposed)
    amount = _AMOUNT.search(plain, *part.place)
    if wanted or supposed or (hedge and (units or amount)):
        return [Asked(key=DRAG, places=tuple([*hedge, *units] or [amount.span() if amount else part.place]), weak=True)]
    return []
