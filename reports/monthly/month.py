"""The month in numbers: the account that adds up, its days, and what index and VIX did."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Signal
from qa.calculator.core.signals import closes_of
from qa.document import Point
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.numerals import stored, write, write_date
from reports.monthly.columns import Cell, Tabled
from reports.monthly.spans import Spans

ACCOUNT, AFTER_FEE, BASE_DAYS, HEDGE_DAYS = "account.lines", "account.after_fee", "account.base.by_day", "account.hedge.by_day"
VIX, INDEX = "market.vix", "market.spx"
BEFORE, LAST, CHANGE = "before the month", "last close", "change"
HIGHEST, EVE = "highest close", "close before the highest"
CLOSING = "closing value"
#: The rows of the account, by the key of their figure, and the words of each.
_ROWS = (
    ("account.opening", Line.ROW_OPENING),
    ("account.flows", Line.ROW_FLOWS),
    ("account.base", Line.ROW_BASE),
    ("account.hedge.realised", Line.ROW_REALISED),
    ("account.hedge.held", Line.ROW_HELD),
    ("account.advisory_fee", Line.ROW_FEE),
    ("account.closing", Line.ROW_CLOSING),
)
_WHOLE_HEDGE = ("account.hedge", Line.ROW_HEDGE)


def add_account(tabled: Tabled, month: Mapping[str, Shown], spans: Spans, base: str, fee: str | None) -> None:
    """The account's lines from opening to closing value; without trades the hedge stands in one line."""
    if "account.opening" not in month:
        return
    split = "account.hedge.realised" in month and "account.hedge.held" in month
    rows = [r for r in _ROWS if r[0] in month or r[0] == "account.advisory_fee"]
    if not split:
        rows = [r for r in rows if not r[0].startswith("account.hedge.")]
        if "account.hedge" in month:
            rows.insert(3, _WHOLE_HEDGE)
    cells = [_line(key, line, month, spans, base, fee) for key, line in rows]
    tabled.add(ACCOUNT, "Account by line", "USD", spans.month.scope, cells, 0, plus=False)
    paid = month.get("account.advisory_fee")
    if paid is not None and paid.value and (value := cells[-1].value) is not None:
        shown = Point(label=CLOSING, value=stored(value), display=write(stored(value), "USD"), n=month["account.closing"].view.n)
        tabled.put(AFTER_FEE, "Account after the fee by time", "USD", spans.month.scope, (shown,))


def _line(key: str, line: Line, month: Mapping[str, Shown], spans: Spans, base: str, fee: str | None) -> Cell:
    """A row; what the fee takes is taken off, and where none is stated the row says so."""
    told = month.get(key)
    if key == "account.advisory_fee":
        label = str(line)
        if told is None:
            return Cell(label, None, fee or "not stated")
        return Cell(f"{label}, {fee}" if fee else label, -told.value)
    value = None if told is None else told.value
    if key == "account.closing" and value is not None and (paid := month.get("account.advisory_fee")) is not None:
        value -= paid.value
    words = {"first": _day(spans.first.isoformat()), "last": _day(spans.data_to.isoformat()), "base": _named(base)}
    settled, won = (month.get(f"account.base.{what}") for what in ("settled", "won"))
    words["counts"] = f": {settled.view.display} settled, {won.view.display} won" if settled and won else ""
    return Cell(str(line.format(**words)), value, plus=key.startswith("account.hedge"))


def _day(iso: str) -> str:
    return write_date(iso).rsplit(" ", 1)[0]


def _named(base: str) -> str:
    """What the base is called, as a row's first word."""
    name = base.removeprefix("the ")
    return name[0].upper() + name[1:]


def add_days(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """P&L of base and hedge on each day of the month [USD], where there are values of days."""
    if facts.unmarked("day") or facts.step != 1 or facts.backtest.manifest.capital.unit == "index":
        return
    inside, own = facts.within(spans.month.scope.dates), facts.per_day
    names = [str(day) for day in own.days[inside]]
    sides = [(BASE_DAYS, "Base by day", own.base_pnl), (HEDGE_DAYS, "Hedge by day", own.hedge_pnl)]
    for key, title, pnl in sides:
        if pnl is None or (key == HEDGE_DAYS and facts.unhedged_only):
            continue
        cells = [Cell(name, float(value), n=1) for name, value in zip(names, pnl[inside], strict=True)]
        tabled.add(key, title, "USD", spans.month.scope, cells, 0, plus=True)


def add_market(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """The last closes of VIX before and in the month, its highest with the close before it, and how far the index moved."""
    days = facts.days[facts.within(spans.month.scope.dates)]
    for name, key in (("vix", VIX), ("spx", INDEX)):
        if name not in facts.backtest.series or not len(days):
            continue
        before = float(facts.entry(Signal(name), days[:1])[0])
        last = float(facts.closing(name, days[:1], days[-1:])[0])
        if isnan(before) or isnan(last):
            continue
        if name == "vix":
            points = tuple(_close(label, v) for label, v in ((BEFORE, before), (LAST, last)))
            highest = _highest(facts, spans)
            tabled.put(key, "VIX by time", "points", spans.month.scope, (*points, *highest))
        else:
            change = stored(last / before - 1)
            shown = Point(label=CHANGE, value=change, display=write(change, "fraction"), n=1)
            tabled.put(key, "S&P index by time", "fraction", spans.month.scope, (shown,))


def _close(label: str, value: float) -> Point:
    return Point(label=label, value=stored(value), display=write(stored(value), "points", 2), n=1)


def _highest(facts: Facts, spans: Spans) -> tuple[Point, ...]:
    """The first of the month's highest closes, and the close before it where the data have one."""
    table = facts.backtest.series["vix"].loc[: str(spans.data_to)]
    closes, held = closes_of(table), len(table.loc[str(spans.first) :])
    if not held:
        return ()
    at = len(closes) - held + int(closes[-held:].argmax())
    eve = (_close(EVE, float(closes[at - 1])),) if at else ()
    return (_close(HIGHEST, float(closes[at])), *eve)
