"""Parsing: a question is read by rule and scorer: kind, figures, scope, comparison, premises, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.backtests.manifest import Manifest
from corpus.errors import WrongUseError
from corpus.texts.library import Library
from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope import Scope
from qa.calculator.risk.percentiles import is_percentile
from qa.document import Kind
from qa.understand import kinds
from qa.understand.across import across
from qa.understand.by_year import by_year_words, in_all, in_years, said_of_all_but
from qa.understand.compared import Compared, compared, narrowed
from qa.understand.counting import probability_in, threshold_in
from qa.understand.coverage import with_coverage
from qa.understand.drawdowns_apart import drawdowns_apart
from qa.understand.entering import with_entry
from qa.understand.enumerated import not_listed
from qa.understand.events import distance_told
from qa.understand.fitting import fitted, suited
from qa.understand.grown import with_growth
from qa.understand.happened import with_event
from qa.understand.kinds import read_parts
from qa.understand.leftover import leftover
from qa.understand.months import without_months
from qa.understand.names import names_of
from qa.understand.no_claims import no_claims
from qa.understand.of_record import with_record
from qa.understand.opinions import without_opinion
from qa.understand.percentiles import percentiles_in
from qa.understand.positions import other_positions
from qa.understand.premises import read_premises, stated_reading, taken, without_guess
from qa.understand.question import NOTHING_GIVEN, Against, Given, Question, Shape, StatedState, Want
from qa.understand.ratios import with_ratio
from qa.understand.reader import Read
from qa.understand.readings import Readings, read_all
from qa.understand.rest import against_rest
from qa.understand.restrictions import untaken
from qa.understand.rules_asked import with_rules
from qa.understand.shares import stated_in
from qa.understand.side_kinds import Side
from qa.understand.sides import sided
from qa.understand.spelling import Spelling
from qa.understand.subject import foreign_words, known_words, owns
from qa.understand.terms import term_in, terms_apart
from qa.understand.terms_listed import with_terms
from qa.understand.text import Place, Text, clean, read_text
from qa.understand.two_parts import with_second_part
from qa.understand.universal import with_universal
from qa.understand.vocabulary import spelling_of
from qa.understand.whole_years import TAKEN
from qa.understand.why import asks_why, why_keys
from qa.understand.wish import read_wish

LONGEST = 1000
#: From this probability on a name that nothing knows is taken for the subject.
_MISSING = 0.25
_ANYONE = re.compile(r"\b(?:has|have|did|is there|anyone|does) ?(?:anyone|someone|any (?:client|one|trader|user)s?)\b|^anyone\b")
#: What is told only because everybody speaks of it.
_KNOWN_TO_ALL = re.compile(r"\bnow that (?:every(?:body|one)|we all|people)(?: \w+)? (?:knows?|says?|shows?|repeats?)\b")
#: A person, a time or a place is asked for, not what a term means.
_NO_MEANING = re.compile(r"^(?:and |so |but )?(?:who(?!(?:'s)? (?:is|are|a|the)\b)|whose|when|where)\b")
#: A span that figures of falls within one have in their name.
_WITHIN = re.compile(r"\bwithin (?:a|one|\d+) \w+", re.IGNORECASE)
#: What stands before a level to be reached, which is no part by which something is reduced.
_TO = re.compile(r"\b(?:to|at|below|under|beneath|than|exceed) (?:only |just |about |around |some |at most )?$")
#: How the level of a tail is written.
_LEVELS = re.compile(
    r"\b(?:95|99|5|1) ?(?:%|percent|per cent|pct)|\b(?:95|99)(?:th)?\b|\b(?:1|one) in (?:20|100|twenty|a hundred)\b",
    re.IGNORECASE,
)


def parse_question(
    text: str, library: Library, manifests: Sequence[Manifest], read: Read, given: Given = NOTHING_GIVEN
) -> Question:
    """Read a question.

    Parameters
    ----------
    text : str
        The question.
    library, manifests
        The desk's texts, whose terms it may name, and its backtests.
    read : Read
        Scores what it asks for.
    given : Given
        What is known of it beside its words: the question it follows, figures that an editor or a model says it asks for.

    Raises
    ------
    WrongUseError
        It is empty, or longer than 1,000 characters.
    """
    asked = clean(text)
    if not asked:
        raise WrongUseError("the question is empty", where="question", mend='ask e.g. hedgecite ask "What does the hedge cost?"')
    if len(asked) > LONGEST:
        what = f"the question has {len(asked):,} characters, {LONGEST:,} are the most"
        raise WrongUseError(what, where="question", mend="ask a shorter one")
    question = _read(asked, library, manifests, read, given)
    sure = question.decision == "answer" and question.keys
    if manifests and not (sure or given.edited) and (alone := without_opinion(asked)) != asked:
        other = _read(alone, library, manifests, read, given)
        question = replace(other, text=asked) if other.decision != "decline" and other.keys else question
    return question


def _read(asked: str, library: Library, manifests: Sequence[Manifest], read: Read, given: Given) -> Question:
    """A cleaned question, read with all that stands in it."""
    heard = read_text(asked, spelling_for(library, manifests))
    readings = read_all(heard.plain, manifests)
    question = _question(heard, readings, library, manifests, read, given)
    if manifests and not given.keys:
        question = with_coverage(question, heard, readings)
    if given.keys or given.kind or given.texts:
        return question
    question = with_entry(with_record(question, heard, manifests, read), heard)
    question = with_rules(question, heard, library, manifests, read)
    question = with_second_part(with_terms(question, heard, library.glossary), heard)
    question = with_growth(with_universal(question, heard), heard)
    if not manifests:
        return question
    return with_ratio(with_event(question, heard), heard, lambda text: _read(text, library, manifests, read, given))


def spelling_for(library: Library, manifests: Sequence[Manifest]) -> Spelling:
    """The spelling of a desk: of its texts and the names of its backtests."""
    return spelling_of(library, frozenset(n for m in manifests for n in (m.name, m.title, *m.aliases)))


def _question(
    heard: Text, readings: Readings, library: Library, manifests: Sequence[Manifest], read: Read, given: Given
) -> Question:
    plain = heard.plain
    premised = [] if asks_why(plain) else [p.place for p in read_parts(plain) if p.role == "premise"]
    counted = readings.outside(premised)
    if not counted.stretches and not _KNOWN_TO_ALL.search(plain):  # "as it lost in 2014, what did it cost in that year"
        counted = replace(counted, stretches=readings.stretches)
    sides = narrowed(compared(plain, counted), given.scope)
    wish = read_wish(heard, counted, sides, library, read, given)
    kind, asked = wish.kind, wish.keys
    scope = suited(sides.first.scope, kind, () if wish.offered else asked)
    scope = without_guess(plain, counted.stretches, asked, scope)
    keys = fitted(asked if given.keys else sided(asked, plain), scope, counted, plain)
    figures = kind in {"cost", "mixed"} and not sides.against
    scope, lost = without_months(scope, keys, counted.supposed) if figures else (scope, list[Place]())
    several, both = across(plain, counted.units, keys) if figures else ((), list[Place]())
    keys = drawdowns_apart(plain, several or keys) if sides.against else several or keys
    scope, used = _claimed(plain, keys, scope, premised, counted)
    if keys and "over" in spec_of(keys[0]).narrows and (size := threshold_in(plain)):
        scope, used = replace(scope, over=size[0]), [*used, size[1]]
    used += probability_in(plain)
    used += percentiles_in(plain)[1] if any(is_percentile(key) for key in keys) else []
    ranked = wish.ranked if wish.ranked and {*keys} & {*(wish.ranked.keys or keys)} else None
    listed = ranked if figures and in_years(scope) else None
    years = by_year_words(plain) if keys and figures and not several and in_years(scope) else []
    years = [listed.place] if listed and listed.split else years
    scope = scope.less("besides") if years and said_of_all_but(plain) else scope
    keys = in_all(keys) if years and not (listed and listed.split == "month") else keys
    told = both or (years and [u.place for u in counted.units if u.per])
    scope, cut = (scope.less("per"), told) if several or years else _cut(plain, scope, keys, counted)
    keys, against = against_rest(plain, keys, sides.against)
    question = Question(
        text=heard.asked,
        kind=kind,
        shape=_shape("" if given.edited else plain, kind, keys, sides, counted),  # an editor has said what answers it
        keys=keys,
        offered=() if several else tuple(dict.fromkeys(fitted((key,), scope, counted, plain)[0] for key in wish.offered)),
        rather=wish.intent.rather and kind == "method",
        decision=wish.intent.decision if wish.offered and not several else "answer",
        missing=wish.intent.missing,
        scope=scope,
        against=tuple(_against(heard, side, scope) for side in against),
        recent=sides.first.recent,
        recent_words=next((heard.said(s.place) for s in counted.stretches if s.recent and s.recent == sides.first.recent), ""),
        by_year=bool(years),
        split=(listed and listed.split) or "year",
        ranked=ranked,
        times=next((float(s.value) for s in counted.supposed if s.part == "times" and isinstance(s.value, float)), None),
        wants=tuple(Want(unit=u.wanted, text=heard.said(u.place)) for u in counted.units if u.wanted),
        stated=tuple(_states(heard, counted)),
        backtest=_id(sides.first, "backtest"),
        tier=_id(sides.first, "tier") or _tier_beside(sides.first, counted),
        term=wish.term if kind == "term" else None,
        premises=(*taken(heard.asked), *read_premises(heard, readings, keys, scope)),
        exact=wish.by_name or wish.term is not None,
        edited=given.edited,
    )
    if question.decision == "clarify" and (stated := stated_reading(plain, question.premises, question.offered)):
        question = replace(question, decision="answer", keys=(stated,), offered=())
    if (pair := terms_apart(plain, library.glossary)) and not (given.keys or [*counted.narrowing] or counted.names):
        question = replace(
            question, kind="term", shape="term", keys=(), offered=(), term=pair[0], other_term=pair[1], rather=False
        )
    if question.kind == "term" and question.term is None:
        question = replace(question, term=term_in(plain, library.glossary))
    if question.kind == "term" and wish.term is None and _NO_MEANING.search(plain):
        question = replace(question, kind="method", term=None)
    if ranked is not None and (question.by_year or not ranked.split):
        used.append(ranked.place)
    elif ranked is not None:
        lost.append(ranked.place)
    places = [*sides.used, *used, *cut, *years, *premised, *_tier_names(readings)]
    unread = (*_unread(heard, places, question, manifests), *map(heard.said, lost))
    foreign = foreign_words(heard, counted, known_words(library, manifests))
    positions = other_positions(heard, question.keys, manifests)
    if question.kind not in {"method", "term"}:
        foreign = (*foreign, *positions)
    else:
        question = replace(question, positions=positions)
    return _settled(question, unread, tuple(dict.fromkeys(foreign)))


def _settled(question: Question, unread: tuple[str, ...], foreign: tuple[str, ...]) -> Question:
    """The question with what was left over; one on another subject, or that can't be read, asks for no figure."""
    if question.kind in {"method", "term"}:  # what stands before a noun of the desk's own narrows figures, no rule
        foreign = tuple(words for words in foreign if words[:1].isupper())
    unsure = question.decision != "answer" or question.missing >= _MISSING or owns(question.text, foreign)
    alone = question.kind != "mixed" or question.decision == "clarify"  # else the texts answer a part of it
    if foreign and question.keys and alone and unsure:
        question = replace(question, decision="decline", offered=question.offered or question.keys)
    if question.decision == "decline":
        question = replace(question, keys=())
    return replace(question, unread=unread, foreign=foreign)


def _shape(  # noqa: PLR0911 a line for each shape
    plain: str, kind: Kind, keys: tuple[str, ...], sides: Compared, counted: Readings
) -> Shape:
    if kind == "out_of_scope":
        return "live" if kinds.is_live(plain) else "out_of_scope"
    if kind in {"advice", "term", "method"}:
        return kind
    if _ANYONE.search(plain):
        return "anyone"
    if sides.against:
        return "comparison"
    if why_keys(plain, sides.first.scope):
        return "why"
    changed = {"size", "without", "slip", "slip_hedge", "fees", "condors", "times"}
    if any(s.part in changed for s in counted.supposed) or (keys[:1] and keys[0].startswith("whatif.")):
        return "whatif"
    if any(k.startswith("realism.") for k in keys):
        return "realism"
    if sides.first.scope.episode or any(k.startswith("episode.") for k in keys):
        return "episode"
    return "state" if any(c.stated is not None for c in counted.conditions) else "figure"


def _claimed(
    plain: str, keys: tuple[str, ...], scope: Scope, premised: Sequence[Place], counted: Readings
) -> tuple[Scope, list[Place]]:
    """A stated share, where the leading figure is held against one."""
    if not keys or "claim" not in spec_of(keys[0]).narrows:
        return scope, []
    for stated in stated_in(plain, (0, len(plain)), [*counted.narrowing, *premised, *no_claims(plain)]):
        level = keys[0] == "whatif.size_for_reduction" and _TO.search(plain[: stated.place[0]])
        if stated.low == stated.high > 0 and not level and not plain[slice(*stated.place)].startswith("99"):
            return replace(scope, claim=stated.low), [stated.place]
    return scope, []


def _cut(plain: str, scope: Scope, keys: tuple[str, ...], counted: Readings) -> tuple[Scope, list[Place]]:
    """The period that the leading figure is cut into, where it is not its own; and the words for it that are understood."""
    if not keys:
        return scope, [u.place for u in counted.units]
    spec = spec_of(keys[0])
    yearly = spec.unit == "fraction/year" or ".annual" in keys[0]
    understood, per = [u.place for u in counted.units if u.wanted], scope.per
    for unit in counted.units:
        if unit.per is None:
            continue
        own = (
            unit.per == spec.period
            or (spec.unit == "ratio" and plain[slice(*unit.place)].startswith("annuali"))
            or (unit.per == "year" and yearly)
            or unit.per == per
            or (".monthly." in keys[0] and unit.per == "month")
        )
        if (own and per is None) or unit.per == per:
            understood.append(unit.place)
        elif per is None and spec.vary is not None and spec.unit != "fraction/year":
            per = unit.per
            understood.append(unit.place)
    return replace(scope, per=per), understood


def _states(heard: Text, counted: Readings) -> Iterator[StatedState]:
    for c in counted.conditions:
        if c.stated is not None:
            yield StatedState(series=str(c.signal), level=c.stated, text=heard.said(c.place))


def _against(heard: Text, side: Side, first: Scope) -> Against:
    scope = replace(side.scope, per=first.per, claim=first.claim)
    return Against(
        scope=scope,
        recent=side.recent,
        backtest=_id(side, "backtest"),
        tier=_id(side, "tier"),
        text=heard.said(side.place),
    )


def _id(side: Side, kind: str) -> str | None:
    return side.named.id if side.named and side.named.kind == kind else None


def _tier_beside(first: Side, counted: Readings) -> str | None:
    """The tier that stands beside a named backtest."""
    tiers = [n.id for n in counted.names if n.kind == "tier"]
    return tiers[0] if first.named and first.named.kind == "backtest" and len(set(tiers)) == 1 else None


def _tier_names(read: Readings) -> Iterator[Place]:
    """The words for a tier, where only one is named."""
    tiers = [n for n in read.names if n.kind == "tier"]
    if len({n.id for n in tiers}) == 1:
        yield from (n.place for n in tiers)


def _unread(heard: Text, places: Sequence[Place], question: Question, manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The numerals and narrowing words of the question that nothing has used."""
    used = [heard.place(p) for p in places]
    known = [n.text for n in names_of(manifests)]
    used += [m.span() for name in known for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", heard.asked, re.IGNORECASE)]
    texts = [p.text for p in question.premises if p.code in {"stated", "dated"}]
    used += [(at, at + len(t)) for t in texts if (at := heard.asked.find(t)) >= 0]
    told = distance_told(heard.plain) if question.scope.event else None
    used += [heard.place(told)] if told else []
    used += [m.span() for m in _LEVELS.finditer(heard.asked)] if question.keys and question.keys[0].startswith("tail.") else []
    if question.keys and (question.by_year or ".yearly." in question.keys[0]):
        used += [m.span() for m in TAKEN.finditer(heard.asked)]
    if question.keys and "within" in question.keys[0]:
        used += [m.span() for m in _WITHIN.finditer(heard.asked)]
    left = [*untaken(heard.plain, places)]
    several = not_listed(heard.plain, question.keys) if question.keys and not (question.by_year or question.ranked) else []
    left += [p for p in several if not any(a < p[1] and p[0] < b for a, b in left)]
    return leftover(heard, used, [heard.place(p) for p in left])
