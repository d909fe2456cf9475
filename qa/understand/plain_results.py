"""Results in plain words: whether the account made money, how it did, its worst day, its trades, without a figure's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.understand.layers import asks_each_layer
from qa.understand.readings import Readings
from qa.understand.sides import less_sides
from qa.understand.text import Place

#: Whose results may be asked for.
_SPEAKER = r"(?:i|we|you|one|someone|somebody|an? (?:investor|client|subscriber|person))"
_ACCOUNT = (
    r"(?:(?:the|your|our|my|this|that|an?) )?(?:\w+ ){0,2}?"
    r"(?:account|strategy|system|method|portfolio|program(?:me)?|approach|tier|condors?"
    r"|(?:un)?hedged(?: (?:account|version|one))?)"
)
_WHO = rf"(?:it|th(?:is|e|at)(?: whole)? thing|this|that|they|all this|{_SPEAKER}|{_ACCOUNT})"
#: That an account did well or badly over some time.
_IN_ALL = (
    re.compile(
        rf"\b(?:did|does|has|have|would) {_WHO} (?:have |has |actually |really |even |ever |still )*"
        r"(?:ma[dk]e|los[et]|earn(?:ed)?|show(?:n|ed)?|turn(?:ed)?|book(?:ed)?|end(?:ed)?(?: up)?|finish(?:ed)?|closed?|been)"
        r" (?:(?:any|a|with|at|in|out|on|the|small|real|net|overall|you|me|us|them|people|anyone) )*"
        r"(?:money|profit|profitable|loss|black|red|positive|negative|ahead|down|up)\b(?! (?:over|days?|months?|years?|weeks?))"
    ),
    re.compile(
        rf"\b(?:was|were) {_WHO} (?:actually |really |even |ever |still )*(?:(?:in|at) (?:the |a )?)?"
        r"(?:profit|profitable|loss|black|red|positive|negative|ahead|down|up)\b(?! (?:over|days?|months?|years?|weeks?))"
    ),
    re.compile(
        rf"\bhow (?:well |badly |bad(?:ly)? |good )?(?:did|has|have|would|does) {_WHO} (?:have )?(?:actually |really |overall )?"
        r"(?:do|does|done|fare[d]?|perform(?:ed)?|hold up|held up|go|gone|come out|turn out|get on|got on|make out)\b"
    ),
    re.compile(
        rf"\bwhere (?:would|did|does) (?:{_WHO}) (?:have |now |then )?(?:be|been|stand|stood|end(?:ed)?(?: up)?|finish(?:ed)?)\b"
        r"(?! (?:charged|booked|logged|reported|sold|bought))"
    ),
    re.compile(
        rf"\bhow much (?:money )?(?:did|has|have|would) {_WHO} (?:have )?(?:actually |really )?"
        r"(?:ma[dk]e|los[et]|earn(?:ed)?|return(?:ed)?|gain(?:ed)?)\b"
    ),
    re.compile(
        r"\b(?:was|were|is) (?:it|that|this|\w+) (?:an? |as |so |also |that )*"
        r"(?:awful|bad|good|terrible|great|rough|kind|ugly|tough)(?: year| month)?,?"
        rf" for {_WHO}(?: too| as well)?\W*$"
    ),
    re.compile(rf"\b(?:did|has|have|would|does) {_WHO} (?:have )?(?:go|gone|went)? ?(?:bust|broke|bankrupt|to zero|under)\b"),
)
#: What a claim says that an account returned in all.
_RETURNED = re.compile(
    rf"\b{_ACCOUNT} (?:has |had |have )?(?:returned|made|earned|gained|lost|was up|was down|delivered|yielded|did)"
    r" (?:(?:about|around|roughly|over|under|more than|less than|nearly|almost|some|close to|a|only|just) )*\d+(?:\.\d+)? ?"
    r"(?:%|percent|per cent)(?! (?:a|per|each|every) )(?! (?:of|less|more|better|worse|fewer) )"
)
#: That an account was lost, or was not.
_BROKE = re.compile(
    r"\b(?:w[ie]nt|going|gone|go) (?:bust|broke|bankrupt|under|to zero)\b|\b(?:blew|blown|blow) up\b|\bwipe-?out\b"
    r"|\b(?:was|were|got|get|been|be) wiped out\b|\bwiped? (?:(?:me|us|you|it|them)|(?:the|my|your)(?: whole)? account) out\b"
    r"|\b(?:survive[ds]?|live[ds]? through)\b"
)
_COUNTED = re.compile(r"\bhow (?:often|many)\b")
_AVERAGE = re.compile(r"\baverage (?P<unit>month|year)\b(?= (?:for|of|on|with|in|was|is)\b|,|\W*$)")
_ENDS = re.compile(
    r"\bbest (?P<unit>day|month|year)\b.{0,20}\bworst (?:day|month|year)\b"
    r"|\bworst (?P<other>day|month|year)\b.{0,20}\bbest (?:day|month|year)\b"
)
_PERIODS = {"day": "daily", "month": "monthly", "year": "yearly"}
#: What is said of days of an event.
_EVENT = re.compile(r"\b(?:bad|good|worse|better|harder|riskier|any different|dangerous)\b")
#: How a stretch of time went, whose words are taken out.
_HOW = re.compile(
    r"^\W*(?:and |so )?(?:how (?:did|was|were|is|does)\s+(?:go|turn out|end|look|work out|be)?"
    r"|did\s+(?:end|finish|close)(?: (?:up|down|or|in|the|red|black|a|with|profit|loss))+)(?:\s+for(?: the)?(?: account)?)?\W*$"
)
#: Days of the week that are said to lose or win more than others.
_WEEKDAY = re.compile(r"\b(?:los(?:e|es|t)|earn\w*|ma[dk]es?|w[io]ns?|better|worse|bad|good|best|worst)\b")
_MARKET = re.compile(r"\b(?:market|index|vix|spx|s&p)\b")
#: The one best or worst day.
_DAY = re.compile(
    r"\b(?P<end>worst|biggest|largest|best) (?:(?:single|one|trading|individual|daily|1) ?-?)*"
    r"(?:day|day'?s? (?:loss|gain|drop|fall)|daily (?:loss|gain|drop|fall))\b"
    r"(?! (?:of|for) (?:the )?(?:hedge|market|index|s&p|vix))"
    r"|\b(?:largest|biggest|worst|deepest) (?:one|single|1)-day (?:loss|drop|fall|hole|hit|decline)\b"
)
_BASE = re.compile(r"\b(?:base|condors?|trades?)\b")
_WINNER = re.compile(
    r"\b(?:average|avg|mean|typical|usual)\b[^.?!]{0,25}\b(?:win|winner|winning|gain|profit)\b"
    r"[^.?!]{0,40}\b(?:loss|loser|losing)\b"
    r"|\b(?:average|avg|mean|typical|usual)\b[^.?!]{0,25}\b(?:loss|loser|losing)\b[^.?!]{0,40}\b(?:win|winner|winning)\b"
)
#: What is made of the two together.
_RATIO = re.compile(
    r"\b(?:ratio|divided|compar\w*|times|relative|relation|break-?even|zero|percent\w*|size|over|per unit)\b|/|\d ?%"
    r"|\b(?:profit|win|gain)s? (?:or|and|per) (?:loss|lose|losses)\b|\bper (?:condor|trade)\b"
)
_TRADES = re.compile(
    r"\bhow many (?:trades|condors|positions)\b"
    r"(?:\W*$|(?=[^.?!]{0,30}\b(?:in (?:total|all)|total|overall|altogether|all told)\b))"
    r"|\b(?:number of trades|trade count)\b\W*$"
)
_READ = re.compile(r"\b(?:imports?|imported|read|files?|log)\b")
_WINS_MORE = re.compile(
    r"\b(?:los(?:e|es|ing|t)|w[io]n(?:s|ning)?)(?: \w+)? (?:more|less) (?:often|frequently)\b"
    r"|\b(?:more|less) likely to (?:lose|win)\b"
)
_HEDGE = re.compile(
    r"\b(?:hedge(?:'s|s)?|alvh|vix calls?|calls|insurance|protection|overlay|cover|layers?|premiums?|drags?|cost\w*|fees?"
    r"|commissions?|slippage|margin)\b"
)
#: What a layer did, and what else is told of one.
_LAYER_DID = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)(?: off| out| back)?|earn\w*|ma[dk]es?|gain\w*|los[et]s?|cost\w*|worth|best|worst|profit\w*"
    r"|contribut\w*|perform\w*|did|does|help\w*|brought)\b"
)
_LAYER_ELSE = re.compile(
    r"\b(?:roll\w*|premiums?|spen[dt]|trades?|deltas?|strikes?|expir\w*|how many|bought|buy|sold|sell|vega|theta|decay|why|win"
    r"|when|crash\w*|sell-?offs?|ugly|panic\w*|spik\w*|stress\w*|rate|correlat\w*|days?|day|size[ds]?|share of the)\b"
)
#: Somebody else's results, and what is to come.
_ELSE = re.compile(
    r"\b(?:market|s&p|spx|index|nasdaq|stocks?|spy|bonds?|vix|vol(?:atility)?|will|going to|gonna|expect\w*|forecast"
    r"|(?:an?|one|each|single|every) (?:\w+ )?(?:condor|trade|night)"
    r"|next (?:year|month|week)|correlation|average|mean|typical\w*|median|per (?:trade|month|year|day)|each|every|most|years)\b"
)
#: What says no more of a return than that it is one.
_IDLE = frozenset(
    "return returns performance result results total overall vs versus and or compared to with in for of the what whats was"
    " were is are how show give me us please account accounts strategy full year whole against by over during from tier did do"
    " hedged unhedged i my your our its it both between".split()
)
_NAMED = frozenset("return returns performance result results".split())
#: A return of each so many days, and none in all.
_EVERY = re.compile(r"\b(?:daily|weekly|monthly|quarterly|annual\w*|yearly|(?:a|per) (?:day|week|month|quarter|year))\b")
#: Figures that a question on how an account did is mistaken for.
_NEAR = ("return.", "drag.monthly.", "drag.daily.", "account.closing")
#: Figures that the worst or the best day of the account is mistaken for.
_BASE_DAYS = ("account.day.worst", "account.day.best")
_HEDGED, _UNHEDGED, _DRAG = "return.hedged.total", "return.unhedged.total", "drag.monthly.total"


def results_in(plain: str, counted: Readings, sure_of: str | None = None) -> tuple[str, ...]:
    """The figures that a question in plain words on an account's results asks for; none of any other question.

    Where the scorer is `sure_of` another figure, how the account did in all is not asked.

    >>> nothing = Readings(names=(), stretches=(), conditions=(), events=(), episodes=(), supposed=(), units=())
    >>> results_in("did it make money", nothing)
    ('return.hedged.total', 'return.unhedged.total', 'drag.monthly.total')
    >>> results_in("average winner and average loser please", nothing)
    ('trades.mean_win', 'trades.mean_loss')
    >>> results_in("did the hedge make money", nothing)
    ()
    """
    near = sure_of is None or sure_of.startswith(_NEAR)
    if sure_of is None and asks_each_layer(plain) and _LAYER_DID.search(plain) and not _LAYER_ELSE.search(plain):
        return (_DRAG,)
    own = less_sides(plain)
    if _HEDGE.search(own):
        return ()
    if found := _of_trades(own, counted) or (_of_day(own) if near or sure_of in _BASE_DAYS else ()):
        return found
    if not near:
        return ()
    if counted.conditions or counted.events or any(s.part in {"weekday", "month"} for s in counted.supposed):
        return _of_days(own, counted)  # a total is of whole stretches of time
    return _by_name(own) or _in_all(plain, own, [*counted.narrowing, *(e.place for e in counted.episodes)])


def _of_trades(own: str, counted: Readings) -> tuple[str, ...]:
    """The figures of single trades: what one won and lost on average, how many there were, how often they won."""
    if _WINNER.search(own) and not _RATIO.search(own):
        return ("trades.mean_win", "trades.mean_loss")
    if _TRADES.search(own) and not _READ.search(own):
        return ("trades.count", "hedge.count")
    held = counted.events or counted.conditions or counted.supposed
    return ("trades.win_rate",) if held and _WINS_MORE.search(own) else ()


def _of_days(own: str, counted: Readings) -> tuple[str, ...]:
    """What days of the week, or of an event, brought beside all others."""
    weekday = any(s.part == "weekday" for s in counted.supposed) and _WEEKDAY.search(own) and not _ELSE.search(own)
    return ("return.hedged.daily.mean", "trades.win_rate") if weekday or (counted.events and _EVENT.search(own)) else ()


def _of_day(own: str) -> tuple[str, ...]:
    """The best or the worst day of the accounts."""
    m = _DAY.search(own)
    if m is None or _ELSE.search(own) or _BASE.search(own):
        return ()
    end = "best" if m["end"] == "best" or re.search(r"\bgain\b", m[0]) else "worst"
    return (f"return.hedged.daily.{end}", f"return.unhedged.daily.{end}")


def _by_name(own: str) -> tuple[str, ...]:
    """The best and the worst period, an average one, or what tells whether an account was lost."""
    if (m := _ENDS.search(own)) and not _MARKET.search(own):
        name = _PERIODS[m["unit"] or m["other"]]
        return (f"return.hedged.{name}.best", f"return.hedged.{name}.worst")
    if (m := _AVERAGE.search(own)) and not _MARKET.search(own):
        return ("return.hedged.monthly.mean",) if m["unit"] == "month" else ("return.hedged.annual",)
    broke = _BROKE.search(own) and not _COUNTED.search(own)
    return (_HEDGED, _UNHEDGED, "drawdown.max.hedged") if broke else ()


def _in_all(plain: str, own: str, scoped: Iterable[Place]) -> tuple[str, ...]:
    """The returns in all, where it is asked how an account did, or for no more than its return in some years."""
    asked = next((m for pattern in (_RETURNED, *_IN_ALL) if (m := pattern.search(own))), None)
    if _ELSE.search(own if asked is None else _sentence(own, asked.start())):
        return ()
    if asked is None:
        dated = [*scoped]
        for a, b in dated:
            plain = f"{plain[:a]}{' ' * (b - a)}{plain[b:]}"
        if dated and _HOW.match(plain):
            return (_HEDGED, _UNHEDGED)
        words = {*re.findall(r"[a-z&%']+|\d+", plain)}
        return (_HEDGED, _UNHEDGED) if dated and words & _NAMED and words <= _IDLE and not _EVERY.search(own) else ()
    if asked.re is _RETURNED:
        return (_HEDGED, _UNHEDGED)
    either = re.search(r"\b(?:it|this|that|they)\b", asked[0])
    return (_HEDGED, _UNHEDGED, _DRAG) if either else (_HEDGED, _UNHEDGED)


def _sentence(text: str, at: int) -> str:
    """The sentence that holds a place of a text."""
    ends = [m.end() for m in re.finditer(r"[.!?;](?= |$)", text)]
    return text[max((e for e in ends if e <= at), default=0) : min((e for e in ends if e > at), default=len(text))]
