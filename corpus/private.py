"""Names that others are not told, such as those of clients: whether a text has one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def has_any(text: str, names: Sequence[str]) -> bool:
    """Whether a text has one of the names, in any case and however its letters are encoded and its words spaced.

    >>> has_any("Fees of KESTREL   partners", ["Kestrel Partners"])
    True
    """
    wanted = [plain for name in names if (plain := _plain(name))]
    said = _plain(text) if wanted else ""
    return any(name in said for name in wanted)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
