"""What an amount came to: a question on what an account of so many dollars ended with asks for its return in dollars."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.calculator.core.scope import Dates
from qa.understand.question import Question
from qa.understand.text import Text

_GROWN = re.compile(
    r"\b(?:end(?:ed)? up (?:with|at|having)|(?:grow|grown|grew|turn(?:ed)?|become|became) (?:in)?to\b|(?:be|been|was"
    r"|is)(?: it| that| my account)? worth"
    r"|(?:my|the|our|its|his|her) (?:final |ending |closing )?balance\b|be left with"
    r"|(?:how (?:much|many dollars)|what) (?:money )?(?:would|will|do|does|did)"
    r" (?:i|we|one|he|she|they|it|an?|the|my|our|that)\b[^?.]{0,40}\bhave(?: made| earned|"
    r" gained)?\b(?! (?:cost|paid|lost|to)\b)"
    r"|how many dollars)"
)
#: A single period or trade is asked for, and not what the account came to.
_SINGLE = re.compile(
    r"\b(?:worst|best|largest|biggest|smallest|longest|single|costliest)\b.{0,12}"
    r"\b(?:days?|nights?|weeks?|months?|quarters?|years?|trades?|condors?|loss|losses|gains?|drawdowns?|streaks?|falls?|drops?)\b"
)
_COST = re.compile(r"\b(?:cost|costs|drag|fees?|premium|margin|drawdown|paid|pay)\b")
_UNHEDGED = re.compile(
    r"\b(?:un-?hedged|without|w/o|no|not) ?(?:the |a |any )?(?:hedged?|protection|insurance|alvh"
    r"|overlay)?\b"
)
_HEDGED = re.compile(r"(?<!un)(?<!un-)(?<!not )\bhedged\b|\bwith (?:the |a )?(?:hedge|protection|insurance|alvh|overlay)\b")


def with_growth(question: Question, heard: Text) -> Question:
    """The question, where it asks what an account of a stated capital ended with, as one for its return in dollars.

    Two dates are the beginning and the end. Where it names no side of the hedge, both are told.
    """
    plain = heard.plain
    asks = question.scope.capital is not None and _GROWN.search(plain) and not (_COST.search(plain) or _SINGLE.search(plain))
    if not asks or question.kind not in {"cost", "mixed"} or question.edited or question.universal or question.record:
        return question
    bare, hedged = bool(_UNHEDGED.search(plain)), bool(_HEDGED.search(plain))
    sides = [s for s, named in (("hedged", hedged or not bare), ("unhedged", bare or not hedged)) if named]
    keys = (*(f"dollars.return.{s}.total" for s in sides), *(f"return.{s}.total" for s in sides))
    scope = question.scope
    stretches = [scope.dates, *(a.scope.dates for a in question.against)]
    known = [d for d in stretches if d is not None and d.start is not None and d.end is not None]
    if question.against:
        if len(known) != len(stretches):
            return question
        scope = replace(scope, dates=Dates(start=min(d.start for d in known if d.start), end=max(d.end for d in known if d.end)))
    return replace(question.for_figures(keys), against=(), scope=scope, unread=())
