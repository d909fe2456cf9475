"""PDF: the text of the pages in the order of reading, with where each page starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2

from corpus.readers.converted.pdf_blocks import blocks_of
from corpus.readers.converted.pdf_chars import Fragment, fragments_of
from corpus.readers.converted.pdf_order import lines_of, ordered
from corpus.readers.furniture import without_counters
from corpus.readers.normal import Block, ConversionError, Normal, clean, day_of, without_furniture, written
from corpus.readers.saved_page import author_of, is_byline
from corpus.readers.text import date_of

#: The most pages of one document.
PAGES = 2_000
#: A document of fewer letters has no text worth the name.
_FEWEST = 20
#: Heads and feet of pages stand within such a share of the page's height.
_MARGIN = 0.12
_NUMBER = re.compile(r"(?:page |p\. ?|[–—-] ?)?(?:\d{1,4}|[ivxl]{1,7})(?: ?(?:of|/) ?\d{1,4})?(?: ?[–—-])?", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft (?:word|powerpoint)|.*\.(?:docx?|pdf|indd|tex|qxd|dvi)\b|slide \d|document\d*$|print)", re.IGNORECASE
)
#: So many pages are named.
_NAMED = 10
_ENCRYPTED, _FOREIGN = "password", "security"


def convert(raw: bytes) -> Normal:
    """The normal form of a PDF.

    Raises
    ------
    ConversionError
        It is encrypted, damaged or too long, or holds pictures of its pages alone.
    """
    document = _opened(raw)
    pages = len(document)
    if pages > PAGES:
        raise ConversionError("too-large", f"has more than {PAGES:,} pages", "split it")
    found = [fragments_of(document, number) for number in range(pages)]
    if sum(len(f.text) for page in found for f in page) < _FEWEST:
        mend = "have its text recognized first (OCR)" if pages else "bring a sound copy"
        raise ConversionError("scanned", "holds no text, only pictures of pages" if pages else "has no pages", mend)
    blocks = blocks_of([ordered(page) for page in without_margins(found)])
    said = _said(document, blocks)
    notes = _unread([number for number, page in enumerate(found, start=1) if not page])
    blocks, said = without_furniture(*_without_byline(blocks, said))
    return written(blocks, replace(said, notes=notes), pages)


def _unread(pages: Sequence[int]) -> tuple[str, ...]:
    """What is said of pages without text."""
    if not pages:
        return ()
    more = " and more" if len(pages) > _NAMED else ""
    return (f"no text was found on {'page' if len(pages) == 1 else 'pages'} {', '.join(map(str, pages[:_NAMED]))}{more}",)


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
        len(document)
    except pypdfium2.PdfiumError as fault:
        said = str(fault).lower()
        if _ENCRYPTED in said or _FOREIGN in said:
            raise ConversionError("encrypted", "is encrypted", "save it without a password") from fault
        raise ConversionError("damaged", "is damaged: it can't be opened", "bring a sound copy") from fault
    return document


def without_margins(pages: Sequence[Sequence[Fragment]]) -> list[list[Fragment]]:
    """The pages without the lines that are repeated at their heads and feet, and without their numbers."""
    keys = [{_key(f) for f in page if _is_margin(f)} for page in pages]
    counts = Counter(key for page in keys for key in page)
    often = max(2, 0.4 * len(pages))
    repeated = {key for key, n in counts.items() if n >= often}
    return [
        [f for line in lines_of(page) for f in line if not all(_is_margin(g) and _is_known(g, repeated) for g in line)]
        for page in pages
    ]


def _is_known(f: Fragment, repeated: set[tuple[str, int]]) -> bool:
    """Whether words in the margin are repeated on other pages, or are the page's number."""
    return _key(f) in repeated or bool(_NUMBER.fullmatch(f.text.strip()))


def _is_margin(f: Fragment) -> bool:
    return f.bottom < _MARGIN * f.height_of_page or f.top > (1 - _MARGIN) * f.height_of_page


def _key(f: Fragment) -> tuple[str, int]:
    return re.sub(r"\d+", "#", f.text.casefold().strip()), round(f.top / 6)


def _said(document: pypdfium2.PdfDocument, blocks: Sequence[Block]) -> Normal:
    """Title, author and day: what the first page shows stands above what the file states."""
    stated = {key: clean(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}
    title = stated.get("Title", "")
    heads = [b for b in blocks[:12] if b.sort == "heading" and b.page == 1]
    shown = min(heads, key=lambda b: b.level).text if heads else None
    return Normal(
        text="",
        title=shown or (title if title and not _NO_TITLE.match(title) else None),
        author=stated.get("Author") or None,
        date=day_of(stated.get("CreationDate")),
        tags=tuple(dict.fromkeys(k.strip() for k in re.split(r"[,;]", stated.get("Keywords", "")) if k.strip())),
    )


def _without_byline(blocks: list[Block], said: Normal) -> tuple[list[Block], Normal]:
    """The byline below the title becomes a field, and its day stands above the file's own."""
    by = next((b for b in blocks[:12] if b.sort == "paragraph" and is_byline(b.text)), None)
    if by is None:
        return blocks, said
    kept = [b for b in blocks if b is not by]
    day, author = date_of(by.text), author_of(by.text)
    return kept, replace(said, byline=without_counters(by.text), date=day or said.date, author=author or said.author)
