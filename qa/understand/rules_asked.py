"""Rules asked for: when a hedge is rolled, enlarged or bought how far out, whether a tier is sold, at which hour, by any words.

Each is put in the words that texts on such a method use, so that the passage which states the rule is found, whatever the
question calls a layer, a roll or an entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.backtests.manifest import Manifest
from corpus.index.lexical import content_words
from corpus.texts.glossary import FOLDER
from corpus.texts.library import Library
from qa.calculator.core.scope import EVERYTHING
from qa.understand.kinds import asks_record, tells_result
from qa.understand.parts import parts_of
from qa.understand.question import Question, RuleAsked
from qa.understand.reader import Read
from qa.understand.text import Place, Text

_HEDGE = (
    r"(?:(?:(?:the|your|our|a|an|each|every|these|those|all|any|its|of|one) )*(?:vix |hedg\w+(?:'s)? |protective |short |medium "
    r"|long |near |far )*"
    r"(?:hedges?|layers?|calls?|alvh|protection|insurance|overlay|cover))"
)
_DO = r"(?:do|does|should|must|will|would|shall|can|may) (?:you|we|they|one|i|it|people|traders)(?: ever| usually| actually)?"
_BE = r"(?:is|are|gets?|be|being|has to be|have to be|must be|should be|can be|may be|will be)"
_ROLLS = r"(?:roll(?:ed|ing|s)?(?: (?:over|forward|out))?|renew(?:ed|s)?|replaced?)"
_LARGER = (
    r"(?:enlarg\w*|increas\w*|rais\w*|(?:made |get(?:s|ting)? |becomes? |grows? |make )?(?:larger|bigger|heavier"
    r"|thicker|stronger|fatter)"
    r"|scal(?:e|ed|es|ing) up|beef\w* up|step\w* up|thicken\w*|boost\w*|add(?:ed)? to|upsiz\w*|ramp\w* up)"
)
_SMALLER = (
    r"(?:reduc\w*|decreas\w*|(?:made |get(?:s|ting)? |becomes? |make )?(?:smaller|lighter|thinner)|scal(?:e|ed|es"
    r"|ing) (?:down|back)"
    r"|thin(?:ned|s|ning)?|cut back|trimm?\w*|downsiz\w*)"
)
_WHEN = (
    r"(?:when|under (?:what|which)|(?:at|on|from|above|below|in) (?:what|which)|what (?:makes|causes|triggers|leads"
    r"|decides|happens"
    r"|tells)|which|whether|how (?:do|does|is|are|far|often)|why)"
)
_VERB_OF_TIER = (
    r"(?:dropped|removed|abandoned|retired|suspended|discontinued|scrapped|withdrawn|axed|banned|blocked|paused"
    r"|barred|forbidden"
    r"|prohibited|stopped|allowed|permitted|offered|available|on offer|sold|traded|open|in use|used|closed)"
)
_DROPPED = re.compile(r"\b(?:dropped|removed|abandoned|retired|discontinued|scrapped|withdrawn|axed)\b")
_TIER = (
    r"(?:the |your |our |its )?(?P<tier>(?:\d?\.\d{1,2}|conservative|balanced|aggressive|\d+ ?(?:c|cents?))(?:"
    r" credit)? (?:tier|condors?|version))"
)
_CHANGE = (
    r"(?:chang\w*|alter\w*|vary|varies|varied|adjust\w*|re-?siz\w*|re-?balanc\w*|modif\w*|shift\w*|reweight\w*"
    r"|(?:stay|remain|kept|keep)s? "
    r"(?:the same|fixed|constant|put))"
)
_MIX = (
    r"(?:the |your |our |its |these |those |this |that )?(?:(?:\d/\d/\d|\d-\d-\d)(?: (?:ratio|structure|split|mix"
    r"|layout|proportions?|set-?up|unit))?"
    r"|(?:ratio|proportions?|mix|split|weights?|sizes?|structure|number|composition) of (?:the )?(?:layers|calls|vix"
    r" calls|hedge)"
    r"|(?:vix )?layers|(?:layer|hedge) (?:ratio|structure|mix|proportions?|sizes?))"
)
_HOUR = r"(?:(?:at )?(?:which|what) (?:hour|time|o'clock)(?: of (?:the )?(?:day|evening|night|afternoon))?|what o'clock)"
_ENTER = (
    r"(?:enter|open|sell|place|put on|initiate|trade|execute)(?:s|ed|ing)?|(?:entered|opened|sold|placed|put on"
    r"|initiated|entry|put (?:the |a |my |your )?(?:condors?|trades?|positions?) on)"
)
_TRADE = (
    r"(?:the |your |our |a |an |each |every |its |those |these )*(?:\w+ )?(?:iron )?(?:condors?|trades?"
    r"|positions?|spreads?|entry|entries|orders?)"
)
_FAR = (
    r"(?:how far(?: out)?|how long[- ]dated|(?:what|which) (?:expir\w+|maturit\w+|dtes?|tenors?|terms?|expiration(?:"
    r" dates?)?s?)"
    r"|how many (?:days|months|weeks) (?:out|to expiry|from expiry|before expiry|ahead))"
)
_BUY = r"(?:buy|bought|pick|picked|choose|chosen|hold|held|use|used|purchase[ds]?|select(?:ed)?|go out|go)"

#: How a rule is asked for, and the question in the texts' words.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), asked)
    for words, asked in (
        (rf"\bwhen (?:exactly )?(?:{_DO} {_ROLLS} {_HEDGE}|{_BE} {_HEDGE} (?:\w+ly )?{_ROLLS})\b", "When are the layers rolled?"),
        (
            (
                r"\bhow (?:often|frequently|many (?:days|weeks|months))\b.{0,20}\b"
                r"(?:must|should|necessary|need(?:s|ed)?|ha(?:ve|s)"
                rf" to|supposed|required|{_DO})\b.{{0,25}}\b{_ROLLS} {_HEDGE}"
            ),
            "When are the layers rolled?",
        ),
        (
            (
                rf"\b{_WHEN}\b.{{0,40}}?\b(?:{_BE} (?:the (?:number|size|amount) of )?{_HEDGE} (?:\w+ly )?{_LARGER}"
                rf"|{_HEDGE} (?:\w+ly )?(?:{_BE} )?{_LARGER}"
                rf"|{_DO} {_LARGER} (?:the (?:number|size|amount) of )?{_HEDGE})\b"
            ),
            "Under what conditions is the hedge thickened?",
        ),
        (
            (
                rf"\b{_WHEN}\b.{{0,40}}?\b(?:{_BE} (?:the (?:number|size|amount) of )?{_HEDGE} (?:\w+ly )?{_SMALLER}"
                rf"|{_HEDGE} (?:\w+ly )?{_BE} {_SMALLER}"
                rf"|{_DO} {_SMALLER} (?:the (?:number|size|amount) of )?{_HEDGE})\b"
            ),
            "Under what conditions is the hedge thickened or thinned?",
        ),
        (
            (
                r"\b(?:(?:what|which) (?:proportions?|ratios?|split|mix|numbers?|share)|how (?:many|are|is)|proportions?|split)\b"
                r".{0,60}"
                r"\b(?:split|divided|distributed|allocated|spread|shared|apportioned|go(?:es)? (?:in|to)|belong)\b.{0,20}"
                r"\b(?:among|between|across|over|into|in|to)\b.{0,40}\blayers?\b"
                r"|\bhow many (?:contracts?|calls?|vix calls?) (?:are|go|does|do|belong|has|have|in|per)\b.{0,20}"
                r"\b(?:layers?|short,? medium)\b"
            ),
            "How many calls are in each of the three layers?",
        ),
        (
            rf"\b{_FAR} (?:{_DO}|{_BE}) (?:{_HEDGE}|{_BUY} (?:for )?(?:{_HEDGE}|them|it))\b",
            "How many days from expiry are the calls of the three layers?",
        ),
        (
            (
                rf"\b(?:is|are|was|were|has|have) {_TIER} (?:been |ever |still |no longer |currently |always |now "
                rf"|sometimes |also )*{_VERB_OF_TIER}\b"
            ),
            "Is the {tier} blocked?",
        ),
        (
            (
                rf"\b(?:can|may|do|does|should|could|would|will) (?:you |we |they |one |i |people )?(?:still |ever "
                rf"|always |also )*(?:sell|trade|offer|use)"
                rf" {_TIER}\b"
            ),
            "Is the {tier} blocked?",
        ),
        (rf"\b{_TIER} (?:was|has been|been|were) (?:ever )?{_VERB_OF_TIER}\b", "Is the {tier} blocked?"),
        (
            (
                rf"\b(?:do|does|can|could|may|will|would|is|are|should|must) {_MIX} (?:ever |always |sometimes |be |get "
                rf"|gets |been |over time )*{_CHANGE}\b"
            ),
            "Are the layers of the hedge adjusted?",
        ),
        (rf"\b{_DO} {_CHANGE} {_MIX}", "Are the layers of the hedge adjusted?"),
        (
            (
                rf"\b{_HOUR}\b.{{0,30}}?\b(?:{_ENTER})\b|\b(?:{_ENTER}) (?:time|hour)\b(?! ?(?:of|to|per))"
                rf"|\bwhen (?:exactly |precisely )?{_DO} (?:{_ENTER})(?: {_TRADE})?\W*$"
            ),
            "At which hour is the condor sold?",
        ),
    )
)
#: Parts of a question that each ask for something.
_SPLIT = re.compile(
    r"[.?!;]+(?:\s+|$)|,? (?:and|&|but|or|plus) (?:also )?(?=(?:at|in|on|under|to|for|from) (?:what|which)\b"
    r"|(?:how|what|when|where|which|who|why|do|does|is|are|can|will|should|whether|if)\b)"
    r"|, (?:and|or) (?=(?:the|your|our|their|its|those) [\w-]+\W*$)"
)


#: How a question begins that asks for a rule, whatever it is.
_OUTRIGHT = re.compile(
    r"^(?:(?:so|and|but|ok|please|exactly|tell me),? )*(?:when(?: exactly)? (?:do|does|is|are|should|must|may|can|will) "
    r"|under (?:what|which) |on what basis|by (?:what|which) (?:rule|trigger)|what (?:triggers|decides|determines|tells you)"
    r"|who (?:decides|sets|picks|chooses)|(?:which|what) (?:rule|trigger|signal)s? "
    r"|(?:do|does) the (?:texts?|articles?|methodology|documents?) (?:say|state|tell|explain) (?:when|whether|if|how"
    r"|why|where|who))"
)
#: Words that stand for what an earlier part of the question names.
_IT = re.compile(r"\b(?:it|they|them)\b")
_NAMED = re.compile(rf"\b(?:{_MIX}|{_HEDGE})\b")
#: What is given as the reason for something that happened.
_BECAUSE = re.compile(r",? ?\b(?:because|since|as|due to|for)\b.+$")
#: A part that leaves out what it asks of it, or about it: "and at which level", "and the futures".
_ELLIPTIC = re.compile(
    r"(?:at|in|on|under|to|for|from|with) (?:what|which)(?: [\w-]+){1,3}\W*$|(?:the|your|our|their|its|those) [\w-]+\W*$"
)
#: A part of fewer words says too little by itself; of fewer words that tell something, too little to be looked for.
_FEWEST, _FEWEST_TOLD = 3, 2


def rules_of(plain: str, tier_name: Callable[[str], str] = str) -> Iterator[tuple[Place, str]]:
    """The parts of a question that ask for a rule, each as the texts would put it; `tier_name` is what they call a tier.

    >>> [asked for _, asked in rules_of("when do you roll the vix calls and how far out do you buy them")]
    ['When are the layers rolled?', 'How many days from expiry are the calls of the three layers?']
    >>> [*rules_of("when did rolling the calls cost most?")]
    []
    """
    for place in _parts(plain):
        words = plain[slice(*place)]
        if _NAMED.search(plain, 0, place[0]):
            words = _IT.sub("the layers", words)
        for pattern, asked in _RULES:
            if m := pattern.search(words):
                yield place, asked.format(tier=tier_name(m["tier"])) if "{" in asked else asked
                break


def with_rules(question: Question, heard: Text, library: Library, manifests: Sequence[Manifest], read: Read) -> Question:
    """The question with the rules that it asks for; of one that asks for no figure beside them, as one for the texts.

    A level of VIX that it states, dates, and what an editor or its own name decide, leave it as it is.
    """
    plain = heard.plain
    found = [*rules_of(plain, lambda words: _tier_name(words, manifests))]
    if not found and _is_plain(plain) and (question.decision != "answer" or _is_title(plain, library)):
        found = [((0, len(plain)), heard.asked)]
    if not found or question.kind in {"advice", "out_of_scope"} or question.exact or question.edited:
        return question
    if question.stated or question.scope.bounds or question.scope.dates or question.record:
        return question
    places = [place for place, _ in found]
    others = [p for p in _parts(plain) if p not in places and _tells(plain[slice(*p)].strip())]
    rules = tuple(_rule(heard, place, asked) for place, asked in found)
    left = tuple(m[0].strip(" ,") for rule in rules if rule.happened and (m := _BECAUSE.search(rule.text)))
    told = replace(question, rules=rules, unread=(), foreign=(), unanswered=left)
    if others and question.kind == "term" and question.term is not None:
        return told
    keys = question.keys if question.decision == "answer" and question.kind in {"cost", "mixed"} and others else ()
    keys = keys or tuple(dict.fromkeys(p.key for p in parts_of(heard, read, question.scope.parts) if p.key and others))
    for place in others if not keys else ():
        told = _with_other(told, heard, place)
    if keys:
        return replace(told, kind="mixed", keys=keys, offered=(), decision="answer", rather=False)
    return replace(
        told,
        kind="method",
        shape="method",
        keys=(),
        offered=(),
        decision="answer",
        rather=False,
        term=None,
        scope=EVERYTHING,
        against=(),
        missing=0.0,
    )


def _tells(part: str) -> bool:
    """Whether a part says enough to be asked by itself, or of what the part before it asks."""
    return len(part.split()) >= _FEWEST or bool(_ELLIPTIC.match(part))


def _with_other(question: Question, heard: Text, place: Place) -> Question:
    """The question with a part that no rule is known for: to be looked for by its own words, or left unanswered."""
    words, text = heard.plain[slice(*place)].strip(), heard.said(place).strip(" ,.;:?!")
    before = [rule for rule in question.rules if heard.asked.find(rule.text) < heard.place(place)[0]]
    if _ELLIPTIC.match(words) and before:
        rule = RuleAsked(
            text=text, asked=f"{before[-1].asked.rstrip('?')}, and {text}?", of=words.rstrip(" ,.?!").rsplit(" ", 1)[-1]
        )
    elif len(content_words(words)) < _FEWEST_TOLD:
        return replace(question, unanswered=(*question.unanswered, text))
    else:
        rule = RuleAsked(text=text, asked=text)
    return replace(question, rules=(*question.rules, rule))


def _rule(heard: Text, place: Place, asked: str) -> RuleAsked:
    text = heard.said(place).strip(" ,.;:?!")
    return RuleAsked(text=text, asked=asked, happened=tuple(m[0] for m in _DROPPED.finditer(heard.plain[slice(*place)])))


def _is_plain(plain: str) -> bool:
    """Whether words ask outright for a rule and not for what the record gave.

    >>> _is_plain("what decides how many condors are sold?"), _is_plain("what decides the drag?")
    (True, False)
    """
    return bool(_OUTRIGHT.search(plain)) and not tells_result(plain) and not asks_record(plain)


def _is_title(plain: str, library: Library) -> bool:
    """Whether a question is the title of a text."""
    words = re.findall(r"\w+", plain)
    titles = (d.title for d in library.documents if not d.path.startswith(FOLDER))
    return any(re.findall(r"\w+", title.lower()) == words for title in titles)


def _tier_name(words: str, manifests: Sequence[Manifest]) -> str:
    """What texts call a tier: by the name of the tier and not by its credit."""
    for tier in (m.tier for m in manifests if m.tier):
        if any(re.search(rf"(?<![\w.]){re.escape(n.lower())}(?!\w)", words) for n in (tier.id, tier.name, *tier.aliases)):
            return f"{tier.id} tier"
    return words


def _parts(plain: str) -> Iterator[Place]:
    start = 0
    for m in (*_SPLIT.finditer(plain), None):
        end = m.start() if m else len(plain)
        if plain[start:end].strip(" ,.?!"):
            yield start, end
        start = m.end() if m else end
