"""Rows of an IBKR Flex query, from its XML or its CSV: executions, corporate actions and cash, each a mapping of attributes.

Expiries, assignments and exercises are executions too, with a code among their notes. Times are those of the exchange unless
the manifest names another zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.manifest import DataFile
from corpus.errors import Problem, error, note, warning
from corpus.formats import _cells
from corpus.formats._fills import Contract, Effect, Fill
from corpus.formats._flex_actions import corporate_actions, same_contracts
from corpus.formats._flex_days import Days, days_in
from corpus.formats._statements import Statement, currency_of, deliveries, imported, last_day, left_out, other_cash
from corpus.formats._xml import Element

_EXECUTIONS = {"EXECUTION", ""}
#: What else a query can ask for: sums over executions, or what they closed.
_OTHER_LEVELS = {"ORDER", "CLOSED_LOT", "SYMBOL_SUMMARY", "ASSET_SUMMARY", "WASH_SALE", "SUMMARY"}
_ON_FUTURES = {"FOP", "FSFOP"}
_OPTIONS = {"OPT", *_ON_FUTURES}
#: Codes of an assignment and of an exercise.
_ENDS = {"A", "Ex"}
_RIGHTS: dict[str, Right] = {"C": "call", "P": "put"}
_EFFECTS: dict[str, Effect | None] = {"O": "open", "C": "close", "C;O": None, "O;C": None, "": None, "-": None}
_SIDES = {"BUY": 1, "SELL": -1}
_IDS = ("tradeID", "ibExecID", "transactionID")
_CENT = Fraction(1, 100)


def statement(file: str, found: Sequence[Element], told: DataFile, problems: list[Problem]) -> Imported:
    """Trades, open trades and flows; each execution is held against its own proceeds and net cash."""
    days, wrong = days_in(file, found, told.zone)
    problems += [*wrong, *_accounts(file, found)]
    trades = _once(file, _executions(file, found, problems), problems)
    money = [e for e in found if e.name == "CashTransaction" and e.cells.get("levelOfDetail") != "SUMMARY"]
    said = [(e.line, e.cells.get("currency", "")) for e in (*trades, *money)]
    said += [(e.line, paid) for e in trades if (paid := e.cells.get("ibCommissionCurrency"))]
    currency, mixed = currency_of(file, said, "currency")
    problems += mixed
    fills = [*_fills(file, trades, days, problems), *corporate_actions(file, found, days, contract_of, problems)]
    fills = same_contracts(file, fills, problems)
    problems += deliveries(file, fills)
    flows, other = _money(file, money, days, problems)
    problems += other_cash(file, other, "amount")
    ends = [end for e in found if e.name == "FlexStatement" and (end := days.moment(e.cells.get("toDate", "")))]
    last = last_day([*ends, *(f.at for f in fills)])
    return imported(Statement(file=file, fills=fills, flows=flows, last=last, currency=currency, live=True, problems=problems))


def _fills(file: str, trades: Sequence[Element], days: Days, problems: list[Problem]) -> list[Fill]:
    """The executions as fills; options on futures whose contract isn't told in full are left out with a warning."""
    fills: list[Fill] = []
    unknown: list[int] = []
    for trade in trades:
        fill, wrong = _fill(file, trade, days)
        if fill is None and trade.cells.get("assetCategory") in _ON_FUTURES and all(p.code == "cell" for p in wrong):
            unknown.append(trade.line)
            continue
        problems += wrong
        fills += [fill] if fill is not None else []
    problems += left_out(file, unknown, "options on futures whose contract isn't told in full")
    return fills


def _accounts(file: str, found: Sequence[Element]) -> list[Problem]:
    """An error where positions of two accounts would close each other."""
    own = [(e.line, account) for e in found if (account := e.cells.get("accountId")) and account != "-"]
    other = next((line for line, account in own if account != own[0][1]), None)
    if other is None:
        return []
    return [error("accounts-mixed", file, "the file has two accounts", "export each to its own file", line=other)]


def _executions(file: str, found: Sequence[Element], problems: list[Problem]) -> list[Element]:
    """The executions among all rows of trades, currencies that were changed left out; without any, the sums of orders."""
    trades = [e for e in found if e.name == "Trade"]
    own = [e for e in trades if e.cells.get("levelOfDetail", "") in _EXECUTIONS]
    orders = [e for e in found if e.name == "Order" or e.cells.get("levelOfDetail") == "ORDER"]
    if orders and not own:
        what = "there are no executions; the sums of their orders are read instead"
        problems.append(note("orders-read", file, what, line=orders[0].line))
        own = orders
    elif trades and not own:
        what = "there are sums of trades and no executions"
        problems.append(error("no-executions", file, what, "tick Executions in the query", line=trades[0].line))
    numbered = any(map(_number, own))
    for trade in trades:
        level = trade.cells.get("levelOfDetail", "")
        if level not in _EXECUTIONS | _OTHER_LEVELS or (not level and numbered and not _number(trade)):
            what = f"unknown level of detail {level!r}" if level else "whether the row is an execution isn't told"
            mend = "tick Executions in the query, and nothing else"
            problems.append(error("unknown-level", file, what, mend, line=trade.line, column="levelOfDetail"))
    changed = [e for e in own if e.cells.get("assetCategory") == "CASH"]
    problems += left_out(file, [e.line for e in changed], "changes of currency are no trades")
    return [e for e in own if e not in changed]


def _number(trade: Element) -> str:
    """What tells an execution from every other, "" where the query didn't ask for it."""
    return next((trade.cells[c] for c in _IDS if trade.cells.get(c)), "")


def _once(file: str, trades: Sequence[Element], problems: list[Problem]) -> list[Element]:
    """Each execution once, by its number; where rows have none, the same row twice counts twice."""
    seen: dict[tuple[str, ...], Element] = {}
    kept = []
    for trade in trades:
        number = _number(trade)
        key = (number,) if number else tuple(f"{k}={v}" for k, v in trade.cells.items())
        before = seen.setdefault(key, trade)
        if before is trade or not number:
            kept.append(trade)
        if before is trade:
            continue
        if _told(before) != _told(trade):
            what = f"the execution {number} stands twice with other content, first on line {before.line}"
            problems.append(error("duplicate", file, what, "export the file again", line=trade.line, column="tradeID"))
        else:
            what = "the same execution stands twice; " + ("one is left out" if number else "both count, since it has no number")
            problems.append(warning("duplicate", file, what, "export it once", line=trade.line, column="tradeID"))
    return kept


def _fill(file: str, trade: Element, days: Days) -> tuple[Fill | None, list[Problem]]:
    """One execution as a fill, or None with what is wrong."""
    cells = _told(trade)
    contract, wrong = contract_of(file, trade.line, cells, days)
    columns = ("quantity", "tradePrice", "proceeds", "ibCommission", "taxes", "netCash")
    numbers = {c: _cells.exact(cells[c] or "0") for c in columns}
    at = days.moment(cells["dateTime"])
    unread = [c for c, value in numbers.items() if value is None or (c == "quantity" and not cells[c])]
    unread += ["dateTime"] if at is None else []
    unread += ["proceeds"] if not cells["proceeds"] and not cells["tradePrice"] else []
    wrong += [*_cells.unreadable(file, trade.line, cells, iter(unread)), *_unknown(file, trade.line, cells)]
    if wrong or at is None or contract is None:
        return None, wrong
    amounts = {c: value for c, value in numbers.items() if value is not None}
    made = -amounts["quantity"] * amounts["tradePrice"] * contract.multiplier
    if not amounts["quantity"]:
        return None, [error("quantity", file, "the quantity is zero", "mend the row", line=trade.line, column="quantity")]
    fill = Fill(
        line=trade.line,
        at=at,
        order=cells["brokerageOrderID"] or cells["ibOrderID"],
        contract=contract,
        quantity=amounts["quantity"],
        cash=amounts["proceeds"] if cells["proceeds"] else made,
        fees=-amounts["ibCommission"] - amounts["taxes"],
        effect=_EFFECTS[cells["openCloseIndicator"]],
    )
    ended = bool(set(cells["notes"].split(";")) & _ENDS)
    fill = replace(
        fill,
        carried=f"{at.date()} {contract.underlying}" if ended else "",
        delivers=ended and contract.expiry is not None and not fill.cash,
    )
    return fill, _identities(file, cells, fill, amounts, made)


def _told(trade: Element) -> dict[str, str]:
    """The attributes of an execution, "" for those that the query didn't ask for."""
    columns = (
        "assetCategory symbol conid underlyingSymbol multiplier strike expiry putCall quantity tradePrice proceeds taxes "
        "ibCommission netCash openCloseIndicator notes buySell brokerageOrderID ibOrderID transactionType dateTime"
    ).split()
    cells = {c: trade.cells.get(c, "") for c in columns}
    apart = f"{trade.cells.get('tradeDate', '')};{trade.cells.get('tradeTime', '')}".strip(";")
    return cells | {"dateTime": cells["dateTime"] or apart}


def _unknown(file: str, line: int, cells: dict[str, str]) -> list[Problem]:
    """Errors of a row that says nothing known is done, or two things."""
    problems = []
    side, effect = cells["buySell"], cells["openCloseIndicator"]
    quantity = _cells.exact(cells["quantity"]) or Fraction()
    if cells["transactionType"] == "TradeCancel" or side.endswith("(Ca.)"):
        what = "an execution was cancelled"
        return [error("cancelled", file, what, "leave out this row and the one it cancels", line=line, column="buySell")]
    if side and side not in _SIDES:
        problems.append(error("unknown-action", file, f"unknown side {side!r}", "mend the row", line=line, column="buySell"))
    if side in _SIDES and quantity * _SIDES[side] < 0:
        what = f"{side} of {cells['quantity']} contradicts itself"
        problems.append(error("unknown-action", file, what, "mend the row", line=line, column="quantity"))
    if effect not in _EFFECTS:
        what = f"unknown open or close indicator {effect!r}"
        problems.append(error("unknown-action", file, what, "mend the row", line=line, column="openCloseIndicator"))
    return problems


def contract_of(file: str, line: int, cells: dict[str, str], days: Days) -> tuple[Contract | None, list[Problem]]:
    """What a row is of, or None with what doesn't tell it."""
    kind, multiplier = cells["assetCategory"], _cells.exact(cells["multiplier"]) or None
    parts: dict[str, object] = {"assetCategory": kind or None, "symbol": cells["symbol"] or None, "multiplier": multiplier}
    expiry, strike, right = days.moment(cells["expiry"]), _cells.exact(cells["strike"]), _RIGHTS.get(cells["putCall"])
    if kind in _OPTIONS:
        underlying = cells["underlyingSymbol"] or None
        parts |= {"expiry": expiry, "strike": strike, "putCall": right, "underlyingSymbol": underlying}
    unread = [c for c, part in parts.items() if part is None]
    if unread or multiplier is None:
        return None, _cells.unreadable(file, line, cells, iter(unread))
    symbol = cells["conid"] or cells["symbol"]
    if kind not in _OPTIONS or expiry is None:
        return Contract(symbol=cells["symbol"], underlying=cells["symbol"], multiplier=multiplier), []
    return Contract(
        symbol=symbol,
        underlying=cells["underlyingSymbol"],
        expiry=expiry.date(),
        strike=strike,
        right=right,
        multiplier=multiplier,
    ), []


def _identities(file: str, cells: dict[str, str], fill: Fill, amounts: dict[str, Fraction], made: Fraction) -> list[Problem]:
    """Errors where proceeds aren't quantity times price, or net cash isn't proceeds less costs."""
    problems = []
    if cells["proceeds"] and cells["tradePrice"] and abs(made - fill.cash) > _CENT * (1 + abs(fill.quantity)):
        what = f"the proceeds are {float(fill.cash):.2f}, but quantity, price and multiplier make {float(made):.2f}"
        problems.append(error("proceeds-identity", file, what, "mend the row", line=fill.line, column="proceeds"))
    if cells["netCash"] and abs(amounts["netCash"] - fill.net) > _CENT:
        what = f"the net cash is {float(amounts['netCash']):.2f}, but proceeds less costs are {float(fill.net):.2f}"
        problems.append(error("net-cash-identity", file, what, "mend the row", line=fill.line, column="netCash"))
    return problems


def _money(
    file: str, money: Sequence[Element], days: Days, problems: list[Problem]
) -> tuple[list[tuple[date, Fraction]], list[tuple[int, Fraction]]]:
    """Deposits and withdrawals by day, and all other cash by line."""
    flows, other = [], []
    for row in money:
        cells = {c: row.cells.get(c, "") for c in ("type", "amount", "dateTime")}
        at, amount = days.moment(cells["dateTime"]), _cells.exact(cells["amount"])
        unread = [c for c, value in (("dateTime", at), ("amount", amount)) if value is None]
        problems += _cells.unreadable(file, row.line, cells, iter(unread))
        if at is None or amount is None:
            continue
        if cells["type"].startswith("Deposits"):
            flows.append((at.date(), amount))
        else:
            other.append((row.line, amount))
    return flows, other
