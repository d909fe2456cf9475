"""Gathering: a plan and the passages found become evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.index.index import Found
from corpus.index.near import NOWHERE, Near
from corpus.texts.documents import Passage
from corpus.texts.edits import Ruling
from corpus.texts.glossary import DIFFER, TECHNICAL, Glossary, Term
from corpus.texts.library import Library
from qa.calculator.catalogue import spec_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.scope import Period, Scope
from qa.document import SourceView
from qa.evidence import evidence as ev
from qa.evidence import quotations
from qa.evidence.beside import cite_beside
from qa.evidence.charts import Chart, make_charts, series_of, wanted
from qa.evidence.claimed import claims_on
from qa.evidence.claims import Claim
from qa.evidence.conflicts import Opposed, followed, opposed, slice_of, subject_of
from qa.evidence.levels import level_asked
from qa.evidence.of_record import audited, stated_of
from qa.evidence.paragraphs import asking
from qa.evidence.quotations import Quotation, is_term
from qa.evidence.refuted import Refuted, refuted_in
from qa.evidence.results import results_of, with_readings, with_sides
from qa.evidence.rules import rules_quoted
from qa.evidence.shown import Shown
from qa.evidence.sides import Side, sides_of
from qa.evidence.silence import Silence, silence, unnamed
from qa.evidence.stated import Carried, carried
from qa.evidence.why import Account, account_of
from qa.evidence.why_texts import told_by
from qa.understand.enumerated import asks_each
from qa.understand.kinds import asks_agreement
from qa.understand.names import names_of, names_of_figures, names_of_terms
from qa.understand.plan import Plan, within
from qa.understand.question import Question, RuleAsked

#: Values that usually come no further apart are daily, or weekly [days].
_A_DAY, _A_WEEK = 4, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The evidence, and what each part of it is for."""

    question: Question
    plan: Plan
    evidence: ev.Evidence
    charts: tuple[Chart, ...]
    missing: tuple[Missing, ...]
    claims: tuple[tuple[Claim, SourceView], ...]
    quotes: tuple[Quotation, ...]
    #: for a question that asks what a term means, what its page says of it under which heading, the definition first
    meaning: tuple[tuple[str, SourceView], ...]
    #: what the import warns of, and the manifest's assumptions
    limits: tuple[SourceView, ...]
    terms: tuple[Term, ...]
    #: ids of sources from the shipped sample
    samples: frozenset[str]
    #: of a comparison, each side by its figure, or None where it has none
    sides: tuple[tuple[Side, Shown | None], ...] = ()
    #: of a comparison, the sides of each further figure that is asked for, or that could be meant
    readings: tuple[tuple[str, tuple[tuple[Side, Shown | None], ...]], ...] = ()
    #: by how much the first of two backtests exceeds the second
    difference: Shown | None = None
    #: ranges stated for a week or a year, carried to a month
    carried: tuple[Carried, ...] = ()
    #: for a why, what made the result of its period
    account: Account | None = None
    #: what the question is about and no passage found speaks of
    silence: Silence | None = None
    #: what the texts say against the rules that are quoted
    opposed: tuple[Opposed, ...] = ()
    #: whether it is asked if the texts contradict each other
    at_odds: bool = False
    #: which text the house follows on what
    rulings: tuple[Ruling, ...] = ()
    #: for a question on the record itself, what its manifest states of that
    stated: tuple[tuple[SourceView, tuple[int, int]], ...] = ()
    #: whether a text speaks of an audit
    audited: bool = False
    #: parts of the question, in its words, that the page doesn't answer
    unanswered: tuple[str, ...] = ()
    #: what the quotations claim that the figures refute, each with its figure
    refuted: tuple[tuple[Refuted, Shown], ...] = ()

    def figure(self, key: str, scope: Scope | None = None) -> Shown | None:
        """The figure of a key, within the plan's scope unless another is given."""
        wanted = within(key, self.plan.scope if scope is None else scope)
        own = self.plan.backtest.name if self.plan.backtest else ""
        return next((f for f in self.evidence.shown if (f.key, f.scope, f.figure.backtest) == (key, wanted, own)), None)

    @property
    def leading_period(self) -> Period:
        """The period of the leading figure, a month where it has none."""
        return (spec_of(self.plan.asked[0]).period if self.plan.asked else None) or "month"

    @property
    def step(self) -> str:
        """How often the backtest has a value, as an adjective."""
        step = self.plan.facts.step if self.plan.facts else 1
        return "daily" if step <= _A_DAY else "weekly" if step <= _A_WEEK else "monthly"

    def shown(self, id_: str) -> Shown | None:
        """The computed figure with an id."""
        return next((f for f in self.evidence.shown if f.id == id_), None)


def gather(
    question: Question,
    plan: Plan,
    found: Sequence[Passage],
    library: Library,
    near: Near = NOWHERE,
    of_rules: Sequence[tuple[RuleAsked, Found]] = (),
) -> Gathered:
    """Compute the plan's figures, read what the library claims of them, and cite what will be quoted from `found`.

    What is `near` by meaning says which paragraphs answer; without it their words do. `of_rules` is what was found for each
    rule that the question asks for.
    """
    facts = plan.facts
    sources = ev.Sources()
    claims = claims_on(plan, found, library) if question.decision == "answer" else []
    results = results_of(plan, facts, claims) if facts and plan.keys else []
    sides = sides_of(plan, facts) if facts else None
    account = account_of(plan, facts, question.text.lower()) if facts and plan.keys else None
    figures, held = with_sides([r for r in results if isinstance(r, Figure)], sides)
    others = plan.offered if question.decision == "clarify" else plan.asked[1:]
    figures, readings = with_readings(figures, others, plan, facts) if sides and facts else (figures, ())
    figures += account.figures if account else ()
    cited = tuple((c, sources.cite(c.passage, c.start, c.end)) for c in claims)
    sure = question.decision == "answer"
    meaning = _meaning(question.term, question.other_term, sources) if question.term and account is None else ()
    quotes = tuple(Quotation(source=s, parts=((0, len(s.quote)),)) for s in told_by(account, library, sources)) if account else ()
    said_nothing = None
    ruled = rules_quoted(of_rules if sure else (), library, sources)
    quotes, said_nothing = (ruled.quotes, ruled.silence) if ruled.quotes else (quotes, said_nothing)
    if not quotes and sure and not question.record:
        quotes, said_nothing = _quotes(question, plan, found, library, near, sources)
    method = not plan.keys or plan.kind == "mixed"
    at_odds = asks_agreement(question.text.lower())
    subject = subject_of(question.text) if at_odds else None
    told_of = {*map(slice_of, quotes), *((p.document.path, p.start, p.end) for p in found if at_odds)}
    against = opposed(told_of, library, sources, level_asked(question.text), subject) if quotes and sure and method else ()
    quotes = followed(quotes, against, question.text)
    denied = refuted_in(quotes, library, facts) if facts and sure else ()
    figures += [r.figure for r in denied if not any(_place(r.figure) == _place(f) for f in figures)]
    shown = ev.turned(ev.show_figures(figures, in_bp=any(want.unit == "bp" for want in question.wants)))
    seen = {id(one.figure): one for one in shown}
    by_place = {_place(one.figure): one for one in reversed(shown)}
    told = (ev.findings(plan.backtest), ev.assumptions(plan.backtest)) if plan.backtest and results else ()
    limits = tuple(sources.cite(p, p.start, p.end) for p in told if p)
    manifest = limits[-1:] if told and told[-1] else ()
    each = asks_each(question.text.lower())
    charts = _charts(plan, facts, results, each=each) if facts and sides is None and account is None and sure else ()
    ranges = carried(cited, len(shown) + 1) if shown else ()
    named = (*plan.keys, *plan.offered, *question.other)
    evidence = ev.Evidence(
        question=question.text,
        figures=(*(one.view for one in shown), *(f for c in ranges for f in (c.low, c.high))),
        shown=shown,
        series=sides.series if sides else account.series if account else series_of(charts),
        sources=sources.all,
        names=(
            *names_of([b.manifest for b in plan.backtests]),
            *names_of_terms(library.glossary),
            *names_of_figures((*named, *map(plan.cut, named))),
        ),
    )
    return Gathered(
        question=question,
        plan=plan,
        evidence=evidence,
        charts=charts,
        missing=tuple(r for r in results if isinstance(r, Missing)),
        claims=cited,
        quotes=quotes,
        meaning=meaning,
        limits=limits,
        terms=_terms(question, library.glossary),
        samples=frozenset(sources.samples),
        at_odds=at_odds,
        sides=tuple((side, seen.get(id(figure))) for side, figure in held),
        readings=tuple((key, tuple((side, seen.get(id(figure))) for side, figure in of)) for key, of in readings),
        difference=seen.get(id(sides.difference)) if sides else None,
        carried=ranges,
        account=account,
        silence=said_nothing,
        opposed=against,
        rulings=library.edits.rulings,
        stated=tuple((source, span) for source in manifest for span in stated_of(question.text, question.record, source)),
        unanswered=(*question.unanswered, *ruled.unanswered),
        audited="audit" in question.record and audited(library),
        refuted=tuple((r, by_place[_place(r.figure)]) for r in denied),
    )


def _place(figure: Figure) -> tuple[str, str, str]:
    return figure.spec.key, str(figure.scope), figure.backtest


def _quotes(
    question: Question, plan: Plan, found: Sequence[Passage], library: Library, near: Near, sources: ev.Sources
) -> tuple[tuple[Quotation, ...], Silence | None]:
    """What is quoted: paragraphs where the texts are asked, unless they are silent, and sentences beside figures."""
    ask = asking(question.text, library, near)
    if plan.keys and plan.backtest is not None and plan.kind != "mixed":
        return cite_beside(ask, found, plan, library, sources), None
    if question.term is not None:
        own = {question.term, question.other_term}
        texts = [p for p in found if not is_term(p) and own & {*library.glossary.found_in(p.text)}]
        return quotations.cite_sentences(ask, texts, sources), None
    nothing = silence(ask, found) or unnamed(ask, question.scope, found, question.positions)
    if nothing is not None and nothing.whole:
        return (), nothing
    return quotations.cite(ask, found, sources), nothing


def _meaning(term: Term, other: Term | None, sources: ev.Sources) -> tuple[tuple[str, SourceView], ...]:
    """What a term's page says of it, under which heading, the definition first; beside another term both definitions."""
    own = [(TECHNICAL, term.technical), (DIFFER, term.differ)] if other is None else [(other.name, other.passage)]
    told = [(term.name, term.passage), *own]
    return tuple((heading, sources.cite(p, p.start, p.end)) for heading, p in told if p)


def _terms(question: Question, glossary: Glossary) -> tuple[Term, ...]:
    """The terms that a question names, and for one that asks for a meaning those that its page refers to."""
    asked = (question.term,) if question.term else ()
    see_also = (glossary.term(slug) for term in asked for slug in term.see_also)
    terms = (*asked, *glossary.found_in(question.text), *(t for t in see_also if t))
    return tuple({t.slug: t for t in terms}.values())


def _charts(plan: Plan, facts: Facts, results: Sequence[Figure | Missing], *, each: bool) -> tuple[Chart, ...]:
    """The charts of those figures asked for that could be computed, and of what-ifs whether they could or not."""
    computed = {r.spec.key for r in results if isinstance(r, Figure) and r.scope == plan.scope}
    spread = [key for key in plan.asked if key in computed or (computed and key.startswith("whatif."))]
    return make_charts(wanted(spread, plan.scope, each=each), facts, plan.scope)
