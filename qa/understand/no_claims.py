"""Numbers that claim nothing of the record: lengths of time, thresholds of what is counted, and what is to be deducted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.understand.text import Place

_YEAR = r"(?:(?:a|the|one|each|every|per) )?(?:(?:calendar|trading|whole|full|single) )?years?\b"
_LENGTHS = (
    re.compile(rf"\b(?:(?:a|one|the|each|every|per) )?(?:half|3rd|third|quarter)(?: of)?[ -]{_YEAR}"),
    re.compile(rf"\b(?:\d|two|three) (?:quarters|thirds|3rds)(?: of)? {_YEAR}"),
    # a quarter of nothing is one of the year
    re.compile(
        r"\b(?:in|over|during|within|for|after|per|each|every) (?:(?:a|an|the|one|any|each|every|single|whole|full|average"
        r"|typical|normal|usual|given|calendar) )*quarters?\b(?! (?:of|percent|per cent|%|point|the|as|size)\b)"
    ),
    re.compile(
        r"\b(?:in|over|during|within|across|per|every) (?:[2-9]|1[01]) months\b"
        r"(?! (?:of|out|in|after|before|from|since|ago|to|until|up)\b)"
    ),
    re.compile(r"\b(?:per|each|every) half[- ]?year\b|\bhalf[- ]yearly\b|\bsemi-?annual(?:ly)?\b"),
)
_SHARE = (
    r"(?:\d+(?:\.\d+)?|\.\d+|half|a half|one|two|a quarter of)(?: an?| one)? ?"
    r"(?:%|percent\b|per cent\b|pct\b|bps?\b|basis points?\b)"
)
_WORSE = r"(?:more|less|higher|lower|greater|worse|larger|bigger|smaller|above|over|beyond)"
_LIMIT = re.compile(
    r"(?:\b(?:more|less|higher|lower|greater|worse|larger|bigger|smaller|other|no more|no less) than|\babove|\bover|\bbelow"
    rf"|\bunder|\bexceed\w*|\bbeyond|\bat least|\bat most|\bup to|\bpast|[<>≤≥]=?) ?-?(?P<bound>{_SHARE})"
    rf"|(?P<open>{_SHARE}) (?:or|and) {_WORSE}\b"
)
#: A share of the periods or the trades themselves, which is how often, and no threshold.
_OF_WHOLE = re.compile(r" ?(?:of|in) (?:all |the |its |all the )*(?:months|days|weeks|years|time|times|trades|nights|cases)\b")
_SPANS = r"(?:months|days|weeks|years|time)"
_OFTEN = re.compile(
    r"\bhow (?:often|many|frequent(?:ly)?|rare(?:ly)?|common(?:ly)?|likely|usual|regularly)\b"
    rf"|\b(?:what|which) (?:share|fraction|percentage|percent|proportion|part|number) of (?:the )?{_SPANS}\b"
    rf"|\b(?:share|fraction|percentage|proportion|number|count) of (?:the )?{_SPANS}\b"
    r"|\b(?:rare(?:ly)?|common|uncommon|unusual|frequent(?:ly)?|infrequent|seldom|often|exceptional|an exception)\b"
    rf"|\b(?:which|what) (?:were the |are the )?{_SPANS}\b|\b(?:count|list|show)(?: me)?(?: all)?(?: the)? months\b"
)
_FEE = (
    r"(?:(?:[a-z-]+ ){0,3}(?:fees?|tax(?:es)?|charges?|expenses?|commissions?|haircuts?|levy|levies|withholding|inflation"
    r"|interest|ter|aum))\b"
)
_A_YEAR = r"(?: (?:a|per|each) year| yearly| annual| p\.?a\.?)?"
#: A share that is a rule of the method and no result: a limit, a budget, or what is allotted or risked.
_RULE = re.compile(
    rf"(?P<rule>{_SHARE}) (?:(?:per[- ]night|a night|nightly|per[- ]trade|daily|overnight|position|maximum|max|hard) )*"
    r"(?:limit|budget|rule|cap|ceiling|allocation|allotment|risk limit|sizing|bucket|size limit)\b"
    r"|\b(?:limit|budget|rule|cap|ceiling|allocation|limited|capped|restricted|tax(?:es|ed)?) (?:of|to|at|is)"
    rf" (?:only |about |just )?(?P<capped>{_SHARE})"
    rf"|\b(?:can(?:no|')?t|can ?not|could(?:n't| not)|never|won't)\b.{{0,25}}\blos(?:e|ing) (?:any )?more than (?P<most>{_SHARE})"
)
#: An amount by which something is to be changed, which is supposed and not stated: "haircut every credit by $0.10".
_CHANGED = re.compile(
    r"\b(?:haircut|cut|shave|reduce|lower|raise|increase|trim|widen|worsen|knock|take)\b[^.?!]{0,20}"
    r"\b(?:credits?|fills?|prices?|premiums?|spreads?)\b[^.?!]{0,20}"
    r"\b(?:by|off) ?\$?(?P<by>\d+(?:\.\d+)?)(?!\d)"
)
_DEDUCTED = re.compile(rf"(?P<fee>{_SHARE}{_A_YEAR} (?:(?:in|of|for|as) (?:an? |the )?)?{_FEE}{_A_YEAR}(?!\w))")


def lengths_of_time(plain: str) -> Iterator[Place]:
    """Where a plain text speaks of a part of a year as a length of time.

    >>> [*lengths_of_time("the cost in one quarter")], [*lengths_of_time("a quarter of the cost")]
    ([(9, 23)], [])
    """
    for pattern in _LENGTHS:
        yield from (m.span() for m in pattern.finditer(plain))


def thresholds(plain: str) -> Iterator[Place]:
    """Where a plain text that asks how often something happens has the value from which on it is counted.

    >>> text = "how often was it above 1% in a month"
    >>> [text[a:b] for a, b in thresholds(text)]
    ['above 1%']
    """
    if _OFTEN.search(plain):
        yield from (m.span() for m in _LIMIT.finditer(plain) if not _OF_WHOLE.match(plain, m.end()))


def deductions(plain: str) -> Iterator[Place]:
    """Where a plain text names a fee or a tax in percent.

    >>> text = "the return after a 1% advisory fee"
    >>> [text[a:b] for a, b in deductions(text)]
    ['1% advisory fee']
    """
    yield from (m.span("fee") for m in _DEDUCTED.finditer(plain))


def rules_and_changes(plain: str) -> Iterator[Place]:
    """Where a plain text names a limit of the method in percent, or an amount by which something is supposed to change.

    >>> text = "is it out of the 10% nightly budget"
    >>> [text[a:b] for a, b in rules_and_changes(text)]
    ['10%']
    """
    for m in _RULE.finditer(plain):
        yield m.span(next(name for name in ("rule", "capped", "most") if m[name]))
    yield from (m.span("by") for m in _CHANGED.finditer(plain))


def no_claims(plain: str) -> list[Place]:
    """Where a plain text has numbers that claim nothing."""
    return [*lengths_of_time(plain), *thresholds(plain), *deductions(plain), *rules_and_changes(plain)]
