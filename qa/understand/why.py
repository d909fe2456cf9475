"""Why: whether a question asks what made the result of a period, and what that takes.

A why of the method names no period ("why is the hedge in three layers"); so the scope decides as much as the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.backtests.backtest import Backtest
from qa.calculator.core.scope import EPISODES, NAMED, Scope

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_RESULT = r"(?:loss|result|line|drop|cost|gap|minus|week|month|quarter|difference|fall)"
_OPENS = (
    r"\bwhy\b|\bwhy'(?:d|s|re)\b|\bhow come\b|\bwhat (?:has |had )?caused\b"
    r"|(?<!that )(?<!than )(?<!ignoring )(?<!of )(?<!for )(?<!like )\bwhat (?:on earth |the heck )?happen(?:ed|s|d)\b"
    r"|\bwhat (?:went wrong|drove|moved|tore|sank|made)\b|\bor (?:\w+ ){1,3}that made\b"
    r"|\bwhat (?:is|was|were)(?: really)? behind\b|\bwhat's behind\b|\b(?:is|are) to blame\b|\bon what grounds\b"
    r"|\b(?:in spite of|despite) (?:the|my|our|all the|all that) (?:hedge|calls|protection|insurance|cover)\b[^?.]*\?"
)
_REASON = (
    r"|\bfor (?:what|which) reasons?\b|\bwhat (?:is|was) (?:the )?reasons?\b|\breasons? (?:for|of|why)\b"
    r"|\breasons?(?: please)? ?\?"
    r"|\bto what (?:is|was) \w+ attributable\b|\battribution of the \w+ (?:loss|gain|result)\b|\battribution of the month\b"
    r"|\bwhat accounts? for\b|(?:^|[.?!:;] )account for\b"
)
_EXPLAIN = (
    r"|\bhow (?:does one|do you|can one|can you) explain\b|\bexplain (?:pls|please|like)|\b(?:somebody|someone) explain\b"
    rf"|\bexplain (?:to [^,]{{1,40}}? |us |me )?(?:{_MONTH} (?:of )?'?\d\d|'?\d\d\d?\d?\b|(?:the|a) (?:\w+ )?{_RESULT})"
    r"|\bwalk (?:me|us) (?:through|thru)\b"
    r"|\bwhere (?:does|did) (?:it|that|this|the loss|the minus) come from\b|(?:^|[.,!?] )y ?\?*$"
)
_WHOSE = r"(?:the |our |my )?(?:vix )?(?:hedge|hedging|overlay|alvh|calls|condors?|base)\b"
#: What part of a fall or a gain came from the hedge, and what from the condors.
_OWED = (
    r"(?:due to|caused by|because of|come from|came from|comes from|from|owed to|down to|attributable to|attributed to|made by"
    rf"|the fault of|on account of|the doing of) {_WHOSE}"
)
_PART = r"(?:share|part|portion|fraction)"
_ATTRIBUTES = re.compile(
    rf"\b(?:how much|(?:what|which) {_PART})(?: of (?:that|this|it|the|my|our|its)\b[^?.]{{0,50}}?)?"
    rf" (?:(?:was|is|were|did|has|have|came|can) )?(?:be )?{_OWED}"
    rf"|\b(?:what|which) {_PART}(?: of (?:that|this|it|the (?:loss|fall|drop|gain)))? (?:was|is|were) {_WHOSE}"
    rf"|\b(?:was|were) (?:the |my |our )?(?:loss|fall|drop|gain)\b[^?.]{{0,40}} {_OWED}"
)
_WHY = re.compile(_OPENS + _REASON + _EXPLAIN)
#: A why that asks nothing: an aside, or what someone else asks for.
_NOT = re.compile(
    r"\b(?:don't|dont|do not|no need to|never) ask (?:me )?why\b|\bwhy not (?:show|give|use|just|take)\b"
    r"|\b(?:this|that) is why\b|\bthat's why\b|\bno matter why\b"
)
_MARKET = (
    r"(?:the )?(?:vix|markets?|spx|s&p(?: 500)?|index|stocks?|shares|investors?"
    r"|wall street|traders?|volatility|every(?:one|body))"
)
_MOVES = (
    r"(?:jump|fall|fell|drop|rise|rose|spike|crash|flee|fled|sell|sold|panic|double|explod|collaps|plung|rall|surg|climb"
    r"|tank|soar|go (?:up|down))"
)
_OF_MARKET = re.compile(
    rf"\b(?:why|how come|what made|what caused)(?: (?:did|does|was|were|is|has|had))? {_MARKET} (?:\w+ )?{_MOVES}\w*"
)
_FALL = re.compile(
    r"\b(?:loss|losses|lost|lose|fall|fell|drop(?:ped)?|decline[ds]?|dip|hit|minus|drawdown|gain(?:ed|s)?|rise|rose|profit|result)\b"
)
#: What an account of a period consists of, in the order in which each subject is told.
ACCOUNT = ("return.hedged.total", "return.unhedged.total", "drag.monthly.total")
HEDGE = ("drag.monthly.total", "return.unhedged.total", "return.hedged.total")
#: The same where the dates cut a month: by day, as returns of the account are for whole months.
_WITHIN = {"return.hedged.total": "return.hedged.monthly.mean", "return.unhedged.total": "return.unhedged.monthly.mean"}
_OF_HEDGE = re.compile(r"\b(?:hedg(?:e|ing)|overlay|calls?|protection|insurance|cover|alvh|layers?|drag|carry)\b")
_OF_ACCOUNT = re.compile(
    r"\b(?:account|acct|condors?|base|strategy|unhedged|naked|book|down|in the red|finished|painful|(?:my|our) money"
    r"|(?:i|we) (?:lose|lost)|(?:cost|hurt) (?:me|us|him|her|them)|(?:although|though|despite|even) \w+ hedged|in spite of)\b"
)


def asks_why(plain: str) -> bool:
    """Whether the words of a plain question ask what made something; of what, the scope tells."""
    return attributes(plain) or (bool(_WHY.search(plain)) and not _NOT.search(plain))


def attributes(plain: str) -> bool:
    """Whether it asks what part of a fall or a gain came from the hedge, or from the condors.

    >>> attributes("how much of that fall was due to the hedge"), attributes("how much did the hedge cost")
    (True, False)
    """
    return bool(_ATTRIBUTES.search(plain)) and bool(_FALL.search(plain))


def asks_of_market(plain: str) -> bool:
    """Whether it asks why the market moved, which no account of a period tells."""
    return bool(_OF_MARKET.search(plain))


def why_keys(plain: str, scope: Scope) -> tuple[str, ...]:
    """The figures of the account that a why on a period asks for, the leading one first; none for any other question."""
    if not asks_why(plain) or not has_period(scope):
        return ()
    return HEDGE if _is_of_hedge(plain) else ACCOUNT


def _is_of_hedge(plain: str) -> bool:
    return bool(_OF_HEDGE.search(plain)) and not (_OF_ACCOUNT.search(plain) or attributes(plain))


def has_period(scope: Scope) -> bool:
    """Whether a scope has dates, or an episode that has."""
    return scope.dates is not None or (scope.episode is not None and scope.episode in NAMED and scope.episode != EPISODES)


def period_of(scope: Scope) -> Scope:
    """The dates that a why asks of, on which tier: a level of VIX or an event beside it is told, not counted."""
    dates = scope.dates or NAMED.get(scope.episode or "")
    return replace(scope.only("tier"), dates=dates)


def account_keys(plain: str, asked: Sequence[str], backtest: Backtest | None, *, by_day: bool) -> tuple[str, ...]:
    """The figures of an account: led by the hedge where the question is of it, then what else is asked."""
    parts: tuple[str, ...] = HEDGE if _is_of_hedge(plain) else ACCOUNT
    if backtest is not None and not backtest.has_hedge:
        parts = ACCOUNT[1:2]
    own = tuple(_WITHIN.get(key, key) for key in parts) if by_day else parts
    return tuple(dict.fromkeys([*own, *(key for key in asked if key not in {*parts, *_LIKE})]))


#: Means over months, which for one month are what the account tells already.
_LIKE = frozenset({"return.hedged.monthly.mean", "return.unhedged.monthly.mean", "drag.monthly.mean"})
