"""Question: what is asked, read by rule: kind, figures, scope, tier and premises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import month_number
from corpus.errors import WrongUseError
from corpus.glossary import Glossary, Term
from qa import numerals
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.scope import Bound, Dates, Op, Scope, between
from qa.document import Kind, Name

LONGEST = 1000
_ADVICE = re.compile(
    r"\bshould (?:i|we|my|our|one)\b|\bwould you\b|\b(?:do|can) you (?:recommend|advise)\b|\bwhat (?:should|would you)\b"
    r"|\bis it (?:wise|smart|worth it) (?:for me|to)\b|\b(?:shall|must) i\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\s*(?:what(?:'s| is| are| does)|define|explain|meaning of)\s+(?:an? |the )?(?P<term>.+?)(?: mean)?\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_WHY = re.compile(r"\bwhy\b|\bhow (?:is|are|do|does)\b.*\b(?:work|works|measured|computed|calculated|defined)\b", re.IGNORECASE)
_REAL = re.compile(
    r"\b(?:in|with|from) (?:real|live|actual) (?:trading|money|accounts?)\b|\blive[- ]traded\b|\bin practice\b", re.IGNORECASE
)
_FALLS = re.compile(r"\bdrags? down (?:monthly )?returns?\b|\breduces? (?:the )?returns?\b", re.IGNORECASE)
_VIX: tuple[tuple[re.Pattern[str], tuple[Op, ...]], ...] = (
    (re.compile(r"\bVIX(?: is| was| at| of)? (?:below|under|<|less than) ?(\d+(?:\.\d+)?)", re.IGNORECASE), ("<",)),
    (re.compile(r"\bVIX(?: is| was| at| of)? (?:above|over|>|more than) ?(\d+(?:\.\d+)?)", re.IGNORECASE), (">",)),
    (re.compile(r"\bVIX(?: is| was)? (?:at least|>=|at or above) ?(\d+(?:\.\d+)?)", re.IGNORECASE), (">=",)),
    (re.compile(r"\bVIX(?: is| was)? (?:between|from) (\d+(?:\.\d+)?) (?:and|to) (\d+(?:\.\d+)?)", re.IGNORECASE), (">=", "<")),
)
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
#: The tiers that the method knows, by the words and credits that questions use for them.
_TIERS = {"conservative": ("conservative", "0.70"), "balanced": ("balanced", "1.15"), "aggressive": ("aggressive", "1.60")}
_SPAN = re.compile(r"\b(?:from|between) (\d{4}) (?:to|and|until) (\d{4})\b|\b(\d{4}) ?[-–] ?(\d{4})\b", re.IGNORECASE)
_IN_MONTH = re.compile(rf"\b(?:in |during )?{_MONTH},? (\d{{4}})\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"\b(?:in|during|for) (\d{4})\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (\d{4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumed:
    """Words of the question that take something for granted."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read."""

    text: str
    kind: Kind
    #: figures asked for, in the order of their mention
    keys: tuple[str, ...]
    scope: Scope
    tier: str | None
    term: Term | None
    presumed: tuple[Presumed, ...]
    #: numerals that played no part in the reading
    unread: tuple[str, ...]


def parse_question(text: str, glossary: Glossary, names: Sequence[Name]) -> Question:
    """Read a question.

    Raises
    ------
    WrongUseError
        It is empty, or longer than 1,000 characters.
    """
    text = " ".join(text.split())
    if not text:
        raise WrongUseError("the question is empty", where="question", mend='ask e.g. hedgecite ask "What does the hedge cost?"')
    if len(text) > LONGEST:
        what = f"the question has {len(text):,} characters, {LONGEST:,} are the most"
        raise WrongUseError(what, where="question", mend="ask a shorter one")
    scope, used = _scope(text)
    keys, term = _keys(text), _term(text, glossary)
    presumed = [Presumed(code="real", text=m[0]) for m in _REAL.finditer(text)]
    presumed += [Presumed(code="cost", text=m[0]) for m in _FALLS.finditer(text)]
    return Question(
        text=text,
        kind=_kind(text, keys, term),
        keys=keys,
        scope=scope,
        tier=_tier(text, names),
        term=term,
        presumed=tuple(presumed),
        unread=_unread(text, used, names),
    )


def _kind(text: str, keys: tuple[str, ...], term: Term | None) -> Kind:
    if _ADVICE.search(text):
        return "advice"
    if term:
        return "term"
    if not keys:
        return "method"
    return "mixed" if _WHY.search(text) else "cost"


def _term(text: str, glossary: Glossary) -> Term | None:
    """The term, where the question asks for nothing but its meaning."""
    m = _TERM.match(text)
    if not m:
        return None
    asked = m["term"].strip().strip("“”\"'").lower()
    for term in glossary.terms:
        names = {term.name.lower(), term.name.split(" (")[0].lower(), *(a.lower() for a in term.aliases)}
        if asked in names or asked.removesuffix("s") in names:
            return term
    return None


def _keys(text: str) -> tuple[str, ...]:
    """Figures whose words the question uses, longest words first where they overlap, in the order of mention."""
    words = [(s, spec.key) for spec in CATALOGUE.values() for s in spec.synonyms]
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, str]] = []
    for synonym, key in sorted(words, key=lambda w: -len(w[0])):
        for m in re.finditer(rf"(?<!\w){re.escape(synonym)}s?(?!\w)", text, re.IGNORECASE):
            if all(m.span() == t or m.end() <= t[0] or m.start() >= t[1] for t in taken):
                taken.append(m.span())
                found.append((m.start(), key))
    if re.search(r"\b(?:cost|costs|expensive|pay)\b", text, re.IGNORECASE) and re.search(
        r"\bhedg|\bALVH\b|\binsurance\b", text, re.IGNORECASE
    ):
        found.append((len(text), "drag.monthly.mean"))
    order = list(CATALOGUE)
    return tuple(dict.fromkeys(key for _, key in sorted(found, key=lambda f: (f[0], order.index(f[1])))))


def _tier(text: str, names: Sequence[Name]) -> str | None:
    """The tier that the question names: first by the backtests' own names for theirs, then by the method's."""
    own = [(n.text, n.ref.removeprefix("tier.")) for n in names if n.ref.startswith("tier.")]
    words = [(word, tier) for tier, known in _TIERS.items() for word in known]
    for word, tier in [*sorted(own, key=lambda n: -len(n[0])), *words]:
        if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w%]|\.\d)", text, re.IGNORECASE):
            return tier
    return None


def _scope(text: str) -> tuple[Scope, list[tuple[int, int]]]:
    """The scope in words, and where those words stand."""
    used: list[tuple[int, int]] = []
    bounds: list[Bound] = []
    for pattern, ops in _VIX:
        for m in pattern.finditer(text):
            used.append(m.span())
            bounds += [Bound("vix", op, float(value)) for op, value in zip(ops, m.groups(), strict=True)]
    dates, place = _dates(text)
    return Scope(tuple(sorted(set(bounds))), dates), [*used, *([place] if place else [])]


def _dates(text: str) -> tuple[Dates | None, tuple[int, int] | None]:
    if m := _SPAN.search(text):
        return between(m[1] or m[3], m[2] or m[4]), m.span()
    if m := _IN_MONTH.search(text):
        month = f"{m[2]}-{month_number(m[1]):02d}"
        return between(month, month), m.span()
    if m := _IN_YEAR.search(text):
        return between(m[1], m[1]), m.span()
    if m := _SINCE.search(text):
        return between(m[1], None), m.span()
    return None, None


def _unread(text: str, used: list[tuple[int, int]], names: Sequence[Name]) -> tuple[str, ...]:
    known = [m.span() for n in names for m in re.finditer(re.escape(n.text), text, re.IGNORECASE)]
    left = [(a, b) for a, b in numerals.find(text) if not any(s <= a and b <= e for s, e in [*used, *known])]
    return tuple(text[a:b] for a, b in left)
