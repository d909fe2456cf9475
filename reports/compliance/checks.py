"""Checks: what each rule looks for in a report's document and page. They share nothing with the making of reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reports.compliance.finished import Report, bare_words, words_of

#: Where a breach lies, and what it is.
Breach = tuple[str, str]


def stated(r: Report, rule: Mapping[str, Any]) -> Iterator[Breach]:
    """A field that nobody stated, where the report does not say that it is a draft for that."""
    if not r.view.get(rule["field"]):
        yield f"report.{rule['field']}", "is not stated"


def approved_in_time(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """An approval without a day, or before the month's end."""
    day, end = r.view.get("approved_on"), r.view.get("as_of") or ""
    if r.view.get("approved_by") and not day:
        yield "report.approved_on", "is not stated"
    elif day and day < end:
        yield "report.approved_on", f"{day} is before the month ends, {end}"


def made_in_time(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A report without a day, or of a day before its data end."""
    made, end = r.view.get("made"), r.view.get("data_to") or ""
    if not made:
        yield "report.made", "is not stated"
    elif made < end:
        yield "report.made", f"{made} is before the data end, {end}"
    if made != r.document.get("date"):
        yield "date", f"{r.document.get('date')} is not the day on which it was made, {made}"


def draft_said(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A draft that does not say so; a final report that lacks what makes it one."""
    lacks = [field for field in ("audience", "approved_by", "approved_on") if not r.view.get(field)]
    draft = bool(r.view.get("draft") or lacks)
    if lacks and not r.view.get("draft"):
        yield "report.draft", f"says nothing, though {lacks[0]} is not stated"
    for place, told in (("report.standing", r.view.get("standing")), ("report.mark", r.view.get("mark"))):
        if draft != ("draft" in str(told).lower()):
            yield place, "does not say draft" if draft else "says draft, and it is none"


def mark_whole(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A foot that lacks client, month, report or kind."""
    mark = str(r.view.get("mark"))
    year = str(r.view.get("month", ""))[:4]
    kind = "Hypothetical" if r.hypothetical else "Actual"
    for what in (str(r.view.get("client")), year, str(r.view.get("id")), kind):
        if not what or what not in mark:
            yield "report.mark", f"lacks {what or 'a part'!r}"


def page_mark(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A page whose printed foot is not that of its document."""
    if r.text is not None and str(r.view.get("mark")).replace('"', '\\"') not in r.style:
        yield "page", "prints another foot than its document has"


def page_text(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Sentences of the document that the page does not have."""
    if r.text is None:
        return
    words = words_of if r.view.get("language", "en") == "en" else bare_words
    seen = words(r.text)
    for place, sentence in r.sentences():
        if words(str(sentence.get("text"))) not in seen and not place.startswith("sections[0]"):
            yield place, f"is not on the page: {str(sentence.get('text'))[:60]!r}"
    for field in ("kind", "standing"):
        if words(str(r.view.get(field))) not in seen:
            yield f"report.{field}", "is not on the page"


def hypothetical_said(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Hypothetical results that are not called so."""
    if r.hypothetical and "Hypothetical performance" not in r.disclosed:
        yield "disclosures", "do not say that performance is hypothetical"
    if r.hypothetical and "inherent limitations" not in r.disclosed:
        yield "disclosures", "do not tell the limits of hypothetical results"
    if r.hypothetical and r.view.get("badge") == "Actual":
        yield "report.badge", "says actual of hypothetical results"
    if r.hypothetical and "No money was traded" not in str(r.view.get("standing")):
        yield "report.standing", "does not say that no money was traded"
    if r.hypothetical and not str(r.view.get("kind")).startswith("Backtested"):
        yield "report.kind", "does not say that results are backtested"
    if not r.hypothetical and r.document.get("figures") and r.view.get("badge") != "Actual":
        yield "report.badge", "does not say that results are actual"


def one_kind(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Figures of both kinds."""
    for name in ("hypothetical", "fees"):
        if len({f.get(name) for f in r.document.get("figures") or []}) > 1:
            yield "figures", f"differ in {name}"


def fees_said(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Returns that do not say what they are net of."""
    if not re.search(r"[Nn]et of|[Bb]efore trading costs", str(r.view.get("standing"))):
        yield "report.standing", "does not say what returns are net of"
    if "fee" not in str(r.view.get("standing")):
        yield "report.standing", "says nothing of advisory fees"
    for kind in ("returns", "growth"):
        told = " ".join(str(s.get("text")) for _, s in r.sentences(kind))
        if told and not re.search(r"net of|gross of", told):
            yield kind, "does not say what it is net of"


def net_beside_gross(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A fee without net returns, or net returns over other spans."""
    fee, net, gross = r.view.get("fee"), r.series("returns.net"), r.series("returns.hedged") or r.series("returns.unhedged")
    if fee in {None, "none"}:
        return
    if not net:
        yield "series", "have no returns net of the stated fee"
    elif [p["label"] for p in net] != [p["label"] for p in gross]:
        yield "returns.net", "covers other spans than the gross returns"
    if net and any((n["value"] or 0) > (g["value"] or 0) for n, g in zip(net, gross, strict=False)):
        yield "returns.net", "is higher than the gross return"


def whole_account(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Figures of the hedge without the account's returns beside them."""
    if not any(str(f.get("key")).startswith(("account.hedge", "drag.")) for f in r.document.get("figures") or []):
        return
    for key in ("returns.hedged", "returns.unhedged"):
        if not r.series(key):
            yield "series", f"have no {key.replace('.', ' ')}"
    if not any(s.get("kind") == "returns" for s in r.document.get("sections") or []):
        yield "sections", "have no returns"


def periods_whole(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A table of returns that leaves out a span."""
    labels = [p["label"] for p in r.series("returns.unhedged")]
    if not labels:
        return
    for needed in ("Month", "Year to date"):
        if needed not in labels:
            yield "returns.unhedged", f"lacks {needed.lower()}"
    if not labels[-1].startswith("Since "):
        yield "returns.unhedged", "lacks all time since the account began"
    months = len(r.series("return.unhedged.total.by_month_end")) - 1
    for n, label in ((3, "3 months"), (12, "1 year"), (36, "3 years"), (60, "5 years"), (120, "10 years")):
        if months >= n and label not in labels:
            yield "returns.unhedged", f"lacks {label}"


def no_short_year(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Annual figures over less than a year."""
    for f in r.document.get("figures") or []:
        if str(f.get("unit")) == "fraction/year" and str(f.get("key")).startswith("return.") and f.get("n", 0) < 12:  # noqa: PLR2004 months
            yield f"figure {f.get('id')}", "is annualised over less than a year"


def account_adds(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Lines that do not sum to the closing value, to the rounding of each."""
    points = [p for p in r.series("account.lines") if p.get("value") is not None]
    if len(points) > 1:
        *lines, closing = (float(p["value"]) for p in points)
        if abs(sum(lines) - closing) > 0.01:  # noqa: PLR2004 a cent
            yield "account.lines", f"sum to {sum(lines):.2f}, not to {closing:.2f}"


def returns_add(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Columns in which the shown returns do not give the shown points."""
    rows = [r.series(key) for key in ("returns.hedged", "returns.unhedged", "returns.hedge")]
    for column in zip(*rows, strict=False):
        shown = [_shown(p["display"]) for p in column]
        if None not in shown and abs((shown[0] or 0) - (shown[1] or 0) - (shown[2] or 0)) > 0.0051:  # noqa: PLR2004 rounding
            yield f"returns at {column[0]['label']}", "do not add up as they are shown"


def _shown(display: str) -> float | None:
    m = re.fullmatch(r"([−+]?)([\d,]+(?:\.\d+)?)%?", display)
    return None if m is None else float(m[2].replace(",", "")) * (-1 if m[1] == "−" else 1)


def interval_beside(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A mean drag without interval."""
    for f in r.document.get("figures") or []:
        if f.get("key") == "drag.monthly.mean" and f.get("n", 0) >= 12 and not f.get("interval"):  # noqa: PLR2004 fewest months
            yield f"figure {f.get('id')}", "has no interval"
    told = " ".join(str(s.get("text")) for _, s in r.sentences("hedge"))
    months = r.series("hedge.months")
    if months and (months[-1].get("value") or 0) >= 12 and "interval" not in told:  # noqa: PLR2004 fewest months
        yield "hedge", "tells the mean cost without its interval"


def claims_sourced(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Claims without source or verdict."""
    said = [(place, s) for place, s in r.sentences("claims") if "“" in str(s.get("text"))]
    for place, s in said:
        if not any(span.get("kind") == "source" for span in s.get("spans") or []):
            yield place, "quotes without a source"
    if len(r.view.get("verdicts") or []) != len(said):
        yield "report.verdicts", "are not one for each claim"


def no_words(r: Report, rule: Mapping[str, Any]) -> Iterator[Breach]:
    """Words of promise outside quotations of the texts; in the firm's note they count too."""
    pattern = re.compile(rf"\b(?:{'|'.join(rule['words'])})\b", re.IGNORECASE)
    for place, s in r.sentences():
        own, section = list(str(s.get("text"))), place
        noted = any(x is s for _, x in r.sentences("note"))
        for span in s.get("spans") or []:
            if span.get("kind") == "quote" and not noted:
                own[span["start"] : span["end"]] = " " * (span["end"] - span["start"])
        m = pattern.search("".join(own))
        if m:
            yield section, f"says {m[0]!r}"


def no_advice(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """No word that this is no advice."""
    if not re.search(r"\b[Nn]ot (?:investment )?advice", r.disclosed):
        yield "disclosures", "do not say that this is no advice"


def sample_said(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Sample data that are not called so."""
    strategy = str(r.view.get("strategy"))
    if strategy.startswith("Sample") and "sample data" not in r.disclosed:
        yield "disclosures", "do not say that the data are a sample"


def data_named(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Figures of other data than those that the report names."""
    known = {b.get("digest") for b in (r.document.get("provenance") or {}).get("backtests") or []}
    if not known:
        yield "provenance.backtests", "names no data"
    for f in r.document.get("figures") or []:
        if f.get("dataset") not in known:
            yield f"figure {f.get('id')}", "is of other data than the report names"


def restated_said(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """Nothing on restatements."""
    if not any(True for _ in r.sentences("restated")):
        yield "sections", "do not say whether figures are restated"


def legends(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A legend that the desk demands and the report lacks."""
    if r.hypothetical:
        for legend in r.legends:
            if words_of(legend) not in words_of(r.disclosed):
                yield "disclosures", f"lack the legend {legend[:50]!r}"


def signature(r: Report, _: Mapping[str, Any]) -> Iterator[Breach]:
    """A sign-off of another page."""
    if r.signed is not None and r.signed != r.digest:
        yield "page", "is not the page that was signed off"


Check = Callable[[Report, Mapping[str, Any]], Iterator[Breach]]
CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        *(stated, approved_in_time, made_in_time, draft_said, mark_whole, page_mark, page_text, hypothetical_said, one_kind),
        *(fees_said, net_beside_gross, whole_account, periods_whole, no_short_year, account_adds, returns_add),
        *(interval_beside, claims_sourced, no_words, no_advice, sample_said, data_named, restated_said, legends, signature),
    )
}
