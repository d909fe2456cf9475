"""Counting: how often, or in how many months, the hedge or the account lost or gained, at all or more than a stated size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.understand.shares import stated_in
from qa.understand.sides import sided
from qa.understand.text import Place

#: Months and days of the week by name, each of which stands for all of that name.
_MONTHS = (
    r"(?:january|januaries|januarys|february|februaries|februarys|march|marche?s|aprils?|mays?|junes?|julys?|julies|augusts?"
    r"|septembers?|octobers?|novembers?|decembers?)"
)
_WEEKDAYS = r"(?:(?:mon|tues|wednes|thurs|fri)days?)"
_PERIODS = rf"(?:days?|weeks?|months?|years?|{_MONTHS}|{_WEEKDAYS})"
_YEARS = re.compile(
    r"\bhow many (?:of (?:the|all|our|your|those|these)? ?(?:\d+ )?)?(?:\w+ ){0,2}years?\b|\bnumber of (?:\w+ ){0,2}years?\b"
    r"|\bof (?:the |all |our )?\d+ (?:calendar )?years,? (?:in )?how many\b|\bcount (?:the|of)\b[^.?!]*\byears\b"
    r"|\b(?:share|percentage|proportion|fraction|percent|part) of (?:the |all )?(?:\w+ )?years?\b(?!')"
)
#: Months by how they ended.
_NAMED = re.compile(
    r"\b(?:losing|winning|negative|positive|profitable|unprofitable|red|green|up|down|loss-making|bad|good) months\b"
)
#: A probability as quants write it: of a result above or below nothing, under a condition.
_PROBABILITY = re.compile(
    r"\b(?:p|pr|prob|probability|chance)[ .]?\( ?(?P<of>[^|()<>]{1,60}?)(?P<place> ?(?P<sign>[<>])=? ?\$?0(?:\.0+)?%?) ?"
    r"(?=\||\)|,|given\b|if\b|when\b|and\b|with\b)"
)
#: Words that ask for a number of periods.
_NUMBER = re.compile(
    rf"(?<!\bby )\bhow many (?:of (?:the|all|our|your|those|these)? ?(?:\d+ )?)?(?:\w+ ){{0,2}}{_PERIODS}\b"
    rf"|\bnumber of (?:\w+ ){{0,2}}{_PERIODS}\b"
    rf"|\bof (?:the |all |our )?\d+ {_PERIODS},? how many\b|\bcount (?:the|of)\b[^.?!]*\b{_PERIODS}\b"
)
_OFTEN = re.compile(
    rf"\bhow (?:often|frequently)\b"
    rf"|\b(?:share|percentage|proportion|fraction|percent|part) of (?:the |all )?(?:\w+ )?{_PERIODS}\b"
    rf"|\bfrequency\b"
)
#: Runs of periods, the time between two, and how much data is needed are no number of periods in which something was so.
_ELSE = re.compile(
    r"\b(?:every how many|once|one in|in a row|on end|straight|consecutive\w*|successive|streak|run|apart|until|before|longest"
    r"|need\w*|take[sn]?|would|auditor|effective|band|corridor|without break|after another|back|recover\w*|last|into)\b"
)
_LOST = re.compile(
    r"\b(?:los(?:e|es|t|ing|s|ses)|down|negative|red|below zero|fell|fall|drop\w*|decline\w*|minus|in the red|loss-making|bad)\b"
)
_GAINED = re.compile(
    r"\b(?:earn\w*|gain\w*|ma(?:ke|kes|de|king)|paid(?: off)?|pays?(?: off)?|profit\w*|positive|up|green|w[io]n\w*)\b"
)
#: How something came out, which says neither that it gained nor that it lost.
_ENDED = re.compile(r"\b(?:end|wind|wound|finish|turn|add)(?:s|ed|ing)? up\b(?! (?:\d|for the year))")
_COST = re.compile(r"\b(?:cost\w*|drag\w*|bled|bleed\w*|charge\w*|ate|eat\w*)\b")
_HEDGE = re.compile(
    r"\b(?:hedge|alvh|vix calls|calls|insurance|protection|cover|overlay|drag)\b(?!(?:d|-) ?(?:account|strategy|tier|condors?))"
)
_ON = (
    r"(?:with|without|w/|w/o|w/out|minus|before|after|net of|once|including|counting|deducting) ?(?:the |any |my |our )?"
    r"(?:costs? of (?:the )?)?(?:hedge|alvh|calls|insurance|protection|cover|overlay)(?:'s|s')?(?: costs?| premiums?)?"
)
_ACCOUNT = re.compile(
    rf"\b(?:un)?hedged\b|\b(?:account|strategy|condors?|portfolio|tier|base|system|method|returns?|we|i|me)\b|\b{_ON}\b|\bw/o\b"
    r"|\b(?:hedge|calls|insurance|protection) (?:on|off)\b"
)
#: Something that was named before, or somebody else's.
_SOMEBODY = re.compile(r"\b(?:it|its|they|them|that|this|market|s&p|spx|index|vix|stocks?)\b")
#: That the hedge is in the account's result, which asks for no cost.
_PAID = re.compile(rf"\b{_ON}(?: (?:is|are|has been|was|were) (?:included|paid(?: for)?|deducted|counted|taken (?:off|out)))?")
_MORE = re.compile(
    r"\b(?:more|greater|worse|bigger|larger|higher) than (?:about |just |a )?$"
    r"|\b(?:over|above|beyond|exceed\w*|past|upwards? of) (?:a )?$"
    r"|\bat least (?:a )?$|> ?$"
)
_OR_MORE = re.compile(r" ?(?:or|and) (?:more|worse|over|above)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The share of periods that is asked for."""

    key: str
    #: the size that what is counted has to be above [fraction], and the words for it
    over: float | None = None
    place: Place | None = None

    @property
    def years_of_account(self) -> bool:
        """Whether it counts calendar years of the account, and not the hedge's."""
        return self.key.startswith("return.") and ".yearly." in self.key


def asks_number(plain: str) -> bool:
    """Whether a number of periods is asked for.

    >>> asks_number("in how many months did it pay"), asks_number("how often did it pay")
    (True, False)
    """
    return bool(_NUMBER.search(plain))


def threshold_in(plain: str) -> tuple[float, Place] | None:
    """The size above which something is counted [fraction], and the words for it; None where none is stated, or several are."""
    if not (_NUMBER.search(plain) or _OFTEN.search(plain)) or _ELSE.search(plain):
        return None
    found = []
    for stated in stated_in(plain, (0, len(plain))):
        a, b = stated.place
        more, after = _MORE.search(plain[:a]), _OR_MORE.match(plain, b)
        if stated.low == stated.high > 0 and plain[b - 1 : b] in "%tg" and (more or after):
            found.append((stated.low, (more.start() if more else a, after.end() if after else b)))
    return found[0] if len(found) == 1 else None


def counting_of(plain: str) -> Counting | None:
    """The share of periods that a question asks for, where it is no figure that the scorer knows; None for any other question.

    >>> counting_of("how often did the account lose more than 5% in a month")
    Counting(key='return.hedged.monthly.share_loss_over', over=0.05, place=(31, 43))
    >>> counting_of("how often does the hedge cost money") is None
    True
    >>> counting_of("in how many years did the unhedged account lose money").key
    'return.unhedged.yearly.share_losing'
    >>> counting_of("p(hedge pnl > 0 | vix > 30)").key
    'drag.monthly.share_earned'
    """
    if m := _PROBABILITY.search(plain):
        return _probable(m)
    account, whole = bool(_ACCOUNT.search(plain)), plain
    plain = _PAID.sub(lambda m: " " * len(m[0]), plain)
    if _ELSE.search(plain) or not (_NUMBER.search(plain) or _OFTEN.search(plain)):
        return None
    size = threshold_in(plain)
    over, place = size or (None, None)
    plain = _ENDED.sub(lambda m: " " * len(m[0]), plain)
    account = (account or _of_none(plain)) and not _COST.search(plain)
    hedge = bool(_HEDGE.search(plain) or _COST.search(plain)) and not account
    lost, gained = bool(_LOST.search(plain) or _COST.search(plain)), bool(_GAINED.search(plain))
    lost = lost or bool(size and hedge and not gained)
    if _LOST.search(plain) and re.search(r"\b(?:make|made|makes) (?:a )?loss", plain):
        gained = False
    if not (account or hedge) or lost == gained:
        return None
    if hedge and _YEARS.search(plain):  # a figure by the year, see `whole_years`
        return None
    if hedge:
        key = f"drag.monthly.{('share_over' if lost else 'share_gain_over') if size else 'share_earned'}"
        return None if lost and not size else Counting(key=key, over=over, place=place)
    name = f"share_{'loss' if lost else 'gain'}_over" if size else f"share_{'losing' if lost else 'gaining'}"
    key = sided((f"return.hedged.monthly.{name}",), whole)[0]
    return Counting(key=key.replace("monthly", "yearly") if _YEARS.search(plain) else key, over=over, place=place)


def _of_none(plain: str) -> bool:
    """Whether years or months are counted that ended with a loss or a gain, and nobody's is said, which are the account's."""
    counted = _YEARS.search(plain) or (_NAMED.search(plain) and _NUMBER.search(plain))
    return bool(counted) and not (_HEDGE.search(plain) or _COST.search(plain) or _SOMEBODY.search(plain))


def probability_in(plain: str) -> list[Place]:
    """Where a probability says that a result is above or below nothing."""
    return [m.span("place") for m in _PROBABILITY.finditer(plain)]


def _probable(m: re.Match[str]) -> Counting | None:
    """The share of months in which the hedge, or an account, made or lost money, where the probability of that is asked for."""
    of, lost = m["of"], m["sign"] == "<"
    account = bool(re.search(r"\b(?:un)?hedged\b|\b(?:account|strategy|portfolio|condors?|base)\b", of))
    if account:
        key = sided((f"return.hedged.monthly.{'share_losing' if lost else 'share_gaining'}",), of)[0]
    elif re.search(r"\b(?:drag|cost)\b", of):
        key = "drag.monthly.share_earned" if lost else "drag.monthly.share_costly"
    elif _HEDGE.search(of):
        key = "drag.monthly.share_costly" if lost else "drag.monthly.share_earned"
    else:
        return None
    return Counting(key=key, place=m.span("place"))


_SPANS = r"(?:days?|weeks?|months?|years?)"
_STATED = re.compile(
    rf"\bhow many of (?:the|all|our|your|those|these) ?(?P<n>\d+) (?P<unit>{_SPANS})\b"
    rf"|\b(?:out )?of (?:the |all |our )?(?P<m>\d+) (?P<of>{_SPANS}),? (?:in )?how many\b"
    rf"|\bhow many (?P<un>{_SPANS}) out of (?:the |all |our )(?P<k>\d+)\b"
)


def stated_count(plain: str) -> tuple[int, str, Place] | None:
    """Of how many periods a question says that there are, what they are, and the words for it.

    >>> stated_count("how many of the 60 months did it pay")
    (60, 'months', (16, 25))
    """
    m = _STATED.search(plain)
    if m is None:
        return None
    number, unit = next((n, u) for n, u in (("n", "unit"), ("m", "of"), ("k", "un")) if m[n])
    start, end = (m.start(number), max(m.end(number), m.end(unit)))
    return int(m[number]), f"{m[unit].removesuffix('s')}s", (start, end)
