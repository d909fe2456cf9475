"""Each band: whether a question asks of every band of VIX, or in which of them something is most, and then of which figure."""

from __future__ import annotations

import re

from qa.understand.text import Place

_KIND = (
    r"(?:(?:vix|volatility|vol)(?: index)?(?:'s)?[- ](?:regimes?|bands?|levels?|ranges?|buckets?|brackets?|zones?|environments?"
    r"|conditions?|states?|tiers?)|(?:regimes?|bands?|buckets?) of (?:the )?(?:vix|volatility|vol)"
    r"|(?:market |volatility )?regimes?)"
)
_EACH = re.compile(
    rf"\b(?:(?:in|at|within|under|for|during) )?(?:each|every|all|per|by|across(?: all)?|(?:the )?different|(?:the )?various)"
    rf" (?:of the |one of the |the )?(?:four |different |various )*{_KIND}\b"
    r"|\bwhen (?:the )?(?:vix|volatility|vol) is (?:low|high|calm|quiet)(?:er)?,?"
    r" (?:or|vs\.?|than|versus|and)(?: when)?(?: it'?s| it is| it was)? (?:low|high|up|jumpy|elevated)\b"
    r"|\b(?:broken down|broken out|split|grouped|sorted|itemi[sz]ed|listed) by (?:the )?(?:vix|volatility)\b(?! futures)"
)
_WHICH = re.compile(rf"\b(?:(?:in|at|within|under|for|during) )?(?:which|what) (?:of the )?(?:four )?{_KIND}\b")
_MOST = re.compile(
    r"\b(?:most|least|best|worst|highest|lowest|largest|smallest|biggest|greatest|cheapest|dearest|costliest|strongest|weakest"
    r"|maximum|minimum|safest|deadliest|more|less)\b"
)
_COST = re.compile(r"\b(?:cost\w*|drags?|expensive|dear(?:est)?|cheap\w*|bleed\w*|bled|hurt\w*|eat\w*)\b")
_ACCOUNT = re.compile(r"\b(?:account|strategy|portfolio|condors?|system|method|hedge|alvh)\b")
_HEDGE = re.compile(r"\b(?:hedg\w+|alvh|calls|insurance|protection|overlay|cover)\b")
_WINS = re.compile(r"\bwin(?:s|ning)? ?(?:rates?|ratio|percentage|%)|\bwin(?:s)? (?:most|least) often\b|\bhit rate\b")
_TRADE = re.compile(r"\b(?:per|each|every|an?|a single) (?:\w+ )?(?:trade|condor|night|position)\b|\b(?:trades|condors|nights)\b")
#: What is told of trades.
_P_AND_L = re.compile(r"\b(?:p&l|pnl|p/l)\b")
_RESULT = re.compile(
    r"\b(?:earn\w*|ma(?:ke|kes|de|king)|profit\w*|gain\w*|los(?:e|es|t|ing|s|ses)|return\w*|perform\w*|do|does|did|pays?|paid"
    r"|work\w*|help\w*|protect\w*|results?|p&l|pnl|p/l)\b"
)


def each_band(plain: str) -> Place | None:
    """The words that ask for each band of VIX, or in which of them something is most; None where no bands are asked for.

    >>> each_band("in which vix regime does the hedge cost most?")
    (0, 19)
    >>> each_band("at which vix level is the aggressive tier blocked?") is None
    True
    """
    m = _EACH.search(plain) or (_WHICH.search(plain) if _MOST.search(plain) else None)
    return m.span() if m else None


def key_by_band(plain: str, *, sure: bool = True) -> str | None:
    """The figure that is asked for where it is asked in which band it is most; None where the words leave it open.

    Where no figure is `sure` by other ways, also of a question for each band.

    >>> key_by_band("in which vix band does the strategy earn the most per trade on average?")
    'trades.expectancy'
    >>> key_by_band("what is the win rate in each vix band?") is None
    True
    """
    if each_band(plain) is None or (sure and not _MOST.search(plain)):
        return None
    if _COST.search(plain):
        return "drag.monthly.mean"
    if _WINS.search(plain):
        return "trades.win_rate"
    if not (_RESULT.search(plain) or _ACCOUNT.search(plain)):
        return None
    if _HEDGE.search(plain) and not re.search(r"\bhedged\b|\bwith (?:the )?hedge\b", plain):
        return "drag.monthly.mean"
    return "trades.expectancy" if _TRADE.search(plain) or _P_AND_L.search(plain) else "return.hedged.monthly.mean"
