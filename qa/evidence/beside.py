"""Beside figures: which sentences of the texts stand there, those that speak of what is measured and hold on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.backtests.backtest import Backtest
from corpus.index.lexical import content_words, stems
from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.library import Library
from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope import Scope
from qa.evidence.assertions import read_rules
from qa.evidence.claimed import for_backtest
from qa.evidence.claims import Claim, read_claims
from qa.evidence.evidence import Sources
from qa.evidence.ledger import against, corrected
from qa.evidence.paragraphs import Asking, Paragraph, Span, ranked
from qa.evidence.quotations import BESIDE, SURE, Quotation, is_term
from qa.understand.plan import Plan

_MOST = 3
#: Words of titles that say how something is measured, over what or whose it is, and not what is measured.
_MEASURES = stems(
    "mean median average typical total sum summed annual annualized annualised yearly monthly weekly daily year month week "
    "day years months weeks days period periods trade trades night nights number count share shares percent percentage "
    "percentile points largest longest highest lowest smallest best worst costliest biggest least most maximum minimum "
    "single first last hedged unhedged hedge hedging account base strategy condor condors layer layers call calls method "
    "backtest money amount deviation standard statistic rate ratio value values figure difference change compared excluding "
    "without within before after over under between during until whether other all one two size same part parts geometric "
    "arithmetic log reduction expected losing winning lost won streak run realized realised unrealized"
)
#: The cost of the hedge goes by several names.
_COST = stems("drag cost costs costly")


def measured(keys: Iterable[str]) -> frozenset[str]:
    """The stems of what figures measure: of each title the first word that doesn't say how.

    >>> sorted(measured(("sharpe.hedged",))), sorted(measured(("drag.monthly.mean",)))
    (['sharp'], ['cost', 'drag'])
    """
    named = (next((s for word in content_words(spec_of(key).title) for s in stems(word) - _MEASURES), "") for key in keys)
    found = frozenset(word for word in named if word)
    return found | _COST if found & _COST else found


def cite_beside(ask: Asking, found: Sequence[Passage], plan: Plan, library: Library, sources: Sources) -> tuple[Quotation, ...]:
    """The deciding sentences of the best paragraphs that may stand beside the plan's figures.

    None of the glossary, none that is cited already or says again what one before it says; none where no text speaks of what
    is measured.
    """
    cited = {(s.document, s.start) for s in sources.all}
    subject = measured(plan.asked)
    chosen: list[Paragraph] = []
    own = replace(ask, near=replace(ask.near, asked={}))  # what readers ask of a passage says what it answers, and no figure
    best = ranked(own, [p for p in found if not is_term(p)])
    for one in (p for p in best if p.score >= max(SURE, best[0].score - BESIDE) or not ask.near.passages):
        told = stems(_said(one))
        heading = stems(one.passage.section)
        if one.rows or (one.passage.document.path, one.sentence[0]) in cited or not (told | heading) & subject:
            continue
        if heading & _COST and not subject & _COST:  # a section on the drag, on a page on something else
            continue
        if any(_again(told, stems(_said(before))) for before in chosen) or not _fits(one, subject, plan, library):
            continue
        chosen.append(one)
        if len(chosen) == _MOST:
            break
    made = [sources.cite(p.passage, *p.sentence) for p in chosen]
    return tuple(Quotation(source=s, parts=((0, len(s.quote)),)) for s in made)


def _said(one: Paragraph) -> str:
    return one.passage.document.text[slice(*one.sentence)]


def _again(told: frozenset[str], before: frozenset[str]) -> bool:
    """Whether a sentence has more than half of the words of another, or the other of its."""
    return 2 * len(told & before) > min(len(told), len(before))


def _fits(one: Paragraph, subject: frozenset[str], plan: Plan, library: Library) -> bool:
    """Whether a sentence claims something of what is measured, if anything, and no text of higher standing denies it."""
    claims = [*claims_within(one.passage, one.sentence, library, plan.backtest)]
    if claims and not any(_is_of(claim, subject, plan) for claim in claims):
        return False
    rules = [r for r in read_rules(one.passage) if one.sentence[0] <= r.start and r.end <= one.sentence[1]]
    return not any(
        pair.second in rules and (pair.ruling is not None or _rank(pair.first.passage) < _rank(pair.second.passage))
        for pair in (against(rules, library) if rules else ())
    )


def _is_of(claim: Claim, subject: frozenset[str], plan: Plan) -> bool:
    if not claim.key or claim.circumstance or not measured((claim.key,)) & subject:
        return False
    return claim.scope in {Scope(), plan.scope.less("tier", "claim")}


def _rank(passage: Passage) -> int:
    return AUTHORITIES.index(passage.document.authority)


def claims_within(passage: Passage, span: Span, library: Library, backtest: Backtest | None) -> Iterator[Claim]:
    """What a passage claims within a slice of its document, as the editor corrected it and as it stands to a backtest."""
    for claim in read_claims(passage):
        if span[0] <= claim.start and claim.end <= span[1] and (own := corrected(claim, library.edits)) is not None:
            yield for_backtest(own, backtest)
