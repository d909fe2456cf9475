"""What others are not told: names such as those of clients, and numbers of accounts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from corpus.texts.documents import Passage

#: How brokers number accounts: letters before or between digits, eight digits or more, or two groups that are no years.
_ACCOUNT = re.compile(
    r"\b(?:[a-z]{1,4}\d{5,}|\d{1,2}[a-z]{1,3}\d{4,}|\d{8,}|(?!(?:19|20)\d\d-(?:19|20)\d\d\b)\d{3,4}-\d{4,})\b", re.IGNORECASE
)
#: A name of fewer letters is looked for at the beginning of a word alone.
_LONG = 5


def is_private(text: str, names: Sequence[str]) -> bool:
    """Whether a text has what looks like the number of an account, or one of the names.

    Names are found in any case, however their letters are encoded and their words put together.

    >>> is_private("Fees of **KESTREL**-partners", ["Kestrel Partners"]), is_private("Why does U1234567 lag?", [])
    (True, True)
    >>> is_private("At risk 7 times", ["k-7"]), is_private("Fees of K7", ["k-7"])
    (False, True)
    >>> is_private("From 2014-2018 the drag on $1,000,000 was 0.05% a month; on 400000 it was the same", [])
    False
    """
    said = _plain(text)
    return bool(_ACCOUNT.search(said)) or any(_pattern(name).search(said) for name in names if _words(name))


def is_private_passage(passage: Passage, names: Sequence[str]) -> bool:
    """Whether a passage, a heading or title above it or its document's path is private."""
    return is_private(f"{passage.document.path}\n{passage.context}\n{passage.text}", names)


@lru_cache(maxsize=2000)
def _pattern(name: str) -> re.Pattern[str]:
    """A name's words however they are put together; a short name begins with a word."""
    words = _words(name)
    joined = r"[\W_]*".join(re.escape(word) for word in words)
    return re.compile(joined if sum(map(len, words)) >= _LONG else rf"(?<![^\W_]){joined}")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
