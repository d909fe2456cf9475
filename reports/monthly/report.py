"""Monthly client reports: one client, one month, nothing in them that the month's end did not know."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from corpus.texts.glossary import Term
from qa.answer import Materials, access_of
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.periods import label
from qa.calculator.core.scope import Dates, Scope
from qa.document import AnswerDocument, Name, PlanView, ReportView, SeriesView, SourceView
from qa.evidence import evidence as ev
from qa.evidence.charts import GROWTH, HEATMAP, UNDERWATER, Chart, make_charts, series_of
from qa.lines import Line
from qa.llm.model import Asked, ModelAccess
from qa.llm.writing import signed, write
from qa.numerals import write_date
from qa.understand.names import names_of, names_of_terms
from qa.verify import assemble
from qa.verify.guard import accept
from qa.write.charts import chart_section
from qa.write.citation import cite
from qa.write.disclosures import disclosures
from qa.write.draft import DraftSection
from reports.files import write_whole
from reports.monthly.clients import Client
from reports.monthly.draft import compose_report
from reports.pages.render import render

_TABLE = ("return.unhedged.total", "return.hedged.total", "drag.monthly.mean")
_KEYS = (*_TABLE, "drag.monthly.median", "drawdown.max.unhedged", "drawdown.max.hedged")
_CHARTS = (GROWTH, HEATMAP, UNDERWATER)
_COMMAND = "hedgecite report --clients clients.toml --month {month} --out published"
_TERMS = ("drag", "time-weighted-return", "maximum-drawdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The stretches of time that a report speaks of, all ending with its month."""

    #: last day of the month that the data hold
    as_of: date
    month: Scope
    year: Scope
    start: Scope

    @property
    def labelled(self) -> tuple[tuple[str, Scope], ...]:
        """Each span under the name that its table row has."""
        return (("the month", self.month), ("the year to date", self.year), ("since the start", self.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one report is made from."""

    evidence: ev.Evidence
    charts: tuple[Chart, ...]
    missing: tuple[Missing, ...]
    terms: tuple[Term, ...]
    #: definitions by the slug of their term
    defined: dict[str, SourceView]
    #: what the import warns of, and the manifest's assumptions
    limits: tuple[SourceView, ...]
    samples: frozenset[str]


def spans_of(month: str, facts: Facts) -> Spans:
    """The spans of a report month `YYYY-MM`.

    Raises
    ------
    WrongUseError
        It is no month, or the backtest doesn't have it.
    """
    if not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", month):
        raise WrongUseError(f"{month!r} is not a month", where="--month", mend="write it as YYYY-MM")
    labels = [label(day, "month") for day in facts.periods("month").first]
    if month not in labels:
        what = f"the backtest {facts.backtest.name} has no {month}; its months run from {labels[0]} to {labels[-1]}"
        raise WrongUseError(what, where="--month", mend="choose one of these")
    year, number = (int(x) for x in month.split("-"))
    end = date(year, number, monthrange(year, number)[1])
    days = [day for day in facts.days.astype(object) if day <= end]
    return Spans(
        as_of=max(days),
        month=Scope(dates=Dates(date(year, number, 1), end)),
        year=Scope(dates=Dates(date(year, 1, 1), end)),
        start=Scope(dates=Dates(None, end)),
    )


def monthly_report(client: Client, month: str, backtest: Backtest, materials: Materials) -> AnswerDocument:
    """The report of one client for one month, as an answer document of kind `report`.

    Raises
    ------
    WrongUseError
        The month is none, or the backtest doesn't have it.
    """
    facts = Facts(backtest)
    spans = spans_of(month, facts)
    g = _gather(client, facts, spans, materials)
    charts = _charts(g, backtest.manifest.title, spans.start)
    by_rule = compose_report(g.evidence, spans.month, spans.start, g.defined, g.limits, charts)
    writing = write(by_rule, g.evidence, _access(client, materials))
    draft = writing.draft
    title, evidence, as_of = accept(draft.title, g.evidence), g.evidence, spans.as_of.isoformat()
    texts = assemble.texts_of(evidence.sources, g.samples)
    said = disclosures(evidence.figures, sample_data=backtest.sample, texts=texts)
    document = AnswerDocument(
        question=None,
        kind="report",
        status="partial" if g.missing else "answered",
        reason=accept(Line.REPORT_MISSING.format(why=g.missing[0].why), evidence) if g.missing else None,
        title=title,
        date=as_of,
        date_display=write_date(as_of),
        category="Monthly report",
        tags=(),
        summary=tuple(accept(s, evidence) for s in draft.summary),
        sections=assemble.sections(draft, evidence),
        figures=evidence.figures,
        series=evidence.series,
        not_computed=assemble.missing_figures(g.missing, evidence),
        sources=evidence.sources,
        names=(),
        claims=(),
        conflicts=(),
        premises=(),
        choices=(),
        terms=assemble.terms(g.terms),
        related=(),
        disclosures=tuple(accept(s, evidence) for s in said),
        citation=cite(title.text, as_of, materials.desk),
        plan=_plan(spans),
        report=_report(client, month, as_of, backtest),
        provenance=assemble.provenance([backtest], materials.library.digest, materials.version, _COMMAND.format(month=month)),
    )
    return signed(assemble.with_names(document, evidence), evidence, Asked(), writing.asked)


def _access(client: Client, materials: Materials) -> ModelAccess:
    """How the report may use the model: not at all where the client's setting is off, and never told who the client is."""
    access = access_of(materials)
    model = access.model if client.model == "on" else None
    return replace(access, model=model, private=(client.name, client.id, *access.private))


def write_report(document: AnswerDocument, client: Client, folder: Path, cache_folder: Path) -> tuple[Path, Path]:
    """Write a report's page and its JSON document into a folder."""
    assert document.report is not None
    stem = f"{client.id}-{document.report.month}"
    page, data = folder / f"{stem}.html", folder / f"{stem}.json"
    write_whole(page, render(document, "html", cache_folder))
    write_whole(data, render(document, "json", cache_folder))
    return page, data


def _gather(client: Client, facts: Facts, spans: Spans, materials: Materials) -> Gathered:
    """Figures over each span, the definitions of the report's terms, and the manifest's assumptions."""
    results = [compute(key, scope, facts) for _, scope in spans.labelled for key in _KEYS if _wanted(key, scope, spans)]
    sources = ev.Sources()
    terms = tuple(t for t in materials.library.glossary.terms if t.slug in _TERMS)
    defined = {t.slug: sources.cite(t.passage, t.passage.start, t.passage.end) for t in terms}
    told = (ev.findings(facts.backtest), ev.assumptions(facts.backtest))
    limits = tuple(sources.cite(p, p.start, p.end) for p in told if p)
    missing = {(r.spec.key, str(r.why)): r for r in results if isinstance(r, Missing)}
    spanned = _series(facts, spans)
    charts = make_charts(_CHARTS, facts, spans.start, first=len(spanned) + 1)
    shown = ev.turned(ev.show_figures([r for r in results if isinstance(r, Figure)]))
    evidence = ev.Evidence(
        question="",
        figures=tuple(one.view for one in shown),
        shown=shown,
        series=(*spanned, *series_of(charts)),
        sources=sources.all,
        names=(*names_of([facts.backtest.manifest]), *_client_name(client), *names_of_terms(materials.library.glossary)),
    )
    return Gathered(
        evidence=evidence,
        charts=charts,
        missing=tuple(missing.values()),
        terms=terms,
        defined=defined,
        limits=limits,
        samples=frozenset(sources.samples),
    )


def _charts(g: Gathered, title: str, start: Scope) -> dict[str, DraftSection]:
    """The sections of the charts by their titles."""
    figures = {f.key: f for f in g.evidence.shown if f.scope == start}
    return {chart.kind.title: chart_section(chart, title, figures.get(chart.kind.figure)) for chart in g.charts}


def _wanted(key: str, scope: Scope, spans: Spans) -> bool:
    """Medians and drawdowns are told of the whole run up to the month: a month alone has none to speak of."""
    return scope is spans.start or key in _TABLE


def _plan(spans: Spans) -> PlanView:
    scopes = tuple(str(scope) for _, scope in spans.labelled)
    return PlanView(kind="report", keys=_KEYS, scopes=scopes, added=(), reading="one month of one client")


def _client_name(client: Client) -> tuple[Name, ...]:
    return (Name(ref=f"client.{client.id}", text=client.name),)


def _report(client: Client, month: str, as_of: str, backtest: Backtest) -> ReportView:
    badge = "Backtested" if backtest.manifest.hypothetical else "Actual"
    id_ = hashlib.sha256(f"{client.id} {month} {backtest.digest}".encode()).hexdigest()[:12]
    return ReportView(client=client.name, month=month, as_of=as_of, badge=badge, id=id_)


def _series(facts: Facts, spans: Spans) -> tuple[SeriesView, ...]:
    """Returns and drag by span, one series a figure, those that can't be computed left out."""
    views: list[SeriesView] = []
    for key in _TABLE:
        cells = [(label, compute(key, scope, facts)) for label, scope in spans.labelled]
        if any(isinstance(cell, Missing) for _, cell in cells):
            continue
        spec = cells[0][1].spec
        views.append(
            SeriesView(
                id=f"T{len(views) + 1}",
                key=f"{key}.by_span",
                title=f"{spec.title} by span",
                unit=spec.unit,
                scope=str(spans.start),
                dataset=facts.backtest.digest,
                points=ev.view_points(cells, flag_few=False),
            )
        )
    return tuple(views)
