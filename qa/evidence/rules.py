"""Rules: what is quoted of each rule that a question asks for, the passage that states the first one ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.index.index import Found
from corpus.index.lexical import stems
from corpus.texts.library import Library
from qa.evidence import quotations
from qa.evidence.evidence import Sources
from qa.evidence.paragraphs import asking
from qa.evidence.quotations import Quotation
from qa.evidence.silence import Silence, silence
from qa.understand.question import RuleAsked

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


def _among(quote: Quotation, quotes: Sequence[Quotation]) -> bool:
    return any(q.source.id == quote.source.id for q in quotes)


def _once(quotes: Sequence[Quotation]) -> list[Quotation]:
    """Each source once, in order."""
    return [*{quote.source.id: quote for quote in reversed(quotes)}.values()][::-1]
