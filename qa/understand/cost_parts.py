"""Parts of the hedge's cost: what share of it decay, rolling, commissions or slippage is, or all of them side by side."""

from __future__ import annotations

import re

_DECAY = r"(?:(?:premium|time|theta|option|value) )?decay(?:ing)?\b|\btime value\b|\btheta\b"
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words))
    for name, words in (
        ("decay", rf"\b(?:{_DECAY})"),
        ("trading", r"\b(?:transaction|trading|execution|dealing) (?:costs?|fees?|expenses?)\b"),
        ("roll_cost", r"\broll(?:s|ing|ed)?\b(?! (?:\w+-)?(?:years?|\d+|spans?|windows?|months?|periods?|mean|average))"),
        ("commissions", r"\b(?:commissions?|brokerage|(?<!trading )(?<!transaction )fees)\b"),
        ("slippage", r"\bslippage\b"),
    )
)
_WHOLE = re.compile(
    r"\bdrag\b|\bhedge(?:'s)? (?:cost|costs|loss|losses|expense|bill)\b|\b(?:cost|costs|loss|price|expense) of (?:the |my "
    r"|our |your )?(?:hedg\w+|alvh)\b"
    r"|\bhedging costs?\b|\b(?:hedge|alvh) costs?\b"
)
_SHARE = re.compile(
    r"\bof (?:the )?(?:total |whole )?(?:drag|hedg\w+(?:'s)? (?:costs?|loss(?:es)?)),? how much\b|"
    r"\b(?:what|which|how (?:much|big|large|many percent)|is|are|how) .{0,12}?(?:share|proportion|portion"
    r"|percent(?:age)?|fraction|part|much)?\b"
    r".{0,80}?\b(?:attributable|due to|owed to|down to|comes? (?:down to|from)|came from|stems?|caused by|rather than"
    r"|as opposed to"
    r"|versus|vs|relative to|compared (?:to|with)|mostly|mainly|largely|chiefly|made up of)\b"
    r"|\b(?:what|which|how (?:big|large)(?: an?)?) (?:share|proportion|portion|part|percent(?:age)?|fraction|%) of\b"
    r"|\bhow much of (?:the |what )?(?:total |whole )?(?:drag|hedg\w+(?:'s)? (?:costs?|loss(?:es)?))\b"
)
_SPLIT = re.compile(
    r"\b(?:split|break|decompose|divide|separate|separat\w+|take)\b.{0,40}\b(?:into|down|apart|by (?:part|component|source))\b"
    r"|\b(?:breakdown|break-down|decomposition|components|attribution) of\b"
)
#: What no part explains is a figure of its own.
_LEFT = re.compile(r"\b(?:left over|leftover|residual|remainder|unexplained|unaccounted|not accounted)\b")


def cost_parts(plain: str) -> tuple[str, ...]:
    """The figures of a question on what the hedge's cost is made of: shares of the parts that it names, and the whole.

    >>> cost_parts("what proportion of the drag is attributable to transaction costs as opposed to option decay?")
    ('decomposition.share.trading', 'decomposition.share.decay', 'decomposition.total')
    >>> cost_parts("what does rolling the hedge cost?")
    ()
    """
    if not _WHOLE.search(plain) or _LEFT.search(plain):
        return ()
    named = {name: m.start() for name, pattern in _PARTS if (m := pattern.search(plain))}
    if _SPLIT.search(plain) and (named or re.search(r"\b(?:parts?|components?|pieces|sources)\b", plain)):
        return ("decomposition.total", *(f"decomposition.share.{name}" for name in ("decay", "trading")))
    if not named or not _SHARE.search(plain):
        return ()
    order = sorted(named, key=lambda name: named[name])
    return (*(f"decomposition.share.{name}" for name in order), "decomposition.total")
