"""Model prices for the simulated samples: Black-76 with no interest, in index points."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

#: Trading days in a year, for next-day options; calendar days, for VIX options.
TRADING_DAYS, CALENDAR_DAYS = 252.0, 365.0

# SPX next-day options. The level decides the unhedged return; the drag hardly depends on it.
LEVEL = 0.80
SPIKE = 0.5
SKEW, CURVE = -0.10, 0.03
#: The smile is flat beyond this many standard deviations: further out, it would price lower strikes above higher ones.
SMILE_ENDS = 3.0

# VIX forward: two speeds of reversion, to a slow mean and to a long-run level.
LONG_RUN = 19.0
SLOW, FAST = 2.5, 12.0

# Volatility of VIX options: falls with tenor, rises in spikes.
VOL_OF_VOL, TENOR_POWER = 0.80, 0.30


def normal(x: float) -> float:
    """Standard normal distribution function."""
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def black(forward: float, strike: float, deviation: float, *, call: bool) -> tuple[float, float]:
    """Price and delta of a European option [index points, 1] whose log-return has the standard `deviation` to expiry.

    `c = F N(d1) - K N(d2)`, `d1 = ln(F/K)/s + s/2`, `d2 = d1 - s`. Source: F. Black, J. Fin. Econ. 3 (1976).

    >>> [round(x, 4) for x in black(100.0, 100.0, 0.2, call=True)]
    [7.9656, 0.5398]
    """
    d1 = math.log(forward / strike) / deviation + deviation / 2
    price, delta = forward * normal(d1) - strike * normal(d1 - deviation), normal(d1)
    return (price, delta) if call else (price - forward + strike, delta - 1.0)


def spx_option(spot: float, strike: float, vix: float, vix_mean: float, *, call: bool) -> tuple[float, float]:
    """Price and delta of an SPX option one trading day from expiry [index points, 1].

    Volatility: `0.80 VIX (VIX/mean)^0.5 (1 - 0.10 z + 0.03 z^2)`, `z` the strike's distance in standard deviations,
    at most 3 either way.
    """
    at_money = LEVEL * vix / 100 * (vix / vix_mean) ** SPIKE / math.sqrt(TRADING_DAYS)
    z = max(-SMILE_ENDS, min(SMILE_ENDS, math.log(strike / spot) / at_money))
    return black(spot, strike, at_money * (1 + SKEW * z + CURVE * z * z), call=call)


def vix_forward(vix: float, vix_mean: float, days: float) -> float:
    """Forward of VIX [points] for an expiry `days` calendar days ahead, reverting to its mean and to a long-run level."""
    years = days / CALENDAR_DAYS
    return LONG_RUN + (vix_mean - LONG_RUN) * math.exp(-SLOW * years) + (vix - vix_mean) * math.exp(-FAST * years)


def vix_call(vix: float, vix_mean: float, strike: float, days: float) -> tuple[float, float]:
    """Price and delta of a VIX call [index points, 1] off the forward, never off spot; at expiry its payoff."""
    if days <= 0:
        return max(0.0, vix - strike), 1.0
    spike = max(1.0, vix / vix_mean) ** SPIKE
    deviation = VOL_OF_VOL * spike * (30.0 / days) ** TENOR_POWER * math.sqrt(days / CALENDAR_DAYS)
    return black(vix_forward(vix, vix_mean, days), strike, deviation, call=True)


@cache
def vix_expiry(year: int, month: int) -> date:
    """Expiry of a month's VIX options: 30 days before the third Friday of the next month, a day earlier if that is a holiday.

    >>> vix_expiry(2014, 3), vix_expiry(2018, 2)
    (datetime.date(2014, 3, 18), datetime.date(2018, 2, 14))
    """
    first = date(year + month // 12, month % 12 + 1, 1)
    friday = first + timedelta(days=(4 - first.weekday()) % 7 + 14)
    holiday = friday == easter(friday.year) - timedelta(days=2)
    return friday - timedelta(days=31 if holiday else 30)
