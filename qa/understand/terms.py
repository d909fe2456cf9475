"""Terms: whether a question asks what a term of the glossary means, and nothing else."""

from __future__ import annotations

import re

from corpus.texts.glossary import Glossary, Term
from qa.understand.kinds import asks_meaning, asks_what

#: Words that say nothing of a subject: beside a term they leave it the only thing that is asked about.
_FILLING = frozenset(
    """
    what whats is are was does do a an the define definition of meaning mean means explain stand for stands please me
    can you could
    tell in plain words simple exactly on earth that this it i need to know hey hi hello sir kindly so and s ok again really who
    describe about short shortly term word english your site you people by when say
    """.split()
)
#: Two things are to be told apart.
_NAME = r"(?:[\w'/-]+ ){0,4}?[\w'/-]+"
_APART = re.compile(
    rf"\b(?:difference|distinction|distinguish\w*|differ\w*|tell) (?:between |me )?(?:an? |the )?(?P<one>{_NAME})"
    rf"(?: and | from | vs\.? | versus | or )(?:an? |the )?(?P<other>{_NAME})(?= ?[,.?!;]| *$)"
)
#: What a question is parted at may stand in a name.
_PARTED = re.compile(r"[(/]|\bvs\b")


def term_alone(plain: str, glossary: Glossary) -> Term | None:
    """The term whose meaning is all that a question asks about, or None."""
    whole = _in_full(plain, glossary)
    if whole is not None:
        return whole
    term = next(iter(glossary.found_in(plain)), None)
    if term is None:
        return None
    rest = set(re.findall(r"[a-z0-9]+", term.pattern.sub(" ", plain))) - _FILLING
    return term if not rest and (asks_what(plain) or asks_meaning(plain)) else None


def within_name(place: tuple[int, int], plain: str, glossary: Glossary) -> bool:
    """Whether words are a part of the name of a term, and so narrow nothing."""
    return any(a <= place[0] and place[1] <= b for term in glossary.found_in(plain) for a, b in term.places_in(plain))


def term_in(plain: str, glossary: Glossary) -> Term | None:
    """The first term that a question names."""
    return next(iter(glossary.found_in(plain)), None)


def _in_full(plain: str, glossary: Glossary) -> Term | None:
    """The term whose whole name, with all its brackets and slashes, is the only thing that is asked about."""
    for term in glossary.terms:
        name = term.name.lower()
        if _PARTED.search(name) and name in plain and not set(re.findall(r"[a-z0-9]+", plain.replace(name, " "))) - _FILLING:
            return term
    return None


def terms_apart(plain: str, glossary: Glossary) -> tuple[Term, Term] | None:
    """The two terms whose difference is asked for, the one named first ahead, or None."""
    m = _APART.search(plain)
    if m is None:
        return None
    named = [glossary.found_in(m[side]) for side in ("one", "other")]
    first, second = (next(iter(terms), None) for terms in named)
    return (first, second) if first and second and first is not second else None
