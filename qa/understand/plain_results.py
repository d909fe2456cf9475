"""Results in plain words: whether the account made money, how it did, its worst day, its trades, without a figure's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.understand.layers import asks_each_layer
from qa.understand.readings import Readings
from qa.understand.sides import less_sides
from qa.understand.text import Place

_SPEAKER = r"(?:i|we|you|one|someone|somebody|an? (?:investor|client|subscriber|person))"
_ACCOUNT = (
    r"(?:(?:the|your|our|my|this|that|an?) )?(?:\w+ ){0,2}?"
    r"(?:account|strategy|system|method|portfolio|program(?:me)?|approach|tier|condors?"
    r"|(?:un)?hedged(?: (?:account|version|one))?)"
)
_WHO = rf"(?:it|this|that|they|all this|the whole thing|{_SPEAKER}|{_ACCOUNT})"
_IN_ALL = (
    re.compile(
        rf"\b(?:did|does|has|have|would|was|were) {_WHO} (?:have |has |actually |really |even |ever |still )*"
        r"(?:ma[dk]e|los[et]|earn(?:ed)?|show(?:n|ed)?|turn(?:ed)?|book(?:ed)?|end(?:ed)?(?: up)?|finish(?:ed)?|closed?|been)?"
        r" ?"
        r"(?:(?:any|a|with|at|in|out|on|the|small|real|net|overall|you|me|us|them|people|anyone) )*"
        r"(?:money|profit|profitable|loss|black|red|positive|negative|ahead|down|up)\b(?! (?:over|days?|months?|years?|weeks?))"
    ),
    re.compile(
        rf"\bhow (?:well |badly |bad(?:ly)? |good )?(?:did|has|have|would|does) {_WHO} (?:have )?(?:actually |really |overall )?"
        r"(?:do|does|done|fare[d]?|perform(?:ed)?|hold up|held up|go|gone|come out|turn out|get on|got on|make out)\b"
    ),
    re.compile(
        rf"\bwhere (?:would|did|does) (?:{_WHO}) (?:have |now |then )?(?:be|been|stand|stood|end(?:ed)?(?: up)?|finish(?:ed)?)\b"
        r"(?! (?:charged|booked|logged|reported|sold|bought))"
    ),
    re.compile(rf"\b(?:did|has|have|would|does) {_WHO} (?:have )?(?:go|gone|went)? ?(?:bust|broke|bankrupt|to zero|under)\b"),
)
#: What a claim says that an account returned in all.
_RETURNED = re.compile(
    rf"\b{_ACCOUNT} (?:has |had |have )?(?:returned|made|earned|gained|lost|was up|was down|delivered|yielded|did)"
    r" (?:(?:about|around|roughly|over|under|more than|less than|nearly|almost|some|close to|a|only|just) )*\d+(?:\.\d+)? ?"
    r"(?:%|percent|per cent)(?! (?:a|per|each|every) )(?! (?:of|less|more|better|worse|fewer) )"
)
_BROKE = re.compile(
    r"\b(?:w[ie]nt|going|gone|go) (?:bust|broke|bankrupt|under|to zero)\b|\bwiped (?:me |us |you |it |them )?out\b"
    r"|\b(?:blew|blown|blow) up (?:the )?(?:account)?|\bwipe[- ]?out\b"
)
_DAY = re.compile(
    r"\b(?P<end>worst|biggest|largest|best) (?:(?:single|one|trading|individual|daily|1) ?-?)*"
    r"(?:day|day'?s? (?:loss|gain|drop|fall)|daily (?:loss|gain|drop|fall))\b"
    r"(?! (?:of|for) (?:the )?(?:hedge|market|index|s&p|vix))"
    r"|\b(?:largest|biggest|worst|deepest) (?:one|single|1)-day (?:loss|drop|fall|hole|hit|decline)\b"
)
_WINNER = re.compile(
    r"\b(?:average|avg|mean|typical|usual)\b[^.?!]{0,25}\b(?:win|winner|winning|gain|profit)\b"
    r"[^.?!]{0,40}\b(?:loss|loser|losing)\b"
    r"|\b(?:average|avg|mean|typical|usual)\b[^.?!]{0,25}\b(?:loss|loser|losing)\b[^.?!]{0,40}\b(?:win|winner|winning)\b"
)
_TRADES = re.compile(
    r"\bhow many (?:trades|condors|positions)\b(?=[^.?!]{0,30}(?:\b(?:in (?:total|all)|total|overall|altogether|all told|there|"
    r"whole|entire|full|placed|made|done|taken|sold)\b|\W*$))|\b(?:number of|trade) (?:trades|count)\b\W*$"
)
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
    r"|rate|correlat\w*|days?|day|size[ds]?|share of the)\b"
)
#: Somebody else's results, and what is to come.
_ELSE = re.compile(
    r"\b(?:market|s&p|spx|index|nasdaq|stocks?|spy|bonds?|vix|vol(?:atility)?|will|going to|gonna|expect\w*|forecast"
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
_NEAR = ("return.", "drag.monthly.", "account.")
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
    if sure_of is None and asks_each_layer(plain) and _LAYER_DID.search(plain) and not _LAYER_ELSE.search(plain):
        return (_DRAG,)
    own = less_sides(plain)
    if _HEDGE.search(own):
        return ()
    if found := _of_trades(own, counted) or _of_day(own):
        return found
    if counted.conditions or counted.events or any(s.part in {"weekday", "month"} for s in counted.supposed):
        return ()  # a total is of whole stretches of time
    if _BROKE.search(own):
        return (_HEDGED, _UNHEDGED, "drawdown.max.hedged")
    sure = sure_of is not None and not sure_of.startswith(_NEAR)
    return () if sure or _ELSE.search(own) else _in_all(plain, own, [*counted.narrowing, *(e.place for e in counted.episodes)])


def _of_trades(own: str, counted: Readings) -> tuple[str, ...]:
    """The figures of single trades: what one won and lost on average, how many there were, how often they won."""
    if _WINNER.search(own):
        return ("trades.mean_win", "trades.mean_loss")
    if _TRADES.search(own):
        return ("trades.count", "hedge.count")
    held = counted.events or counted.conditions or counted.supposed
    return ("trades.win_rate",) if held and _WINS_MORE.search(own) else ()


def _of_day(own: str) -> tuple[str, ...]:
    """The best or the worst day of the accounts."""
    m = _DAY.search(own)
    if m is None or _ELSE.search(own):
        return ()
    end = "best" if m["end"] == "best" else "worst"
    return (f"return.hedged.daily.{end}", f"return.unhedged.daily.{end}")


def _in_all(plain: str, own: str, scoped: Iterable[Place]) -> tuple[str, ...]:
    """The returns in all, where it is asked how an account did, or for no more than its return in some years."""
    if _RETURNED.search(own):
        return (_HEDGED, _UNHEDGED)
    asked = next((m for pattern in _IN_ALL if (m := pattern.search(own))), None)
    if asked is None:
        dated = [*scoped]
        for a, b in dated:
            plain = f"{plain[:a]}{' ' * (b - a)}{plain[b:]}"
        words = {*re.findall(r"[a-z&%']+|\d+", plain)}
        return (_HEDGED, _UNHEDGED) if dated and words & _NAMED and words <= _IDLE and not _EVERY.search(own) else ()
    either = re.search(r"\b(?:it|this|that|they)\b", asked[0])
    return (_HEDGED, _UNHEDGED, _DRAG) if either else (_HEDGED, _UNHEDGED)
