"""Lines of pages as blocks: headings by their size, paragraphs across columns and pages, items, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.readers.converted.pdf_chars import Fragment
from corpus.readers.converted.pdf_order import Region
from corpus.readers.converted.pdf_tables import Row, rows_of
from corpus.readers.normal import Block, unmarked

#: A line is of a heading where its letters are so much larger than most.
_LARGER = 1.12
_LONGEST_HEADING = 160
_END = re.compile(r"[.!?:;]['\"”’)\]]*\Z")
_HYPHEN = re.compile(r"(\w+)([-\u2010\u2011])\Z")
_BROKEN = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    middle: float
    height: float
    bold: bool
    page: int


@dataclass
class _Body:
    """What is usual in a document: height of letters, its words, sizes of its headings."""

    height: float
    pitch: float
    words: Counter[str]
    sizes: list[float]


def blocks_of(pages: Sequence[Sequence[Region]]) -> list[Block]:
    """The blocks of a document's pages, each a list of regions in the order of reading."""
    regions = [region for page in pages for region in page if region]
    body = _body(regions)
    blocks: list[Block] = []
    tables = 0
    for region in regions:
        for part in rows_of(region):
            if isinstance(part, Row):
                tables += part.first
                blocks.append(Block("row", part.text, level=tables, page=part.page))
                continue
            for block in _blocks(_lines(part), body):
                if blocks and _goes_on(blocks[-1], block):
                    blocks[-1] = _joined(blocks[-1], block, body)
                else:
                    blocks.append(block)
    return blocks


def _lines(region: Region) -> list[_Line]:
    return [
        _Line(
            " ".join(f.text for f in line),
            line[0].left,
            max(f.right for f in line),
            median(f.middle for f in line),
            max(line, key=lambda f: len(f.text)).height,
            all(f.bold for f in line),
            line[0].page,
        )
        for line in region
    ]


def _body(regions: Sequence[Region]) -> _Body:
    heights: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    pitches: list[float] = []
    words: Counter[str] = Counter()
    for region in regions:
        for line in region:
            for f in line:
                heights[round(f.height, 1)] += len(f.text)
                bold[f.bold] += len(f.text)
                words.update(w.casefold() for w in _BROKEN.findall(f.text))
        pitches += [b[0].middle - a[0].middle for a, b in pairwise(region) if _alike(a[0], b[0])]
    usual = heights.most_common(1)[0][0]
    large = sorted({h for h in heights if h >= _LARGER * usual}, reverse=True)
    return _Body(usual, median(pitches) if pitches else 1.2 * usual, words, _merged(large))


def _alike(a: Fragment, b: Fragment) -> bool:
    return abs(a.height - b.height) < 0.5 and b.middle - a.middle < 2.2 * a.height  # noqa: PLR2004 lines of one paragraph


def _merged(sizes: Sequence[float]) -> list[float]:
    """Sizes that differ by more than a little, the largest first."""
    kept: list[float] = []
    for size in sizes:
        if not kept or size < 0.95 * kept[-1]:
            kept.append(size)
    return kept


def _level(line: _Line, body: _Body) -> int | None:
    """The level of the heading that a line is of, or None."""
    if len(line.text) > _LONGEST_HEADING or not re.search(r"[^\W\d_]", line.text):
        return None
    if line.height >= _LARGER * body.height:
        return min(sum(line.height < 0.95 * size for size in body.sizes) + 1, 5)
    bold = line.bold and line.height >= 0.95 * body.height and len(line.text) <= 100 and not re.search(r"[.,;:]\Z", line.text)  # noqa: PLR2004
    return min(len(body.sizes) + 1, 6) if bold else None


def _blocks(lines: Sequence[_Line], body: _Body) -> Iterator[Block]:
    """The paragraphs, items and headings of lines that stand below each other."""
    held: list[_Line] = []
    left, right = min((x.left for x in lines), default=0), max((x.right for x in lines), default=0)
    for line in lines:
        if held and _begins(held, line, body, left, right):
            yield _block(held, body)
            held = []
        held.append(line)
    if held:
        yield _block(held, body)


def _begins(held: Sequence[_Line], line: _Line, body: _Body, left: float, right: float) -> bool:
    """Whether a line begins a new block."""
    last, first = held[-1], held[0]
    high = max(last.height, line.height)
    if _level(first, body) != _level(line, body) and (_level(line, body) is not None or _level(last, body) is not None):
        return True
    if line.middle - last.middle > 1.3 * max(body.pitch * high / body.height, high):
        return True
    if unmarked(line.text) is not None:
        return not _is_number_of_text(last, line)
    if unmarked(first.text) is not None:  # an item goes on below its words
        return line.left <= first.left + 0.2 * high and bool(_END.search(last.text)) and last.right < right - 0.1 * (right - left)
    indented = (
        line.left > left + 0.7 * high and last.left <= left + 0.3 * high and len(held) >= 1 and bool(_END.search(last.text))
    )
    short = last.right < right - 0.15 * (right - left) and bool(_END.search(last.text)) and line.left <= first.left + 0.5 * high
    return indented or short


def _is_number_of_text(last: _Line, line: _Line) -> bool:
    r"""Whether a line only seems to begin an item, because the sentence before it ends in a number: "since\\n2018. Then"."""
    return bool(re.match(r"\d{3}|[–—-] ", line.text)) and not _END.search(last.text)


def _block(lines: Sequence[_Line], body: _Body) -> Block:
    """Lines as one block."""
    page = lines[0].page
    level = _level(lines[0], body) if len(lines) <= 3 else None  # noqa: PLR2004 a heading has few lines
    text = ""
    for line in lines:
        text = _spliced(text, line.text, body.words)
    if level is not None and len(text) <= _LONGEST_HEADING:
        return Block("heading", text, level=level, page=page)
    item = unmarked(text)
    return Block("paragraph", text, page=page) if item is None else Block("item", item, page=page)


def _spliced(text: str, more: str, words: Counter[str]) -> str:
    """Two lines as one: a word that was broken between them is whole again."""
    broken = _HYPHEN.search(text)
    if broken is None or not more[:1].islower():
        return f"{text} {more}" if text else more
    begun, rest = broken[1].split("-")[-1], _BROKEN.match(more)
    after = rest[0] if rest else ""
    whole, hyphened = f"{begun}{after}".casefold(), f"{begun}-{after}".casefold()
    keeps = words[hyphened] > words[whole]
    return text[: broken.start(2)] + ("-" if keeps else "") + more


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if before.sort not in {"paragraph", "item"} or block.sort != "paragraph":
        return False
    begun = not _END.search(before.text) and len(before.text) > 40  # noqa: PLR2004 a label is no sentence
    return begun and (block.text[:1].islower() or bool(_HYPHEN.search(before.text)))


def _joined(before: Block, block: Block, body: _Body) -> Block:
    text = _spliced(before.text, block.text, body.words)
    last = before.turns[-1][0] if before.turns else before.page
    shift = len(text) - len(block.text)
    turned = ((block.page, shift),) if block.page != last else ()
    return replace(before, text=text, turns=(*before.turns, *turned))
