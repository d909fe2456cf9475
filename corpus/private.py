"""What others are not told: names such as those of clients, and numbers of accounts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.documents import Passage

#: How brokers number accounts: letters before or between digits, eight digits or more, or two groups that are no years.
_ACCOUNT = re.compile(
    r"\b(?:[a-z]{1,4}\d{5,}|\d{1,2}[a-z]{1,3}\d{4,}|\d{8,}|(?!(?:19|20)\d\d-(?:19|20)\d\d\b)\d{3,4}-\d{4,})\b", re.IGNORECASE
)


def is_private(text: str, names: Sequence[str]) -> bool:
    """Whether a text has what looks like the number of an account, or one of the names.

    Names are found in any case and however their letters are encoded and their words spaced.

    >>> is_private("Fees of KESTREL   partners", ["Kestrel Partners"]), is_private("Why does U1234567 lag?", [])
    (True, True)
    >>> is_private("From 2014-2018 the drag on $1,000,000 was 0.05% a month; on 400000 it was the same", [])
    False
    """
    wanted = [plain for name in names if (plain := _plain(name))]
    said = _plain(text)
    return any(name in said for name in wanted) or bool(_ACCOUNT.search(said))


def is_private_passage(passage: Passage, names: Sequence[str]) -> bool:
    """Whether a passage, a heading or title above it or its document's path is private."""
    return is_private(f"{passage.document.path}\n{passage.context}\n{passage.text}", names)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
