"""Quantities: "What is the return?" asks for the figure and not for what the word means."""

from __future__ import annotations

import re

from corpus.index.lexical import stems
from corpus.texts.glossary import Term
from qa.calculator.catalogue import CATALOGUE, spec_of
from qa.understand.scores import Ranked, Scores
from qa.understand.sides import less_sides, names_unhedged

_ASKED = re.compile(
    r"^\W*(?:(?:so|and|ok|hi|please)\W+)*(?:what(?: is|'s| are| was| were)|whats) (?:the|our|your|my|its)\b (?P<name>[\w' /&-]+?)"
    r"(?: here| please)?\W*$"
)
#: A longer name says more than that of a quantity.
_MOST_WORDS = 4
#: What a title says of how a quantity is told: by which side, over which period, by which mean.
_TELLING = stems(
    "mean median typical average total maximum monthly daily weekly yearly annual month months day days year years hedged"
    " unhedged account base strategy hedge trades trade condors decomposition share sample values"
    " worst best highest lowest largest smallest latest first last most least"
)
#: How probable a figure must be, were the question one on figures.
_LIKELY = 0.15


#: How often, how long or when is asked for, and not whether.
_WORD = re.compile(r"\b(?:how|when|which|what|why|where|who)\b")
#: What is said of the hedge as a whole, which its total answers.
_IDIOMS = ((re.compile(r"\bpa(?:y|ys|id|ying) for (?:itself|themselves|its own cost)\b|\bself-financ\w+"), "drag.monthly.total"),)


def idiom_of(plain: str, scores: Scores) -> str | None:
    """The figure that a set phrase asks for, where the scorer is not sure of one; None where the question is none on figures."""
    if scores.decision == "answer" or scores.kind not in {"cost", "mixed"} or _WORD.search(plain):
        return None
    return next((key for pattern, key in _IDIOMS if pattern.search(plain)), None)


_SPREAD = re.compile(
    r"\b(?:(?:standard|std\.?|st\.?) ?-?dev(?:iation|iations|s)?\b\.?|stdev\w*|std\b|sds?\b|sigmas?\b)(?! (?:error"
    r"|away|from|below|above|off|moves?))"
)
_SPREAD_OF = re.compile(
    r"\b(?:returns?|account|portfolio|strategy|(?:un)?hedged|condors?|with(?:out)? (?:the )?(?:hedge"
    r"|calls))\b"
)
_NO_SPREAD_OF = re.compile(
    r"\b(?:drags?|costs?|hedge'?s|hedge (?:p&l|pnl|returns?)|vix(?! calls)|spx|index|market|implied|realized"
    r"|realised|trades?|downside"
    r"|error|mean of|per unit|\d+(?:\.\d+)? ?-?(?:standard|std|sd|sigma))\b"
)
_EVERY = re.compile(r"\b(?P<period>daily|weekly|monthly)\b|\bof (?P<plural>days|weeks|months)\b")


def spread_of(plain: str) -> str | None:
    """The volatility of an account, where it is asked for as a standard deviation; None for any other question.

    >>> spread_of("std dev of monthly hedged returns"), spread_of("standard deviation of the drag")
    ('volatility.monthly.hedged', None)
    """
    if not _SPREAD.search(plain) or not _SPREAD_OF.search(plain) or _NO_SPREAD_OF.search(plain):
        return None
    every = _EVERY.search(plain)
    period = {"d": "daily", "w": "weekly"}.get((every["period"] or every["plural"])[0], "monthly") if every else "monthly"
    return f"volatility.{period}.{'unhedged' if names_unhedged(plain) else 'hedged'}"


_OF_ACCOUNT = re.compile(r"\b(?:un-?)?hedged\b|\b(?:accounts?|strategy|portfolio|condors?|system|program(?:me)?|base|method)\b")
_OF_HEDGE = re.compile(r"\b(?:hedge(?:'s)?|alvh|vix calls?|calls|insurance|overlay|protection|layers?)\b")


def correlated_of(plain: str, scores: Scores) -> str | None:
    """The correlation of an account with the index, where that of the hedge is likeliest but an account is named; None else."""
    lead = scores.ranked[0].key if scores.ranked else ""
    of_market = lead == "correlation.monthly.spx" or (lead.startswith("exposure.") and "correlat" in plain)
    side = "unhedged" if names_unhedged(plain) or "condor" in plain else "hedged"
    if not of_market or not _OF_ACCOUNT.search(plain) or _OF_HEDGE.search(less_sides(plain)):
        return None
    return f"exposure.monthly.correlation.{side}"


_LONGEST = r"(?:longest|how long|most (?:days|time|months)|(?:longest|maximum|max) (?:time|number of days|stretch|spell|period))"
_HIGH = r"(?:its |the |a |their )?(?:previous |prior |last |old |earlier )?(?:high|peak|top|water|maximum)"
_BACK = re.compile(
    rf"\b{_LONGEST}\b.{{0,60}}\b(?:back (?:to|at|where|up)|got back|get back|recover\w*"
    rf"|(?:below|under|beneath|off) {_HIGH}|under ?water)\b"
)


def back_of(plain: str, scores: Scores) -> str | None:
    """The days that an account took to be back at its peak, where the longest time below it is asked for; None else."""
    lead = scores.ranked[0].key if scores.ranked else ""
    if scores.decision == "answer" and not lead.startswith(("drawdown.under_water", "bleed.", "rolling.")):
        return None
    if not _BACK.search(plain) or _OF_HEDGE.search(less_sides(plain)):
        return None
    return f"drawdown.recovery.{'unhedged' if names_unhedged(plain) else 'hedged'}"


_MADE = re.compile(
    r"\bhow much (?:more|less|better|worse)\b.{0,30}\b(?:made|make|earn\w*|gain\w*|have|had|richer|poorer|off)\b"
    r".{0,60}\bwithout\b"
    r"|\b(?:better|worse) off (?:\w+ ){0,2}?(?:without|skipping|dropping|leaving out"
    r"|not (?:having|buying)|with no) (?:the |any )?\w+"
    r"|\b(?:richer|poorer|better off|worse off|wealthier|more money|less money)\b.{0,40}\bwith(?:out)?\b"
    r".{0,30}\b(?:or|than) with(?:out)?\b"
)


def made_of(plain: str) -> tuple[str, ...]:
    """The returns with and without the hedge, where it is asked how much more one made than the other; none else.

    >>> made_of("how much less would i have made in 2017 with the hedge than without it")
    ('return.hedged.total', 'return.unhedged.total')
    """
    return ("return.hedged.total", "return.unhedged.total") if _MADE.search(plain) and _OF_HEDGE.search(plain) else ()


_HELD = re.compile(
    r"\bbuy(?:ing)?[- ]and[- ]hold(?:ing)?\b"
    r"|\b(?:just|simply|only|plainly|merely) (?:held|holding|hold|owned|owning|bought|buying)\b"
    r"|\b(?:s&p|spx|index|market)(?: 500)?(?: itself| alone)?,? "
    r"(?:do|done|have done|did|return(?:ed)?|perform(?:ed)?|gain(?:ed)?|rise|rose)\b"
)


#: What is to come, which nothing here tells.
_AHEAD = re.compile(r"\b(?:will|going to|gonna|next|tomorrow|soon|forecast|predict\w*|expect\w*|today|tonight|now|this week)\b")


def held_of(plain: str, scores: Scores) -> str | None:
    """The change of the index, where it is asked what holding it would have brought and that is a likely reading; None else."""
    likely = [ranked.key for ranked in scores.ranked[:3]]
    if scores.kind not in {"cost", "mixed"} or "market.spx.change" not in likely or _AHEAD.search(plain):
        return None
    return "market.spx.change" if _HELD.search(plain) else None


def quantity_of(plain: str, scores: Scores, term: Term | None) -> str | None:
    """The figure that goes by the name that a question asks for with an article; None where none of the likely ones does.

    `term` is the glossary's term of that name.
    """
    m = _ASKED.match(plain)
    if m is None or len(m["name"].split()) > _MOST_WORDS:
        return None
    names = {stems(name) - _TELLING for name in (m["name"], *((term.name, *term.aliases) if term else ()))} - {frozenset()}
    return next((r.key for r in scores.ranked[:3] if r.probability >= _LIKELY and _is(r, names)), None)


def _is(ranked: Ranked, names: set[frozenset[str]]) -> bool:
    """Whether a figure's title is one of the names, but for how it is told; what no log gives is none."""
    if ranked.key not in CATALOGUE or spec_of(ranked.key).sentences is None:
        return False
    return stems(spec_of(ranked.key).title.split(" from ")[0]) - _TELLING in names
