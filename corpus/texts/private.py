"""What others are not told: names such as those of clients, and numbers of accounts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from corpus.texts.documents import Passage

#: How brokers number accounts: letters before or between digits, eight digits or more, or two groups that are no years.
_ACCOUNT = re.compile(
    r"\b(?:[a-z]{1,4}\d{5,}|\d{1,2}[a-z]{1,3}\d{4,}|\d{8,}|(?!(?:19|20)\d\d-(?:19|20)\d\d\b)\d{3,4}-\d{4,})\b", re.IGNORECASE
)
#: What may stand between the words of a name.
_BETWEEN = re.compile(r"[\W_]+")
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
    if _ACCOUNT.search(said):
        return True
    letters = _BETWEEN.sub("", said)
    return any((name := _name(told)).letters in letters and name.pattern.search(said) for told in names if _name(told).letters)


def is_private_passage(passage: Passage, names: Sequence[str]) -> bool:
    """Whether a passage, a heading or title above it, its document's path or what readers ask of it is private."""
    return is_private("\n".join((passage.document.path, passage.context, passage.text, *passage.asks)), names)


class _Name(NamedTuple):
    """A name's letters, and its words however they are put together; a short name begins with a word."""

    letters: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=20_000)
def _name(told: str) -> _Name:
    words = _BETWEEN.sub(" ", _plain(told)).split()
    joined = r"[\W_]*".join(re.escape(word) for word in words)
    letters = "".join(words)
    return _Name(letters, re.compile(joined if len(letters) >= _LONG else rf"(?<![^\W_]){joined}"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
