"""Texts of others on a page: unseen signs shown by their names, words read from right to left kept apart from what is around."""

from __future__ import annotations

import json
import re
import unicodedata

from markupsafe import Markup, escape

from corpus.signs import RIGHT_TO_LEFT, mark_of, marked, reads_right_to_left, unseen

_TEXT = re.compile(r"[^<>]+(?=<|\Z)")


def finalized(value: object) -> object:
    """What a template puts in, unseen signs by their names: what every expression goes through, in text and attributes alike."""
    return marked(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def shown(text: str) -> Markup:
    """A text of others as HTML."""
    return isolated_html(escape(text))


def isolated_html(html: Markup) -> Markup:
    """HTML without attributes, e.g. a cleaned quotation: its signs shown, its reading order held."""
    plain = str(html)
    if plain.isascii() and plain.isprintable():
        return html
    spelled = _with_signs(plain)
    if reads_right_to_left(html.striptags()):
        return Markup(f'<bdi dir="rtl">{spelled}</bdi>')  # noqa: S704 escaped by the caller, signs added in this file
    kept = _TEXT.sub(lambda m: RIGHT_TO_LEFT.sub(r'<bdi dir="rtl">\g<0></bdi>', m[0]), spelled)
    return Markup(f'<bdi dir="ltr">{kept}</bdi>' if kept != plain else kept)  # noqa: S704 the same


def in_script(text: str) -> Markup:
    """JSON that can stand in a script element: it can't close it, and turns nothing in the page's source."""
    for start, end in reversed(unseen(text)):
        text = text[:start] + json.dumps(text[start:end])[1:-1] + text[end:]
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c"))  # noqa: S704 what opens an element is gone


def _with_signs(html: str) -> str:
    for start, end in reversed(unseen(html)):
        told = _told(html[start:end])
        sign = f'<span class="unseen" data-furniture title="{told}">{mark_of(html[start])}</span>'
        html = html[:start] + sign + html[end:]
    return html


def _told(signs: str) -> str:
    """What the signs are, by their numbers in Unicode and the name of the first."""
    numbers = " ".join(f"U+{ord(c):04X}" for c in signs[:12]) + (" …" if len(signs) > 12 else "")  # noqa: PLR2004 a line's worth
    return f"unseen in the text: {numbers} {unicodedata.name(signs[0], '').lower()}".strip()
