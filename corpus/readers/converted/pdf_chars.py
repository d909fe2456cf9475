"""The characters of a page as fragments of lines, each with its place."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.readers.normal import clean

#: A gap within a line that is wider than such a share of the line's height parts fragments.
_GAP = 0.8
_WORD = re.compile(r"\n|[^\s]+")
#: Signs of broken words, ends of lines, and letters without a code.
_SPELLED = {0x02: "\u2010", 0xFFFE: "\u2010", 0xAD: "\u2010", 13: "\n", 0: " "}
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


_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters without a space between them, by their first and last index on the page."""

    text: str
    first: int
    last: int
    #: boxes of the first letter and of the last
    begins: _Box
    ends: _Box

    @property
    def box(self) -> _Box:
        """What the word covers."""
        return self.begins[0], self.begins[1], max(self.begins[2], self.ends[2]), self.begins[3]


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
        turned = _Page(text.raw, count, turn, (width, height))
        return [f for run in turned.runs() if (f := turned.fragment(run, number + 1, high)) is not None]
    finally:
        text.close()
        page.close()


def _turn(text: pdfium.FPDF_TEXTPAGE, count: int) -> int:
    """By how many right angles most of the letters are turned."""
    turns = _turns(text, count)
    return max(set(turns), key=lambda t: (turns.count(t), -t)) if turns else 0


def _turns(text: pdfium.FPDF_TEXTPAGE, count: int) -> list[int]:
    """The turns of some two hundred letters of a page."""
    sampled = range(0, count, max(count // 200, 1))
    return [_angle(text, i) for i in sampled if pdfium.FPDFText_GetUnicode(text, i) > 32]  # noqa: PLR2004 a space


def _angle(text: pdfium.FPDF_TEXTPAGE, i: int) -> int:
    angle = float(pdfium.FPDFText_GetCharAngle(text, i))
    return round(max(angle, 0.0) / (math.pi / 2)) % 4


class _Page:
    """The letters of a page as it is read."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE, count: int, turn: int, size: tuple[float, float]) -> None:
        self._text, self._count, self._turn, self._size = text, count, turn, size
        self._mixed = len(set(_turns(text, count))) > 1

    def runs(self) -> Iterator[list[_Word]]:
        """Words that follow each other on one line without a wide gap; a letter's place is asked where a word begins and ends."""
        run: list[_Word] = []
        for m in _WORD.finditer(self._letters()):
            if m[0] == "\n":
                yield run
                run = []
                continue
            if self._mixed and _angle(self._text, m.start()) != self._turn:
                continue  # stamps along the edge, and marks across the page
            for word in self._words(m[0], m.start(), m.end() - 1):
                if run and _parts(run[-1].ends, word.begins):
                    yield run
                    run = []
                run.append(word)
        yield run

    def _letters(self) -> str:
        """The letters, one character each, so that their places are their indexes."""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        pdfium.FPDFText_GetText(self._text, 0, self._count, buffer)
        codes = buffer[: self._count]
        if 0 in codes or any(0xD800 <= c < 0xE000 for c in codes):  # noqa: PLR2004 letters without a code, or with two
            codes = [pdfium.FPDFText_GetUnicode(self._text, i) for i in range(self._count)]
        return "".join(map(chr, codes)).translate(_SPELLED)

    def _words(self, text: str, first: int, last: int) -> Iterator[_Word]:
        """A word; where its end is not on the line of its beginning, its letters one by one."""
        begins, ends = self._box(first), self._box(last)
        if first == last or not _is_apart(begins, ends):
            yield _Word(text, first, last, begins, ends)
            return
        for i in range(first, last + 1):
            box = self._box(i)
            yield _Word(text[i - first], i, i, box, box)

    def _box(self, i: int) -> _Box:
        """Left, top, right and bottom of a letter as it is read."""
        rect = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._text, i, ctypes.byref(rect))
        width, height = self._size
        left, right, low, high = rect.left, rect.right, rect.bottom, rect.top
        if self._turn == 0:
            return left, height - high, right, height - low
        if self._turn == 1:
            return low, left, high, right
        if self._turn == 2:  # noqa: PLR2004 upside down
            return width - right, low, width - left, high
        return height - high, width - right, height - low, width - left

    def fragment(self, run: list[_Word], page: int, height_of_page: float) -> Fragment | None:
        """A run as a fragment; None where it holds nothing, or stands outside the page."""
        text = clean("".join(self._spaced(run)).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        if not text:
            return None
        boxes = [word.box for word in run]
        top, bottom = _middle([b[1] for b in boxes]), _middle([b[3] for b in boxes])  # whatever is raised or lowered in it
        if bottom < 0 or top > height_of_page or bottom - top <= 0:
            return None
        sampled = run[:: max(len(run) // 3, 1)]
        bold = 2 * sum(_is_bold(self._text, word.first) for word in sampled) > len(sampled)
        return Fragment(text, min(b[0] for b in boxes), max(b[2] for b in boxes), top, bottom, bold, page, height_of_page)

    @staticmethod
    def _spaced(run: list[_Word]) -> Iterator[str]:
        """The words with a space between those that had one."""
        for before, word in zip([None, *run], run, strict=False):
            yield " " if before is not None and word.first > before.last + 1 else ""
            yield word.text


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _is_apart(before: _Box, box: _Box) -> bool:
    """Whether two letters stand on different lines."""
    return min(before[3], box[3]) - max(before[1], box[1]) < 0.2 * min(before[3] - before[1], box[3] - box[1])


def _parts(before: _Box, box: _Box) -> bool:
    """Whether two letters do not stand together: another line, a wide gap, or a step back."""
    high = max(before[3] - before[1], box[3] - box[1])
    return _is_apart(before, box) or box[0] - before[2] > _GAP * high or box[2] < before[0] - high


_FLAGS = ctypes.c_int()
_NAME = ctypes.create_string_buffer(128)


def _is_bold(text: pdfium.FPDF_TEXTPAGE, i: int) -> bool:
    length = pdfium.FPDFText_GetFontInfo(text, i, _NAME, 128, ctypes.byref(_FLAGS))
    name = _NAME.value.lower() if 0 < length <= 128 else b""  # noqa: PLR2004 the buffer's size
    return any(word in name for word in (b"bold", b"black", b"heavy", b"-demi")) or pdfium.FPDFText_GetFontWeight(text, i) >= 600  # noqa: PLR2004
