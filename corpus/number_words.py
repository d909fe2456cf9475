"""Words that are numbers: those of prose, and those that a name can have."""

from __future__ import annotations

import re

SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ONES = " ".join(word for word in SMALL if word not in {"zero", "one"})
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_LARGE = "hundreds? thousands? millions? billions? dozens?"
_TIMES = "twice thrice doubl(?:e[sd]?|ing) tripl(?:e[sd]?|ing) quadrupl(?:e[sd]?|ing) halv(?:e[sd]?|ing) \\w+-?fold"
_PARTS = "thirds fifths? sixths? eighths? tenths? hundredths?"
#: Alternatives of a regular expression: words that are numbers wherever they stand.
CARDINAL = "|".join(f"{_ONES} {_TEENS} {_TENS} {_LARGE} {_TIMES} {_PARTS}".split())
NOT_NUMBERS = re.compile(r"double[- ](?:count|check|entry)|manifold|unfold|scaffold|blindfold", re.IGNORECASE)
#: Of the other languages in which a report can write its numbers; left out is what means something else in English.
_FOREIGN = """
    zwei drei vier fünf sechs sieben zehn zwanzig dreißig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend
    deux trois quatre cinq neuf vingt trente quarante cinquante soixante septante nonante
    tres cuatro cinco siete ocho nueve diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa ciento
    tre quattro cinque sette nove dieci venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille
"""
_IN_NAMES = re.compile(rf"(?<!\w)(?:{CARDINAL}|zero|per ?cent|basis points?|{'|'.join(_FOREIGN.split())})(?!\w)", re.IGNORECASE)


def in_name(name: str) -> str | None:
    """The first number word of a name; "one" is none without its unit.

    >>> in_name("Seventy Fund"), in_name("S&P 500"), in_name("Phone Booth")
    ('Seventy', None, None)
    """
    return next((m[0] for m in _IN_NAMES.finditer(name) if not NOT_NUMBERS.match(name, m.start())), None)
