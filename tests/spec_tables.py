"""The hand-worked tables of tests/spec: what backtest they describe, and what they say comes out."""

from __future__ import annotations

import ast
import math
import operator
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.calendars import Calendar
from qa.calculator.core.facts import Facts
from tests.builders import BASE, Told, accounts, built, calendar, marks, monthly, trades

SPEC = Path(__file__).parent / "spec"
_OPERATORS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {"sqrt": math.sqrt, "ln": math.log, "median": lambda *x: statistics.median(x)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of a table of results."""

    spec: str
    key: str
    scope: str
    #: as written, in percent where the figure is a fraction, or why there is none
    result: str
    arithmetic: str

    def __str__(self) -> str:
        return f"{self.spec}: {self.key} {self.scope}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a spec: its head and its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(name: str) -> list[Table]:
    """The tables of a spec, in their order."""
    text = (SPEC / name).read_text(encoding="utf-8")
    made = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = [tuple(c.strip() for c in line.strip("|\n").split("|")) for line in block.strip().split("\n")]
        made.append(Table(head, tuple(rows)))
    return made


def names() -> list[str]:
    """The specs of figures."""
    return sorted(f.name for f in SPEC.glob("*.md") if any(t.head[0] == "figure" for t in tables(f.name)))


def cases(name: str) -> Iterator[Case]:
    """What a spec says comes out."""
    for table in tables(name):
        if table.head[0] == "figure":
            for key, *scope, result, arithmetic in table.rows:
                yield Case(spec=name, key=key, scope=scope[0] if scope else "all", result=result, arithmetic=arithmetic)


def worth(arithmetic: str) -> float | None:
    """What the arithmetic comes to, or None where it is told in words."""
    try:
        return _worth(ast.parse(arithmetic.replace("^", "**"), mode="eval").body)
    except (SyntaxError, KeyError):
        return None


def _worth(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=float() | int() as number):
            return float(number)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_worth(left), _worth(right))
        case ast.UnaryOp(op=op, operand=operand):
            return _OPERATORS[type(op)](_worth(operand))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name](*(_worth(a) for a in args))
    raise KeyError(node)


def facts_of(name: str) -> Facts:
    """The backtest that a spec describes."""
    found = {table.head: table.rows for table in tables(name)}
    settings = _pairs(found.get(("setting", "is"), ()))
    wacc, flows = settings.get("cost of capital"), settings.get("flows", "reset_monthly")
    hedge = tuple(h for h in [settings.get("hedge")] if h)
    told = Told(flows=flows, wacc=float(wacc) / 100 if wacc else None, hedge=hedge)
    named = {head[1].lower(): _pairs(rows) for head, rows in found.items() if head[0] == "close of"}
    common = {
        "told": told,
        "series": {name: {d: float(v) for d, v in rows.items()} for name, rows in named.items()},
        "calendars": [_calendar(*row) for row in found.get(("event", "days", "known from", "to"), ())],
    }
    if rows := found.get(("month", "unhedged", "hedged")):
        unhedged = [float(u) / 100 for _, u, _ in rows]
        hedges = [(float(h) - float(u)) / 100 for _, u, h in rows]
        return monthly(unhedged, hedges, first=rows[0][0], **common)
    if rows := found.get(("day", "base", "hedge")):
        return built(marks=marks([r[0] for r in rows], *_numbers(rows)), **common)  # type: ignore[arg-type]
    if rows := found.get(("day", "unhedged", "hedged")):
        put_in = {d: float(v) for d, v in found.get(("day", "put in"), ())}
        return built(accounts=accounts([r[0] for r in rows], *_numbers(rows)), flows=put_in, **common)  # type: ignore[arg-type]
    rows = found["opened", "closed", "strategy", "P&L", "margin"]
    log = trades([(o, c, s, float(p)) for o, c, s, p, _ in rows], [float(m) for *_, m in rows])
    return built(trades=log, **common)  # type: ignore[arg-type]


def _pairs(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows}


def _numbers(rows: Sequence[Sequence[str]]) -> tuple[list[float], list[float]]:
    return [float(r[1]) for r in rows], [float(r[2]) for r in rows]


def _calendar(name: str, days: str, first: str, last: str) -> Calendar:
    return calendar(name.lower(), days.split(), first, last)


assert BASE == 100_000, "the specs are written on this base"
