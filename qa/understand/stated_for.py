"""What a stated number is stated for: the figure that the words of its own clause name, else one that the question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.calculator.catalogue import spec_of
from qa.calculator.core.amounts import DOLLARS, is_share
from qa.understand.stated_numbers import Number
from qa.understand.text import Place

_SENTENCE = re.compile(r"[.;!?]+(?:[\s\"”]|$)|\?|\.\.\.")
_CLAUSE = re.compile(r"[.;:!?]+(?:[\s\"”]|$)|\?|\.\.\.|, | - |\b(?:hence|so that)\b")
_JOINT = re.compile(r",| (?:and|but|then|yet|against|versus|vs|while|whereas|n|or) ")

#: Words for whose figure it is.
_BARE = re.compile(
    r"\bunhedged\b|\bnaked\b|\bbare\b|\b(?:before|without|no|w/o|ex)(?: the| any)? (?:hedg\w+|calls|cover|overlay|insurance|layers)\b"
    r"|\bcondors?\b|\bbase (?:return|strategy|account)\b|\boff\b"
)
_NET = re.compile(
    r"(?<!un)\bhedged\b|\b(?:after|with|incl\w*\.?|including|adding)(?: the| its)? (?:hedg\w+|calls|cover|overlay|insurance|layers)\b"
    r"|\bprotected\b|\binsured\b|\bnet\b|\baccount\b(?= (?:\w+ )?(?:dropp|lost|fell|made|earn|shr))|\bon\b(?=\W*$)"
)
_HEDGE = re.compile(
    r"\b(?:vix )?calls?\b|\bhedges?\b|\bhedging\b|\boverlay\b|\binsurance\b|\bprotection\b|\bcover(?:age)?\b|\balvh\b|\bcarry\b|\bdrag\b|\bpayoff hit"
)
_COST = re.compile(
    r"\bcost\w*|\bdrag\b|\bcarry\b|\bbleed\w*|\btakes?\b|\btook\b|\btaken\b|\bate\b|\beats?\b|\blos[est]\w*|\bgone\b|\bprice\b|\bgave back\b|\bfor\b"
    r"|\bhedge (?:is|was|of)\b|\bcomes to\b|\bburn\w*|\bswallow\w*"
)
_GAIN = re.compile(
    r"\bmade\b|\bmakes?\b|\bearn\w*|\bgain\w*|\bbrought in\b|\bpaid\b|\bprinted\b|\bprofit\w*|\bplus\b|\bput back\b|\badd(?:s|ed)\b"
)
_LOSS = re.compile(r"\blos[est]\w*|\bdown\b|\bdropp\w*|\bfell\b|\bminus\b|\bnegative\b|\bshrank\b")
_FALL = r"(?:drawdowns?|mdd|dd|falls?|fell|drops?|declines?|losses|drop)"
_REDUCED = re.compile(
    rf"\b(?:less|smaller|lower|shallower|reduc\w+|cuts?|cutting|halv\w+|off (?:the|its|your)|soften\w*|shaves?)\b.*\b{_FALL}\b"
    rf"|\b{_FALL}\b.*\b(?:less|smaller|lower|shallower|reduc\w+|cut|halved)\b"
)
_FALLEN = re.compile(
    rf"\b(?:max(?:imum)?|deepest|largest|biggest|worst|hedged|unhedged) {_FALL}\b|\bdrawdowns?\b|\bm?dd\b|\bpeak to trough\b|\bat the worst point\b|\bnever falls\b"
)
_MONTHS = re.compile(r"\bmonths?\b")
_OF_MONTHS = re.compile(
    r"\b(?:months? out of|months? in \d|of (?:the |all )?months|(?:every|each)(?: \w+)* months?|all (?:\w+ )*months)\b"
)
_WINS = re.compile(
    r"\bwin(?:s|ners?|ning)?\b|\bwon\b|\b(?:hit|win|success)[ -]?(?:rates?|quote)\b|\bhits\b|\bfinish with gain\b|\brecover\b(?= 9)"
)
_LOSES = re.compile(r"\b(?:lose|loses|lost|losers|bleed)\b")
_NEEDED = re.compile(r"\bneed(?:ed|s)?\b|\bbreak-?even\b")
_WORST_MONTH = re.compile(r"\b(?:worst|darkest) month\b|\bnever lost\b.*\bmonth\b")
_PERIODS = (
    (
        "year",
        re.compile(r"\b(?:a|per|in a|each|every|one) ?(?:year|yr|annum)\b|/ ?yr\b|\byearly\b|\bannual\w*|\bp\.?a\b|\bby year\b"),
    ),
    (
        "month",
        re.compile(
            r"\b(?:a|per|in a|an average|each|every) ?(?:average )?(?:month|mo|mth)\b|/ ?mo\b|\bmonthly\b|\bmo\b|\bmonth costs\b"
        ),
    ),
    ("week", re.compile(r"\b(?:a|per|each|every|in a) ?(?:week|wk)\b|/ ?w(?:ee)?k\b|\bweekly\b")),
    ("day", re.compile(r"\b(?:a|per) day\b|\bdaily\b")),
)
_TYPICAL = re.compile(r"\b(?:median|typical|normal|usual|most) (?:month|week|months)\b")
_IN_ALL = re.compile(r"\bin (?:sum|all|total)\b|\btotal\b|\bover the \w+ (?:years|yrs)\b|\bfrom start to finish\b")
_DRAG = {"year": "drag.monthly.annualised", "month": "drag.monthly.mean", "week": "drag.weekly.mean", "day": "drag.daily.mean"}
_RETURN = {"year": "annual", "month": "monthly.mean"}
#: Clauses whose number is a threshold, or held against draws, and not stated of the record.
_NOT_STATED = re.compile(
    r"\bclassify\b|\bthreshold\b|\bresampled\b|\bhow often\b.*\b(?:reach|attain|more than)\b|\bhedge gain\b|\bchance\b"
)
_RATE, _NEED = "{}.win_rate", "{}.break_even_win_rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class For:
    """A figure that a number is stated for; `turned`: -1 where its sign is the other way round; `rest`: it is what is left of one."""

    key: str
    turned: int = 1
    rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The words around a number, the nearest first: its own between its neighbours, its clause, its sentence."""

    levels: tuple[str, ...]
    dated: bool
    #: figures that the question asks for, the leading one first
    keys: tuple[str, ...]
    number: Number
    #: whether another number of the question is a share
    shares: bool = False

    @property
    def vague(self) -> bool:
        """Whether a bare number has nothing of a share about it: no decimals, sign or period."""
        number = self.number
        return number.measure == "bare" and not (number.sign or self.period or number.low % 1 or self.shares)

    @property
    def period(self) -> str | None:
        """The period that the nearest words name."""
        return next((name for words in self.levels[:2] for name, pattern in _PERIODS if pattern.search(words)), None)


def stated_for(plain: str, number: Number, others: Sequence[Number], keys: tuple[str, ...], *, dated: bool) -> For | None:
    """The figure that a number is stated for; None where nothing names one in its unit."""
    around = Around(
        levels=tuple(_levels(plain, number, others)),
        dated=dated,
        keys=keys,
        number=number,
        shares=any(o.measure == "share" for o in others),
    )
    if _NOT_STATED.search(around.levels[1]) or number.high == 0:
        return None
    read: Callable[[str, Around], For | None] = _of_amount if number.measure == "USD" else _of_share
    for words in around.levels:
        named = _by_name(words, around) or (None if number.measure == "points" else read(words, around))
        if named is not None:
            return named
    return _asked(around)


def _levels(plain: str, number: Number, others: Sequence[Number]) -> Iterator[str]:
    clause, sentence = _around(_CLAUSE, plain, number.place), _around(_SENTENCE, plain, number.place)
    before = max((o.place[1] for o in others if o.place[1] <= number.place[0]), default=0)
    after = min((o.place[0] for o in others if o.place[0] >= number.place[1]), default=len(plain))
    start, end = max(before, clause[0]), min(after, clause[1])
    if before > clause[0] and (joints := list(_JOINT.finditer(plain, before, number.place[0]))):
        start = joints[-1].end()
    if after < clause[1] and (joint := _JOINT.search(plain, number.place[1], after)):
        end = joint.start()
    yield plain[start:end]
    yield plain[slice(*clause)]
    yield plain[slice(*sentence)]


def sentence_of(plain: str, place: Place, *, clauses: bool = False) -> Place:
    """Where the sentence of a place begins and ends, or with `clauses` its clause."""
    return _around(_CLAUSE if clauses else _SENTENCE, plain, place)


def _around(breaks: re.Pattern[str], plain: str, place: Place) -> Place:
    starts = [m.end() for m in breaks.finditer(plain) if m.end() <= place[0]]
    ends = [m.start() for m in breaks.finditer(plain) if m.start() >= place[1]]
    return max(starts, default=0), min(ends, default=len(plain))


def _side(around: Around, default: str = "unhedged") -> str:
    """Whose figure it is by the nearest words, else as the question's leading figure has it."""
    for words in around.levels:
        net, bare = _NET.search(words), _BARE.search(words)
        if bare and not (net and net.start() < bare.start()):
            return "unhedged"
        if net:
            return "hedged"
    led = next((k.rpartition(".")[2] for k in around.keys if k.endswith(("hedged", "unhedged"))), None)
    return led or default


def _whose(around: Around) -> str:
    """Whether the trades are the hedge's, by the nearest words that tell."""
    for words in around.levels:
        hedge = re.search(r"\bcalls\b|\bcall trades?\b|\bhedge\b|\bpayoff hit\b|\boverlay\b", words)
        base = re.search(r"\bcondors?\b|\bnights?\b|\btiers?\b", words)
        if hedge and not base:
            return "hedge"
        if base:
            return "trades"
    return next((k.partition(".")[0] for k in around.keys if k.startswith(("hedge.", "trades."))), "trades")


#: Figures that are named outright, by what is measured.
_NAMED: tuple[tuple[str, str, str], ...] = (
    ("bare", r"\b(?:stress|crisis|crises|shocks?|vol events?|scares)\b", "episode.count"),
    ("bare", r"\bin a row\b|\bstring of los\w+|\blosing (?:run|streak)\b", "{whose}.losing_run"),
    ("bare", r"\bnights? of (?:\w+ )?(?:condor )?(?:money|income|credit)\b", "premium.in_credits"),
    ("bare", r"\bsharpe\b", "sharpe.monthly.{side}"),
    ("bare", r"\bsortino\b", "sortino.monthly.{side}"),
    ("bare", r"\b(?:pf|profit factor)\b", "{whose}.profit_factor"),
    ("bare", r"\bpayoff ratio\b", "{whose}.payoff_ratio"),
    (
        "bare",
        r"\bt[ -]?(?:=|value|stat\w*|val)\W.*\bcurvature\b|\bcurvature\b.*\bt[ -]?(?:value|stat\w*)",
        "convexity.daily.curvature_t",
    ),
    ("share", r"\bof (?:the )?notional\b", "drag.over.risk"),
    ("share", r"\bof (?:the )?(?:condors?'? )?losses\b|\boffset\b", "episode.offset"),
    ("share", r"\bvolatility of\b|\bannual volatility\b", "volatility.monthly.{side}"),
    ("share", r"\b(?:vrp|variance premium|volatility premium)\b", "implied.premium"),
    ("USD", r"\bworst (?:\w+ )?(?:night|trade|loss)\b", "{whose}.worst"),
    ("USD", r"\bbest (?:\w+ )?(?:night|trade)\b|\bone (?:\w+ )*trade made\b", "{whose}.best"),
    ("USD", r"\bset of calls\b|\bfull hedge\b|\bone set\b", "premium.unit"),
    ("USD", r"\bwent into\b|\bspent on\b", "premium.spent"),
    ("USD", r"\b(?:peak|highest|maximum) margin\b", "margin.peak"),
    ("USD", r"\bminimum\b|\bsmallest account\b|\bmust have\b", "capital.smallest"),
    ("USD", r"\bcapital base\b", "capital.base"),
    ("USD", r"\b(?:a|per) trade\b", "{whose}.expectancy"),
)
_PATTERNS = tuple((measure, re.compile(words), key) for measure, words, key in _NAMED)


def _by_name(words: str, around: Around) -> For | None:
    for measure, pattern, key in _PATTERNS:
        if measure == around.number.measure and pattern.search(words):
            return For(key=key.format(whose=_whose(around), side=_side(around)))
    return None


def _of_share(words: str, around: Around) -> For | None:
    """A share, or a bare number where the words around it name a figure that is one."""
    for reader in (_rates, _falls, _costs, _returns):
        if (found := reader(words, around)) is not None:
            return found
    return None


def _rates(words: str, around: Around) -> For | None:
    """Shares of months and of trades."""
    if around.period in {"year", "week"}:
        return None
    if _OF_MONTHS.search(words) and around.number.measure == "share":
        return For(
            key="drag.monthly.share_costly",
            rest=bool(re.search(r"\bprofit\w*|\bpays?\b|\bpaid\b|\bearn\w*|\bgain\w*|\bmade\b", words)),
        )
    if _NEEDED.search(words) and not (_WINS.search(words) and "even" not in words):
        return For(key=_NEED.format(_whose(around)))
    if _WINS.search(words):
        return For(key=_RATE.format(_whose(around)))
    trades = re.search(r"\b(?:trades?|condors|calls|times|nights)\b", words)
    if trades and _LOSES.search(words) and around.number.measure == "share" and around.number.high >= 0.1:  # noqa: PLR2004 no loss of an account
        return For(key=_RATE.format(_whose(around)), rest=True)
    return None


def _falls(words: str, around: Around) -> For | None:
    """The maximum drawdown, by how much it is less, and the worst month."""
    if _REDUCED.search(words):
        return For(key="drawdown.reduction")
    if _WORST_MONTH.search(words):
        hedge = _HEDGE.search(words) and not _NET.search(words)
        return For(key="drag.monthly.costliest" if hedge else f"return.{_side(around)}.monthly.worst")
    if _FALLEN.search(words) and around.period is None:
        return For(key=f"drawdown.max.{_side(around)}")
    return None


def _costs(words: str, around: Around) -> For | None:
    """What the hedge cost, or earned."""
    hedge = _HEDGE.search(words)
    if around.vague:
        return None
    if _NET.search(words) and _GAIN.search(words) and not _COST.search(words.replace(" for ", " ")):
        return None
    if (_NET.search(words) or _BARE.search(words)) and not hedge:
        return None
    if not (_COST.search(words) or (hedge and (_GAIN.search(words) or around.number.sign))):
        return None
    if not hedge and around.period is None and not _COST.search(around.levels[0]):
        return None
    key = _drag(words, around)
    if key is None:
        return None
    earned = _GAIN.search(words) and not _COST.search(words.replace(" for ", " "))
    return For(key=key, turned=-1 if earned or around.number.sign else 1)


def _drag(words: str, around: Around) -> str | None:
    """The key of the hedge's cost: in a year, a month or a week, in the median one, in all, or as the question asks for it."""
    led = next((k for k in around.keys if k.startswith("drag.")), None)
    if _TYPICAL.search(words):
        return "drag.monthly.median"
    if _IN_ALL.search(words):
        return "drag.monthly.total"
    if around.period:
        return _DRAG[around.period]
    if around.dated:
        return "drag.monthly.total"
    return "drag.monthly.mean" if "month" in words else led


def _returns(words: str, around: Around) -> For | None:
    """What an account returned."""
    if not (
        _GAIN.search(words)
        or _LOSS.search(words)
        or re.search(r"\breturn\w*|\byield\w*|\bunhedged\b|\bbare\b|\bhedged\b", words)
        or around.number.sign
    ):
        return None
    side = _side(around, default="")
    if not side:
        return None
    lost = bool(_LOSS.search(words))
    span = _RETURN.get(around.period or "")
    if _IN_ALL.search(words) or (span is None and around.dated):
        span = "total"
    if span is None:
        return None
    return For(key=f"return.{side}.{span}", turned=-1 if lost and not around.number.sign else 1)


def _of_amount(words: str, around: Around) -> For | None:
    """Dollars that the hedge cost."""
    if not (_HEDGE.search(words) and (_COST.search(words) or _GAIN.search(words)) and around.period):
        return None
    return For(key=f"{DOLLARS}{_DRAG[around.period]}", turned=1 if _COST.search(words) else -1)


def _asked(around: Around) -> For | None:
    """The first figure asked for that has the number's unit and period."""
    number = around.number
    for key in around.keys:
        spec = spec_of(key)
        share = spec.unit.startswith("fraction")
        fits = {
            "share": share,
            "points": False,
            "USD": spec.unit == "USD",
            "count": False,
            "bare": not share and spec.unit != "USD",
        }
        if fits[number.measure]:
            return _fitted(key, around)
        if number.measure == "USD" and is_share(spec):
            return _fitted(f"{DOLLARS}{key}", around)
        if number.measure == "bare" and share and not around.vague:
            return _fitted(key, around)
    return None


def _fitted(key: str, around: Around) -> For | None:
    """A figure asked for, in the period of the number's words."""
    if around.period and ("drag.monthly." in key or "drag.weekly." in key) and key.endswith((".mean", ".annualised")):
        key = f"{DOLLARS if key.startswith(DOLLARS) else ''}{_DRAG[around.period]}"
    words = around.levels[0]
    drag = key.removeprefix(DOLLARS).startswith("drag.")
    turned = (
        -1
        if (drag and _GAIN.search(words) and not _COST.search(words)) or (key.startswith("return.") and _LOSS.search(words))
        else 1
    )
    if key.startswith(("sharpe.", "sortino.", "tail.", "drawdown.max.", "volatility.")):
        key = f"{key.rpartition('.')[0]}.{_side(around)}"
    return For(key=key, turned=turned)
