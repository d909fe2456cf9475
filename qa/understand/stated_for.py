"""What a stated number is stated for: the figure that the words of its own clause name, else one that the question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.calculator.catalogue import spec_of
from qa.calculator.core.amounts import DOLLARS, is_share
from qa.understand.stated_numbers import Number
from qa.understand.stated_words import (
    BARE,
    CLAUSE,
    COST,
    DRAG,
    ENDED,
    EVER,
    FALLEN,
    GAIN,
    HEDGE,
    IN_ALL,
    JOINT,
    LISTED,
    LOSES,
    LOSS,
    MARKET,
    NEED,
    NEEDED,
    NET,
    NOT_STATED,
    OF_MONTHS,
    PATTERNS,
    PERIODS,
    RATE,
    REDUCED,
    RETURN,
    SENTENCE,
    SMALL_AMOUNT,
    TWO_DIGITS,
    TYPICAL,
    VALUED,
    WINS,
    WORST_MONTH,
)
from qa.understand.text import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class For:
    """A figure that a number is stated for.

    `turned`: -1 where its sign is the other way round; `rest`: the number is what the figure leaves of one.
    """

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
        return next((name for words in self.levels[:2] for name, pattern in PERIODS if pattern.search(words)), None)


def stated_for(plain: str, number: Number, others: Sequence[Number], keys: tuple[str, ...], *, dated: bool) -> For | None:
    """The figure that a number is stated for; None where nothing names one in its unit."""
    around = Around(
        levels=tuple(_levels(plain, number, others)),
        dated=dated,
        keys=keys,
        number=number,
        shares=any(o.measure == "share" for o in others),
    )
    valued = VALUED.search(plain, max(0, number.place[0] - 16), number.place[0]) and ENDED.match(plain, number.place[1])
    listed = LISTED.search(plain, 0, number.place[0]) and ENDED.match(plain, number.place[1]) and number.low >= TWO_DIGITS
    count = number.measure == "bare" and not (number.sign or number.low % 1 or around.period)
    if count and not (valued or listed) and _by_name(around.levels[1], around) is None:
        return None
    own, _, _ = around.levels
    ahead = own.partition(plain[slice(*number.place)])[0]
    if NOT_STATED.search(around.levels[1]) or number.high == 0 or MARKET.search(ahead):
        return None
    read: Callable[[str, Around], For | None] = _of_amount if number.measure == "USD" else _of_share
    for words in around.levels:
        named = _by_name(words, around) or (None if number.measure == "points" else read(words, around))
        if named is not None:
            return named
    return _asked(around) if number.measure != "bare" or valued else None


def _levels(plain: str, number: Number, others: Sequence[Number]) -> Iterator[str]:
    clause, sentence = _around(CLAUSE, plain, number.place), _around(SENTENCE, plain, number.place)
    before = max((o.place[1] for o in others if o.place[1] <= number.place[0]), default=0)
    after = min((o.place[0] for o in others if o.place[0] >= number.place[1]), default=len(plain))
    start, end = max(before, clause[0]), min(after, clause[1])
    if before > clause[0] and (joints := list(JOINT.finditer(plain, before, number.place[0]))):
        start = joints[-1].end()
    if after < clause[1] and (joint := JOINT.search(plain, number.place[1], after)):
        end = joint.start()
    yield plain[start:end]
    yield plain[slice(*clause)]
    yield plain[slice(*sentence)]


def sentence_of(plain: str, place: Place, *, clauses: bool = False) -> Place:
    """Where the sentence of a place begins and ends, or with `clauses` its clause."""
    return _around(CLAUSE if clauses else SENTENCE, plain, place)


def _around(breaks: re.Pattern[str], plain: str, place: Place) -> Place:
    starts = [m.end() for m in breaks.finditer(plain) if m.end() <= place[0]]
    ends = [m.start() for m in breaks.finditer(plain) if m.start() >= place[1]]
    return max(starts, default=0), min(ends, default=len(plain))


def _side(around: Around, default: str = "unhedged") -> str:
    """Whose figure it is by the nearest words, else as the question's leading figure has it."""
    for words in around.levels:
        net, bare = NET.search(words), BARE.search(words)
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


def _by_name(words: str, around: Around) -> For | None:
    for measure, pattern, key in PATTERNS:
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
    if OF_MONTHS.search(words) and around.number.measure == "share":
        return For(
            key="drag.monthly.share_costly",
            rest=bool(re.search(r"\bprofit\w*|\bpays?\b|\bpaid\b|\bearn\w*|\bgain\w*|\bmade\b", words)),
        )
    if NEEDED.search(words) and not (WINS.search(words) and "even" not in words):
        return For(key=NEED.format(_whose(around)))
    if WINS.search(words):
        return For(key=RATE.format(_whose(around)))
    trades = re.search(r"\b(?:trades?|condors|calls|times|nights)\b", words)
    if trades and LOSES.search(words) and around.number.measure == "share" and around.number.high >= 0.1:  # noqa: PLR2004 no loss of an account
        return For(key=RATE.format(_whose(around)), rest=True)
    return None


def _falls(words: str, around: Around) -> For | None:
    """The maximum drawdown, by how much it is less, and the worst month."""
    if REDUCED.search(words):
        return For(key="drawdown.reduction")
    if WORST_MONTH.search(words):
        hedge = HEDGE.search(words) and not NET.search(words)
        return For(key="drag.monthly.costliest" if hedge else f"return.{_side(around)}.monthly.worst")
    if FALLEN.search(words) and around.period is None:
        return For(key=f"drawdown.max.{_side(around)}")
    return None


def _costs(words: str, around: Around) -> For | None:
    """What the hedge cost, or earned."""
    hedge, cost = HEDGE.search(words), COST.search(words)
    earned = GAIN.search(words) and not COST.search(words.replace(" for ", " "))
    of_account = (NET.search(words) and earned) or ((NET.search(words) or BARE.search(words)) and not hedge)
    told = cost or (hedge and (earned or around.number.sign))
    named = hedge or around.period or COST.search(around.levels[0])
    key = _drag(words, around)
    if around.vague or of_account or not told or not named or key is None:
        return None
    return For(key=key, turned=-1 if earned or around.number.sign else 1)


def _drag(words: str, around: Around) -> str | None:
    """The key of the hedge's cost: in a year, a month or a week, in the median one, in all, or as the question asks for it."""
    led = next((k for k in around.keys if k.startswith("drag.")), None)
    if EVER.search(words) and around.period in {"month", None} and around.number.measure == "share":
        return "drag.monthly.costliest"
    if TYPICAL.search(words):
        return "drag.monthly.median"
    if IN_ALL.search(words):
        return "drag.monthly.total"
    if around.period:
        return DRAG[around.period]
    if around.dated:
        return "drag.monthly.total"
    return "drag.monthly.mean" if "month" in words else led


def _returns(words: str, around: Around) -> For | None:
    """What an account returned."""
    if not (
        GAIN.search(words)
        or LOSS.search(words)
        or re.search(r"\breturn\w*|\byield\w*|\bunhedged\b|\bbare\b|\bhedged\b", words)
        or around.number.sign
    ):
        return None
    side = _side(around, default="")
    if not side:
        return None
    lost = bool(LOSS.search(words))
    span = RETURN.get(around.period or "")
    if IN_ALL.search(words) or (span is None and around.dated):
        span = "total"
    if span is None:
        return None
    return For(key=f"return.{side}.{span}", turned=-1 if lost and not around.number.sign else 1)


def _of_amount(words: str, around: Around) -> For | None:
    """Dollars that the hedge cost."""
    if not (HEDGE.search(words) and (COST.search(words) or GAIN.search(words)) and around.period):
        return None
    if around.number.high >= SMALL_AMOUNT:
        return None
    return For(key=f"{DOLLARS}{DRAG[around.period]}", turned=1 if COST.search(words) else -1)


def _asked(around: Around) -> For | None:
    """The first figure asked for that has the number's unit and period."""
    number = around.number
    for key in around.keys:
        spec = spec_of(key)
        share = spec.unit.startswith("fraction")
        if key == "premium.per_100k" or (number.days and key.startswith("tail.")):
            continue
        fits = {
            "share": share,
            "points": False,
            "USD": spec.unit == "USD",
            "count": False,
            "bare": not share and spec.unit != "USD",
        }
        if fits[number.measure]:
            return _fitted(key, around)
        if number.measure == "USD" and is_share(spec) and number.high < SMALL_AMOUNT:
            return _fitted(f"{DOLLARS}{key}", around)
        if number.measure == "bare" and share and not around.vague:
            return _fitted(key, around)
    return None


def _fitted(key: str, around: Around) -> For | None:
    """A figure asked for, in the period of the number's words."""
    if around.period and ("drag.monthly." in key or "drag.weekly." in key) and key.endswith((".mean", ".annualised")):
        key = f"{DOLLARS if key.startswith(DOLLARS) else ''}{DRAG[around.period]}"
    words = around.levels[0]
    drag = key.removeprefix(DOLLARS).startswith("drag.")
    turned = (
        -1
        if (drag and GAIN.search(words) and not COST.search(words)) or (key.startswith("return.") and LOSS.search(words))
        else 1
    )
    sided = key.startswith(("sharpe.", "sortino.", "tail.", "drawdown.max.", "volatility."))
    if sided and key.endswith("hedged"):
        key = f"{key.rpartition('.')[0]}.{_side(around)}"
    return For(key=key, turned=turned)
