"""Activity exports of brokers that tell days and no orders: one row a fill, an expiry or a movement of cash."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Literal

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.watch import Watch
from corpus.errors import Problem, error, note, warning
from corpus.formats import _cells
from corpus.formats._fills import Contract, Effect, Fill
from corpus.formats._rows import cells_of
from corpus.formats._statements import Statement, deliveries, imported, last_day, left_out, other_cash
from corpus.formats._text import writing_of

#: Roots of options that are listed under the name of another.
ROOTS = {"SPXW": "SPX", "VIXW": "VIX", "RUTW": "RUT", "NDXP": "NDX", "XSPW": "XSP"}
_UNITS = Fraction(100)
_CENT = Fraction(1, 100)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a row is: a fill, a removal of what is open, money put in or taken out, other cash, or a row of no account."""

    kind: Literal["fill", "removal", "delivery", "flow", "cash", "skip", "unknown"]
    #: 1 for bought, -1 for sold; of a fill
    side: int = 0
    effect: Effect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row as its format tells it; None where a cell can't be read."""

    action: Action
    on: date | None
    contract: Contract | None
    quantity: Fraction | None
    #: a unit; None where the row has none
    price: Fraction | None
    #: paid, where the file tells them; else what price and quantity leave of the amount
    fees: Fraction | None
    #: received, fees paid [USD]
    amount: Fraction | None
    #: columns whose cells can't be read
    unread: tuple[str, ...] = ()


Reader = Callable[[Mapping[str, str]], Line]


def option(root: str, expiry: date | None, strike: Fraction | None, right: Right | None) -> Contract | None:
    """An option on what its root stands for, or None where a part is missing."""
    if expiry is None or strike is None or right is None or not root:
        return None
    on = ROOTS.get(root, root)
    symbol = f"{on} {expiry} {float(strike):g} {right}"
    return Contract(symbol=symbol, underlying=on, expiry=expiry, strike=strike, right=right, multiplier=_UNITS)


def shares(symbol: str) -> Contract | None:
    """Shares of what a symbol names."""
    return Contract(symbol=symbol, underlying=symbol) if symbol else None


def us_day(cell: str) -> date | None:
    """A day that a broker of the United States writes, M/D/YYYY, or None."""
    m = _DAY.match(cell.strip())
    try:
        return date(int(m[3]) if len(m[3]) > 2 else 2000 + int(m[3]), int(m[1]), int(m[2])) if m else None  # noqa: PLR2004 short year
    except ValueError:
        return None


def money(cell: str) -> Fraction | None:
    """An amount such as `$1,000.00`, `-$3.00` or `($4.57)`; an empty cell is nothing."""
    value = _cells.amount(cell) if cell.strip(" -") else 0.0
    return None if value is None else Fraction(str(value))


def table_of(file: Path, needed: Sequence[str], problems: list[Problem], watch: Watch) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header, wherever it stands; lines before it, and lines of text after them, are passed over."""
    header: list[str] = []
    found: list[tuple[int, dict[str, str]]] = []
    for line, raw in cells_of(file, writing_of(file), watch):
        cells = [c.strip() for c in raw]
        if not header:
            header = cells if set(needed) <= set(cells) else []
        elif cells == header:
            problems.append(note("header-twice", file.name, "the header stands again; the line is left out", line=line))
        elif sum(map(bool, cells)) <= 1:
            problems.append(note("text-line", file.name, "a line of text is no row and is left out", line=line))
        elif len(cells) != len(header):
            what = f"the row has {len(cells)} cells where the header has {len(header)}"
            problems.append(error("row-width", file.name, what, "export the file again", line=line))
        else:
            found.append((line, dict(zip(header, cells, strict=True))))
    return found


def activity(file: Path, needed: Sequence[str], read_line: Reader, columns: Mapping[str, str], watch: Watch) -> Imported:
    """Trades, open trades and flows of an activity export; each fill is held against its own price, quantity and amount.

    `columns` names the column of the amount, and of the action, for problems.
    """
    problems: list[Problem] = []
    fills: list[Fill] = []
    flows: list[tuple[date, Fraction]] = []
    other: list[tuple[int, Fraction]] = []
    skipped: list[int] = []
    days: list[datetime] = []
    for line, cells in table_of(file, needed, problems, watch):
        told = read_line(cells)
        kind = told.action.kind
        if kind == "skip":
            continue
        if kind == "unknown":
            skipped.append(line)
            continue
        if told.unread or told.on is None or told.amount is None:
            problems += _cells.unreadable(file.name, line, dict(cells), iter(told.unread))
            continue
        days.append(datetime(told.on.year, told.on.month, told.on.day))  # noqa: DTZ001 a day has no zone
        if kind == "flow":
            flows.append((told.on, told.amount))
        elif kind == "cash":
            other.append((line, told.amount))
        else:
            fill, wrong = _fill(file.name, line, told, columns)
            problems += wrong
            fills += [fill] if fill is not None else []
    problems += [*left_out(file.name, skipped, "rows that are no fill, expiry or movement of cash that is known")]
    problems += [*other_cash(file.name, other, columns["amount"]), *deliveries(file.name, fills), *_assumed(file.name, fills)]
    backwards = bool(days) and days[0] > days[-1]
    return imported(
        Statement(
            file=file.name,
            fills=list(reversed(fills)) if backwards else fills,
            flows=flows,
            last=last_day(days),
            currency=None,
            live=True,
            problems=problems,
        )
    )


def _fill(file: str, line: int, told: Line, columns: Mapping[str, str]) -> tuple[Fill | None, list[Problem]]:
    """A fill, an expiry or a delivery, or None with what is wrong."""
    on, contract, quantity, amount = told.on, told.contract, told.quantity, told.amount
    if on is None or contract is None or amount is None or not quantity:
        what = "what the row is of, or how much of it, can't be told"
        return None, [error("contract", file, what, "mend the row or export it again", line=line)]
    removed = told.action.kind != "fill"
    size = abs(quantity)
    signed = size if removed else told.action.side * size
    gross = Fraction() if removed and told.price is None else -signed * (told.price or Fraction()) * contract.multiplier
    fees = told.fees if told.fees is not None else gross - amount
    wrong = []
    if not removed and abs(gross - fees - amount) > _CENT * (1 + size):
        what = f"the amount is {float(amount):.2f}, but price, quantity and fees make {float(gross - fees):.2f}"
        wrong.append(error("amount-identity", file, what, "mend the row or export it again", line=line, column=columns["amount"]))
    if not removed and told.fees is None and (fees < -_CENT or fees > _MOST_FEES * size + 1):
        what = f"price and quantity make {float(gross):.2f}, and the amount is {float(amount):.2f}, which no fees explain"
        wrong.append(error("amount-identity", file, what, "mend the row or export it again", line=line, column=columns["amount"]))
    day = datetime(on.year, on.month, on.day)  # noqa: DTZ001 a day has no zone
    option_ = contract.expiry is not None
    fill = Fill(
        line=line,
        at=day,
        order=f"{on} {contract.underlying} {contract.expiry}" if option_ else "",
        contract=contract,
        quantity=signed,
        cash=amount if removed else amount + fees,
        fees=Fraction() if removed else fees,
        effect="close" if removed else told.action.effect,
        side_told=not removed,
        carried=f"{on} {contract.underlying}" if told.action.kind == "delivery" else "",
        delivers=told.action.kind == "delivery" and option_,
    )
    return fill, wrong


#: Fees that an amount implies are taken for fees up to so many dollars a contract.
_MOST_FEES = 10


def _assumed(file: str, fills: Sequence[Fill]) -> list[Problem]:
    """A warning that what is one trade is assumed, where the file has several fills of one day, underlying and expiry."""
    opening: dict[str, int] = {}
    for fill in fills:
        if fill.order and fill.effect == "open":
            opening[fill.order] = opening.get(fill.order, 0) + 1
    several = sum(n > 1 for n in opening.values())
    if not several:
        return []
    what = f"the file names neither orders nor times; what opens on one day with one expiry is read as one trade, {several} times"
    return [warning("orders-assumed", file, what, "bring an export with orders where counts and win rates matter")]
