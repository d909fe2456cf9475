"""Fonts: the two faces of every page, cut to the characters that pages use and carried inside the page."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from qa.languages import WRITINGS
from reports.files import write_bytes

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
#: Those of English texts: Latin letters, punctuation, and the signs of tables.
_ENGLISH = (
    *range(0x20, 0x7F),
    *(0xA0, 0xA7, 0xA9, 0xB7, 0xC4, 0xD6, 0xD7, 0xDC, 0xDF, 0xE4, 0xE9, 0xF6, 0xFC, 0x2013, 0x2014, 0x2018, 0x2019),
    *(0x201C, 0x201D, 0x2022, 0x2026, 0x202F, 0x20AC, 0x2212, 0x2248, 0x2264, 0x2265),
    0xFB,  # août
)
_FEW = ["tnum", "lnum"]
#: What stands in titles alone: months and years.
_MONTH_LETTERS = "".join(name for writing in WRITINGS.values() for name in writing.months)
_TITLES = tuple(sorted({ord(c) for c in f"{_MONTH_LETTERS}0123456789 Annex,"}))
_OF_TITLES = ("SourceSerifPro-Semibold.ttf",)
_FEATURES = ["kern", "liga", "tnum", "lnum", "pnum", "mark", "mkmk", "ccmp", "locl"]


class _Cut(NamedTuple):
    """What is kept of a font, and in which format."""

    characters: tuple[int, ...]
    features: list[str]
    form: str = "ttf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font face for a style sheet."""

    family: str
    weight: int
    style: str
    data: str
    form: str = "ttf"

    @property
    def address(self) -> str:
        """The face as an address that holds it."""
        return f"data:font/{self.form};base64,{self.data}"


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


def few_faces(cache: Path) -> tuple[Face, ...]:
    """The faces of a report, cut to the signs of English texts, upright alone and without kerning; that of titles to theirs."""
    made = []
    for family, weight, style, package, file in _FACES:
        if style != "normal":
            continue
        kept = _Cut(_TITLES if file in _OF_TITLES else _ENGLISH, _FEW, "woff2")
        data = base64.b64encode(_cut(package, file, cache, kept)).decode()
        made.append(Face(family=family, weight=weight, style=style, data=data, form=kept.form))
    return tuple(made)


def article_faces(cache: Path) -> tuple[Face, ...]:
    """The faces of an article and of the site around it: upright, cut to the signs of English texts, titles as all else."""
    found = []
    for family, weight, style, package, file in _FACES:
        if style == "normal":
            data = base64.b64encode(_cut(package, file, cache, _Cut(_ENGLISH, _FEW, "woff2"))).decode()
            found.append(Face(family=family, weight=weight, style=style, data=data, form="woff2"))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFile:
    """A face as a file of its own, in WOFF2."""

    family: str
    weight: int
    style: str
    content: bytes


def site_faces(cache: Path) -> tuple[FaceFile, ...]:
    """The faces of a site, all characters and features of pages, each to be fetched once."""
    cut = _Cut(_CHARACTERS, _FEATURES, "woff2")
    return tuple(
        FaceFile(family=family, weight=weight, style=style, content=_cut(package, file, cache, cut))
        for family, weight, style, package, file in _FACES
    )


def figures_face(weight: str) -> Path:
    """The file of the face for figures and labels, `Regular` or `Semibold`, whole."""
    return _file(_FIGURES, f"SourceSansPro-{weight}.ttf")


def face_folders() -> tuple[Path, ...]:
    """Where the files of the two faces lie, whole."""
    return tuple(dict.fromkeys(_file(package, name).parent for _, _, _, package, name in _FACES))


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)
    assert spec is not None, f"{package} is among the dependencies"
    assert spec.submodule_search_locations, f"{package} is a package"
    return Path(spec.submodule_search_locations[0], "files", name)


def _cut(package: str, name: str, cache: Path, cut: _Cut | None = None) -> bytes:
    cut = cut or _Cut(_CHARACTERS, _FEATURES)
    file = _file(package, name)
    what = hashlib.sha256(file.read_bytes() + repr(cut[:2]).encode()).hexdigest()[:32]
    kept = cache / "fonts" / f"{what}.{cut.form}"
    if kept.is_file():
        return kept.read_bytes()
    made = _subset(file, cut)
    write_bytes(kept, made)
    return made


def _subset(file: Path, cut: _Cut) -> bytes:
    """The font with only the characters and features that pages use; as TrueType uncompressed, so the bytes hold everywhere."""
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(layout_features=cut.features, hinting=False, name_IDs=[1, 2], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=cut.characters)
    cutter.subset(font)
    font.flavor = "woff2" if cut.form == "woff2" else None
    out = BytesIO()
    font.save(out)
    return out.getvalue()
