"""Checks: questions with a known answer that a model answers in the same reply; one that misses any leads no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.texts.documents import digest_of

#: How many of them go with a question. Whoever draws keys at random passes all of them once in millions of replies.
ASKED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question that one figure alone answers, or any of several that are the same to it."""

    id: str
    question: str
    keys: tuple[str, ...]


def _check(number: int, question: str, *keys: str) -> Check:
    return Check(id=f"C{number}", question=question, keys=keys)


#: Each is told from its neighbours in the catalogue by a single word or turn, and by no word of the figure's title alone.
CHECKS: tuple[Check, ...] = (
    _check(1, "Averages hide things: in a typical month, the middle one, what did protection take?", "drag.monthly.median"),
    _check(2, "In how many of all months did the calls leave us poorer?", "drag.monthly.share_costly"),
    _check(3, "Leave the calls out of it: how deep did the account sink from its high?", "drawdown.max.unhedged"),
    _check(4, "With the calls in place, how many days went by before the old high was seen again?", "drawdown.recovery.hedged"),
    _check(5, "What did one condor leave behind on average, winners and losers alike?", "trades.expectancy"),
    _check(6, "How often must a condor win so that nothing is lost in the end?", "trades.break_even_win_rate"),
    _check(7, "How many condors in a row went wrong at the worst of it?", "trades.losing_run"),
    _check(8, "How much cash went out the door to buy the calls, before any of it came back?", "premium.spent"),
    _check(9, "When the calls were sold or settled, how much came back?", "premium.recovered"),
    _check(10, "How many times were the calls rolled?", "adjustment.count"),
    _check(11, "By what part did the calls make the deepest fall of the account smaller?", "drawdown.reduction"),
    _check(12, "Of the calls that were bought, what part was sold at a profit?", "hedge.win_rate"),
    _check(13, "For how long do you hold a condor?", "trades.holding"),
    _check(14, "What is the smallest account that can carry all of this?", "capital.smallest"),
    _check(15, "How many stress episodes were there?", "episode.count"),
    _check(16, "How much worse may fills get before the condors earn nothing?", "whatif.slippage"),
)


def checks_for(question: str) -> tuple[Check, ...]:
    """The checks that go with a question, always the same ones."""
    return tuple(sorted(CHECKS, key=lambda check: digest_of(f"{question}\n{check.id}"))[:ASKED])


def passed(checks: Sequence[Check], answers: Mapping[str, str]) -> bool:
    """Whether every check is answered by its figure."""
    return all(answers.get(check.id) in check.keys for check in checks)
