"""Opinions: what somebody says before the question, which asks nothing and states no number, and what is taken of it."""

from __future__ import annotations

import re

from qa.understand.dates import read_dates

_SAYS = (
    r"(?:say|tell|told|think|believe|argue|claim|insist|reckon|maintain|complain|assert|swear|feel|worr|suspect|conclude|suggest"
    r"|write|wrote|said|thought|felt)(?:s|es|d|ed|ies|ied|y)?"
)
#: A sentence in which somebody holds or has heard something.
_HELD = re.compile(
    rf"^(?:(?:well|so|ok|hi|hello|look),? )*(?:"
    rf"(?!(?:what|which|how|why|who|when|where|does|do|did|is|are|can|please)\b)(?:[\w'-]+ ){{1,6}}?{_SAYS}\b"
    r"|(?:[\w'-]+ ){1,5}?(?:is|are|was|were) (?:sure|convinced|certain|sceptical|skeptical|adamant|worried|afraid)\b"
    r"|(?:i|we)(?:'ve| have)? (?:just )?(?:read|heard|saw|seen|hear|been told)\b)",
    re.IGNORECASE,
)
#: Numbers and comparisons by number in it are premises, which are judged.
_NUMBERED = re.compile(
    r"%|\$|\b(?:percent|per cent|pct|bps?|basis points?|times|twice|double|triple|half|third|quarter"
    r"|always|never|every|vix|rsi|delta|tier)\b|(?<!\d)(?!(?:19|20)\d\d\b)\d+(?!\w)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:how|what|which|who|when|where|did|does|do|is|was|were|are|show|give|tell)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!]) +(?=[A-Za-z\"“])")
#: What an opinion may be about, and how the question would name it.
_SUBJECTS = (
    (re.compile(r"\b(?:hedg(?:e|es|ed|ing)|overlay|alvh|protection|insurance|(?:vix )?calls)\b", re.IGNORECASE), "the hedge"),
    (re.compile(r"\bcondors?\b", re.IGNORECASE), "the condors"),
    (re.compile(r"\b(?:account|portfolio|strategy)\b", re.IGNORECASE), "the account"),
)
_ITS = re.compile(r"\bits\b", re.IGNORECASE)
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:(?:in|during|over|for) )?(?:that|the same|this) (?:very )?(?:year|month|quarter|period|time)\b|\bthen\b(?=\s*\?)",
    re.IGNORECASE,
)


def without_opinion(asked: str) -> str:
    """The question alone, where an opinion stands before it: with what it is about for "it", and when for "that year".

    >>> without_opinion("A client says 2018 proved the hedge doesn't work. What was its result in that year?")
    "What was the hedge's result in 2018?"
    >>> without_opinion("An article says the hedge costs 3% a year. Is that so?")
    'An article says the hedge costs 3% a year. Is that so?'
    """
    told, *rest = _SENTENCE.split(asked, maxsplit=1)
    if not rest or not _HELD.match(told) or told.rstrip().endswith("?") or _NUMBERED.search(told) or not _ASKS.search(rest[0]):
        return asked
    question = rest[0]
    subject = next((name for pattern, name in _SUBJECTS if pattern.search(told)), None)
    if not any(pattern.search(question) for pattern, _ in _SUBJECTS) and subject is not None:
        question = _ITS.sub(f"{subject}'s", question, count=1)
        question = _IT.sub(subject, question, count=1)
    when = [told[slice(*s.place)] for s in read_dates(told.lower()) if s.dates and not s.outside]
    if len(when) == 1 and not any(s.dates or s.recent for s in read_dates(_THEN.sub("", question).lower())):
        at = f"in {when[0].removeprefix('in ').removeprefix('that ')}"
        asks = (
            _THEN.sub(at, question, count=1)
            if _THEN.search(question)
            else re.sub(r"\s*([?.!]*)$", rf" {at}\1", question, count=1)
        )
        question = asks
    return question[0].upper() + question[1:]
