"""Robinhood account activity: CSV, one row a fill, an expiry or a movement of cash, newest first, days and no times.

Amounts are net of fees, which have no column: they are what price and quantity leave of the amount.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.formats import _cells
from corpus.formats._activity import Action, Line, activity, money, option, shares, us_day
from corpus.formats._head import Head

NAME = "robinhood-activity"
TITLE = "a Robinhood account activity export"
TOLD: tuple[str, ...] = ()
NEEDED = (
    "Activity Date",
    "Process Date",
    "Settle Date",
    "Instrument",
    "Description",
    "Trans Code",
    "Quantity",
    "Price",
    "Amount",
)
#: `AAA 7/17/2026 Call $13.00`, after other words or not.
_OPTION = re.compile(r"(?P<root>[A-Z.]+) (?P<day>\d{1,2}/\d{1,2}/\d{4}) (?P<right>Call|Put) \$(?P<strike>[\d,]+(?:\.\d+)?)$")
_RIGHTS: dict[str, Right] = {"Call": "call", "Put": "put"}
_CODES = {
    "BTO": Action(kind="fill", side=1, effect="open"),
    "STO": Action(kind="fill", side=-1, effect="open"),
    "BTC": Action(kind="fill", side=1, effect="close"),
    "STC": Action(kind="fill", side=-1, effect="close"),
    "Buy": Action(kind="fill", side=1),
    "Sell": Action(kind="fill", side=-1),
    "OEXP": Action(kind="removal"),
    "OCA": Action(kind="removal"),
    "OASGN": Action(kind="delivery"),
    "OEXCS": Action(kind="delivery"),
    **dict.fromkeys(("ACH", "RTP", "ITRF", "XENT", "WIRE", "DCF"), Action(kind="flow")),
    **dict.fromkeys(("INT", "CDIV", "GOLD", "SLIP", "MINT", "GMPC", "MISC", "DTAX", "FEE", "CRRD"), Action(kind="cash")),
}


def recognises(head: Head) -> bool:
    """Whether a header has the columns of an export."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows."""
    return activity(file, NEEDED, _line, {"amount": "Amount", "action": "Trans Code"}, watch)


def _line(cells: Mapping[str, str]) -> Line:
    action = _CODES.get(cells["Trans Code"], Action(kind="unknown"))
    on = us_day(cells["Activity Date"])
    m = _OPTION.search(cells["Description"])
    contract = shares(cells["Instrument"])
    if m:
        contract = option(m["root"], us_day(m["day"]), _cells.exact(m["strike"]), _RIGHTS[m["right"]])
    amount, price = money(cells["Amount"]), money(cells["Price"]) if cells["Price"] else None
    quantity = _cells.exact(cells["Quantity"].rstrip("SL")) if cells["Quantity"] else None
    unread = [] if on else ["Activity Date"]
    unread += ["Amount"] if amount is None else []
    unread += ["Price"] if cells["Price"] and price is None else []
    unread += ["Quantity"] if cells["Quantity"] and quantity is None else []
    fees = None if action.kind == "fill" else Fraction()
    return Line(
        action=action, on=on, contract=contract, quantity=quantity, price=price, fees=fees, amount=amount, unread=tuple(unread)
    )
