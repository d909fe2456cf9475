"""Wish: what a question asks for, before what narrows it is applied."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.texts.glossary import Term
from corpus.texts.library import Library
from qa.calculator.core.scope import Signal
from qa.document import Kind
from qa.understand.by_year import by_year_words, keys_by_year, less
from qa.understand.compared import Compared
from qa.understand.cost_parts import cost_parts
from qa.understand.counting import counting_of
from qa.understand.each_band import key_by_band
from qa.understand.enumerated import asks_each
from qa.understand.exact import named_figure
from qa.understand.intent import Intent, as_told, read_intent
from qa.understand.kinds import asks_agreement, asks_design, asks_record, tells_tenor
from qa.understand.listed import listed
from qa.understand.most_lost import most_lost
from qa.understand.overview import overview
from qa.understand.parts import joined, kind_of, parts_of
from qa.understand.percentiles import percentiles_in
from qa.understand.plain_results import results_in
from qa.understand.points import in_points
from qa.understand.profit import of_profit
from qa.understand.quantities import back_of, correlated_of, held_of, idiom_of, made_of, quantity_of, spread_of
from qa.understand.question import Given
from qa.understand.ranked import RankedAsked, each_in, ranked_in, season_in
from qa.understand.reader import FOLLOWS, Read
from qa.understand.readings import Readings
from qa.understand.runs import run_of
from qa.understand.scores import Scores
from qa.understand.supposing import left_to_score, put_usually
from qa.understand.terms import term_alone, within_name
from qa.understand.text import Text
from qa.understand.unconditional import by_figure
from qa.understand.whole_years import of_years
from qa.understand.why import why_keys

#: Words that make of a term one of this desk's figures: "what is the win rate".
_OURS = re.compile(r"\b(?:the|our|my|your|its|this|these)\b")


_COSTS = re.compile(r"\b(?:cost\w*|drags?|price\w*|expens\w*|cheap\w*|dear\w*|charge\w*|pay(?:s|ing)?|bleeds?)\b")
#: So many figures of a whole question are likely for its parts.
_LIKELY = 5
_ERROR = re.compile(r"\b(?<!many )standard error\b(?!s? (?:from|away|off|of the (?!mean|average|drag|cost|hedge)))")
_ERROR_AND_T = ("drag.monthly.error", "drag.monthly.t")
#: The share of the profit, and by year the profit beside it.
_PROFIT = ("drag.over.profit", "return.unhedged.total")
_DRAG = ("drag.monthly.mean", "drag.monthly.total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for, before what narrows it is applied."""

    kind: Kind
    keys: tuple[str, ...]
    offered: tuple[str, ...]
    intent: Intent
    term: Term | None
    #: whether a figure is named by its own title or phrase
    by_name: bool
    #: the best or worst periods, or the list of periods, that it asks for
    ranked: RankedAsked | None = None


def read_wish(heard: Text, counted: Readings, sides: Compared, library: Library, read: Read, given: Given) -> Wish:
    """A named figure or term first, then what an editor or a model says, then the scorer; a why asks to account for a period."""
    plain, parts = heard.plain, sides.first.scope.parts
    narrowing = [place for place in counted.narrowing if not within_name(place, plain, library.glossary)]
    term = None if narrowing else term_alone(plain, library.glossary)
    told = bool(given.keys or given.kind or given.texts)
    ranked = None if told or sides.against else ranked_in(plain) or season_in(plain) or each_in(plain)
    by_name = not ranked and (term is None or _OURS.search(plain))
    named = named_figure(plain, counted.scoped) if by_name else None
    years = [ranked.place] if ranked and not ranked.keys else by_year_words(plain)
    means = [c.place for c in counted.conditions if isinstance(c.bounds[0].value, Signal)]
    bare = [*([] if not years else [less(heard, years)]), heard.asked, *([put_usually(heard, means)] if means else [])]
    ways = dict.fromkeys((left_to_score(heard, counted.supposed), *bare))
    followed = [f"{given.earlier}{FOLLOWS}{said}" if given.earlier else said for said in ways]
    ways_read = [read(said, parts) for said in followed]
    likeliest = max(ways_read, key=lambda found: found.right)
    scores = by_figure(heard, [c.place for c in counted.conditions], likeliest, lambda said: read(said, parts))
    yearly = () if told or named or sides.against or not years else keys_by_year(plain, scores)
    yearly = _PROFIT if years and not ranked and not told and not sides.against and of_profit(plain) else yearly
    yearly = ranked.keys if ranked and ranked.keys else yearly
    ranked = ranked if yearly else None
    ranks = (
        ()
        if told or named or yearly
        else percentiles_in(plain)[0]
        or _error_of(plain)
        or in_points(plain)
        or most_lost(plain)
        or made_of(plain)
        or results_in(plain, counted, scores.ranked[0].key if scores.decision == "answer" else None)
    )
    none = bool(told or yearly or ranks or (named and not term))
    counting = None if none else counting_of(plain)
    amount = (
        None
        if none
        else (_PROFIT[0] if of_profit(plain) else None)
        or (counting.key if counting and counting.years_of_account else None)
        or (key_by_band(plain, sure=scores.decision == "answer") if sides.against else None)
        or of_years(plain)
        or run_of(plain)
        or (spread_of(plain) if not listed(plain, counted.scoped) else None)
        or (counting.key if counting else None)
        or correlated_of(plain, scores)
        or held_of(plain, scores)
        or back_of(plain, scores)
        or quantity_of(plain, scores, term)
        or idiom_of(plain, scores)
    )
    alone = not (told or named or amount)
    changed = any(s.part in {"size", "without"} for s in counted.supposed)
    parted = cost_parts(plain) if alone else ()
    several_named = yearly or ranks or parted or (listed(plain, counted.scoped, hedged=changed) if alone else ())
    if alone and not several_named and scores.decision != "answer":
        several_named = overview(plain, sides) or _of_drag(plain, scores, changed=changed or bool(means))
    if narrowing:  # as questions for figures are
        scores = replace(scores, for_texts=0.0)
    record = asks_record(plain) or given.figures
    read_as = read_intent(scores, named, term, given.keys or several_named, amount, record=record)
    narrowed = bool(narrowing or counted.supposed)
    of_method = not named and _is_of_method(plain, scores, dated=bool(counted.stretches), narrowed=narrowed)
    intent = as_told(read_as, given.kind or _from_texts(given, term, told=of_method), given.keys)
    intent = replace(intent, missing=min(intent.missing, *(found.flags.get("missing", 0.0) for found in ways_read)))
    alone = not (named or term or told or several_named or intent.rather)
    likely = tuple(r.key for r in scores.ranked[:_LIKELY]) if scores.decision == "answer" else ()
    several = parts_of(heard, read, parts, likely) if alone else ()
    kind, keys = kind_of(intent.kind, several), joined(intent.keys, several)
    if kind not in {"out_of_scope", "advice"} and not given.edited and (whys := why_keys(plain, sides.first.scope)):
        kind, keys = ("cost" if kind in {"method", "term"} else kind), whys
    offered = () if keys != intent.keys else intent.offered
    return Wish(kind=kind, keys=keys, offered=offered, intent=intent, term=term, by_name=bool(named), ranked=ranked)


def _error_of(plain: str) -> tuple[str, ...]:
    """The standard error of the drag and its t-statistic, where the error is asked for and not so many of them."""
    return _ERROR_AND_T if _ERROR.search(plain) and _COSTS.search(plain) else ()


def _of_drag(plain: str, scores: Scores, *, changed: bool) -> tuple[str, ...]:
    """The drag, where the cost of a changed hedge or beside a mean is asked for, or a cost by month or year; else none."""
    likely = tuple(ranked.key for ranked in scores.ranked[:3])
    if changed and _COSTS.search(plain) and likely[:1] == _DRAG[:1] and scores.decision == "clarify":
        return _DRAG[:1]
    return _DRAG if asks_each(plain) and _DRAG[0] in likely else ()


def _is_of_method(plain: str, scores: Scores, *, dated: bool, narrowed: bool) -> bool:
    """Whether its words tell that a question is for the texts, whatever figure is likely."""
    if tells_tenor(plain):
        return not dated
    at_odds = asks_agreement(plain) and scores.decision != "answer"
    return not narrowed and (at_odds or asks_design(plain))


def _from_texts(given: Given, term: Term | None, *, told: bool) -> Kind | None:
    """The kind of a question that is for the texts, as an editor says or its words tell; None leaves it to the scores."""
    if given.texts:
        return "term" if term else "method"
    return "method" if told and not given.keys else None
