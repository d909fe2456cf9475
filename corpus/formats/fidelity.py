"""Fidelity account history: CSV, one row a fill, an expiry or a movement of cash, newest first, days and no times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.formats import _cells
from corpus.formats._activity import Action, Line, activity, money, option, shares, us_day
from corpus.formats._head import Head

NAME = "fidelity-history"
TITLE = "a Fidelity account history"
TOLD: tuple[str, ...] = ()
NEEDED = ("Run Date", "Action", "Symbol", "Description", "Quantity", "Price ($)", "Commission ($)", "Fees ($)", "Amount ($)")
#: `-MU250201P100`
_SYMBOL = re.compile(r"-(?P<root>[A-Z]+)(?P<day>\d{6})(?P<right>[CP])(?P<strike>\d+(?:\.\d+)?)$")
_RIGHTS: dict[str, Right] = {"C": "call", "P": "put"}
#: What an action begins with or holds, the first that fits.
_ACTIONS: tuple[tuple[str, Action], ...] = (
    ("YOU BOUGHT OPENING TRANSACTION", Action(kind="fill", side=1, effect="open")),
    ("YOU SOLD OPENING TRANSACTION", Action(kind="fill", side=-1, effect="open")),
    ("YOU BOUGHT CLOSING TRANSACTION", Action(kind="fill", side=1, effect="close")),
    ("YOU SOLD CLOSING TRANSACTION", Action(kind="fill", side=-1, effect="close")),
    ("YOU BOUGHT ASSIGNED", Action(kind="fill", side=1)),
    ("YOU SOLD ASSIGNED", Action(kind="fill", side=-1)),
    ("ASSIGNED", Action(kind="delivery")),
    ("EXERCISED", Action(kind="delivery")),
    ("EXPIRED", Action(kind="removal")),
    ("YOU BOUGHT", Action(kind="fill", side=1)),
    ("YOU SOLD", Action(kind="fill", side=-1)),
    ("ELECTRONIC FUNDS TRANSFER", Action(kind="flow")),
    ("WIRE TRANSFER", Action(kind="flow")),
    ("TRANSFERRED", Action(kind="flow")),
    ("DIRECT DEPOSIT", Action(kind="flow")),
    ("DIVIDEND", Action(kind="cash")),
    ("INTEREST", Action(kind="cash")),
    ("FEE", Action(kind="cash")),
    ("REINVESTMENT", Action(kind="skip")),
    ("REDEMPTION FROM CORE ACCOUNT", Action(kind="skip")),
    ("PURCHASE INTO CORE ACCOUNT", Action(kind="skip")),
)


def recognises(head: Head) -> bool:
    """Whether a header has the columns of a history, at once or below blank lines."""
    return set(NEEDED) <= set(head.cells) or any("Run Date,Action,Symbol" in line for line in head.lines[:4])


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows."""
    return activity(file, NEEDED, _line, {"amount": "Amount ($)", "action": "Action"}, watch)


def _line(cells: Mapping[str, str]) -> Line:
    said = cells["Action"].upper()
    action = next((a for words, a in _ACTIONS if words in said), Action(kind="unknown"))
    on, m = us_day(cells["Run Date"]), _SYMBOL.match(cells["Symbol"])
    contract = shares(cells["Symbol"])
    if m:
        contract = option(m["root"], _day(m["day"]), _cells.exact(m["strike"]), _RIGHTS[m["right"]])
    columns = ("Commission ($)", "Fees ($)", "Amount ($)")
    numbers = {c: money(cells[c]) for c in columns}
    price = money(cells["Price ($)"]) if cells["Price ($)"] else None
    quantity = _cells.exact(cells["Quantity"]) if cells["Quantity"] else None
    unread = [c for c, v in numbers.items() if v is None] + ([] if on else ["Run Date"])
    unread += ["Quantity"] if cells["Quantity"] and quantity is None else []
    unread += ["Price ($)"] if cells["Price ($)"] and price is None else []
    paid, charged = numbers["Commission ($)"], numbers["Fees ($)"]
    return Line(
        action=action,
        on=on,
        contract=contract,
        quantity=quantity,
        price=price,
        fees=None if paid is None or charged is None else paid + charged,
        amount=numbers["Amount ($)"],
        unread=tuple(unread),
    )


def _day(ymd: str) -> date | None:
    try:
        return date(2000 + int(ymd[:2]), int(ymd[2:4]), int(ymd[4:]))
    except ValueError:
        return None
