"""Ratios: that something is so many times as large with the hedge as without, or in one period as in another, as a premise."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.calculator.core.scope import Scope
from qa.understand.dates import read_dates
from qa.understand.premises import ReadPremise
from qa.understand.question import Question
from qa.understand.text import Place, Text

_MUCH = (
    r"(?: ?(?:as|the|so))? (?:much|many|high|higher|big|bigger|large|larger|deep|deeper|great|greater|good|better|more|well"
    r"|expensive|dear|costly|cheap|bad|worse|size|amount)\b"
)
_RATIO = re.compile(rf"(?:\b(?P<n>\d+(?:\.\d+)?) ?(?:x|times)\b|\b(?P<word>twice|double|triple|half)\b)(?P<much>{_MUCH})?")
_WORDS = {"twice": 2.0, "double": 2.0, "triple": 3.0, "half": 0.5}
#: What is counted or supposed, and no comparison: "how many times", "double the size", "half the hedge".
_NO_RATIO = re.compile(
    r"\bhow many\b|\bif\b|\bsuppos\w*|\bwould\b|\bwhat (?:is|was|were|did|does|do|happens)\b|\bhow (?:much|did|does|do)\b"
)
_WITHOUT = re.compile(r"\b(?:without (?:the |a |any )?(?:hedg\w+|alvh|overlay|calls|protection)|unhedged|no hedge)\b")
#: The other side after the ratio, as that which it is a multiple of.
_THAN_WITHOUT = re.compile(
    r"^ ?(?:of |that of )?(?:than|as|the unhedged)\b[^,.;?]*\b(?:without|unhedged|no hedge)\b|^ the unhedged\b"
)
_COST = re.compile(r"\b(?:cost\w*|drag|expensive|dear\w*|price)\b")
_MEASURED = (
    (re.compile(r"\b(?:drawdown|fall|peak to trough)\w*\b"), "drawdown.max.{}"),
    (re.compile(r"\b(?:volatil\w*|swings?|standard deviation|std dev)\b"), "volatility.monthly.{}"),
    (re.compile(r"\bsharpe\b"), "sharpe.monthly.{}"),
    (re.compile(r"\b(?:returns?|profits?|gains?|earn\w*|makes?|made|income|grows?|grew|result)\b"), "return.{}.total"),
)
_HELD = re.compile(r"\b(?:as|than|what it (?:cost|was|did))\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """That one thing is `times` another, and the words that say so in the plain question."""

    place: Place
    times: float


def ratio_in(plain: str) -> Ratio | None:
    """The one ratio that a question states; none where it asks for one or supposes one.

    >>> ratio_in("is it true that the return is twice as high without the hedge?")
    Ratio(place=(30, 43), times=2.0)
    >>> ratio_in("what would half the hedge cost?") is None
    True
    """
    found = [*_RATIO.finditer(plain)]
    if len(found) != 1 or _NO_RATIO.search(plain):
        return None
    m = found[0]
    if m["word"] == "half" and not m["much"]:
        return None
    return Ratio(place=m.span(), times=float(m["n"]) if m["n"] else _WORDS[m["word"]])


def with_ratio(question: Question, heard: Text, read: Callable[[str], Question]) -> Question:
    """The question with the two figures that a ratio is stated of, and the ratio as a premise; `read` reads it in other words."""
    ratio = ratio_in(heard.plain)
    if ratio is None or question.kind not in {"cost", "mixed", "out_of_scope"}:
        return question
    return _of_sides(question, heard, ratio) or _of_times(heard, ratio, read) or question


def _of_sides(question: Question, heard: Text, ratio: Ratio) -> Question | None:
    """With and without the hedge."""
    plain = heard.plain
    key = next((key for pattern, key in _MEASURED if pattern.search(plain)), None)
    if key is None or not _WITHOUT.search(plain) or _COST.search(plain) or question.against:
        return None
    names = ("hedged", "unhedged") if _THAN_WITHOUT.search(plain[ratio.place[1] :]) else ("unhedged", "hedged")
    first, second = (key.format(name) for name in names)
    own = question.for_figures((first, second))
    return _with_premise(own, heard, ratio, second, own.scope)


def _of_times(heard: Text, ratio: Ratio, read: Callable[[str], Question]) -> Question | None:
    """In one period and another: read as a comparison, "more in 2018 than in 2017"."""
    dated = [s for s in read_dates(heard.plain) if s.dates and not s.outside]
    if len(dated) != 2 or dated[1].place[0] < ratio.place[1]:  # noqa: PLR2004 a pair
        return None
    between = (max(ratio.place[1], dated[0].place[1]), dated[1].place[0])
    held = _HELD.search(heard.plain, *between)
    if held is None:
        return None
    (a, b), (c, d) = heard.place(ratio.place), heard.place(held.span())
    more = "more" if ratio.times > 1 else "less"
    found = read(f"{heard.asked[:a]}{more}{heard.asked[b:c]}than{heard.asked[d:]}")
    if found.decision != "answer" or len(found.against) != 1 or not found.keys:
        return None
    own = replace(found, text=heard.asked)
    return _with_premise(own, heard, ratio, own.keys[0], own.against[0].scope)


def _with_premise(question: Question, heard: Text, ratio: Ratio, key: str, scope: Scope) -> Question:
    said = heard.said(ratio.place)
    premise = ReadPremise(
        code="ratio",
        text=said,
        key=question.keys[0],
        scope=question.scope,
        low=ratio.times,
        high=ratio.times,
        other=(key, scope),
    )
    left = tuple(words for words in question.unread if words not in said and said not in words)
    return replace(question, premises=(*question.premises, premise), unread=left, wants=())
