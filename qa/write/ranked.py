"""The best and worst periods in words: the several that are asked for, and lists by quarter, half-year or calendar month."""

from __future__ import annotations

from collections.abc import Sequence

from qa.calculator.returns.ranked import rank_of
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.evidence.sides import Side
from qa.lines import Line
from qa.write.comparison import reading, verdict
from qa.write.wording import counted, opening

_NAMES = {"half": ("calendar semester", "calendar semesters"), "quarter": ("calendar quarter", "calendar quarters")}
_Shown = tuple[Side, Shown]


def ranked(g: Gathered) -> list[str]:
    """The best or worst periods that are asked for, from the outermost on, of each side; and the ranks that can't be had."""
    found: dict[str, list[Shown]] = {}
    for key in g.plan.asked:
        shown = g.figure(key)
        outermost = (rank_of(key) or (key, 1))[0]
        if shown is not None:
            found.setdefault(outermost, []).append(shown)
    return [_of(key, shown, shown[0].spec.period or "month") for key, shown in found.items()]


def _of(key: str, shown: Sequence[Shown], period: str) -> str:
    """One list, in its order."""
    first = shown[0]
    told = _row([f"{{{s.id}.start}} ({_value(s)})" for s in shown])
    several = len(shown) > 1
    return Line.RANKED.format(
        opening=opening(first),
        end=key.rpartition(".")[2],
        periods=f"{period}s" if several else period,
        whose=_whose(first.key),
        were="were" if several else "was",
        told=told,
        n=f"{{{first.id}.n}}",
        counted=counted(first),
    )


def of_parts(g: Gathered) -> list[str]:
    """The best and the worst quarter or half-year of each figure; calendar months with their order and each of them."""
    sides = [(side, one) for side, one in g.sides if one is not None]
    if g.question.split == "month":
        return _of_season(g, sides)
    lists = [sides, *([(s, one) for s, one in of if one is not None] for _, of in g.readings)]
    return [line for each in lists if each for line in _extremes(g, [one for _, one in each])]


def _extremes(g: Gathered, shown: Sequence[Shown]) -> list[str]:
    """As many as are asked for from the end that is asked for, and the first from the other."""
    asked = g.question.ranked
    drag = shown[0].key.startswith("drag.")
    rising = sorted(shown, key=lambda s: -s.value if drag else s.value)
    worst = asked is None or asked.worst
    ends = ("costliest", "best") if drag else ("worst", "best")
    first, other = (rising, rising[-1]) if worst else (rising[::-1], rising[0])
    some = first[: max(1, asked.n if asked else 1)]
    names = _NAMES[g.question.split]
    end, opposite = ends if worst else ends[::-1]
    told = _row([f"{{{s.id}.scope}} ({_value(s)})" for s in some])
    head = Line.RANKED_OF.format(
        end=end,
        periods=names[len(some) > 1],
        whose=_whose(some[0].key),
        were="were" if len(some) > 1 else "was",
        told=told,
    )
    return [head, Line.RANKED_OTHER.format(end=opposite, period=names[0], told=f"{{{other.id}.scope}} ({_value(other)})")]


def _of_season(g: Gathered, sides: Sequence[_Shown]) -> list[str]:
    """Which calendar month has the highest mean and which the lowest, each of them, and of how many months it is."""
    said = verdict(g, sides, several=False)
    first = sides[0][1]
    line = Line.YEARS_DRAG if first.key.startswith("drag.") else Line.CHOICE_FIGURE
    said.append(line.format(title=first.spec.title, figure=reading(sides)))
    said += [
        Line.CHOICE_FIGURE.format(title=of[0][1].spec.title, figure=reading(of))
        for _, of in g.readings
        if of and of[0][1] is not None
    ]
    if len({one.n for _, one in sides}) == 1:
        said.append(Line.SEASON_N.format(n=f"{{{first.id}.n}}", counted=counted(first)))
    return said


def _value(shown: Shown) -> str:
    """A return as it is; what the hedge cost or earned in words."""
    if not shown.key.startswith("drag."):
        return f"{{{shown.id}}}"
    line = Line.RANKED_COST if shown.value >= 0 else Line.RANKED_GAIN
    return line.format(value=f"{{{shown.id}.magnitude}} {{{shown.id}.basis}}")


def _whose(key: str) -> str:
    return "the hedge" if key.startswith("drag.") else f"the {key.split('.')[1]} account"


def _row(told: Sequence[str]) -> str:
    """Several in a row, the last after an "and"."""
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
