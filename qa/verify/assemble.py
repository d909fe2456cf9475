"""Assembling: what was gathered and drafted becomes one document, every sentence of it through the guard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

from corpus.texts.glossary import Term
from qa.calculator.catalogue import spec_of
from qa.calculator.core.figure import Missing
from qa.calculator.core.scope import Scope
from qa.document import (
    AnswerDocument,
    ClaimView,
    Conflict,
    Dataset,
    NotComputedView,
    Premise,
    Provenance,
    Section,
    Sentence,
    SourceView,
    Status,
    TermView,
)
from qa.evidence.claims import TIMED, Claim, compare, held_against, view
from qa.evidence.conflicts import disagreements
from qa.evidence.evidence import Evidence
from qa.evidence.gather import Gathered
from qa.lines import Line
from qa.numerals import write_date
from qa.verify.datasets import datasets
from qa.verify.guard import accept
from qa.verify.status import status_of
from qa.write.citation import cite
from qa.write.comparison import reading
from qa.write.disclosures import Texts, disclosures
from qa.write.draft import Draft
from qa.write.of_record import of_record_alone
from qa.write.premises import DraftPremise, premises
from qa.write.wording import adverbial, category, lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a document says of where it comes from."""

    #: date of the page, ISO
    date: str | None
    #: name of the desk, for the citation
    desk: str
    corpus: str
    version: str
    command: str
    #: id of the answer that this follows up
    parent: str | None = None


def assemble(g: Gathered, draft: Draft, frame: Frame) -> AnswerDocument:
    """The answer document."""
    evidence = g.evidence
    status, reason = status_of(g)
    title = accept(draft.title, evidence)
    document = AnswerDocument(
        question=g.question.text,
        kind=g.plan.kind,
        status=status,
        reason=accept(reason, evidence) if reason else None,
        title=title,
        date=frame.date,
        date_display=write_date(frame.date) if frame.date else None,
        category=category(g.plan.asked[0]) if g.plan.asked and not of_record_alone(g) else "Method",
        tags=tuple(t.name.split(" (")[0] for t in g.terms),
        summary=tuple(_worded(s, draft, evidence) for s in draft.summary),
        sections=sections(draft, evidence),
        figures=evidence.figures,
        series=evidence.series,
        not_computed=missing_figures(g.missing, evidence),
        sources=evidence.sources,
        names=(),
        claims=_claims(g),
        conflicts=_conflicts(g),
        premises=tuple(_premise(p, evidence) for p in premises(g)),
        choices=tuple(accept(text, evidence) for text in _choices(g, status)),
        terms=terms(g.terms),
        related=(),
        disclosures=tuple(accept(s, evidence) for s in _disclosures(g)),
        citation=cite(title.text, frame.date, frame.desk),
        plan=g.plan.view(),
        report=None,
        provenance=_provenance(g, frame),
        parent=frame.parent,
    )
    return with_names(_with_cited(document), evidence)


def _with_cited(document: AnswerDocument) -> AnswerDocument:
    """The document with those sources alone that a sentence, a claim or a contradiction of it refers to.

    What was read and nothing says is no source of the page; the others keep their numbers.
    """
    used = {span.ref for s in _sentences(document) for span in s.spans if span.kind in {"quote", "source"}}
    used |= {claim.source for claim in document.claims} | {id_ for c in document.conflicts for id_ in c.between}
    return replace(document, sources=tuple(s for s in document.sources if s.id in used))


def sections(draft: Draft, evidence: Evidence) -> tuple[Section, ...]:
    """The draft's sections, bound to the evidence."""
    return tuple(
        Section(
            kind=s.kind,
            heading=accept(s.heading, evidence),
            sentences=tuple(_worded(sentence, draft, evidence) for sentence in s.sentences),
            series=s.series,
        )
        for s in draft.sections
    )


def _worded(text: str, draft: Draft, evidence: Evidence) -> Sentence:
    """A sentence of the draft, with the lines that it stands for where a language model wrote it."""
    return replace(accept(text, evidence), replaces=draft.replaces.get(text, ()))


def with_names(document: AnswerDocument, evidence: Evidence) -> AnswerDocument:
    """The document with those of the evidence's names that its sentences use."""
    used = {(span.ref, s.text[span.start : span.end]) for s in _sentences(document) for span in s.spans if span.kind == "name"}
    terms = {(t.slug, t.name) for t in document.terms}
    names = tuple(n for n in evidence.names if (n.ref, n.text) in used and (n.ref, n.text) not in terms)
    return replace(document, names=names)


def _sentences(value: object) -> Iterable[Sentence]:
    if isinstance(value, Sentence):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _sentences(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from _sentences(getattr(value, f.name))


def _choices(g: Gathered, status: Status) -> tuple[str, ...]:
    """What could be meant: each reading by its title, with its figure where one is computed, or those of its sides."""
    said, sided = [], bool(g.plan.against)
    by_side = dict(g.readings)
    other = g.question.other if status != "declined" else ()
    for key in dict.fromkeys(map(g.plan.cut, (*(g.plan.offered if status == "clarify" else ()), *other))):
        if told_of := reading(by_side.get(key, ())):
            said.append(Line.CHOICE_FIGURE.format(title=spec_of(key).title, figure=told_of))
            continue
        shown, title = None if sided else g.figure(key), spec_of(key).title
        told = shown is not None and shown.spec.sentences is not None and shown.spec.sentences.below
        if shown is not None and shown.scope.less("tier", "claim") != Scope():
            title = f"{title}, {adverbial(shown)}"
        line = Line.CHOICE if shown is None else Line.CHOICE_TOLD if told else Line.CHOICE_FIGURE
        said.append(line.format(title=title, figure=f"{{{shown.id}}}" if shown else "", lead=lead(shown) if shown else ""))
    return tuple(said)


def missing_figures(missing: Iterable[Missing], evidence: Evidence) -> tuple[NotComputedView, ...]:
    """Figures that were asked for, each with its reason as a sentence."""

    def reason(text: str) -> Sentence:
        return accept(f"{text[0].upper()}{text[1:]}.", evidence)

    return tuple(NotComputedView(key=m.spec.key, scope=str(m.scope), reason=reason(str(m.why))) for m in missing)


def terms(found: Iterable[Term]) -> tuple[TermView, ...]:
    """Terms as a document holds them."""
    return tuple(TermView(slug=t.slug, name=t.name, aliases=t.aliases, definition=t.definition) for t in found)


def _claims(g: Gathered) -> tuple[ClaimView, ...]:
    views = []
    for claim, source in g.claims:
        if claim.metric not in TIMED:  # a document's claims are for a period; the others stand in the short answer
            continue
        figure = g.figure(held_against(claim), claim.scope)
        verdict, note = compare(claim, figure)
        note += _a_month(g, claim)
        views.append(view(claim, source.id, figure, verdict, accept(note, g.evidence)))
    return tuple(views)


def _a_month(g: Gathered, claim: Claim) -> str:
    """What a range stated for a week or a year comes to in a month, where it was carried to one."""
    found = next((c for c in g.carried if c.claim is claim), None)
    return Line.CLAIM_A_MONTH.format(low=f"{{{found.low.id}}}", high=f"{{{found.high.id}}}") if found else ""


def _conflicts(g: Gathered) -> tuple[Conflict, ...]:
    ids = {id(claim): source.id for claim, source in g.claims}
    told = [
        (d.about, (ids[id(d.first)], ids[id(d.second)]), d.note)
        for d in disagreements([(claim, source.id) for claim, source in g.claims], g.rulings, every=g.at_odds)
    ]
    told += [(o.about, (o.first.id, o.second.id), o.note) for o in g.opposed]
    return tuple(
        Conflict(about=accept(about, g.evidence), between=between, note=accept(note, g.evidence)) for about, between, note in told
    )


def _premise(draft: DraftPremise, evidence: Evidence) -> Premise:
    text, note = accept(draft.text, evidence), accept(draft.note, evidence)
    return Premise(text=text, verdict=draft.verdict, figures=draft.figures, note=note)


def _disclosures(g: Gathered) -> tuple[str, ...]:
    sample_data = bool(g.evidence.figures) and g.plan.backtest is not None and g.plan.backtest.sample
    return disclosures(g.evidence.figures, sample_data=sample_data, texts=texts_of(g.evidence.sources, g.samples))


def texts_of(sources: Iterable[SourceView], samples: frozenset[str]) -> Texts:
    """Whose words the sources are, a manifest's own aside."""
    found = {s.id in samples for s in sources if s.authority != "manifest"}
    return "both" if found == {True, False} else "sample" if found == {True} else "own"


def _provenance(g: Gathered, frame: Frame) -> Provenance:
    used = datasets(g)
    whole = [d.name for d in used if d.until is None]
    named = "" if "--backtest" in frame.command else "".join(f" --backtest {name}" for name in whole)
    return provenance(used, frame.corpus, frame.version, frame.command + named)


def provenance(backtests: Sequence[Dataset], corpus: str, version: str, command: str) -> Provenance:
    """Where a document comes from: digests of corpus and data, the version, the command."""
    return Provenance(
        corpus=corpus,
        backtests=tuple(backtests),
        version=version,
        writer="rules",
        model=None,
        usage=None,
        command=command,
    )
