"""Files that commands write: whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from corpus.errors import UnreadableError


def write_whole(file: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that a killed command leaves no half-written page.

    Raises
    ------
    UnreadableError
        The folder can't be made or written to.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=file.parent, prefix=".half-", delete=False
        ) as half:
            half.write(text)
        Path(half.name).chmod(0o644)
        Path(half.name).replace(file)
    except OSError as error:
        raise UnreadableError(f"can't be written: {error.strerror}", where=str(file), mend="choose another place") from error
