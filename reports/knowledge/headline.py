"""What an answer says first, for lists, feeds and cards of other pages: its number, its sentence, its verdict."""

from __future__ import annotations

import re

from qa.document import AnswerDocument, ClaimView, FigureView, Reading, Sentence
from reports.knowledge.cards import lead_of
from reports.knowledge.ranges import stated
from reports.pages.said import VERDICTS

_PERIODS = {"day": "a day", "week": "a week", "month": "a month", "year": "a year", "span": "over the period"}
_BARE = re.compile(r" ?\[S\d+\]")
_PREMISES = {"borne_out": "ok", "not_borne_out": "no", "cannot_tell": "may"}
#: A line of a list holds so many characters.
_LONG = 170


def reading_of(document: AnswerDocument, title: str, url: str) -> Reading:
    """A page as others list it."""
    figure = lead_of(document)
    mark, verdict = verdict_of(document, figure)
    return Reading(
        title=title,
        url=url,
        display=_display(document, figure),
        unit=unit_of(figure) if figure else "",
        note=note_of(document, after_number=figure is not None and not _unsigned(document, figure)),
        mark=mark,
        verdict=verdict,
        meta=meta_of(document, figure),
    )


def _display(document: AnswerDocument, figure: FigureView | None) -> str:
    """The leading figure as the answer writes it."""
    if figure is None:
        return ""
    for sentence in document.summary:
        for span in sentence.spans:
            if span.ref == figure.id and span.field in {"display", "magnitude"}:
                return sentence.text[span.start : span.end]
    return figure.display


def _unsigned(document: AnswerDocument, figure: FigureView) -> bool:
    """Whether the number of a list lacks the sign that its sentence gives in words."""
    return figure.display != _display(document, figure)


def unit_of(figure: FigureView) -> str:
    """What a number of a list is of, in two or three words."""
    base, _, period = figure.unit.partition("/")
    if base == "fraction" and period:
        return _PERIODS.get(period, "")
    scoped = "" if figure.scope == "all" else f", {figure.scope_display}"
    return f"{figure.title[0].lower()}{figure.title[1:]}{scoped}"


def plain(sentence: Sentence) -> str:
    """A sentence without its marks, and without a bracket that closes it."""
    text = _BARE.sub("", sentence.text)
    return re.sub(r" \([^()]*n = [^()]*\)\.$", ".", text)


def note_of(document: AnswerDocument, *, after_number: bool) -> str:
    """The answer in a line: of a page that leads with a number, what the texts state beside it, where that is short."""
    said = [plain(s) for s in document.summary]
    if not said:
        return document.reason.text if document.reason else ""
    stated = len(said) > 1 and any(span.kind == "source" for span in document.summary[1].spans)
    if after_number and stated and len(said[1]) <= _LONG:
        return said[1]
    return whole(said[0])


def whole(text: str) -> str:
    """The text, or its first sentences as far as a line has room; never a part of one."""
    if len(text) <= _LONG:
        return text
    ends = [m.end() for m in re.finditer(r"[.!?;:](?=[”\s])”?", text) if m.end() <= _LONG]
    short = text[: ends[-1]].rstrip(";:") if ends else text
    if short.count("“") > short.count("”"):
        short += "”"
    return short if short.endswith((".", "”", "!", "?")) else short + "."


def verdict_of(document: AnswerDocument, figure: FigureView | None) -> tuple[str, str]:
    """What became of what is taken for granted or stated: class and words; nothing where nothing was."""
    for premise in document.premises:
        if premise.verdict != "cannot_tell":
            return _PREMISES[premise.verdict], VERDICTS[premise.verdict]
    claim = leading_claim(document, figure)
    if claim is None or figure is None or figure.interval is None:
        return "", ""
    if claim.verdict == "consistent":
        return "ok", f"consistent with {stated(claim)}"
    if claim.verdict == "not_ruled_out":
        return "may", f"{stated(claim)} not ruled out"
    held = {f.id: f for f in document.figures}
    own = held.get(claim.figure or "", figure)
    low = own.interval.high if own.interval else own.value
    return "no", f"{'below' if low < claim.low else 'above'} the stated range"


def leading_claim(document: AnswerDocument, figure: FigureView | None) -> ClaimView | None:
    """The first claim that was held against the leading figure."""
    own = (c for c in document.claims if figure and (c.key, c.scope) == (figure.key, figure.scope))
    return next((c for c in own if c.verdict != "not_comparable"), None)


def meta_of(document: AnswerDocument, figure: FigureView | None) -> str:
    """Kind of result and n, or whose words are quoted."""
    said = []
    if figure is not None:
        said.append("hypothetical" if figure.hypothetical else "actual")
        counted = _counted(figure)
        said += [f"n = {counted}"] if counted else []
    elif document.sources and document.status == "answered":
        source = document.sources[0]
        dated = f", {source.date_display}" if source.date_display else ""
        said.append(f"quotation, {source.authority}{dated}")
    if document.status != "answered":
        said.append({"partial": "partly answered", "declined": "not answered", "clarify": "open question"}[document.status])
    return " · ".join(said)


def _counted(figure: FigureView) -> str:
    period = figure.unit.partition("/")[2]
    words = {"day": "days", "week": "weeks", "month": "months"}
    if not figure.n:
        return ""
    if period in words:
        return f"{figure.n_display} {words[period] if figure.n != 1 else words[period][:-1]}"
    return figure.n_display
