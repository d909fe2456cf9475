"""all-mpnet-base-v2: a larger model in this process, made of float32 weights once and kept in the cache in eight bits."""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from corpus.index import mpnet_weights
from corpus.index.embedding import Bounds, EmbedderMissingError, InProcess
from corpus.index.mpnet_graph import Shape, model

NAME = "all-mpnet-base-v2"
_SHAPE = Shape(layers=12, heads=12, longest=384)
#: Counts with what `mpnet_graph` makes: files and vectors of two versions are never mixed.
_VERSION = 1


class MPNet(InProcess):
    """all-mpnet-base-v2, rounded to eight bits and kept in a cache.

    It takes about three times as long as the built-in model and finds more; the weights come by `make mpnet`.
    """

    id = f"{NAME}-int8/{_VERSION}"
    bounds = Bounds(near=0.34, far=0.24)
    longest, width = _SHAPE.longest, 768

    def __init__(self, cache: Path) -> None:
        super().__init__()
        self._folder = cache / "models" / f"{NAME}-int8-{_VERSION}"

    def files(self) -> tuple[bytes, bytes]:
        """The files in the cache, made where they are not there or not as they were written.

        Raises
        ------
        EmbedderMissingError
            The weights are not installed or not those that are known, or the package that writes ONNX files is missing.
        """
        return _kept(self._folder) or _made(self._folder)


def _kept(folder: Path) -> tuple[bytes, bytes] | None:
    """The files of a folder; None where one is not as it was written."""
    try:
        told = (folder / "SHA256").read_text(encoding="ascii")
        files = (folder / "model.onnx").read_bytes(), (folder / "tokenizer.json").read_bytes()
    except (OSError, UnicodeDecodeError):
        return None
    return files if told == _digests(*files) else None


def _made(folder: Path) -> tuple[bytes, bytes]:
    archive = mpnet_weights.parts()
    if find_spec("onnx") is None:
        raise EmbedderMissingError(f"the package onnx, which makes {NAME} ready, is missing", mend="run `make mpnet`")
    folder.mkdir(parents=True, exist_ok=True)
    raw, words = mpnet_weights.read(archive, folder)
    made = model(mpnet_weights.tensors(raw), _SHAPE)
    for name, content in (("model.onnx", made), ("tokenizer.json", words), ("SHA256", _digests(made, words).encode())):
        _write(folder / name, content)
    return made, words


def _digests(*files: bytes) -> str:
    return "\n".join(hashlib.sha256(file).hexdigest() for file in files)


def _write(file: Path, content: bytes) -> None:
    """Write a file whole: whoever reads it at the same time reads the old one or the new one."""
    handle, made = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    Path(made).replace(file)
