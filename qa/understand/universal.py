"""Always and never: what a question takes to hold of every month, of none, or asks to have held at all, and what counts it.

The record settles it by its counts: a single month refutes what is said of all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from qa.understand.premises import is_reported
from qa.understand.question import Question, Universal
from qa.understand.text import Text

#: Of how many periods something is said: all, none, or at least one.
Of = Literal["all", "none", "any"]

_ALL = re.compile(
    r"\b(?:always|invariably|without (?:exception|fail)|(?:every|each) (?:single |one of the )?(?:time|month|day"
    r"|crash|crisis|sell-?off"
    r"|fall|drop|condor|trade|night|stress episode|episode|spike)|all (?:the )?(?:months|crashes|crises|falls|trades"
    r"|condors))\b"
)
_NONE = re.compile(
    r"\b(?:(?<!that )(?<!which )never|not once|not a single|no single|no (?:month|trade|condor)"
    r" (?:ever )?(?:has|had|lost|lose))\b"
)
_ANY = re.compile(
    r"^(?:so |and |but )?(?:did|does|do|has|have|was|were|is|are)(?:n't)? (?:the |your |this |our )?(?:\w+ ){1,3}?ever\b"
)
_HEDGE = re.compile(r"\b(?:hedge|alvh|overlay|protection|insurance|layers|(?:vix )?calls)\b")
_ACCOUNT = re.compile(r"\b(?P<side>un-?hedged |hedged )?(?:account|strategy|portfolio)\b")
_TRADES = re.compile(r"\b(?:condors?|trades?)\b")
_GAINS = re.compile(
    r"\b(?:gain(?:s|ed)?|earn(?:s|ed)?|(?:make|makes|made|making) (?:any )?(?:money|a profit|profits?|gains?)|pa(?:y"
    r"|ys|id)(?: off| out"
    r"| for itself)?|profit(?:s|ed|able)?|wins?|won|up|(?:a )?(?:winning|positive|profitable|good) (?:month|year"
    r"|trade)s?|in the black)\b"
)
_LOSES = re.compile(
    r"\b(?:lose[sd]?|lost|losing|cost(?:s|ing)?|bleeds?|bled|(?:a )?(?:losing|negative|losses|bad|down) (?:month|year"
    r"|trade)s?|in the red"
    r"|loss(?:es)?)\b"
)
_STRESS = re.compile(
    r"\b(?:crash(?:es)?|cris[ei]s|sell-?offs?|stress(?: episodes?)?|panics?|vix (?:spikes?|jumps?)"
    r"|spikes?|turmoil)\b"
)
_MARKET = r"(?:the )?(?:stock )?(?:markets?|index|s&p(?: 500)?|spx|stocks|equities)"
_FALLS = re.compile(
    rf"\b{_MARKET} (?:is |are |was |were )?(?:fall(?:s|ing)?|fell|drops?|dropped|declin\w+|goes down|go down|went"
    rf" down|down|tank\w*|slump\w*"
    rf"|sinks?|sank|loses?|lost)\b|\b(?:falling|declining|down|dropping|negative|bear) (?:markets?|months?)\b"
    rf"|\bfalls? (?:of|in) {_MARKET}"
    rf"|\b(?:decline|drop|slump) (?:of|in) {_MARKET}"
)
_RISES = re.compile(
    rf"\b{_MARKET} (?:is |are |was |were )?(?:ris(?:es?|ing)|rose|rall(?:y|ies|ied)|goes up|go up|went up|up|climbs?"
    rf"|climbed|gains?|gained)\b"
    r"|\b(?:rising|bull|up) (?:markets?|months?)\b"
)
#: Conditions that no count here is narrowed by, sizes, and what is no statement on all.
_ELSE = re.compile(
    r"\b(?:calm|quiet|low[- ]vol\w*|weeks?|years?|quarters?|if|than|more|less|average|mean|nearly|almost|mostly"
    r"|usually|net)\b|%"
)
_ASKED = re.compile(r"\b(?:how|what|(?<!in )which|why|where|who)\b|(?:^|[.?!] )when\b")
#: Questions that want yes or no, and reports of what somebody states.
_YES_NO = re.compile(
    r"^(?:so |and |but |ok |well |,)*(?:is|are|was|were|do|does|did|has|have|had)(?:n't)?\b"
    r"|\b(?:right|correct|true|so|really|agreed?|(?:does|did|do|has|is|was)(?:n't)? (?:it|they))\W*$"
)
#: A statement on all stands together: who, how often and what, with few words between.
_NEAR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """What counts the periods in which something gained, or lost."""

    key: str
    #: whether it counts gains
    gains: bool
    #: a month that shows a gain, or a loss, where there was one
    gain: str = ""
    loss: str = ""


_MONTHS = _Count(key="drag.monthly.share_costly", gains=False, gain="drag.monthly.best", loss="drag.monthly.costliest")
_EPISODES = _Count(key="episode.paid", gains=True)
_FALLING = _Count(key="coverage.monthly.down.paid", gains=True)
_RISING = _Count(key="coverage.monthly.up.paid", gains=True)
_WINS = _Count(key="trades.win_rate", gains=True, gain="trades.best", loss="trades.worst")


def universal_of(plain: str) -> Universal | None:
    """What words say, or ask, of all months, of none or of any; None where they say nothing of the kind.

    >>> found = universal_of("i understand the hedge always gains when the market goes down. is that so?")
    >>> found.key, found.of, found.gains
    ('coverage.monthly.down.paid', 'all', True)
    >>> universal_of("how often does the hedge gain?") is None
    True
    """
    if _ASKED.search(plain) or not (_YES_NO.search(plain) or is_reported(plain)):
        return None
    return next((found for said in re.split(r"[.?!;]\s+", plain) if (found := _said(said))), None)


def _said(plain: str) -> Universal | None:
    """What one sentence says of all, of none or of any."""
    any_, none, all_ = _ANY.search(plain), _NONE.search(plain), _ALL.search(plain)
    of: Of | None = "none" if none else "all" if all_ else "any" if any_ else None
    gains, loses = _GAINS.search(plain), _LOSES.search(plain)
    acts, quantified = gains or loses, none or all_ or any_
    if of is None or bool(gains) == bool(loses) or _ELSE.search(plain) or acts is None or quantified is None:
        return None
    if max(acts.start(), quantified.start()) - min(acts.end(), quantified.end()) > _NEAR:
        return None
    if (account := _ACCOUNT.search(plain)) and not (_STRESS.search(plain) or _FALLS.search(plain) or _RISES.search(plain)):
        return _of_account(account["side"] or "hedged ", of, gains=bool(gains))
    count = _count(plain)
    if count is None:
        return None
    shows_gain = bool(gains) == (of in {"none", "any"})
    return Universal(
        key=count.key, of=of, gains=bool(gains), counts_gains=count.gains, example=count.gain if shows_gain else count.loss
    )


def _of_account(side: str, of: Of, *, gains: bool) -> Universal:
    """What is said of an account's months, which its worst or its best month settles."""
    of_gain = gains == (of != "all")
    name = "unhedged" if side.startswith("un") else "hedged"
    key = f"return.{name}.monthly.{'best' if of_gain else 'worst'}"
    return Universal(key=key, of=of, gains=gains, counts_gains=of_gain, single=True)


def _count(plain: str) -> _Count | None:
    """What counts what is said: of the hedge under the condition stated, or of trades."""
    if _HEDGE.search(plain):
        named = ((_FALLS, _FALLING), (_RISES, _RISING), (_STRESS, _EPISODES))
        return next((count for pattern, count in named if pattern.search(plain)), _MONTHS)
    if _STRESS.search(plain) or _FALLS.search(plain) or _RISES.search(plain):
        return None
    return _WINS if _TRADES.search(plain) else None


def with_universal(question: Question, heard: Text) -> Question:
    """The question, where it says or asks something of all months or of none, as one for what counts it."""
    found = universal_of(heard.plain)
    if found is None or question.kind in {"advice", "out_of_scope", "term"} or question.rules or question.record:
        return question
    if question.edited or question.against or question.shape == "why":
        return question
    keys = tuple(key for key in (found.key, found.example) if key)
    return replace(question.for_figures(keys), universal=found, premises=())
