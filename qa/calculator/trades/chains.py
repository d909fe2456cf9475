"""Roll chains: whether rolled losing trades recovered; from the chain ids in the trade log, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.chosen import NARROWS, Chosen, choose, span_of
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Table, Value
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
        """Whether it is closed with no loss overall."""
        return not self.open and self.pnl >= 0


def chains_of(facts: Facts, chosen: Chosen) -> tuple[Chain, ...] | NotComputed:
    """Chains of two or more trades whose first one lost, in the order of their first openings."""
    table, opened = chosen.table, facts.backtest.open_trades
    if "chain" not in table:
        bring = "name its column of chain ids under columns of the file in the manifest"
        return NotComputed(reason="the trade log has no chain ids to tell which trades were rolled", bring=bring)
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
        return NotComputed(reason="no losing trade in the log was rolled", bring="use a longer trade log")
    return tuple(made)


def listed_chains(facts: Facts, scope: Scope) -> Table | NotComputed:
    """Each chain with its trades, its initial loss and its total P&L [USD], its growth, and whether it is open (one) or not."""
    chosen = choose(facts, scope, hedge=False)
    chains = chosen if isinstance(chosen, NotComputed) else chains_of(facts, chosen)
    if isinstance(chains, NotComputed):
        return chains
    columns: tuple[tuple[str, Unit], ...] = (
        ("trades", "count"), ("initial loss", "USD"), ("P&L", "USD"), ("growth", "ratio"), ("open", "count"),
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
    """Share of chains closed with no loss overall [fraction]; one that is still open has not recovered."""
    from dataclasses import replace

    back = sum(c.recovered for c in chains)
    interval = share_interval(back, len(chains)) if len(chains) >= FEWEST else None
    steps = (Step(label="chains recovered", value=back, unit="count"), Step(label="chains", value=len(chains), unit="count"))
    return replace(_value(chains, back / len(chains), *steps), interval=interval)


def recovered_dollars(chains: tuple[Chain, ...]) -> Value:
    """Share of the initial losses that rolling recovered [fraction]: `1 + sum(chain P&L) / sum(first losses)`."""
    lost, pnl = sum(c.lost for c in chains), sum(c.pnl for c in chains)
    steps = (
        Step(label="initial losses", value=lost, unit="USD"),
        Step(label="total P&L of the chains", value=pnl, unit="USD"),
    )
    return _value(chains, 1 + pnl / lost, *steps)


def largest(chains: tuple[Chain, ...]) -> Value:
    """Largest size of a chain over that of its first trade, in contracts [ratio]."""
    most = max(chains, key=lambda c: c.grown)
    return _value(chains, most.grown, Step(label=f"chain {most.id}, trades", value=most.trades, unit="count"))


def still_open(chains: tuple[Chain, ...]) -> Value:
    """Chains with a trade still open, unrecovered so far [count]."""
    pnl = sum(c.pnl for c in chains if c.open)
    return _value(chains, sum(c.open for c in chains), Step(label="P&L of their closed trades", value=pnl, unit="USD"))


def _spec(  # noqa: PLR0913 a figure is told by so much
    value: Callable[[tuple[Chain, ...]], Value],
    *,
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    phrases: tuple[str, ...],
    sentences: Sentences,
    beside: tuple[str, ...],
    subject: str,
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts="chains",
        formula=formula,
        validity="Only rolls with a chain id in the trade log whose first trade lost.",
        source="The chain ids in the trade log.",
        phrases=phrases,
        sentences=sentences,
        beside=beside,
        subject=subject,
        narrows=NARROWS,
        compute=_of(value),
        worked=listed_chains,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        recovered_count,
        key="chain.recovered",
        title="Recovery rate of rolled losing trades",
        meaning="The share of rolled losing trades that were closed with no loss overall.",
        unit="fraction",
        formula="count(chain P&L >= 0) / chains",
        phrases=(
            "rolled losers", "recovered by rolling", "do rolled trades recover", "temporal theta martingale recover",
            "recovery rate of rolls", "rolled losing trades that recovered", "does rolling work", "do rolled losers come back",
            "how often does rolling recover",
        ),
        sentences=Sentences(above="the recovery rate of rolled losing trades was {d}"),
        beside=("chain.recovered_dollars", "chain.open"),
        subject="Recovery of rolled losing trades",
    ),
    _spec(
        recovered_dollars,
        key="chain.recovered_dollars",
        title="Losses recovered by rolling",
        meaning="The share of the initial losses that the trades they were rolled into earned back, in dollars.",
        unit="fraction",
        formula="1 + sum(chain P&L) / sum(first losses)",
        phrases=(
            "dollars recovered", "losses made good by rolling", "losses recovered by rolling", "money recovered by rolling",
            "share of losses recovered", "how much does rolling recover", "how much of the loss does rolling recover",
            "losses earned back by rolling",
        ),
        sentences=Sentences(
            above="rolling recovered {m} of the initial losses", below="rolling added {m} to the initial losses"
        ),
        beside=("chain.recovered", "chain.open"),
        subject="Losses recovered by rolling",
    ),
    _spec(
        largest,
        key="chain.largest",
        title="Largest growth of a roll chain",
        meaning="The largest size that a rolled trade reached, as a multiple of its initial number of contracts.",
        unit="ratio",
        formula="max(contracts) / first contracts",
        phrases=(
            "how large do chains grow", "martingale size", "largest roll chain", "largest growth of a chain",
            "how big do the rolls get", "contracts added by rolling", "size of a rolled trade", "growth of a roll chain",
        ),
        sentences=Sentences(above="the largest growth of a roll chain was to {d} times its initial number of contracts"),
        beside=("chain.recovered",),
        subject="Growth of roll chains",
    ),
    _spec(
        still_open,
        key="chain.open",
        title="Open roll chains",
        meaning="The number of rolled losing trades that were still open at the end of the trade log.",
        unit="count",
        formula="count(open chains)",
        phrases=(
            "open chains", "unrecovered chains", "open roll chains", "rolls still open", "rolled losers still open",
            "chains not yet closed", "how many chains are open", "unfinished chains",
        ),
        sentences=Sentences(above="the number of roll chains still open at the end was {d}"),
        beside=("chain.recovered",),
        subject="Open roll chains",
    ),
)  # fmt: skip
