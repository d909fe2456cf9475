"""Cards of an article: up to four figures that a reader asks for next, each a number and a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from corpus.errors import HedgeciteError
from qa.answer import Materials
from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import compute_figure
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.result import FEWEST
from qa.calculator.core.scope_text import parse_scope
from qa.document import AnswerDocument, FigureView, Section, Sentence
from qa.evidence.evidence import Evidence, view_figures
from qa.verify.guard import accept

#: So many cards stand on a page, and fewer than the least none.
_MOST, _LEAST = 4, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: the figures that its words name, the first being its number."""

    words: str
    keys: tuple[str, ...]
    #: shown only where the first figure's value has this sign
    sign: int = 0
    #: and where so many were counted at least
    least: int = 0


def _card(words: str, *keys: str, sign: int = 0, least: int = 0) -> Card:
    return Card(words=words, keys=keys, sign=sign, least=least)


_COSTLY = _card("{0} of months cost money", "drag.monthly.share_costly", least=FEWEST)
_DOLLARS = _card(
    "{0.magnitude} a year on an account of {1}", "dollars.drag.monthly.annualised", "capital.base", sign=1, least=FEWEST
)
_BEST = _card("{0.magnitude} earned in the best month, {0.start}", "drag.monthly.best", sign=-1, least=FEWEST)
_FELL = _card("{0.magnitude} maximum drawdown, {1.magnitude} unhedged", "drawdown.max.hedged", "drawdown.max.unhedged")
_YEARLY = _card("{0.magnitude} of the account a year", "drag.monthly.annualised", sign=1, least=FEWEST)
_WITHOUT = _card("{0} a month without the largest month", "drag.monthly.without_largest", least=FEWEST)
_HEDGED = _card("{0} total return hedged, {1} unhedged", "return.hedged.total", "return.unhedged.total")
_RECOVERY = _card("{0} from peak to recovery, hedged", "drawdown.recovery.hedged")
_COST = _card("{0} of the account a month, the mean drag", "drag.monthly.mean")
_WIN = _card("{0} of trades won", "trades.win_rate")
_EVEN = _card("{0} must win to break even", "trades.break_even_win_rate")
_COUNT = _card("{0} trades of the base strategy", "trades.count")
_MEAN_WIN = _card("{0} mean win", "trades.mean_win")
_MEAN_LOSS = _card("{0.magnitude} mean loss", "trades.mean_loss", sign=-1)
_UNDER = _card("{0} of days in drawdown, hedged", "drawdown.under_water.hedged")

#: Cards by the family of the leading figure, the most wanted first.
_CARDS: Mapping[str, tuple[Card, ...]] = {
    "drag": (_COSTLY, _DOLLARS, _BEST, _FELL, _YEARLY, _WITHOUT),
    "return": (_HEDGED, _FELL, _DOLLARS, _COSTLY, _BEST),
    "drawdown": (_FELL, _RECOVERY, _UNDER, _DOLLARS, _COSTLY),
    "trades": (_WIN, _EVEN, _COUNT, _MEAN_WIN, _MEAN_LOSS),
    "geometry": (_WIN, _EVEN, _COUNT, _MEAN_WIN, _MEAN_LOSS),
    "episode": (_FELL, _BEST, _COSTLY, _DOLLARS),
}
_OTHERS = (_COSTLY, _DOLLARS, _FELL, _BEST, _YEARLY)


def lead_of(document: AnswerDocument) -> FigureView | None:
    """The figure that the answer leads with; None where it leads with words."""
    held = {f.id: f for f in document.figures}
    spans = (span for s in document.summary for span in s.spans)
    return next((held[s.ref] for s in spans if s.kind == "figure" and s.field in {"display", "magnitude"}), None)


def with_cards(document: AnswerDocument, materials: Materials) -> AnswerDocument:
    """The document with a section of cards, and with those figures of them that it lacked."""
    lead = lead_of(document)
    several = len({b.name for b in document.provenance.backtests}) > 1  # cards would not say whose they are
    if lead is None or lead.dataset is None or several:
        return document
    facts = _facts(document, materials)
    if facts is None:
        return document
    held = {f.key: f for f in document.figures if f.scope == lead.scope or f.basis == "none"}
    told = {span.ref for s in document.summary for span in s.spans}
    ids = (f"F{n}" for n in count(len(document.figures) + 1))
    cards: list[Sentence] = []
    figures = list(document.figures)
    for card in _wanted(lead.key):
        found = _figures(card, held, lead.scope, facts, ids)
        if found is None or found[0].id in told or not _shows(card, found[0], lead):
            continue
        new = [f for f in found if f.id not in {x.id for x in figures}]
        evidence = Evidence(question="", figures=(*figures, *new))
        cards.append(accept(_tokens(card, found), evidence))
        figures += new
        held |= {f.key: f for f in new}
        if len(cards) == _MOST:
            break
    if len(cards) < _LEAST:
        return document
    section = Section(kind="cards", heading=Sentence(text="At a glance"), sentences=tuple(cards))
    return replace(document, figures=tuple(figures), sections=(section, *document.sections))


def _wanted(key: str) -> tuple[Card, ...]:
    family = key.removeprefix("dollars.").removeprefix("difference.").partition(".")[0]
    return _CARDS.get(family, _OTHERS)


def _shows(card: Card, first: FigureView, lead: FigureView) -> bool:
    """Whether a card says something: of the sign that its words take for granted, and not what the answer leads with."""
    return first.key != lead.key and first.n >= card.least and (not card.sign or first.value * card.sign > 0)


def _facts(document: AnswerDocument, materials: Materials) -> Facts | None:
    """The facts of the backtest that the document leads with."""
    named = document.provenance.backtests
    held = next((b for b in materials.backtests if named and b.manifest.name == named[0].name), None)
    return materials.book.of(held.read()) if held else None


def _figures(
    card: Card, held: Mapping[str, FigureView], scope: str, facts: Facts, ids: Iterator[str]
) -> tuple[FigureView, ...] | None:
    """The card's figures: those that the document has, others computed; None where one can't be."""
    found = []
    for key in card.keys:
        one = held.get(key) or _computed(key, scope, facts)
        if one is None:
            return None
        found.append(one if key in held else replace(one, id=next(ids)))
    return tuple(found)


def _computed(key: str, scope: str, facts: Facts) -> FigureView | None:
    try:
        made = compute_figure(spec_of(key), parse_scope("all" if key == "capital.base" else scope), facts)
    except HedgeciteError:  # a scope that only a comparison has
        return None
    return view_figures([made])[0] if isinstance(made, Figure) else None


def _tokens(card: Card, found: Sequence[FigureView]) -> str:
    words = card.words
    for place, figure in enumerate(found):
        words = words.replace(f"{{{place}}}", f"{{{figure.id}}}").replace(f"{{{place}.", f"{{{figure.id}.")
    return words
