"""Lists by year: a figure of each calendar year is asked for, which years paid, or which was dearest and which cheapest."""

from __future__ import annotations

import re

from qa.calculator.core.scope import SUPPOSED, Scope
from qa.understand.scores import Scores
from qa.understand.sides import names_unhedged, sided
from qa.understand.text import Place, Text

_YEAR = r"(?:single |calendar |full |whole |complete )*year"
_TOLD = (
    r"(?:pay|paid|earn\w*|ma[dk]e|ahead|gain\w*|los[et]\w*|profit\w*|positive|negative|cheap\w*|dear\w*|expensive|costl\w+"
    r"|cost (?:the )?(?:most|money|least|anything)|worst|best|better|worse|worth it|up|down|in the (?:red|black))"
)
_EXTREME = r"(?:cheapest|dearest|costliest|best|worst|(?:most|least) (?:expensive|costly))"
_LISTED = re.compile(
    rf"\byear[- ]by[- ]year\b|\b(?:for|in|of|by|over) (?:each|every) {_YEAR}\b|\b(?:each|every|per|by) calendar year\b"
    r"|\b(?:in|for|of) (?:each|every one|all) of the (?:\w+ )?years\b|\b(?:one|a single) year at a time\b"
    r"|\byears? one by one\b|\bevery year of (?:the|our|your)\b"
    r"|\b(?:broken down|split(?: up)?|divided|cut|down|table|breakdown) (?:by|per|into|of) (?:calendar )?years?\b"
    r"|\b(?:yearly|annual|calendar[- ]year) (?:breakdown|table|list|split|overview)\b"
    r"|^(?:please )?(?:show|list|tabulate|give)\b[^.?!]*?\b(?:yearly|annual) (?:returns|results|values|costs)\b"
)
#: Of which years something holds is asked, so that the hedge or the account is meant as a whole.
_WHICH = re.compile(
    rf"\b(?:which|what) {_YEAR}s\b[^.?!]{{0,80}}\b{_TOLD}\b"
    rf"|\b(?:which|what) {_YEAR}\b[^.?!]*\b{_EXTREME}\b[^.?!]*\b(?:which|and|or)\b[^.?!]*\b(?:{_EXTREME}|by how much)\b"
    rf"|\b(?:ever|even|any|just|at least)(?: been)?(?: an?| one| any)? {_YEAR}s?,? (?:in which|when|where|that|during which)\b"
    rf"[^.?!]*\b{_TOLD}\b"
)
#: What is said of all years but some that it names: a statement that the list of years settles, and no narrowing of them.
_BUT = re.compile(
    rf"\b(?:every|each|all) (?:one of the |the |our )?{_YEAR}s?\b(?: of (?:the|our) \w+)?,? (?:\w+ ){{0,2}}?"
    r"(?:except|but|apart from|other than|save|bar|excluding|with the exception of)(?: for| in| the)*"
    r"(?: (?:19|20)\d\d(?:,| and| or)*)+"
)
_ONE_YEAR = re.compile(rf"\b(?:which|what) {_YEAR}\b[^.?!]*\b{_EXTREME}\b")
#: Said of years that a list is of only where no rate is asked for: "how much by year" is how much a year.
_BY_YEAR = re.compile(r"\bby year\b(?![- ]?end)")
#: A rate, a mean or a count over the years is asked for, and no list of them.
_RATE = re.compile(r"\b(?:average|avg|mean|typical\w*|median|on average|how many (?:\w+ )?years)\b")
_HOW_MUCH = re.compile(r"\bhow (?:much|many)\b")
_MONTHS = re.compile(r"\b(?:each|every|by|per) (?:single )?(?:calendar )?month\b|\bmonth by month\b|\bmonthly values\b")
#: Years of somebody else.
_MARKET = re.compile(
    r"\b(?:market|s&p|spx|index|nasdaq)(?: 500)?(?:'s)? (?:returns?|years?|los\w+|gain\w*|fell|rose|was|did|go|went)\b"
    r"|\b(?:did|was) (?:the )?(?:market|s&p|spx|index)\b"
)
#: Which side had more is what the hedge earned or cost.
_AHEAD = re.compile(
    r"\b(?:ahead|beat\w*|better|outperform\w*|higher|more|behind|worse)\b[^.?!]*\b(?:unhedged|hedged|without|with|hav(?:e|ing))\b"
)
_HEDGE = re.compile(
    r"\b(?:hedge|alvh|vix calls|calls|insurance|protection|cover|overlay|layers?|drag|hedg(?:e|ed|ing) (?:holders?|investors?))\b"
    r"(?!(?:d|-) ?(?:account|strategy|tier|condors?))"
)
_COST = re.compile(r"\b(?:cost\w*|drags?|expens\w+|cheap\w*|dear\w*)\b")
_ACCOUNT = re.compile(
    r"\b(?:hedged|unhedged|account\w*|strategy|condors?|portfolio|with (?:the )?(?:hedge|alvh)|without (?:the )?(?:hedge|alvh)"
    r"|base|system|method|returns?)\b"
)
#: How a year ended, which is the account's where nobody's is said.
_ENDED = re.compile(
    r"\b(?:in the (?:red|black)|(?:end|finish|clos)(?:ed|s)? (?:down|up|with a (?:loss|profit))|los(?:t|ing) years?)\b"
)
_DRAG, _TOTAL = "drag.monthly.total", "return.{side}.total"
#: What is told of a year: the cost of the hedge and the return of the account in all.
_IN_ALL = ((re.compile(r"(?:drag\.(?!over\.)|rolling\.)"), _DRAG), (re.compile(r"return\.(?P<side>unhedged|hedged)\."), _TOTAL))


def by_year_words(plain: str) -> list[Place]:
    """The words that ask for a list by year; none where a rate, a count, or a list of months is asked for.

    >>> by_year_words("how did it do, year by year"), by_year_words("the average cost by calendar year")
    ([(15, 27)], [])
    """
    if _RATE.search(plain) or _MONTHS.search(plain):
        return []
    found = [m.span() for words in (_LISTED, _WHICH, _BUT) for m in words.finditer(plain)]
    return found if found or _HOW_MUCH.search(plain) else [m.span() for m in _BY_YEAR.finditer(plain)]


def said_of_all_but(plain: str) -> bool:
    """Whether something is said of all years but some, which the list of all of them settles.

    >>> said_of_all_but("did the hedge lose money in every year except 2020?"), said_of_all_but("the drag without 2020")
    (True, False)
    """
    return bool(_BUT.search(plain))


def asks_extreme(plain: str) -> bool:
    """Whether the one year is asked for that was the dearest, the cheapest, the best or the worst.

    >>> asks_extreme("which year was the dearest, and by how much"), asks_extreme("which years paid")
    (True, False)
    """
    return bool(_ONE_YEAR.search(plain))


def less(heard: Text, places: list[Place]) -> str:
    """The question without the words for a list by year, as it asks for a figure; as it is where too little is left of it."""
    said = heard.asked
    if _WHICH.search(heard.plain):
        return said
    for a, b in sorted((heard.place(place) for place in places), reverse=True):
        said = f"{said[:a]}{said[b:]}"
    said = " ".join(said.split()).strip(" ,;:")
    return said if len(said.split()) > 1 else heard.asked


def keys_by_year(plain: str, scores: Scores) -> tuple[str, ...]:
    """The figures of each year that a question for a list by year asks for; none where its words name none."""
    if scores.kind == "out_of_scope" or _MARKET.search(plain):
        return ()
    lead = scores.ranked[0].key if scores.ranked else ""
    if (
        not (_WHICH.search(plain) or _BUT.search(plain))
        and scores.decision == "answer"
        and scores.kind in {"cost", "mixed"}
        and in_all((lead,)) == (lead,)
        and lead != _DRAG
    ):
        return (lead,)
    hedge, account = bool(_HEDGE.search(plain) or _COST.search(plain)), bool(_ACCOUNT.search(plain))
    if _COST.search(plain) or (hedge and not account) or (account and _AHEAD.search(plain)):
        return (_DRAG,)
    if not account and not (_ENDED.search(plain) and not hedge):
        return ()
    own = _TOTAL.format(side="unhedged" if names_unhedged(plain) else "hedged")
    named = sided((own,), plain)
    return named if re.search(r"hedge", plain) else (own, _TOTAL.format(side="unhedged"))


def in_all(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The figures as they are told of a single year: a mean drag is the total of the year, a return that of the year.

    >>> in_all(("drag.monthly.mean", "trades.win_rate"))
    ('drag.monthly.total', 'trades.win_rate')
    """
    return tuple(dict.fromkeys(_told(key) for key in keys))


def _told(key: str) -> str:
    for pattern, told in _IN_ALL:
        if m := pattern.match(key):
            return told.format(**m.groupdict())
    return key


def in_years(scope: Scope) -> bool:
    """Whether a scope can be told year by year: it has dates and what is supposed, and nothing that only some periods meet."""
    return {*scope.parts} <= {"dates", "also", "besides", "tier", "per", *SUPPOSED}
