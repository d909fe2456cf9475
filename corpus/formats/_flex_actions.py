"""Splits and renamings in an IBKR Flex query: positions go on, in another contract or in another number of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from corpus.errors import Problem, note
from corpus.formats import _cells
from corpus.formats._fills import Contract, Fill
from corpus.formats._flex_days import Days
from corpus.formats._statements import left_out
from corpus.formats._xml import Element

#: Forward and reverse splits, changes of an issue, mergers.
_GO_ON = {"FS", "RS", "IC", "TC"}
_COLUMNS = (
    "assetCategory", "symbol", "conid", "underlyingSymbol", "multiplier", "strike", "expiry", "putCall", "quantity", "proceeds",
    "dateTime", "reportDate", "actionID", "type",
)  # fmt: skip
ContractOf = Callable[[str, int, dict[str, str], Days], tuple[Contract | None, list[Problem]]]


def corporate_actions(
    file: str, found: Sequence[Element], days: Days, contract_of: ContractOf, problems: list[Problem]
) -> list[Fill]:
    """Rows of splits, renamings and mergers as fills that carry a trade on; those of other kinds are left out."""
    fills: list[Fill] = []
    others: list[int] = []
    for row in found:
        if row.name != "CorporateAction":
            continue
        cells = {c: row.cells.get(c, "") for c in _COLUMNS}
        contract, _ = contract_of(file, row.line, cells, days)
        at, quantity = days.moment(cells["dateTime"] or cells["reportDate"]), _cells.exact(cells["quantity"])
        if contract is None or at is None or not quantity or cells["type"] not in _GO_ON:
            others.append(row.line)
            continue
        cash = _cells.exact(cells["proceeds"] or "0") or Fraction()
        group = cells["actionID"] or f"{at} {cells['type']}"
        fill = Fill(
            line=row.line, at=at, order="", contract=contract, quantity=quantity, cash=cash, fees=Fraction(), carried=group
        )
        fills.append(fill)
    if fills:
        what = f"by splits, renamings or mergers positions go on, each in its trade; such rows: {len(fills)}"
        problems.append(note("corporate-action", file, what, line=fills[0].line))
    problems += left_out(file, others, "corporate actions that are no split, renaming or merger")
    return fills


def same_contracts(file: str, fills: Sequence[Fill], problems: list[Problem]) -> list[Fill]:
    """Fills of one contract that a split or a renaming changed and whose number the broker kept, all as it was at first.

    Where the strike is another, so is what one contract is of: sizes are told in contracts of the first.
    """
    first: dict[str, Contract] = {}
    kept: list[Fill] = []
    changed: list[int] = []
    for fill in sorted(fills, key=lambda f: f.at):
        contract = first.setdefault(fill.contract.symbol, fill.contract)
        if contract == fill.contract or contract.multiplier != fill.contract.multiplier:
            kept.append(fill)
            continue
        changed.append(fill.line)
        kept.append(replace(fill, contract=contract, quantity=fill.quantity * _ratio(contract, fill.contract)))
    if changed:
        what = f"a contract is told otherwise than before and has its number still; such rows: {len(changed)}"
        problems.append(note("contract-kept", file, what, line=changed[0]))
    return sorted(kept, key=lambda f: f.line) if changed else list(fills)


def _ratio(before: Contract, after: Contract) -> Fraction:
    """How many contracts of the first one of the later is."""
    return after.strike / before.strike if before.strike and after.strike else Fraction(1)
