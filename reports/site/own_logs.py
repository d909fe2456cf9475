"""Readers' own logs, held in memory for a session: so many, of such a size, for so long, and each for its reader alone."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic

from reports.service.lookups import LogFiles

#: So many logs are held at once, each until nobody has asked from it for so long. [s]
MOST, IDLE = 16, 3600.0
#: So many come from one address, which readers may share.
OF_ONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLog:
    """A log, what is in it, and what its reader says of it."""

    #: whoever sent it, as limits count
    owner: str
    #: each file's ending and content
    files: LogFiles
    checked: Mapping[str, object]
    #: capital, hedge, fees, hypothetical; empty until the reader has said so
    told: Mapping[str, object] = field(default_factory=dict)


class OwnLogs:
    """The logs by session."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._held: dict[str, tuple[float, OwnLog]] = {}

    def get(self, session: str, owner: str) -> OwnLog | None:
        """The log of a session; None where there is none, or somebody else has sent it."""
        with self._lock:
            self._sweep()
            held = self._held.get(_name(session))
            if held is None or held[1].owner != owner:
                return None
            self._held[_name(session)] = (self._clock(), held[1])
            return held[1]

    def put(self, session: str, log: OwnLog) -> bool:
        """Hold a log in place of that of the session; False where there is no room, or the reader has several already."""
        with self._lock:
            self._sweep()
            self._held.pop(_name(session), None)
            if len(self._held) >= MOST or sum(held.owner == log.owner for _, held in self._held.values()) >= OF_ONE:
                return False
            self._held[_name(session)] = (self._clock(), log)
            return True

    def settle(self, session: str, owner: str, told: Mapping[str, object]) -> bool:
        """Keep what a reader says of the log of a session; False where there is none."""
        log = self.get(session, owner)
        return log is not None and self.put(session, replace(log, told=told))

    def drop(self, session: str) -> None:
        """Forget the log of a session."""
        with self._lock:
            self._held.pop(_name(session), None)

    def _sweep(self) -> None:
        now = self._clock()
        for name in [n for n, (used, _) in self._held.items() if now - used > IDLE]:
            del self._held[name]


def new_session() -> str:
    """What the cookie of a session holds."""
    return secrets.token_urlsafe(32)


def form_token_of(session: str) -> str:
    """What forms of a session bear."""
    return hashlib.sha256(f"form {session}".encode()).hexdigest()[:32]


def _name(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
