"""The hedge's cost as a share of the profit that there would have been without it."""

from __future__ import annotations

import re

_SHARE = re.compile(
    r"\b(?:share|percent(?:age)?|per cent|pct|part|portion|fraction|proportion|how much"
    r"|cents on the dollar)(?: is)? of (?:[\w']+ ){0,4}?"
    r"(?:profits?|gross gains?|gross income)\b"
    r"|\b(?:half|a third|a quarter|two thirds|most|all)(?: of)? (?:(?:the|your|our|my|its|their|all) )?(?:\w+ )?profits?\b"
    r"|% of (?:[\w']+ ){0,4}?profits?\b|\b(?:over|divided by|relative to|in relation to"
    r"|against) (?:[\w']+ ){0,3}?(?:gross|unhedged) profits?\b"
)
_HEDGE = re.compile(r"\b(?:hedge\w*|alvh|vix calls|calls|insurance|protection|cover|overlay|drag)\b")
_SPENT = re.compile(
    r"\b(?:cost\w*|drags?|eat\w*|ate|spen[dt]\w*|pay\w*|paid|goes|went|take[sn]?|took|consum\w*|swallow\w*|lost|los[et]s?|give[ns]?|gave|used)\b"
)
#: A profit of something else, or of trades, which has figures of its own.
_ELSE = re.compile(
    r"\b(?:profit factor|per trade|win(?:s|ning)?|trades?|market|credits?|premiums?|target|taking|taken"
    r"|commissions?|fees|slippage)\b"
)


def of_profit(plain: str) -> bool:
    """Whether the hedge's cost is asked for as a share of the profit.

    >>> of_profit("what share of the gross profit did the hedge eat?"), of_profit("did the hedge make a profit?")
    (True, False)
    """
    return all(words.search(plain) for words in (_SHARE, _HEDGE, _SPENT)) and not _ELSE.search(plain)
