"""The record itself: whether a question asks what the backtest is, who checked it, what it is made from and what it assumes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from corpus.backtests.manifest import Manifest
from corpus.index.lexical import stems
from qa.calculator.core.scope import EVERYTHING
from qa.understand.kinds import read_parts, tells
from qa.understand.parts import parts_of
from qa.understand.question import Question
from qa.understand.reader import Read
from qa.understand.text import Text

#: `standing`: simulated or traded; `audit`: who checked it; `data`: what prices, `span`: of which dates; `costs`: fills,
#: commissions and fees; `assumed`: whatever is assumed; `limits`: what it leaves out.
#: `number`: why a number that an assumption states is what it is.
Topic = Literal["standing", "audit", "data", "span", "costs", "assumed", "limits", "number"]

_RECORD = (
    r"(?:(?:track )?records?|back-?tests?|simulations?|results?|returns|numbers?|figures?|performance|data|tests?|runs?|sample"
    r"|trades?|fills?|accounts?|p&l|pnl|strategy|equity curve)"
)
_THE = r"(?:the |this |these |those |that |your |our |all (?:of )?(?:the |these )?|any of (?:the |these )?)?"
_TRADED = (
    r"(?:live|real(?:-money| money)?|actual(?:ly traded)?|really traded|traded(?: for real)?|genuine|from a (?:live"
    r"|real) account"
    r"|real[- ]life)"
)
_MADE = (
    r"(?:(?:a |an |just a |only a )?(?:back-?test(?:ed)?|simulat(?:ed|ion)|hypothetical|paper(?:[- ]trad\w+)?|model(?:l?ed)?"
    r"|theoretical|made[- ]up|sample))"
)
_BE = r"(?:is|are|was|were)"
_DONE = r"(?:traded|placed|executed|held|invested|risked|at risk|filled|put on|made|done)"
_STANDING = (
    (
        rf"\b{_TRADED} (?:trades? |trading |results? |data |money )?(?:or|rather than|and not) (?:is it |are they |just "
        rf"|only |merely )?"
        rf"{_MADE}\b"
    ),
    (
        rf"\b{_MADE}(?: (?:results?|data|trades?|run))? (?:or|rather than|and not)"
        rf" (?:is it |are they |did (?:some|any)(?:one|body) |was it )?(?:really |actually )?(?:{_TRADED}|trade)\b"
    ),
    (
        rf"^(?:so |and |ok |hi |hello |but |,)*{_BE} {_THE}(?:\d{{4}} )?(?:hedge(?:'s)? |alvh |monthly |historical )?{_RECORD} "
        rf"(?:\w+ly )?(?:{_TRADED}|{_MADE}|from (?:real|live|actual) \w+)(?: (?:results?|data|trades?|money|ones?"
        rf"|numbers?))?\??$"
    ),
    (
        rf"^(?:so |and |ok |hi |hello |but |,)*{_BE} (?:it|this|these|that|they) (?:all |just |only |really |actually )*"
        rf"(?:{_TRADED}|{_MADE})(?: (?:results?|data|trades?|money|numbers?|performance|track record|record))?\??$"
    ),
    (
        rf"\b(?:was|were|is|has|have) (?:{_THE}{_RECORD} (?:ever |really |actually |been )*|(?:any )?real money (?:ever "
        rf"|really |actually |been )*"
        rf"|this (?:ever |really |actually |been )*)"
        rf"{_DONE}\b.{{0,25}}\b(?:real|live|actual)(?:[- ](?:money|life|market|accounts?))?\??$"
    ),
    rf"\b(?:any|was|were) real money (?:ever |really |actually |been )*{_DONE}\b",
    (
        r"\bdid (?:some|any)(?:one|body) (?:really |actually |ever )+(?:trade|hold|place|execute|invest) (?:it|this"
        r"|these|that|them)\b"
    ),
)
_CHECKED = (
    r"(?:audit(?:ed)?|verif(?:y|ied)|attest(?:ed)?|certif(?:y|ied)|validated?|vouch(?:ed)?(?: for)?|reviewed"
    r"|checked|examined?|confirmed)"
)
_AUDIT = (
    r"\b(?:accountants?|auditors?|firm|third part(?:y|ies)) (?:ever )?(?:signed off|sign off|checked|verified)\b",
    r"\baudited\b|\b(?:an?|any|the) audit (?:of|for|on|report)\b|\bis there an(?:y)? audit\b",
    rf"\b(?:independent(?:ly)?|external(?:ly)?|third[- ]part(?:y|ies)|outside)\b.{{0,40}}\b{_CHECKED}\b",
    rf"\b{_CHECKED}\b.{{0,40}}\b(?:independent(?:ly)?|external(?:ly)?|third[- ]part(?:y|ies)|outsiders?)\b",
    rf"\bwho (?:has |have |had )?{_CHECKED} {_THE}{_RECORD}\b",
    rf"\b(?:has|have|was|were|is|are) {_THE}{_RECORD} (?:been )?(?:ever )?{_CHECKED} by\b",
)
_PRICES = r"(?:(?:market|price|option|historical|underlying|vix|spx|s&p(?: 500)?) )*(?:data|prices?|quotes?|quotations)"
_DATA = (
    (
        rf"\b(?:what|which|whose) {_PRICES} (?:was |were |is |are |do |does |did |has |have |lies? |stands? |sits? |goes "
        rf"|went |underl)"
    ),
    rf"\bwhere (?:do|does|did) {_THE}{_PRICES} come from\b",
    rf"\b(?:source|origin|provenance|provider)s? of {_THE}{_PRICES}",
    (
        r"\b(?:uses?|used|using|based on|rel(?:y|ies) on|run on|come from|(?:are|is|were|was)(?: the| your| these)?(?:"
        r" option)? (?:prices|quotes))\b.{0,30}"
        r"\b(?:real|actual|live|exchange|traded|model|theoretical|modell?ed|synthetic|historical)"
        r" (?:market |option |bid(?:[- ](?:and[- ])?ask)? |bid/ask )*(?:prices|quotes|quotations)\b(?! of)"
    ),
    (
        r"\b(?:are|is|were|was) (?:they|these|those|the (?:option )?(?:prices|quotes)) (?:\w+ ){0,2}"
        r"(?:real|actual|exchange|traded|model|theoretical|modell?ed|synthetic|historical|simulated)(?: market| option)?"
        r" (?:prices|quotes|ones)\b"
    ),
)
_SPAN = (
    (
        r"\b(?:what|which) (?:time )?(?:periods?|years|dates|span|time ?(?:span|frame)|window|date range|range of dates)"
        rf" (?:does|do|did|is|are|was|were) {_THE}(?:back-?test|data|record|track record|test|simulation|sample|run)\b"
    ),
    (
        rf"\bhow (?:long|far back) (?:is|does|do|did|are) {_THE}(?:back-?test|data|record|track record|history|simulation"
        rf"|sample)(?: (?:go|reach|last))?\b"
    ),
    (
        rf"\bwhen (?:does|do|did) {_THE}(?:back-?test|data|record|track record|simulation|sample)(?: \w+)? (?:start|begin"
        rf"|end|stop)\b"
    ),
    (
        rf"\b{_THE}(?:back-?test|data|record|simulation|sample)\b.{{0,20}}"
        r"\b(?:from|since) (?:what|which) (?:date|day|month|year|time)"
        rf"|\b(?:from|since) (?:what|which) (?:date|day|month|year|time)\b.{{0,60}}"
        rf"\b(?:back-?test|data|record|simulation|sample)\b.{{0,20}}(?:made|run|done|from|start\w*|begin\w*|go\w*|$)"
    ),
    (
        rf"\bhow many (?:\w+ ){{0,2}}(?:days|weeks|months|years)(?: of data)? (?:are|is|were|was|does|do|did)"
        rf" (?:there )?(?:in |covered by |included in )?{_THE}(?:back-?test|data|record|simulation|sample|test)\b"
        r"(?! \w+ (?:los|gain|win))"
    ),
    (
        r"\b(?:first|start(?:ing)?|last|end(?:ing)?) (?:and (?:last|end(?:ing)?) )?(?:day|date)s?"
        r"(?:(?:,| and|, and| &) (?:(?:the )?(?:last|end(?:ing)?) (?:day|date)s?|(?:the )?(?:number of )?(?:trading )?days))*"
        rf" (?:of|in|for) {_THE}(?:back-?test|data|record|simulation|sample)\b"
    ),
)
_COST = (
    r"(?:commissions?|(?:trading |transaction |advisory |management |exchange |clearing |regulatory |broker(?:age)? )?"
    r"(?:fees?|costs?)|slippage|fills?|spreads?"
    r"|taxes|interest|dividends|assignment|margin interest)"
)
_TREATED = (
    r"(?:treated|model(?:l?ed)?|handled|accounted for|included|deducted|considered|assumed|simulated|factored in"
    r"|taken into account|reflected|ignored|left out|counted)"
)
_COSTS = (
    (
        rf"\bhow (?:did|do|does|have) (?:you|they|we|it|{_THE}(?:back-?test|simulation|run)) (?:model|treat|handle"
        rf"|account for|simulate) (?:the )?{_COST}\b"
    ),
    (
        rf"\b(?:how|are|is|were|was|have|has)(?: (?:are|is|were|was|been))? {_THE}{_COST}(?:(?:,| and| or"
        rf"|,? &) (?:the )?{_COST})*"
        rf" (?:already |been )*{_TREATED}\b"
    ),
    rf"\b{_RECORD} (?:already )?(?:include|account for|consider|reflect|take|deduct)s? (?:\w+ )?{_COST}\b",
    (
        rf"\b(?:what|which) (?:level of |rate of |kind of )?{_COST}(?:(?:,? and|,? or|,)(?: the)? {_COST})*(?: prices?)?"
        r" (?:do|does|did|is|are|was|were) "
        rf"(?:{_THE}(?:back-?test|simulation|run|record|data) (?:assume|use|charge)|assumed|charged in"
        rf" {_THE}(?:back-?test|simulation|run))"
    ),
)
_ASSUMED = (
    r"\b(?:what|which|list|state|show|tell me|give me|explain)\b[^.?!]{0,60}\bassumptions?\b(?! of the (?:article|text))",
    (
        rf"\bwhat (?:does|do|did|is|was|has been) {_THE}(?:back-?test|simulation|run|test|record|sample) (?:assum\w*"
        rf"|based on|built on|made (?:of|from))\b"
    ),
    (
        rf"\bassumptions? (?:of|behind|in|under(?:lying|neath)?|for) {_THE}(?:back-?test|simulation|run|record|numbers"
        rf"|figures|results)\b"
    ),
    r"\b(?:what|how) (?:was|is|were|are) (?:\w+ )?(?:assumed|simulated) (?:about|of|for|in)\b",
)
_LIMITS = (
    (
        rf"\b(?:limitations?|limits|weakness(?:es)?|shortcomings?|caveats?|drawbacks?|flaws?|blind spots?) (?:of|in|to"
        rf"|with|on|has|have|does|do)"
        rf" {_THE}(?:back-?tests?|track record|record|simulation|data|test|results|numbers|sample)\b"
    ),
    (
        rf"\b(?:what|which)\b.{{0,25}}\b{_THE}(?:back-?test|simulation|track record|record) (?:leaves? out|ignores?"
        rf"|omits?|not (?:include|cover|model))\b"
    ),
    (
        rf"\bwhat (?:does|do|did) {_THE}(?:back-?test|simulation|track record|record) (?:leave out|ignore|omit|not"
        rf" (?:include|cover|model|show))\b"
    ),
)
_PATTERNS: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    ("standing", _STANDING),
    ("audit", _AUDIT),
    ("data", _DATA),
    ("span", _SPAN),
    ("costs", _COSTS),
    ("assumed", _ASSUMED),
    ("limits", _LIMITS),
)
_TOPICS = tuple((topic, tuple(map(re.compile, patterns))) for topic, patterns in _PATTERNS)
#: What asks for the reason or the source of something that is set.
_WHENCE = re.compile(
    r"\b(?:why|where (?:do|does|did)|what (?:justifies|supports)|on what basis|source of|reason for|assum\w*|based on"
    r"|how realistic)\b"
)
_NUMBER = re.compile(r"(?<![\w.])\d*\.\d+(?![\w.]|%)")

#: Words that stand for what another part of the question asks about.
_LEANING = re.compile(
    r"\b(?:them|those|these|it|its|it's|that|this)\b(?! (?:hedge|strategy|account|backtest|tier|layer|year|month))"
)
#: What stands on the page of a question that asks about the record alone.
RECORD_KEYS = ("import.trades",)


def topics_of(plain: str) -> tuple[Topic, ...]:
    """What of the record itself words ask.

    >>> topics_of("is the track record live or simulated, and who audited it?")
    ('standing', 'audit')
    >>> topics_of("which fill and commission assumptions underlie the backtest?")
    ('assumed',)
    >>> topics_of("what did the hedge cost in live trading?")
    ()
    """
    return tuple(topic for topic, patterns in _TOPICS if any(p.search(plain) for p in patterns))


def number_assumed(plain: str, manifests: Iterable[Manifest]) -> bool:
    """Whether it asks why, or from where, about a number that an assumption of a backtest states of the same thing."""
    told = {float(m[0]) for m in _NUMBER.finditer(plain)} if _WHENCE.search(plain) else set[float]()
    own = stems(plain)
    lines = (line for m in manifests for line in m.assumptions)
    return any(told & {float(n[0]) for n in _NUMBER.finditer(line)} and own & stems(line) for line in lines) if told else False


#: At which rate a cost is charged, which the assumption on it tells.
_RATE = re.compile(
    r"^\W*(?:and |or )?(?:if so,? )?(?:at|by|on|for) (?:what|which) (?:rate|price|amount|level)"
    r"|^\W*(?:and )?how much (?:per|a) contract"
)


def _topics(plain: str, manifests: Sequence[Manifest]) -> tuple[Topic, ...]:
    return (*topics_of(plain), *(("number",) if number_assumed(plain, manifests) else ()))


def with_record(question: Question, heard: Text, manifests: Sequence[Manifest], read: Read) -> Question:
    """The question, where it asks about the record itself, as one for the manifest.

    What it asks beside that is answered by a figure where one is sure, else it is named as unanswered.
    """
    plain = heard.plain
    parts = [p for p in read_parts(plain) if p.role != "premise" and not tells(plain, p)]
    told = {p: _topics(plain[slice(*p.place)], manifests) for p in parts}
    topics = tuple(dict.fromkeys(topic for found in (*told.values(), _topics(plain, manifests)) for topic in found))
    if not topics or not manifests or question.edited or question.exact or question.kind == "advice":
        return question
    others = [p for p in parts if not told[p]] if any(told.values()) else []
    if "costs" in topics:  # of which the rate is a part
        others = [p for p in others if not _RATE.search(plain[slice(*p.place)])]
    own = {p.place for p in others if not _LEANING.search(plain[slice(*p.place)])}
    sure = [p for p in parts_of(heard, read, question.scope.parts) if p.key and p.place in own]
    left = [p for p in others if p.place not in {s.place for s in sure}]
    alone = question if sure else replace(question, scope=EVERYTHING, against=(), recent=None, stated=(), unread=(), foreign=())
    return replace(
        alone.for_figures(tuple(dict.fromkeys(p.key for p in sure if p.key)) or RECORD_KEYS),
        term=None,
        premises=tuple(p for p in question.premises if p.code != "real"),
        record=topics,
        unanswered=tuple(heard.said(p.place).strip(" ,.;:?!") for p in left),
    )
