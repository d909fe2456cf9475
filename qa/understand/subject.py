"""The subject of a question: words in the place of a subject that nothing here knows are named and not answered over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus.backtests.manifest import Manifest
from corpus.dates import MONTHS
from corpus.texts.library import Library
from qa.calculator.catalogue import CATALOGUE
from qa.understand.readings import Readings
from qa.understand.spelling import words_of
from qa.understand.text import Place, Text

#: Words that may stand before a desk's own nouns without changing what they are.
_PLAIN = frozenset(
    """
    a an the this that these those my our your his her their its each every any some no both all one two three four such same
    own and or of in on for with without by per whole full single whole entire average typical mean median first last next new old
    other another more less most many much which what whose how long short medium near far middle nearest furthest long-dated
    """.split()
)
_NOUNS = r"condors?|tiers?|layers?|backtests?|versions?|variants?"
_BEFORE = re.compile(rf"(?<![\w.-])(?P<word>\d{{1,3}}[ -](?:days?|dte)|[a-z0-9][\w.'%$/-]*)[ -](?:iron )?(?P<noun>{_NOUNS})\b")
#: Words that tell one condor, tier or layer from another.
_PARTICULAR = re.compile(
    r".*\d.*|.*-(?:day|week|month|year)|(?:week|month|dai|quarter|year|hour)ly|annual|overnight|intraday"
    r"|fourth|fifth|sixth|seventh|ultra|middle-of-the-road"
)
_ENTITY = re.compile(r"(?<![\w'])(?:[A-Z][A-Za-z&]*[A-Za-z]|[A-Z]{2,6})(?![\w'])")
_LINK = re.compile(
    r"\b(?:of|for|on|in|with|from|than|versus|vs|against|to|about|hedging|hedge|(?:us|own|hold|buy|sell|trad)(?:e|ing)?)\s+"
    r"(?:the |a |an |my |our |your )?$"
)
#: Where somebody says something is no subject of it.
_SAYS = re.compile(
    r"(?: \w+)? (?:say|said|claim|told|tell|wrote|write|think|thought|argue|swear|insist|post|keep|believe)(?:s|ed|d|ing)?\b"
)
_POSSESSED = re.compile(
    r"^(?:'s|’s)?\s+(?:beta|drawdown|return|sharpe|volatility|cost|price|ratio|drag|hedge|expense|premium|win)"
)


@lru_cache(maxsize=8)
def _of_library(library: Library, names: frozenset[str]) -> frozenset[str]:
    specs = (text for spec in CATALOGUE.values() for text in (spec.title, spec.meaning, *spec.phrases))
    terms = (name for term in library.glossary.terms for name in (term.name, *term.names))
    return words_of([*specs, *terms, *(p.text for p in library.passages), *names, *MONTHS])


def known_words(library: Library, manifests: Sequence[Manifest]) -> frozenset[str]:
    """The words of the catalogue, the desk's texts, its terms and its backtests, in lower case."""
    names = frozenset(
        n for m in manifests for n in (m.name, m.title, *m.aliases, *((m.tier.name, *m.tier.aliases) if m.tier else ()))
    )
    return _of_library(library, names)


def foreign_words(heard: Text, read: Readings, known: frozenset[str]) -> tuple[str, ...]:
    """Words of a question for a subject that nothing here knows, in their order.

    A name with a capital letter that stands where a subject does and in none of the desk's texts; and what stands before
    condor, tier or layer and is none that the desk has.
    """
    taken = [heard.place(p) for p in read.scoped]
    found = [*_entities(heard.asked, known, taken), *_modified(heard, read, known)]
    return tuple(dict.fromkeys(heard.asked[a:b] for a, b in sorted(found)))


def owns(asked: str, names: Iterable[str]) -> bool:
    """Whether what is asked for is one of the names': "the drawdown of Berkshire", "Berkshire's drawdown".

    >>> owns("What was the Sharpe of SPY in 2018?", ["SPY"]), owns("Our Sharpe beside SPY", ["SPY"])
    (True, False)
    """
    return any(re.search(rf"\bof (?:the |an? |my |our )?{re.escape(n)}\b|(?<!\w){re.escape(n)}['’]s\b", asked) for n in names)


def _entities(asked: str, known: frozenset[str], taken: Sequence[Place]) -> list[Place]:
    found = []
    for m in _ENTITY.finditer(asked):
        word = m[0].lower().removesuffix("s")
        if {word, m[0].lower()} & (known | entities()) or any(a < m.end() and m.start() < b for a, b in taken):
            continue
        if _SAYS.match(asked[m.end() :]):
            continue
        if _LINK.search(asked[: m.start()]) or _POSSESSED.match(asked[m.end() :]):
            found.append(m.span())
    return found


def _modified(heard: Text, read: Readings, known: frozenset[str]) -> list[Place]:
    """What stands before a noun of the desk's own and is neither read nor one of its words."""
    scoped = list(read.scoped)
    found = []
    for m in _BEFORE.finditer(heard.plain):
        place = m.span("word")
        counted = m["word"].isdigit() and m["noun"].endswith("s")
        if counted or m["word"] in _PLAIN or any(a < place[1] and place[0] < b for a, b in scoped):
            continue
        if m["word"] not in modifiers() and (_PARTICULAR.fullmatch(m["word"]) or m["word"] not in known):
            found.append(heard.place(m.span()))
    return found


@lru_cache(maxsize=1)
def entities() -> frozenset[str]:
    """Names and abbreviations that people use without asking for something that is not here."""
    from importlib.resources import files

    text = files("qa.understand").joinpath("weights", "entities.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=1)
def modifiers() -> frozenset[str]:
    """Words that stand before those nouns in the catalogue, and whatever people say there of what the desk has."""
    from importlib.resources import files

    text = files("qa.understand").joinpath("weights", "modifiers.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
