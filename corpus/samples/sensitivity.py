"""How drag and return of the primary sample depend on each parameter of the simulator, by a quarter either way.

Run as `python -m corpus.samples.sensitivity`; it prints the table that stands in docs/adr.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache

from corpus.samples.market import Day, market
from corpus.samples.plans import PRIMARY, Plan
from corpus.samples.pricing import Model
from corpus.samples.simulate import simulate

SHIFT = 0.25
#: Parameters that the one-night condor doesn't use.
_OTHERS = ("month_level", "month_spike", "month_skew", "month_curve")


def parameters() -> tuple[str, ...]:
    """Those that the primary sample depends on."""
    return tuple(f.name for f in fields(Model) if f.name not in _OTHERS)


def means(plan: Plan, model: Model) -> tuple[float, float]:
    """Mean unhedged return and mean drag a month, as fractions of the base."""
    days = _market(model.mean_days)
    run = simulate(plan, model, days)
    months = len({d.day.isoformat()[:7] for d in days})
    return sum(run.base) / months / plan.base, -sum(run.hedge) / months / plan.base


def rows() -> Iterator[tuple[str, Sequence[float]]]:
    """Each parameter with unhedged return and drag at three quarters and at five quarters of its value."""
    for name in parameters():
        value = getattr(Model(), name)
        both = [means(PRIMARY, replace(Model(), **{name: value * (1 + shift)})) for shift in (-SHIFT, SHIFT)]
        yield name, [x for pair in both for x in pair]


def table() -> str:
    """The table in Markdown; percent of the account a month."""
    unhedged, drag = means(PRIMARY, Model())
    lines = [
        "| parameter | value | unhedged at -25% | drag at -25% | unhedged at +25% | drag at +25% |",
        "|---|---|---|---|---|---|",
        f"| as shipped | | {_percent(unhedged)} | {_percent(drag)} | {_percent(unhedged)} | {_percent(drag)} |",
    ]
    lines += [f"| {name} | {getattr(Model(), name):g} | {' | '.join(map(_percent, values))} |" for name, values in rows()]
    return "\n".join(lines) + "\n"


@cache
def _market(mean_days: float) -> list[Day]:
    return market(mean_days)


def _percent(value: float) -> str:
    return f"{value:.3%}"


if __name__ == "__main__":
    print(table(), end="")  # noqa: T201 what it is for
