"""IBKR Flex query as CSV: the same rows as its XML, under headings of their own; a section's header stands above its rows."""

from __future__ import annotations

from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, note
from corpus.formats._flex import statement
from corpus.formats._head import Head
from corpus.formats._rows import cells_of
from corpus.formats._text import writing_of
from corpus.formats._xml import Element

NAME = "ibkr-flex-csv"
TITLE = "an IBKR Flex query in CSV"
TOLD = ("zone",)
NEEDED = ("AssetClass", "Symbol", "Quantity", "TradePrice", "Proceeds", "IBCommission")
#: Attributes of the XML by headings that are no more than another way to write them.
_OTHERS = {
    "AssetClass": "assetCategory", "ClientAccountID": "accountId", "CurrencyPrimary": "currency", "Put/Call": "putCall",
    "Open/CloseIndicator": "openCloseIndicator", "Notes/Codes": "notes", "Buy/Sell": "buySell", "TradeID": "tradeID",
    "IBCommission": "ibCommission", "IBCommissionCurrency": "ibCommissionCurrency", "IBOrderID": "ibOrderID",
    "IBExecID": "ibExecID", "TransactionID": "transactionID", "BrokerageOrderID": "brokerageOrderID", "DateTime": "dateTime",
    "Date/Time": "dateTime", "Conid": "conid", "NetCash": "netCash", "ActionID": "actionID",
}  # fmt: skip
_HEADINGS = {"ClientAccountID", "AssetClass", "CurrencyPrimary"}


def recognises(head: Head) -> bool:
    """Whether a header has the headings of trades."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows, as of the XML."""
    problems: list[Problem] = []
    found: list[Element] = []
    header: list[str] = []
    writing = writing_of(file)
    if writing.assumed:
        problems.append(note("encoding", file.name, "the file is not UTF-8; it is read as Windows' Latin-1", line=1))
    for line, raw in cells_of(file, writing, watch):
        cells = [c.strip() for c in raw]
        if len(_HEADINGS & set(cells)) > 1:
            header = cells
        elif len(cells) != len(header):
            what = f"the row has {len(cells)} cells where the header has {len(header)}"
            problems.append(error("row-width", file.name, what, "export the file again", line=line))
        elif any(cells):
            own = {_attribute(h): c for h, c in zip(header, cells, strict=True)}
            found.append(Element(line=line, name=_kind(header), cells=own))
    return statement(file.name, found, told, problems)


def _attribute(heading: str) -> str:
    return _OTHERS.get(heading, heading[:1].lower() + heading[1:])


def _kind(header: list[str]) -> str:
    if "TradePrice" in header:
        return "Trade"
    if "ActionID" in header and "Quantity" in header:
        return "CorporateAction"
    return "CashTransaction" if {"Amount", "Type"} <= set(header) else "Other"
