"""Comparing a backtest with the live trades that followed it: pairs, what has no pair, and the execution gap."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from corpus import formats
from corpus.backtests.backtest import check_backtest
from corpus.backtests.matching import Matching, gap, match
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import FaultyInputError, Problem, UnreadableError, errors_among, warning
from qa.numerals import write
from reports.commands.checking import write_problems
from reports.commands.listing import table

_WEEK = pd.Timedelta(days=7)
_OUTSIDE = "were opened more than a week before the other log begins or after it ends, and are left out"
Row = dict[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two sides paired, and what is wrong with their files."""

    matching: Matching
    problems: tuple[Problem, ...]


def compare_paths(backtest: Path, live: Path, watch: Watch = unwatched) -> Compared:
    """Pair the trades of two logs, each a bare file or a manifest.

    Raises
    ------
    UnreadableError
        One of them is missing, isn't recognised or has no trades.
    FaultyInputError
        One of them has errors.
    """
    simulated, of_backtest, was_live = _trades(backtest, watch)
    traded, of_live, is_live = _trades(live, watch)
    swapped = []
    if was_live:
        swapped.append(_told(backtest, "is of live trades, and stands where the backtest belongs"))
    if is_live is False:
        swapped.append(_told(live, "is of a backtest, and stands where the live trades belong"))
    simulated, traded, apart = _together(backtest, simulated, live, traded)
    legless = [*apart, *_legless(backtest, simulated), *_legless(live, traded)]
    return Compared(matching=match(simulated, traded), problems=(*of_backtest, *of_live, *swapped, *legless))


def _together(
    backtest: Path, simulated: pd.DataFrame, live: Path, traded: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """The trades of both sides within a week of the other's first and last day, and what is left out."""
    sides = {backtest: simulated["opened"].dt.normalize(), live: traded["opened"].dt.normalize()}
    if any(days.empty for days in sides.values()):
        return simulated, traded, []
    begin, end = max(d.min() for d in sides.values()) - _WEEK, min(d.max() for d in sides.values()) + _WEEK
    within = {path: days.between(begin, end) for path, days in sides.items()}
    if not all(own.any() for own in within.values()):
        return simulated, traded, []
    apart = [
        warning("days-apart", path.name, f"{int((~own).sum())} trades {_OUTSIDE}", "bring logs of the same days")
        for path, own in within.items()
        if not own.all()
    ]
    return simulated[within[backtest]], traded[within[live]], apart


def _legless(path: Path, trades: pd.DataFrame) -> list[Problem]:
    """A warning where a log doesn't tell the legs by which its trades are paired."""
    n = int((trades["legs"].str.strip() == "").sum())
    if not n:
        return []
    return [warning("no-legs", path.name, f"{n} trades have no legs, so they have no pair", "bring a log that tells them")]


def _told(path: Path, what: str) -> Problem:
    return warning("sides", path.name, f"the file {what}", "name the backtest first, the live trades after it")


def _trades(path: Path, watch: Watch) -> tuple[pd.DataFrame, tuple[Problem, ...], bool | None]:
    """A side's trades, its problems, and whether it was traded with money, where that is told."""
    if path.is_dir() or path.suffix == ".toml":
        read = check_backtest(path, watch=watch)
        return _sound(read.trades, read.problems, path), read.problems, not read.manifest.hypothetical
    found = formats.read(path, None, watch)[1]
    return _sound(found.trades, found.problems, path), found.problems, found.live


def _sound(trades: pd.DataFrame | None, problems: Iterable[Problem], path: Path) -> pd.DataFrame:
    """Trades of a file without errors."""
    if errors := errors_among(problems):
        raise FaultyInputError(errors[0].what, where=errors[0].where, mend="see hedgecite backtest check")
    if trades is None:
        raise UnreadableError("has no trades to compare", where=str(path), mend="bring a log of trades")
    return trades


def summarise(matching: Matching) -> Row:
    """Counts, P&L of both sides over the pairs at the size traded live, and the execution gap [USD]."""
    pairs, n = matching.pairs, len(matching.pairs)
    summary: Row = {
        "pairs": n,
        "backtest trades without a pair": len(matching.backtest_only),
        "live trades without a pair": len(matching.live_only),
    }
    if not n:
        return summary
    sums = {side: float(pairs[f"{side}_pnl"].sum()) for side in ("backtest", "live")}
    summary |= {"P&L of the backtest": round(sums["backtest"], 2), "P&L of the live trades": round(sums["live"], 2)}
    total = float(gap(pairs).sum())
    summary |= {"execution gap": round(total, 2), "execution gap per trade": round(total / n, 4)}
    if "live_contracts" in pairs:
        summary["execution gap per contract"] = round(total / float(pairs["live_contracts"].sum()), 4)
        summary["pairs of other sizes"] = int((pairs["backtest_contracts"] != pairs["live_contracts"]).sum())
    return summary


def months(matching: Matching) -> list[Row]:
    """Pairs, P&L of both sides and the gap by the month in which the trades were opened [USD]."""
    pairs = matching.pairs.assign(gap=gap(matching.pairs), month=matching.pairs["day"].dt.strftime("%Y-%m"))
    return [{"month": str(month), "pairs": len(own), **_sums(own)} for month, own in pairs.groupby("month")]


def _sums(pairs: pd.DataFrame) -> Row:
    columns = {"backtest": "backtest_pnl", "live": "live_pnl", "gap": "gap"}
    return {name: round(float(pairs[column].sum()), 2) for name, column in columns.items()}


def write_comparison(compared: Compared, form: str) -> str:
    """The comparison as tables, or as JSON `{problems, summary, months, pairs, unmatched}`."""
    matching = compared.matching
    alone = {"backtest": _listed(matching.backtest_only), "live": _listed(matching.live_only)}
    if form == "json":
        whole = {"problems": [asdict(p) for p in compared.problems], "summary": summarise(matching), "months": months(matching)}
        pairs = matching.pairs.assign(day=matching.pairs["day"].dt.strftime("%Y-%m-%d"), gap=gap(matching.pairs).round(2))
        return json.dumps(whole | {"pairs": pairs.to_dict("records"), "unmatched": alone}, ensure_ascii=False, indent=1) + "\n"
    shown = [[name, _shown(value)] for name, value in summarise(matching).items()]
    parts = [table([["compared", ""], *shown])]
    if by_month := months(matching):
        parts.append(table([["month", "pairs", "backtest", "live", "gap"], *([_shown(v) for v in m.values()] for m in by_month)]))
    for side, trades in alone.items():
        if trades:
            rows = [[_shown(v) for v in trade.values()] for trade in trades]
            parts.append(table([[f"only in the {side}", "closed", "strategy", "legs", "P&L"], *rows]))
    return "\n".join([*parts, write_problems(compared.problems)])


def _listed(trades: pd.DataFrame) -> list[Row]:
    times = trades.assign(opened=trades["opened"].dt.strftime("%Y-%m-%d %H:%M"), closed=trades["closed"].dt.strftime("%Y-%m-%d"))
    rows = times[["opened", "closed", "strategy", "legs", "pnl"]].round({"pnl": 2})
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]


def _shown(value: str | float) -> str:
    return write(value, "USD", 2) if isinstance(value, float) else str(value)
