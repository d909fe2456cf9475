"""Leftover: numbers and words that would narrow or change an answer and that no reader took."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa import numerals
from qa.understand.no_claims import lengths_of_time, no_claims
from qa.understand.text import Place, Text

_MOVED = ("fall", "falls", "fell", "falling", "rise", "rises", "rose", "rising", "drops", "dropped")
_NOT_HOW = r"only|daily|weekly|monthly|yearly|especially|really|actually|usually"
#: Words that would narrow or recast the figures in ways that no figure here can.
_BEYOND = re.compile(
    r"\b(?:nfp|earnings|opex|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|weekends?|summers?|winters?|springs?|autumns?"
    r"|(?:bull|bear|calm|quiet|choppy|stormy|turbulent|volatile|rough|placid|calmer|quieter|stormier)"
    r"(?:(?:,? (?:and|or|vs\.?|versus|than|compared (?:to|with)))(?: in| during)? \w+)?"
    r" (?:markets?|years?|times|months?|periods?|phases?|days)"
    r"|within (?:a|one|the first|\d+) (?:years?|months?|weeks?)|year[- ](?:by|on|over)[- ]year"
    r"|(?:how many|most|best|worst|losing|winning)(?: single| calendar| losing| winning)? years?"
    r"|which (?:year|quarter|week|day|weekday)|days? of the week"
    r"|other (?:tiers?|credits?|layers?)|(?:per|a|each) quarter|quarterly|per hour"
    r"|next (?:year|month|week)|projected|forecast(?:ed)?|predicted|in euros?"
    r"|overnight|intraday|tripled?|tripling|doubl(?:ed|ing)(?! down)|halv(?:ed|ing)|nickels?|dimes?"
    r"|(?:per|a|each) (?:day|week)|weekly|daily|in dollars?"
    # how something moved: "slowly" behind a fall, "sudden" before one
    rf"|(?:{'|'.join(f'(?<={moved} )' for moved in _MOVED)})(?!{_NOT_HOW})[a-z]+ly"
    r"|(?:sudden|slow|gradual|sharp|steady|grinding)"
    r"(?= (?:falls?|rises?|drops?|declines?|rall(?:y|ies)|crash(?:es)?|sell-?offs?)))\b"
)
#: What makes a number one that says how much, of what, or when.
_UNIT = re.compile(
    r" ?(?:%|percent\b|per cent\b|pct\b|bps?\b|basis points?\b|k\b|grand\b|dollars?\b|usd\b|delta\b"
    r"|[- ]?delta\b|contracts?\b|lots?\b|dte\b|-?day condor"
    r"|tier\b|credit\b|points? (?:wide|worse|of slippage)|times (?:the|its|as) )",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:\b(?:vix|rsi|delta|spx|index|strike|tier|credit|capital|account)\b(?: \w+){0,3}|[$<>=]|\b(?:above|below|over|under"
    r"|exceed\w*|between)) ?$",
    re.IGNORECASE,
)
#: The unit that a number is written with.
_OWN_UNIT = re.compile(r" ?(?:%|percent\b|per cent\b|pct\b|bps?\b|basis points?\b|k\b|dollars?\b|usd\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def leftover(heard: Text, used: Sequence[Place], untaken: Sequence[Place] = ()) -> tuple[str, ...]:
    """The words of a question that would narrow or change its figures and lie in none of the places, in their order.

    `untaken` are words of exclusion or restriction that no reader took, whole.
    """
    beyond = [heard.place(m.span()) for m in _BEYOND.finditer(heard.plain)]
    whole = [heard.place(p) for p in no_claims(heard.plain)]
    lengths = [heard.place(p) for p in lengths_of_time(heard.plain)]
    numbers = (_whole(p, heard.asked, whole) for p in _numbers(heard.asked))
    found = [p for p in dict.fromkeys((*numbers, *beyond)) if not any(a < p[1] and p[0] < b for a, b in used)]
    found = [p for p in found if not any(a <= p[0] and p[1] <= b for a, b in untaken)]
    # of "half a year" the year alone may be read, so a length counts as used only where all of it is
    found += [p for p in lengths if not any(a <= p[0] and p[1] <= b for a, b in used)]
    found = [p for p in found if not any(a <= p[0] and p[1] <= b and p != (a, b) for a, b in found)]
    return tuple(dict.fromkeys(heard.asked[a:b] for a, b in sorted([*found, *untaken])))


def _whole(place: Place, asked: str, phrases: Sequence[Place]) -> Place:
    """A number with the words that it can't be read without: "more than 1%", "1% advisory fee", else with its unit."""
    own = next((p for p in phrases if p[0] <= place[0] and place[1] <= p[1]), None)
    unit = _OWN_UNIT.match(asked, place[1])
    start = place[0] - 1 if asked[: place[0]].endswith(("$", "€", "£")) else place[0]
    return own or (start, unit.end() if unit else place[1])


def _numbers(asked: str) -> Iterator[Place]:
    """Numbers that state an amount, a level, a tier or a date; "three years in condors" and "my two accounts" do not."""
    for a, b in numerals.find(asked):
        text = asked[a:b]
        dated = bool(_YEAR.fullmatch(text))
        decimal = "." in text and text.replace(".", "").isdigit()
        if dated or decimal or _UNIT.match(asked[b:]) or _LEVEL.search(asked[max(0, a - 40) : a]):
            yield a, b
