"""Concepts: what single words and phrases of a question speak of, whatever they are used to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from qa.understand.text import Place

#: A concept and its words; `*` stands for any ending. A longer phrase goes before a shorter one, a whole word before a beginning.
_TABLE = """
COST: cost*, drag*, expens*, dear, dearer, dearest, pricey, cheap, cheaper, burn, burns, burned, bleed*, eat, eats, ate,
 eaten,
 shave*, toll, outlay, gives up, give up, sacrific*, carry, carries, charge*, swallow*, consum*, devour*, cost nothing,
 costs nothing, set me back, sets me back, bill, takes away, took away, money pit, waste*
TAKE: take, takes, took, taken, taking, do, did, does anything, done, behave*, work out, worked out, worked, perform*,
 fare*, contribut*, subtract*
PAY: pay, pays, paid, paying, price, priced, prices, spend, spends, fund*
HEDGE: a vix call, per vix call, each vix call, per call, each call, hedge, hedges, hedging, alvh, insurance, overlay,
 vix call, vix calls, call, calls, hedge's, layer, layers, alvh's, vix hedge
BASE: condor, condors, condor's, condors', iron condor, iron condors, base strategy, base, short premium, strategy,
 programme*, program, programs
ACCOUNT: account, accounts, portfolio, capital base, capital
HEDGED: hedged, with the hedge, with hedge, with a hedge, with alvh, with the alvh, after the hedge, after hedge,
 after hedging, with hedging, hedge on, with protection,
 including the hedge, net of the hedge, after the alvh, with the calls, after protection, with insurance, hedge included,
 after paying for the hedge, with the vix calls, when hedged
UNHEDGED: unhedged, naked, without the hedge, without a hedge, without any hedge, without hedge, without hedging, no hedge,
 not hedge, not hedged, don't hedge, didn't hedge,
 not hedging, before the hedge, before hedging, hedge off, without alvh, without the alvh, without protection,
 without insurance, bare, un-hedged, without the calls, without vix calls, without any hedging, never hedged,
 without the vix calls, without any protection, no hedging, no insurance, before hedge costs, on their own, hadn't hedged,
 had not hedged, no protection
WITH: with
WITHOUT: without
RETURN: return, returns, returned, performance, yield, yields, gain on the account
EARN: made money, make money, makes money, making money, earn*, make, makes, made, making, gain, gains, gained, profit,
 profits, pnl, p&l, p/l, bring in, brings in, brought in, money
LOSE: lose, loses, lost, losing, loss, losses, loser, losers
MEDIAN: median, typical month, usual month, middle month, in the middle month, typical monthly
MEAN: average, mean, on average, averages, averaged, in the mean
DEVIATION: standard deviation, deviation, vary, varies, variation, scatter*, dispersion, erratic, fluctuat*
OFTEN: how often, how frequently, often, how regularly, frequency, how many times
SHARE: share, part, portion, fraction, percentage, proportion, what percent, how many percent, percent of the, % of the,
 in % of, what %, in percent of, out of
HOWMANY: how many, number of, count
HOWLONG: how long, how many days, how many weeks, days does it take, time does it take, duration
CHANCE: chance*, odds, probabilit*, likelihood, how likely, risk of a, risk of an
MONTH: month, month's, lucky month, one month, single month, extreme month
MONTHS: months
DAYS: days, day
YEARLY: cagr, annual, annualised, annualized, yearly
WORST: worst, ugliest, nastiest, poorest
BEST: best, luckiest
MOST: most, largest, biggest, highest, deepest, greatest, max, maximum, maximal, record, costliest, heaviest, how big,
 how large, how deep, how far, furthest, further, deeper, worst ever, deep
SMALLEST: smallest, minimum, least, how small, lowest
TOTAL: total, in all, all told, overall, in sum, altogether, whole cost, cumulative*, summed, all in all, in total, lifetime
LARGEST: moves the average most, largest, lucky month, one month, single month, outlier*, biggest, extreme month
LEAVEOUT: net of the, net of its, except the, except for the, but for the, apart from the, aside from the, without its,
 leave out, leaving out, left out, throw out, throwing out, exclud*, without the, take out, taking out, drop, ignore,
 ignoring, strip out, remove, removing, what's left
TSTAT: t-stat, t-statistic, t-value, t value, t stat, t-stats, statistically significant, significan*, different from 0,
 different from zero, different from nothing, distinguishable from zero, p-value
GEOMETRIC: geometric*, compounded, compound
WEALTH: relative wealth, wealth lost, terminal wealth
BREAKDOWN: break, split, itemis*, itemiz*, break down, breakdown, broken down, decompos*, made of, made up of, consist*,
 components, composed, split up, where does the cost come from, sources of the cost
DECAY: decay, time decay, premium decay, theta decay
PAYOFFS: payoff, payoffs, pays off, pay off, paid off, paid out, pay out, pays out, payout*
FEES: commission*, fee, fees
SLIPPAGE: slippage, slip, worse fills
ROLL: roll, rolls, rolled, rolling, adjust*, rebalanc*
RESIDUAL: residual
RISK: at risk, notional, max risk, maximum risk, risk capital
CREDIT: credit, credits
PREMIUM: premium, premiums
SET: full set, whole set, set of calls, complete set, 4/4/2, one unit, full unit, whole hedge, entire hedge, unit, 4-4-2,
 all layers together, set
SPENT: spent, laid out, outlays, paid for the calls, premium paid
RECOVER: came back, come back, comes back, recover*, got back, get back, recoup*, back to even, back to its old high,
 returned to the high, made whole
NIGHTS: nights, evenings
OPEN: still open, open at the end, left open
IRR: irr, internal rate of return, irrs
GAP: gap, difference, differential, spread between, differ
START: start date, start month, starts in, begins in, begin in, started in, start in, start, begins,
 which month one begins, starting month, starting point, entry month, began
DRAWDOWN: drawdown, drawdowns, max dd, dd, peak to trough, peak-to-trough
FALL: fall, falls, fell, fallen, decline*, drop in the account, slump*, plunge*, high to low
UNDERWATER: under water, underwater, below its high, below the high, below its peak, below a prior high,
 below its old high, below the peak
ULCER: ulcer
REDUCE: reduc*, cut, cuts, cutting, lower, lowers, lowered, less, shrink*, shrunk, halve, halves, halved, soften*,
 mitigat*, smaller, dampen*, decreas*, trim*, shallower
SAVE: saved, save, saves, saving
POINT: point, points, for each point, per point, every point
REALISTIC: realistic, realistically, believable, plausible, credible, hold up, holds up, trust, really true, true,
 too good, reasonable, achievable, hype, bogus, honest, believe
VAR: value at risk, var
SHORTFALL: expected shortfall, shortfall, cvar, es, tail loss, conditional var
FAR: 99, 99%, 99th, far tail
HELP: improve*, help*, better, ease*
PROTECTS: protect, protects, protected, protecting
BOTH: with and without, with or without, without and with, with vs without, with versus without, hedged or not,
 hedged and not, hedged vs not, hedged versus not, hedged or unhedged, on and off
WORSTDAYS: worst days, bad days, worst day, tail days
VOLATILITY: volatility, volatile, vol, bumpy, choppy
SHARPE: sharpe
SORTINO: sortino
CALMAR: calmar
MARTIN: martin ratio, ulcer performance index
PROTECTION: protection, insured
NEED: need*, have to, has to, must, had to, required, requires, would of needed, necessary
BREAKEVEN: break even, break-even, breakeven, breaks even, broke even
NOTHING: cost nothing, costs nothing, earns nothing, earn nothing, makes nothing, make nothing, made nothing,
 nothing is left, nothing left, zero profit, turns negative, loses money, unprofitable, goes negative, wiped out, gone
SMALLER: trade smaller, trading smaller, smaller size, smaller position, smaller positions, smaller instead, de-lever*,
 delever*, smaller size instead, size down, sizing down, trade less, trading less, less size, fewer condors,
 fewer contracts, reduce size, smaller account size
WORTH: worth it, worth the cost, worth the money, worth its cost, worth, pay for itself, pays for itself, value for money,
 justified
BETA: beta, market exposure, betas
EXPLAINED: r squared, r-squared, r2, variance explained
CORRELATION: correlat*
SPX: spx, s&p, s&p 500, index, market
VIXITSELF: vix
SLOPE: crash slope, crash beta, slope, for each point spx, tanks, market tanks
CONVEX: convex*, curvature, gamma-like
IMPLIED: implied
REALISED: realised, realized
MORETHAN: than on other days, than on all other days, other days, against the rest, than otherwise, than usual,
 compared with other days, versus other days, the rest of the days, non-event days, compared to other days,
 than normal days, on normal days
EPISODE: episode, episodes, stress, crisis, crises, crash, crashes, vol spike, vol spikes, volatility spike, vix spike, panic
OFFSET: offset*, made good, make good, made up for, make up for, covered, cover, compensate*, cushion*, absorb*
VARIANTS: variants, versions did they try, configurations, how many parameters, trials, combinations, tried before,
 how many backtests, parameter sets
OVERFIT: overfit*, over-fit*, curve fit, curve fits, curve fitting, curve fitted, curve-fit*, data mining, data-mining,
 data snooping, cherry-pick*, cherry picking, cherry picked, backfit*, optimised on the past, optimized on the past
SIZE: size, sized, how big may, how much hedge, how large may, how big can, how large can, what size, how big should,
 how large should, how big would, how large would, how many calls, how much hedging
STAND: stand, stands, bear, bears, tolerate, withstand, afford, survive, until, before it, how much slippage, worse fills can
WIN: win, wins, winner, winners, winning, won, profitable, end up a winner, in the green, in the money at the end,
 make money, made money, success*
WINRATE: win rate, hit rate, win percentage, win ratio, success rate, winrate, winning percentage, batting average,
 win probability
RATIO: win to loss, average win, payoff ratio, win/loss, win-loss
FACTOR: profit factor
EXPECTANCY: a vix call, per vix call, each vix call, per call, each call, expectancy, per trade, per condor, a trade,
 each trade, average trade, mean trade, each condor, per contract, a condor, one condor, per contract sold, one make
TRADE: trade, trades, single condor, one trade, night, position
STREAK: streak, in a row, losing run, back to back, consecutive*, string of, one after the other
HOLDING: holding time, holding period, held, hold, holds, holding
CHAIN: chain, chains, rolled losers, rolled trades, rolled forward, martingale, losers that were rolled,
 losing trades that were rolled, rolled positions
WIDTH: width*, how wide, wing width, wide
MAXLOSS: max loss, maximum loss, most it can lose, most a condor can lose, most a contract can lose, worst possible, full loss
MARGIN: margin, buying power
EFFICIENCY: capital efficiency, capital efficient, return on margin, return on capital
WACC: wacc, cost of capital, weighted average cost of capital, costs of capital
REAL: real trading, live trading, real money, actual trading, live fills, live fill, live account, live accounts,
 live results, real fills, actual fills, actually traded, live trades, real life, in practice, real-world, real world,
 live performance, real accounts, real account
GREEKS: greeks, delta, vega, gamma, rho
THETA: theta
OVERNIGHT: overnight, over night, while the market is closed, during the session, intraday
HFT: hft, high-frequency, high frequency
CONVERSION: conversion*, reversal*
EXPECT: expected, expect, expects, count on, hope for, look forward to
MATTER: matter, matters, make a difference, makes a difference, sensitive, depend, depends, hinge*
HOWMUCH: how much, what is the
"""
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'/&][^\W\d_]+)*'?|\d+(?:[./-]\d+)*%?|%|\$")
_LONGEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A concept that a text speaks of, and the words for it."""

    name: str
    place: Place


def _read_table() -> tuple[dict[tuple[str, ...], list[str]], tuple[tuple[str, str], ...]]:
    phrases: dict[tuple[str, ...], list[str]] = {}
    prefixes: list[tuple[str, str]] = []
    for line in _TABLE.replace("\n ", " ").strip().splitlines():
        name, _, words = line.partition(":")
        for word in (w.strip() for w in words.split(",")):
            if word.endswith("*") and " " not in word:
                prefixes.append((word[:-1], name))
            else:
                phrases.setdefault(tuple(_TOKEN.findall(word)), []).append(name)
    return phrases, tuple(sorted(prefixes, key=lambda p: -len(p[0])))


_PHRASES, _PREFIXES = _read_table()
_OPENERS = frozenset(words[0] for words in _PHRASES)


def vocabulary() -> Iterable[str]:
    """The words by which concepts are known, for the spelling."""
    return {word for words in _PHRASES for word in words} | {prefix for prefix, _ in _PREFIXES}


def read_concepts(plain: str, taken: Iterable[Place] = ()) -> list[Concept]:
    """The concepts of a plain text from left to right, but for the words that mean something else already."""
    blocked = list(taken)
    tokens = [(m[0], m.span()) for m in _TOKEN.finditer(plain) if all(m.end() <= a or b <= m.start() for a, b in blocked)]
    found: list[Concept] = []
    i = 0
    while i < len(tokens):
        names, length = _longest(tuple(t for t, _ in tokens[i : i + _LONGEST]))
        place = tokens[i][1][0], tokens[i + max(length, 1) - 1][1][1]
        found += [Concept(name=name, place=place) for name in names]
        i += max(length, 1)
    return found


@lru_cache(maxsize=8192)
def _longest(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The concepts of the longest phrase that the words begin with, and its length."""
    if words[0] in _OPENERS:
        for n in range(len(words), 0, -1):
            if words[:n] in _PHRASES:
                return tuple(_PHRASES[words[:n]]), n
    name = next((name for prefix, name in _PREFIXES if words[0].startswith(prefix)), None)
    return ((name,), 1) if name else ((), 1)
