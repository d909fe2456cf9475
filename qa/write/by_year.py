"""Lists by year in words: in which years the hedge or the account earned, the highest and the lowest, and each of them."""

from __future__ import annotations

from collections.abc import Sequence

from qa.calculator.catalogue import spec_of
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.understand.by_year import asks_extreme
from qa.write.comparison import LOSSES, beyond, comparison, reading
from qa.write.ranked import of_parts
from qa.write.wording import as_subject

#: What a list begins with, and how its highest and lowest are told, by what its figure is of.
_BY_SIGN = {"drag.": Line.YEARS_HEDGE, "return.unhedged.": Line.YEARS_UNHEDGED, "return.hedged.": Line.YEARS_HEDGED}


def by_year(g: Gathered) -> list[str]:
    """The sentences of a list by year; where a year has no value, or there is one year, those of a comparison."""
    shown = [figure for _, figure in g.sides if figure is not None]
    if g.plan.asked[0] == "drag.over.profit" and g.question.split == "year" and len(g.sides) > 1:
        return [*_of_profit(g), *(beyond(g, shown[0]) if shown else [])]
    if len(shown) < len(g.sides) or len(shown) < 2 or g.question.decision != "answer":  # noqa: PLR2004 a list
        return comparison(g)
    if g.question.split != "year":
        return [*of_parts(g), *beyond(g, shown[0])]
    told = [(key, reading(sides)) for key, sides in ((g.plan.asked[0], g.sides), *g.readings)]
    listed = [_listed(key, figures) for key, figures in told if figures]
    signs, extremes = _signs(shown), [_extremes(shown)]
    first = [*extremes, *signs] if asks_extreme(g.question.text.lower()) else [*signs, *extremes]
    return [*first, *listed, *beyond(g, shown[0])]


def _of_profit(g: Gathered) -> list[str]:
    """The share of each year's profit, and the years that had none."""
    shares = [(side, figure) for side, figure in g.sides if figure is not None]
    profits = [figure for key, of in g.readings if key == g.plan.asked[1] for _, figure in of if figure is not None]
    have = {figure.scope.dates for _, figure in shares}
    without = [f"{{{figure.id}.scope}} ({{{figure.id}}})" for figure in profits if figure.scope.dates not in have]
    said = [Line.YEARS_PROFIT.format(figure=reading(shares))] if shares else []
    return said + ([Line.YEARS_NO_PROFIT.format(years=_row(without))] if without else [])


def _signs(shown: Sequence[Shown]) -> list[str]:
    """In which of the years the hedge, or the account, earned and in which it lost."""
    key = shown[0].key
    line = next((line for begin, line in _BY_SIGN.items() if key.startswith(begin)), None)
    if line is None or not key.endswith(".total"):
        return []
    cost = key.startswith("drag.")
    up = [f"{{{s.id}.scope}}" for s in shown if s.value and (s.value < 0) == cost]
    down = [f"{{{s.id}.scope}}" for s in shown if s.value and (s.value > 0) == cost]
    return [line.format(up=_row(up), down=_row(down))]


def _extremes(shown: Sequence[Shown]) -> str:
    """The highest and the lowest of the years, with their values."""
    loss = shown[0].key.startswith(LOSSES)
    ranked = sorted(shown, key=lambda s: abs(s.value) if loss else s.value)
    low, high = ranked[0], ranked[-1]
    told = {name: f"{{{s.id}}}" for name, s in (("least", low), ("most", high))}
    told |= {name: f"{{{s.id}.scope}}" for name, s in (("last", low), ("first", high))}
    line = Line.YEARS_LARGEST if loss else Line.YEARS_EXTREMES
    return line.format(title=as_subject(spec_of(high.key).title), **told)


def _listed(key: str, figures: str) -> str:
    line = Line.YEARS_DRAG if key.startswith("drag.") else Line.CHOICE_FIGURE
    return line.format(title=spec_of(key).title, figure=figures)


def _row(years: Sequence[str]) -> str:
    """Years in a row, the last after an "and"."""
    return " and ".join([", ".join(years[:-1]), *years[-1:]] if len(years) > 1 else years) or "no year"
