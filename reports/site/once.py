"""What was made is kept by its name while there is room, the oldest given up first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable


class Once:
    """Texts by name."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, OrderedDict[str, str]()
        self._lock, self._making = threading.Lock(), threading.Lock()

    def once(self, name: str, make: Callable[[], str]) -> str:
        """The text of a name, made where it isn't held."""
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
                return self._held[name]
        with self._making:  # one at a time: who waits for the same takes it from the first, and charts are drawn on one thread
            with self._lock:
                if name in self._held:
                    return self._held[name]
            made = make()
            with self._lock:
                self._held[name] = made
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        return made

    def unkept(self, make: Callable[[], str]) -> str:
        """A text that is made in its turn, and not kept."""
        with self._making:
            return make()
