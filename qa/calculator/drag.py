"""Drag: what the hedge takes from the return. Positive when the hedge costs.

`u` and `h` are the unhedged and hedged returns of a month on the same capital base, so `u - h` is the hedge's loss over
that base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.figure import FigureSpec, Step, Value
from qa.calculator.periodic import Selected, monthly
from qa.calculator.uncertainty import mean_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SOURCE = "Arithmetic difference of two return series on one base; interval by Politis and Romano, JASA 89 (1994)."


def _drag(selected: Selected) -> NDArray[np.float64]:
    unhedged, hedged, _ = selected
    assert hedged is not None, "the months are those of a hedged backtest"
    return unhedged - hedged


def mean_drag(selected: Selected) -> Value:
    """Mean monthly drag [fraction of the capital base a month], with its bootstrap interval.

    `mean(u - h)`. Needs paired monthly returns. One month can decide it: read it beside the median.

    >>> import numpy as np
    >>> mean_drag((np.array([0.02, 0.01]), np.array([0.015, 0.013]), ("2020-01", "2020-02"))).value.__round__(6)
    0.001
    """
    unhedged, hedged, labels = selected
    drag = _drag(selected)
    assert hedged is not None
    return Value(
        value=float(drag.mean()),
        n=len(drag),
        start=labels[0],
        end=labels[-1],
        interval=mean_interval(drag),
        steps=(
            Step(label="sum of unhedged returns", value=float(unhedged.sum()), unit="fraction/span"),
            Step(label="sum of hedged returns", value=float(hedged.sum()), unit="fraction/span"),
            Step(label="months", value=len(drag), unit="count"),
        ),
    )


def median_drag(selected: Selected) -> Value:
    """Median monthly drag [fraction of the capital base a month]: `median(u - h)`, what a typical month costs.

    >>> import numpy as np
    >>> u = np.array([0.02, 0.01, 0.01])
    >>> median_drag((u, np.array([0.015, 0.013, 0.008]), ("2020-01", "2020-02", "2020-03"))).value.__round__(6)
    0.002
    """
    import numpy as np

    drag, labels = _drag(selected), selected[2]
    middle = np.sort(drag)[(len(drag) - 1) // 2 : len(drag) // 2 + 1]
    steps = tuple(Step(label="month in the middle", value=float(v), unit="fraction/month") for v in middle)
    return Value(value=float(np.median(drag)), n=len(drag), start=labels[0], end=labels[-1], steps=steps)


FIGURES = (
    FigureSpec(
        key="drag.monthly.mean",
        title="Mean monthly drag",
        meaning="What the hedge costs in a month on average: the unhedged less the hedged return on the same account.",
        unit="fraction/month",
        formula="mean(u - h)",
        validity="A single month can decide the mean, so it stands beside the median; with few months there is no interval.",
        source=_SOURCE,
        synonyms=("drag", "hedge cost", "cost of the hedge", "cost of hedging", "hedge costs", "hedging cost", "hedge drag"),
        compute=monthly(True, mean_drag),
    ),
    FigureSpec(
        key="drag.monthly.median",
        title="Median monthly drag",
        meaning="What the hedge costs in a typical month: as many months cost more as cost less.",
        unit="fraction/month",
        formula="median(u - h)",
        validity="Says nothing of the rare months in which a hedge pays; read it beside the mean.",
        source=_SOURCE,
        synonyms=("typical month", "median drag", "usual month"),
        compute=monthly(True, median_drag),
    ),
)
