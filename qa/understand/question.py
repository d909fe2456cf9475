"""Question: what is asked, read by rule: kind, figures, scope, comparison, premises, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.backtests.manifest import Manifest
from corpus.errors import WrongUseError
from corpus.texts.glossary import Term
from corpus.texts.library import Library
from qa import numerals
from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope import Scope
from qa.document import Kind
from qa.understand import kinds
from qa.understand.choices import read_choices
from qa.understand.compared import Compared, Side, compared
from qa.understand.meaning import DRAG, Meaning, fitted, read_meaning, stated_in
from qa.understand.names import names_of
from qa.understand.premises import ReadPremise, granted, stated_beside, taken
from qa.understand.readings import Readings, read_all
from qa.understand.restrictions import untaken
from qa.understand.text import Place, Text, clean, read_text
from qa.understand.units import Wanted
from qa.understand.vocabulary import spelling_of

LONGEST = 1000
Shape = Literal[
    "figure",
    "comparison",
    "whatif",
    "episode",
    "realism",
    "anyone",
    "state",
    "term",
    "method",
    "advice",
    "live",
    "out_of_scope",
]
_ANYONE = re.compile(r"\b(?:has|have|did|is there|anyone|does) ?(?:anyone|someone|any (?:client|one|trader|user)s?)\b|^anyone\b")
#: Words that would narrow or recast the figures in ways that no figure here can.
_BEYOND = re.compile(
    r"\b(?:nfp|earnings|opex|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|weekends?|summers?|winters?|springs?|autumns?"
    r"|(?:bull|bear|calm|quiet|choppy|calmer|quieter) (?:markets?|years?|times|months?|periods?|phases?|days)"
    r"|which (?:year|quarter|week|day)|(?:per|a|each) quarter|quarterly|per hour|next (?:year|month|week)|in euros?"
    r"|overnight|intraday"
    r"|(?:per|a|each) (?:day|week|year)|weekly|daily|yearly|annual(?:ly|ised|ized)?|in dollars?)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedState:
    """A state of the market that the question states, e.g. VIX at some level; it is kept as stated and never called current."""

    series: str
    level: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A unit that the question asks for, in its words."""

    unit: Wanted
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A further side of a comparison: its scope, the backtest or tier where it is another one, and the words for it."""

    scope: Scope
    recent: int | None
    backtest: str | None
    tier: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read."""

    text: str
    kind: Kind
    shape: Shape
    #: figures asked for, in the order of their mention
    keys: tuple[str, ...]
    scope: Scope
    #: what the first scope is held against
    against: tuple[Against, ...] = ()
    #: so many months counted back from the data's end are meant
    recent: int | None = None
    #: units asked for
    wants: tuple[Want, ...] = ()
    stated: tuple[StatedState, ...] = ()
    #: name of the backtest that it names
    backtest: str | None = None
    tier: str | None = None
    term: Term | None = None
    premises: tuple[ReadPremise, ...] = ()
    #: its readings in words, where they would give different answers
    choices: tuple[str, ...] = ()
    #: words and numerals that would narrow the answer and were not understood
    unread: tuple[str, ...] = ()


def parse_question(text: str, library: Library, manifests: Sequence[Manifest], keys: tuple[str, ...] = ()) -> Question:
    """Read a question; one in which no figure is read, as asking for the figures `keys` where there are any.

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
    heard = read_text(asked, spelling_of(library, frozenset(n for m in manifests for n in (m.name, m.title, *m.aliases))))
    read = read_all(heard.plain, manifests)
    meaning = read_meaning(heard.plain, read, library.glossary)
    return _question(heard, read, meaning, manifests, keys)


def _question(heard: Text, read: Readings, meaning: Meaning, manifests: Sequence[Manifest], named: tuple[str, ...]) -> Question:
    plain = heard.plain
    roles: tuple[kinds.Role, ...] = ("ask", "context") if meaning.keys else ("ask", "context", "reason", "meaning")
    counted = read.within(meaning.places(*roles))
    sides = compared(plain, counted)
    kind = _kind(plain, meaning)
    choices = read_choices(plain, meaning, counted) if kind in {"cost", "method"} else None
    scope = sides.first.scope
    kind = "cost" if choices or (named and kind == "method") else kind
    asked = choices.keys if choices else meaning.keys or named or ((DRAG,) if kind == "advice" else ())
    keys = () if kind == "out_of_scope" else fitted(asked, scope, counted, plain)
    premises = list(granted(heard, read, meaning))
    scope = replace(scope, bounds=scope.bounds or choices.scope.bounds) if choices else _suited(scope, kind, keys)
    scope, used = _claimed(plain, keys, scope, meaning, counted)
    scope, cut = _cut(scope, keys, counted)
    premises += stated_beside(heard, keys, meaning, [*counted.narrowing, *used])
    question = Question(
        text=heard.asked,
        kind=kind,
        shape=_shape(plain, kind, keys, sides, counted, meaning),
        keys=keys,
        scope=scope,
        against=tuple(_against(heard, side, scope) for side in sides.against),
        recent=sides.first.recent,
        wants=tuple(Want(unit=u.wanted, text=heard.said(u.place)) for u in counted.units if u.wanted),
        stated=tuple(_states(heard, counted)),
        backtest=_id(sides.first, "backtest"),
        tier=_id(sides.first, "tier") or _tier_beside(sides.first, counted),
        term=meaning.term,
        premises=(*taken(heard.asked), *premises),
        choices=choices.texts if choices else (),
    )
    places = [*sides.used, *used, *cut, *_explained(read, meaning)]
    return replace(question, unread=_unread(heard, places, question, manifests))


def _kind(plain: str, meaning: Meaning) -> Kind:
    if (kinds.is_foreign(plain) and not meaning.term) or (kinds.is_live(plain) and not meaning.keys):
        return "out_of_scope"
    if kinds.is_advice(plain):
        return "advice"
    explains = meaning.roles & {"meaning", "reason"}
    if meaning.keys:
        return "mixed" if explains else "cost"
    return "term" if meaning.term else "method"


def _suited(scope: Scope, kind: Kind, keys: tuple[str, ...]) -> Scope:
    """What of a scope is left where it narrows no figure: a rule's condition; and counting episodes is no narrowing to them."""
    if kind in {"term", "out_of_scope"}:
        return Scope()
    if kind == "method":
        return scope.only("bounds", "dates", "event")
    return scope.less("episode") if keys[:1] == ("episode.count",) and scope.episode == "vix" else scope


def _shape(  # noqa: PLR0911 a line for each shape
    plain: str, kind: Kind, keys: tuple[str, ...], sides: Compared, counted: Readings, meaning: Meaning
) -> Shape:
    if kind == "out_of_scope":
        return "live" if kinds.is_live(plain) else "out_of_scope"
    if kind in {"advice", "term", "method"}:
        return kind
    if _ANYONE.search(plain):
        return "anyone"
    if sides.against:
        return "comparison"
    if any(s.part in {"size", "without", "slip"} for s in counted.supposed) or (keys[:1] and keys[0].startswith("whatif.")):
        return "whatif"
    if any(c.name == "REALISTIC" for c in meaning.concepts) or any(k.startswith("realism.") for k in keys):
        return "realism"
    if sides.first.scope.episode or any(k.startswith("episode.") for k in keys):
        return "episode"
    return "state" if any(c.stated is not None for c in counted.conditions) else "figure"


def _claimed(plain: str, keys: tuple[str, ...], scope: Scope, meaning: Meaning, counted: Readings) -> tuple[Scope, list[Place]]:
    """A stated share, where the leading figure is held against one."""
    if not keys or "claim" not in spec_of(keys[0]).narrows:
        return scope, []
    for place in meaning.places("ask", "context"):
        for stated in stated_in(plain, place, [*counted.narrowing]):
            if stated.low == stated.high > 0 and not plain[slice(*stated.place)].startswith("99"):
                return replace(scope, claim=stated.low), [stated.place]
    return scope, []


def _cut(scope: Scope, keys: tuple[str, ...], counted: Readings) -> tuple[Scope, list[Place]]:
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


def _explained(read: Readings, meaning: Meaning) -> Iterator[Place]:
    """Words that are told elsewhere: premises, terms, the asked figures' own, and what only the other parts speak of."""
    yield from meaning.places("premise", "meaning")
    if meaning.keys:
        yield from meaning.places("reason")
    yield from (p for a in meaning.asked for p in a.places)
    tiers = [n for n in read.names if n.kind == "tier"]
    if len({n.id for n in tiers}) == 1:
        yield from (n.place for n in tiers)


def _unread(heard: Text, places: Sequence[Place], question: Question, manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The numerals and narrowing words of the question that nothing has used."""
    used = [heard.place(p) for p in places]
    known = [n.text for n in names_of(manifests)]
    used += [m.span() for name in known for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", heard.asked, re.IGNORECASE)]
    texts = [p.text for p in question.premises if p.code in {"stated", "untold"}]
    used += [(at, at + len(t)) for t in texts if (at := heard.asked.find(t)) >= 0]
    beyond = [heard.place(m.span()) for m in _BEYOND.finditer(heard.plain)]
    left = [p for p in (*numerals.find(heard.asked), *beyond) if not any(a < p[1] and p[0] < b for a, b in used)]
    named = [heard.place(p) for p in untaken(heard.plain, places)]
    left = [p for p in left if not any(a <= p[0] and p[1] <= b for a, b in named)]
    return tuple(dict.fromkeys(heard.asked[a:b] for a, b in sorted([*left, *named])))
