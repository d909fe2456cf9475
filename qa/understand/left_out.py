"""Words that leave out or restrict: what they stand beside is left out, and what they stand beside that nobody read is named."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.understand.text import Place

#: How far before a reading its excluding words may begin [characters].
_REACH = 90
_VERB = (
    r"(?:exclud\w+|ignor(?:e|ed|ing)|omit\w*|skip(?:ped|ping|s)?|drop(?:ped|ping|s)?|remov(?:e|ed|ing)|disregard\w*"
    r"|delet(?:e|ed|ing)|discard\w*|forget(?:ting)?|toss(?:ing)?|throw(?:ing)?|strip(?:ped|ping)?|kill(?:ing)?|ditch\w*"
    r"|tak(?:e|ing)|leav(?:e|ing)|cut(?:ting)?|sett?(?:ing)?|rul(?:e|ing)|filter(?:ing)?|chuck|scrap\w*|bin(?:ning)?"
    r"|put(?:ting)?|let(?:s|ting)?|push(?:ing)?|wip(?:e|ed|ing)|subtract\w*|avoid\w*|pretend\w*|strik(?:e|ing))"
)
#: Verbs that leave out by themselves, and those that need "out", "away" or "aside" for it.
_ALONE = (
    r"(?:exclud\w+|excl|ignor(?:e|ed|ing)|omit\w*|skip(?:ped|ping|s)?|dropping|remov(?:e|ed|ing)|disregard\w*"
    r"|delet(?:e|ed|ing)|discard\w*|forget(?:ting)?|toss(?:ing)?|strip(?:ped|ping)?|kill(?:ing)?|ditch\w*|scrap\w*"
    r"|avoid\w*|bin(?:ning)?|pass(?:es|ing)? over|eliminat\w+|eras(?:e|ed|ing)|cancel\w*|discount(?:ing)?"
    r"|overlook\w*|suppress\w*)"
)
_AWAY = r"(?:out|away|aside|off|apart|to (?:one|the) side)"
_NOT = r"(?:not|never|n't|dont|arent|isnt|wasnt|doesn't|don't|isn't|aren't|wasn't|weren't|didn't|cannot|can't)"
_COUNT = (
    r"(?:(?:to )?count(?:ing|ed)?|includ(?:e|ing|ed)|consider(?:ing)?|tak(?:e|ing)(?: into account)?|look(?:ing)? at|mean"
    r"|need|care about|want|use|using|show|near|around|close to|within|adjacent to|trade)"
)
_EXCEPT = (
    r"(?:except(?:ing)?(?: for)?|without|w/o|w/out|sans|leaving|other than|outside(?: of)?|apart from|aside from|barring|bar"
    r"|but for|save for|besides|away from|anything but|unless|minus|ex|but not|(?:all|every|any)(?:thing"
    r"| other)?(?: \w+)? but|nothing from|rather than|no longer|in the absence of|absent|exclusive(?: of)?"
    r"|(?:with (?:the )?)?exception(?: made)?(?: of| for)?|outwith|else than|beyond|far from|free of|clear of|untouched by"
    r"|unaffected by|never mind|not part of|not touched by|rid of|not belonging to|excepting|not even)"
)
#: What may stand between the excluding words and what they leave out.
_FILLER = (
    r"(?:the|a|an|any|anywhere|all|every|each|those|these|both|either|of|in|on|at|from|to|with|where|when|whenever|while"
    r"|which|that|who|what"
    r"|is|was|were|are|be|it's|its|being|had|has|have|months?|days?|nights?|weeks?|years?|periods?|sessions?|times?|(?:calls?"
    r"|trades?|condors?) (?:bought|opened|sold|entered|made|placed|closed|done)|trades? (?=in|on|from)|entries|ones?|buys"
    r"|buying|bought|opened|opening|sold|entered|entry|start(?:ed|ing|s)?|beg[aiu]n(?:ning)?"
    r"|opens?|closes?|closed|calendar|near|around|within|close|next|right|crash|spike|spring|whole|entire|full|"
    r"anything|stuff|for|during|inside|trading|just|neighbou?ring|months'|happens|happened|us|me|stood|stands|sits|band"
    r"|bucket|\d{1,2}|one|sides?|adjacent|proximity|sessions?|it|vix|fear|index|gauge|levels?)"
)
_OUT_BEFORE = re.compile(
    rf"(?:(?:if (?:you|we|u|i) |when (?:you|we|u|i) |i |we )?"
    rf"(?:(?:\b{_NOT}|\bno longer|\bwithout) (?:to )?(?:\w+ing )?{_COUNT}\b|\b{_VERB} {_AWAY}\b|\b{_ALONE}\b\.?|\b{_EXCEPT}\b"
    rf"|\b{_NOT}\b"
    r"|(?:^|[,;:] ?|\b(?:if|when|to|you|we|i|and|but|then|please|let's|does|by|after|with) )drop(?:ped)?\b|\bneither\b"
    rf"|\bnor\b|\bno\b|\bnon\b|\btak(?:e|ing) away\b|\bthrow\b|\bnone of\b))(?:[ -]+{_FILLER})*[ -]*$"
)
#: What a reading may begin with that belongs to the words before it: "apart from 2018".
_LED = re.compile(r"(?:in|during|for|of|over|throughout|from|on)(?: the)? ")
#: What is without stands before it and not in the time: "months with an FOMC date and months without in 2018".
_BARE = re.compile(r"(?:without|w/o|w/out) (?:(?:it|them|one|any) )?(?:in|during|for|over|throughout|from|on) (?:the )?")
#: A verb before and "out" behind: "leave 2018 out".
_VERBED = re.compile(rf"\b{_VERB}(?:[ -]+{_FILLER})*[ -]*$")
_AWAY_AFTER = re.compile(r"(?: (?:layers?|legs?|calls?|episodes?|stuff|ones?|days?|nights?))? (?:out|away|aside)\b")
#: What turns the words above round: everything is left out but what follows.
_EVERYTHING = re.compile(
    rf"(?:\b{_VERB}(?: {_AWAY})?|\b{_NOT} {_COUNT}) (?:everything|anything|all|the rest|every \w+"
    r"|all \w+)(?: else)?(?: \w+)?,? ?$"
    r"|\b(?:nothing|none|no (?:years?|months?|days?|other \w+)) ?$"
)
_TURNS = re.compile(rf"^\W*(?:{_EXCEPT}|but)\b")
_BUT = re.compile(
    rf"(?:(?:\b{_VERB}(?: {_AWAY})?|\b{_NOT} {_COUNT}) (?:everything|anything|all|the rest|every \w+|all \w+)(?: else)?(?: \w+)?"
    rf"|\bnothing),? (?:but|except|save)(?: for)?(?: {_FILLER})* ?$"
)
_OUT_AFTER = re.compile(
    r" ?,? ?(?:(?:is|are|being|was|were|had been|gets?|never|should be|to be|ones?|months?|days?|not|both|windows?|thing|entirely"
    r"|(?:and (?:their|the|its) neighbou?rs?)|completely|off|layers?|leg|calls?|episodes?) )*"
    r"(?:aside|excluded|left out|omitted|removed|taken out|(?:set|put|left|moved|pushed) (?:aside|to (?:one|the) side|out"
    r"|apart)|not counted|left aside|dropped|skipped|ignored"
    r"|out of (?:it|the record|the sample|the data|there|the picture)|struck out|stripped(?: out)?|off the table|deleted"
    r"|thrown out|taken away|eliminated|erased|cancelled|canceled|dispensed with|to one side|set to one side|wiped out|absent"
    r"|(?:did not|didn't|never|had not|hadn't) (?:exist(?:ed)?|happen(?:ed)?|occur(?:red)?|been)|not (?:included|considered"
    r"|taken|there|in it)|never happened|never existed|happened|cut out|disregarded|doesn't count|don't count|pulled|struck"
    r"|gone"
    r"|out(?= [a-z]*(?:because|cause|since|entirely|completely|then|and))|out(?=[ ,]*(?:[?.!,:;]|$)))(?!\w)"
)
_NEVER = re.compile(r"\b(?:if|suppose|had|without|pretend)\b.{0,60}$")
#: What stands for something named before.
_THAT = r"(?:it|that|this|those|them|these)(?: (?:one|single))?(?: (?:month|year|one|day|stretch|period|episode)s?)?"
_UNHELD = r"(?<!and )(?<!against )(?<!to )(?<!than )(?<!vs )(?<!versus )"
_LATER = re.compile(
    rf"\b(?:(?:apart from|aside from|except(?: for)?|without|w/o|outside of|other than|barring|ignoring|excluding"
    rf"|disregarding) {_THAT}"
    rf"|(?:leav\w+|cut|tak\w+|throw|toss|strip|drop) {_THAT} (?:out|aside|away)|w(?:ith)? those gone"
    rf"|{_UNHELD}in the other (?:years|months|days)|{_UNHELD}(?:in|of|over) (?:any \w+ of )?the remaining (?:years|months|days)"
    rf"|{_UNHELD}over all (?:the )?others"
    rf"|(?:if|once|when|suppose) {_THAT} (?:(?:is|are|was|were|be|gets?|had) )?(?:excluded|left out|removed|taken (?:out|away)"
    r"|omitted|ignored|dropped|skipped|disregarded|deleted|not (?:there|counted)|never happened|never been)"
    rf"|{_UNHELD}on (?:everything else|the remainder|all (?:the )?other (?:days|nights)))\b"
    r"|(?:^|[.;:!?,] (?:and |but |so |please )?|\b(?:if|when|once) (?:we|you|i|one|they) |\b(?:please|let's|let us|but) )"
    rf"(?:skip|exclude|omit|ignore|drop|remove|delete|disregard|forget|discount)(?:ping|ding|ting|ing|s)? {_THAT}"
    r"(?= *[,.;:!?]| *$| (?:and|then|please|for|from|what|how|or)\b)"
)


#: What is had with the hedge, right before "without it".
_WITHOUT_IT = re.compile(r"(?:without|w/o) (?:it|them)\b")
_WITH = re.compile(
    r"\b(?:with|w/) ?(?:the |a |an |my |our |your |its )?"
    r"(?:hedg\w+|alvh|(?:vix )?calls|insurance|protection|overlay|cover|layers?)"
    r"[ ,]*(?:than|and|or|vs\.?|versus|against|compared (?:to|with))? *$"
)


class Out(NamedTuple):
    """The words that leave something out, with what they leave out; or that leave out everything but it."""

    place: Place
    out: bool


def leaves_out(plain: str, place: Place) -> Out:
    """Whether a reading's words are left out by those around them, and the place that both take.

    >>> leaves_out("the cost except in 2018", (16, 23))
    Out(place=(9, 23), out=True)
    >>> leaves_out("ignore everything except 2018", (25, 29)).out
    False
    >>> leaves_out("with the hedge and without in 2018", (27, 34)).out, leaves_out("the cost without 2018", (17, 21)).out
    (False, True)
    """
    led = _LED.match(plain, place[0])
    end = led.end() if led else place[0]
    head = re.split(r"(?<!\bexcl)(?<!\bex)[.?!;:](?= )", plain[max(0, end - _REACH) : end])[-1]
    start = end - len(head)
    if (turned := _BUT.search(head)) is not None:
        return Out((start + turned.start(), place[1]), out=False)
    before = _OUT_BEFORE.search(head) or (_VERBED.search(head) if _AWAY_AFTER.match(plain, place[1]) else None)
    if before and _TURNS.match(before[0]) and (every := _EVERYTHING.search(head[: before.start()])):
        return Out((start + every.start(), place[1]), out=False)
    after = _after(plain, place)
    if before and _BARE.fullmatch(before[0]):
        before = None
    if before and before[0].startswith("wip") and plain[place[1] :].startswith("'s "):  # what wipes out a year's profit
        before = None
    if before is None and after is None:
        return Out(place, out=False)
    begin = min(start + before.start(), place[0]) if before else place[0]
    return Out((begin, after.end() if after else place[1]), out=True)


def _after(plain: str, place: Place) -> re.Match[str] | None:
    """The excluding words behind a place; that something happened leaves it out only where it is supposed that it had not."""
    m = _OUT_AFTER.match(plain, place[1])
    if m and m[0].rstrip().endswith(" happened") and "never" not in m[0]:
        return None
    return m


def left_out_later(plain: str, end: int) -> Place | None:
    """Words after a place that leave out what it names: "apart from that", "leave it out"."""
    m = _LATER.search(plain, end)
    of_hedge = m is not None and _WITHOUT_IT.match(m[0]) and has_hedge(plain[: m.start()])
    return m.span() if m and not of_hedge else None


def has_hedge(words: str) -> bool:
    """Whether words end with what is had with the hedge, which "without it" behind them then is without."""
    return bool(_WITH.search(words))


def denied(words: str) -> bool:
    """Whether the words of a condition deny it themselves: "VIX not above 20".

    >>> denied("vix isn't below"), denied("vix below")
    (True, False)
    """
    return bool(re.search(rf"(?<![a-z]){_NOT}\b|\bno longer\b|n't\b", words))
