"""Model prices for the simulated samples: Black-76 with no interest, in index points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

#: Calendar days in a year, for VIX options.
CALENDAR_DAYS = 365.0
#: Nights from which on an SPX option is priced as one of a month.
MONTH = 21
#: The smile is flat beyond this many standard deviations: further out, it would price lower strikes above higher ones.
SMILE_ENDS = 3.0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Every number that the simulation assumes; why each has its value stands in docs/adr."""

    # SPX options over one night; the level decides the unhedged return, the drag hardly depends on it
    level: float = 0.80
    spike: float = 0.5
    skew: float = -0.10
    curve: float = 0.03
    # the same of a month or more; in between, in proportion to the nights left
    month_level: float = 0.87
    month_spike: float = 0.0
    month_skew: float = -0.20
    month_curve: float = 0.02
    #: nights in a year
    nights: float = 252.0
    # VIX forward: two speeds of reversion, to a slow mean and to a long-run level
    mean_days: float = 20.0
    long_run: float = 19.0
    slow: float = 2.5
    fast: float = 12.0
    # volatility of VIX options: falls with tenor, rises in spikes
    vol_of_vol: float = 0.80
    tenor_power: float = 0.30
    vol_spike: float = 0.5
    # costs: points a condor and a VIX call each way, dollars a contract and side
    condor_slippage: float = 0.05
    call_slippage: float = 0.05
    fee: float = 1.10

    def spx_option(self, spot: float, strike: float, vix: tuple[float, float], nights: int, *, call: bool) -> tuple[float, float]:
        """Price and delta of an SPX option that expires in `nights` trading days [index points, 1].

        Volatility: `level VIX (VIX/mean)^spike (1 + skew z + curve z^2)`, `z` the strike's distance in standard
        deviations, at most 3 either way; `vix` is its close and its mean.
        """
        term = min(1.0, (nights - 1) / (MONTH - 1))
        level, spike = _between(self.level, self.month_level, term), _between(self.spike, self.month_spike, term)
        skew, curve = _between(self.skew, self.month_skew, term), _between(self.curve, self.month_curve, term)
        at_money = level * vix[0] / 100 * (vix[0] / vix[1]) ** spike * math.sqrt(nights / self.nights)
        z = max(-SMILE_ENDS, min(SMILE_ENDS, math.log(strike / spot) / at_money))
        return black(spot, strike, at_money * (1 + skew * z + curve * z * z), call=call)

    def vix_forward(self, vix: tuple[float, float], days: float) -> float:
        """Forward of VIX [points] for an expiry `days` calendar days ahead, reverting to its mean and to a long-run level."""
        years = days / CALENDAR_DAYS
        near, far = math.exp(-self.fast * years), math.exp(-self.slow * years)
        return self.long_run + (vix[1] - self.long_run) * far + (vix[0] - vix[1]) * near

    def vix_call(self, vix: tuple[float, float], strike: float, days: float) -> tuple[float, float]:
        """Price and delta of a VIX call [index points, 1] off the forward, never off spot; at expiry its payoff."""
        if days <= 0:
            return max(0.0, vix[0] - strike), 1.0
        spike = max(1.0, vix[0] / vix[1]) ** self.vol_spike
        deviation = self.vol_of_vol * spike * (30.0 / days) ** self.tenor_power * math.sqrt(days / CALENDAR_DAYS)
        return black(self.vix_forward(vix, days), strike, deviation, call=True)


def _between(near: float, far: float, term: float) -> float:
    return near + (far - near) * term


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
