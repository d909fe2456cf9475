"""Disclosures: what every page must say of its figures and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qa.document import FigureView
from qa.lines import Line

#: Whether the texts quoted are of the shipped sample, the desk's own, or both.
Texts = Literal["sample", "own", "both"]
_FEES = {
    "gross": "before any costs or fees",
    "net_of_costs": "net of trading costs as the backtest has them, not of advisory fees",
    "net_of_all": "net of trading costs and of all fees",
}


def disclosures(figures: Sequence[FigureView], *, sample_data: bool, texts: Texts) -> tuple[str, ...]:
    """Draft sentences: hypothetical or actual, gross or net, sample or not, and that it is no advice."""
    said = []
    if any(f.hypothetical for f in figures):
        said.append(Line.HYPOTHETICAL.format(fees=_FEES[figures[0].fees]))
    elif figures:
        said.append(Line.ACTUAL.format(fees=_FEES[figures[0].fees]))
    if sample_data:
        said.append(Line.SAMPLE_DATA.value)
    if texts != "own":
        said.append(
            Line.SAMPLE_TEXTS.format(which="The texts quoted are" if texts == "sample" else "Some of the texts quoted are of")
        )
    said.append(Line.EDUCATION.value)
    return tuple(said)
