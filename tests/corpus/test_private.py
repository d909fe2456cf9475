"""Private names are found as a search of each name finds them, however many there are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.texts.private import is_private

PARTS = st.lists(st.sampled_from(["ana", "Ban", "an", "b", "ß", "ﬁn", "-", " ", "_", "**", "é", "7"]), max_size=8).map("".join)


def _found(text: str, name: str) -> bool:
    """Each word of the name after the other, with anything but letters and digits between them."""
    said, words = (_plain(text), re.findall(r"[^\W_]+", _plain(name)))
    pattern = r"[\W_]*".join(map(re.escape, words))
    if sum(map(len, words)) < 5:
        pattern = rf"(?<![^\W_]){pattern}"
    return bool(words) and re.search(pattern, said) is not None


def _plain(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", text).casefold()


@given(PARTS, st.lists(PARTS, max_size=4))
def test_a_text_is_private_where_one_of_the_names_stands_in_it(text: str, names: list[str]) -> None:
    assert is_private(text, names) == any(_found(text, name) for name in names)


def test_letters_that_are_only_near_each_other_are_no_name() -> None:
    assert not is_private("Than Ders are sold", ["Anders"])
    assert is_private("For Anders: the hedge", ["anders"])
