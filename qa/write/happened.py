"""A named event in words: which days it is taken to be, and yes or no where it is asked whether the hedge helped."""

from __future__ import annotations

import re

from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.understand.happened import days_of
from qa.write.draft import echoed
from qa.write.premises import wants_yes_or_no

_BAD = re.compile(r"\b(?:cost|costs|los[et]|lost|losing|fail\w*|hurt\w*|negative|useless|worthless)\b")
#: What is said of the account, and not of the hedge's own result.
_SAVED = re.compile(r"\b(?:help\w*|sav(?:e|ed|es|ing)|protect\w*|rescu\w+|shield\w*|prevent\w*|hold up|held up)\b")


def days_meant(g: Gathered, first: Shown) -> list[str]:
    """Which days the event of the question is taken to be."""
    happened = g.question.happened
    if happened is None or g.plan.facts is None:
        return []
    line = Line.DAYS_MEANT if days_of(happened, g.plan.facts) == happened.dates else Line.DAYS_OF_EPISODE
    return [line.format(text=echoed(happened.text), days=f"{{{first.id}.scope}}")]


def whether(g: Gathered, first: Shown, told: str) -> str:
    """What is told of the hedge over the days of an event, after yes or no where that is asked."""
    hedge = first.key.startswith(("drag.", "episode.hedge"))
    if g.question.happened is None or not hedge or not wants_yes_or_no(g.question.text):
        return told
    gained = (first.value < 0) == first.key.startswith("drag.")
    hedged = g.figure("return.hedged.total") or g.figure("episode.net")
    if bool(_BAD.search(g.question.text.lower())) == gained:
        line = Line.EVENT_NO
    else:
        lost = gained and hedged is not None and hedged.value < 0
        line = Line.EVENT_PARTLY if lost and _SAVED.search(g.question.text.lower()) else Line.EVENT_YES
    return line.format(said=f"{told[0].lower()}{told[1:]}")
