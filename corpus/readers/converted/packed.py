"""Documents that are zip archives of XML, read within bounds: no entities, no bombs, no encrypted parts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from corpus.readers.normal import ConversionError

#: What an archive may have: parts, bytes of one part when unpacked.
PARTS, LARGEST = 10_000, 60_000_000
_CHUNK = 1 << 16


class Packed:
    """An archive whose parts are read one by one, all within one bound."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
            raise ConversionError("damaged", "is damaged: it has no list of its parts", "bring a sound copy") from fault
        self._left = LARGEST
        if len(self._zip.infolist()) > PARTS:
            raise ConversionError("too-large", f"has more than {PARTS:,} parts", "bring a plainer copy")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """A part, unpacked.

        Raises
        ------
        ConversionError
            It is missing, encrypted, damaged, or unpacks to more than fits.
        """
        try:
            with self._zip.open(name) as part:
                chunks: list[bytes] = []
                while chunk := part.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise ConversionError(
                            "too-large", f"unpacks to more than {LARGEST // 1_000_000} MB", "bring a smaller copy"
                        )
                    chunks.append(chunk)
        except KeyError as fault:
            raise ConversionError("damaged", f"is damaged: its part {name[:60]!r} is missing", "bring a sound copy") from fault
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
            raise ConversionError(
                "damaged", f"is damaged: its part {name[:60]!r} can't be unpacked", "bring a sound copy"
            ) from fault
        except RuntimeError as fault:
            raise ConversionError("encrypted", "is encrypted", "save it without a password") from fault
        return b"".join(chunks)

    def tree(self, name: str) -> etree._Element:
        """A part as XML.

        Raises
        ------
        ConversionError
            As `read`; or it declares entities, is nested too deeply, or is no XML.
        """
        return parse(self.read(name), name)


def parse(raw: bytes, name: str) -> etree._Element:
    """XML without a document type of its own.

    Raises
    ------
    ConversionError
        It declares one, is nested too deeply, or is no XML.
    """
    head = raw[:100_000].replace(b"\0", b"")
    if re.search(rb"<!(?:DOCTYPE[^>]*\[|ENTITY)", head, re.IGNORECASE) or re.search(rb"<!DOCTYPE[^>]*(?:SYSTEM|PUBLIC)", head):
        raise ConversionError("entities", f"declares entities in its part {name[:60]!r}", "save it anew with a word processor")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in str(fault).lower():
            raise ConversionError("nesting", "is nested too deeply", "bring a plainer copy") from fault
        raise ConversionError("damaged", f"is damaged: its part {name[:60]!r} is no XML", "bring a sound copy") from fault
