"""Facts: a backtest as days of returns, from which every figure is computed; each is worked out at most once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from corpus.backtests.backtest import Backtest, Marking
from corpus.kept import Kept
from qa.calculator.core import account
from qa.calculator.core.days import PerDay, per_day, usual_step
from qa.calculator.core.periods import Periods, cut, linked, summed
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import SUPPOSED, Dates, Period, Scope
from qa.calculator.core.signals import closes_of, signal_values
from qa.calculator.core.variants import suppose

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values
    from qa.calculator.core.scope import Signal

T = TypeVar("T")

#: A market close this many days before entry is still "the last close before"; an older one is none [days].
_STALE = 10
#: Mean holding above which a period's returns can't be told from closings [days].
LONGEST = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
#: Results that the facts of one backtest may hold before they are begun anew.
_MOST_HELD = 4000
_HOLDERS = (("hedge", True), ("base", False))


@dataclass(frozen=True, slots=True)
class Mix:
    """So much of the base and so much of the hedge, each as a share of its size in the backtest."""

    base: float
    hedge: float


UNHEDGED, HEDGED = Mix(1.0, 0.0), Mix(1.0, 1.0)


class Facts:
    """What figures are computed from. Nothing here depends on a scope but the methods that take one."""

    def __init__(self, backtest: Backtest, no_hedge: NotComputed | None = None, kept: Kept | None = None) -> None:
        self.backtest = backtest
        self._results = kept
        #: why nothing of the hedge is left in what a scope supposes
        self.no_hedge = no_hedge
        self._kept: dict[Hashable, object] = {}

    @property
    def held(self) -> int:
        """How many results are kept."""
        return len(self._kept)

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes, worked out when it is first asked for; `what` names it and all that it hangs on."""
        if what not in self._kept:
            self._kept[what] = make()
        return cast("T", self._kept[what])

    def remembered(self, what: str, kind: type[T], make: Callable[[], T]) -> T:
        """What `make` makes, once and for all: also where another process made it of the same data.

        `what` names it and all that it hangs on beside the data.
        """
        if self._results is None:
            return self.once(what, make)
        results = self._results
        return self.once(what, lambda: results.once(f"{self.backtest.digest} {what}", kind, make))

    @property
    def base(self) -> float:
        """Capital base [USD]."""
        return self.backtest.manifest.capital.base

    @property
    def marking(self) -> Marking:
        """`daily` where daily values are given, else trades count on the day they close."""
        return self.backtest.marking

    @cached_property
    def per_day(self) -> PerDay:
        """P&L or returns by day."""
        return per_day(self.backtest)

    @cached_property
    def days(self) -> Days:
        """The days that have a value, oldest first; of a log that is booked at close, the trading days it spans."""
        import numpy as np

        numbers = self.remembered("days", tuple[int, ...], lambda: tuple(self.per_day.days.astype(np.int64).tolist()))
        return np.array(numbers, dtype=np.int64).astype("datetime64[D]")

    @cached_property
    def step(self) -> int:
        """Calendar days from one value to the next, as they usually are."""
        return usual_step(self.days)

    def within(self, dates: Dates | None) -> slice:
        """Which of the days lie within dates."""
        import numpy as np

        first = np.searchsorted(self.days, np.datetime64(dates.start), side="left") if dates and dates.start else 0
        last = np.searchsorted(self.days, np.datetime64(dates.end), side="right") if dates and dates.end else len(self.days)
        return slice(int(first), int(last))

    @cached_property
    def unhedged_only(self) -> NotComputed | None:
        """Why there is nothing hedged: no trade is declared to be the hedge."""
        if self.no_hedge is not None:
            return self.no_hedge
        if self.backtest.has_hedge and self.per_day.hedged is not None:
            return None
        reason = "no trade of this backtest is declared to be the hedge"
        return NotComputed(reason=reason, bring="name the hedge's strategies in the manifest, or bring a log that has a hedge")

    def unmarked(self, per: Period) -> NotComputed | None:
        """Why nothing may be cut into such periods: positions are held for longer and only booked at their close."""
        trades = self.backtest.trades
        if self.marking == "daily" or trades is None:
            return None
        held = (trades["closed"] - trades["opened"]).dt.total_seconds().to_numpy() / 86400
        hedge = self.backtest.is_hedge.to_numpy()
        for what, side in _HOLDERS:
            rows = hedge == side
            if rows.any() and float(held[rows].mean()) > LONGEST[per]:
                reason = f"trades of the {what} are held for longer than a {per} and the log books them at their close"
                return NotComputed(reason=reason, bring="bring the daily log, so that every day has its value")
        return None

    def index(self, mix: Mix) -> Values:
        """Account over its start by day, the start (1) first, flows taken out; NaN once nothing is left of it."""
        return self.once(("index", mix), lambda: self._index(mix))

    def _index(self, mix: Mix) -> Values:
        own, base = self.per_day, self.base
        if own.linked:
            return account.index_from(self.daily(mix))
        match self.backtest.manifest.capital.flows:
            case "none":
                return account.kept(self.pnl(mix), base)
            case "reset_monthly":
                return account.reset_monthly(self.pnl(mix), base, self.days.astype("datetime64[M]").astype("int64"))
            case "dated":
                return account.index_from(account.returns_of(self.worth(mix), own.flows))

    def lost(self, mix: Mix) -> int:
        """Place in the index from which on the account is lost, which no later profit mends; past its end where it never is."""
        import numpy as np

        def first() -> int:
            gone = np.flatnonzero(~(self.index(mix) > 0))
            return int(gone[0]) if len(gone) else len(self.days) + 1

        return self.once(("lost", mix), first)

    def worth(self, mix: Mix) -> Values:
        """Value of the account by day [USD], what it begins with first; without monthly resets."""
        accounts = self.backtest.accounts
        if self.per_day.linked and accounts is not None:
            worth: Values = accounts["hedged" if mix.hedge else "unhedged"].to_numpy(dtype="float64")
            return worth
        return account.with_flows(self.pnl(mix), self.base, self.per_day.flows)

    def pnl(self, mix: Mix) -> Values:
        """P&L by day [USD]."""
        own = self.per_day
        if not mix.hedge:
            return mix.base * own.base_pnl
        assert own.hedge_pnl is not None, "there is a hedge"
        return mix.base * own.base_pnl + mix.hedge * own.hedge_pnl

    def daily(self, mix: Mix) -> Values:
        """Values by day [fraction]."""
        own = self.per_day
        if not mix.hedge:
            return mix.base * own.unhedged
        assert own.hedged is not None, "there is a hedged account"
        return mix.base * own.unhedged + mix.hedge * (own.hedged - own.unhedged) if mix != HEDGED else own.hedged

    def periods(self, per: Period) -> Periods:
        """The periods that the days lie in."""
        return cut(self.days, per)

    def returns(self, periods: Periods, mix: Mix) -> Values:
        """Values of each period: P&L over the base, or, of an account's values, the day's returns linked."""
        daily = self.daily(mix)
        return linked(daily, periods) if self.per_day.linked else summed(daily, periods)

    def entry(self, signal: Signal, days: Days) -> Values:
        """A signal at the last close before each day, NaN where there is none or it is over ten days old."""
        import numpy as np

        closes = self.backtest.series[signal.series]
        if closes.empty:
            return np.full(len(days), np.nan)
        at = closes.index.to_numpy().astype("datetime64[D]")
        values = signal_values(signal, closes_of(closes))
        place = np.searchsorted(at, days, side="left") - 1
        behind = np.maximum(place, 0)
        fresh = (place >= 0) & (days - at[behind] <= np.timedelta64(_STALE, "D"))
        return np.where(fresh, values[behind], np.nan)

    def closing(self, series: str, first: Days, last: Days) -> Values:
        """The last close of a market series from one day to another, for each pair of days; NaN where there is none."""
        import numpy as np

        closes = self.backtest.series[series]
        at = closes.index.to_numpy().astype("datetime64[D]")
        place = np.searchsorted(at, last, side="right") - 1
        within = place >= np.searchsorted(at, first, side="left")
        values = np.append(closes_of(closes), np.nan)
        return np.where(within, values[place], np.nan)

    def variant(self, scope: Scope) -> Facts | NotComputed:
        """The facts of the backtest as a scope supposes it to be: one layer, another size, other costs or capital."""
        supposed = scope.only(*SUPPOSED)
        return self.once(("variant", supposed), lambda: self._variant(supposed))

    def _variant(self, supposed: Scope) -> Facts | NotComputed:
        made = suppose(self.backtest, supposed)
        return made if isinstance(made, NotComputed) else Facts(made, self._lost(made, supposed))

    def _lost(self, made: Backtest, supposed: Scope) -> NotComputed | None:
        """Why the supposed backtest has no hedge where this one has: the capital is too small for a contract of it."""
        trades = made.trades
        if supposed.capital is None or trades is None or self.unhedged_only or trades["hedge"].any():
            return self.no_hedge
        return NotComputed(
            reason="an account of this size can't hold one contract of the hedge", bring="ask for a larger account"
        )


class FactsBook:
    """The facts of backtests, each worked out once for all who ask while there is room.

    What is `kept` outlives the process.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self._known: dict[str, Facts] = {}
        self._kept = kept

    def of(self, backtest: Backtest) -> Facts:
        """The facts of a backtest; begun anew once they hold very many results."""
        known = self._known.get(backtest.digest)
        if known is None or known.backtest is not backtest or known.held > _MOST_HELD:
            known = self._known[backtest.digest] = Facts(backtest, kept=self._kept)
        return known
