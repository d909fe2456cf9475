"""The characters of a page as fragments of lines, each with its place."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.readers.normal import clean

#: A gap within a line that is wider than such a share of the line's height parts fragments.
_GAP = 0.8
_HYPHENS = {0x02, 0xFFFE, 0x00AD}
#: Characters on one page; a page of a book has 3,000.
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words of one line that stand together, measured from the page's upper left corner [points]."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool
    page: int
    height_of_page: float

    @property
    def height(self) -> float:
        """Height of its letters, from the lowest to the highest that the font has."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way between its top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass
class _Run:
    """A fragment that grows."""

    letters: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    bold: int = 0


def fragments_of(document: pypdfium2.PdfDocument, number: int) -> list[Fragment]:
    """The fragments of a page, by its index; none where it can't be read."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        count = min(text.count_chars(), _MOST)
        turn = _turn(text.raw, count)
        width, height = page.get_mediabox()[2:] if turn else page.get_size()
        if page.get_rotation() in {90, 270} and not turn:
            width, height = height, width
        high = width if turn in {1, 3} else height
        runs = _runs(text.raw, count, turn, (width, height))
        return [f for run in runs if (f := _fragment(run, number + 1, high)) is not None]
    finally:
        text.close()
        page.close()


def _turn(text: pdfium.FPDF_TEXTPAGE, count: int) -> int:
    """By how many right angles most of the letters are turned."""
    sampled = range(0, count, max(count // 200, 1))
    turns = [_angle(text, i) for i in sampled if pdfium.FPDFText_GetUnicode(text, i) > 32]  # noqa: PLR2004 a space
    return max(set(turns), key=lambda t: (turns.count(t), -t)) if turns else 0


def _angle(text: pdfium.FPDF_TEXTPAGE, i: int) -> int:
    angle = float(pdfium.FPDFText_GetCharAngle(text, i))
    return round(max(angle, 0.0) / (math.pi / 2)) % 4


def _runs(text: pdfium.FPDF_TEXTPAGE, count: int, turn: int, size: tuple[float, float]) -> Iterator[_Run]:
    """Letters that follow each other on one line without a wide gap."""
    run = _Run()
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(text, i)
        if code in {10, 13}:
            yield run
            run = _Run()
            continue
        letter = "\u2010" if code in _HYPHENS else chr(code) if code else ""
        if not letter.strip():
            run.letters += [" "] if run.letters else []
            continue
        if _angle(text, i) != turn:
            continue  # stamps along the edge, and marks across the page
        box = _box(text, i, turn, size)
        if run.boxes and _parts(run.boxes[-1], box):
            yield run
            run = _Run()
        run.letters.append(letter)
        run.boxes.append(box)
        run.bold += _is_bold(text, i)
    yield run


def _parts(before: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether two letters do not stand together: another line, a wide gap, or a step back."""
    high = min(before[3] - before[1], box[3] - box[1])
    apart = min(before[3], box[3]) - max(before[1], box[1]) < 0.2 * high
    return apart or box[0] - before[2] > _GAP * max(before[3] - before[1], box[3] - box[1]) or box[2] < before[0] - high


def _box(text: pdfium.FPDF_TEXTPAGE, i: int, turn: int, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a letter as it is read."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, i, ctypes.byref(rect))
    width, height = size
    left, right, low, high = rect.left, rect.right, rect.bottom, rect.top
    if turn == 0:
        return left, height - high, right, height - low
    if turn == 1:
        return low, left, high, right
    if turn == 2:  # noqa: PLR2004 upside down
        return width - right, low, width - left, high
    return height - high, width - right, height - low, width - left


_FLAGS = ctypes.c_int()
_NAME = ctypes.create_string_buffer(128)


def _is_bold(text: pdfium.FPDF_TEXTPAGE, i: int) -> bool:
    length = pdfium.FPDFText_GetFontInfo(text, i, _NAME, 128, ctypes.byref(_FLAGS))
    name = _NAME.value.lower() if 0 < length <= 128 else b""  # noqa: PLR2004 the buffer's size
    return any(word in name for word in (b"bold", b"black", b"heavy", b"-demi")) or pdfium.FPDFText_GetFontWeight(text, i) >= 600  # noqa: PLR2004


def _fragment(run: _Run, page: int, height_of_page: float) -> Fragment | None:
    """A run as a fragment; None where it holds nothing, or stands outside the page."""
    joined = "".join(run.letters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = clean(joined)
    if not text or not run.boxes:
        return None
    tops, bottoms = sorted(b[1] for b in run.boxes), sorted(b[3] for b in run.boxes)
    middle = len(run.boxes) // 2  # the line's own height, whatever is raised or lowered in it
    top, bottom = tops[middle], bottoms[middle]
    if bottom < 0 or top > height_of_page or bottom - top <= 0:
        return None
    left, right = min(b[0] for b in run.boxes), max(b[2] for b in run.boxes)
    return Fragment(text, left, right, top, bottom, 2 * run.bold > len(run.boxes), page, height_of_page)
