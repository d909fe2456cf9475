"""Known unknowns: what readers often ask and a trade log can't answer, so that no nearby figure stands in for it."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import SUPPOSED
from qa.numerals import Unit


def _unknown(  # noqa: PLR0913 a figure is told by so much
    *,
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    reason: str,
    bring: str,
    phrases: tuple[str, ...],
    subject: str,
) -> FigureSpec:
    """A figure that is never computed, so it has no sentences: the reason, and what would supply it."""
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts="trades",
        formula=formula,
        validity="Can't be computed from a trade log.",
        source="None: it is listed so that no other figure is taken for it.",
        phrases=phrases,
        subject=subject,
        narrows=("bounds", "dates", "event", "tier", *SUPPOSED, "episode", "per"),
        compute=lambda _, __: NotComputed(reason=reason, bring=bring),
    )


FIGURES: tuple[FigureSpec, ...] = (
    _unknown(
        key="theta.overnight",
        title="Overnight share of theta",
        meaning="The share of the options' time decay that occurs overnight.",
        unit="fraction",
        formula="theta from close to open / theta from close to close",
        reason="a trade log has prices only at the opening and closing of a trade",
        bring="add option quotes at each close and open; the decay over the whole holding period can be computed",
        phrases=(
            "overnight theta", "theta overnight", "overnight decay", "overnight share of theta", "decay overnight",
            "time decay overnight", "overnight time decay", "theta between close and open", "share of theta earned overnight",
        ),
        subject="Overnight theta",
    ),
    _unknown(
        key="greeks.hedge",
        title="Greeks of the hedge",
        meaning="The sensitivity of the hedge's value to the index, to volatility and to time.",
        unit="ratio",
        formula="derivatives of the option's value",
        reason="Greeks need option quotes, which a trade log doesn't have",
        bring="add daily quotes of the options; the hedge's beta to the index can be computed",
        phrases=(
            "delta of the hedge", "vega of the hedge", "greeks", "gamma of the hedge", "theta of the hedge", "hedge delta",
            "hedge vega", "hedge gamma", "hedge theta", "Greeks of the hedge", "option Greeks", "vanna of the hedge",
        ),
        subject="Greeks of the hedge",
    ),
    _unknown(
        key="quotes.roll_down",
        title="Roll-down of the VIX futures curve",
        meaning="What the hedge loses as its options slide down the curve of VIX futures.",
        unit="USD",
        formula="value at the next shorter tenor less value at its own",
        reason="roll-down needs quotes of VIX futures by tenor, which a trade log doesn't have",
        bring="add daily VIX futures quotes; the premium decay of closed hedge trades can be computed",
        phrases=(
            "roll-down", "roll down", "roll-down of the curve", "contango cost of the hedge", "roll yield of the hedge",
            "roll-down of VIX futures", "cost of the futures curve",
        ),
        subject="Roll-down of the VIX futures curve",
    ),
    _unknown(
        key="quotes.vega",
        title="Vega of the hedge in dollars",
        meaning="What the hedge gains for each point by which implied volatility rises.",
        unit="USD",
        formula="derivative of the hedge's value by implied volatility",
        reason="vega needs option quotes, which a trade log doesn't have",
        bring="add daily quotes of the options; the correlation of the hedge with VIX can be computed",
        phrases=(
            "vega", "vega in dollars", "dollar vega", "vega exposure", "vega per contract", "how much vega", "net vega",
        ),
        subject="Vega of the hedge",
    ),
    _unknown(
        key="quotes.vomma",
        title="Vomma of the hedge",
        meaning="How fast the hedge's vega grows as implied volatility rises.",
        unit="USD",
        formula="second derivative of the hedge's value by implied volatility",
        reason="vomma needs option quotes, which a trade log doesn't have",
        bring="add daily quotes of the options; the convexity of the hedge's payoff to the index can be computed",
        phrases=("vomma", "volga", "vomma of the hedge", "vega convexity", "convexity in volatility", "volga of the calls"),
        subject="Vomma of the hedge",
    ),
    _unknown(
        key="event.elevated_print",
        title="Drag at elevated prints",
        meaning="The cost of the hedge when a released economic figure is higher than usual.",
        unit="fraction/month",
        formula="mean(u - h) in months with an elevated print",
        reason="the calendar has the release days but not the released values",
        bring="add the released values as a market series; the drag on release days can be computed",
        phrases=(
            "elevated CPI", "elevated PPI", "elevated prints", "hot CPI", "hot print", "elevated print", "high CPI print",
            "CPI above expectations", "inflation surprise", "hot PPI", "CPI surprise", "hot inflation print",
        ),
        subject="Hedge cost at elevated prints",
    ),
    _unknown(
        key="adjustment.conversion_cost",
        title="Cost of conversions and reversals",
        meaning="The cost of conversions and reversals when layers are adjusted.",
        unit="USD",
        formula="sum of the legs' prices against their parity",
        reason="the trade log identifies no conversions or reversals",
        bring="tag these trades, with the price of every leg; the fees of rolls can be computed",
        phrases=(
            "conversion cost", "reversal cost", "cost of conversions", "cost of reversals", "conversions and reversals",
            "what conversions cost", "what reversals cost", "price of a conversion", "price of a reversal",
        ),
        subject="Cost of conversions and reversals",
    ),
    _unknown(
        key="slippage.high_frequency",
        title="Slippage from high-frequency trading",
        meaning="The cost of high-frequency traders' order flow to the strategy.",
        unit="USD",
        formula="price paid less price without them",
        reason="the prices without high-frequency traders can't be observed",
        bring="no data would supply them; the break-even slippage can be computed",
        phrases=(
            "HFT", "high-frequency trading", "HFT slippage", "high-frequency traders", "slippage from HFT", "cost of HFT",
            "high frequency trading", "algorithmic front-running", "front running by algorithms",
        ),
        subject="Slippage from high-frequency trading",
    ),
)  # fmt: skip
