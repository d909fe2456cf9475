"""A task as a bounded process is given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.service.state import Choice

if TYPE_CHECKING:
    from reports.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A task: the desk it is about, what it is told, and the bytes that came from outside."""

    choice: Choice
    here: Path
    told: Mapping[str, Any]
    body: bytes

    def desk(self) -> Desk:
        """The desk that is served."""
        from reports.desk import open_desk

        return open_desk(self.choice.desk, self.here)
