"""Proposed claims: where a language model sees one, held to all that holds for those that the rules find by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.readers.text import sentences
from corpus.texts.documents import Passage
from corpus.texts.edits import Proposed
from corpus.texts.library import Library
from qa.evidence.claims import Claim, claim_of, read_claims
from qa.evidence.quotations import is_term

#: What may stand before words and after them in their sentence, so that they are whole clauses of it.
_BEFORE = re.compile(r"(?:\A|[;\n•|])\s*(?:[-*•]\s+|\d+[.)]\s+)?\Z")
_AFTER = re.compile(r"\A\s*(?:\Z|[;\n|]|[.!]\s*\Z)")
#: What names whom a number is of, besides the method of the texts.
#: So far from a sentence its neighbours are looked for [characters].
_NEAR = 3000
_ELSE = re.compile(
    r"\b(?:competit\w+|rivals?|vendors?|products?|funds?|vault|inflation|index|S&P|benchmark|peers?|industry|example|suppose\w*"
    r"|imagin\w+|target\w*|goal|aim\w*|hop\w+|plan\w*|budget\w*|quot\w+|said|says|claims?|claimed|according)\b",
    re.IGNORECASE,
)


def proposed_claims(library: Library) -> tuple[Claim, ...]:
    """The claims that the rules read in the words that were proposed, without those that they read anyhow."""
    found = [one for p in dict.fromkeys(library.edits.proposed) for one in read_proposed(p, library)]
    return tuple({(c.passage.id, c.start, c.words, c.metric): c for c in found}.values())


def read_proposed(proposed: Proposed, library: Library) -> tuple[Claim, ...]:
    """What the rules read in some words of a document; nothing where they do not stand there once, whole and asserted.

    The words must be whole clauses of one sentence. Nothing around them, in the sentence, in the one before it or after it, may
    deny, suppose, withdraw or ask, or speak of others. No number is read of which the rules read something in the whole.
    """
    from qa.evidence.told.asserted import turns

    place = _place(proposed, library)
    if place is None:
        return ()
    passage, start, end = place
    text = passage.document.text
    spans = list(sentences(text, passage.start, passage.end))
    at = next((i for i, (a, b) in enumerate(spans) if a <= start and end <= b), None)
    if at is None:
        return ()
    first, last = spans[at]
    around = _neighbours(text, first, last)
    outside = f"{text[first:start]} {text[end:last]}"
    whole = _BEFORE.search(text[first:start]) and _AFTER.search(text[end:last])
    if not whole or any(turns(x) for x in (proposed.words, outside, *around)) or _ELSE.search(f"{outside} {proposed.words}"):
        return ()
    return tuple(_read(passage, start, end, (first, last)))


def _neighbours(text: str, first: int, last: int) -> tuple[str, ...]:
    """The sentence before a sentence and the one after it, be they in its passage or not."""
    before = list(sentences(text, max(0, first - _NEAR), first))
    after = list(sentences(text, last, min(len(text), last + _NEAR)))
    return tuple(text[slice(*span)] for span in (*before[-1:], *after[:1]))


def _place(proposed: Proposed, library: Library) -> tuple[Passage, int, int] | None:
    """Where the words stand, in which passage; None where they stand nowhere, twice, or in no passage that claims."""
    document = next((d for d in library.documents if d.path == proposed.document), None)
    if document is None or not proposed.words.strip() or document.text.count(proposed.words) != 1:
        return None
    start = document.text.index(proposed.words)
    end = start + len(proposed.words)
    own = (p for p in library.passages if p.document.path == document.path and p.start <= start and end <= p.end)
    passage = next((p for p in own if not is_term(p)), None)
    return (passage, start, end) if passage else None


def _read(passage: Passage, start: int, end: int, sentence: tuple[int, int]) -> Iterator[Claim]:
    from qa.evidence.told.quantities import quantities
    from qa.evidence.told.reader import told_in

    text = passage.document.text
    words = text[start:end]
    known = [(c.start + c.words[0], c.start + c.words[1]) for c in read_claims(passage)]
    told = told_in(words, told=text[passage.start : start], heading=passage.context)
    if len(told) != len(quantities(words)):  # a number that is of nothing could be what another is of
        return
    for one in told:
        a, b = start + one.words[0], start + one.words[1]
        if not any(a < d and c < b for c, d in known):
            shifted = replace(one, words=(a - sentence[0], b - sentence[0]))
            yield replace(claim_of(passage, sentence, shifted), proposed=True)
