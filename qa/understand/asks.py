"""Asks: which figure is meant where a question speaks of which concepts together."""

from __future__ import annotations

from dataclasses import dataclass

#: A figure and the concepts that ask for it: `A|B` is met by either, `~A` goes with the ask where it is there. `{side}` stands
#: for unhedged or hedged, `{record}` for the trades of the base or of the hedge, `{part}` for unhedged, hedged or hedge. `!A` is
#: not there. An ask within a larger one is not meant, and one marked `?` gives way to any that shares a word with it.
_TABLE = """
?drag.monthly.mean: COST ~MEAN ~HEDGE ~PROTECTION
?drag.monthly.mean: HEDGE HELP
?drag.monthly.costliest: WORST HEDGE
?drag.monthly.mean: HEDGE TAKE|PAY|LOSE|EARN ~MEAN
?drag.monthly.mean: COST RETURN ~HEDGE !HEDGED !UNHEDGED
drag.monthly.median: MEDIAN COST ~HEDGE ~MEAN
drag.monthly.median: MEDIAN HEDGE TAKE|PAY|LOSE ~MEAN
drag.monthly.deviation: DEVIATION COST|HEDGE ~COST
drag.monthly.share_costly: OFTEN|SHARE|HOWMANY COST|TAKE|LOSE MONTHS ~HEDGE
drag.monthly.share_costly: OFTEN COST ~HEDGE
drag.monthly.costliest: WORST|MOST MONTH COST|TAKE|LOSE|PAY ~HEDGE
drag.monthly.costliest: WORST MONTH HEDGE
drag.monthly.best: BEST MONTH HEDGE|COST ~COST
drag.monthly.best: MOST EARN|PAYOFFS|HELP MONTH HEDGE
drag.monthly.without_largest: LEAVEOUT LARGEST|BEST|WORST|MOST COST|HEDGE ~MONTH ~LARGEST ~MOST
drag.monthly.t: TSTAT ~COST ~HEDGE ~MEAN
drag.monthly.total: TOTAL COST ~HEDGE
drag.monthly.total: TOTAL HEDGE TAKE|PAY|LOSE
drag.monthly.geometric: GEOMETRIC COST
drag.monthly.annualised: YEARLY COST ~HEDGE ~MEAN
drag.monthly.relative_wealth: WEALTH
decomposition.total: BREAKDOWN COST|HEDGE ~COST
decomposition.decay: DECAY HEDGE|COST|PREMIUM ~COST ~PREMIUM
decomposition.commissions: FEES HEDGE ~COST
decomposition.slippage: SLIPPAGE HEDGE ~COST
?decomposition.slippage: SLIPPAGE COST|LOSE|HOWMUCH ~HEDGE
decomposition.roll_cost: ROLL COST TOTAL
decomposition.residual: RESIDUAL
drag.over.account: SHARE ACCOUNT LOSE HEDGE ~TOTAL !PERIOD
drag.over.account: SHARE ACCOUNT COST|TAKE|PAY TOTAL ~HEDGE
drag.over.risk: RISK COST|HEDGE|TAKE|PAY ~BASE ~SHARE ~ACCOUNT ~HEDGE
drag.over.credit: SHARE CREDIT COST|HEDGE|PAY ~HEDGE ~PAY ~BASE ~EARN
drag.over.credit: CREDIT COST HEDGE
drag.over.premium: SHARE PREMIUM LOSE|COST ~HEDGE
premium.unit: SET PAY|COST|PREMIUM ~HEDGE ~HOWMUCH
premium.in_credits: CREDIT NIGHTS|HOWMANY SET|HEDGE|PREMIUM ~PAY ~HEDGE ~BASE ~TAKE
premium.spent: SPENT HEDGE|PREMIUM ~PREMIUM ~USD
premium.spent: PAY PREMIUM ~HEDGE
premium.recovered: RECOVER PREMIUM|HEDGE ~SHARE ~HOWMANY
premium.open: OPEN HEDGE|PREMIUM
adjustment.count: OFTEN|HOWMANY ROLL ~HEDGE
adjustment.cost: ROLL COST|FEES|PAY ~FEES ~HEDGE
adjustment.conversion_cost: CONVERSION COST|TAKE
?return.{side}.monthly.mean: RETURN ~MEAN ~ACCOUNT
?return.{side}.monthly.mean: EARN ACCOUNT|HEDGED|UNHEDGED ~MEAN
?return.{side}.monthly.mean: EARN PERIOD ~BASE ~MEAN ~EXPECT ~ACCOUNT !HEDGE
?return.unhedged.monthly.mean: BASE LOSE|EARN ~PERIOD !MEAN !HEDGED
return.{side}.monthly.mean: EXPECT HEDGED|UNHEDGED|PERIOD ~EARN ~RETURN ~HEDGED
return.{side}.monthly.mean: REALISTIC PERCENT UNHEDGED|HEDGED ~PERIOD ~RETURN ~EARN
?return.{side}.monthly.mean: TAKE ACCOUNT|UNHEDGED|HEDGED !HEDGE
return.{side}.monthly.median: MEDIAN RETURN ~ACCOUNT
return.{side}.monthly.worst: WORST MONTH ~ACCOUNT ~RETURN
return.{side}.monthly.worst: MOST LOSE MONTH ~ACCOUNT
return.{side}.total: TOTAL RETURN ~ACCOUNT
return.{side}.total: TOTAL EARN ACCOUNT|HEDGED|UNHEDGED
return.{side}.annual: YEARLY RETURN ~ACCOUNT ~MEAN
return.{side}.irr: IRR ~ACCOUNT
drag.irr: IRR GAP|COST ~HEDGED ~UNHEDGED ~HEDGE
drag.by_start.median: START MONTH|COST|HEDGE COST|HEDGE ~MONTH ~MEAN
drag.by_start.spread: START MONTH|COST|HEDGE COST|HEDGE MATTER|GAP ~MONTH ~MEAN ~COST
drawdown.max.{side}: DRAWDOWN ~MOST ~ACCOUNT ~WORST
drawdown.max.{side}: FALL|UNDERWATER MOST|WORST ~ACCOUNT ~BASE
drawdown.recovery.{side}: RECOVER HOWLONG|DAYS ~DRAWDOWN ~FALL ~ACCOUNT ~TAKE
drawdown.recovery.{side}: RECOVER DRAWDOWN|FALL
drawdown.under_water.{side}: UNDERWATER ~SHARE ~HOWLONG ~DAYS ~ACCOUNT
drawdown.ulcer.{side}: ULCER
drawdown.risk.{side}: CHANCE DRAWDOWN|FALL ~MOST ~ACCOUNT
drawdown.risk.{side}: CHANCE LOSE ACCOUNT|PERCENT ~PERCENT
drawdown.reduction: REDUCE|SAVE|HELP|PROTECTS DRAWDOWN|FALL ~HEDGE ~MOST ~ACCOUNT
drawdown.reduction: PROTECTION|PROTECTS HOWMANY|HOWMUCH ~HEDGE
realism.reach: REALISTIC REDUCE|SAVE DRAWDOWN|FALL ~MOST ~HEDGE
realism.reach: CHANCE REDUCE|SAVE DRAWDOWN|FALL ~MOST ~HEDGE
tail.daily.var.{side}: VAR ~ACCOUNT
tail.daily.var_far.{side}: VAR FAR ~ACCOUNT
tail.daily.shortfall.{side}: SHORTFALL ~ACCOUNT
tail.daily.shortfall_far.{side}: SHORTFALL FAR ~ACCOUNT
tail.daily.saved: SHORTFALL HELP|SAVE|REDUCE ~HEDGE
tail.daily.saved: WORSTDAYS HELP|SAVE HEDGE
volatility.monthly.{side}: VOLATILITY ~ACCOUNT ~RETURN
sharpe.monthly.{side}: SHARPE ~ACCOUNT
sortino.monthly.{side}: SORTINO ~ACCOUNT
calmar.{side}: CALMAR ~ACCOUNT
martin.{side}: MARTIN ~ACCOUNT
protection.per_drawdown_point: POINT DRAWDOWN SAVE|COST|PAY|REDUCE ~PAY ~COST ~HEDGE
protection.monthly.per_shortfall_point: POINT SHORTFALL SAVE|COST|PAY ~PAY ~COST
protection.monthly.break_even: NEED PAYOFFS|EARN OFTEN|HOWMANY HEDGE ~MONTHS ~NOTHING ~COST
protection.monthly.break_even: BREAKEVEN HEDGE ~OFTEN ~MONTHS ~HOWMANY ~NEED ~PAYOFFS
protection.monthly.observed: OFTEN HEDGE PAYOFFS|EARN ~TAKE
benchmark.advantage: SMALLER ~HEDGE ~PAY ~COST ~TAKE
benchmark.advantage: WORTH HEDGE ~COST
benchmark.share: SMALLER SHARE RETURN
benchmark.drawdown: SMALLER DRAWDOWN
exposure.monthly.beta.{part}: BETA ~ACCOUNT ~HEDGE
exposure.monthly.explained.{part}: EXPLAINED ~ACCOUNT ~HEDGE
correlation.monthly.spx: CORRELATION ~HEDGE ~COST ~SPX
correlation.monthly.vix: CORRELATION VIXITSELF ~HEDGE ~COST
convexity.daily.crash_slope: SLOPE HEDGE ~POINT ~SPX ~EARN
convexity.daily.crash_slope: POINT SPX HEDGE EARN|PAYOFFS ~SLOPE ~FALL
convexity.daily.curvature: CONVEX ~HEDGE
convexity.daily.curvature_t: CONVEX TSTAT
implied.premium: IMPLIED REALISED ~VOLATILITY
implied.exceeded: IMPLIED REALISED OFTEN|SHARE ~VOLATILITY
drag.daily.contrast: COST MORETHAN ~HEDGE
episode.count: HOWMANY EPISODE
realism.trials: VARIANTS|OVERFIT
whatif.size_for_drag: SIZE COST|TAKE PERCENT ~HEDGE
whatif.size_for_reduction: SIZE HEDGE REDUCE DRAWDOWN|FALL ~PERCENT
whatif.slippage: SLIPPAGE STAND|NOTHING|BREAKEVEN ~NOTHING ~EARN ~BASE ~HOWMUCH ~HOWMANY
capital.smallest: SMALLEST ACCOUNT ~HEDGE
capital.wacc_spread: WACC ~IRR ~RETURN
{record}.win_rate: WINRATE ~BASE ~TRADE
{record}.win_rate: OFTEN|SHARE|HOWMANY WIN ~BASE ~HEDGE ~TRADE
{record}.win_rate: OFTEN|SHARE|HOWMANY LOSE BASE|TRADE ~BASE ~TRADE
{record}.break_even_win_rate: WINRATE NEED|BREAKEVEN
{record}.break_even_win_rate: OFTEN|SHARE WIN NEED|BREAKEVEN ~BASE ~TRADE
{record}.break_even_win_rate: BREAKEVEN BASE|TRADE
{record}.payoff_ratio: RATIO ~LOSE
{record}.expectancy: EXPECTANCY EARN|MEAN|PAYOFFS ~EARN ~MEAN ~BASE !PERIOD
?{record}.expectancy: EARN BASE|TRADE MEAN !PERIOD
{record}.profit_factor: FACTOR
{record}.worst: WORST TRADE|BASE ~LOSE
{record}.worst: MOST LOSE ~TRADE ~BASE ~EXPECTANCY
{record}.best: BEST TRADE|BASE ~WIN
{record}.best: MOST WIN|EARN TRADE|BASE|EXPECTANCY
{record}.losing_run: STREAK LOSE ~BASE ~TRADE ~MOST
{record}.holding: HOLDING HOWLONG|MEAN ~BASE ~HEDGE ~TRADE ~TAKE
{record}.count: HOWMANY TRADE|BASE
chain.recovered: CHAIN|ROLL RECOVER LOSE|SHARE|OFTEN|BASE|CHAIN ~SHARE ~OFTEN ~LOSE
chain.recovered_dollars: CHAIN|ROLL LOSE OFFSET ~SHARE
episode.offset: OFFSET LOSE|DRAWDOWN|FALL|HEDGE ~SHARE ~HEDGE ~BASE ~LOSE
chain.largest: CHAIN MOST
chain.open: CHAIN OPEN
geometry.credit: CREDIT MEDIAN|MEAN|HOWMUCH|BASE ~MEDIAN ~MEAN
geometry.width: WIDTH ~MEDIAN ~MEAN
geometry.max_loss: MAXLOSS ~BASE ~EXPECTANCY ~TRADE ~LOSE
geometry.full_loss_break_even: MAXLOSS BREAKEVEN
margin.peak: MARGIN ~MOST
margin.mean: MARGIN MEAN
margin.return.peak: EFFICIENCY
execution.gap: REAL ~TRADE
theta.overnight: THETA|DECAY OVERNIGHT ~SHARE ~HOWMUCH
greeks.hedge: GREEKS ~THETA ~HEDGE
greeks.hedge: THETA HEDGE
slippage.high_frequency: HFT SLIPPAGE|COST ~SHARE
event.elevated_print: PRINTED COST|HEDGE ~COST
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A figure's key, with what stands for its side, and the concepts that ask for it together."""

    key: str
    #: each is met by any of its alternatives
    needs: tuple[tuple[str, ...], ...]
    #: what belongs to the ask where it is there
    takes: tuple[str, ...]
    #: what must not be there
    bars: tuple[str, ...]
    #: whether it gives way to any other that shares a word with it
    weak: bool


def _read_line(line: str) -> Ask:
    key, _, words = line.partition(": ")
    needs = tuple(tuple(w.split("|")) for w in words.split() if w[0] not in "~!")
    takes, bars = (tuple(w[1:] for w in words.split() if w[0] == sign) for sign in "~!")
    return Ask(key=key.removeprefix("?"), needs=needs, takes=takes, bars=bars, weak=key.startswith("?"))


ASKS = tuple(_read_line(line) for line in _TABLE.strip().splitlines())
