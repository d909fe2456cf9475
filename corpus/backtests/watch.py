"""Watching: how far a file is read, told to whoever looks."""

from __future__ import annotations

from collections.abc import Callable

#: Called now and then while a file is read, with its name, the bytes read so far and the bytes in all.
Watch = Callable[[str, int, int], None]


def unwatched(_: str, __: int, ___: int) -> None:
    """Nobody looks."""
