"""Fonts: the two faces of every page, cut to the characters that pages use and carried inside the page."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_TEXT, _FIGURES = "font_source_serif_pro", "font_source_sans_pro"
#: Latin with its accents, Greek letters of formulas, punctuation, arrows and signs.
_CHARACTERS = (
    *range(0x20, 0x180),
    *range(0x391, 0x3CA),
    *range(0x2010, 0x2040),
    0x20AC,
    0x2190,
    0x2192,
    0x2212,
    0x2248,
    0x2264,
    0x2265,
)
_FEATURES = ["kern", "liga", "tnum", "lnum", "pnum", "mark", "mkmk", "ccmp", "locl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font face for a style sheet."""

    family: str
    weight: int
    style: str
    data: str


#: Family on the page, weight, style, package and file.
_FACES = (
    ("hc-text", 400, "normal", _TEXT, "SourceSerifPro-Regular.ttf"),
    ("hc-text", 400, "italic", _TEXT, "SourceSerifPro-It.ttf"),
    ("hc-text", 600, "normal", _TEXT, "SourceSerifPro-Semibold.ttf"),
    ("hc-figures", 400, "normal", _FIGURES, "SourceSansPro-Regular.ttf"),
    ("hc-figures", 600, "normal", _FIGURES, "SourceSansPro-Semibold.ttf"),
)


def faces(cache: Path) -> tuple[Face, ...]:
    """The faces, each cut once and kept in the cache under the digest of what it was cut from."""
    return tuple(
        Face(family=family, weight=weight, style=style, data=base64.b64encode(_cut(package, file, cache)).decode())
        for family, weight, style, package, file in _FACES
    )


def figures_face(weight: str) -> Path:
    """The file of the face for figures and labels, `Regular` or `Semibold`, whole."""
    return _file(_FIGURES, f"SourceSansPro-{weight}.ttf")


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)
    assert spec is not None, f"{package} is among the dependencies"
    assert spec.submodule_search_locations, f"{package} is a package"
    return Path(spec.submodule_search_locations[0], "files", name)


def _cut(package: str, name: str, cache: Path) -> bytes:
    file = _file(package, name)
    what = hashlib.sha256(file.read_bytes() + repr((_CHARACTERS, _FEATURES)).encode()).hexdigest()[:32]
    kept = cache / "fonts" / f"{what}.ttf"
    if kept.is_file():
        return kept.read_bytes()
    made = _subset(file)
    kept.parent.mkdir(parents=True, exist_ok=True)
    half = kept.with_suffix(".half")
    half.write_bytes(made)
    half.replace(kept)
    return made


def _subset(file: Path) -> bytes:
    """The font with only the characters and features that pages use; uncompressed, so the bytes hold on every machine."""
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(layout_features=_FEATURES, hinting=False, name_IDs=[1, 2], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_CHARACTERS)
    cutter.subset(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()
