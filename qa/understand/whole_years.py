"""Whole years: the worst or best calendar year, or the years that lost money, are figures by the year; and the worst month."""

from __future__ import annotations

import re

from qa.understand.sides import names_unhedged

_YEARS = r"(?:calendar )?years?"
_WORST = re.compile(
    rf"\b(?:worst|weakest|poorest|ugliest|blackest|most painful)(?: single| ever| calendar)? year\b"
    rf"|\bwhich {_YEARS} (?:was|were|is|had|did) (?:the |it )?(?:worst|weakest|poorest|largest loss|biggest loss)\b"
    rf"|\b(?:largest|biggest|greatest|deepest|heaviest|maximum) (?:annual|yearly|calendar[- ]year) loss\b"
    rf"|\b(?:losing|down|negative|red|loss) {_YEARS}\b|\byears? (?:in the red|with a loss|that lost)\b"
    rf"|\b(?:lose|lost|loses|losing) (?:any )?money (?:in|over|for|for a|during) (?:a|any|one|a whole|a single|one single) year\b"
)
_RESULT = r"(?:profits?|returns?|results?|gains?|performance|outcome|earnings)"
_BEST = re.compile(
    rf"\b(?:best|strongest)(?: single| ever| calendar)? year\b|\bwhich {_YEARS} (?:was|were|is) (?:the )?(?:best|strongest)\b"
    rf"|\b(?:which|what) {_YEARS}\b[^.?!,]*?\b(?:best|highest|biggest|largest|greatest|strongest|most) {_RESULT}\b"
)
#: In which year the hedge cost or earned most.
_WHICH = rf"\b(?:which|what) {_YEARS} [^.?!,]*?\b"
_DEAREST = re.compile(
    _WHICH + r"(?:most expensive|costliest|dearest|(?:highest|largest|biggest) (?:cost|drag)"
    r"|(?:cost|hurt)\w* (?:\w+ ){0,3}?(?:the )?most)\b"
)
#: Of an account, too, its hedge is meant by what it cost.
_EXPENSIVE = re.compile(_WHICH + r"(?:(?:most|least) (?:expensive|costly)|costliest|dearest|cheapest)\b")
_CHEAPEST = re.compile(_WHICH + r"(?:cheapest|least (?:expensive|costly)|cost\w* (?:\w+ ){0,3}?(?:the )?least)\b")
_EARNED = re.compile(_WHICH + r"(?:earn\w*|ma[dk]e|pa(?:y|id)(?: off)?|gain\w*|return\w*) (?:\w+ ){0,2}?(?:the )?most\b")
#: In which month the account lost most.
_WORST_MONTH = re.compile(
    r"\b(?:which|what) (?:calendar |single )?month [^.?!,]*?"
    r"\b(?:lose|lost|loses|fall|fell|drop|dropped) (?:\w+ ){0,2}?(?:the )?most\b"
)
#: Somebody else's best month, or the worst one asked of.
_NOT_BEST = re.compile(
    r"\b(?:worst|weakest|poorest)\b|\b(?:hedge|alvh|calls|layers?|index|market)(?:'s)? (?:\w+ )?(?:its|their) best\b"
    r"|\bbest month of the (?:hedge|alvh|calls)\b"
)
#: The most that the account made in a month: a month by a superlative, or what it brought by one; nothing that falls or costs.
_UP = r"(?:best|strongest|finest|luckiest|top|highest|biggest|largest|greatest|maximum|max)"
_BEST_MONTH = re.compile(
    r"\b(?:best|strongest|finest|luckiest) (?:single |calendar )?(?:months?|mth)\b"
    r"(?! (?:of|for|in) (?:the |its )?(?:hedge|alvh|vix|calls|insurance|protection|cover|overlay|\w+ layer)\b)"
    rf"|\b{_UP} (?:single[- ])?month(?:ly|'s)? (?:gain|profit|return|result|win)s?\b"
    rf"|\b{_UP} of the monthly (?:\w+ )?(?:returns|gains|results)\b"
    r"|\bmost (?:that )?(?:\w+ ){0,5}?(?:made|gained|earned) in (?:one|a|any|a single) month\b"
)
_COUNTED = re.compile(
    rf"\b(?:how many|what (?:share|fraction|percentage|part) of(?: the| all)?|most|in every|in each) {_YEARS}\b"
    rf"|\ball (?:calendar )?years\b"
)
_HOW_MANY = re.compile(r"\bhow (?:many|often)\b|\bnumber of\b")
_EVERY = re.compile(r"\b(?:every|each)(?: single| calendar)? year\b")
_MADE = re.compile(
    r"\b(?:profit\w*|gain\w*|made money|make money|paid|pays?|earn\w*|positive|lost|lose[sd]?|losing|cost money|negative|loss"
    r"|losses|in the (?:red|black)|up|down|bled|bleed|green|won|win)\b"
)
_HEDGE = re.compile(
    r"\b(?:hedge|alvh|vix calls|calls|insurance|protection|cover|overlay|layers?)\b"
    r"(?!(?:d|-) ?(?:account|strategy|tier|condors?))"
)
_ACCOUNT = re.compile(
    r"\b(?:hedged|unhedged|account|strategy|condors?|portfolio|tier|conservative|balanced|aggressive|with (?:the )?(?:hedge|alvh)"
    r"|without (?:the )?(?:hedge|alvh)|base|system|method|returns?)\b"
)
#: The whole run, of which a best month is that of the account.
_RUN = re.compile(r"\b(?:back-?tests?|data|(?:track )?record|run|simulation|sample|history|whole (?:period|time)|test)\b")
#: An amount or a mean is asked for, which is no count of years.
_AMOUNT = re.compile(
    r"\bhow (?:much|large|big|deep)\b|\b(?:average|mean|median|typical\w*|total|in all|per cent|percent|dollars)\b"
)
#: The account and its hedge, with what stands before them; a span, in which a year is looked for, too.
_OURS = (
    r"(?:(?:the|our|its|your|my|a|an) )?(?:(?:hedge|alvh|vix calls|calls|insurance|protection|cover|overlay|account"
    r"|strategy|condors?|portfolio|tier|base|system|method|backtest|record|data|run|sample|conservative|balanced|aggressive|returns?|performance"
    r"|someone|anyone|clients?|all|terms)\b|(?:un)?hedged\b|short|medium|long|\d)"
)
#: What the year was the worst or best for, where that is neither the account nor its hedge.
_OTHERS = re.compile(
    rf"\byears? (?:for|of|in|by|on) (?!{_OURS})\w|\bworst for (?!{_OURS})\w"
    r"|\b(?:market|s&p|spx|index|vix)(?: 500)?(?:'s)? (?:worst|best|losing)\b"
)
#: Words of a question for whole years, which figures by the year take up.
TAKEN = re.compile(
    r"\b(?:which|how many|most|best|worst|losing|winning)(?: single| ever| calendar| losing)? years?\b", re.IGNORECASE
)


def of_years(plain: str) -> str | None:
    """The figure by the year that a question asks for, or None where it asks for none.

    >>> of_years("what was the worst year of the hedged account"), of_years("in how many years did the hedge turn a profit")
    ('return.hedged.yearly.worst', 'drag.yearly.share_costly')
    >>> of_years("what does the hedge cost a year") is None
    True
    """
    if _OTHERS.search(plain):
        return None
    hedge = bool(_HEDGE.search(plain)) and not _ACCOUNT.search(plain)
    if hedge and (_COUNTED.search(plain) or _EVERY.search(plain)) and _MADE.search(plain) and not _AMOUNT.search(plain):
        return "drag.yearly.share_costly"
    return _of_hedge(plain) if hedge else _of_account(plain, "unhedged" if names_unhedged(plain) else "hedged")


def _of_hedge(plain: str) -> str | None:
    """The year in which the hedge cost most, or earned most."""
    if _DEAREST.search(plain) or (_WORST.search(plain) and not _HOW_MANY.search(plain)):
        return "drag.yearly.costliest"
    return "drag.yearly.best" if any(words.search(plain) for words in (_BEST, _EARNED, _CHEAPEST)) else None


def _of_account(plain: str, side: str) -> str | None:
    """The account's worst or best month or year."""
    of_run = bool(_RUN.search(plain)) and not _HEDGE.search(plain)
    if _BEST_MONTH.search(plain) and not _NOT_BEST.search(plain) and (_ACCOUNT.search(plain) or side == "unhedged" or of_run):
        return f"return.{side}.monthly.best"
    if _WORST_MONTH.search(plain) and _ACCOUNT.search(plain):
        return f"return.{side}.monthly.worst"
    if _HOW_MANY.search(plain):
        return None
    if _EXPENSIVE.search(plain):  # what is dear or cheap of an account is its hedge
        return "drag.yearly.costliest" if _DEAREST.search(plain) else "drag.yearly.best"
    if _WORST.search(plain):
        return f"return.{side}.yearly.worst"
    return f"return.{side}.yearly.best" if _BEST.search(plain) else None
