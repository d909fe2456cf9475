"""What is supposed: the hedge at another size, without a layer or with one alone, worse fills, another capital."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.backtests.manifest import Manifest
from qa.understand.layers import read_layers
from qa.understand.numbers import SMALLEST_CAPITAL, money
from qa.understand.supposing import Supposed
from qa.understand.text import Place

_HEDGE = r"(?:hedges?|cover|(?:vix )?calls|alvh|insurance|protection|overlay|contracts|layers|hedge size|size|hedging|it|stack)"
_OF = (
    r" ?(?:as (?:many|much|big|large)(?: of)?|(?:the |its )?(?:amount|number|dose|quantity) of|of)? ?(?:the|our"
    r"|my|its|their|as many|as much|usual|a|an)* ?(?:size of the |vix )*"
)
_FACTORS = {
    "half": 0.5,
    "half of": 0.5,
    "quarter of": 0.25,
    "quarter size": 0.25,
    "quarter-size": 0.25,
    "a 3rd": 1 / 3,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "2 thirds": 2 / 3,
    "a quarter": 0.25,
    "a fifth": 0.2,
    "a tenth": 0.1,
    "one quarter": 0.25,
    "3 quarters": 0.75,
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "three times": 3.0,
    "halved": 0.5,
    "halving": 0.5,
    "halve": 0.5,
    "doubling": 2.0,
    "tripling": 3.0,
    "half-size": 0.5,
    "half-sized": 0.5,
    "half size": 0.5,
    "half the size": 0.5,
    "double-size": 2.0,
    "double size": 2.0,
    "twice the size": 2.0,
    "twice as big": 2.0,
    "twice as large": 2.0,
    "half as big": 0.5,
    "half as large": 0.5,
    "half as many": 0.5,
    "twice as many": 2.0,
}
_FACTOR = "(?P<f>" + "|".join(sorted(map(re.escape, _FACTORS), key=len, reverse=True)) + ")"
_TIMES = r"(?P<n>\d{1,2}(?:\.\d+)?) ?(?:x|times)"
_PERCENT = r"(?P<p>\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)"
_MORE = r"(?P<more>more|less|fewer|bigger|larger|smaller)"
_IS = (
    r"(?: (?:is|are|was|were|had been|made|reduced|trimmed|scaled|gets?|got|at|to|by|of|would be|being|on|set|run"
    r"|cut|sized|with|only|just))*"
)
_SIZES = tuple(
    re.compile(words)
    for words in (
        rf"\b(?:{_FACTOR}|{_TIMES}|{_PERCENT}){_OF}{_HEDGE}\b(?! (?:rate|days?))",
        (
            rf"\b(?:hedge|calls|alvh|hedge size){_IS} (?:{_FACTOR}|{_TIMES}(?: (?:as (?:big|large)|its size|the size))?"
            rf"|{_PERCENT} (?:of (?:its|the|that) size|size))(?! (?:the|of the) (?:cost|drag|drawdown))\b"
        ),
        (
            rf"\b{_FACTOR}[- ]?(?:the )?(?:(?:usual|normal|present) )?(?:sized?|clips?|weight|scale|dose|strength"
            r"|portion)\b(?: (?:hedge|calls|overlay|alvh))?"
        ),
        rf"\b(?:hedge|calls|layers|alvh|overlay|cover){_IS} (?:in|by) {_FACTOR}(?= *[,.?!;:]| *$| (?:and|then|would))",
        r"\bk ?= ?(?P<n>(?!0(?![.\d]))\d(?:\.\d+)?)(?![\d%]|\.\d)",
        (
            rf"\b(?:clips?|hedge|calls|layers|sizes?){_IS} {_PERCENT} (?:of )?(?:what (?:it|they) (?:is|are|was"
            rf"|were)|today's|normal|usual|now)"
        ),
        rf"\b{_FACTOR}(?= (?:and|vs\.?|versus|against|or) (?:the |a )?(?:full|whole|complete)\b)",
        r"(?<=, )the (?P<f>double|triple)(?= *[,.?!:;]| *$)",
        r"(?:(?<=\bfull vs )|(?<=\bfull versus ))(?P<f>half)\b",
        (
            r"\bscal(?:e|ed|ing) (?:the )?(?:hedge|overlay|calls|cover) (?:up |down )?(?:by|to|with) (?:a factor of |k ?= ?)?"
            r"(?P<n>\d(?:\.\d+)?)(?![\d%.])"
        ),
        rf"\bat (?:a )?{_FACTOR}(?= (?:and|vs|versus|against|or|of it)\b| ?[,?.!]| ?$)",
        (
            r"\b(?:hedge|cover|calls|overlay|protection|alvh|insurance|stack)(?: (?:is|was|were|at|to|by|only|run|scaled|carried"
            rf"|held|size|of|just))* (?:x ?(?P<x>\d(?:\.\d)?)|(?P<n>\d(?:\.\d+)?) ?x|{_FACTOR})(?! (?:the|of the|a|an) )\b"
        ),
        r"\b(?:hedge|size|overlay|calls)(?: (?:at|of|x))* (?P<n>\d?\.\d+|[23])(?= ?(?:x\b|/|,|and\b|or\b|vs\b|[?.!]*$))",
        (
            r"(?<![\w.])(?P<n>\d(?:\.\d+)?) ?x\b(?= (?:the )?(?:vix |whole |normal )?(?:calls|hedge|overlay|whole|size|thing)\b"
            r"|(?: vs\.?|,| and| or) \d)"
        ),
        (
            rf"\b(?:and|vs|versus|or|against)(?: at)? (?:{_FACTOR}|(?P<n>\d(?:\.\d+)?) ?x?)(?: of it| the size| that| as (?:much"
            r"|many))?(?= ?[,?.!:]| ?$| (?:hedge|calls))"
        ),
        rf"\b{_PERCENT} {_MORE} (?:vix )?(?:hedge|calls|hedging|alvh)\b",
        rf"\bhedge{_IS} {_PERCENT} {_MORE}\b",
    )
)
#: How the pattern begins that reads a size only beside another one.
_BESIDE = r"\b(?:and|vs|versus|or|against)(?: at)? "
_CENTS = {"nickel": 0.05, "nickle": 0.05, "dime": 0.10, "penny": 0.01, "cent": 0.01, "quarter": 0.25}
_FILL = (
    r"(?:an? (?P<coin>nickel|nickle|dime|penny|cent|quarter)\b"
    r"|(?:\$ ?)?(?P<n>\d{{1,3}}(?:\.\d+)?|\.\d+) ?(?P<unit>cents?|c\b|points?|ticks?|pts|dollars?)?)"
)
_WORSE = re.compile(
    _FILL.format()
    + (
        r"'? ?(?:(?:a|per) (?:contract|condor|trade|spread|fill) )?(?:worse|(?:of )?adverse (?:fills?|slippage)"
        r"|more slippage|of (?:extra |more |added "
        r"|additional )?slippage|extra slippage|lower|higher slippage|poorer)\b"
    )
)
_SLIPPED = re.compile(
    r"\b(?:slippage (?:raised|increased|up|higher) by|slippage (?:of|were|was|is|at)|slipp(?:ed|ing) (?:by )?"
    r"|worse by|extra slippage of|slippage|slip of|slip|slips by"
    r"|slips|haircut of) (?:only |just )?" + _FILL.format()
)


#: Whose fills, by words not far from them [characters].
_NEAR = 40
_ALL_FILLS = re.compile(r"\b(?:base and (?:the )?hedge|condors? and (?:the )?(?:calls|hedge)|both sides|both legs of the book)\b")
_HEDGE_FILLS = re.compile(
    r"\b(?:(?:each|every|all|the) (?:vix )?(?:hedge|call|calls)(?: trades?| fills?)?|hedge(?:'s)? (?:trades?|fills?)"
    r"|(?:vix )?calls? (?:is|are|was|were|fill\w*|cost)|(?:on|for|of) the (?:vix )?(?:hedge|calls))\b"
)
_BASE_FILLS = re.compile(r"\b(?:condors?|base|spreads?)\b")
_SHAVED = re.compile(
    r"\b(?:fills?|slippage)(?: \w+){0,2} (?:shav|knock|tak|clip|cost|lop)\w*(?: off)?(?: me| us)? "
    r"(?:another |a further |an extra )?" + _FILL.format() + r"(?: off| more| extra)?"
)
_ON_FILLS = re.compile(
    _FILL.format()
    + (
        r" (?:(?:more|extra) of it on (?:each|every)|(?:on|off|from|to) (?:each|every|all|the)(?: single)? (?:fills?|trades?"
        r"|condors?|contracts?)|(?:of )?(?:extra |more |added |additional )?slip(?:page)?\b|more of it\b|extra slip\b"
        r"|(?:slip|slippage) added\b)"
    )
)
_ACCOUNT = re.compile(
    r"(?: \w+){0,1} ?(?:acc(?:oun)?ts?|portfolio|of capital|in capital|nav|nest egg|to (?:run|trade|invest)|client|pot|stack)\b"
)
_NO_CAPITAL = re.compile(
    r"\b(?:base (?:is|was|of)|per|each|every|out of each|of the|of their|made|makes?|making|earn\w*|los[et]\w*"
    r"|paid|pays?|spent|spend\w*|costs?"
    r"|cost me"
    r"|was(?: what,?)?|burns?|took|takes?|taking|went|worth|loss of|gain of|margin (?:at|of)|capped at|times|profit of"
    r"|credit of|roughly|~)"
    r"(?: (?:about|around|roughly|nearly|over|almost|just|a|an|some|what,?|me|us|in|at|the))* ?$"
)


#: What makes money before it a rate or a result.
_RATE = re.compile(
    r"(?:,? (?:of it|in (?:fees|premium|losses|profit|all)|less|more|loss|profit|(?:(?:was|were) )?(?:spent|lost|paid|earned)"
    r"|came back|went)\b|,? ?(?:a|an|per|each|every|/) ?(?:month|year|week|day|night|trade|contract|annum|mo|yr)\b)"
)
#: What makes money after it the account, whatever follows.
_ACCOUNT_OF = re.compile(
    r"\b(?:account|portfolio|capital|nav|balance)(?: size)? (?:of|worth|with|at) ?(?:about |around |roughly )?$"
)
#: What denies that money is the account, or makes it another one than the reader's.
_DENIED = re.compile(
    r"\b(?:not(?: on| with| for)?|rather than|instead of|(?:don't|doesn't|didn't|not) have|no longer)(?: the| your| our| my)? $"
)


def read_supposed(plain: str, manifests: Sequence[Manifest]) -> list[Supposed]:
    """What a plain text supposes, from left to right."""
    found = [*read_layers(plain, manifests), *_sizes(plain), *_fills(plain)]
    taken = [f.place for f in found]
    sums = [(amount, place) for amount, place in money(plain) if all(place[1] <= a or b <= place[0] for a, b in taken)]
    capitals = [Supposed(place=p, part="capital", value=a) for a, p in sums if a >= SMALLEST_CAPITAL and _is_capital(plain, p)]
    if capitals:  # "$250,000, not the $400,000": what is denied is said of the same
        denied = [p[1] for _, p in sums if p[0] >= capitals[-1].place[1] and _DENIED.search(plain[: p[0]])]
        capitals[-1] = replace(capitals[-1], place=(capitals[-1].place[0], max([capitals[-1].place[1], *denied])))
    return sorted([*found, *capitals], key=lambda s: s.place)


def _is_capital(plain: str, place: Place) -> bool:
    """Whether money is an account rather than a rate, a result or a price, or one that is denied."""
    if _ACCOUNT_OF.search(plain[: place[0]]):
        return True
    if _RATE.match(plain, place[1]) or _DENIED.search(plain[: place[0]]):
        return False
    if re.search(r"\b(?:per|each|every)(?: a| an)? ?$", plain[: place[0]]):
        return False
    return bool(_ACCOUNT.match(plain, place[1])) or not _NO_CAPITAL.search(plain, max(0, place[0] - 40), place[0])


def _sizes(plain: str) -> Iterator[Supposed]:
    taken: list[Place] = []
    for pattern in _SIZES:
        for m in pattern.finditer(plain):
            groups = m.groupdict()
            size = _factor(groups)
            beside = m.re.pattern.startswith(_BESIDE) and not taken
            if size is not None and not beside and all(m.end() <= a or b <= m.start() for a, b in taken):
                taken.append(m.span())
                yield Supposed(place=m.span(), part="size", value=size)


def _factor(groups: dict[str, str | None]) -> float | None:
    if groups.get("f"):
        return _FACTORS[groups["f"] or ""]
    if groups.get("x"):
        return float(groups["x"] or 0)
    if groups.get("n"):
        return float(groups["n"] or 0)
    share = float(groups.get("p") or 0) / 100
    more = groups.get("more")
    if more is None:
        return share
    return 1 + share if more in {"more", "bigger", "larger"} else 1 - share


def _fills(plain: str) -> Iterator[Supposed]:
    for pattern in (_WORSE, _SLIPPED, _SHAVED, _ON_FILLS):
        for m in pattern.finditer(plain):
            points = _points(m)
            if points:
                parts = _slipping(plain, m.span())
                yield from (Supposed(place=m.span(), part=part, value=points) for part in parts)
                return


def _slipping(plain: str, place: Place) -> tuple[str, ...]:
    """Whose fills a question speaks of: the base's where it names neither, or both."""
    near = plain[max(0, place[0] - _NEAR) : place[1] + _NEAR]
    if _ALL_FILLS.search(near):
        return ("slip", "slip_hedge")
    return ("slip_hedge",) if _HEDGE_FILLS.search(near) and not _BASE_FILLS.search(near) else ("slip",)


def _points(m: re.Match[str]) -> float:
    """How much worse a contract is filled [points]: a cent is a hundredth."""
    if m["coin"]:
        return _CENTS[m["coin"]]
    cents = (m["unit"] or "").startswith("c")
    return float(m["n"]) / 100 if cents else float(m["n"])
