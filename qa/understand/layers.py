"""The layers of the hedge that a question counts alone, leaves out, or tells one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.backtests.manifest import Manifest
from qa.understand.left_out import leaves_out
from qa.understand.supposing import Supposed
from qa.understand.text import Place

#: The tenors at which the method buys its layers [days].
TENORS = {"30": "short", "110": "medium", "220": "long"}
#: As people round them to months; plain texts have numbers in digits and in words.
_MONTHS = {"short": r"1|one", "medium": r"4|four", "long": r"7|seven"}
_NAMES = {
    "short": r"short(?:er|est)?|front|near(?:er|est)?",
    "medium": r"medium|middle|mid|belly",
    "long": r"long(?:er|est)?|far|back",
}
_ANY = "|".join(_NAMES.values())
_END = r"(?:[- ]?(?:dated|term|tenor|month|maturity))?"
_THING = (
    r"(?:(?:vix |hedge )?(?:layers?|legs?|tenors?|calls?|options|ones?|buckets?|expir(?:y|ies)|maturit(?:y|ies)|tickets?|dates?"
    r"|rungs?|(?:sets?|lots?) of (?:vix )?(?:calls|options)|sets?(?= *[,.?!]| (?:been|the|and|or|is|was)\b))"
    r"|hedge|month ones|end|stack)"
)
_JOIN = (
    r"(?: (?:alone|only|layer|calls?|leg))?(?:,? (?:and|or|vs\.?|versus|against|compared (?:with|to)|than|then|n)"
    r"|,|/| &| \+|-,?|- ?(?:and|or))? ?(?:the )?"
)
_LIST = re.compile(rf"(?<![\w-])(?:{_ANY}){_END}(?:{_JOIN}(?:{_ANY}){_END})*[- ]{_THING}\b(?! (?:vol|premium|gamma)\b)")
_ALONE = re.compile(rf"(?<![\w-])(?:{_ANY}){_END}[- ](?:alone|only)\b|\bbelly\b")
_BARE = re.compile(
    r"(?<=, )(?:front|belly)(?= *[?.!]*$)"
    r"|(?:(?<=w/o )|(?<=without )|(?<=ex )|(?<=no )|(?<=w/out ))(?:the )?(?:front|belly|(?:long|short"
    r"|medium)-dated)(?! \w*s\b)\b"
)
_PAIR = re.compile(
    rf"(?<![\w-])(?:front|short|near){_END}(?: (?:layer|leg|alone|end))?(?:,? (?:and|or|vs\.?|versus|against"
    rf"|compared (?:with|to)|than|&|n) ?|, ?)(?:the )?"
    rf"(?:(?:belly|medium|middle|mid){_END}(?:,? (?:and|or|vs\.?|&) ?|, ?)(?:the )?)?(?:{_ANY}){_END}(?! (?:tier|one of"
    r"|strikes?|puts?|wings?|sides?))\b"
)
#: A layer that is named in one word beside another: "the medium layer compared with the long".
_HELD_TO = re.compile(
    rf"(?:(?<=layer)|(?<=leg)|(?<=calls)|(?<=tenor)) (?:compared (?:with|to)|vs\.?|versus|against|than|or"
    rf"|and) the (?:{_ANY})(?= *[,.?!:;]| *$)"
)
_MIDLIST = re.compile(rf"\b(?:medium|mid){_END} ?(?:\+|and|n|&) ?long{_END}\b")
_AFTER_NOUN = re.compile(
    rf"\b(?:layers?|tenors?)(?:(?: [a-z]+)?[:,] ?| )(?:the )?(?:{_ANY}){_END}(?:(?:,|,? and|,? or"
    rf"|,? then) (?:the )?(?:{_ANY}){_END})+\b"
)
_WORD = {layer: re.compile(rf"(?<![\w-])(?:{words})") for layer, words in _NAMES.items()}
_NOT_TENOR = r"(?![\w.,]\d|%| ?(?:trading days|months|minutes|percent|bp|k\b|condors|years|trades|vix\b))"
_CALLS = r"(?:layers?|(?:vix )?calls?|legs?|options?|ones?|tenors?|hedges?|alvh|tickets?|window)"
_TENOR = r"(?:[- ]?(?:days?|dte|d)(?: out(?= *[,.?!;:]))?)"
#: Verbs of owning, which a "never" or "didn't" before them leaves out.
_DROP = re.compile(
    r"\b(?:remov(?:e|es|ing)|delet(?:e|es|ing)|omit(?:s|ting)?|tak(?:e|es|ing) (?:out|away)"
    r"|los(?:e|ing)|get(?:ting)? rid of|got rid of|no|giv(?:e|ing) up(?: on)?|absent|in the absence of|dispens(?:e"
    r"|ing) with|do(?:ing)? without|eliminat\w+|renounc\w+|sav(?:e|ing) (?:myself|ourselves|himself)|stop(?:ped"
    r"|ping)? (?:buying|using)|less|except|all but"
    r"|(?:don't|didn't|not|never|no longer|had never|never had) (?:buy|buying|bought|use|using|used|own|owned|owning|have|had"
    r"|hold|held|run|purchas\w+|take|taken|include|included|count|counting)"
    r"|left out|quit|dump(?:ed|ing)?|lose|binning|bin|abandon(?:ed|ing)?)(?: the| those| that| my| our| any| all)? $"
)
_DROPPED = re.compile(
    r"(?: (?:is|are|were|was|had|had been|been|being|have|off|ones?|calls?|layers?|legs?|wasn't|weren't|hadn't|isn't|aren't"
    r"|not|never|ever|get|got))*"
    r" (?:dropped(?: from)?|left out|left off|removed|omitted|skipped|taken out|taken away|excluded|gone|missing|never bought"
    r"|(?:never|not) (?:been )?(?:bought|invented"
    r"|in there|there|held|owned|exist(?:ed)?|included|purchased|taken|used|counted)|(?:did not|didn't|never) exist(?:ed)?"
    r"|eliminated|erased|cancelled|abandoned|absent|out of (?:it|the (?:hedge|picture|game|mix))|thrown out|struck"
    r"|stripped(?: out)?|pulled|dispensed with|switched off|stayed out"
    r"|cut(?: out)?(?= *[,.?!:;]| *$)|(?:been )?in there)\b"
)
_SUPPOSED = re.compile(r"\b(?:if|had|suppos\w+|without|imagine|pretend|assum\w+|say|with|when|once|after|never|not)\b|n't\b|,|$")
_IT = re.compile(
    r"\b(?:without|w/o|skip(?:ping)?|drop(?:ping)?|leav(?:e|ing) out|never buy|didn't buy|don't buy|never (?:buy|bought)"
    r"|had never|u never had) "
    r"(?:it|that|those|them|em|these|that layer|that one)\b"
)
_EACH = re.compile(
    r"\b(?<!in )(?<!one of )(?<!contract of )(?<!one in )"
    r"(?:each|which|what|by|per|for each)(?: (?:of the|one of the|single))?(?: (?:3|three))?(?: (?:hedge|hedging|vix|alvh|call))?"
    r" (?:layers?|tenors?"
    r"|legs?|maturit(?:y|ies))\b"
    r"|\b(?:3|three) (?:layers|tenors) (?:side by side|separately|apart|one by one)\b|\beach of the (?:3|three) layers\b"
)
_ONLY = re.compile(r"\b(?:only|just|alone|keep|keeping|nothing but)\b")


def read_layers(plain: str, manifests: Sequence[Manifest]) -> list[Supposed]:
    """The layers that a plain text counts alone or leaves out, from left to right."""
    found: list[Supposed] = []
    for place, layer in sorted(_mentions(plain, manifests)):
        if found and place[0] < found[-1].place[1]:
            continue
        found.append(_supposed(plain, place, layer))
    found = _asked(plain, _together(plain, found), layer_ids(manifests))
    it = _IT.search(plain)
    if it and found and found[-1].part == "layer" and it.start() >= found[-1].place[1]:
        found = [*found[:-1], Supposed(place=(found[-1].place[0], it.end()), part="without", value=found[-1].value)]
    return _settled(plain, found, layer_ids(manifests))


def _supposed(plain: str, place: Place, layer: str) -> Supposed:
    out = leaves_out(plain, place)
    before = _DROP.search(plain, max(0, place[0] - 40), place[0])
    after = _DROPPED.match(plain, place[1])
    if after and not (
        _SUPPOSED.search(plain[: place[0]]) and (" " in after[0].strip() or plain[after.end() :][:1] in {"", ",", "?", ".", ":"})
    ):
        after = None
    start = min(out.place[0], before.start() if before else place[0])
    end = max(out.place[1], after.end() if after else place[1])
    return Supposed(place=(start, end), part="without" if out.out or before or after else "layer", value=layer)


def _together(plain: str, found: list[Supposed]) -> list[Supposed]:
    """As "without the short and the medium layer" leaves both out."""
    told: list[Supposed] = []
    for s in found:
        joined = told and re.fullmatch(r"(?:,|,? and|,? or|,? nor| &| n)? ?(?:the )?", plain[told[-1].place[1] : s.place[0]])
        told.append(Supposed(place=s.place, part="without", value=s.value) if joined and told[-1].part == "without" else s)
    return told


def _asked(plain: str, found: list[Supposed], ids: tuple[str, ...]) -> list[Supposed]:
    """Of layers that are all named before, those that the last sentence asks for."""
    start = max((m.end() for m in re.finditer(r"[.!?;:] ", plain)), default=0)
    asked = [s for s in found if s.place[0] >= start]
    named = {s.value for s in found if s.place[0] < start}
    return asked if asked and named >= set(ids) and {s.value for s in asked} < set(ids) else found


def _settled(plain: str, found: list[Supposed], ids: tuple[str, ...]) -> list[Supposed]:
    """What is kept and what is left out as one: two layers left out leave one, two that are kept leave one out."""
    kept = {s.value for s in found if s.part == "layer"}
    out = {s.value for s in found if s.part == "without"}
    if (out and len(ids) > len(out) > 1) or (out and len(kept) == 1 and not kept & out and len(ids) - len(out) == 1):
        rest = [i for i in ids if i not in out]
        return [Supposed(place=s.place, part="layer", value=rest[0]) for s in found] if len(rest) == 1 else found
    if (
        not out
        and len(kept) == len(ids) - 1 > 1
        and _ONLY.search(plain)
        and not re.search(r"\b(?:vs|versus|or|against|alone)\b", plain)
        and not _ONLY.search(plain, found[0].place[1], found[-1].place[0])
    ):
        (left,) = (i for i in ids if i not in kept)
        return [Supposed(place=s.place, part="without", value=left) for s in found]
    return found


def _mentions(plain: str, manifests: Sequence[Manifest]) -> Iterator[tuple[Place, str]]:
    """Where layers are named: by the desk, by tenor in days, or by how near they are."""
    names = {layer.name.lower(): layer.id for manifest in manifests for layer in manifest.hedge.layers}
    for name, layer in names.items():
        yield from ((m.span(), layer) for m in re.finditer(rf"(?<!\w){re.escape(name)}s?(?!\w)", plain))
    for tenor, layer in TENORS.items():
        number = rf"(?<![\w.$/,-]){tenor}{_NOT_TENOR}"
        yield from ((m.span(), layer) for m in re.finditer(rf"{number}{_TENOR}?[- ]{_CALLS}\b", plain))
        yield from (
            (m.span(), layer)
            for m in re.finditer(rf"{number}{_TENOR}(?!\w)(?! (?:change|chg|avg|average))", plain)
            if _tenor(plain, m, tenor)
        )
        spoken = re.finditer(rf"(?<![\w.$/-]){tenor}'?s\b", plain)
        yield from ((m.span(), layer) for m in spoken if tenor != "30" or not _level(plain, m))
        listed = rf"{number}(?=(?: ?(?:/|,|and|or|vs|,? and) ?(?:30|110|220)){{1,2}}{_TENOR}[- ]{_CALLS}\b)"
        yield from ((m.span(), layer) for m in re.finditer(listed, plain))
        beside = rf"(?:(?<=\bthe )|(?<=\bdrop )|(?<=\bor )|(?<=\bjust )){number}(?=[,?.!]| or | and |$| on its| alone| ticket)"
        yield from ((m.span(), layer) for m in re.finditer(beside, plain))
    for layer, months in _MONTHS.items():
        yield from (
            (m.span(), layer)
            for m in re.finditer(rf"(?<![\w.$/,-])(?:{months})[- ]months?[- ](?:vix )?(?:calls?|layers?|legs?)\b", plain)
        )
    for pattern in (_LIST, _AFTER_NOUN, _ALONE, _BARE, _PAIR, _MIDLIST, _HELD_TO):
        for m in pattern.finditer(plain):
            if _BOUGHT.fullmatch(m[0]) and not _OTHERS.search(plain):
                continue
            vague = re.search(r"\bones?$", m[0]) or pattern is _PAIR
            graded = _GRADED.search(plain[: m.start()])
            if not (vague and (graded or not _SPOKEN_OF.search(plain))) and not _POSITION.match(m[0]):
                yield from _words(m)


#: What has to be spoken of for "the near ones" to be layers, and words for a position that is long or short.
_SPOKEN_OF = re.compile(
    r"\blayers?\b|\bcalls\b|\bvix calls?\b|\btenors?\b|\blegs?\b|\bhedge\b|\b4/4/2\b|\brolls?\b|\balvh\b|\bsets? of\b"
    r"|\boptions\b"
)
#: Calls that are held rather than written, where no other layer is spoken of.
_BOUGHT = re.compile(r"long[- ](?:vix )?calls")
_OTHERS = re.compile(
    r"\b(?:only|just|alone|without|lets?|leav\w*|left|drop\w*|skip\w*|exclud\w*|remov\w*|minus|no)\b"
    r"|\b(?:layers?|legs?|tenors?|medium|middle|near|front|shorter|short[- ](?:ones|dated|calls|layer)|longest)\b"
)
#: "A quite far one" is no layer.
_GRADED = re.compile(r"\b(?:quite|very|rather|so|too|pretty|how) (?:an? )?$")
_POSITION = re.compile(r"(?:long|short) (?:vix|vol|options)\b|(?:long|short) calls? (?:strike|side)")


def _tenor(plain: str, m: re.Match[str], tenor: str) -> bool:
    """Whether days are a layer's rather than a count: thirty days are both."""
    return tenor != "30" or bool(re.match(r"(?:30[- ]?(?:dte|d\b|day\b))|30-days", m[0])) or "calls" in plain


def _level(plain: str, m: re.Match[str]) -> bool:
    """Whether "the 30s" are levels of VIX."""
    return bool(
        re.search(
            r"(?:vix|fear (?:index|gauge)|\bvol|\bin) (?:[\w']+ ){0,3}(?:the )?(?:low |mid |high |upper )?$", plain[: m.start()]
        )
    )


def _words(m: re.Match[str]) -> Iterator[tuple[Place, str]]:
    """The layers of one list, each with its word; the last one with the noun behind it."""
    found = sorted((w.start(), w.end(), layer) for layer, word in _WORD.items() for w in word.finditer(m[0]))
    for i, (start, end, layer) in enumerate(found):
        stop = m.end() if i + 1 == len(found) else m.start() + end
        yield (m.start() + start, stop), layer


def asks_each_layer(plain: str) -> Place | None:
    """Where a text asks for each layer, or which of them."""
    m = _EACH.search(plain)
    return m.span() if m else None


def layer_ids(manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The layers of the first backtest that declares some."""
    return next((tuple(layer.id for layer in m.hedge.layers) for m in manifests if m.hedge.layers), ())
