"""Claims of an article as a chart: the ranges that can be held against the leading figure, all over its period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from qa.document import AnswerDocument, ClaimView, FigureView
from qa.numerals import Unit
from reports.charts.claims import Bar, Measured, claims_chart, described
from reports.charts.marks import Drawing
from reports.knowledge.cards import lead_of

#: Periods in a year.
_A_YEAR = {"week": 52.0, "month": 12.0, "year": 1.0}
#: Classes of verdicts.
MARKS = {"consistent": "ok", "inconsistent": "no", "not_ruled_out": "may", "not_comparable": "na"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """What the section on claims shows."""

    heading: str
    sub: str
    drawing: Drawing | None
    #: the figure whose interval is the band
    figure: FigureView | None
    #: the claims in order of standing, each with the class of its verdict and its range in words
    claims: tuple[tuple[ClaimView, str, str], ...]


def ranges_of(document: AnswerDocument) -> Ranges | None:
    """The section on claims; None where no text states anything."""
    if not document.claims:
        return None
    figure = _measured(document)
    drawn = _drawn(document, figure) if figure else []
    return Ranges(
        heading=_heading([bar for _, bar in drawn]),
        sub=_sub(figure, drawn) if figure and drawn else "",
        drawing=_drawing(figure, [bar for _, bar in drawn]) if figure and drawn else None,
        figure=figure if drawn else None,
        claims=tuple((c, MARKS[c.verdict], stated(c)) for c in _ordered(document.claims)),
    )


def stated(claim: ClaimView) -> str:
    """The range in quotation marks, its period beside it: the period is not always the text's own word."""
    period = f" a {claim.period}"
    if claim.display.endswith(period):
        return f"“{claim.display.removesuffix(period)}”{period}"
    return f"“{claim.display}”"


def _ordered(claims: tuple[ClaimView, ...]) -> list[ClaimView]:
    """Claims that were held against a figure first."""
    return sorted(claims, key=lambda c: c.verdict == "not_comparable")


def _measured(document: AnswerDocument) -> FigureView | None:
    """The figure that most claims of the leading figure's key speak of."""
    lead = lead_of(document)
    held = {f.id: f for f in document.figures}
    if lead is not None and lead.interval and any(c.key == lead.key for c in document.claims):
        return lead
    named = (held[c.figure] for c in document.claims if c.figure in held)
    return next((f for f in named if f.interval), None)


def _drawn(document: AnswerDocument, figure: FigureView) -> list[tuple[ClaimView, Bar]]:
    """The claims of the figure's subject and scope, as bars over its period."""
    own = _period(figure)
    found = []
    for claim in document.claims:
        if claim.key != figure.key or claim.scope != figure.scope or claim.verdict == "not_comparable":
            continue
        factor = _factor(claim.period, own)
        if factor is None:
            continue
        low, high = claim.low * factor, claim.high * factor
        side = _side(low, high, figure)
        found.append((claim, Bar(low=low, high=high, label=stated(claim), verdict=side, outside=side != "overlaps")))
    return found


def _period(figure: FigureView) -> str:
    return figure.unit.partition("/")[2]


def _factor(period: str, own: str) -> float | None:
    """What a number stated for one period is multiplied by to stand for another."""
    if period == own or own not in _A_YEAR:
        return 1.0 if period == own or not own or own == "span" else None
    return _A_YEAR[period] / _A_YEAR[own] if period in _A_YEAR else None


def _side(low: float, high: float, figure: FigureView) -> str:
    """Where the backtest lies to a stated range."""
    assert figure.interval is not None, "it is drawn by its interval"
    if figure.interval.high < low:
        return "backtest is below"
    return "backtest is above" if figure.interval.low > high else "overlaps"


_HEADINGS: Mapping[tuple[bool, bool], str] = {
    (True, False): "The stated ranges lie outside the computed interval",
    (False, True): "The stated ranges overlap the computed interval",
    (True, True): "Some of the stated ranges lie outside the computed interval",
}


def _heading(bars: list[Bar]) -> str:
    """What the chart shows, in words without numerals."""
    if not bars:
        return "What the texts claim"
    outside, inside = any(b.outside for b in bars), any(not b.outside for b in bars)
    if len(bars) == 1:
        lies = "lies outside" if outside else "overlaps"
        return f"The stated range {lies} the computed interval"
    sides = {b.verdict for b in bars if b.outside}
    if outside and not inside and len(sides) == 1:
        return f"The stated ranges lie {'above' if sides == {'backtest is below'} else 'below'} what the backtest shows"
    if outside and sum(b.outside for b in bars) * 2 > len(bars) and len(sides) == 1:
        where = "above" if sides == {"backtest is below"} else "below"
        return f"Most of the stated ranges lie {where} what the backtest shows"
    return _HEADINGS[outside, inside]


def _sub(figure: FigureView, drawn: list[tuple[ClaimView, Bar]]) -> str:
    converted = any(c.period != _period(figure) and _period(figure) in _A_YEAR for c, _ in drawn)
    period = _period(figure)
    taken = f" Ranges stated for another period are taken to a {period}." if converted else ""
    return f"{figure.title}, {figure.basis_display}; the band is its confidence interval.{taken}".replace(", ;", ";")


def _drawing(figure: FigureView, bars: list[Bar]) -> Drawing:
    assert figure.interval is not None, "it is drawn by its interval"
    measured = Measured(
        value=figure.value,
        low=figure.interval.low,
        high=figure.interval.high,
        display=figure.display,
        label="This backtest",
        unit=cast("Unit", figure.unit),
    )
    return claims_chart(measured, bars, described(measured, bars, figure.title, figure.interval.display))
