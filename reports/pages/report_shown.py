"""What page and PDF show of a report beside its document, by kind of section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.dates import MONTHS
from qa.document import AnswerDocument, FigureView, ReportView, Section, Sentence, SeriesView, SourceView
from qa.languages import WRITINGS, localised
from qa.numerals import write_date
from reports.charts.inline import days_chart, growth_chart
from reports.charts.marks import Drawing
from reports.pages.page import segments
from reports.pages.report_parts import Card, Grid, calendar_of, carded, series_of

_BASE_DAYS, _HEDGE_DAYS = "account.base.by_day", "account.hedge.by_day"
_KINDS = (
    *("cards", "note", "days", "account", "hedge", "claims", "returns", "growth", "actual", "layers", "calendar", "method"),
    *("restated", "falls", "trades", "limits"),
)
#: Rows of the table of returns that stand out: net and gross alike.
_STRONG = ("returns.net", "returns.hedged")
_DAY, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")
_SINCE = re.compile(r"Since ([A-Z][a-z]{2}) (\d{4})")
_CURRENCIES = {"USD": "US dollars"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What page and PDF show of a report beside its document."""

    of: Mapping[str, list[Section]]
    drawings: Mapping[str, Drawing | None]
    month: str
    by: str
    base: str
    hedged: bool
    annual: frozenset[str]
    strong: tuple[str, ...]
    grown: list[tuple[str, list[str]]]
    cited: list[SourceView]
    #: what stands at the end: whom it is for, who approved it, what is restated, when it was made
    sign: list[tuple[str, str]]
    data: str
    #: the language of numbers and dates
    language: str

    @staticmethod
    def titled(f: FigureView, document: AnswerDocument) -> str:
        """A figure's title and scope; of a closing value that a fee is taken from, that it is before it."""
        after = f.key == "account.closing" and any(s.key == "account.after_fee" for s in document.series)
        return f"{f.title}{', before the fee' if after else ''}, {f.scope_display}"

    def dated(self, label: str) -> str:
        """A row's label as readers are told it: ISO dates in words, all in the language."""
        return localised(_in_words(label), self.language)

    @property
    def months(self) -> tuple[str, ...]:
        """The heads of the calendar."""
        return WRITINGS[self.language].short

    @staticmethod
    def series(section: Section, document: AnswerDocument) -> list[SeriesView]:
        """The series of a section."""
        return series_of(section, document)

    @staticmethod
    def carded(sentence: Sentence, document: AnswerDocument) -> Card:
        """A card's sentence parted after its first number."""
        return carded(sentence, document)

    @staticmethod
    def calendar_of(section: Section, document: AnswerDocument) -> Grid | None:
        """The calendar of a section."""
        return calendar_of(section, document)


def shown_of(document: AnswerDocument) -> Shown:
    """What page and PDF show of a report beside its document."""
    assert document.report is not None, "it is a report"
    of = {kind: [s for s in document.sections if s.kind == kind] for kind in _KINDS}
    held = {s.key: s for s in document.series}
    return Shown(
        of=of,
        drawings=_drawings(document, held),
        month="".join(s.text for s in segments(document.title, document) if s.kind == "figure") or document.title.text,
        by=_by(document.report),
        base=_base(held),
        hedged=_HEDGE_DAYS in held,
        annual=_annual(document),
        strong=_STRONG,
        grown=_grown(of["growth"], document),
        cited=_cited(document, of),
        sign=_sign(document, of["restated"]),
        data=_data(document),
        language=document.report.language,
    )


def _in_words(label: str) -> str:
    """`2018-02-01` as 1 February 2018, `2018-02` as Feb 2018; what is no date as it is."""
    if _DAY.fullmatch(label):
        return write_date(label)
    return f"{MONTHS[int(label[5:]) - 1][:3]} {label[:4]}" if _MONTH.fullmatch(label) else label


def _by(view: ReportView) -> str:
    """Client, strategy, dates and currency in one line."""
    joined = [f"joined {view.joined_display}"] if view.joined_display else []
    dates = [f"as of {view.as_of_display}", *joined]
    return " · ".join([view.client, view.strategy, *dates, f"in {_CURRENCIES.get(view.currency, view.currency)}"])


def _sign(document: AnswerDocument, restated: list[Section]) -> list[tuple[str, str]]:
    view, version = document.report, document.provenance.version
    assert view is not None, "it is a report"
    approved = f"by {view.approved_by}, {view.approved_on_display}" if view.approved_by else "not yet approved"
    again = " ".join(x.text for s in restated for x in s.sentences)
    listed = " Listed in the annex." if any(s.series for s in restated) else ""
    writer = "by rules" if document.provenance.writer == "rules" else "worded by a model"
    made = f"{view.made_display or 'Date not stated'}, {writer}, hedgecite {version}"
    return [
        ("Audience", view.audience or "not stated"),
        ("Approved", approved),
        ("Restated since the last report", again + listed),
        ("Made", made),
    ]


def _data(document: AnswerDocument) -> str:
    view, data = document.report, document.provenance.backtests[0]
    assert view is not None, "it is a report"
    where = "is in the annex" if view.form == "full" else "is in the full report, with record, method and assumptions"
    return f"Data: {data.name} to {view.data_to_display}, digest {data.digest[:19]}…. Every figure with its formula {where}."


def _drawings(document: AnswerDocument, held: Mapping[str, SeriesView]) -> dict[str, Drawing | None]:
    days = next((s for s in document.sections if s.kind == "days"), None)
    growth = next((s for s in document.sections if s.kind == "growth"), None)
    made: dict[str, Drawing | None] = {"days": None, "growth": None}
    if days is not None and _BASE_DAYS in held:
        name = _base(held).lower()
        after = WRITINGS[document.report.language].after if document.report else None
        title = f"Profit and loss of each trading day: {days.heading.text}"
        made["days"] = days_chart(held[_BASE_DAYS], held.get(_HEDGE_DAYS), title, (name, "hedge"), after)
    lines = series_of(growth, document) if growth else []
    if lines and sum(p.value is not None for p in lines[0].points) > 1:
        ends = "; ".join(f"{s.title.removesuffix(' by month end')} {s.points[-1].display}" for s in lines)
        rows = held.get("returns.unhedged")
        alone = rows is not None and rows.title == "Account"
        made["growth"] = growth_chart(lines, f"Total return since the start, at month ends: {ends}", alone=alone)
    return made


def _base(held: Mapping[str, SeriesView]) -> str:
    """What the base strategy is called, as the account's row names it."""
    lines = held.get("account.lines")
    named = lines.points[2].label.partition(":")[0] if lines and len(lines.points) > 3 else "Base"  # noqa: PLR2004
    return named[0].lower() + named[1:]


def _annual(document: AnswerDocument) -> frozenset[str]:
    """Labels of spans of more than a year, over which returns are a year's average."""
    rows = next((s for s in document.series if s.key == "returns.unhedged"), None)
    labels = [p.label for p in rows.points] if rows else []
    month = document.report.month if document.report else ""
    return frozenset(x for x in labels if x in {"3 years", "5 years", "10 years"} or _over_a_year(x, month))


def _over_a_year(label: str, month: str) -> bool:
    """Whether more than twelve months lie between `Since Jan 2014` and the end of a month `2018-02`."""
    m = _SINCE.fullmatch(label)
    if m is None or not month:
        return False
    begun = int(m[2]) * 12 + [name[:3] for name in MONTHS].index(m[1])
    return int(month[:4]) * 12 + int(month[5:]) - 1 - begun >= 12  # noqa: PLR2004 months


def _grown(sections: Iterable[Section], document: AnswerDocument) -> list[tuple[str, list[str]]]:
    """The total returns at month ends by row, without their sign of percent."""
    lines = [s for section in sections for s in series_of(section, document)]
    if not lines:
        return []
    return [(p.label, [s.points[i].display.removesuffix("%").rstrip() for s in lines]) for i, p in enumerate(lines[0].points)]


def _cited(document: AnswerDocument, of: Mapping[str, list[Section]]) -> list[SourceView]:
    """The sources that the body cites."""
    said = [x for kind in ("claims", "layers", "note") for s in of[kind] for x in s.sentences]
    refs = {span.ref for x in said for span in x.spans if span.kind == "source"}
    return [s for s in document.sources if s.id in refs]
