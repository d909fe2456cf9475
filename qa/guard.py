"""The guard: what no page may say, whoever wrote it."""

from __future__ import annotations

import re

from corpus.errors import HedgeciteError
from qa import numerals
from qa.document import Sentence
from qa.draft import Offence, bind
from qa.evidence import Evidence

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
