"""Roll chains: whether losers that were rolled came back; from a chain id that the log declares, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.chosen import NARROWS, Chosen, choose, span_of
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import FEWEST, Counts, NotComputed, Step, Table, Value
from qa.calculator.core.scope import Scope
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Trades that were rolled one into the next."""

    id: str
    trades: int
    #: loss of its first trade, positive [USD]
    lost: float
    #: P&L of all of it [USD]
    pnl: float
    #: most contracts that a trade of it had, over those of the first
    grown: float
    #: whether a trade of it is still open
    open: bool

    @property
    def recovered(self) -> bool:
        """Whether in all it lost nothing."""
        return not self.open and self.pnl >= 0


def chains_of(facts: Facts, chosen: Chosen) -> tuple[Chain, ...] | NotComputed:
    """Chains of two or more trades whose first one lost, in the order of their first openings."""
    table, opened = chosen.table, facts.backtest.open_trades
    if "chain" not in table:
        bring = "name the column of chain ids under columns of the file in the manifest"
        return NotComputed(reason="the log declares no roll chains, and they are never guessed", bring=bring)
    still = set(opened["chain"]) if opened is not None and "chain" in opened else set()
    made = []
    for id_, own in table[table["chain"] != ""].sort_values("opened", kind="stable").groupby("chain", sort=False):
        first = float(own["pnl"].iloc[0])
        if first >= 0 or len(own) + (id_ in still) < 2:  # noqa: PLR2004 a roll has a trade before and one after
            continue
        grown = float(own["contracts"].max() / own["contracts"].iloc[0]) if "contracts" in own else 1.0
        pnl = float(own["pnl"].sum())
        made.append(Chain(id=str(id_), trades=len(own), lost=-first, pnl=pnl, grown=grown, open=id_ in still))
    if not made:
        return NotComputed(reason="no chain of the log begins with a loss and was rolled", bring="bring a longer log")
    return tuple(made)


def listed_chains(facts: Facts, scope: Scope) -> Table | NotComputed:
    """Each chain with its trades, its first loss and its P&L in all [USD], its growth, and whether it is open (one) or not."""
    chosen = choose(facts, scope, hedge=False)
    chains = chosen if isinstance(chosen, NotComputed) else chains_of(facts, chosen)
    if isinstance(chains, NotComputed):
        return chains
    columns: tuple[tuple[str, Unit], ...] = (
        ("trades", "count"), ("first loss", "USD"), ("P&L", "USD"), ("growth", "ratio"), ("open", "count"),
    )  # fmt: skip
    rows = tuple((c.id, (float(c.trades), c.lost, c.pnl, c.grown, float(c.open))) for c in chains)
    return Table(columns=columns, label="chain", rows=rows)


def _of(value: Callable[[tuple[Chain, ...]], Value]) -> Callable[[Facts, Scope], Value | NotComputed]:
    from dataclasses import replace

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        chosen = choose(facts, scope, hedge=False)
        if isinstance(chosen, NotComputed):
            return chosen
        chains = chains_of(facts, chosen)
        if isinstance(chains, NotComputed):
            return chains
        start, end = span_of(chosen)
        return replace(value(chains), start=start, end=end)

    return compute


def _value(chains: tuple[Chain, ...], value: float, *steps: Step) -> Value:
    return Value(value=value, n=len(chains), start="", end="", steps=steps)


def recovered_count(chains: tuple[Chain, ...]) -> Value:
    """Share of chains that lost nothing in all [fraction]; one that is still open has not recovered."""
    from dataclasses import replace

    back = sum(c.recovered for c in chains)
    interval = share_interval(back, len(chains)) if len(chains) >= FEWEST else None
    steps = (Step(label="chains recovered", value=back, unit="count"), Step(label="chains", value=len(chains), unit="count"))
    return replace(_value(chains, back / len(chains), *steps), interval=interval)


def recovered_dollars(chains: tuple[Chain, ...]) -> Value:
    """Which part of the first losses the rolls made good [fraction]: `1 + sum(chain P&L) / sum(first losses)`."""
    lost, pnl = sum(c.lost for c in chains), sum(c.pnl for c in chains)
    steps = (
        Step(label="first losses", value=lost, unit="USD"),
        Step(label="P&L of the chains in all", value=pnl, unit="USD"),
    )
    return _value(chains, 1 + pnl / lost, *steps)


def largest(chains: tuple[Chain, ...]) -> Value:
    """How many times the contracts of its first trade a chain grew to at most [ratio]."""
    most = max(chains, key=lambda c: c.grown)
    return _value(chains, most.grown, Step(label=f"chain {most.id}, trades", value=most.trades, unit="count"))


def still_open(chains: tuple[Chain, ...]) -> Value:
    """Chains with a trade still open, unrecovered so far [count]."""
    pnl = sum(c.pnl for c in chains if c.open)
    return _value(chains, sum(c.open for c in chains), Step(label="their P&L so far", value=pnl, unit="USD"))


def _spec(  # noqa: PLR0913, PLR0917 a figure is told by so much
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    phrases: tuple[str, ...],
    value: Callable[[tuple[Chain, ...]], Value],
) -> FigureSpec:
    counts: Counts = "chains"
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts=counts,
        formula=formula,
        validity="Only chains that the log declares and that began with a loss.",
        source="The log's chain ids.",
        phrases=phrases,
        narrows=NARROWS,
        compute=_of(value),
        worked=listed_chains,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "chain.recovered",
        "Rolled losers that recovered",
        "Which part of the losing trades that were rolled lost nothing in the end.",
        "fraction",
        "count(chain P&L >= 0) / chains",
        ("rolled losers", "recovered by rolling", "do rolled trades recover", "temporal theta martingale recover"),
        recovered_count,
    ),
    _spec(
        "chain.recovered_dollars",
        "Losses made good by rolling",
        "Which part of the first losses the trades that they were rolled into made good.",
        "fraction",
        "1 + sum(chain P&L) / sum(first losses)",
        ("dollars recovered", "losses made good by rolling"),
        recovered_dollars,
    ),
    _spec(
        "chain.largest",
        "Largest growth of a chain",
        "How many times its first size a rolled trade grew to at most.",
        "ratio",
        "max(contracts) / first contracts",
        ("how large do chains grow", "martingale size"),
        largest,
    ),
    _spec(
        "chain.open",
        "Chains still open",
        "How many rolled losers had not been closed at the end of the log.",
        "count",
        "count(open chains)",
        ("open chains", "unrecovered chains"),
        still_open,
    ),
)
