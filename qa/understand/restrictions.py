"""Words of exclusion and restriction whose object no reader took: what a page has to name as not taken into account."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import MONTHS
from qa.understand.text import Place

_EXCLUDING = re.compile(
    r"\b(?:exclud(?:ing|e|ed|es)|excl\.?|except(?:ing)?(?: for)?|without|w/o|outside(?: of)?|other than|apart from|aside from"
    r"|barring|unless"
    r"|ignor(?:e|ing)|disregard(?:ing)?|delet(?:e|ing)|omit(?:ting)?|leav(?:e|ing) (?:aside|out)|strip(?:ping)? (?:out|away)"
    r"|(?:not|no longer) (?:counting|including)|don't count|but not|save for|throw(?:ing)? out|tak(?:e|ing) out"
    r"|sett(?:ing)? aside"
    r"|skip(?:ping)?|rul(?:e|ing) out|filter(?:ing)? out|cut(?:ting)? out)(?: the| any| all| those| these)* "
)
#: Objects that say which figure is meant, or that leave nothing out.
_FIGURE = re.compile(
    r"(?:(?:a|an|the|any|all|your|our|my|its|their|such|own|vix|option|those|of|for|having|full|full-size|single|much|too"
    r"|even|in|on)[- ])*"
    r"(?:hedg\w*|calls?|alvh|insurance|protect\w*|overlay|options?|it|that|this|them|these|those|one|fees?|costs?"
    r"|commissions?|slippage|interest"
    r"|dividends|doubt|question|exception|risk|loss(?:es)?|fractions?|margin|help|cover\w*|umbrella|seat ?belts?|airbags?"
    r"|parachutes?"
    r"|helmets?|nets?|jargon|decimals?|rounding|base|premium|contracts?|anything|everything|\w+ing|what|any|being|doing"
    r"|number|name"
    r"|and|or|so|nor|layers?|tiers?|condors?|trades?|position|leverage|vol|crutch\w*|safety|support|lawyers?|hype|adjectives?"
    r"|me|us|you)\b"
)
_OBJECT = re.compile(r"[^,.?!;:]{0,60}")
_LATE = re.compile(
    rf"\b(?:(?:late|early|mid|middle of|(?:the )?(?:first|second|third|last) (?:\w+ )?(?:weeks?|days|fortnight) of)"
    rf"[- ](?:in )?)(?:{'|'.join(rf'{m.lower()}|{m[:3].lower()}' for m in MONTHS)}|(?:19|20)\d\d)\b"
)
_INDEX = r"(?:the )?(?:spx|s&p(?: 500)?|(?:stock )?markets?|index|stocks|equities|dow)"
_MOVED = (
    r"(?:(?:itself|500|was|were|is|had|has|went|goes|closed|ended|finished|had been) )*(?:fell|fallen|rose|risen|falls?"
    r"|rises?|dropped"
    r"|drops?|gained|gains|lost|up|down|flat|higher|lower|declin\w+|rall\w+|sank|crashed|climbed|sold off)"
)
_WHEN = re.compile(
    r"\b(?:(?:months?|days?|weeks?|years?|nights?|periods?|sessions?) (?:(?:when|where|in which|that|on which|with"
    rf"|as) )?{_INDEX} {_MOVED}"
    rf"|(?:up|down|rising|falling|green|red|losing|winning) (?:months|days|weeks|years) (?:for|of|in|on) {_INDEX})\b"
)


def untaken(plain: str, used: Sequence[Place]) -> list[Place]:
    """The spans of a plain text that leave something out or narrow it, and that no reader's words touch.

    A part of a month or year that no date can tell is named although the month or year itself was read.

    >>> text = "the cost without the odd lots in late april 2018"
    >>> [text[a:b] for a, b in untaken(text, [(37, 48)])]
    ['late']
    >>> untaken("the cost without the hedge", [])
    []
    """
    found = [span for m in _EXCLUDING.finditer(plain) if (span := _span(plain, m)) and not _touched(span, used)]
    found += [m.span() for m in _WHEN.finditer(plain) if not _touched(m.span(), used)]
    return sorted([*found, *((m.start(), m.start() + len(re.split(r"[ -](?=\w+$)", m[0])[0])) for m in _LATE.finditer(plain))])


def _span(plain: str, m: re.Match[str]) -> Place | None:
    """The excluding words with their object, or None where the object says which figure is meant."""
    if _FIGURE.match(plain, m.end()):
        return None
    told = _OBJECT.match(plain, m.end())
    words = told[0].split()[:7] if told else []
    return (m.start(), m.end() + len(" ".join(words))) if words else None


def _touched(span: Place, used: Sequence[Place]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in used)
