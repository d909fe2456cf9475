"""Monthly client reports: one client, one month, nothing in them that the month's end did not know."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from corpus.backtests.backtest import Backtest
from qa.answer import Materials, access_of
from qa.calculator.core.facts import Facts
from qa.document import AnswerDocument, Dataset, FigureView, PlanView, ReportView
from qa.lines import Line
from qa.llm.model import Asked, ModelAccess
from qa.llm.writing import signed, write
from qa.numerals import write_date
from qa.verify import assemble
from qa.verify.guard import accept
from qa.write.citation import cite
from qa.write.disclosures import disclosures
from reports.monthly.account import account_of
from reports.monthly.claims import claim_views
from reports.monthly.clients import Client, ModelFee
from reports.monthly.draft import sections
from reports.monthly.gather import BORROWED, NEEDED, Gathered, Making, fee_words, gather
from reports.monthly.spans import has_month, month_end, spans_of
from reports.monthly.summary import short_answer

_COMMAND = "hedgecite report --clients clients.toml --month {month} --out published"
_MARK = "{client} · {month} · report {id} · {kind}{draft}"


def monthly_report(client: Client, month: str, backtest: Backtest, making: Making) -> AnswerDocument:
    """The report of one client for one month, as an answer document of kind `report`.

    Raises
    ------
    WrongUseError
        The month is none, the backtest doesn't have it, or the client's account can't be had.
    """
    end = month_end(month)
    has_month(month, Facts(backtest))
    facts = Facts(account_of(client, _with_lent(backtest, making), end))
    g = gather(client, backtest, facts, spans_of(month, facts), making)
    return _document(g, month, making)


def _with_lent(backtest: Backtest, making: Making) -> Backtest:
    """The backtest with the benchmark that another lends it."""
    lent = {BORROWED if name in backtest.series else name: closes for name, closes in making.lent.items()}
    return replace(backtest, series={**backtest.series, **lent}) if lent else backtest


def _document(g: Gathered, month: str, making: Making) -> AnswerDocument:
    materials = making.materials
    writing = write(short_answer(g), g.evidence, _access(g.client, materials))
    made = replace(writing.draft, sections=sections(g))
    evidence = g.evidence
    title = accept(made.title, evidence)
    texts = assemble.texts_of(evidence.sources, g.samples)
    said = disclosures(evidence.figures, sample_data=g.facts.backtest.sample, texts=texts)
    said = (*said, *(making.legends if g.facts.backtest.manifest.hypothetical else ()))
    document = AnswerDocument(
        question=None,
        kind="report",
        status="partial" if g.missing else "answered",
        reason=accept(Line.REPORT_MISSING.format(why=g.missing[0].why), evidence) if g.missing else None,
        title=title,
        date=making.made,
        date_display=write_date(making.made) if making.made else None,
        category="Monthly report",
        tags=(),
        summary=tuple(accept(s, evidence) for s in made.summary),
        sections=assemble.sections(made, evidence),
        figures=evidence.figures,
        series=evidence.series,
        not_computed=assemble.missing_figures(g.missing, evidence),
        sources=evidence.sources,
        names=(),
        claims=claim_views(g.claims, evidence),
        conflicts=(),
        premises=(),
        choices=(),
        terms=assemble.terms(g.terms),
        related=(),
        disclosures=tuple(accept(s, evidence) for s in said),
        citation=cite(title.text, making.made, materials.desk),
        plan=_plan(g),
        report=_report(g, month, making),
        provenance=assemble.provenance(
            [Dataset(name=b.name, digest=b.digest) for b in (g.facts.backtest, g.actual) if b],
            materials.library.digest,
            materials.version,
            _COMMAND.format(month=month),
        ),
    )
    told = replace(document, figures=_used(document))
    return signed(assemble.with_names(told, evidence), evidence, Asked(), writing.asked)


def _used(document: AnswerDocument) -> tuple[FigureView, ...]:
    """The figures that the report tells, plans or holds a claim against."""
    said = (document.title, document.reason, *document.summary, *(n.reason for n in document.not_computed))
    said += (*document.disclosures, *(x for s in document.sections for x in (s.heading, *s.sentences)))
    refs = {span.ref for s in said if s is not None for span in s.spans if span.kind == "figure"}
    refs |= {claim.figure for claim in document.claims if claim.figure} | {
        span.ref for c in document.claims for span in c.note.spans
    }
    return tuple(f for f in document.figures if f.id in refs or f.key in document.plan.keys)


def _access(client: Client, materials: Materials) -> ModelAccess:
    """How the report may use the model: not at all where the client's setting is off, and never told who the client is."""
    access = access_of(materials)
    model = access.model if client.model == "on" else None
    return replace(access, model=model, private=(client.name, client.id, *access.private))


def _plan(g: Gathered) -> PlanView:
    known = {f.key for f in g.evidence.figures} | {m.spec.key for m in g.missing}
    keys = tuple(key for key in NEEDED if key in known)
    scopes = tuple(dict.fromkeys(f.scope for f in g.evidence.figures if f.key in NEEDED))
    return PlanView(kind="report", keys=keys, scopes=scopes, added=(), reading="one month of one client")


def _report(g: Gathered, month: str, making: Making) -> ReportView:
    client, manifest, spans = g.client, g.facts.backtest.manifest, g.spans
    told = json.dumps([client.model_dump(mode="json", exclude_none=True), month, g.facts.backtest.digest], sort_keys=True)
    id_ = hashlib.sha256(told.encode()).hexdigest()[:12]
    draft = _draft_reasons(client)
    as_of = spans.as_of.isoformat()
    kind = "Hypothetical" if manifest.hypothetical else "Actual"
    mark = _MARK.format(
        client=client.name,
        month=write_date(month),
        id=id_,
        kind=kind,
        draft=", draft, not for distribution" if draft else "",
    )
    return ReportView(
        client=client.name,
        month=month,
        as_of=as_of,
        badge="Backtested" if manifest.hypothetical else "Actual",
        id=id_,
        as_of_display=write_date(as_of),
        data_to=spans.data_to.isoformat(),
        data_to_display=write_date(spans.data_to.isoformat()),
        made=making.made,
        made_display=write_date(making.made) if making.made else None,
        strategy=manifest.title,
        currency=client.currency or manifest.capital.currency,
        joined=client.joined.isoformat() if client.joined else None,
        joined_display=write_date(client.joined.isoformat()) if client.joined else None,
        fee=fee_words(client),
        audience=client.audience,
        approved_by=client.approved_by,
        approved_on=client.approved_on.isoformat() if client.approved_on else None,
        approved_on_display=write_date(client.approved_on.isoformat()) if client.approved_on else None,
        kind=_kind(g),
        standing=_standing(g, draft),
        verdicts=tuple(held.verdict for held in g.claims),
        draft=draft,
        mark=mark,
        language=client.language or "en",
    )


def _kind(g: Gathered) -> str:
    """What kind of result it is."""
    if not g.facts.backtest.manifest.hypothetical:
        return Line.KIND_ACTUAL.value
    return (Line.KIND_SAMPLE if g.facts.backtest.sample else Line.KIND_BACKTEST).value


def _standing(g: Gathered, draft: tuple[str, ...]) -> str:
    """Whether money was traded, net of what, and what keeps it a draft."""
    manifest, client = g.facts.backtest.manifest, g.client
    net = {"gross": Line.KIND_GROSS, "net_of_costs": Line.KIND_COSTS, "net_of_all": Line.KIND_ALL}[manifest.fees]
    if manifest.fees == "net_of_all":
        told = f"{net}."
    elif client.fee is None:
        told = f"{net}; {Line.KIND_FEE_NONE}"
    elif client.fee == "none":
        told = f"{net}; {Line.KIND_FEE_FREE}"
    else:
        line = Line.KIND_FEE_MODEL if isinstance(client.fee, ModelFee) else Line.KIND_FEE
        told = f"{net}; {line.format(fee=fee_words(client))}"
    said = [Line.KIND_UNTRADED.value] if manifest.hypothetical else []
    return " ".join([*said, told, *([Line.KIND_DRAFT.format(reasons="; ".join(draft))] if draft else [])])


def _draft_reasons(client: Client) -> tuple[str, ...]:
    """What keeps a report a draft."""
    missing = [] if client.audience else ["no audience is stated"]
    return (*missing, *([] if client.approved_by else ["nobody has approved it"]))
