"""Stances: what sentences say of how the method works, where texts can contradict each other without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.evidence.told.asserted import is_asserted, is_stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One of the answers to a question of the method, and the words that give it, in the sentence."""

    subject: str
    value: str
    words: tuple[int, int]


_HEDGE = r"(?:the )?(?:hedge|ALVH|layers?|overlay|insurance|Adaptive Layered VIX Hedge)"
_LOSER = r"\blos(?:ing|t|ers?)\b[^.;]{0,60}?"
_MOST_MONTHS_FIRST = r"\b(?:in|for) (?:almost )?(?:most|nearly all) months\b[^.;]{0,40}?"
_MOST_MONTHS = r"[^.;]{0,40}?\b(?:in|for) (?:almost )?(?:most|nearly all) months\b"
_COSTS = r"(?<!negative )\b(?:costs?(?! nothing)|takes something|loses)\b"
_EARNS = r"\b(?:negative cost|costs? nothing|earns|gains|makes money|pays for itself)\b"
#: Each question with its answers, by the words that give them.
_QUESTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "what the layers are made of",
        (
            (
                "long calls on VIX",
                r"\blong (?:VIX )?calls\b(?: on VIX\b)?|\bVIX calls? (?:is|are) bought\b|\b(?:buys?|holds?) VIX calls\b",
            ),
            (
                "short calls on VIX",
                r"\bshort VIX calls\b|\b(?:sell(?:s|ing)?|sold) VIX calls\b(?! against)|\bVIX calls? (?:is|are) sold\b",
            ),
            ("futures on VIX", r"\blong VIX futures\b|\bmade of VIX futures\b"),
        ),
    ),
    (
        "where a losing condor is rolled",
        (
            ("forward", rf"{_LOSER}\broll(?:s|ed|ing)? (?:forward|out)\b"),
            ("in", rf"{_LOSER}\broll(?:s|ed|ing)? (?:in\b(?! time)|inward|towards)"),
        ),
    ),
    (
        "whether the hedge is ever paused",
        (
            (
                "always held",
                rf"\b{_HEDGE} (?:is|are) (?:always )?(?:held|kept|on) (?:in every|at all|in all|always|through)|\balways on\b",
            ),
            (
                "paused at times",
                rf"\b{_HEDGE}\b[^.;]{{0,50}}?\b(?:can|may|is|are) (?:be )?(?:paused|lapsed?|suspended|switched off)\b",
            ),
        ),
    ),
    (
        "whether the hedge costs in most months",
        (
            ("it costs", rf"{_MOST_MONTHS_FIRST}{_COSTS}|{_COSTS}{_MOST_MONTHS}"),
            ("it earns", rf"{_MOST_MONTHS_FIRST}{_EARNS}|{_EARNS}{_MOST_MONTHS}"),
        ),
    ),
    (
        "what 4/4/2 stands for",
        (
            ("calls of each layer", r"\b(?:four|4) calls?\b[^.]*\b(?:two|2) calls?\b"),
            ("shares of the notional", r"\bshares? of (?:the |its )?notional\b"),
            ("shares of the account", r"\b4% of the account in the short layer\b"),
            ("a number of layers", r"\bten layers\b"),
        ),
    ),
    (
        "what 0.70 stands for",
        (
            ("a delta", r"\bdelta of 0?\.70?\b|\b0?\.70?[- ]delta\b"),
            ("a credit", r"\bcredit (?:of|at)\b[^.]*|\$0\.70\b"),
            ("a distance from the market", r"\b70% out[- ]of[- ]the[- ]money\b"),
        ),
    ),
    (
        "whether a condor has a stop-loss",
        (
            ("none", r"\bno stop(?:-loss)?\b(?! fills)|\bwithout a stop-loss\b"),
            ("one", r"\ba stop-loss (?:is|of|at)\b|\b(?:use|place|set|uses|places|sets) a stop-loss\b"),
        ),
    ),
)
_READ = tuple(
    (subject, tuple((value, re.compile(words, re.IGNORECASE)) for value, words in answers)) for subject, answers in _QUESTIONS
)
#: What a sentence must speak of beside the words of an answer.
_ABOUT = {
    "whether the hedge costs in most months": re.compile(rf"\b{_HEDGE}\b", re.IGNORECASE),
    "what the layers are made of": re.compile(rf"\b{_HEDGE}\b", re.IGNORECASE),
    "what 4/4/2 stands for": re.compile(
        r"4/4/2|\bthree numbers\b|\bnumbers\b|\bsimpler version\b|\bten condors\b|\bten layers\b", re.IGNORECASE
    ),
    "what 0.70 stands for": re.compile(
        r"(?<!\$)\b0\.70\b(?!,? \$)[^.]*\b(?:condors?|tier|strike|named|setup)|\bconservative\b", re.IGNORECASE
    ),
}
_SEVENTY = re.compile(r"0\.70\b|\b70%")
_NOT_BOTH = re.compile(r"\bor\b|\bcan (?:also )?be paid\b", re.IGNORECASE)
_STANDS_FOR = re.compile(
    r"\b(?P<short>[A-Z][A-Za-z]*[A-Z]\w*),? (?:stands for|is short for|is|means|[-–—]) ?(?:the "
    r"|an? )?(?P<long>(?:[A-Z][\w-]*[ ,]?){2,6})"
    r"|\b(?P<short2>[A-Z][A-Za-z]*[A-Z]\w*), the (?P<long2>(?:[A-Z][\w-]* ?){2,6}),"
)


def stances_in(sentence: str, context: str = "", after: str = "") -> Iterator[Stance]:
    """The stances that a sentence takes; `context` is what stands above it and before it.

    >>> [(s.subject, s.value) for s in stances_in("EDR stands for Expected Daily Return.")]
    [('what EDR stands for', 'expected daily return')]
    """
    if not is_asserted(sentence, after):
        return
    yield from _meanings(sentence)
    for subject, answers in _READ:
        about = _ABOUT.get(subject)
        if about and not about.search(sentence) and not (subject == "what 4/4/2 stands for" and about.search(context)):
            continue
        for value, pattern in answers:
            m = pattern.search(sentence)
            if m and is_stated(sentence, *m.span()) and _sound(subject, sentence):
                yield Stance(subject=subject, value=value, words=m.span())


def _sound(subject: str, sentence: str) -> bool:
    """Whether a sentence tells of the subject and not of a choice."""
    return subject != "what 0.70 stands for" or _SEVENTY.search(sentence) is not None


def _meanings(sentence: str) -> Iterator[Stance]:
    """What short names stand for: words whose first letters they are."""
    for m in _STANDS_FOR.finditer(sentence):
        short, long = m["short"] or m["short2"], (m["long"] or m["long2"]).strip(" ,")
        if _spells(short, long):
            yield Stance(subject=f"what {short} stands for", value=" ".join(long.lower().split()), words=m.span())


def _spells(short: str, long: str) -> bool:
    letters = [c for c in short if c.isupper()]
    initials = [w[0] for w in re.split(r"[ -]+", long) if w]
    return len(letters) > 1 and letters[:2] == initials[:2]
