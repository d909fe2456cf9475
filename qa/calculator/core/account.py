"""The account: what it is worth day by day, and the return of each day with money put in and taken out told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values
    from qa.calculator.core.flows import Flows


def kept(pnl: Values, base: float) -> Values:
    """Account over its start [fraction], the start first: the base and all P&L so far, `1 + cumsum(pnl) / base`."""
    import numpy as np

    return np.concatenate([[1.0], 1 + np.cumsum(pnl) / base])


def reset_monthly(pnl: Values, base: float, months: Places) -> Values:
    """Account over its start where each month begins with the base again, the start first.

    Within a month it is the base and the month's P&L so far; the months are linked, so the value is that of a
    time-weighted index. `months` numbers each day's month.
    """
    import numpy as np

    total = np.cumsum(pnl)
    begin = np.flatnonzero(np.append([True], months[1:] != months[:-1]))
    before = np.concatenate([[0.0], total])[begin]
    place = np.cumsum(np.append([False], months[1:] != months[:-1]))
    within = 1 + (total - before[place]) / base
    growth = within[np.append(begin[1:] - 1, len(pnl) - 1)]
    linked = np.concatenate([[1.0], np.cumprod(growth)[:-1]])
    return np.concatenate([[1.0], within * linked[place]])


def with_flows(pnl: Values, base: float, flows: Flows) -> Values:
    """Value of an account [USD], its start first: `V_t = V_(t-1) + C_t + pnl_t`, the flows `C_t` those since `V_(t-1)`."""
    import numpy as np

    return np.concatenate([[base], base + np.cumsum(pnl + flows.by_day)])


def returns_of(value: Values, flows: Flows) -> Values:
    """Return from each value to the next [fraction], `(V_t - V_(t-1) - C_t) / (V_(t-1) + W_t)`; NaN once nothing earns.

    `C_t` are the flows since the value before and `W_t` the same, each weighed by the part of the time that it was in the
    account. Where values are daily the two are the same, and this is the time-weighted return `V_t / (V_(t-1) + C_t) - 1`;
    where only a week's or a month's values are known it is Modified Dietz. Source: GIPS 2020, section 2. `value` [USD] has
    one entry more than there are days.
    """
    import numpy as np

    begun = value[:-1] + flows.weighed
    ruined = np.logical_or.accumulate(begun <= 0)
    return np.where(ruined, np.nan, (np.diff(value) - flows.by_day) / np.where(ruined, 1.0, begun))


def index_from(returns: Values) -> Values:
    """Account over its start from its returns, `prod(1 + r)`, the start (1) first."""
    import numpy as np

    return np.concatenate([[1.0], np.cumprod(1 + returns)])
