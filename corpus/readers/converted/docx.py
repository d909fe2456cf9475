"""Word files: headings by their styles, lists, tables as rows, footnotes; what was deleted in review is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.converted.packed import Packed
from corpus.readers.normal import Block, Normal, cells, clean, day_of, unmarked, without_furniture, written

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_MAIN, _STYLES, _CORE, _NOTES = "word/document.xml", "word/styles.xml", "docProps/core.xml", "word/footnotes.xml"
#: What is within these is not shown: deleted, moved away, codes of fields, the older twin of a drawing.
_SILENT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
#: Such a tool's author is nobody.
_NOBODY = {"python-docx", "microsoft office user", "user", "admin", "administrator", "unknown"}


@dataclass
class _Styles:
    """What the styles by id say: names, the style each is based on, levels of headings."""

    names: dict[str, str] = field(default_factory=dict)
    based: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)

    def chain(self, id_: str) -> Iterator[str]:
        """A style and those that it is based on."""
        for _ in range(20):
            if not id_:
                return
            yield id_
            id_ = self.based.get(id_, "")

    def level(self, id_: str) -> int | None:
        """The level of a heading; a title is of the first."""
        for one in self.chain(id_):
            if m := _HEADING.match(self.names.get(one, "")):
                return int(m[1])
            if one in self.levels:
                return self.levels[one]
            if self.names.get(one, "").lower() == "title":
                return 1
        return None

    def is_list(self, id_: str) -> bool:
        """Whether a style is that of list items."""
        return any(one in self.lists or self.names.get(one, "").lower().startswith("list ") for one in self.chain(id_))


def convert(raw: bytes) -> Normal:
    """The normal form of a Word file."""
    packed = Packed(raw)
    tree = packed.tree(_MAIN)
    styles = _styles(packed.tree(_STYLES)) if _STYLES in packed else _Styles()
    body = tree.find(f"{_W}body")
    blocks = _Walk(styles).blocks_of(body) if body is not None else []
    if _NOTES in packed:
        notes = (n for n in packed.tree(_NOTES) if n.get(f"{_W}type") is None)
        blocks += [Block("paragraph", text) for note in notes if (text := clean(" ".join(map(_words, note.iter(f"{_W}p")))))]
    said = _properties(packed.tree(_CORE)) if _CORE in packed else Normal(text="")
    blocks, said = without_furniture(blocks, said)
    return written(blocks, said)


def _styles(tree: etree._Element) -> _Styles:
    styles = _Styles()
    for style in tree.iter(f"{_W}style"):
        id_ = style.get(f"{_W}styleId") or ""
        styles.names[id_] = _value(style.find(f"{_W}name")) or ""
        styles.based[id_] = _value(style.find(f"{_W}basedOn")) or ""
        level = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        if level and level.isdecimal() and int(level) < 9:  # noqa: PLR2004 9 is text
            styles.levels[id_] = int(level) + 1
        if style.find(f"{_W}pPr/{_W}numPr") is not None:
            styles.lists.add(id_)
    return styles


def _value(e: etree._Element | None) -> str | None:
    return e.get(f"{_W}val") if e is not None else None


class _Walk:
    """Goes through a body in the order of its parts."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._tables = 0

    def blocks_of(self, parent: etree._Element) -> list[Block]:
        """The blocks of paragraphs and tables, those within controls and insertions too."""
        blocks: list[Block] = []
        for e in parent:
            if e.tag == f"{_W}p":
                blocks += self._paragraph(e)
            elif e.tag == f"{_W}tbl":
                blocks += self._table(e)
            elif not callable(e.tag) and e.tag not in _SILENT:
                blocks += self.blocks_of(e)
        return blocks

    def _paragraph(self, e: etree._Element) -> list[Block]:
        style = _value(e.find(f"{_W}pPr/{_W}pStyle")) or ""
        text = clean(_words(e))
        boxes = [b for box in e.iter(f"{_W}txbxContent") if not _is_fallback(box) for b in self.blocks_of(box)]
        if not text:
            return boxes
        outline = _value(e.find(f"{_W}pPr/{_W}outlineLvl"))
        level = int(outline) + 1 if outline and outline.isdecimal() and int(outline) < 9 else self._styles.level(style)  # noqa: PLR2004
        if level is not None:
            return [Block("heading", text, level=level), *boxes]
        numbering = e.find(f"{_W}pPr/{_W}numPr")
        if numbering is not None or self._styles.is_list(style):
            depth = _value(numbering.find(f"{_W}ilvl")) if numbering is not None else None
            return [Block("item", unmarked(text) or text, level=int(depth) if depth and depth.isdecimal() else 0), *boxes]
        marked = unmarked(text) if text[0] in "•‣◦▪●·" else None
        return [Block("item", marked) if marked else Block("paragraph", text), *boxes]

    def _table(self, e: etree._Element) -> list[Block]:
        rows = [[c for c in row.iter(f"{_W}tc") if next(c.iterancestors(f"{_W}tbl")) is e] for row in e.findall(f".//{_W}tr")]
        own = [row for row in rows if row]
        if max(map(len, own), default=0) < 2:  # noqa: PLR2004 one column is a frame around paragraphs
            return [b for row in own for cell in row for b in self.blocks_of(cell)]
        self._tables += 1
        texts = [[" ".join(clean(_words(p)) for p in cell.iter(f"{_W}p")) for cell in row] for row in own]
        return [Block("row", cells(row), level=self._tables) for row in texts if any(cell.strip() for cell in row)]


def _is_fallback(e: etree._Element) -> bool:
    return any(a.tag in _SILENT for a in e.iterancestors())


def _words(e: etree._Element) -> str:
    """The words of a paragraph, those of boxes anchored in it left out."""
    return "".join(_said(e))


def _said(e: etree._Element) -> Iterator[str]:
    for child in e:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif not callable(tag) and tag not in _SILENT and tag != f"{_W}txbxContent":
            yield from _said(child)


def _properties(tree: etree._Element) -> Normal:
    """What the file says of itself; where the author is a program or a rank, neither author nor day is the text's."""
    said = {name: clean(tree.findtext(tag) or "") for name, tag in _PROPERTIES.items()}
    author = said["author"] if said["author"].lower() not in _NOBODY else ""
    keywords = [k.strip() for k in re.split(r"[,;]", said["tags"]) if k.strip()]
    return Normal(
        text="",
        title=said["title"] if said["title"].lower() not in {"word document", "document"} else None,
        author=author or None,
        date=None if said["author"].lower() in _NOBODY else day_of(said["modified"]) or day_of(said["created"]),
        tags=tuple(dict.fromkeys(keywords)),
    )


_PROPERTIES = {
    "title": f"{_DC}title",
    "author": f"{_DC}creator",
    "tags": f"{_CP}keywords",
    "created": f"{_TERMS}created",
    "modified": f"{_TERMS}modified",
}
