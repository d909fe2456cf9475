"""Without its conditions: a question as it asks for a figure, whatever narrows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.understand.scores import Scores
from qa.understand.text import Place, Text

#: What leads a condition and goes with it.
_LED = re.compile(
    r"(?:,? ?\b(?:when(?:ever)?|if|while|once|as long as|with|at|in|on|for|during|given|only|days|months|the|a)\b)+ ?$"
)


def by_figure(heard: Text, places: Sequence[Place], scores: Scores, read: Callable[[str], Scores]) -> Scores:
    """The scores of a question; where they leave open which figure is asked, those of it without its conditions.

    A level of VIX says when something is counted and not what. So the figure is sure that is the likeliest with it and is
    asked for plainly without it.
    """
    if not places or scores.decision != "clarify" or not scores.ranked:
        return scores
    bare = without(heard, places)
    if bare == heard.asked:
        return scores
    plainly = read(bare)
    sure = plainly.decision == "answer" and plainly.ranked[:1] and plainly.ranked[0].key == scores.ranked[0].key
    return plainly if sure else scores


def without(heard: Text, places: Sequence[Place]) -> str:
    """A question without some of its words and what leads them; as it is where fewer than three would be left."""
    said = heard.asked
    for a, b in sorted((heard.place(place) for place in places), reverse=True):
        led = _LED.search(said.lower()[:a])
        said = f"{said[: led.start() if led else a]}{said[b:]}"
    said = " ".join(said.split()).strip(" ,;:")
    return said if len(re.findall(r"\w+", said)) > _FEWEST else heard.asked


_FEWEST = 2
