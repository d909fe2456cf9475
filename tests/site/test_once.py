"""What is made once is made once, however many ask for it at a time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from reports.site.once import Once


def test_what_many_ask_for_at_once_is_made_once() -> None:
    made: list[str] = []

    def make() -> str:
        time.sleep(0.05)
        made.append("x")
        return "page"

    once = Once(2)
    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(lambda _: once.once("a", make), range(10))) == {"page"}
    assert made == ["x"]


def test_the_oldest_is_given_up_where_there_is_no_room() -> None:
    once = Once(2)
    for name in "abc":
        once.once(name, lambda name=name: name)  # type: ignore[misc]
    assert once.once("c", lambda: "new") == "c"
    assert once.once("a", lambda: "new") == "new"
