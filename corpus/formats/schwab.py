"""Charles Schwab transactions: CSV, one row a fill, an expiry or a movement of cash, newest first, days and no times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.formats import _cells
from corpus.formats._activity import Action, Line, activity, money, option, shares, us_day
from corpus.formats._head import Head

NAME = "schwab-transactions"
TITLE = "a Schwab transactions export"
TOLD: tuple[str, ...] = ()
NEEDED = ("Date", "Action", "Symbol", "Description", "Quantity", "Price", "Fees & Comm", "Amount")
#: `SPXW 04/24/2026 7230.00 C`
_SYMBOL = re.compile(r"(?P<root>[A-Z.]+) (?P<day>\d\d/\d\d/\d{4}) (?P<strike>\d+(?:\.\d+)?) (?P<right>[CP])$")
_AS_OF = re.compile(r" as of (?P<day>\d\d/\d\d/\d{4})$")
_RIGHTS: dict[str, Right] = {"C": "call", "P": "put"}
_ACTIONS = {
    "Buy to Open": Action(kind="fill", side=1, effect="open"),
    "Sell to Open": Action(kind="fill", side=-1, effect="open"),
    "Buy to Close": Action(kind="fill", side=1, effect="close"),
    "Sell to Close": Action(kind="fill", side=-1, effect="close"),
    "Buy": Action(kind="fill", side=1),
    "Sell": Action(kind="fill", side=-1),
    "Sell Short": Action(kind="fill", side=-1, effect="open"),
    "Expired": Action(kind="removal"),
    "Assigned": Action(kind="delivery"),
    "Exchange or Exercise": Action(kind="delivery"),
    **dict.fromkeys(
        ("MoneyLink Transfer", "Wire Funds", "Wire Sent", "Wire Received", "Wire Funds Received", "Funds Received",
         "Journal", "Funds Paid", "MoneyLink Deposit"),
        Action(kind="flow"),
    ),
    **dict.fromkeys(
        ("Bank Interest", "Credit Interest", "Margin Interest", "Qualified Dividend", "Cash Dividend", "Non-Qualified Div",
         "Service Fee", "Misc Cash Entry", "ADR Mgmt Fee", "Foreign Tax Paid", "NRA Tax Adj", "Bond Interest"),
        Action(kind="cash"),
    ),
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Whether a header has the columns of an export, at once or below a title."""
    return set(NEEDED) <= set(head.cells) or any('"Fees & Comm"' in line and '"Action"' in line for line in head.lines[:3])


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows."""
    return activity(file, NEEDED, _line, {"amount": "Amount", "action": "Action"}, watch)


def _line(cells: Mapping[str, str]) -> Line:
    action = Action(kind="skip") if "Total" in cells["Date"] else _ACTIONS.get(cells["Action"], Action(kind="unknown"))
    if action.kind == "flow" and cells["Symbol"]:
        action = Action(kind="unknown")  # shares that come from or go to another account
    as_of = _AS_OF.search(cells["Date"])
    on = us_day(as_of["day"] if as_of else cells["Date"])
    m = _SYMBOL.match(cells["Symbol"])
    contract = (
        option(m["root"], us_day(m["day"]), _cells.exact(m["strike"]), _RIGHTS[m["right"]]) if m else shares(cells["Symbol"])
    )
    numbers = {"Fees & Comm": money(cells["Fees & Comm"]), "Amount": money(cells["Amount"])}
    price = money(cells["Price"]) if cells["Price"] else None
    quantity = _cells.exact(cells["Quantity"]) if cells["Quantity"] else None
    unread = [c for c, v in numbers.items() if v is None] + ([] if on else ["Date"])
    unread += ["Price"] if cells["Price"] and price is None else []
    unread += ["Quantity"] if cells["Quantity"] and quantity is None else []
    return Line(
        action=action,
        on=on,
        contract=contract,
        quantity=quantity,
        price=price,
        fees=numbers["Fees & Comm"],
        amount=numbers["Amount"],
        unread=tuple(unread),
    )
