"""Refuted: what the quoted sentences claim that the figures don't bear out, each with the figure that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.texts.library import Library
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.document import SourceView
from qa.evidence.beside import claims_within
from qa.evidence.claimed import is_whole
from qa.evidence.claims import TIMED, Claim, compare, held_against
from qa.evidence.evidence import show_figures
from qa.evidence.quotations import Quotation, is_term
from qa.evidence.read_before import read_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """A claim of a quoted sentence, and the figure whose whole interval lies apart from it."""

    source: SourceView
    claim: Claim
    figure: Figure


def refuted_in(quotes: Sequence[Quotation], library: Library, facts: Facts) -> tuple[Refuted, ...]:
    """The claims of quotations that a backtest refutes, in their order, of each figure the first of a quotation."""
    if not quotes:
        return ()
    read_before(library)
    found: dict[tuple[str, str, str], Refuted] = {}
    for one in (one for quote in quotes for one in _of(quote, library, facts)):
        found.setdefault((one.source.id, one.figure.spec.key, str(one.figure.scope)), one)
    return tuple(found.values())


def _of(quote: Quotation, library: Library, facts: Facts) -> Iterator[Refuted]:
    source = quote.source
    quoted = [(source.start + a, source.start + b) for a, b in quote.parts]
    passages = [p for p in library.passages if p.document.path == source.document and not is_term(p)]
    for passage in (p for p in passages if p.start < source.end and source.start < p.end):
        for span in quoted:
            for claim in claims_within(passage, span, library, facts.backtest):
                figure = _refuting(claim, facts)
                if figure is not None:
                    yield Refuted(source=source, claim=claim, figure=figure)


def _refuting(claim: Claim, facts: Facts) -> Figure | None:
    """The figure that a claim is held against, where it refutes it."""
    if not claim.key or claim.circumstance or not is_whole(claim) or (claim.metric in TIMED and claim.period == "unstated"):
        return None
    figure = compute(held_against(claim), claim.scope, facts)
    if not isinstance(figure, Figure):
        return None
    verdict, _ = compare(claim, show_figures([figure])[0])
    return figure if verdict == "inconsistent" else None
