"""ReadPremise: what a question takes for granted, each number with the figure and scope that its clause states it for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.calculator.catalogue import spec_of
from qa.calculator.core.amounts import DOLLARS
from qa.calculator.core.scope import EVERYTHING, Dates, Scope
from qa.understand.compared import compared
from qa.understand.counting import threshold_in
from qa.understand.readings import Readings
from qa.understand.stated_for import For, sentence_of, stated_for
from qa.understand.stated_numbers import Compare, Number, stated_numbers
from qa.understand.stretch import Stretch
from qa.understand.text import Place, Text

_REAL = re.compile(
    r"\b(?:in|with|from) (?:real|live|actual) (?:trading|money|accounts?)\b|\blive[- ]traded\b|\bin practice\b", re.IGNORECASE
)
_FALLS = re.compile(r"\bdrags? down (?:monthly )?returns?\b|\breduces? (?:the )?returns?\b", re.IGNORECASE)
#: Figures that a stated share is put to, and not held against.
_PUT_TO = ("realism.reach", "drawdown.risk.", "whatif.")
_HOW_OFTEN = re.compile(
    r"\bhow (?:often|many|likely|big|much)\b|\bchance|\bresampl|\bprobab|\bodds\b|\bshare\b|\bproportion\b|\breach"
    r"|\battain|\bdraws\b|\bsize\b"
)
_SIGNAL = re.compile(r"\b(?:vix|rsi|fear|vol|volatility)")
_SHARE = re.compile(r" ?(?:%|percent|per cent|pct|bp|in \d|out of|bleed)")
_ON_ACCOUNT = re.compile(r"\b(?:on|with|for|of|has|have|at)(?: an?| my| about)? ?$")
_OWN = ("bounds", "dates", "event", "layer", "episode", "size", "without", "besides", "also", "slip", "slip_hedge")
#: What another clause of the question narrows, and this one need not.
_ELSEWHERE = ("layer", "size", "without", "slip", "slip_hedge")
_A_MONTH = 31
#: How far a rounded number may lie from what it is the number of, as a share of it: 0.52% is no 1%.
_ROUNDED = 0.25
#: The levels at which tails are told [fraction].
_LEVELS = frozenset({0.01, 0.05, 0.95, 0.99})
_AT = re.compile(r"\b(?:at|on|worst|with|level of|the) (?:the |a )?$")
_OF_TAIL = re.compile(
    r"[- ]?(?:level|confidence|tail|worst|var\b|value at risk|es\b|cvar|expected shortfall|quantile|of (?:days|months))"
)
_MONTH_OF = re.compile(r"\b(?P<end>worst|best|costliest|dearest|darkest|blackest|ugliest) (?P<what>month|trade|night)\b")
_LINK = re.compile(r"\b(?:was|is|were|came|fell|dates?|be|in|from|guess|say|right)\b")
_WAS = re.compile(r"\b(?:was|is|were)(?: it)? $")
_REALLY = re.compile(r",? ?(?:really |truly |indeed |actually )?(?:the |our |their |its )?(?:single )?")


#: Words that report what somebody states, and those that begin a question for yes or no.
_REPORTED = re.compile(
    r"\b(?:articles?|pages?|texts?|posts?|papers?|(?:web)?sites?|newsletters?|brochures?|books?|ads?|adverts?|manuals?|faqs?"
    r"|statements?|reports?|methodology|docs?|documents?|you|they|he|she|advis[eo]rs?|broker|colleague|friend|guy|somebody"
    r"|someone|people|everyone)(?: \w+){0,3}? (?:says?|said|claims?|claimed|states?|stated|puts?|gives?|gave|writes?|wrote"
    r"|promises?|promised|advertis\w+|quotes?|quoted|tells?|told|mentions?|reckons?|maintains?|reads|speaks? of)\b"
    r"|\b(?:i|we) (?:have |had |just )?(?:read|heard|saw|seen|(?:was|were|am|been) told)\b|\baccording to\b|\bsupposedly\b"
    r"|\ballegedly\b|\b(?:articles?|pages?|texts?|(?:web)?sites?|claims?)(?: \w+){0,2} (?:right|correct|wrong|true)\b"
)
_ASKS_ELSE = re.compile(r"\b(?:what|how|which|who|when|where)\b")
_ASKS_WHETHER = re.compile(r"^\W*(?:(?:and|so|but|then|ok),? )*(?:is|are|was|were|do|does|did|has|have|had)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPremise:
    """Words of the question that take something for granted.

    `real`: that trades were made; `cost`: that the hedge takes from the return; `stated`: a value from `low` to `high` of the
    figure `key` [its unit] within `scope`; `dated`: that the figure `key` fell within `when`; `ratio`: that the figure `key`
    within `scope` is `low` times the `other` one.
    """

    code: Literal["real", "cost", "stated", "dated", "ratio"]
    text: str
    key: str | None = None
    scope: Scope = EVERYTHING
    #: the tier whose backtest it is stated of, where its clause names one
    tier: str | None = None
    low: float = 0.0
    high: float = 0.0
    #: how far a value may lie from it and still be what was stated, as it was rounded [its unit]
    slack: float = 0.0
    compare: Compare = "is"
    #: whether it states what is left of the figure: trades that lose, of a share of those that win
    rest: bool = False
    #: first and last day, ISO
    when: tuple[str, str] | None = None
    #: the figure that it is a multiple of, and its scope
    other: tuple[str, Scope] | None = None


def read_premises(heard: Text, read: Readings, keys: tuple[str, ...], scope: Scope) -> tuple[ReadPremise, ...]:
    """What a question that asks for `keys` within `scope` states of the record, from left to right.

    A number that no figure is stated for gives none: a level, a confidence, a tenor, a credit, an account, a date.
    """
    if keys and keys[0].startswith(_PUT_TO) and _HOW_OFTEN.search(heard.plain):
        return ()
    plain = heard.plain
    size = threshold_in(plain) if scope.over is not None else None
    numbers = stated_numbers(plain, [*_taken(plain, read), *([size[1]] if size else [])])
    found: list[ReadPremise] = [*_dated(heard, read, keys, scope)]
    for number in numbers:
        place = sentence_of(plain, number.place)
        own = read.within([place])
        dated = scope.dates is not None or bool(own.stretches)
        named = stated_for(plain, number, numbers, keys, dated=dated)
        if named is not None and not _is_level(plain, named.key, number) and not _is_part(named.key, number):
            found += _premises(heard, read, number, numbers, named, scope)
    return tuple(found)


def _is_level(plain: str, key: str, number: Number) -> bool:
    """Whether a share is the level at which a tail is told, and no value of it: "at 95%", "the 5% VaR"."""
    if not key.startswith("tail.") or number.low != number.high or round(number.low, 4) not in _LEVELS:
        return False
    a, b = number.place
    return number.low > 0.5 or bool(_AT.search(plain[:a]) or _OF_TAIL.match(plain[b:]))  # noqa: PLR2004 a level of confidence


def _is_part(key: str, number: Number) -> bool:
    """Whether a half or a third is of something else than the account, of which no cost of the hedge is such a part."""
    spec = spec_of(key)
    return number.part and key.removeprefix(DOLLARS).startswith("drag.") and spec.basis == "account"


def is_reported(plain: str) -> bool:
    """Whether a question reports what somebody states, so that it wants to hear whether the record agrees.

    >>> is_reported("your article says the hedge cost 2% in 2017"), is_reported("what did the hedge cost in 2017")
    (True, False)
    """
    return bool(_REPORTED.search(plain))


def stated_reading(plain: str, premises: Sequence[ReadPremise], offered: Sequence[str]) -> str | None:
    """Of several readings the one of which a value is stated, where the question is whether that holds."""
    if not (is_reported(plain) or _ASKS_WHETHER.match(plain)) or _ASKS_ELSE.search(plain):
        return None
    stated = [p.key for p in premises if p.code == "stated"]
    return stated[0] if len(set(stated)) == 1 and stated[0] in offered else None


def _taken(plain: str, read: Readings) -> Iterator[Place]:
    """The words that narrow or suppose something; not those that only look so beside a figure."""
    yield from (n.place for n in read.names)
    yield from (s.place for s in read.stretches if re.search(r"\d{4}|[a-z]{3}", plain[slice(*s.place)]))
    signal = _SIGNAL.search(plain)
    yield from (c.place for c in read.conditions if signal and not _SHARE.match(plain, c.place[1]))
    yield from (e.place for e in read.events)
    for supposed in read.supposed:
        words = plain[slice(*supposed.place)]
        if supposed.part == "capital":
            if _ON_ACCOUNT.search(plain, max(0, supposed.place[0] - 16), supposed.place[0]) and "margin" not in plain:
                yield supposed.place
        elif not _SHARE.match(plain, supposed.place[1]) and not re.search(r"\d\.\d$", words):
            yield supposed.place


def _premises(
    heard: Text, read: Readings, number: Number, numbers: Sequence[Number], named: For, scope: Scope
) -> Iterator[ReadPremise]:
    """The number's premise; two where it goes from one to the other side of the hedge."""
    before = heard.plain[: number.place[0]].rstrip(" (\"“'$")
    own, side = _scope(heard.plain, read, number, scope, named.key), re.search(r"\.(?:un)?hedged$", named.key)
    tier = _tier(heard.plain, read, number, numbers)
    if side and number.low != number.high and before.endswith("from"):
        stem = named.key[: side.start()]
        yield _stated(heard, replace(number, high=number.low), replace(named, key=f"{stem}.unhedged"), own, tier)
        yield _stated(heard, replace(number, low=number.high), replace(named, key=f"{stem}.hedged"), own, tier)
        return
    if side:
        after = heard.plain[number.place[1] :]
        if before.endswith("from") and any(n.place[1] == len(before) - len(" from") for n in numbers):
            named = replace(named, key=f"{named.key[: side.start()]}.unhedged")
        elif re.match(r" from -?\d", after):
            named = replace(named, key=f"{named.key[: side.start()]}.hedged")
    yield _stated(heard, number, named, own, tier)


def _stated(heard: Text, number: Number, named: For, scope: Scope, tier: str | None) -> ReadPremise:
    scale = 0.01 if number.measure == "bare" and spec_of(named.key).unit.startswith("fraction") else 1.0
    low, high = number.low * scale, number.high * scale
    turned = named.turned * (number.sign or 1)
    if named.rest:
        low, high = 1 - high, 1 - low
    low, high = (low, high) if turned > 0 else (-high, -low)
    compare = number.compare
    if compare != "is" and (named.rest or turned < 0):
        compare = "less" if compare == "more" else "more"
    return ReadPremise(
        code="stated",
        text=_words(heard, number.place, bare=number.measure == "bare"),
        key=named.key,
        scope=scope,
        tier=tier,
        low=low,
        high=high,
        slack=min(number.slack * scale, _ROUNDED * abs(low)) if low == high else 0.0,
        compare=compare,
        rest=named.rest,
    )


def _words(heard: Text, place: Place, *, bare: bool) -> str:
    """The number as asked; with the word beside it where it is bare, so that it can be found again."""
    said = heard.said(place).strip(" ,;:()\"“”'")
    if not bare:
        return said
    before = re.search(r"\S+ $", heard.plain[: place[0]])
    after = re.match(r" \w+", heard.plain[place[1] :])
    start = before.start() if before else place[0]
    end = place[1] + (after.end() if after and not before else 0)
    return heard.said((start, end)).strip(" ,;:()\"“”'")


def _scope(plain: str, read: Readings, number: Number, scope: Scope, key: str) -> Scope:
    """The question's scope, with what the number's own sentence narrows, and less what only others do."""
    mine = read.within([sentence_of(plain, number.place, clauses=True)])
    own = compared(plain, mine).first.scope if mine.stretches or mine.supposed or mine.conditions or mine.events else Scope()
    kept = {part: getattr(own, part) for part in own.parts if part in _OWN and (part == "dates" or part in scope.parts)}
    base = scope.less("per", "claim", *(part for part in _ELSEWHERE if part not in own.parts))
    whole = replace(base, **kept)
    return whole if "capital" in spec_of(key).narrows else whole.less("capital")


def _tier(plain: str, read: Readings, number: Number, numbers: Sequence[Number]) -> str | None:
    """The tier named nearest to the number, where the question names several."""
    tiers = [n for n in read.names if n.kind == "tier"]
    if not tiers or len({n.id for n in tiers}) == 1:
        return tiers[0].id if tiers else None
    after = min((o.place[0] for o in numbers if o.place[0] >= number.place[1]), default=len(plain))
    before = max((o.place[1] for o in numbers if o.place[1] <= number.place[0]), default=0)
    behind = [n for n in tiers if number.place[1] <= n.place[0] < after]
    ahead = [n for n in tiers if before <= n.place[0] < number.place[0]]
    if ahead and behind:
        return ahead[-1].id if before == 0 or len(ahead) == 1 else behind[0].id
    return (ahead or behind or tiers)[0].id


def _dated(heard: Text, read: Readings, keys: tuple[str, ...], scope: Scope) -> Iterator[ReadPremise]:
    """The month or the day that is stated for the worst or the best of something that the question asks for."""
    guess = _guess(heard.plain, read.stretches, keys)
    if guess is None or guess.dates is None:
        return
    when = (str(guess.dates.start), str(guess.dates.end))
    yield ReadPremise(code="dated", text=heard.said(guess.place), key=_extreme(keys), scope=scope.less("dates", "per"), when=when)


def _extreme(keys: tuple[str, ...]) -> str | None:
    return next((k for k in keys if k.endswith((".worst", ".best", ".costliest"))), None)


def _guess(plain: str, stretches: Sequence[Stretch], keys: tuple[str, ...]) -> Stretch | None:
    """The month or the day that is said to be the worst or the best of what is asked for: "was October 2014 the worst month"."""
    m = _MONTH_OF.search(plain)
    if m is None or _extreme(keys) is None:
        return None
    short = [s for s in stretches if s.dates and not s.outside and _days_of(s.dates) <= _A_MONTH]
    after = [s for s in short if s.place[0] >= m.end()]
    if after and _LINK.search(plain, m.end(), after[0].place[1]):
        return after[0]
    before = [s for s in short if s.place[1] <= m.start() and _WAS.search(plain[: s.place[0]])]
    return before[-1] if before and _REALLY.fullmatch(plain, before[-1].place[1], m.start()) else None


def _days_of(dates: Dates) -> int:
    return (dates.end - dates.start).days if dates.start and dates.end else _A_MONTH + 1


def without_guess(plain: str, stretches: Sequence[Stretch], keys: tuple[str, ...], scope: Scope) -> Scope:
    """The scope less the month that is guessed to be the worst or the best one: of one month alone each is both."""
    m, guess = _MONTH_OF.search(plain), _guess(plain, stretches, keys)
    of_months = m is not None and m["what"] == "month"
    return scope.less("dates") if of_months and guess and guess.dates == scope.dates and not scope.also else scope


def taken(asked: str) -> Iterator[ReadPremise]:
    """That trades were made, or that the hedge takes from the return, where the question's words say so."""
    yield from (ReadPremise(code="real", text=m[0]) for m in _REAL.finditer(asked))
    yield from (ReadPremise(code="cost", text=m[0]) for m in _FALLS.finditer(asked))
