"""A page that a browser saved with its pictures in one file."""

from __future__ import annotations

import email
from email.message import Message

from corpus.readers.converted import html
from corpus.readers.normal import ConversionError, Normal


def convert(raw: bytes) -> Normal:
    """The normal form of the page in it.

    Raises
    ------
    ConversionError
        There is no page in it.
    """
    page = next((p for p in email.message_from_bytes(raw).walk() if p.get_content_type() == "text/html"), None)
    if not isinstance(page, Message):
        raise ConversionError("empty", "holds no page", "save the page as HTML")
    body = page.get_payload(decode=True)
    if not isinstance(body, bytes):
        raise ConversionError("damaged", "is damaged: its page can't be read", "save the page as HTML")
    charset = page.get_content_charset()
    return html.convert(
        f'<meta charset="{charset}">'.encode() + body if charset and b"charset" not in body[:4096].lower() else body
    )
