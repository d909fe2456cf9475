"""Disclosures: what every page must say of its figures and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qa.document import FigureView

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
        said.append(
            f"Hypothetical performance, {_FEES[figures[0].fees]}. It has inherent limits, was made with hindsight and does "
            "not show what any account earned."
        )
    elif figures:
        said.append(f"Actual performance, {_FEES[figures[0].fees]}. Past results do not tell future ones.")
    if sample_data:
        said.append("The backtest is shipped sample data, simulated to show the tool and not to judge any method.")
    if texts != "own":
        which = "The texts quoted are" if texts == "sample" else "Some of the texts quoted are of"
        said.append(f"{which} a sample corpus, written to show the tool; they are no publisher's words.")
    said.append("For education; not advice, and no recommendation to buy or sell.")
    return tuple(said)
