"""Known unknowns: what readers often ask and a log can't tell, so that nothing near it is told in its place."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import SUPPOSED
from qa.numerals import Unit


def _unknown(  # noqa: PLR0913, PLR0917 a figure is told by so much
    key: str, title: str, meaning: str, unit: Unit, formula: str, why: tuple[str, str], phrases: tuple[str, ...]
) -> FigureSpec:
    """A figure that is never computed: the reason, and what would have to be brought, are `why`."""
    reason, bring = why
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts="trades",
        formula=formula,
        validity="Not to be had from a log of trades.",
        source="None: it is named so that no other figure is taken for it.",
        phrases=phrases,
        narrows=("bounds", "dates", "event", "tier", *SUPPOSED, "episode", "per"),
        compute=lambda _, __: NotComputed(reason=reason, bring=bring),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _unknown(
        "theta.overnight",
        "Overnight share of theta",
        "Which part of the time value that options lose is lost overnight.",
        "fraction",
        "theta from close to open / theta from close to close",
        ("a log has prices at opening and closing a trade, not overnight", "bring quotes of the options at each close and open"),
        ("overnight theta", "theta overnight", "overnight decay", "overnight share of theta"),
    ),
    _unknown(
        "greeks.hedge",
        "Greeks of the hedge",
        "How the hedge's value moves with the index, with volatility and with time.",
        "ratio",
        "derivatives of the option's value",
        ("Greeks need the quotes of the options, which no log has", "bring quotes of the options by day"),
        ("delta of the hedge", "vega of the hedge", "greeks", "gamma of the hedge", "theta of the hedge"),
    ),
    _unknown(
        "event.elevated_print",
        "Drag at elevated prints",
        "What the hedge costs when a released figure is above what it usually is.",
        "fraction/month",
        "mean(u - h) in months with an elevated print",
        ("which prints were elevated is not in the calendar, which has days only", "bring the printed values as a market series"),
        ("elevated CPI", "elevated PPI", "elevated prints", "hot CPI", "hot print", "elevated print"),
    ),
    _unknown(
        "adjustment.conversion_cost",
        "Cost of conversions and reversals",
        "What conversions and reversals cost when layers are adjusted.",
        "USD",
        "sum of the legs' prices against their parity",
        ("the log names no conversion or reversal", "bring trades that are tagged as such, with every leg's price"),
        ("conversion cost", "reversal cost", "cost of conversions", "cost of reversals"),
    ),
    _unknown(
        "slippage.high_frequency",
        "Slippage by high-frequency trading",
        "What high-frequency traders' flows cost the strategy.",
        "USD",
        "price paid less price without them",
        ("what prices would have been without them is not observed", "nothing that a desk has would tell it"),
        ("HFT", "high-frequency trading", "HFT slippage"),
    ),
)
