"""The guard: what no page may say, whoever wrote it."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.errors import HedgeciteError
from qa import numerals
from qa.document import FigureView, Sentence
from qa.evidence.evidence import Evidence
from qa.write.draft import Offence, bind

_ADVICE = re.compile(
    r"\b(?:you|clients?|investors?|traders?) (?:should|ought to|must|need to)\b|\bwe (?:recommend|advise|suggest)\b"
    r"|\b(?:is|are) recommended\b|\bconsider (?:buying|selling|adding|reducing)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"https?://|<[a-zA-Z/!]|\]\(|javascript:", re.IGNORECASE)
_OF_METHOD = re.compile(r"\b(?:the )?(?:methodology|corpus) (?:says|states|claims|expects|gives|puts)\b", re.IGNORECASE)


class GuardError(HedgeciteError):
    """A sentence by rule broke the promise: the program's fault, and no page is made of it."""


def check(draft: str, evidence: Evidence) -> tuple[Sentence, tuple[Offence, ...]]:
    """A draft sentence bound to the evidence, and every offence in it with its place."""
    sentence, unbound = bind(draft, evidence)
    return sentence, (*unbound, *_orphans(sentence), *_words(sentence))


def accept(draft: str, evidence: Evidence) -> Sentence:
    """A draft sentence by rule as a sentence.

    Raises
    ------
    GuardError
        The sentence has an offence.
    """
    sentence, offences = check(draft, evidence)
    if offences:
        first = offences[0]
        raise GuardError(f"{first.code} {first.what!r} in {sentence.text!r}", mend="please report this sentence")
    return sentence


def _orphans(sentence: Sentence) -> list[Offence]:
    """Numerals that no span accounts for."""
    covered = {i for span in sentence.spans for i in range(span.start, span.end)}
    return [
        Offence(code="orphan-numeral", start=a, end=b, what=sentence.text[a:b])
        for a, b in numerals.find(sentence.text)
        if any(i not in covered and sentence.text[i].isalnum() for i in range(a, b))
    ]


def _words(sentence: Sentence) -> list[Offence]:
    """Advice, markup, and what is said of the methodology without a source; quotations may say what they say."""
    own = list(sentence.text)
    for span in sentence.spans:
        if span.kind in {"quote", "echo", "name"}:
            own[span.start : span.end] = "\0" * (span.end - span.start)
    text = "".join(own)
    found = [("advice", m) for m in _ADVICE.finditer(text)] + [("markup", m) for m in _MARKUP.finditer(text)]
    if not any(span.kind == "source" for span in sentence.spans):
        found += [("unsourced", m) for m in _OF_METHOD.finditer(text)]
    return [Offence(code=code, start=m.start(), end=m.end(), what=m[0]) for code, m in found]


_TOKEN = re.compile(r"\{(F\d+)(?:\.([a-z]+))?\}")
_ENDS = re.compile(r"[;:.!?—()]|,? (?:and|but|while|whereas|against|versus|compared with|or) |/(?=\s*\{)", re.IGNORECASE)
#: Words of titles, and how prose says them.
_SAID = {
    "drag": r"drag\w*|cost|costs|hedge earned|took|shaved",
    "win": r"wins?|won|winning|earned something|profitable",
    "rate": r"rate|share|of the time|of (?:its|the|their)\b.*\btrades",
    "break-even": r"break-?even|had to win|have to win",
    "mean": r"mean|average|averaged",
    "median": r"median|typical",
    "maximum": r"maximum|largest|deepest|worst|at most",
    "drawdown": r"drawdowns?|fall|fell|falls|drop|dropped",
    "return": r"returns?|returned|gained|made (?!it)",
    "unhedged": r"unhedged|without (?:the hedge|it|hedging|any hedge)",
    "hedged": r"hedged|with (?:the hedge|it|hedging)",
    "monthly": r"monthly|months?",
    "trade": r"trades?",
    "capital": r"capital|base",
}
_IDLE = frozenset("of the a an in by for from with at on to less than all and when it its is hedge hedge's base".split())


@lru_cache(maxsize=2000)
def _title_words(title: str) -> frozenset[str]:
    """What distinguishes a title, as words in the singular."""
    words = (w for w in re.findall(r"[a-z&-]+", title.lower()) if w not in _IDLE or title.lower() == "capital base")
    return frozenset(re.sub(r"(?<=[a-rt-z])s$", "", w) for w in words)


def _has(text: str, words: frozenset[str]) -> bool:
    return any(_pattern(w).search(text) for w in words)


@lru_cache(maxsize=2000)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_SAID.get(word, re.escape(word) + 's?')})\b", re.IGNORECASE)


def clause(start: int, end: int, draft: str) -> str:
    """The clause of a draft in which a token stands."""
    return draft[slice(*bounds(start, end, draft))]


def bounds(start: int, end: int, draft: str) -> tuple[int, int]:
    """Where the clause begins and ends in which a token stands."""
    begin = max((e.end() for e in _ENDS.finditer(draft) if e.end() <= start and not _inside(e.start(), draft)), default=0)
    ends = (e.start() for e in _ENDS.finditer(draft) if e.start() >= end and not _inside(e.start(), draft))
    return begin, next(ends, len(draft))


def _inside(place: int, draft: str) -> bool:
    """Whether a place lies within a token, whose full stop ends nothing."""
    return draft.rfind("{", 0, place) > draft.rfind("}", 0, place)


def named(m: re.Match[str], draft: str, evidence: Evidence) -> bool:
    """Whether the sentence names the token's figure and scope and, where the token stands, no other."""
    figure = evidence.figure(m.group(1))
    if figure is None:
        return False
    if m.group(2) in {"interval", "n", "start", "end"} and _follows_own(m, draft):
        return True
    if m.group(2) in {"n", "start", "end"} and _shared(figure, m.group(2), draft, evidence):
        return True
    if not _has(draft, _title_words(figure.title)):
        return False
    return all(_told_apart(figure, other, m, draft) for other in evidence.figures if other.id != figure.id)


def contradicted(m: re.Match[str], draft: str, evidence: Evidence) -> bool:
    """Whether the clause of a value's token has the words of another figure and lacks its own."""
    figure = evidence.figure(m.group(1))
    if figure is None or m.group(2) not in {None, "display", "magnitude"}:
        return False
    here = _prose(clause(m.start(), m.end(), draft))
    for other in evidence.figures:
        own, others = (
            _title_words(figure.title) - _title_words(other.title),
            _title_words(other.title) - _title_words(figure.title),
        )
        if other.id != figure.id and others and _has(here, others) and not _has(here, own) and _all(here, others, own):
            return True
    scopes = _scopes(draft)
    return bool(scopes) and figure.scope not in {f.scope for f in evidence.figures if f.id in scopes}


def _all(here: str, others: frozenset[str], own: frozenset[str]) -> bool:
    """Every word of the other title is there, or the two differ by one word alone."""
    return len(own) <= 1 or all(_pattern(w).search(here) for w in others)


def _prose(draft: str) -> str:
    return re.sub(r"\{[^{}]*\}", " ", draft)


def _scopes(draft: str) -> set[str]:
    """Figures whose scope the sentence names."""
    return {m[1] for m in _TOKEN.finditer(draft) if m[2] == "scope"}


def _shared(figure: FigureView, field: str, draft: str, evidence: Evidence) -> bool:
    """Whether a field says the same of every figure whose value stands in the sentence, its own among them."""
    valued = {t[1] for t in _TOKEN.finditer(draft) if t[2] in {None, "display", "magnitude"}}
    told = {getattr(other, f"{field}_display") for other in evidence.figures if other.id in valued}
    return figure.id in valued and len(told) == 1


def _follows_own(m: re.Match[str], draft: str) -> bool:
    """Whether the last value before a field's token is the same figure's."""
    before = [t[1] for t in _TOKEN.finditer(draft, 0, m.start()) if t[2] in {None, "display", "magnitude"}]
    return bool(before) and before[-1] == m.group(1)


def _told_apart(figure: FigureView, other: FigureView, m: re.Match[str], draft: str) -> bool:
    """Whether words tell the token's figure from another: in its clause, else, where that has neither's, in the sentence.

    Where it has the words of both, the figure's own stand nearer to its token.
    """
    if figure.title == other.title:
        scoped = _scopes(draft)
        return figure.id in scoped or (figure.scope == "all" and other.id not in scoped)
    own, others = _title_words(figure.title) - _title_words(other.title), _title_words(other.title) - _title_words(figure.title)
    for begin, end in (bounds(m.start(), m.end(), draft), (0, len(draft))):
        near, far = (_distance(words, m, draft, begin, end) for words in (own, others))
        if near is not None or far is not None:
            return far is None or (near is not None and near < far)
    return not own


def _distance(words: frozenset[str], m: re.Match[str], draft: str, begin: int, end: int) -> int | None:
    """Characters from a token to the nearest of some words within bounds; beyond another figure's token they are far."""
    text = re.sub(r"\{[^{}]*\}", lambda t: " " * len(t[0]), draft)
    found = [hit.span() for w in words for hit in _pattern(w).finditer(text, begin, end)]
    return min((_between(place, m, draft) for place in found), default=None)


def _between(place: tuple[int, int], m: re.Match[str], draft: str) -> int:
    start, end = (place[1], m.start()) if place[1] <= m.start() else (m.end(), place[0])
    crossed = any(t[1] != m.group(1) for t in _TOKEN.finditer(draft, start, end))
    return end - start + (len(draft) if crossed else 0)
