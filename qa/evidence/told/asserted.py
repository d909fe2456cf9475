"""Asserted: whether a sentence states the numbers in it, or asks, supposes, denies or takes them back, or tells others' words."""

from __future__ import annotations

import re

_ASKED = re.compile(r"\?[”\"')]*\s*$|\bwhether\b|\bwonder(?:s|ed|ing)? if\b", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"^\W*(?:if(?! (?:the )?VIX\b)|suppose|supposing|assume|assuming|imagine|picture|pretend|unless|let us|let['’]s"
    r"|were|had|should|say"
    r"|what if|whenever)\b"
    r"|^\W*(?:an?|any|some|many|most|every|whatever) (?:\w+ )?(?:traders?|clients?|readers?|investors?|advisers?"
    r"|advisors?|sellers?"
    r"|vendors?|funds?|managers?|accounts? that|tools?|brokers?)\b|^\W*(?:anyone|someone|whoever|nobody|no one|people"
    r"|those who)\b"
    r"|\bin an? (?:month|year|week|night|market) (?:when|in which|that|where|with)\b|\bas if\b"
    r"|\b(?:provided|assuming|supposing) that\b"
    r"|\b(?:goal|aim|hope|ambition|wish|dream|budget|target|objective|limit to)s? (?:is|was|of|for|to)\b"
    r"|\b(?:aims?|hopes?|wants?|wishes|strives?) (?:for|to)\b|\bneeds? (?:an?|at least|to|only)\b|\bwould need\b"
    r"|\bto break[- ]even\b"
    r"|\b(?:must|ha(?:s|ve) to|needs? to|should|ought to) (?:state|report|show|disclose|quote|give|name|tell)\b"
    r"|\b(?:asked|asks|budgeted|hoped|wished|allowed for|willing to pay|target(?:s|ed)? (?:a|an|of))\b",
    re.IGNORECASE,
)
#: In the clause of the number itself.
_WOULD = re.compile(
    r"\b(?:if(?! (?:the )?VIX\b)|may (?:cost|take|return|earn|reduce|cut|win)|unless|would|could|suppos\w+|assum\w+)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not(?! (?:below|under|above|over|only|just|merely|simply|more than|less than|exceed))|never(?! (?:exceed"
    r"|risk|put|commit|more than|above|over))|neither|nor"
    r"|nobody|nothing|none|no one|cannot|far from"
    r"|instead of|rather than|hardly|den(?:y|ies|ied)|disput\w+|refut\w+|reject\w*|doubts?|no (?:evidence|basis|proof"
    r"|support|reason|case|sign|way|guarantee|longer))\b|n['’]t\b",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(?:myth|untrue|false(?! positives?| alarms?)|wrong(?:ly)?|incorrect\w*|mistak\w+|by mistake|erratum|errata|correction"
    r"|withdr[ae]w\w*|retract\w*|supersed\w+|rescind\w*|no longer (?:holds?|stands?|true|valid|given|said|claimed)|outdated"
    r"|obsolete|used to (?:say|claim|write|give|put|state|think|hold|be|cost)|earlier editions?|previous editions?|former(?:ly)?"
    r"|previously (?:said|given|stated|claimed)|once (?:claimed|said|thought)|debunk\w*|disproved?|overstat\w+|exaggerat\w+)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:critics?|competitors?|rivals?|sceptics?|skeptics?|opponents?|detractors?|other (?:vendors?|providers?|firms?|methods?)"
    r"|(?:some|others|many|people) (?:say|claim|argue|think|believe|hold)|elsewhere|advertis\w+|promot(?:er|ers|ions?))\b"
    r"|^\W*(?:an?|the|most|some|other|simple|any|each|every)? ?(?:\w+ )?(?:put|put[- ]spread|collar|tail[- ]risk|index|competing)"
    r" (?:hedges?|overlays?|funds?|buying|protection)\b",
    re.IGNORECASE,
)
#: What a following sentence begins with where it takes back the one before.
_BACK = re.compile(r"^\W*(?:this|that|these|those|it|they|the (?:figure|number|claim|range|statement)s?)\b", re.IGNORECASE)
_BREAK = re.compile(
    r"[;:]|,(?! ?\d)|\s[–—-]\s|\b(?:but|while|whereas|although|though|because|since|so that|and)\b", re.IGNORECASE
)


def turns(text: str) -> bool:
    """Whether words could take it from others that they are asserted: they ask, suppose, deny, withdraw, or tell of others."""
    return any(p.search(text) for p in (_ASKED, _SUPPOSED, _WOULD, _DENIED, _DENIED_AFTER, _WITHDRAWN, _OTHERS))


def is_asserted(sentence: str, after: str = "") -> bool:
    """Whether a sentence as a whole asserts something itself; `after` is the sentence that follows."""
    if _ASKED.search(sentence) or _SUPPOSED.search(sentence) or _WITHDRAWN.search(sentence) or _OTHERS.search(sentence):
        return False
    return not (_BACK.match(after) and (_WITHDRAWN.search(after) or re.search(r"\b(?:is|was|are|were) not (?:so|true)\b", after)))


#: After the number, in its clause.
_DENIED_AFTER = re.compile(
    r"\b(?:no longer|never|cannot|(?:is|are|was|were|do|does|did|has|have|can|could|will) ?not|nowhere)\b|n['’]t\b", re.IGNORECASE
)


def is_stated(sentence: str, start: int, end: int) -> bool:
    """Whether the clause around `start:end` states it: nothing before it in the clause denies it, nothing supposes it."""
    left, right = clause(sentence, start, end)
    if _DENIED.search(sentence, left, start) or _DENIED_AFTER.search(sentence, end, right):
        return False
    return not _WOULD.search(sentence, left, right)


def clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a place: from the last break before it to the next after it."""
    left = max((m.end() for m in _BREAK.finditer(sentence, 0, start) if _parts(sentence, m)), default=0)
    right = next((m.start() for m in _BREAK.finditer(sentence, end)), len(sentence))
    return left, right


def _parts(sentence: str, m: re.Match[str]) -> bool:
    """Whether a break parts clauses; `and` between two numbers or within `between … and` doesn't."""
    return not (m[0].lower() == "and" and re.search(r"\bbetween\b[^,;]*$", sentence[: m.start()], re.IGNORECASE))
