"""Plan: which figures, scopes and backtest answer a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from corpus.backtests.backtest import Backtest, Listed
from qa.calculator.catalogue import compute, spec_of
from qa.calculator.core.costs import base_contracts
from qa.calculator.core.facts import Facts, FactsBook
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import CALM, EPISODES, NAMED, Dates, Period, Scope, between
from qa.document import FIGURES_NAMED, LEFT_TO_TEXTS, Kind, PlanView
from qa.understand.companions import BASE_ONLY, amounts, as_numbers, companions
from qa.understand.happened import days_of, of_episode
from qa.understand.intent import CHOICES
from qa.understand.question import Against, Question, Shape
from qa.understand.spans import covered, is_outside, parts_of
from qa.understand.why import account_keys, period_of

#: Figures that a question may ask for and that never lead an answer.
_LAST = ("execution.gap",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A further side of a comparison: what is counted of which backtest, and the question's words for it."""

    facts: Facts
    scope: Scope
    text: str
    #: whether the question asks for dates of it that the data do not have
    beyond: bool = False

    @property
    def backtest(self) -> Backtest:
        """The backtest of this side."""
        return self.facts.backtest


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be computed, the leading figure first."""

    kind: Kind
    shape: Shape
    #: figures the question asks for
    asked: tuple[str, ...]
    #: all figures, the asked ones first
    keys: tuple[str, ...]
    scope: Scope
    #: what figures are cut into that can be, or None as they are
    per: Period | None
    #: of the backtest that answers
    facts: Facts | None
    #: what the first scope and backtest are held against
    against: tuple[Other, ...]
    #: figures that the question states a value of, within the scope it states them for
    stated: tuple[tuple[str, Scope], ...]
    #: those of all figures that a language model named and the rules did not
    added: tuple[str, ...] = ()
    #: whether the question asks for dates that the data do not have
    beyond: bool = False
    #: whether all of these dates lie outside of the data
    outside: bool = False
    #: readings to choose from, or to ask for instead, that have a value here, the most probable first
    offered: tuple[str, ...] = ()
    #: the most probable reading, where it is one of several and has no value here
    unmet: tuple[str, ...] = ()
    reading: str

    @property
    def backtest(self) -> Backtest | None:
        """The backtest that answers."""
        return self.facts.backtest if self.facts else None

    @property
    def leading(self) -> tuple[str, ...]:
        """The first figure, where there is one."""
        return self.asked[:1]

    @property
    def backtests(self) -> tuple[Backtest, ...]:
        """Those that it computes from, the leading one first, none twice."""
        first = (self.backtest,) if self.backtest else ()
        return tuple({b.name: b for b in (*first, *(other.backtest for other in self.against))}.values())

    def cut(self, key: str) -> str:
        """The key of a figure as this plan has it, e.g. by day."""
        return _cut(key, self.per)

    def view(self) -> PlanView:
        """The plan as a document holds it."""
        scopes = tuple(str(scope) for scope in (self.scope, *(o.scope for o in self.against))) if self.keys else ()
        return PlanView(
            kind=self.kind, keys=self.keys, scopes=tuple(dict.fromkeys(scopes)), added=self.added, reading=self.reading
        )


def make_plan(question: Question, backtests: Sequence[Listed], book: FactsBook) -> Plan:
    """The plan for a question: its figures with their companions, on the backtest that it names or that is of its tier."""
    backtest = _choose(question.backtest, question.tier, backtests)
    facts = book.of(backtest) if backtest else None
    why = question.shape == "why"
    supposed = _at_times(period_of(question.scope) if why else question.scope, question.times, backtest)
    asked_scope = _scope(supposed, question.recent, question.tier, facts)
    if question.happened and facts:
        asked_scope = replace(asked_scope, dates=days_of(question.happened, facts))
    scope = _within_data(asked_scope, facts)
    beyond = scope != asked_scope
    per = scope.per or _finest(scope)
    offered = _with_value(question.offered, Scope() if question.decision == "decline" else replace(scope, per=per), facts)
    happened = facts is not None and question.happened is not None and scope.dates != question.happened.dates
    asked = of_episode(question.keys) if happened else question.keys
    asked = (offered or question.offered[:1]) if question.decision == "clarify" else asked
    asked = account_keys(question.text.lower(), asked, backtest, by_day=per == "day") if why else asked
    if any(want.unit == "USD" for want in question.wants) and not why:
        asked, offered = amounts(asked, question.scope), tuple(amounts((key,), question.scope)[0] for key in offered)
        asked = offered if question.decision == "clarify" and offered else asked
    beside = () if question.decision == "clarify" else tuple(c for key in asked for c in companions(key))
    numbers = as_numbers(asked, scope, question.text.lower()) if question.decision == "answer" else ()
    keys = tuple(dict.fromkeys([*asked, *numbers, *beside]))
    if backtest and keys and not backtest.has_hedge:
        keys = tuple(dict.fromkeys([*keys, *BASE_ONLY]))
    if any(p.code == "real" for p in question.premises) and keys:
        keys = tuple(dict.fromkeys([*keys, *_LAST]))
    others = tuple(_other(a, question, backtests, asked, book) for a in question.against) if backtest else ()
    if question.by_year and facts and not is_outside(scope.dates or Dates(None, None), facts):
        scope, *later = parts_of(scope, facts, question.split)
        others = tuple(Other(facts=facts, scope=_for_keys(year, asked), text="") for year in later)
    against = _distinct((backtest.name if backtest else "", _for_keys(scope, asked)), others)
    return Plan(
        kind=question.kind,
        shape="figure"
        if question.shape == "comparison" and not against
        else "comparison"
        if question.by_year
        else question.shape,
        asked=_in_order(_cut(key, per) for key in asked),
        keys=_in_order(_cut(key, per) for key in keys),
        scope=_for_keys(scope, asked),
        per=per,
        facts=facts,
        against=against,
        stated=tuple(one for p in question.premises if p.key for one in ((p.key, p.scope), *((p.other,) if p.other else ()))),
        offered=offered,
        unmet=tuple(k for k in question.offered[:1] if k not in offered) if question.decision == "clarify" and offered else (),
        outside=facts is not None and scope.dates is not None and is_outside(scope.dates, facts),
        beyond=beyond or any(other.beyond for other in against),
        reading=_reading(question, backtest, scope, itself=len(against) < len(others)),
    )


def _with_value(offered: Sequence[str], scope: Scope, facts: Facts | None) -> tuple[str, ...]:
    """The first of the readings that can be computed within the scope, as many as are shown."""
    if facts is None:
        return ()
    computed = (key for key in offered if isinstance(compute(_cut(key, scope.per), within(key, scope), facts), Figure))
    return tuple(islice(computed, CHOICES))


def within(key: str, scope: Scope) -> Scope:
    """The scope for a figure: a claim is held against those only that can be held against one, and episodes count themselves."""
    scope = _for_keys(scope, (key,))
    return scope.less(*(part for part in ("claim", "over") if part not in spec_of(key).narrows))


def _in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Keys, each once, those that never lead at the end."""
    return tuple(sorted(dict.fromkeys(keys), key=lambda key: key in _LAST))


def _choose(name: str | None, tier: str | None, backtests: Sequence[Listed]) -> Backtest | None:
    """The backtest that the question names, else the first of the tier asked for, else the first."""
    named = [b for b in backtests if b.manifest.name == name]
    of_tier = [b for b in backtests if b.manifest.tier and b.manifest.tier.id == tier]
    chosen = next(iter([*named, *of_tier, *backtests]), None)
    return chosen.read() if chosen else None


def _other(against: Against, question: Question, backtests: Sequence[Listed], asked: Sequence[str], book: FactsBook) -> Other:
    named = (against.backtest, against.tier) if against.backtest or against.tier else (question.backtest, question.tier)
    backtest = _choose(*named, backtests)
    assert backtest is not None, "there is a first backtest"
    facts = book.of(backtest)
    asked_scope = _scope(_at_times(against.scope, question.times, backtest), against.recent, named[1], facts)
    scope = _within_data(asked_scope, facts)
    return Other(facts=facts, scope=_for_keys(scope, asked), text=against.text, beyond=scope != asked_scope)


def _distinct(first: tuple[str, Scope], others: Sequence[Other]) -> tuple[Other, ...]:
    """The sides that are another backtest or scope than those before them: nothing is compared with itself."""
    sides, kept = {first}, list[Other]()
    for other in others:
        side = (other.backtest.name, other.scope)
        if side not in sides:
            kept.append(other)
        sides.add(side)
    return tuple(kept)


def _scope(scope: Scope, recent: int | None, tier: str | None, facts: Facts | None) -> Scope:
    """A scope of the question, its months counted back; another tier or capital than the backtest's own alone narrows it."""
    if facts and scope.capital == facts.backtest.manifest.capital.base:
        scope = scope.less("capital")
    own = facts.backtest.manifest.tier if facts else None
    if tier is not None and own is not None and own.id != tier:
        scope = replace(scope, tier=tier)
    return replace(scope, dates=_back(facts, recent)) if recent and facts else scope


def _at_times(scope: Scope, times: float | None, backtest: Backtest | None) -> Scope:
    """A scope whose base has so many times the backtest's own contracts a trade, which alone supposes nothing.

    Where its trades differ in their contracts, or tell none, the figure says so.
    """
    if scope.condors is None and times is None:
        return scope
    own = base_contracts(backtest) if backtest else None
    if scope.condors is not None and scope.condors == own:
        return scope.less("condors")
    return scope if times is None else replace(scope, condors=times * (own or 1.0))


def _back(facts: Facts, months: int) -> Dates:
    """So many calendar months up to the one in which the data end."""
    end = str(facts.days[-1])
    last = int(end[:4]) * 12 + int(end[5:7]) - 1
    first = max(last - months + 1, 12)
    return between(f"{first // 12:04d}-{first % 12 + 1:02d}", end[:7])


def _within_data(scope: Scope, facts: Facts | None) -> Scope:
    """A scope whose dates are those that the data have; dates that lie wholly outside of them are left as they are."""
    dates = scope.dates
    if dates is None or facts is None or is_outside(dates, facts):
        return scope
    first, last = covered(facts)
    start, end = dates.start or first, dates.end or last
    if start >= first and end <= last:
        return scope
    if start <= first and end >= last:
        return scope.less("dates")
    return replace(scope, dates=Dates(max(start, first), min(end, last)))


def _finest(scope: Scope) -> Period | None:
    """Days around an event, days of the week or of stress and dates within a month can be told by day only."""
    around = (scope.event is not None and scope.event.days > 0) or scope.episode == EPISODES or scope.weekday is not None
    return "day" if around or _cuts_a_month(scope.dates) else None


def _cuts_a_month(dates: Dates | None) -> bool:
    """Whether dates begin or end within a month."""
    if dates is None:
        return False
    ends = dates.end is not None and (dates.end + timedelta(days=1)).day != 1
    return ends or (dates.start is not None and dates.start.day != 1)


def _cut(key: str, per: Period | None) -> str:
    """The key of a figure cut into another period, where it can be."""
    vary = spec_of(key).vary if per else None
    return vary(per).key if vary and per else key


def _for_keys(scope: Scope, asked: Sequence[str]) -> Scope:
    """The scope as the figures take it: their period is in their key, and those of episodes count within dates."""
    scope = scope.less("per")
    if scope.episode and scope.episode != CALM and asked and all(key.startswith("episode.") for key in asked):
        scope = replace(scope.less("episode"), dates=NAMED.get(scope.episode, scope.dates))
    return scope


def _reading(question: Question, backtest: Backtest | None, scope: Scope, *, itself: bool) -> str:
    """How the question was read where it could be read otherwise, in words."""
    said = [_which(question, backtest)]
    said += ["months are counted back from the end of the data"] if question.recent else []
    said += ["a stated level stands for the band in which it lies"] if question.stated else []
    said += ["days around an event are told by day"] if scope.event and scope.event.days else []
    said += ["two names of the question are of one backtest, which is not compared with itself"] if itself else []
    said += [LEFT_TO_TEXTS if question.kind in {"method", "term"} else FIGURES_NAMED] if question.edited else []
    said += ["the likeliest of several readings"] if question.offered else []
    return "; ".join(said)


def _which(question: Question, backtest: Backtest | None) -> str:
    if backtest is not None and backtest.name == question.backtest:
        return "the backtest is the one that the question names"
    if question.tier is None or backtest is None:
        return "no tier named; the first backtest"
    if backtest.manifest.tier is None:
        return "a tier is named, the backtest names none"
    return "the tier is that of the credit at which the condor is sold"
