"""Claims: ranges that a text states for a figure, and whether the computed figure bears them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.readers.text import sentences
from corpus.texts.documents import Passage
from qa.calculator.core.result import FEWEST
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import ClaimView, Sentence, Verdict
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.numerals import stored

Period = Literal["month", "year", "week", "unstated"]
_NUMBER = r"\d+(?:\.\d+)?"
#: Two numbers with a word of range between them; "and" needs its "between".
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<sign>[-−])?(?P<low>{_NUMBER})\s*%?\s*(?:to|[-–—]|(?P<and>and))\s*"
    rf"(?P<minus>[-−])?(?P<high>{_NUMBER})\s*(?:%|per ?cent|(?P<points>basis points?|bps?\b))"
)
_BETWEEN = re.compile(r"\bbetween (?:about |roughly )?$", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|no longer|nor|fell from|rose from|VIX (?:is |was )?(?:of |at |between |from )?)\s*(?:\w+ )?$", re.IGNORECASE
)
_SUBJECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("return.hedged.monthly.mean", re.compile(r"after (?:the )?(?:hedge|ALVH)(?: costs?)?|(?<!un)hedged", re.IGNORECASE)),
    ("return.unhedged.monthly.mean", re.compile(r"unhedged|without (?:the|a|any) hedge|baseline", re.IGNORECASE)),
    ("drag.monthly.mean", re.compile(r"\bdrags?\b|hedge costs?\b|cost of the hedge|hedging costs?", re.IGNORECASE)),
    ("", re.compile(r"drawdowns?|win rate|\bdelta\b", re.IGNORECASE)),
)
_PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("month", re.compile(r"\b(?:a|per|each|every) month\b|\bmonthly\b", re.IGNORECASE)),
    ("year", re.compile(r"\b(?:a|per|each|every) year\b|\bannual(?:ly)?\b|\byearly\b", re.IGNORECASE)),
    ("week", re.compile(r"\b(?:a|per|each|every) week\b|\bweekly\b", re.IGNORECASE)),
)
_DENOMINATORS = (
    ("account", re.compile(r"\bof (?:the |your )?(?:account|capital|portfolio)\b", re.IGNORECASE)),
    ("notional", re.compile(r"\bof (?:the )?notional\b", re.IGNORECASE)),
    ("credit", re.compile(r"\bof (?:the )?credits?\b", re.IGNORECASE)),
    ("premium", re.compile(r"\bof (?:the )?(?:hedge )?premium\b", re.IGNORECASE)),
)
_VIX = re.compile(
    r"\bVIX\b[^.;,]{0,24}?(?<!not )\b(?P<side>below|under|above|over)\s+(?P<level>\d+(?:\.\d+)?)(?P<more> (?:and|or|but) )?",
    re.IGNORECASE,
)
#: Circumstances that no scope here covers, and what they are called.
_CIRCUMSTANCES = (
    (re.compile(r"\b(?:CPI|PPI|FOMC)\b"), "the releases that the passage speaks of, which the backtest does not mark"),
    (
        re.compile(r"\b(?:[Ii]n|[Dd]uring|[Tt]hrough|[Oo]ver)(?: the)? (?:[A-Z][\w-]+ )+(?:phases?|stretch(?:es)?|regimes?)\b"),
        "the phase that the passage speaks of, which the backtest does not mark",
    ),
    (re.compile(r"\b(?:19|20)\d\d\b"), "the time that the passage speaks of, which is not this one"),
    (re.compile(r"\bVIX\b[^.;]{0,24}?\b(?:not|between)\b", re.IGNORECASE), "other levels of VIX than a scope can name"),
)
_TIER = re.compile(r"\b(conservative|balanced|aggressive)\b", re.IGNORECASE)
_LEANING = re.compile(r"\s*(?:This|That|These|Those|It|Such)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A range that a sentence states for a figure: `low` and `high` are fractions of the denominator a period."""

    passage: Passage
    #: the sentence, in the document
    start: int
    end: int
    key: str
    scope: Scope
    #: the tier that it names
    tier: str | None
    #: what its circumstances are called where they are no scope that can be computed, else empty
    circumstance: str
    low: float
    high: float
    period: Period
    denominator: str
    #: whether the text names the denominator
    stated: bool
    #: the words that state the range, in the sentence
    words: tuple[int, int]

    @property
    def sentence(self) -> str:
        """The words of the sentence."""
        return self.passage.document.text[self.start : self.end]

    @property
    def display(self) -> str:
        """The range as the text writes it, with its period."""
        said = " ".join(self.sentence[slice(*self.words)].split())
        return said if self.period == "unstated" else f"{said} a {self.period}"


def read_claims(passage: Passage) -> Iterator[Claim]:
    """The ranges in percent or basis points that a passage states for drag or for unhedged or hedged return."""
    text, before = passage.document.text, ""
    if not _RANGE.search(passage.text):
        return
    for start, end in sentences(text, passage.start, passage.end):
        sentence = text[start:end]
        context = before + " " + sentence if _LEANING.match(sentence) else sentence
        ranges = list(_RANGE.finditer(sentence))
        for i, m in enumerate(ranges):
            left = ranges[i - 1].end() if i else 0
            right = ranges[i + 1].start() if i + 1 < len(ranges) else len(sentence)
            left, right = _clause(sentence, left, right, m)
            key = _subject(sentence, left, right, m)
            if key and _stated(m):
                yield _claim(passage, (start, end), m, key, context)
        before = sentence


def _claim(passage: Passage, place: tuple[int, int], m: re.Match[str], key: str, context: str) -> Claim:
    scope, circumstance = _scope(context, len(context) - len(m.string) + m.start())
    sentence, after = m.string, m.string[m.end() :]
    told = passage.document.text[passage.start : place[0]]
    denominator = next((name for name, p in _DENOMINATORS if p.search(after[:40])), None)
    return Claim(
        passage=passage,
        start=place[0],
        end=place[1],
        key=key,
        scope=scope,
        tier=_tier(context) or _tier(passage.context),
        circumstance=circumstance,
        low=_low(m),
        high=_high(m),
        period=_period(after[:40]) or _period(sentence) or _last_period(told) or "unstated",
        denominator=denominator or "account",
        stated=denominator is not None,
        words=m.span(),
    )


def _clause(sentence: str, left: int, right: int, m: re.Match[str]) -> tuple[int, int]:
    """The part between `left` and `right` that no semicolon parts from the range."""
    end = sentence.find(";", m.end(), right)
    return max(left, sentence.rfind(";", left, m.start()) + 1), end if end >= 0 else right


def _subject(sentence: str, left: int, right: int, m: re.Match[str]) -> str | None:
    """What the range is of: the subject named nearest to it, between the ranges beside it."""
    near = []
    for key, pattern in _SUBJECTS:
        for found in pattern.finditer(sentence, left, right):
            distance = m.start() - found.end() if found.end() <= m.start() else found.start() - m.end()
            near.append((max(0, distance), -len(found[0]), key))
    return min(near)[2] or None if near else None


def _period(text: str) -> Period | None:
    places = [(m.start(), name) for name, p in _PERIODS if (m := p.search(text))]
    return min(places)[1] if places else None


def _tier(text: str) -> str | None:
    m = _TIER.search(text)
    return m[1].lower() if m else None


def _last_period(text: str) -> Period | None:
    """The period that a text speaks of last: the next sentence goes on with it."""
    places = [(m.start(), name) for name, p in _PERIODS for m in p.finditer(text)]
    return max(places)[1] if places else None


def _low(m: re.Match[str]) -> float:
    return _bound(m["sign"], m["low"], m["points"])


def _high(m: re.Match[str]) -> float:
    return _bound(m["minus"], m["high"], m["points"])


def _bound(sign: str | None, digits: str, points: str | None) -> float:
    return stored(float(digits) / (10_000 if points else 100) * (-1 if sign else 1))


def _stated(m: re.Match[str]) -> bool:
    """Whether the words state the range, from the lower number to the higher, and don't deny it."""
    before = m.string[: m.start()]
    if m["and"] and not _BETWEEN.search(before):
        return False
    return _low(m) <= _high(m) and not _DENIED.search(before)


def _scope(context: str, at: int) -> tuple[Scope, str]:
    """The scope of a range at a place in its context, or what its circumstances are called where no scope covers them."""
    for pattern, called in _CIRCUMSTANCES:
        if pattern.search(context):
            return Scope(), called
    named = [m for m in _VIX.finditer(context) if m.end() <= at] or list(_VIX.finditer(context))
    if not named:
        return Scope(), ""
    m = named[-1]
    if m["more"] and re.match(r"(?:below|under|above|over)\b", context[m.end() :]):
        return Scope(), "other levels of VIX than a scope can name"
    op = "<" if m["side"].lower() in {"below", "under"} else ">"
    return parse_scope(f"vix{op}{m['level']}"), ""


def for_tier(claim: Claim, tier: str | None) -> Claim:
    """The claim as it stands to a backtest of a tier: one of another tier can't be held against it."""
    if claim.tier in {None, tier}:
        return claim
    return replace(claim, circumstance="another tier than the backtest's" if tier else "a tier, and the backtest names none")


#: The figure that a claim of some period is held against, by the figure and the period.
_HELD: dict[tuple[str, Period], str] = {
    ("drag.monthly.mean", "year"): "drag.monthly.annualised",
    ("drag.monthly.mean", "week"): "drag.weekly.mean",
    ("return.unhedged.monthly.mean", "year"): "return.unhedged.annual",
    ("return.hedged.monthly.mean", "year"): "return.hedged.annual",
}


def held_against(claim: Claim) -> str:
    """The key of the figure that a claim is held against: a year's against growth a year, a week's against weeks."""
    return _HELD.get((claim.key, claim.period), claim.key)


def compare(claim: Claim, figure: Shown | None) -> tuple[Verdict, str]:
    """Whether a figure bears a claim out, and why, as a draft sentence."""
    obstacle = _obstacle(claim, figure)
    if obstacle or figure is None or figure.interval is None:
        return "not_comparable", obstacle or Line.CLAIM_NO_INTERVAL.value
    low, high = figure.interval.low, figure.interval.high
    base = "" if claim.stated else Line.CLAIM_BASE.value
    interval = f"{{{figure.id}.interval}}"
    if figure.n < FEWEST:
        return "not_ruled_out", Line.CLAIM_TOO_FEW.format(counted=figure.counts, base=base)
    if high < claim.low or low > claim.high:
        side = "below" if high < claim.low else "above"
        return "inconsistent", Line.CLAIM_FAR.format(interval=interval, side=side, base=base)
    if low >= claim.low and high <= claim.high and (low > 0 or high < 0):
        return "consistent", Line.CLAIM_HELD.format(interval=interval, base=base)
    zero = Line.CLAIM_AND_ZERO.value if figure.key.startswith("drag") and low <= 0 <= high else ""
    return "not_ruled_out", Line.CLAIM_OVERLAP.format(interval=interval, zero=zero, base=base)


def _obstacle(claim: Claim, figure: Shown | None) -> str | None:  # noqa: PLR0911 a line for each obstacle
    if claim.circumstance:
        return Line.CLAIM_CIRCUMSTANCE.format(circumstance=claim.circumstance)
    if claim.period == "unstated":
        return Line.CLAIM_NO_PERIOD.value
    if claim.denominator != "account":
        return Line.CLAIM_DENOMINATOR.format(denominator=claim.denominator)
    if figure is None:
        return Line.CLAIM_NOT_COMPUTED.value
    if figure.key != held_against(claim):
        return Line.CLAIM_PERIOD.value
    if figure.interval is None:
        return Line.CLAIM_NO_SAMPLE.format(counted=figure.counts) if figure.n < FEWEST else None
    return None


def view(claim: Claim, source: str, figure: Shown | None, verdict: Verdict, note: Sentence) -> ClaimView:
    """A claim as a document holds it."""
    return ClaimView(
        source=source,
        key=claim.key,
        scope=str(claim.scope),
        low=claim.low,
        high=claim.high,
        unit="fraction",
        period=claim.period,
        denominator=claim.denominator,
        display=claim.display,
        verdict=verdict,
        figure=figure.id if figure else None,
        note=note,
    )
