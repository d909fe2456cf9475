"""Whether the data have the stretches of time that a question asks them for: yes or no of each, and what they cover."""

from __future__ import annotations

from datetime import date

from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.understand.coverage import SPANNING
from qa.understand.question import Covered
from qa.write.draft import echoed


def covered(g: Gathered) -> list[str]:
    """The sentences on what the data cover; none where the question asks for something else."""
    whole = next((f for key in SPANNING if (f := g.figure(key))), None)
    if not g.question.coverage or whole is None:
        return []
    ends = {"start": f"{{{whole.id}.start}}", "end": f"{{{whole.id}.end}}"}
    told: dict[str, list[str]] = {"all": [], "some": [], "none": []}
    for asked in g.question.coverage:
        told[_held(asked, whole)].append(echoed(asked.text))
    if not told["none"] and not told["some"]:
        return [Line.COVERED.format(asked=_joined(told["all"]), **ends)]
    if not told["all"] and not told["some"]:
        return [Line.NOT_COVERED.format(asked=_joined(told["none"]), verb=_verb(told["none"], "lies", "lie"), **ends)]
    lines = (("all", Line.HAS), ("some", Line.HAS_PART), ("none", Line.HAS_NOT))
    return [Line.COVERS.format(**ends), *(_told(line, told[how]) for how, line in lines if told[how])]


def _held(asked: Covered, whole: Shown) -> str:
    """Whether the days of the data have all, some or none of a stretch; months at either end count as far as they go."""
    first, last = date.fromisoformat(whole.view.start), date.fromisoformat(whole.view.end)
    start, end = asked.dates.start or date.min, asked.dates.end or date.max
    if end < first or start > last:
        return "none"
    begun = start >= first.replace(day=1)
    ended = end <= last or (end.year, end.month) == (last.year, last.month)
    return "all" if begun and ended else "some"


def _told(line: Line, words: list[str]) -> str:
    return line.format(asked=_joined(words), verb=_verb(words, "is", "are"))


def _verb(words: list[str], one: str, several: str) -> str:
    return one if len(words) == 1 else several


def _joined(words: list[str]) -> str:
    return " and ".join(words)
