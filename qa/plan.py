"""Plan: which figures, scopes and backtest answer a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.backtests import Backtest, Listed
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.scope import Scope
from qa.document import Kind, PlanView
from qa.question import Question

#: What stands beside a figure, so that it can be read: never a win rate without its break-even, never a mean alone.
COMPANIONS: dict[str, tuple[str, ...]] = {
    "drag.monthly.mean": (
        "drag.monthly.median",
        "return.unhedged.monthly.mean",
        "return.hedged.monthly.mean",
        "drawdown.max.unhedged",
        "drawdown.max.hedged",
    ),
    "drag.monthly.median": ("drag.monthly.mean",),
    "return.unhedged.monthly.mean": ("return.hedged.monthly.mean", "drag.monthly.mean"),
    "return.hedged.monthly.mean": ("return.unhedged.monthly.mean", "drag.monthly.mean"),
    "return.unhedged.total": ("return.hedged.total",),
    "return.hedged.total": ("return.unhedged.total",),
    "drawdown.max.unhedged": ("drawdown.max.hedged", "drag.monthly.mean"),
    "drawdown.max.hedged": ("drawdown.max.unhedged", "drag.monthly.mean"),
    "trades.win_rate": ("trades.break_even_win_rate",),
    "trades.break_even_win_rate": ("trades.win_rate",),
}
#: What can still be said of a backtest that has no hedge.
BASE_ONLY = ("return.unhedged.monthly.mean", "drawdown.max.unhedged", "trades.win_rate", "trades.break_even_win_rate")
#: Figures that a question may ask for and that never lead an answer.
_LAST = ("execution.gap",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be computed, the leading figure first."""

    kind: Kind
    #: figures the question asks for
    asked: tuple[str, ...]
    #: all figures, the asked ones first
    keys: tuple[str, ...]
    scope: Scope
    backtest: Backtest | None
    reading: str

    def view(self) -> PlanView:
        """The plan as a document holds it."""
        scopes = (str(self.scope),) if self.keys else ()
        return PlanView(kind=self.kind, keys=self.keys, scopes=scopes, reading=self.reading)


def make_plan(question: Question, backtests: Sequence[Listed]) -> Plan:
    """The plan for a question: its figures with their companions, on the backtest that it names or that is of its tier."""
    backtest = _choose(question, backtests)
    asked = question.keys or (("drag.monthly.mean",) if question.kind == "advice" else ())
    if question.kind == "term":
        asked = ()
    asked = tuple(sorted(asked, key=lambda key: key in _LAST))
    keys = tuple(dict.fromkeys([*asked, *(c for key in asked for c in COMPANIONS.get(key, ()))]))
    if backtest and keys and not backtest.has_hedge:
        keys = tuple(dict.fromkeys([*keys, *BASE_ONLY]))
    if any(p.code == "real" for p in question.presumed) and keys:
        keys = tuple(dict.fromkeys([*keys, *_LAST]))
    assert all(key in CATALOGUE for key in keys)
    reading = _reading(question, backtest)
    return Plan(kind=question.kind, asked=asked, keys=keys, scope=_scope(question, backtest), backtest=backtest, reading=reading)


def _choose(question: Question, backtests: Sequence[Listed]) -> Backtest | None:
    """The backtest that the question names, else the first of the tier asked for, else the first."""
    named = [b for b in backtests if b.manifest.name == question.backtest]
    of_tier = [b for b in backtests if b.manifest.tier and b.manifest.tier.id == question.tier]
    chosen = next(iter([*named, *of_tier, *backtests]), None)
    return chosen.read() if chosen else None


def _scope(question: Question, backtest: Backtest | None) -> Scope:
    """The question's scope; the tier narrows it only where the backtest is of another one."""
    own = backtest.manifest.tier if backtest else None
    if question.tier is None or own is None or own.id == question.tier:
        return question.scope
    return Scope(question.scope.bounds, question.scope.dates, tier=question.tier)


def _reading(question: Question, backtest: Backtest | None) -> str:
    if backtest is not None and backtest.name == question.backtest:
        return "the backtest is the one that the question names"
    if question.tier is None or backtest is None:
        return "no tier named; the first backtest"
    if backtest.manifest.tier is None:
        return "a tier is named, the backtest names none"
    return "the tier is that of the credit at which the condor is sold"
