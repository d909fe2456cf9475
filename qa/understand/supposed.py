"""What is supposed: the hedge at another size, without a layer or with one alone, worse fills, another capital."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.backtests.manifest import Manifest
from qa.understand.numbers import SMALLEST_CAPITAL, money
from qa.understand.text import Place

#: The tenors at which the method buys its layers [days].
TENORS = {"30": "short", "110": "medium", "220": "long"}
_OTHER_NAMES = {
    "short": "short|short-dated|front|nearest",
    "medium": "medium|middle|mid",
    "long": "long|long-dated|longest|far|back",
}
_CALLS = r"(?:layers?|calls?|vix calls?|legs?|options?|ones?|tenors?|hedges?|alvh)"
_TENOR = r"(?:[- ]?(?:day|d|dte|days))?"
_DROP = (
    r"\b(?:without|drop(?:ping|ped|s)?|minus|skip(?:ping|ped)?|remov\w+|leav(?:e|ing) out|left out|tak(?:e|ing) out|los(?:e|ing)"
    r"|ditch\w*|omit\w*|exclud\w+|no|cut(?:ting)?(?: out)?|get(?:ting)? rid of|got rid of|scrap\w*|stop(?:ped"
    r"|ping)? (?:buying|using)|less|except"
    r"|don't (?:buy|use|have)|didn't (?:buy|use|have)|not (?:buy|use|buying|using)|all but)(?: the| those| that| my| our| any)? $"
)
_DROPPED = re.compile(_DROP)
_LEFT_OUT = re.compile(
    r" (?:is |are |were |was |had been |being )?(?:dropped|left out|removed|omitted|skipped|taken out|excluded|gone|missing)\b"
)
_HEDGE = r"(?:hedges?|(?:vix )?calls|alvh|insurance|protection|overlay|contracts|hedge size|size|hedging|it)"
_OF = (
    r" ?(?:as (?:many|much|big|large)(?: of)?|of)? ?(?:the|our|my|its|their|as many|as much|usual|a|an)* ?(?:size of the |vix )*"
)
_FACTORS = {
    "half": 0.5,
    "half of": 0.5,
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
_IS = r"(?: (?:is|are|was|were|had been|gets?|got|at|to|by|of|would be|being|on|set|run|cut|sized|with|only|just))*"
_SIZES = tuple(
    re.compile(words)
    for words in (
        rf"\b(?:{_FACTOR}|{_TIMES}|{_PERCENT}){_OF}{_HEDGE}\b(?! (?:rate|days?))",
        (
            rf"\b(?:hedge|calls|alvh|hedge size){_IS} (?:{_FACTOR}|{_TIMES}(?: (?:as (?:big|large)|its size|the size))?"
            rf"|{_PERCENT} (?:of (?:its|the|that) size|size))(?! (?:the|of the) (?:cost|drag|drawdown))\b"
        ),
        rf"\b{_PERCENT} {_MORE} (?:vix )?(?:hedge|calls|hedging|alvh)\b",
        rf"\bhedge{_IS} {_PERCENT} {_MORE}\b",
    )
)
_CENTS = {"nickel": 0.05, "dime": 0.10, "penny": 0.01, "cent": 0.01, "quarter": 0.25}
_FILL = (
    r"(?:(?:\$ ?)?(?P<n>\d{{0,3}}(?:\.\d+)?) ?(?P<unit>cents?|c\b|points?|ticks?|pts|dollars?)?|an? (?P<coin>nickel|dime"
    r"|penny|cent|quarter))"
)
_WORSE = re.compile(
    _FILL.format()
    + (
        r" ?(?:(?:a|per) (?:contract|condor|trade|spread|fill) )?(?:worse|more slippage|of (?:extra |more |added "
        r"|additional )?slippage|extra slippage|lower|higher slippage|poorer)\b"
    )
)
_SLIPPED = re.compile(
    r"\b(?:slippage (?:of|were|was|is|at)|slipp(?:ed|ing) (?:by )?|worse by|extra slippage of|lost) (?:only |just )?"
    + _FILL.format()
)
_PER_PART = re.compile(r"\b(?:each|every|which|by|per|the 3|all(?: the| 3)?|what) layers?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One thing that is supposed: part of a scope with its value, and the words for it."""

    place: Place
    #: `size`, `without`, `layer`, `slip` or `capital`
    part: str
    value: float | str


def read_supposed(plain: str, manifests: Sequence[Manifest]) -> list[Supposed]:
    """What a plain text supposes, from left to right."""
    found = [*_layers(plain, manifests), *_sizes(plain), *_fills(plain)]
    taken = [f.place for f in found]
    for amount, place in money(plain):
        if amount >= SMALLEST_CAPITAL and all(place[1] <= a or b <= place[0] for a, b in taken):
            found.append(Supposed(place=place, part="capital", value=amount))
    return sorted(found, key=lambda s: s.place)


def asks_each_layer(plain: str) -> Place | None:
    """Where a text asks for each layer, or which of them."""
    m = _PER_PART.search(plain)
    return m.span() if m else None


def layer_ids(manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The layers of the first backtest that declares some."""
    return next((tuple(layer.id for layer in m.hedge.layers) for m in manifests if m.hedge.layers), ())


def _layers(plain: str, manifests: Sequence[Manifest]) -> Iterator[Supposed]:
    last: Supposed | None = None
    for m, layer in sorted(_layer_words(plain, manifests), key=lambda found: found[0].start()):
        if last and m.start() < last.place[1]:
            continue
        before = _DROPPED.search(plain, max(0, m.start() - 40), m.start())
        after = _LEFT_OUT.match(plain, m.end())
        place = (before.start() if before else m.start(), after.end() if after else m.end())
        last = Supposed(place=place, part="without" if before or after else "layer", value=layer)
        yield last
    it = re.search(r"\bwithout (?:it|that layer|that one)\b", plain)
    if last and last.part == "layer" and it and it.start() >= last.place[1]:
        yield Supposed(place=it.span(), part="without", value=last.value)


def _layer_words(plain: str, manifests: Sequence[Manifest]) -> Iterator[tuple[re.Match[str], str]]:
    names = {layer.name.lower(): layer.id for manifest in manifests for layer in manifest.hedge.layers}
    for name, layer in names.items():
        yield from ((m, layer) for m in re.finditer(rf"(?<!\w){re.escape(name)}s?(?!\w)", plain))
    for tenor, layer in TENORS.items():
        number = rf"(?<![\w.$/,]){tenor}(?![\w.,]\d|%| ?(?:trading days|months|minutes|percent|bp|k\b|condors))"
        yield from ((m, layer) for m in re.finditer(rf"{number}{_TENOR} (?:vix )?{_CALLS}\b", plain))
        yield from ((m, layer) for m in re.finditer(rf"{number}[- ]?(?:dte|day)s?\b", plain) if tenor != "30")
        # a bare number beside another tenor, or after what drops it
        beside = rf"(?:(?<=the )|(?<=drop )|(?<=or )){number}(?=[,?.!]| or | and |$| on its| alone)"
        yield from ((m, layer) for m in re.finditer(beside, plain))
    for layer, words in _OTHER_NAMES.items():
        yield from ((m, layer) for m in re.finditer(rf"(?<![\w-])(?:{words}) (?:vix )?(?:layers?|calls?|hedge)\b", plain))


def _sizes(plain: str) -> Iterator[Supposed]:
    taken: list[Place] = []
    for pattern in _SIZES:
        for m in pattern.finditer(plain):
            groups = m.groupdict()
            size = _factor(groups)
            if size is not None and all(m.end() <= a or b <= m.start() for a, b in taken):
                taken.append(m.span())
                yield Supposed(place=m.span(), part="size", value=size)


def _factor(groups: dict[str, str | None]) -> float | None:
    if groups.get("f"):
        return _FACTORS[groups["f"] or ""]
    if groups.get("n"):
        return float(groups["n"] or 0)
    share = float(groups.get("p") or 0) / 100
    more = groups.get("more")
    if more is None:
        return share
    return 1 + share if more in {"more", "bigger", "larger"} else 1 - share


def _fills(plain: str) -> Iterator[Supposed]:
    for pattern in (_WORSE, _SLIPPED):
        for m in pattern.finditer(plain):
            points = _points(m)
            if points:
                yield Supposed(place=m.span(), part="slip", value=points)
                return


def _points(m: re.Match[str]) -> float | None:
    """How much worse a contract is filled [points]: a cent is a hundredth."""
    if m["coin"]:
        return _CENTS[m["coin"]]
    if not m["n"] or m["n"] == ".":
        return None
    cents = (m["unit"] or "").startswith("c")
    return float(m["n"]) / 100 if cents else float(m["n"])
