"""How a table is written: its encoding, what stands between its cells, and which sign its decimals have."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from corpus.errors import UnreadableError

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"')
_CHUNK = 1 << 20
#: A whole cell that is a number with a decimal comma, thousands set apart by points or not.
_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+),(?P<decimals>\d+)$")
#: A whole cell that is a number with a point in it, and one whose points can as well set thousands apart.
_POINT = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?\.\d+$")
_POINTED = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+$")
_THOUSAND = 3

Decimals = Literal["point", "comma", "ambiguous"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a file is to be opened and cut into cells."""

    encoding: str
    delimiter: str
    #: whether the encoding had to be assumed, since nothing in the file tells it
    assumed: bool


def writing_of(file: Path) -> Writing:
    """Encoding and delimiter of a table, from its bytes and its first line.

    UTF-8 and UTF-16 are told by their marks or by being valid; bytes that are neither are read as Windows' Latin-1.

    Raises
    ------
    UnreadableError
        The file is missing, or holds no text.
    """
    if not file.is_file():
        raise UnreadableError("no such file", where=str(file), mend="check the path")
    told = file.stat()
    encoding, assumed = _encoding(file, told.st_mtime_ns, told.st_size)
    with file.open(encoding=encoding, errors="replace", newline="") as f:
        head = _QUOTED.sub("", f.readline(_CHUNK))
    counts = [head.count(d) for d in _DELIMITERS]
    return Writing(encoding=encoding, delimiter=_DELIMITERS[counts.index(max(counts))], assumed=assumed)


@lru_cache(maxsize=8)  # a file is asked for its head, its header and its rows, and each time it is read whole
def _encoding(file: Path, _changed: int, _size: int) -> tuple[str, bool]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    with file.open("rb") as f:
        first = chunk = f.read(_CHUNK)
        marked = next((name for mark, name in _BOMS.items() if first.startswith(mark)), None)
        if marked == "utf-16":
            return marked, False
        while chunk:
            if b"\0" in chunk:
                raise UnreadableError(
                    "is not a text file", where=file.name, mend="bring the file that the platform exports as CSV"
                )
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
                break
            chunk = f.read(_CHUNK)
    return ("utf-8-sig", False) if valid else ("cp1252", True)


def decimals_of(cells: Iterable[str]) -> tuple[Decimals, str]:
    """Which sign the decimals of a table have that isn't cut by commas, and the first cell that leaves it open.

    A comma or point before other than three digits is one of decimals; before three digits it can be either. Where both
    signs stand as decimals, or nothing but the open kind, it is ambiguous.

    >>> decimals_of(["1.234,56", "12"]), decimals_of(["1,234"]), decimals_of(["0.5", "1,234"])
    (('comma', ''), ('ambiguous', '1,234'), ('point', ''))
    """
    comma = point = opened = ""
    for cell in cells:
        text = cell.strip()
        if m := _COMMA.match(text):
            if len(m["decimals"]) != _THOUSAND or "." in text:
                comma = comma or text
            else:
                opened = opened or text
        elif _POINTED.match(text):
            opened = opened or text
        elif _POINT.match(text):
            point = point or text
    if comma and point:
        return "ambiguous", comma
    if comma:
        return "comma", ""
    return ("ambiguous", opened) if opened and not point else ("point", "")


def with_point(cell: str) -> str:
    """A cell as it would be with a decimal point, where all of it is a number with a decimal comma.

    >>> with_point("-1.234,50"), with_point("1.234"), with_point("5,0 up")
    ('-1234.50', '1234', '5,0 up')
    """
    text = cell.strip()
    if re.match(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$", text):
        return text.replace(".", "").replace(",", ".")
    return cell
