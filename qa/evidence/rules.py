"""Rules: what is quoted of each rule that a question asks for, the passage that states the first one ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.index.index import Found
from corpus.index.lexical import stems
from corpus.readers.text import sentences
from corpus.texts.documents import Passage
from corpus.texts.library import Library
from qa.evidence import quotations
from qa.evidence.evidence import Sources
from qa.evidence.ledger import conflicts_of
from qa.evidence.paragraphs import Asking, asking
from qa.evidence.quotations import Quotation
from qa.evidence.silence import Silence, silence
from qa.understand.question import RuleAsked

_WHY = re.compile(r"\W*(?:(?:and|so|but) )*why\b", re.IGNORECASE)
#: A text that gives a reason says so.
_REASON = re.compile(
    r"\b(?:because|so that|since|therefore|that is why|for this reason|is meant to|in order to)\b", re.IGNORECASE
)
#: So many passages are quoted at most.
_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesQuoted:
    """What is quoted of rules, and what the texts leave open."""

    quotes: tuple[Quotation, ...] = ()
    #: words for something that happened, of which nothing found speaks
    silence: Silence | None = None
    #: rules that no text states, in the question's words
    unanswered: tuple[str, ...] = ()


def rules_quoted(of_rules: Sequence[tuple[RuleAsked, Found]], library: Library, sources: Sources) -> RulesQuoted:
    """The passage that states each rule, then what else was found for them; where the texts say nothing on any, nothing."""
    leading, rest, lacking, silent = list[Quotation](), list[Quotation](), list[str](), list[str]()
    for rule, found in of_rules:
        ask = asking(rule.asked, library, found.near)
        nothing = silence(ask, found.passages)
        naming = [p for p in found.passages if not rule.of or stems(rule.of) <= stems(f"{p.context} {p.text}")]
        if rule.undisputed:
            naming = [p for p in naming if p.document.path not in _contradicted(library) and not quotations.is_term(p)]
            naming = [p for p in naming if _gives_reason(ask, p)] if _WHY.match(rule.asked) else naming
        own = () if nothing is not None and nothing.whole else quotations.cite(ask, naming, sources)
        told = own[:1] if own and own[0].sure else ()
        silent += [] if told else [rule.text]
        said = frozenset().union(*(stems(p.text) for p in found.passages))
        lacking += [word for word in rule.happened if not stems(word) & said]
        first = not leading
        leading += [quote if first else replace(quote, beside=True, lower=False) for quote in told if not _among(quote, leading)]
        rest += own[1:]
    others = [quote for quote in rest if not _among(quote, leading)]
    kept = tuple(_once([*leading, *others]))[: max(_MOST, len(leading))]
    if not leading:
        return RulesQuoted()
    return RulesQuoted(
        quotes=kept, silence=Silence(words=tuple(lacking), whole=False) if lacking else None, unanswered=tuple(silent)
    )


def _gives_reason(ask: Asking, passage: Passage) -> bool:
    """Whether a passage has all words that are asked, and a sentence of it more than half of them and a reason."""
    text = passage.document.text
    said = (text[a:b] for a, b in sentences(text, passage.start, passage.end))
    known = {s for s in ask.stems if ask.rarity.knows(s)}
    whole = known <= stems(f"{passage.context} {passage.text}")
    return whole and any(_REASON.search(words) and 2 * ask.shared(stems(words)) > 1 for words in said)


@lru_cache(maxsize=4)
def _contradicted(library: Library) -> frozenset[str]:
    """The documents that say something which one of higher authority contradicts, or against which the house has ruled."""
    return frozenset(
        pair.second.passage.document.path
        for pair in conflicts_of(library)
        if pair.ruling is not None or pair.first.passage.document.authority != pair.second.passage.document.authority
    )


def _among(quote: Quotation, quotes: Sequence[Quotation]) -> bool:
    return any(q.source.id == quote.source.id for q in quotes)


def _once(quotes: Sequence[Quotation]) -> list[Quotation]:
    """Each source once, in order."""
    return [*{quote.source.id: quote for quote in reversed(quotes)}.values()][::-1]
