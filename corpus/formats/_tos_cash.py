"""The section `Cash Balance` of a thinkorswim statement: what each fill brought and cost, expiries, deposits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from corpus.backtests.legs import Right
from corpus.dates import month_number
from corpus.errors import Problem, error, warning
from corpus.formats import _cells
from corpus.formats._fills import Contract, Fill
from corpus.formats._sections import Table
from corpus.formats._statements import left_out, other_cash
from corpus.formats._zones import exchange_time

NEEDED = ("DATE", "TIME", "TYPE", "DESCRIPTION", "AMOUNT")
#: Columns of fees, as newer and older statements call them.
_FEES = (("Misc Fees", "Commissions & Fees"), ("FEES", "COMMISSIONS"))
#: What descriptions call cash that is put in or taken out.
_FLOW = re.compile(r"\bACH (CREDIT|DEBIT)|ELECTRONIC FUNDING|\bWIRE (INCOMING|OUTGOING)|ACCOUNT TRANSFER|INTERNAL TRANSFER")
#: Roots of options that are listed under the name of another.
_ROOTS = {"SPXW": "SPX", "VIXW": "VIX", "RUTW": "RUT", "NDXP": "NDX"}
RIGHTS: dict[str, Right] = {"C": "call", "CALL": "call", "P": "put", "PUT": "put"}
#: Units of the underlying of a listed option; the amounts of `Cash Balance` are held against it.
UNITS = Fraction(100)
#: `… EXP: -1.0 .SPXW240119P4700`: what is removed, signed like a fill.
_CODED = re.compile(r"(?P<n>-?\d+(?:\.\d+)?) \.(?P<root>[A-Z]+)(?P<ymd>\d{6})(?P<right>[CP])(?P<strike>\d+(?:\.\d+)?)$")
#: `REMOVAL OF OPTION DUE TO EXPIRATION -1.0 SPX 100 (Weeklys) 19 JAN 24 4700 PUT`, as older statements write it.
_SPELLED = re.compile(
    r"(?P<n>-?\d+(?:\.\d+)?) \$?(?P<root>[A-Z]+)(?:\.X)? \d+ (?:\([^)]*\) )?(?P<day>\d{1,2} [A-Z]{3} \d{2}(?:\d{2})?) "
    r"(?:\[AM\] )?(?P<strike>\d+(?:\.\d+)?) (?P<right>CALL|PUT)$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3}) (?:20)?(\d\d)(?: \[AM\]| \([A-Za-z]+\))*$", re.IGNORECASE)
#: Types of rows that aren't money alone: trades, receipts and deliveries, expiries; and balances.
_POSITIONS = {"TRD", "RAD", "EXP", "BAL"}
_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash:
    """One row."""

    line: int
    #: exchange time
    at: datetime
    kind: str
    #: number of the order
    ref: str
    text: str
    #: received, or paid where negative, before fees [USD]
    amount: Fraction
    #: paid [USD]
    fees: Fraction


def option(underlying: str, expiry: date, strike: Fraction, right: Right) -> Contract:
    """An option as both sections can name it."""
    symbol = f"{underlying} {expiry} {float(strike):g} {right}"
    return Contract(symbol=symbol, underlying=underlying, expiry=expiry, strike=strike, right=right, multiplier=UNITS)


def day(cell: str) -> date | None:
    """A day written `19 JAN 24`, with what stands after it about its series."""
    m = _DAY.match(cell)
    try:
        return date(2000 + int(m[3]), month_number(m[2]), int(m[1])) if m else None
    except (ValueError, StopIteration):
        return None


def moment(cell: str) -> datetime | None:
    """A moment written `1/19/24 09:31:05`, without its zone."""
    try:
        return datetime.strptime(cell, "%m/%d/%y %H:%M:%S")  # noqa: DTZ007 by zone
    except ValueError:
        return None


def cash_rows(file: str, table: Table, zone: str | None, problems: list[Problem]) -> list[Cash]:
    """The rows that can be read; where all can, the totals below them are held against their sums."""
    lacking = lacking_columns(file, "Cash Balance", table, NEEDED)
    problems += lacking
    fees = [c for pair in _FEES for c in pair if c in table.header]
    if not lacking and not any(set(pair) <= set(fees) for pair in _FEES):
        what = "the section Cash Balance has no columns for all fees, so cost is understated"
        problems.append(warning("no-fees", file, what, "export it with every column", line=table.line))
    columns = [*fees, "AMOUNT"] if "AMOUNT" in table.header else fees
    found: list[Cash] = []
    sums = dict.fromkeys(columns, Fraction())
    unread: list[Problem] = []
    for line, cells in table.rows if not lacking else ():
        amounts = {c: a for c in columns if (a := _money(cells[c])) is not None}
        if cells["DESCRIPTION"] == "TOTAL":
            told = {c: a for c, a in amounts.items() if cells[c].strip("-*")}
            problems += _totals(file, line, told, sums) if not unread else []
            sums = dict.fromkeys(columns, Fraction())
            continue
        row, wrong = _cash(file, line, cells, amounts, columns)
        unread += wrong
        if row is not None:
            found.append(replace(row, at=exchange_time(row.at, zone)))
            sums = {c: sums[c] + amounts[c] for c in columns}
    problems += unread
    return found


def lacking_columns(file: str, title: str, table: Table, needed: Sequence[str]) -> list[Problem]:
    """An error where a section lacks columns."""
    lacking = ", ".join(c for c in needed if c not in table.header)
    if not lacking:
        return []
    return [error("no-column", file, f"the section {title} lacks {lacking}", "export it again", line=table.line)]


def _cash(
    file: str, line: int, cells: dict[str, str], amounts: dict[str, Fraction], columns: Sequence[str]
) -> tuple[Cash | None, list[Problem]]:
    """One row, its moment still in the zone of the file, or None with what is wrong."""
    at = moment(f"{cells['DATE']} {cells['TIME']}")
    unread = [c for c in columns if c not in amounts]
    if at is None:
        unread.append("DATE" if _cells.us_day(cells["DATE"]) is None else "TIME")
    if at is None or unread:
        return None, _cells.unreadable(file, line, cells, iter(unread))
    return Cash(
        line=line,
        at=at,
        kind=cells["TYPE"],
        ref=cells.get("REF #", "").strip('="'),
        text=cells["DESCRIPTION"],
        amount=amounts["AMOUNT"],
        fees=-sum((amounts[c] for c in columns if c != "AMOUNT"), Fraction()),
    ), []


def _money(cell: str) -> Fraction | None:
    """An amount such as `-1,000.00` or `($4.57)`; nothing, dashes and stars are zero."""
    text = cell.replace("$", "")
    if not text.strip("-*"):
        return Fraction()
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    return _cells.exact(text)


def _totals(file: str, line: int, totals: dict[str, Fraction], sums: dict[str, Fraction]) -> list[Problem]:
    problems = []
    for column, total in totals.items():
        if abs(total - sums[column]) > _CENT:
            what = f"the total is {float(total):.2f}, but the rows sum to {float(sums[column]):.2f}"
            problems.append(error("total", file, what, "export the file again", line=line, column=column))
    return problems


def removals(file: str, rows: Sequence[Cash], problems: list[Problem]) -> list[Fill]:
    """Options that expired, or ended in cash, as fills that close them.

    One that was assigned or exercised and whose row has no amount stays open: what it was settled at isn't told.
    """
    fills = []
    strange: list[int] = []
    for row in rows:
        m = _CODED.search(row.text) or _SPELLED.search(row.text)
        if row.kind not in {"RAD", "EXP"}:
            continue
        contract = _removed(m) if m else None
        if m is None or contract is None or not _cells.exact(m["n"]):
            strange.append(row.line)
        elif not row.amount and "EXPIRATION" not in row.text.upper() and " EXP: " not in row.text:
            what = f"{contract} was assigned or exercised and the row has no amount; the trade stays open"
            problems.append(warning("settlement-unknown", file, what, "count its settlement elsewhere", line=row.line))
        else:
            quantity = Fraction(m["n"])
            fills.append(
                Fill(
                    line=row.line,
                    at=row.at,
                    order="",
                    contract=contract,
                    quantity=quantity,
                    cash=row.amount,
                    fees=row.fees,
                    effect="close",
                )
            )
    problems += left_out(file, strange, "what is received or delivered is not told in a form that is known")
    return fills


def _removed(m: re.Match[str]) -> Contract | None:
    parts = m.groupdict()
    ymd = parts.get("ymd")
    try:
        expiry = datetime.strptime(ymd, "%y%m%d").date() if ymd else day(parts["day"])  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
    root = parts["root"].upper()
    if expiry is None:
        return None
    return option(_ROOTS.get(root, root), expiry, Fraction(parts["strike"]), RIGHTS[parts["right"].upper()])


def flows(file: str, rows: Sequence[Cash], problems: list[Problem]) -> list[tuple[date, Fraction]]:
    """Deposits and withdrawals by day; a note tells what other cash there is."""
    money = [r for r in rows if r.kind not in _POSITIONS and r.amount != r.fees]
    own = [r for r in money if _FLOW.search(r.text.upper())]
    others = [r for r in money if not _FLOW.search(r.text.upper())]
    problems += other_cash(file, [(r.line, r.amount - r.fees) for r in others], "AMOUNT")
    return [(r.at.date(), r.amount - r.fees) for r in own]
