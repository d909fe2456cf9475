"""The store: bytes under their digests, written once and never changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.errors import UnreadableError
from reports.files import write_bytes

#: The folder of a desk's vault.
FOLDER = "vault"


def sha256_of(raw: bytes) -> str:
    """The hexadecimal digest of bytes."""
    return hashlib.sha256(raw).hexdigest()


def put(vault: Path, raw: bytes) -> str:
    """Keep bytes, once, and tell their digest."""
    digest = sha256_of(raw)
    file = _file(vault, digest)
    if not file.is_file():
        write_bytes(file, raw)
    return digest


def get(vault: Path, digest: str) -> bytes:
    """The bytes of a digest.

    Raises
    ------
    UnreadableError
        They are not there, or are others.
    """
    file = _file(vault, digest)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UnreadableError("is missing from the vault", where=str(file), mend="bring it back from a copy") from error
    if sha256_of(raw) != digest:
        raise UnreadableError("has been changed in the vault", where=str(file), mend="bring it back from a copy")
    return raw


def _file(vault: Path, digest: str) -> Path:
    return vault / "objects" / digest[:2] / digest[2:]
