"""Rendered again: the bytes that a document's page must have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.document import AnswerDocument
from qa.verify.alone import Fault
from reports.knowledge.page import Alone, alone, render_article
from reports.pages.house import House
from reports.pages.page import render_page
from reports.pages.render import render
from reports.pages.report_page import render_report
from reports.verify.loading import Published

_SHOWN = 60


def check_bytes(published: Published, document: AnswerDocument, houses: tuple[House, ...], cache: Path) -> Fault | None:
    """Where a file first differs from what its document renders to; None where it has the same bytes."""
    text = published.raw.decode()
    nearest: tuple[int, str] | None = None
    try:
        for due in _due(published, document, houses, cache):
            if due == text:
                return None
            at = _parts_at(text, due)
            if nearest is None or at > nearest[0]:
                nearest = at, due
    except Exception as error:  # noqa: BLE001 whatever a made-up document does to a template
        return Fault(place="page", what=f"its document can't be rendered: {type(error).__name__}")
    assert nearest is not None, "every document renders to something"
    return first_difference(text, nearest[1])


def first_difference(text: str, due: str) -> Fault:
    """Where a file first differs from what it ought to be."""
    at = _parts_at(text, due)
    line = text[:at].count("\n") + 1
    told, meant = (part[max(0, at - 15) : at + _SHOWN] for part in (text, due))
    return Fault(place=f"line {line}", what=f"reads {told!r} where its document renders to {meant!r}")


def _due(published: Published, document: AnswerDocument, houses: tuple[House, ...], cache: Path) -> Iterator[str]:
    if published.form == "json":
        yield render(document, "json", cache)
    elif document.report is not None:
        for house in dict.fromkeys((*houses, House())):
            yield render_report(document, cache, house)
    elif document.article is not None:
        for house in dict.fromkeys((*houses, House())):
            yield render_article(document, cache, alone(cache, house.colours, house.logo), Alone())
    else:
        yield render_page(document, cache)


def _parts_at(text: str, due: str) -> int:
    """Where two texts part."""
    low, high = 0, min(len(text), len(due))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] == due[:middle] else (low, middle - 1)
    return low
