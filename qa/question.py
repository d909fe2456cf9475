"""Question: what is asked, read by rule: kind, figures, scope, tier and premises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import WrongUseError
from corpus.glossary import Glossary, Term
from corpus.manifest import Manifest
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.scope import Scope
from qa.document import Kind
from qa.evidence import names_of
from qa.question_scope import read_scope

LONGEST = 1000
_ADVICE = re.compile(
    r"\bshould (?:i|we|my|our|one)\b|\bwould you\b|\b(?:do|can) you (?:recommend|advise)\b|\bwhat (?:should|would you)\b"
    r"|\bis it (?:wise|smart|worth it) (?:for me|to)\b|\b(?:shall|must) i\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\s*(?:what(?:'s| is| are| does)|define|explain|meaning of)\s+(?:an? |(?P<the>the ))?"
    r"(?P<term>.+?)(?: mean| stand for)?\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_WHY = re.compile(r"\bwhy\b|\bhow (?:is|are|do|does)\b.*\b(?:work|works|measured|computed|calculated|defined)\b", re.IGNORECASE)
_REAL = re.compile(
    r"\b(?:in|with|from) (?:real|live|actual) (?:trading|money|accounts?)\b|\blive[- ]traded\b|\bin practice\b", re.IGNORECASE
)
_FALLS = re.compile(r"\bdrags? down (?:monthly )?returns?\b|\breduces? (?:the )?returns?\b", re.IGNORECASE)
#: The tiers that the method knows, by the words and credits that questions use for them.
_TIERS = {"conservative": ("conservative", "0.70"), "balanced": ("balanced", "1.15"), "aggressive": ("aggressive", "1.60")}


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
    #: name of the backtest that it names
    backtest: str | None
    tier: str | None
    term: Term | None
    presumed: tuple[Presumed, ...]
    #: words and numerals that would narrow the answer and were not understood
    unread: tuple[str, ...]


def parse_question(text: str, glossary: Glossary, manifests: Sequence[Manifest]) -> Question:
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
    known = [*(n.text for n in names_of(manifests)), *(word for words in _TIERS.values() for word in words)]
    scope, unread = read_scope(text, known)
    term = _term(text, glossary)
    keys = () if term else _keys(text)
    backtest, tier = _backtests(text, manifests), _tiers(text, manifests)
    presumed = [Presumed(code="real", text=m[0]) for m in _REAL.finditer(text)]
    presumed += [Presumed(code="cost", text=m[0]) for m in _FALLS.finditer(text)]
    return Question(
        text=text,
        kind=_kind(text, keys, term),
        keys=keys,
        scope=scope,
        backtest=backtest[0][1] if backtest else None,
        tier=tier[0][1] if tier else None,
        term=term,
        presumed=tuple(presumed),
        unread=tuple(dict.fromkeys((*unread, *_others(backtest), *_others(tier)))),
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
    """The term, where the question asks for nothing but its meaning; "the drawdown" is a figure, "drawdown" a term."""
    m = _TERM.match(text)
    if not m or (m["the"] and _keys(text)):
        return None
    asked = m["term"].strip().strip("“”\"'").lower()
    for term in glossary.terms:
        names = {name.lower().removeprefix("the ") for name in (term.name, *term.names)}
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
        r"\bhedg|\bALVH\b|\binsurance\b|\bprotection\b|\bit cost", text, re.IGNORECASE
    ):
        found.append((len(text), "drag.monthly.mean"))
    order = list(CATALOGUE)
    return tuple(dict.fromkeys(key for _, key in sorted(found, key=lambda f: (f[0], order.index(f[1])))))


def _backtests(text: str, manifests: Sequence[Manifest]) -> list[tuple[str, str]]:
    """The backtests that the question names, each with the words it uses."""
    return _named(text, [(word, m.name) for m in manifests for word in (m.title, m.name, *m.aliases)])


def _tiers(text: str, manifests: Sequence[Manifest]) -> list[tuple[str, str]]:
    """The tiers that the question names: first by the backtests' own names for theirs, then by the method's."""
    own = [(word, m.tier.id) for m in manifests if m.tier for word in (m.tier.name, *m.tier.aliases)]
    method = [(word, tier) for tier, known in _TIERS.items() for word in known]
    return [*_named(text, own), *_named(text, method)]


def _named(text: str, words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the words that stand in the text, as it writes them, with what they mean; the longest first."""
    found = []
    for word, meant in sorted(words, key=lambda w: -len(w[0])):
        if m := re.search(rf"(?<![\w.]){re.escape(word)}(?![\w%]|\.\d)", text, re.IGNORECASE):
            found.append((m[0], meant))
    return found


def _others(named: Sequence[tuple[str, str]]) -> list[str]:
    """The words for whatever else is named beside the one that is taken."""
    return list({meant: words for words, meant in reversed(named) if meant != named[0][1]}.values())
