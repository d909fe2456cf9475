"""The elements of a page as blocks: headings, paragraphs, items, rows, code."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.readers.normal import Block, cells, clean

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BREAKING = set(
    "address article aside blockquote body caption center dd details dialog div dl dt"
    " fieldset figcaption figure footer form header"
    " hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SILENT = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "title",
    "svg",
    "iframe",
    "object",
    "rt",
    "rp",
    "textarea",
    "select",
    "button",
}
_LISTS = {"ul", "ol", "menu"}


class _Walk:
    """Gathers blocks while it goes through a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._said: list[str] = []
        self._tables = 0
        #: for each list that is open: the number of its next item, None where it is not numbered
        self._lists: list[int | None] = []
        self._item: str | None = None

    def flush(self) -> None:
        """Make a block of the words gathered."""
        for part in "".join(self._said).split("\v\v"):
            text = clean(part.replace("\v", " "))
            if not text:
                continue
            if self._item is not None:
                self.blocks.append(Block("item", self._item + text, level=max(len(self._lists) - 1, 0)))
                self._item = None
            else:
                self.blocks.append(Block("paragraph", text))
        self._said = []

    def visit(self, e: etree._Element) -> None:
        """An element and what is within it, the words after it left out."""
        tag = e.tag
        if _is_silent(e):
            return
        if tag in _HEADINGS:
            self.flush()
            text = clean(_words(e))
            self.blocks += [Block("heading", text, level=_HEADINGS[tag])] if text else []
        elif tag == "pre":
            self.flush()
            self.blocks += _code(e)
        elif tag == "table" and (rows := _rows(e)):
            self.flush()
            self._tables += 1
            self.blocks += [Block("paragraph", clean(_words(c))) for c in e.iter("caption")]
            self.blocks += [Block("row", row, level=self._tables) for row in rows]
        elif tag == "br":
            self._said.append("\v")
        elif tag in _LISTS or tag == "li":
            self._listed(e)
        elif tag in _BREAKING:
            self.flush()
            self._within(e)
            self.flush()
        else:
            self._within(e)

    def _listed(self, e: etree._Element) -> None:
        self.flush()
        if e.tag == "li":
            number = self._lists[-1] if self._lists else None
            self._item = f"{number}. " if number is not None else ""
            if number is not None:
                self._lists[-1] = number + 1
            self._within(e)
            self.flush()
            self._item = None
            return
        start = e.get("start") or "1"
        self._lists.append((int(start) if start.isdecimal() and len(start) < 4 else 1) if e.tag == "ol" else None)  # noqa: PLR2004
        self._within(e)
        self.flush()
        self._lists.pop()

    def _within(self, e: etree._Element) -> None:
        self._said.append(e.text or "")
        for child in e:
            self.visit(child)
            self._said.append(child.tail or "")


def blocks_of(e: etree._Element) -> list[Block]:
    """The blocks within an element."""
    walk = _Walk()
    walk.visit(e)
    walk.flush()
    return walk.blocks


def words_of(e: etree._Element) -> str:
    """The words within an element, on one line."""
    return clean(_words(e))


def _words(e: etree._Element) -> str:
    """All words within an element, with a space where a line or block ends."""
    return "".join(_said(e))


def _is_silent(e: etree._Element) -> bool:
    """Whether nothing of an element is read; a comment's tag is a function."""
    return callable(e.tag) or e.tag in _SILENT


def _said(e: etree._Element) -> Iterator[str]:
    if _is_silent(e):
        return
    yield " " if e.tag in _BREAKING or e.tag == "br" else ""
    yield e.text or ""
    for child in e:
        yield from _said(child)
        yield child.tail or ""
    yield " " if e.tag in _BREAKING else ""


def _rows(table: etree._Element) -> list[str]:
    """The rows of a table; none where a table only arranges the page."""
    if len(list(table.iter("table"))) > 1 or (
        next(table.iter("h1", "h2", "h3", "p", "ul", "ol", "pre"), None) is not None and _arranges(table)
    ):
        return []
    rows = [[_words(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    return [cells(row) for row in kept] if max((len(row) for row in kept), default=0) > 1 else []


def _arranges(table: etree._Element) -> bool:
    """Whether cells hold several paragraphs, headings or lists."""
    return any(
        sum(1 for _ in cell.iter("p")) > 1 or next(cell.iter("h1", "h2", "h3", "ul", "ol", "pre"), None) is not None
        for cell in table.iter("td", "th")
    )


def _code(e: etree._Element) -> list[Block]:
    """Lines of code as they stand; prose that is set with them is a paragraph."""
    lines = "".join(map(str, e.itertext())).expandtabs(4).replace("\r", "").split("\n")
    kept = [clean(line) and line[: len(line) - len(line.lstrip())] + clean(line) for line in lines]
    text = "\n".join(kept).strip("\n").replace("```", "'''")
    return [Block("code", text)] if text.strip() else []
