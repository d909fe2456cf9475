"""Names that others are not told, such as those of clients: whether a text or a passage has one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from corpus.documents import Passage


def names_any(text: str, names: Sequence[str]) -> bool:
    """Whether a text has one of the names, in any case and however its letters are encoded and its words spaced.

    >>> names_any("Fees of KESTREL   partners", ["Kestrel Partners"])
    True
    """
    wanted = [plain for name in names if (plain := _plain(name))]
    said = _plain(text) if wanted else ""
    return any(name in said for name in wanted)


def named_in(passage: Passage, names: Sequence[str]) -> bool:
    """Whether a passage, a heading or title above it or its document's path has one of the names."""
    return names_any(f"{passage.document.path}\n{passage.context}\n{passage.text}", names)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
