"""Files that are broken, or made to break a reader, by name with what a problem must say of each."""

# ruff: noqa: E501 markup stands on one line
from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.corpus.documents import CONTAINER, OPF, packed

Parts = dict[str, str | bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOMB = 100_000_000


def pdf(*objects: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of objects, with its table of their places."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} {trailer} >>\n".encode()
    return bytes(out) + f"startxref\n{start}\n%%EOF\n".encode()


CATALOG, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
BLANK = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
DRAWN = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>"


def stream(body: bytes, head: str = "") -> bytes:
    """An object with a stream."""
    return f"<< /Length {len(body)} {head} >>\nstream\n".encode() + body + b"\nendstream"


def docx(body: str | bytes, parts: Parts | None = None) -> bytes:
    """A Word file of a body."""
    document = body if isinstance(body, bytes) else f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(parts or {})})


def epub(parts: Parts) -> bytes:
    """A book of parts."""
    return packed({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, **parts})


def _laughs(root: str) -> bytes:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><{root} xmlns:w="{W}">&a9;</{root}>'.encode()


def _outside(root: str) -> bytes:
    doctype = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return f'<?xml version="1.0"?>{doctype}<{root} xmlns:w="{W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></{root}>'.encode()


def _encrypted_zip(raw: bytes) -> bytes:
    """An archive whose parts are marked as encrypted."""
    out = bytearray(raw)
    for mark, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + shift] |= 1
            at = out.find(mark, at + 1)
    return bytes(out)


def _nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth


def _overlapping() -> bytes:
    """An archive in which many parts are the same bytes, so that little becomes much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/epub+zip")
        made.writestr("META-INF/container.xml", CONTAINER)
        items = "".join(f'<item id="i{i}" href="{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(60))
        refs = "".join(f'<itemref idref="i{i}"/>' for i in range(60))
        made.writestr(
            "o/book.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{refs}</spine></package>',
        )
        for i in range(60):
            made.writestr(f"o/{i}.xhtml", "<html><body><p>" + "a" * 2_000_000 + "</p></body></html>")
    return out.getvalue()


def _deep_pages() -> bytes:
    """Pages within pages within pages, the last of which are the first."""
    return pdf(CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>")


def _many_pages() -> bytes:
    kids = "3 0 R " * 60_000
    return pdf(CATALOG, f"<< /Type /Pages /Kids [{kids}] /Count 60000 >>", BLANK)


def _encrypted_pdf() -> bytes:
    junk = "".join(f"{i:02x}" for i in range(32))
    return pdf(
        CATALOG,
        PAGES,
        BLANK,
        f"<< /Filter /Standard /V 1 /R 2 /O <{junk}> /U <{junk}> /P -4 >>",
        trailer="/Root 1 0 R /Encrypt 4 0 R",
    )


def _bomb_stream() -> bytes:
    packer = zlib.compressobj(9)
    body = b"".join([packer.compress(b"BT (x) Tj ET " * 80_000) for _ in range(400)]) + packer.flush()
    return pdf(CATALOG, PAGES, DRAWN, stream(body, "/Filter /FlateDecode"))


def _looping_form() -> bytes:
    """A drawing that draws itself."""
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    form = stream(b"/X Do /X Do /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    return pdf(CATALOG, PAGES, page, stream(b"/X Do"), form)


def _scanned() -> bytes:
    picture = stream(
        b"\x00" * 100, "/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    return pdf(CATALOG, PAGES, page, stream(b"200 0 0 200 0 0 cm /I Do"), picture)


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


GOOD = "<w:p><w:r><w:t>The hedge is held in every regime, and it is rolled on a schedule.</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: Name of the file, its bytes, and words of the problem.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"%PDF-1.7\n", "damaged"),
    "cut.pdf": (lambda: _cut(pdf(CATALOG, PAGES, DRAWN, stream(b"BT (words) Tj ET"))), "damaged"),
    "junk.pdf": (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 50, "damaged"),
    "encrypted.pdf": (_encrypted_pdf, "encrypted"),
    "scanned.pdf": (_scanned, "only pictures"),
    "blank.pdf": (lambda: pdf(CATALOG, PAGES, BLANK), "only pictures"),
    "no-pages.pdf": (lambda: pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"), "damaged"),
    "loop-of-pages.pdf": (_deep_pages, ""),
    "self-drawing.pdf": (_looping_form, ""),
    "many-pages.pdf": (_many_pages, "more than 2,000 pages"),
    "counted-pages.pdf": (lambda: pdf(CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", BLANK), ""),
    "bomb.pdf": (_bomb_stream, ""),
    "nested-arrays.pdf": (lambda: pdf("[" * 100_000 + "]" * 100_000, PAGES, BLANK), "damaged"),
    "no-root.pdf": (lambda: pdf(CATALOG, PAGES, BLANK, trailer=""), "damaged"),
    "laughs.docx": (lambda: docx(_laughs("w:document")), "entities"),
    "outside.docx": (lambda: docx(_outside("w:document")), "entities"),
    "bomb.docx": (lambda: docx(b"<w>" + b" " * BOMB), "unpacks to more than"),
    "nested.docx": (lambda: docx(_nested("w:p", 50_000)), "nested too deeply"),
    "no-xml.docx": (lambda: docx(b"no xml at all"), "is no XML"),
    "empty.docx": (lambda: docx(""), "no text"),
    "cut.docx": (lambda: _cut(docx(GOOD)), "damaged"),
    "encrypted.docx": (lambda: _encrypted_zip(docx(GOOD)), "encrypted"),
    "password.docx": (lambda: OLE + bytes(2000), "password"),
    "bomb-in-styles.docx": (lambda: docx(GOOD, {"word/styles.xml": b"<s>" + b" " * BOMB}), "unpacks to more than"),
    "laughs-in-styles.docx": (lambda: docx(GOOD, {"word/styles.xml": _laughs("w:styles")}), "entities"),
    "workbook.xlsx.docx": (lambda: packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), "workbook"),
    "parts.docx": (lambda: docx(GOOD, {f"p{i}": "" for i in range(10_100)}), "parts"),
    "bad-sum.docx": (lambda: docx(GOOD).replace(struct.pack("<I", zlib.crc32(_body(GOOD))), b"\1\2\3\4"), "can't be unpacked"),
    "no-list.epub": (lambda: epub({}), "is missing"),
    "no-chapter.epub": (lambda: epub({"o/book.opf": OPF}), "is missing"),
    "laughs.epub": (lambda: epub({"o/book.opf": _laughs("package")}), "entities"),
    "bomb.epub": (
        lambda: epub({"o/book.opf": OPF, "o/one.xhtml": b"<p>" + b"a" * BOMB, "o/two.xhtml": "x"}),
        "unpacks to more than",
    ),
    "many-bombs.epub": (_overlapping, "unpacks to more than"),
    "protected.epub": (
        lambda: epub({"META-INF/encryption.xml": "<e/>", "o/book.opf": OPF, "o/one.xhtml": bytes(range(128, 255)) * 9}),
        "protected",
    ),
    "nested.html": (f"<html><body>{_nested('div', 100_000)}</body></html>".encode, "nested too deeply"),
    "nested-lists.html": (f"<html><body>{'<ul><li>x' * 20_000}</body></html>".encode, "nested too deeply"),
    "empty.html": (lambda: b"<!DOCTYPE html><html><body></body></html>", "no text"),
    "only-furniture.html": (
        lambda: b"<html><body><nav><a href=/>Home</a></nav><button>Start free trial</button><p>0 views</p></body></html>",
        "no text",
    ),
    "only-script.html": (lambda: b"<html><head><script>" + b"x=1;" * 100_000 + b"</script></head></html>", "no text"),
    "huge.html": (lambda: b"<html><body>" + b"<p>The hedge costs something in every month.</p>" * 200_000, "larger than"),
    "no-page.mhtml": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\n--x--\n", "no page"),
    "notes.rtf.md": (lambda: b"{\\rtf1\\ansi The hedge}", "RTF"),
    "picture.md": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "archive.md": (lambda: packed({"a/b.txt": "words"}), "zip"),
    "packed.txt": (lambda: b"\x1f\x8b\x08\x00" + bytes(50), "gzip"),
    "cut.zip.txt": (lambda: _cut(packed({"a.txt": "words" * 100})), "damaged"),
}


def _body(body: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
