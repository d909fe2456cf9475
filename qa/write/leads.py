"""How each figure leads an answer, in plain English.

`{d}` is the figure as it is shown, `{m}` its magnitude where the words give the direction, `{b}` what it is a share of,
`{n}` its count and `{per}` its period. A figure that can have either sign has words for both.
"""

from __future__ import annotations

_SIDES = ("unhedged", "hedged")
_ACCOUNT = {"unhedged": "the unhedged account", "hedged": "the hedged account"}

LEADS: dict[str, tuple[str, ...]] = {
    "drag.monthly.mean": ("the hedge cost {m} {b} a {per} on average", "the hedge earned {m} {b} a {per} on average"),
    "drag.monthly.median": ("the hedge cost {m} {b} in the median {per}", "the hedge earned {m} {b} in the median {per}"),
    "drag.monthly.deviation": ("the cost of the hedge usually lay within {d} {b} of its mean in a {per}",),
    "drag.monthly.share_costly": ("the hedge cost something in {d} of the {per}s",),
    "drag.monthly.costliest": (
        "in its costliest {per} the hedge took {m} {b}",
        "even in its costliest {per} the hedge earned {m} {b}",
    ),
    "drag.monthly.best": ("in its best {per} the hedge still cost {m} {b}", "in its best {per} the hedge earned {m} {b}"),
    "drag.monthly.without_largest": (
        "without the {per} that moves the mean most, the hedge cost {m} {b} a {per} on average",
        "without the {per} that moves the mean most, the hedge earned {m} {b} a {per} on average",
    ),
    "drag.monthly.t": (
        "the mean drag lay {m} standard errors above nothing",
        "the mean drag lay {m} standard errors below nothing",
    ),
    "drag.monthly.total": ("the hedge cost {m} {b} in all", "the hedge earned {m} {b} in all"),
    "drag.monthly.geometric": (
        "the hedge lowered the geometric mean return by {m} a {per}",
        "the hedge raised the geometric mean return by {m} a {per}",
    ),
    "drag.monthly.annualised": (
        "the hedge lowered the account's growth by {m} a year",
        "the hedge raised the account's growth by {m} a year",
    ),
    "drag.monthly.relative_wealth": (
        "the hedge took {m} of the unhedged account's wealth a {per}",
        "the hedge added {m} to the unhedged account's wealth a {per}",
    ),
    "drag.irr": (
        "the hedge lowered the internal rate of return by {m} a year",
        "the hedge raised the internal rate of return by {m} a year",
    ),
    "drag.by_start.median": (
        "begun in the middle one of all possible months, the hedge cost {m} {b} a month to the end",
        "begun in the middle one of all possible months, the hedge earned {m} {b} a month to the end",
    ),
    "drag.by_start.spread": ("the luckiest and the unluckiest month to begin in lie {d} {b} a month apart",),
    "drag.monthly.contrast": (
        "the hedge cost {m} {b} a {per} more than in all others",
        "the hedge cost {m} {b} a {per} less than in all others",
    ),
    "drag.over.account": ("the hedge's closed trades lost {m} {b}", "the hedge's closed trades earned {m} {b}"),
    "drag.over.risk": ("the hedge's closed trades lost {m} {b}", "the hedge's closed trades earned {m} {b}"),
    "drag.over.credit": ("the hedge's closed trades lost {m} {b}", "the hedge's closed trades earned {m} {b}"),
    "drag.over.premium": ("the hedge's closed trades lost {m} {b}", "the hedge's closed trades earned {m} {b}"),
    "decomposition.total": ("the hedge lost {m} in all", "the hedge earned {m} in all"),
    "decomposition.decay": ("the hedge lost {m} to the decay of its premium",),
    "decomposition.payoff": ("the hedge's payoffs cost {m}", "the hedge's payoffs made up {m}"),
    "decomposition.roll_cost": ("rolling the hedge cost {m} in fees and slippage",),
    "decomposition.commissions": ("the hedge's other trades cost {m} in commissions",),
    "decomposition.slippage": (
        "the hedge's other trades cost {m} in slippage at their opening",
        "slippage at the opening brought in {m}",
    ),
    "decomposition.residual": ("{m} of the hedge's loss is in no closed trade", "{m} of the hedge's gain is in no closed trade"),
    "premium.unit": ("buying the whole hedge cost {d} in the middle of the days on which it was bought",),
    "premium.per_100k": ("buying the whole hedge cost {d} in proportion to the capital base",),
    "premium.in_credits": ("the whole hedge cost the credit of {d} base trades",),
    "premium.spent": ("{d} was spent on the hedge's closed trades",),
    "premium.recovered": ("{d} of premium came back when the hedge's trades were closed",),
    "premium.open": ("{d} of premium was paid for hedge trades that are still open",),
    "adjustment.count": ("the hedge was rolled {d} times",),
    "adjustment.cost": ("a roll of the hedge cost {d} in fees on average",),
    "drawdown.reduction": (
        "the hedge made the largest fall smaller by {m} of its size",
        "the hedge made the largest fall larger by {m} of its size",
    ),
    "tail.monthly.saved": (
        "the hedge lifted the average of the worst {per}s by {m} {b}",
        "the hedge lowered the average of the worst {per}s by {m} {b}",
    ),
    "protection.per_drawdown_point": (
        "each point by which the largest fall was smaller cost {m} points of return a year",
        "the hedge earned {m} points a year for each point by which the largest fall was smaller",
    ),
    "protection.monthly.per_shortfall_point": (
        "each point by which the worst {per}s were better cost {m} points of return a {per}",
        "the hedge earned {m} points a {per} for each point by which the worst {per}s were better",
    ),
    "protection.monthly.break_even": ("the hedge has to pay as it did once in {d} {per}s to cost nothing",),
    "protection.monthly.observed": ("the hedge earned something once in {d} {per}s",),
    "benchmark.share": ("the unhedged strategy would have earned the hedged return at {d} of its size",),
    "benchmark.drawdown": ("at the size with the hedged return, the unhedged account would have fallen by {m} at most",),
    "benchmark.advantage": (
        "the hedge's largest fall was {m} smaller than that of simply trading less",
        "simply trading less for the same return would have had a largest fall that was {m} smaller",
    ),
    "exposure.monthly.beta.hedge": (
        "the hedge moved by {m} points with each point of the index in a {per}",
        "the hedge moved by {m} points against each point of the index in a {per}",
    ),
    "correlation.monthly.spx": ("the hedge's return went along with the index at a correlation of {d}",),
    "correlation.monthly.vix": ("the hedge's return went along with VIX at a correlation of {d}",),
    "convexity.monthly.crash_slope": (
        "in the market's worst {per}s the hedge fell by {m} points with each point that the index lost",
        "in the market's worst {per}s the hedge gained {m} points for each point that the index lost",
    ),
    "convexity.monthly.curvature": (
        "the hedge's payoff bends upward, with a curvature of {m}",
        "the hedge's payoff bends downward, with a curvature of {m}",
    ),
    "convexity.monthly.curvature_t": ("the curvature of the hedge's payoff lay {d} standard errors from nothing",),
    "implied.premium": ("VIX asked for {m} more volatility than came", "{m} more volatility came than VIX had asked for"),
    "implied.exceeded": ("after {d} of the days more volatility came than VIX had asked for",),
    "regime.late_days": ("{d} of the days that began with VIX high lie in months that began with it lower",),
    "episode.count": ("VIX tells {d} stress episodes",),
    "episode.base": (
        "in the middle one of the stress episodes the base earned {m} {b}",
        "in the middle one of the stress episodes the base lost {m} {b}",
    ),
    "episode.hedge": (
        "in the middle one of the stress episodes the hedge earned {m} {b}",
        "in the middle one of the stress episodes the hedge lost {m} {b}",
    ),
    "episode.net": (
        "in the middle one of the stress episodes the hedged account earned {m}",
        "in the middle one of the stress episodes the hedged account lost {m}",
    ),
    "episode.offset": (
        "the hedge made good {m} of what the base lost in stress episodes",
        "the hedge added {m} to what the base lost in stress episodes",
    ),
    "episode.fall.unhedged": ("inside a stress episode the unhedged account fell by {m} at most",),
    "episode.fall.hedged": ("inside a stress episode the hedged account fell by {m} at most",),
    "realism.reach": ("{d} of the resampled runs reach the claimed reduction of the drawdown",),
    "realism.trials": ("{d} variants were tried before this one was chosen",),
    "whatif.size_for_drag": ("the hedge would cost the stated share at {d} times its size",),
    "whatif.size_for_reduction": ("the drawdown would be smaller by the stated part with the hedge at {d} times its size",),
    "whatif.slippage": (
        "each contract of the base could have been filled {m} points worse before it earned nothing",
        "each contract of the base would have had to be filled {m} points better to earn anything",
    ),
    "capital.smallest": ("the smallest account that can hold every part of the run is {d}",),
    "capital.base": ("returns are measured on a capital base of {d}",),
    "capital.wacc_spread": (
        "the account's yearly rate lay {m} above its cost of capital",
        "the account's yearly rate lay {m} below its cost of capital",
    ),
    "chain.recovered": ("{d} of the losers that were rolled lost nothing in the end",),
    "chain.recovered_dollars": ("rolling made good {m} of the first losses", "rolling added {m} to the first losses"),
    "chain.largest": ("a rolled trade grew to {d} times its first size at most",),
    "chain.open": ("{d} rolled losers were still open at the end",),
    "geometry.width": ("the spreads are {d} points wide in the middle one of the trades",),
    "geometry.credit": ("a contract brings in {d} points in the middle one of the trades",),
    "geometry.max_loss": ("a contract can lose {d} points at most, in the middle one of the trades",),
    "geometry.full_loss_break_even": (
        "if every loss were a full one, the trades would have to win {d} of the time to earn nothing",
    ),
    "margin.peak": ("open trades held {d} of margin at once at most",),
    "margin.mean": ("open trades held {d} of margin on average",),
    "margin.return.peak": (
        "all trades earned {m} of the most margin that they held at once",
        "all trades lost {m} of the most margin that they held at once",
    ),
    "margin.return.mean": (
        "all trades earned {m} of the margin that they held on average",
        "all trades lost {m} of the margin that they held on average",
    ),
    "execution.gap": ("live trades earned {m} less than the backtest's", "live trades earned {m} more than the backtest's"),
    "execution.gap.mean": (
        "a live trade earned {m} less than the backtest's on average",
        "a live trade earned {m} more than the backtest's on average",
    ),
    "execution.unpaired": ("{d} of the trades have no pair among the live ones",),
    "import.trades": ("the log holds {d} trades",),
    "import.warnings": ("the import found {d} things that a reader should know",),
}
for _side in _SIDES:
    _who = _ACCOUNT[_side]
    LEADS |= {
        f"return.{_side}.monthly.mean": (f"{_who} returned {{d}} a {{per}} on average",),
        f"return.{_side}.monthly.median": (f"{_who} returned {{d}} in the median {{per}}",),
        f"return.{_side}.monthly.worst": (
            f"{_who} still returned {{m}} in its worst {{per}}",
            f"{_who} lost {{m}} in its worst {{per}}",
        ),
        f"return.{_side}.total": (f"{_who} returned {{d}} in all",),
        f"return.{_side}.annual": (f"{_who} grew by {{m}} a year", f"{_who} shrank by {{m}} a year"),
        f"return.{_side}.irr": (f"{_who} had an internal rate of return of {{d}} a year",),
        f"drawdown.max.{_side}": (f"{_who} fell by {{m}} at most, from a high to a later low",),
        f"drawdown.recovery.{_side}": (f"{_who} took {{d}} to reach the high again from which it fell furthest",),
        f"drawdown.under_water.{_side}": (f"{_who} was below its high on {{d}} of the days",),
        f"drawdown.ulcer.{_side}": (f"{_who} had an ulcer index of {{d}}",),
        f"drawdown.risk.{_side}": (f"{{d}} of the resampled runs of {_who} have a fall as deep as the stated one",),
        f"tail.monthly.var.{_side}": (
            f"{_who} still gained {{m}} in the worst {{per}}s",
            f"{_who} lost {{m}} or more in its worst {{per}}s",
        ),
        f"tail.monthly.shortfall.{_side}": (
            f"{_who} gained {{m}} on average in its worst {{per}}s",
            f"{_who} lost {{m}} on average in its worst {{per}}s",
        ),
        f"tail.monthly.var_far.{_side}": (
            f"{_who} still gained {{m}} in its very worst {{per}}s",
            f"{_who} lost {{m}} or more in its very worst {{per}}s",
        ),
        f"tail.monthly.shortfall_far.{_side}": (
            f"{_who} gained {{m}} on average in its very worst {{per}}s",
            f"{_who} lost {{m}} on average in its very worst {{per}}s",
        ),
        f"volatility.monthly.{_side}": (f"the volatility of {_who} was {{d}} a year",),
        f"sharpe.monthly.{_side}": (f"{_who} had a Sharpe ratio of {{d}}",),
        f"sortino.monthly.{_side}": (f"{_who} had a Sortino ratio of {{d}}",),
        f"calmar.{_side}": (f"{_who} had a Calmar ratio of {{d}}",),
        f"martin.{_side}": (f"{_who} had a Martin ratio of {{d}}",),
        f"exposure.monthly.beta.{_side}": (
            f"{_who} moved by {{m}} points with each point of the index in a {{per}}",
            f"{_who} moved by {{m}} points against each point of the index in a {{per}}",
        ),
        f"exposure.monthly.explained.{_side}": (f"the index explains {{d}} of the variance of {_who}",),
    }
LEADS["exposure.monthly.explained.hedge"] = ("the index explains {d} of the variance of the hedge",)
for _prefix, _whose in (("trades", "the base strategy's trades"), ("hedge", "the hedge's trades")):
    LEADS |= {
        f"{_prefix}.win_rate": (f"{{d}} of {_whose} earned something after fees",),
        f"{_prefix}.break_even_win_rate": (f"{_whose} had to win {{d}} of the time to earn nothing",),
        f"{_prefix}.payoff_ratio": (f"a win of {_whose} came to {{d}} times a loss, on average",),
        f"{_prefix}.expectancy": (f"{_whose} earned {{m}} each on average", f"{_whose} lost {{m}} each on average"),
        f"{_prefix}.profit_factor": (f"the wins of {_whose} came to {{d}} times their losses",),
        f"{_prefix}.worst": (f"the worst of {_whose} still earned {{m}}", f"the worst of {_whose} lost {{m}}"),
        f"{_prefix}.best": (f"the best of {_whose} earned {{m}}", f"even the best of {_whose} lost {{m}}"),
        f"{_prefix}.losing_run": (f"{_whose} lost {{d}} times in a row at most",),
        f"{_prefix}.holding": (f"{_whose} were held for {{d}} on average",),
        f"{_prefix}.count": (f"{{d}} of {_whose} were closed",),
    }
