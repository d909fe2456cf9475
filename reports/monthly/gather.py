"""Gathering: all that one report is made from, computed on the client's own account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from corpus.texts.glossary import Term
from qa.answer import Materials
from qa.calculator.catalogue import compute, spec_of
from qa.calculator.core.cutoff import cut_at
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope
from qa.document import Name, SourceView
from qa.evidence import evidence as ev
from qa.evidence.shown import Shown
from qa.understand.names import names_of, names_of_terms
from qa.write.draft import DraftSection
from reports.monthly import holdings, month, record
from reports.monthly.claims import Held, held_claims
from reports.monthly.clients import Client, ModelFee
from reports.monthly.columns import Tabled
from reports.monthly.note import cite_note, note_section
from reports.monthly.prescribed import Prescribed, add_prescribed
from reports.monthly.restated import Earlier, restated
from reports.monthly.spans import Spans, spans_of

if TYPE_CHECKING:
    import pandas as pd

#: What is told of the month, of the year to date, and of all time since the account began.
OF_MONTH = (
    *("return.hedged.total", "return.unhedged.total", "return.net.total"),
    *("account.opening", "account.flows", "account.base", "account.hedge", "account.hedge.realised", "account.hedge.held"),
    *("account.advisory_fee", "account.closing", "account.fees", "account.base.fees", "account.base.settled", "account.base.won"),
    *("account.premium_held", "account.day.worst", "account.day.worst.hedge"),
    *("account.losses.falls", "account.losses.falls.hedge", "account.losses.rises", "account.losses.rises.hedge"),
)
OF_YEAR = ("return.hedged.total", "return.unhedged.total", "return.net.total")
SINCE = (
    *("account.hedge", "drag.monthly.mean", "drag.monthly.median", "drag.monthly.annualised", "drawdown.max.hedged"),
    *("drawdown.max.unhedged", "drawdown.reduction", "benchmark.share", "benchmark.drawdown", "convexity.daily.crash_slope"),
    *("trades.win_rate", "trades.break_even_win_rate", "return.hedged.total", "return.unhedged.total"),
)
#: Figures that a report is nothing without; where one can't be had, the report is partial and says why.
NEEDED = ("return.unhedged.total", "return.hedged.total", "account.closing", "drag.monthly.mean")
UNHEDGED_NEEDED = ("return.unhedged.total", "account.closing")
#: Days that a position may be open unmarked.
_A_MONTH = 31
#: A benchmark of another backtest, where the client's own has a series of its name.
BORROWED = "benchmark"
_TERMS = ("drag", "time-weighted-return", "maximum-drawdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a report is made with beside its client and data."""

    materials: Materials
    #: the day on which it is made, ISO; None where nobody stated it
    made: str | None = None
    #: the firm's own paragraph, empty for none, and the firm's name
    note: str = ""
    house: str = "hedgecite"
    #: the client's actual account, where the client has one
    actual: Backtest | None = None
    #: closes of a benchmark that another backtest has, by name
    lent: Mapping[str, pd.Series[float]] = field(default_factory=dict)
    #: legends that the desk demands beside hypothetical results
    legends: tuple[str, ...] = ()
    #: the client's last report, for what is restated since; None where there is none
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one report is made from."""

    client: Client
    facts: Facts
    spans: Spans
    evidence: ev.Evidence
    #: figures by key: of the month, of the year to date, since the account began
    month: Mapping[str, Shown]
    year: Mapping[str, Shown]
    since: Mapping[str, Shown]
    tabled: Tabled
    missing: tuple[Missing, ...]
    claims: tuple[Held, ...]
    rule: holdings.RollRule | None
    terms: tuple[Term, ...]
    #: the manifest's assumptions, or None where it states none
    limits: SourceView | None
    samples: frozenset[str]
    #: hedge trades closed in the month; trades listed and in all
    rolled: int
    listed: tuple[int, int]
    note: DraftSection | None
    restated: DraftSection
    #: the actual account as the month's end knew it, where the client has one
    actual: Backtest | None
    #: actual results over the prescribed periods
    prescribed: tuple[Prescribed, ...]

    @property
    def base(self) -> str:
        """What the base strategy is called."""
        return "the condors" if "condor" in self.facts.backtest.manifest.title.lower() else "the base strategy"

    @property
    def hedged(self) -> bool:
        """Whether the account has a hedge."""
        return self.facts.unhedged_only is None


def gather(client: Client, backtest: Backtest, facts: Facts, spans: Spans, making: Making) -> Gathered:
    """Figures and tables of a client's account, and what the texts say of them; the backtest is the whole one."""
    materials = making.materials
    refused = _unmarked(facts, spans)
    shown, missing = _refused(refused, facts, spans) if refused else _figures(facts, spans)
    of_month, of_year, since = (_within(shown, span.scope) for span in (spans.month, spans.year, spans.start))
    since |= {one.key: one for one in shown if one.key == "capital.base"}
    sources, manifest = ev.Sources(), facts.backtest.manifest
    tier = manifest.tier.id if manifest.tier else None
    claims = held_claims(materials.library, sources, since, tier)
    rule = holdings.roll_rule(facts, materials.library, sources)
    told = ev.assumptions(facts.backtest)
    limits = sources.cite(told, told.start, told.end) if told else None
    tabled = Tabled(facts)
    rolled, listed = (0, (0, 0)) if refused else _tables(tabled, client, facts, spans, of_month, rule)
    prescribed = [add_prescribed(tabled, facts, spans)] if not refused else []
    actual, beside = _actual(tabled, client, spans, making.actual)
    prescribed.append(beside)
    stated = tuple(p for p in prescribed if p is not None)
    note = cite_note(making.note, making.house, sources)
    again, more = restated(tabled, client, backtest, making.earlier, materials.version)
    glossary = materials.library.glossary
    evidence = ev.Evidence(
        question="",
        figures=tuple(one.view for one in shown),
        shown=shown,
        series=tabled.all,
        sources=sources.all,
        names=(
            *names_of([manifest, *([actual.manifest] if actual else [])]),
            Name(ref=f"client.{client.id}", text=client.name),
            *names_of_terms(glossary),
            *more,
            *(name for p in stated for name in p.names),
        ),
    )
    return Gathered(
        client=client,
        facts=facts,
        spans=spans,
        evidence=evidence,
        month=of_month,
        year=of_year,
        since=since,
        tabled=tabled,
        missing=missing,
        claims=claims,
        rule=rule,
        terms=tuple(t for t in glossary.terms if t.slug in _TERMS),
        limits=limits,
        samples=frozenset(sources.samples),
        rolled=rolled,
        listed=listed,
        note=note_section(note, _displays(shown, tabled)),
        restated=again,
        actual=actual,
        prescribed=stated,
    )


def _tables(
    tabled: Tabled, client: Client, facts: Facts, spans: Spans, of_month: Mapping[str, Shown], rule: holdings.RollRule | None
) -> tuple[int, tuple[int, int]]:
    """All tables; how many hedge trades were closed, and how many trades are listed and there were."""
    backtest = facts.backtest
    base = "the condors" if "condor" in backtest.manifest.title.lower() else "the base strategy"
    month.add_account(tabled, of_month, spans, base, fee_words(client))
    month.add_days(tabled, facts, spans)
    month.add_market(tabled, facts, spans)
    record.add_returns(tabled, facts, spans)
    if client.benchmark is not None:
        record.add_benchmark(tabled, facts, spans, benchmark_in(client.benchmark, client.id, backtest.series))
    record.add_falls(tabled, facts, spans)
    record.add_growth(tabled, facts, spans)
    holdings.add_since(tabled, facts, spans)
    holdings.add_layers(tabled, facts, spans, rule)
    rolled = holdings.add_rolled(tabled, facts, spans)
    record.add_calendar(tabled, facts, spans)
    record.add_worst(tabled, facts, spans)
    listed = holdings.add_trades(tabled, facts, spans)
    return rolled, listed


def _unmarked(facts: Facts, spans: Spans) -> NotComputed | None:
    """Why nothing can be told of a month: positions are open for longer, and the log has no value of them until they close."""
    still = facts.backtest.open_trades
    if facts.marking == "daily" or still is None:
        return None
    if not any((spans.as_of - day.date()).days > _A_MONTH for day in still["opened"]):
        return None
    reason = "positions are open for longer than a month and the log books them at their close"
    return NotComputed(reason=reason, bring="bring the daily log, so that every day has its value")


def _refused(why: NotComputed, facts: Facts, spans: Spans) -> tuple[tuple[Shown, ...], tuple[Missing, ...]]:
    name = facts.backtest.name
    missing = (Missing(spec=spec_of(key), scope=spans.month.scope, why=why, backtest=name) for key in NEEDED)
    base = compute("capital.base", Scope(), facts)
    shown = ev.show_figures([replace(base, dataset=facts.backtest.digest)]) if isinstance(base, Figure) else ()
    return shown, tuple(missing)


def _actual(tabled: Tabled, client: Client, spans: Spans, whole: Backtest | None) -> tuple[Backtest | None, Prescribed | None]:
    """The actual account at the month's end, its returns among the tables; nothing where the client has none."""
    if whole is None:
        return None, None
    known = cut_at(whole, spans.as_of)
    if isinstance(known, NotComputed):
        raise WrongUseError(known.reason, where=f"actual of client {client.id}", mend=known.bring)
    if known.manifest.hypothetical:
        mend = "name a log of trades that were made, with hypothetical = false"
        raise WrongUseError("is hypothetical", where=f"actual of client {client.id}", mend=mend)
    facts = Facts(known)
    own = spans_of(spans.as_of.isoformat()[:7], facts)
    record.add_actual(tabled, facts, own)
    return known, add_prescribed(tabled, facts, own, record.ACTUAL)


def _displays(shown: tuple[Shown, ...], tabled: Tabled) -> list[str]:
    """Every number that the report shows."""
    told = [text for one in shown for text in (one.view.display, one.view.interval.display if one.view.interval else "")]
    return [*told, *(p.display for s in tabled.all for p in s.points)]


def benchmark_in(named: str, client: str, series: Mapping[str, object]) -> str:
    """The name that a client's benchmark has among the market series of its account.

    Raises
    ------
    WrongUseError
        There is none of that name.
    """
    name = named.rpartition("/")[2]
    if "/" in named:
        return BORROWED if BORROWED in series else name
    if name not in series:
        held = ", ".join(sorted(series)) or "none"
        mend = f"the backtest has: {held}; name a series of another backtest as BACKTEST/SERIES"
        raise WrongUseError("is no market series of the backtest", where=f"benchmark of client {client}", mend=mend)
    return name


def fee_words(client: Client) -> str | None:
    """The client's fee as pages say it; None where none is stated."""
    if client.fee is None:
        return None
    if client.fee == "none":
        return "none"
    if isinstance(client.fee, ModelFee):
        return f"model fee {client.fee.model:g}% a year"
    return f"{client.fee:g}% a year"


def _figures(facts: Facts, spans: Spans) -> tuple[tuple[Shown, ...], tuple[Missing, ...]]:
    """The figures of each span, each once, under one digest: that of the account; and those needed that can't be had."""
    wanted = [(key, spans.month.scope) for key in OF_MONTH] + [(key, spans.year.scope) for key in OF_YEAR]
    wanted += [(key, spans.start.scope) for key in SINCE]
    wanted.append(("capital.base", Scope()))
    results = [compute(key, scope, facts) for key, scope in dict.fromkeys(wanted)]
    digest = facts.backtest.digest
    found = [replace(r, dataset=digest) for r in results if isinstance(r, Figure)]
    needed = NEEDED if facts.unhedged_only is None else UNHEDGED_NEEDED
    missing = {(r.spec.key, str(r.why)): r for r in results if isinstance(r, Missing) and r.spec.key in needed}
    return ev.turned(ev.show_figures(found)), tuple(missing.values())


def _within(shown: tuple[Shown, ...], scope: object) -> dict[str, Shown]:
    return {one.key: one for one in shown if one.scope == scope}
