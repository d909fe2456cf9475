"""Monthly client reports: one client, one month, nothing in them that the month's end did not know."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.backtests import Backtest
from corpus.errors import WrongUseError
from qa import evidence as ev
from qa.answer import Materials
from qa.assemble import sections, with_names
from qa.calculator.catalogue import compute
from qa.calculator.facts import Facts
from qa.calculator.figure import Figure, Missing
from qa.calculator.scope import Dates, Scope
from qa.citation import cite
from qa.disclosures import disclosures
from qa.document import (
    AnswerDocument,
    Dataset,
    Name,
    NotComputedView,
    PlanView,
    Provenance,
    ReportView,
    SeriesView,
    SourceView,
    TermView,
)
from qa.draft import Draft, DraftSection
from qa.guard import accept
from qa.numerals import find, write_date
from qa.wording import lead, qualified
from reports.clients import Client
from reports.files import write_whole
from reports.render import render

_TABLE = ("return.unhedged.total", "return.hedged.total", "drag.monthly.mean")
_KEYS = (*_TABLE, "drag.monthly.median", "drawdown.max.unhedged", "drawdown.max.hedged")
_TERMS = ("drag", "time-weighted-return", "maximum-drawdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The stretches of time that a report speaks of, all ending with its month."""

    month: Scope
    year: Scope
    start: Scope

    @property
    def labelled(self) -> tuple[tuple[str, Scope], ...]:
        return (("the month", self.month), ("the year to date", self.year), ("since the start", self.start))


def spans_of(month: str, facts: Facts) -> Spans:
    """The spans of a report month `YYYY-MM`.

    Raises
    ------
    WrongUseError
        It is no month, or the data don't hold it whole.
    """
    if not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", month):
        raise WrongUseError(f"{month!r} is no month", where="--month", mend="write it as YYYY-MM")
    labels = facts.months.labels
    if month not in labels:
        what = f"the backtest {facts.backtest.name} has no {month}; its months run from {labels[0]} to {labels[-1]}"
        raise WrongUseError(what, where="--month", mend="choose one of these")
    year, number = (int(x) for x in month.split("-"))
    end = date(year, number, monthrange(year, number)[1])
    first = facts.daily.index[0].date()
    return Spans(
        month=Scope(dates=Dates(date(year, number, 1), end)),
        year=Scope(dates=Dates(max(date(year, 1, 1), first.replace(day=1)), end)),
        start=Scope(dates=Dates(None, end)),
    )


def monthly_report(client: Client, month: str, backtest: Backtest, materials: Materials) -> AnswerDocument:
    """The report of one client for one month, as an answer document of kind `report`."""
    facts = Facts(backtest)
    spans = spans_of(month, facts)
    results = [compute(key, scope, facts) for _, scope in spans.labelled for key in _KEYS if _wanted(key, scope, spans)]
    figures = [r for r in results if isinstance(r, Figure)]
    missing = _once([r for r in results if isinstance(r, Missing)])
    sources = ev.Sources()
    terms = [t for t in materials.library.glossary.terms if t.slug in _TERMS]
    defined = [(t.name, sources.cite(t.passage, t.passage.start, t.passage.end)) for t in terms]
    assumed = ev.assumptions(backtest)
    assumptions = sources.cite(assumed, assumed.start, assumed.end) if assumed else None
    evidence = ev.Evidence(
        question="",
        figures=ev.view_figures(figures),
        series=_series(facts, spans),
        sources=sources.all,
        names=(*ev.names_of([backtest]), *_client_name(client), *ev.names_of_terms(materials.library.glossary)),
    )
    draft = _draft(evidence, spans, defined, assumptions, backtest)
    as_of = min(str(facts.daily.index[facts.daily.index.to_period("M") == month][-1].date()), str(spans.month.dates.end))  # type: ignore[union-attr]
    texts = any(s.id in sources.samples and s is not assumptions for s in sources.all)
    title = accept(draft.title, evidence)
    document = AnswerDocument(
        question=None,
        kind="report",
        status="partial" if missing else "answered",
        reason=accept(f"Not all could be computed: {missing[0].why}.", evidence) if missing else None,
        title=title,
        date=as_of,
        date_display=write_date(as_of),
        category="Monthly report",
        tags=(),
        summary=tuple(accept(s, evidence) for s in draft.summary),
        sections=sections(draft, evidence),
        figures=evidence.figures,
        series=evidence.series,
        not_computed=tuple(_not_computed(m, evidence) for m in missing),
        sources=evidence.sources,
        names=(),
        claims=(),
        conflicts=(),
        premises=(),
        choices=(),
        terms=tuple(TermView(slug=t.slug, name=t.name, aliases=t.aliases, definition=t.definition) for t in terms),
        related=(),
        disclosures=tuple(
            accept(s, evidence) for s in disclosures(evidence.figures, sample_data=backtest.sample, sample_texts=texts)
        ),
        citation=cite(title.text, as_of, materials.desk),
        plan=PlanView(kind="report", keys=_KEYS, scopes=tuple(str(s) for _, s in spans.labelled), reading="one month of one client"),
        report=_report(client, month, as_of, backtest),
        provenance=Provenance(
            corpus=materials.library.digest,
            backtests=(Dataset(name=backtest.name, digest=backtest.digest),),
            version=materials.version,
            writer="rules",
            model=None,
            usage=None,
            command=f"hedgecite report --clients clients.toml --month {month} --out published",
        ),
    )
    return with_names(document, evidence)


def write_report(document: AnswerDocument, client: Client, folder: Path, cache_folder: Path) -> tuple[Path, Path]:
    """Write a report's page and its JSON document into a folder."""
    assert document.report is not None
    stem = f"{client.id}-{document.report.month}"
    page, data = folder / f"{stem}.html", folder / f"{stem}.json"
    write_whole(page, render(document, "html", cache_folder))
    write_whole(data, render(document, "json", cache_folder))
    return page, data


def _wanted(key: str, scope: Scope, spans: Spans) -> bool:
    """Medians and drawdowns are told of the whole run up to the month only; one month has none to speak of."""
    return scope is spans.start or key in _TABLE


def _once(missing: list[Missing]) -> list[Missing]:
    """One of each reason and figure, over whichever span."""
    return list({(m.spec.key, str(m.why)): m for m in missing}.values())


def _not_computed(m: Missing, evidence: ev.Evidence) -> NotComputedView:
    reason = str(m.why)
    return NotComputedView(key=m.spec.key, scope=str(m.scope), reason=accept(f"{reason[0].upper()}{reason[1:]}.", evidence))


def _client_name(client: Client) -> tuple[Name, ...]:
    return (Name(ref=f"client.{client.id}", text=client.name),) if find(client.name) else ()


def _report(client: Client, month: str, as_of: str, backtest: Backtest) -> ReportView:
    badge = "Backtested" if backtest.manifest.hypothetical else "Actual"
    id_ = hashlib.sha256(f"{client.id} {month} {backtest.digest}".encode()).hexdigest()[:12]
    return ReportView(client=client.name, month=month, as_of=as_of, badge=badge, id=id_)


def _series(facts: Facts, spans: Spans) -> tuple[SeriesView, ...]:
    """Returns and drag by span, one series a figure, those that can't be computed left out."""
    views: list[SeriesView] = []
    for key in _TABLE:
        cells = [(label, compute(key, scope, facts)) for label, scope in spans.labelled]
        if any(isinstance(c, Missing) for _, c in cells):
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


def _draft(
    evidence: ev.Evidence, spans: Spans, defined: list[tuple[str, SourceView]], assumptions: SourceView | None, backtest: Backtest
) -> Draft:
    by = {(f.key, f.scope): f for f in evidence.figures}
    base = by[("return.unhedged.total", str(spans.month))]
    hedged = by.get(("return.hedged.total", str(spans.month)))
    drag = by.get(("drag.monthly.mean", str(spans.month)))
    summary = [f"In {{{base.id}.end}} the account returned {{{base.id}}} without the hedge."]
    if hedged and drag:
        verb = "cost" if drag.value >= 0 else "earned"
        summary = [f"In {{{base.id}.end}} the account returned {{{hedged.id}}} with the hedge and {{{base.id}}} without it."]
        summary.append(f"The hedge {verb} {{{drag.id}.magnitude}} of the account in the month.")
    whole = {key: f for (key, scope), f in by.items() if scope == str(spans.start)}
    sections_ = [
        DraftSection(heading="Returns", sentences=_link(defined, "Time-weighted"), series=tuple(s.id for s in evidence.series)),
        DraftSection(heading="What the hedge cost", sentences=(*_link(defined, "Drag"), *_drag(whole))),
        DraftSection(heading="Drawdown", sentences=(*_link(defined, "Maximum"), *_fall(whole))),
        DraftSection(heading="Limits", sentences=_assumed(assumptions, backtest)),
    ]
    return Draft(
        title=f"Monthly report, {{{base.id}.end}}",
        summary=tuple(summary),
        sections=tuple(s for s in sections_ if s.sentences or s.series),
    )


def _link(defined: list[tuple[str, SourceView]], start: str) -> tuple[str, ...]:
    """The cited definition of a term."""
    return tuple(f"{name}: {{{s.id}@0:{len(s.quote)}}} [{s.id}]" for name, s in defined if name.startswith(start))


def _drag(whole: dict[str, ev.FigureView]) -> list[str]:
    mean, median = whole.get("drag.monthly.mean"), whole.get("drag.monthly.median")
    if mean is None or median is None:
        return []
    return [f"Since the start {lead(mean)} {qualified(mean)}.", f"In the same months {lead(median)}."]


def _fall(whole: dict[str, ev.FigureView]) -> list[str]:
    unhedged, hedged = whole.get("drawdown.max.unhedged"), whole.get("drawdown.max.hedged")
    if unhedged is None:
        return []
    without = f"Since the start the largest fall was {{{unhedged.id}.magnitude}} without the hedge"
    return [f"{without} and {{{hedged.id}.magnitude}} with it." if hedged else f"{without}."]


def _assumed(source: SourceView | None, backtest: Backtest) -> tuple[str, ...]:
    said, at = [], 0
    for assumption in backtest.manifest.assumptions if source else ():
        assert source is not None
        said.append(f"{{{source.id}@{at}:{at + len(assumption)}}} [{source.id}]")
        at += len(assumption) + 1
    return tuple(said)
