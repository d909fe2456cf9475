"""The vocabulary that misspelt words are held against: the words by which dates, events, tiers and units are read."""

from __future__ import annotations

from functools import lru_cache

from corpus.dates import MONTHS
from corpus.texts.library import Library
from qa.understand.spelling import Spelling, words_of
from qa.understand.tiers import METHOD

#: Words by which the readers know dates, events, sides and units.
_READERS = """
    month months monthly week weekly year yearly quarter quarters annual annually daily average median typical
    conservative balanced
    aggressive middle medium excluding excluded except without inception since before after between versus against compared
    compare difference double doubled triple twice halve halved layer layers tier tiers worse slippage contract contracts dollars
    percent basis points volatility volmageddon meetings releases prints neighbours overbought oversold exponential moving below
    excluded thrown struck stripped pulled deleted disregarding disregarded barring omitted ditched tossed eliminated removed
    above under over explain define meaning recommend should what which where when does much many often please
"""


@lru_cache(maxsize=8)
def spelling_of(library: Library, names: frozenset[str]) -> Spelling:
    """The spelling of a library, with the words of a desk's own names."""
    terms = [name for term in library.glossary.terms for name in (*term.names, term.name)]
    meant = words_of([_READERS, *METHOD, *MONTHS])
    known = words_of([*(p.text for p in library.passages), *terms, *names])
    return Spelling(meant=frozenset(w for w in meant if len(w) > 1), known=known)
