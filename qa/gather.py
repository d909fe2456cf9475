"""Gathering: a plan and the passages found become evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.documents import AUTHORITIES, Passage
from corpus.glossary import DIFFER, FOLDER, TECHNICAL, Glossary, Term
from corpus.lexical import content_words, stems
from corpus.library import Library
from corpus.readers.text import sentences
from qa import evidence as ev
from qa.calculator.catalogue import compute, spec_of
from qa.calculator.facts import Facts
from qa.calculator.figure import Figure, Missing
from qa.calculator.scope import Scope
from qa.calculator.scope_text import parse_scope
from qa.claims import Claim, for_tier, read_claims
from qa.document import FigureView, SeriesView, SourceView
from qa.plan import Plan
from qa.question import Question
from qa.series import VIX_BANDS, breakdown

_QUOTED = 3
_MOST_CLAIMS = 12
#: A sentence of fewer content words is a byline or a label.
_FEWEST_WORDS = 4
#: What went in stands beside every figure that came out.
INPUTS = ("capital.base", "import.trades", "import.warnings")
#: Figures whose stated ranges are held against the computed ones, by the asked figure.
_CLAIMED = {
    "drag.monthly.mean": ("drag.monthly.mean", "return.unhedged.monthly.mean", "return.hedged.monthly.mean"),
    "return.unhedged.monthly.mean": ("return.unhedged.monthly.mean", "return.hedged.monthly.mean"),
    "return.hedged.monthly.mean": ("return.hedged.monthly.mean", "return.unhedged.monthly.mean"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The evidence, and what each part of it is for."""

    question: Question
    plan: Plan
    evidence: ev.Evidence
    missing: tuple[Missing, ...]
    claims: tuple[tuple[Claim, SourceView], ...]
    quotes: tuple[SourceView, ...]
    #: for a question that asks what a term means, what its page says of it under which heading, the definition first
    meaning: tuple[tuple[str, SourceView], ...]
    #: what the import warns of, and the manifest's assumptions
    limits: tuple[SourceView, ...]
    terms: tuple[Term, ...]
    #: ids of sources from the shipped sample
    samples: frozenset[str]

    def figure(self, key: str, scope: Scope | None = None) -> FigureView | None:
        """The figure of a key, within the plan's scope unless another is given."""
        wanted = str(self.plan.scope if scope is None else scope)
        return next((f for f in self.evidence.figures if f.key == key and f.scope == wanted), None)


def gather(question: Question, plan: Plan, found: Sequence[Passage], library: Library) -> Gathered:
    """Compute the plan's figures, read what the library claims of them, and cite what will be quoted from `found`."""
    facts = Facts(plan.backtest) if plan.backtest else None
    sources = ev.Sources()
    claims = _claims(plan, found, library)
    results = _results(plan, facts, claims) if facts and plan.keys else []
    cited = tuple((c, sources.cite(c.passage, c.start, c.end)) for c in claims)
    meaning = _meaning(question.term, sources) if question.term else ()
    quotes = _quotes(question, found, sources)
    told = (ev.findings(plan.backtest), ev.assumptions(plan.backtest)) if plan.backtest and results else ()
    limits = tuple(sources.cite(p, p.start, p.end) for p in told if p)
    evidence = ev.Evidence(
        question=question.text,
        figures=ev.view_figures([r for r in results if isinstance(r, Figure)]),
        series=_series(plan, facts) if facts else (),
        sources=sources.all,
        names=(*ev.names_of([plan.backtest.manifest] if plan.backtest else []), *ev.names_of_terms(library.glossary)),
    )
    return Gathered(
        question=_left_out(question),
        plan=plan,
        evidence=evidence,
        missing=tuple(r for r in results if isinstance(r, Missing)),
        claims=cited,
        quotes=quotes,
        meaning=meaning,
        limits=limits,
        terms=_terms(question, library.glossary),
        samples=frozenset(sources.samples),
    )


def _left_out(question: Question) -> Question:
    """The question with what no answer shows yet among the words that are not taken into account."""
    beside = [*(side.text for side in question.against), *(want.text for want in question.wants if want.unit != "percent")]
    return replace(question, unread=tuple(dict.fromkeys((*question.unread, *beside))))


def _results(plan: Plan, facts: Facts, claims: Sequence[Claim]) -> list[Figure | Missing]:
    """The plan's figures, those asked for with their reasons where there are none; then what they stand beside.

    Beside an extract stands the same figure over everything; beside a claim, the figure within the claim's scope.
    """
    planned = [compute(key, _claimed(key, plan.scope), facts) for key in plan.keys]
    asked = {*plan.asked, "execution.gap", *(plan.keys if not facts.backtest.has_hedge else ())}
    results = [r for r in planned if isinstance(r, Figure) or r.spec.key in asked]
    beside: list[tuple[str, Scope]] = []
    if plan.scope.tier is None:
        beside += [(key, Scope()) for key in (*plan.asked[:1], *INPUTS)]
        beside += [(c.key, c.scope) for c in claims if not c.circumstance and c.period == "month"]
        beside += plan.stated
    told = {(key, plan.scope) for key in plan.keys}
    others = [compute(key, scope, facts) for key, scope in dict.fromkeys(beside) if (key, scope) not in told]
    results += [r for r in others if isinstance(r, Figure)]
    if not any(isinstance(r, Figure) and r.spec.key not in INPUTS for r in results):
        results = [r for r in results if isinstance(r, Missing)]
    return results


def _claimed(key: str, scope: Scope) -> Scope:
    """The scope for a figure: a claim is held against those only that can be held against one."""
    return scope if "claim" in spec_of(key).narrows else scope.less("claim")


def _claims(plan: Plan, found: Sequence[Passage], library: Library) -> list[Claim]:
    """What the library claims of the figures asked for: the desk's own first, then by authority, then as near as found.

    Of claims that say the same the first stands for all.
    """
    keys = list(dict.fromkeys(key for asked in plan.asked for key in _CLAIMED.get(asked, ())))
    if not keys:
        return []
    near = {p.id: i for i, p in enumerate(found)}
    texts = (p for p in library.passages if not _is_term(p))  # the glossary tells what the texts claim
    tier = plan.backtest.manifest.tier.id if plan.backtest and plan.backtest.manifest.tier else None
    claims = [for_tier(c, tier) for p in texts for c in read_claims(p) if c.key in keys]
    claims.sort(
        key=lambda c: (
            keys.index(c.key),
            bool(c.scope.parts or c.circumstance),
            c.period != "month",
            _standing(c.passage),
            near.get(c.passage.id, len(near)),
        )
    )
    once = {(c.key, c.scope, c.low, c.high, c.period, c.denominator): c for c in reversed(claims)}
    return [c for c in claims if c in once.values()][:_MOST_CLAIMS]


def _standing(passage: Passage) -> tuple[bool, int]:
    """The desk's own texts before those of the shipped sample, which speak for nobody; then by authority."""
    return passage.document.sample, AUTHORITIES.index(passage.document.authority)


def _meaning(term: Term, sources: ev.Sources) -> tuple[tuple[str, SourceView], ...]:
    """What a term's page says of it, under which heading, the definition first."""
    told = ((term.name, term.passage), (TECHNICAL, term.technical), (DIFFER, term.differ))
    return tuple((heading, sources.cite(p, p.start, p.end)) for heading, p in told if p)


def _quotes(question: Question, found: Sequence[Passage], sources: ev.Sources) -> tuple[SourceView, ...]:
    """The sentence nearest to the question in each of the first sections, those already cited left out.

    A sentence that shares no word with the question is quoted only where there is no other.
    """
    quotes: list[SourceView] = []
    cited = {(s.document, s.start) for s in sources.all}
    told = set[tuple[str, str]]()
    spare: list[tuple[Passage, int, int]] = []
    for passage in found:
        place = (passage.document.path, passage.section)
        spans = [(a, b) for a, b in _statements(passage) if (passage.document.path, a) not in cited]
        if len(quotes) >= _QUOTED or not spans or place in told or _is_term(passage):
            continue
        shared, start, end = _nearest(spans, passage.document.text, question.text)
        if shared:
            told.add(place)
            quotes.append(sources.cite(passage, start, end))
        else:
            spare.append((passage, start, end))
    if not quotes and spare:
        quotes.append(sources.cite(*spare[0]))
    return tuple(quotes)


def _terms(question: Question, glossary: Glossary) -> tuple[Term, ...]:
    """The terms that a question names, and for one that asks for a meaning those that its page refers to."""
    asked = (question.term,) if question.term else ()
    see_also = (glossary.term(slug) for term in asked for slug in term.see_also)
    terms = (*asked, *glossary.found_in(question.text), *(t for t in see_also if t))
    return tuple({t.slug: t for t in terms}.values())


def _is_term(passage: Passage) -> bool:
    return passage.document.path.startswith(FOLDER)


def _statements(passage: Passage) -> list[tuple[int, int]]:
    """Spans of the sentences that state something: no headings, questions or bylines, and not the title over again."""
    text, title = passage.document.text, passage.document.title.rstrip("?. ")
    spans = sentences(text, passage.start, passage.end)
    stating = [(a, b) for a, b in spans if text[b - 1] in '.!”")' and not text[a:b].startswith("#")]
    return [(a, b) for a, b in stating if title not in text[a:b] and len(content_words(text[a:b])) >= _FEWEST_WORDS]


def _nearest(spans: Sequence[tuple[int, int]], text: str, question: str) -> tuple[int, int, int]:
    """How many words the nearest sentence shares with the question, and where it stands; the first on a tie."""
    asked = stems(question)
    shared = [len(stems(text[a:b]) & asked) for a, b in spans]
    most = max(shared)
    return most, *spans[shared.index(most)]


def _series(plan: Plan, facts: Facts) -> tuple[SeriesView, ...]:
    """Mean and median drag by VIX before entry, where drag is asked for over all months and can be computed."""
    keys = ("drag.monthly.mean", "drag.monthly.median")
    if not set(keys) <= set(plan.keys) or plan.scope.bounds or plan.scope.tier or "vix" not in facts.backtest.series:
        return ()
    if isinstance(compute(keys[0], plan.scope, facts), Missing):
        return ()
    parts = [(label, parse_scope(text)) for label, text in VIX_BANDS]
    views = [breakdown(facts, plan.scope, key, "VIX before entry", parts, "by_vix") for key in keys]
    return tuple(replace(view, id=f"T{i}") for i, view in enumerate((v for v in views if v), start=1))
