"""Files that tell how far they have been read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from corpus.backtests.watch import Watch

_CHUNK = 1 << 18


class _Watched(io.FileIO):
    """A file that tells a watch how much of it was read."""

    def __init__(self, file: Path, watch: Watch) -> None:
        super().__init__(file)
        self._file, self._watch, self._whole = file.name, watch, file.stat().st_size

    def readinto(self, buffer: object, /) -> int | None:
        read = super().readinto(buffer)  # type: ignore[arg-type]
        self._watch(self._file, self.tell(), self._whole)
        return read


def open_watched(file: Path, watch: Watch) -> BinaryIO:
    """A file opened for reading bytes."""
    return io.BufferedReader(_Watched(file, watch), buffer_size=_CHUNK)
