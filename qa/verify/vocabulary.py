"""The closed vocabulary of a model's sentence: the words of the lines it replaces, of what it cites, and of a short list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.document import FigureView, Sentence
from qa.evidence.evidence import Evidence
from qa.write.draft import Offence

#: Words without a claim of their own: articles, prepositions, pronouns, and verbs that say no more than "is".
PLAIN = frozenset(
    """
    a an the of in during with and while it its their this was were has namely
    recorded run record backtest period interval n
    """.split()
)
#: Words for a text that is cited, where it is.
TELLING = frozenset("says say said states stated reads read puts put writes wrote text passage section rule under".split())
#: Those of them that may bring in a passage.
_FRAME = frozenset("a an the in of it has".split())
#: Words that say the same, each standing for all of its row.
_ALIKE = (
    ("mean", "average", "averaged"),
    ("month", "monthly"),
    ("day", "daily"),
    ("week", "weekly"),
    ("year", "yearly", "annual"),
)
#: Forms that make a rule of what was once: they stand only where the line has them.
_TIMELESS = frozenset("is are costs earns returns loses wins pays takes recovers gains".split())
#: Words of a title that turn a sentence when they stand elsewhere.
WEIGHTY = frozenset(
    """
    no not never none without all every each most least only some part any above below before after within beyond under over
    more less than higher lower best worst largest smallest first last longest clear real live actual lost costly
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e)$")
_TOKEN = re.compile(r"\{[^{}]*\}|\[S\d+\]")
_QUOTED = re.compile(r"“[^”]*”")
_HEDGING = re.compile(r"\bwith(?:out)? (?:the hedge|it|hedging)\b", re.IGNORECASE)
#: How a value may be told beside "was": each right before it.
_AMOUNTS = re.compile(r"\b(?:came to|amounted to|stood at|and [a-z]+ to)(?=\s*\0)", re.IGNORECASE)
#: Words that could say much, each where it says no more than that something is so.
_PLACED = re.compile(
    r"\b(?:to|at|against|on|from|over)(?=\s*\0)|\bover(?= (?:n|the period)\b)|\bagainst(?= (?:the )?(?:un)?hedged\b)"
    r"|\bfor(?= the (?:(?:un)?hedged|base)\b)|(?<=hedged )one\b|\b(?:by|from)(?= \w+ing\b)|\bon(?= the (?:worst|best) day\b)"
    r"|\bhad(?= (?:an?|their|recovered) )|\bmeasured(?= from\b)",
    re.IGNORECASE,
)
#: How a text is brought in.
_BROUGHT_IN = re.compile(r"\bas the text puts it(?=:)|\bby the text\b|\bas(?= “)", re.IGNORECASE)
_A_PERIOD = re.compile(r"(?<=[\0 ])(?:an?|per|each) (?:day|week|month|year)\b", re.IGNORECASE)
_BACKTEST = frozenset({"backtest", "record", "run"})


def words(text: str) -> list[str]:
    """The words of a text, lower-case, possessives without their ending."""
    return [re.sub(r"['’]s?$", "", m[0].lower()) for m in _WORD.finditer(text)]


def stem(word: str) -> str:
    """A word without its ending; words that say the same have one stem.

    >>> stem("returned"), stem("averaged")
    ('return', 'mean')
    """
    for row in _ALIKE:
        if word in row:
            return row[0]
    return _ENDING.sub("", word)


def prose(line: str) -> str:
    """A draft without tokens, marks and quotations."""
    return _QUOTED.sub(" ", _TOKEN.sub(" ", line))


def strange(own: str, sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """Words of a sentence that nothing gives it.

    `own` is its text with everything under a span blanked.
    """
    told = [w for line in rests_on for w in words(prose(line))]
    figures = cited(sentence, evidence)
    titles = [stem(w) for f in figures for w in dict.fromkeys(words(f.title)) if w not in WEIGHTY]
    bases = {stem(w) for f in figures for w in words(f.basis_display)}
    allowed = Counter(stem(w) for w in told) | Counter(titles) | Counter(bases)
    plain = (PLAIN if figures else _FRAME) | (TELLING if any(s.kind in {"source", "quote"} for s in sentence.spans) else set())
    values = sum(1 for s in sentence.spans if s.kind == "figure" and s.field in {"display", "magnitude"})
    seen = Counter[str]()
    for m in _WORD.finditer(_without_phrases(own, sentence, evidence, hedging="unhedg" in allowed)):
        (word,) = words(m[0]) or [""]
        by_stem = stem(word)
        seen[by_stem] += word not in plain
        most = max(allowed[by_stem], values) if by_stem in _REPEATED and allowed[by_stem] else allowed[by_stem]
        if (word in _TIMELESS and word not in told) or (word not in plain and not allowed[by_stem]):
            yield Offence(code="unsupported", start=m.start(), end=m.end(), what=f"{m[0]!r} is no word of what it rests on")
        elif word not in plain and seen[by_stem] > most:
            yield Offence(code="unsupported", start=m.start(), end=m.end(), what=f"{m[0]!r} stands once too often")


def lost(draft: str, rests_on: Sequence[str]) -> Iterator[str]:
    """Words of the lines that a sentence in their place must have: that it is of a backtest, and superlatives."""
    told = set(words(prose(draft)))
    for line in rests_on:
        by_rule = words(prose(line))
        if "backtest" in by_rule and not told & _BACKTEST:
            yield "this backtest"
        yield from (w for w in dict.fromkeys(by_rule) if w in SUPERLATIVES and w not in told)


#: Words that may stand with each value.
_REPEATED = frozenset({"cost", "lost", "earn", "return", "recover", "account", "hedg", "condor", "layer", "unhedg", "day"})
SUPERLATIVES = frozenset(
    "best worst largest smallest highest lowest longest deepest maximum minimum compounded break-even".split()
)


def cited(sentence: Sentence, evidence: Evidence) -> tuple[FigureView, ...]:
    """The figures that a sentence shows."""
    ids = {span.ref for span in sentence.spans if span.kind == "figure"}
    return tuple(f for f in evidence.figures if f.id in ids)


def _without_phrases(own: str, sentence: Sentence, evidence: Evidence, *, hedging: bool) -> str:
    """The words without what stands whole or not at all: bases, scopes, how a value is told, its period, with or without it."""
    phrases = {p for f in cited(sentence, evidence) for p in (f.basis_display, f.scope_display) if p}
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        own = re.sub(rf"\b{re.escape(phrase)}\b", _blank, own)
    telling = (_BROUGHT_IN,) if any(s.kind in {"source", "quote"} for s in sentence.spans) else ()
    for pattern in (_AMOUNTS, _A_PERIOD, _PLACED, *telling, *((_HEDGING,) if hedging else ())):
        own = pattern.sub(_blank, own)
    return own


def _blank(m: re.Match[str]) -> str:
    return "\0" * len(m[0])
