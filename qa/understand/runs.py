"""Runs: how many trades or periods on end were won or lost, where a question asks for the longest such run."""

from __future__ import annotations

import re

from qa.understand.sides import sided

_RUN = re.compile(
    r"\b(?:streaks?|hot hand|in a row|on end|back[- ]to[- ]back|on the trot|straight|consecutive(?:ly)?|successive(?:ly)?"
    r"|(?:winning|losing|longest|unbroken|positive|negative) (?:\w+ )?(?:run|stretch|string|series)|run of|string of|series of)\b"
)
_MOST = re.compile(
    r"\b(?:longest|biggest|most|max(?:imum)?|record|best|largest|greatest|how (?:many|long)|at most|what)\b"
    r"|^whats?\b"
)
_WON = re.compile(
    r"\b(?:winn?i?ng|wins?|winners?|won|gain\w*|profit\w*|positive|green|up|earn\w*|ma[dk]e|making|paid"
    r"|pay\w*)\b(?! (?:back|trades lost))"
)
_LOST = re.compile(r"\b(?:los(?:e|es|t|ing|s|ses|ers?)|negative|red|down|cost\w*|bled|bleed\w*|fell|fall)\b")
_PERIOD = re.compile(r"\b(?P<period>day|week|month|year)s?\b")
_TRADES = re.compile(r"\b(?:trades?|condors?|positions?|nights?|winners?|losers?)\b")
_HEDGE = re.compile(
    r"\b(?:hedge|alvh|vix calls|calls|insurance|protection|cover|overlay)\b(?!(?:d|-) ?(?:account|strategy|tier|condors?))"
)
_ON = re.compile(r"\bwith(?:out)? (?:the |any )?(?:hedge|alvh|calls|insurance|protection)\b")
_ACCOUNT = re.compile(r"\b(?:un)?hedged\b|\b(?:account|portfolio|strategy|i|we)\b|\bwith(?:out)? (?:the |any )?hedge\b")
_ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
#: A chance, a probability or a supposition is asked for, or a rule.
_ELSE = re.compile(r"\b(?:chance|probab\w+|odds|likely|if|should|would|after|until|before|every|mean|average)\b")


def run_of(plain: str) -> str | None:
    """The figure of the longest run that a question asks for; None for any other, and for those that the scorer knows.

    >>> run_of("longest winning streak of the hedged account"), run_of("biggest winning streak")
    ('return.hedged.monthly.gaining_run', 'trades.winning_run')
    >>> run_of("longest losing streak") is None
    True
    """
    if not (_RUN.search(plain) and _MOST.search(plain)) or _ELSE.search(plain):
        return None
    won, lost = bool(_WON.search(plain)), bool(_LOST.search(plain))
    if won == lost:
        return None
    period, hedge = _PERIOD.search(plain), bool(_HEDGE.search(_ON.sub(" ", plain)))
    adverb = _ADVERBS[period["period"]] if period else ""
    trades = bool(_TRADES.search(plain))
    if (_ACCOUNT.search(plain) and (adverb or not trades)) or (adverb and not hedge and not trades):
        key = sided((f"return.hedged.monthly.{'gaining' if won else 'losing'}_run",), plain)[0]
        return key.replace("monthly", adverb or "monthly")
    if lost:
        return None
    if _HEDGE.search(plain) and not _ACCOUNT.search(plain):
        return f"payoff.{adverb}.longest_run" if adverb else "hedge.winning_run"
    return "trades.winning_run"
