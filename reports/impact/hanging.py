"""Hanging: the months of the hedge without which a claim would be judged otherwise, with their largest days and trades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from corpus.backtests.backtest import Backtest
from corpus.errors import HedgeciteError
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from qa.document import AnswerDocument, ClaimView
from qa.evidence.evidence import view_figures
from qa.verify.alone import verdict_due

#: So many days of a month are named.
_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A verdict, and a month without whose result of the hedge it would be another."""

    claim: str
    source: str
    verdict: str
    #: the month, ISO, and the verdict without it
    month: str
    without: str
    #: P&L of the hedge in it [USD]
    pnl: float = 0.0
    #: the month's largest days, ISO, with the P&L of the hedge [USD]
    days: tuple[tuple[str, float], ...] = ()
    #: the hedge's largest trades that closed in it: day, strategy and P&L [USD]
    trades: tuple[tuple[str, str, float], ...] = ()


def hanging(document: AnswerDocument, backtests: Mapping[str, Backtest]) -> tuple[Hanging, ...]:
    """What the verdicts of a document hang on, the hedge's result of each month left out in turn."""
    figures = {f.id: f for f in document.figures}
    found: list[Hanging] = []
    for claim in document.claims:
        figure = figures.get(claim.figure or "")
        backtest = backtests.get(figure.dataset or "") if figure else None
        if figure is not None and backtest is not None and claim.verdict != "not_comparable":
            source = next((s.document for s in document.sources if s.id == claim.source), claim.source)
            found += _of_claim(claim, source, figure.key, figure.scope, backtest)
    return tuple(found)


def _of_claim(claim: ClaimView, source: str, key: str, scope: str, backtest: Backtest) -> Iterator[Hanging]:
    for month in _months(backtest) if backtest.accounts is None else ():
        verdict = _verdict(claim, key, scope, without(backtest, month))
        if verdict not in {None, claim.verdict}:
            yield Hanging(
                claim=claim.display,
                source=source,
                verdict=claim.verdict,
                month=month,
                without=str(verdict),
                pnl=_pnl(backtest, month),
                days=_days(backtest, month),
                trades=_trades(backtest, month),
            )


def _months(backtest: Backtest) -> tuple[str, ...]:
    return tuple(sorted({str(day)[:7] for day in Facts(backtest).days}))


def without(backtest: Backtest, month: str) -> Backtest:
    """A backtest whose hedge made nothing in a month: no P&L on its days, no trade of the hedge that closed in it."""
    marks, trades = backtest.marks, backtest.trades
    if marks is not None:
        marks = marks.copy()
        own = [str(day).startswith(month) for day in marks.index]
        marks.loc[own, [str(c) for c in marks if str(c).startswith("hedge_pnl")]] = 0.0
    if trades is not None and backtest.has_hedge:
        trades = trades[~(backtest.is_hedge & (trades["closed"].dt.strftime("%Y-%m") == month))]
    return replace(backtest, trades=trades, marks=marks, digest=f"{backtest.digest} without {month}")


def _verdict(claim: ClaimView, key: str, scope: str, backtest: Backtest) -> str | None:
    try:
        result = compute(key, parse_scope(scope), Facts(backtest))
    except HedgeciteError:
        return None
    return verdict_due(claim, view_figures([result])[0]) if isinstance(result, Figure) else None


def _pnl(backtest: Backtest, month: str) -> float:
    if backtest.marks is not None:
        own = backtest.marks["hedge_pnl"]
        return float(round(sum(v for day, v in zip(own.index, own.tolist(), strict=True) if str(day).startswith(month)), 2))
    trades = backtest.trades
    if trades is None:
        return 0.0
    closed = trades["closed"].dt.strftime("%Y-%m") == month
    return round(float(trades.loc[backtest.is_hedge & closed, "pnl"].sum()), 2)


def _days(backtest: Backtest, month: str) -> tuple[tuple[str, float], ...]:
    if backtest.marks is None:
        return ()
    own = backtest.marks["hedge_pnl"]
    days = [(str(day)[:10], float(value)) for day, value in zip(own.index, own.tolist(), strict=True)]
    values = [one for one in days if one[0].startswith(month)]
    return tuple(sorted(values, key=lambda one: (-abs(one[1]), one[0]))[:_DAYS])


def _trades(backtest: Backtest, month: str) -> tuple[tuple[str, str, float], ...]:
    trades = backtest.trades
    if trades is None or not backtest.has_hedge:
        return ()
    own = trades[backtest.is_hedge & (trades["closed"].dt.strftime("%Y-%m") == month)]
    columns = [own[name].tolist() for name in ("closed", "strategy", "pnl")]
    rows = [(str(day)[:10], str(strategy), float(pnl)) for day, strategy, pnl in zip(*columns, strict=True)]
    return tuple(sorted(rows, key=lambda one: (-abs(one[2]), one))[:_DAYS])
