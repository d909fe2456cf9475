"""Kinds of a question and of its parts: what is asked, explained, taken for granted, advised, or none of this desk's business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.understand.text import Place

#: `ask`: of a figure; `meaning`: of a term; `reason`: of the method; `premise`: taken for granted; `context`: all else.
Role = Literal["ask", "meaning", "reason", "premise", "context"]
_QUESTION_WORD = (
    r"(?:how (?:much|many|large|big|often|far|long|high|deep|likely|wide|did|does|do|was|is|has)|what|what's|why"
    r"|which|when|where|who"
    r"|is|does|did|do|was|can|should|would|tell me|give me|explain|define)\b"
)
_PREMISE_WORD = r"(?:since|given|because|now that|considering|assuming|seeing that|granted that|knowing that)"
_BREAKS = re.compile(
    rf"[.?!;]+(?:\s+|$)|:\s+|\s+\+\s+|\s+-\s+|,? (?:and|but|or|then|so|also)(?:,)? (?={_QUESTION_WORD})"
    rf"|, (?={_QUESTION_WORD}|{_PREMISE_WORD} )"
    r"|, (?:and|but) (?!(?:not|nothing|more|higher|over|above|up)\b)"
)
_ENDS = re.compile(r"[.?!;]+\s*$")
_GRANTED = re.compile(
    r"(?:(?:well|so|and|but|ok|now),? )*(?:(?:since|given that|given|because|considering(?: that)?"
    r"|assuming(?: that)?|now that|seeing that"
    r"|granted that|knowing that|even though|although) |as (?:the|we|everyone|everybody|you|your|it|all|condors|alvh)\b)"
)
_NOT_GRANTED = re.compile(
    r"since (?:the )?(?:inception|start|beginning|launch|'?\d|"
    + "|".join("jan feb mar apr may jun jul aug sep oct nov dec".split())
    + r")"
    r"|given (?:a |an )?(?:vix|level)"
    r"|assuming (?:a |an |we |i |that we |(?:each |every |all )?(?:fills?|trades?|condors?) |slippage )"
)
_IF = re.compile(r"(?:so |and |but )*if\b")
_WHY = re.compile(r"(?:(?:so|and|but|then|please|also|tell me|explain|sir|ok),? )*(?:why|how come|for what reason|what for)\b")
_HOW_DONE = re.compile(
    r"(?:(?:so|and|but|exactly|please|explain|tell me|can you|could you|also),? )*how (?:exactly "
    r"|precisely )?(?:(?:is|are|was|were|do|does|did|can|should|would|to|r|exactly) ?)"
    r".*?\b(?:calculat|measur|comput|defin|determin|decid|chos|choos|pick|select|work|built|build|construct|siz"
    r"|manag|handl|roll|adjust|enter"
    r"|trad|deriv|estimat|weight|set up|function|place|implement|find|judg|treat|scale|kick)\w*"
)
_RULE = re.compile(
    r"(?:(?:so|and|but|please|exactly),? )*(?:when (?:exactly )?(?:is|are|do|does|should|shall|must|will)\b"
    r"|under (?:which|what)|on what basis|who (?:decides|rolls|picks|sets|chooses)"
    r"|what (?:is|gets) done|what (?:triggers|decides|determines)|by (?:which|what) (?:trigger|rule)|which (?:rule"
    r"|trigger|signal)"
    r"|what (?:is|are) (?:the )?(?:rules?|reason|purpose|point|idea|logic|rationale|role|aim)\b|what (?:is"
    r"|are) .* for$|where (?:does|do|are) .* (?:come from|placed|sit)"
    r"|(?:is|are) .* (?:allowed|permitted|blocked|forbidden|paused)\b|do you|do they|does one|must one|can one"
    r"|explain (?:how|why))"
)
_FORECAST = re.compile(
    r"\b(?:will|gonna|going to)\b.{0,60}\b(?:market|spx|s&p|vix|index|stocks?|crash|rally|rise|rates?)\b|\b(?:market"
    r"|spx|s&p|vix|index|stocks?)\b.{0,30}\b(?:will|gonna|going to)\b"
    r"|\b(?:forecast|predict\w*|prophe\w*)\b"
)
_LIVE = re.compile(
    r"\b(?:where|what|how high|how low|at what)\b.{0,20}\b(?:vix|spx|s&p|market|index|futures)\b.{0,20}\b(?:now"
    r"|at the moment|currently|today|trading|tonight|this minute)\b"
    r"|\b(?:current|live|latest|today's|real-time) (?:vix|spx|s&p|price|quote|level)\b|\b(?:price|quote|share price"
    r"|p/e(?: ratio)?|market cap\w*) of (?!(?:a|an|one|the|all|full|this|that|each|every|protection|insurance|hedg"
    r"|buying|vix calls|calls)\b)"
    r"|\w+ (?:stock |share )?price (?:now|today|please)|^(?:\w+ )?(?:stock |share )?(?:price|quote)s?$|^\w+ price$"
)
_STANDS = re.compile(
    r"\bdefin(?:e|ition)\b|\bmeaning\b|(?<!\bi )\bmeans?\s*$|\bmean (?:by|when)\b|\bmeant (?:by|with)\b"
    r"|\bstands? for\b|\bexplain(?:ed)?\b(?! (?:how|why|to (?:clients|them)))|\bdescribe\b|\bin plain (?:words"
    r"|english)\b"
    r"|\b(?:what|who) (?:on earth |exactly |the heck |even )?(?:is|are) (?:that|this|it|these"
    r"|those)(?: supposed to be| exactly| please| then)?\s*$|\bwhat (?:is|are) (?:it|that|this) supposed to\b"
    r"|\bwhat does (?:it|that|this) mean\b"
)
_WHAT_IS = re.compile(r"(?:\w+ ){0,3}(?:what|who)(?: exactly| on earth)? (?:is|are)\b")
_TELLING = re.compile(
    r"(?:(?:and|but|so|well|hi|hello|ok|now|frankly|honestly),? )*(?:i|i'm|i've|i'd|we|we've|they|people|someone"
    r"|everyone|my|our|your|his|her|many|some)\b"
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:know|wonder\w*|ask\w*|curious|interested|see|hear from|tell me|need|want)\b|\b(?:how|what|which"
    r"|whether) (?:\w+ )?(?:is|are|was|were|does|did|do|much|many)\b"
)
_INTERROGATIVE = re.compile(
    r"(?:(?:and|but|so|or|then|also|please|hi|hello|ok|now),? )*(?:is|are|was|were|does|did|do|can|could|would"
    r"|should|has|have|tell|give|show|explain|define)\b"
    r"|\b(?:how|what|which|why|who|where)\b"
)


#: Words that ask what the record gave, in a question that also asks for a rule or a meaning.
_RECORD = re.compile(
    r"\b(?:how (?:did|have|has|would|much (?:did|was|were|has|have|is)|many (?:did|were)|often (?:did|was))"
    r"|what (?:did|was|were|stood|came|comes|have|has|had)"
    r"|(?:is|was|were|are) (?:the |it |its )?(?:\w+ )?(?:dearer|cheaper|higher|lower|worse|better|larger|smaller)"
    r"|give (?:me |us )?(?:mine|ours|the (?:number|figure|value))"
    r"|(?:wr|win rate|success rate|hit rate|return|drag) (?:in|of|for|by|on) each"
    r"|and (?:its |the |their )?(?:value|number|figure|result|outcome)s?\b|what (?:they|it) (?:have|has|had|did) \w+"
    r"|what is it (?:on|for|in) (?:the )?(?:\w+ )?(?:tier|balanced|aggressive|conservative)"
    r"|in (?:the |your )?(?:data|sim|record|backtest|sample)\b|cut the \w+ \w+ (?:by|ways?)\b)"
)


#: Days to expiry are said of a layer.
_LAYER = r"(?:short|medium|middle|long|near|far)(?:[- ]\w+)? (?:layer|calls?|leg)s?"
_NEARLY = r"(?:really |actually |about |around |roughly )*"
_TENOR = re.compile(
    rf"\b{_LAYER} {_NEARLY}(?:is|are|has|have|runs?|expires?(?: in)?) {_NEARLY}\d+ ?-?(?:days?|dte|d)\b"
    rf"|\b(?:is|are) (?:the |your |our )?{_LAYER} {_NEARLY}\d+ ?-?(?:days?|dte|d)\b"
)


def tells_tenor(plain: str) -> bool:
    """Whether words give days to expiry of a layer, which the texts say and no figure.

    >>> tells_tenor("is the short layer really 30 days"), tells_tenor("what did the short layer cost in 30 months")
    (True, False)
    """
    return bool(_TENOR.search(plain))


#: Why something is done as it is, or what is done next; of a period it would be a why of its result.
_DESIGN = re.compile(
    r"^(?:(?:so|and|but|ok|please),? )*(?:(?:why|for what reason)"
    r" (?:is|are|do|does|must|should|not|don't|doesn't|can't|have|has)\b"
    r"|what happens (?:after|when|once|on) (?:a|an|the|one) (?:losing|lost|full|bad|missed)\b"
    r"|what (?:do|does|should) (?:you|we|one|they|i) do (?:after|when|with|if|about)\b"
    r"|what happens to (?:the |a |my )?(?:layers?|hedge|calls|condors?|positions?)\b(?=[^.!]*\bdo (?:you|we|i)\b))"
)
#: What something is made of, or why there are so many of it.
_MAKE = re.compile(
    r"^(?:(?:so|and|but|ok|please),? )*(?:what(?: exactly)? (?:is|are) [^?.!]{1,40}? (?:made (?:up )?(?:of|from)|composed of)\b"
    r"|what (?:does|do) [^?.!]{1,40}? (?:consist of|comprise)\b"
    r"|why (?:are there |have |use |buy )?(?:three|3|two|2|four|4|so many|several)(?: \w+){1,3})"
)
_RESULT = re.compile(
    r"\b(?:cost\w*|dear\w*|expensive|cheap\w*|price\w*|bleed\w*|lose[sd]?|loss(?:es)?|lost|earn\w*|gain\w*|pa(?:y|ys|id|yoff)|drag|returns?"
    r"|profit\w*|wins?|won|winners?|drawdown|fall|falls|fell|jump\w*|red|mean|average|median|middle|number\w*|figures?|data|interval"
    r"|lower|higher|larger|smaller|bigger|deeper|worse|better|more|less|different|negative|positive|\d{4})\b"
)


def asks_design(plain: str) -> bool:
    """Whether the one thing that is asked is why something is done as it is, or what is done next: the texts say it, no figure.

    >>> asks_design("why is the hedge split into 3 layers?"), asks_design("why does the hedge cost less in calm markets?")
    (True, False)
    >>> asks_design("what are the layers made of?"), asks_design("what is the cost made of?")
    (True, False)
    """
    if (m := _MAKE.search(plain)) and not _RESULT.search(m[0].replace(" different ", " ")):
        return True
    m = _DESIGN.search(plain)
    if m is None or len(read_parts(plain)) > 1:
        return False
    return m[0].lstrip().startswith("what") or not _RESULT.search(plain)


def tells_result(plain: str) -> bool:
    """Whether words speak of what a record gives: a cost, a return, a number, a year."""
    return bool(_RESULT.search(plain))


#: The texts are asked whether they say the same.
_TEXTS = r"(?:articles?|sources?|texts?|pages?|documents?|passages?|authors?|methodology|site)"
_AT_ODDS = (
    r"(?:(?:dis)?agree\w*|contradict\w*|conflict\w*|say the same|differ\w*"
    r"|(?:at odds|in line|consistent) with (?:each other|one another))"
)
_OURS = r"(?:backtest|data|record|figures?|numbers?|results?|computed|terms?)"
_AGREE = re.compile(
    rf"\b{_TEXTS}\b[^.?!]*\b{_AT_ODDS}\b|\b{_AT_ODDS}\b[^.?!]*\b(?:between|among|of|in) (?:the |our |your )?{_TEXTS}\b"
)
_WITH_RECORD = re.compile(rf"\b(?:with|from|by|against) (?:the |our |your |what the )?{_OURS}\b")


def asks_agreement(plain: str) -> bool:
    """Whether it asks if, or where, the texts contradict each other, and not the record.

    >>> asks_agreement("do the articles agree on what the hedge costs?"), asks_agreement("does the page agree with the data?")
    (True, False)
    """
    return bool(_AGREE.search(plain)) and not _WITH_RECORD.search(plain)


def asks_record(plain: str) -> bool:
    """Whether words of a question ask for what the record gave, whatever else it asks."""
    return bool(_RECORD.search(plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the question between its breaks."""

    place: Place
    role: Role
    #: which of the sentences it belongs to
    sentence: int


def read_parts(plain: str) -> list[Part]:
    """The parts of a plain text, each with the role that its own words give it; `ask` is what none of them give."""
    parts: list[Part] = []
    start, sentence = 0, 0
    for m in (*_BREAKS.finditer(plain), None):
        end = m.start() if m else len(plain)
        words = plain[start:end]
        if words.strip(" ,.?!"):
            parts.append(Part(place=(start, end), role=_role(words.strip(" ,\"'")), sentence=sentence))
        if m:
            sentence += bool(_ENDS.match(m[0]))
            start = m.end()
    return _with_lead_ins(plain, _settled(plain, parts))


def _role(words: str) -> Role:
    if _GRANTED.match(words) and not _NOT_GRANTED.match(words):
        return "premise"
    if _WHY.match(words) or _HOW_DONE.match(words) or _RULE.match(words):
        return "reason"
    return "ask"


def _with_lead_ins(plain: str, parts: list[Part]) -> list[Part]:
    """Words before a question in its sentence that ask nothing themselves belong to it."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        together = last and last.sentence == part.sentence and last.role == part.role == "ask"
        if last and together and not _INTERROGATIVE.search(plain[slice(*last.place)].strip()):
            found[-1] = Part(place=(last.place[0], part.place[1]), role="ask", sentence=part.sentence)
        else:
            found.append(part)
    return found


def tells(plain: str, part: Part) -> bool:
    """Whether a part tells something rather than asks."""
    words = plain[slice(*part.place)].strip()
    return bool(_TELLING.match(words)) and not _WANTS_TO_KNOW.search(words) and plain[part.place[1] :][:1] != "?"


def _settled(plain: str, parts: list[Part]) -> list[Part]:
    """A premise needs something in its sentence that rests on it; an "if" before a "why" is one too."""
    found: list[Part] = []
    for i, part in enumerate(parts):
        others = [p for p in parts if p.sentence == part.sentence and p is not part]
        role = part.role
        if role == "premise" and not any(p.role != "premise" for p in others):
            role = "ask"
        following = parts[i + 1] if i + 1 < len(parts) else None
        if _IF.match(plain[slice(*part.place)].strip()) and following and following.role == "reason" and following in others:
            role = "premise"
        found.append(Part(place=part.place, role=role, sentence=part.sentence))
    return found


def asks_meaning(words: str) -> bool:
    """Whether a part asks outright what something means."""
    return bool(_STANDS.search(words.strip(" .?!,\"'")))


def asks_what(words: str) -> bool:
    """Whether a part asks what something is, which may be a term or a figure."""
    return bool(_WHAT_IS.match(words.strip(" .?!,\"'")))


def is_live(plain: str) -> bool:
    """Whether it asks for a price of this moment or for what markets will do."""
    return bool(_LIVE.search(plain.strip(" .?!")) or _FORECAST.search(plain))
