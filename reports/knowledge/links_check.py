"""Links of a site: every address within it leads to a file, and every place on a page to one that is there."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

#: What leads somewhere, or is a place, in an element that stands in a page of ours: attributes in double quotes, no ">" within.
_TAG = re.compile(r"<([a-z][a-z0-9]*)\s([^>]*)>")
_ATTRIBUTE = re.compile(r'(?:^|\s)(id|href|src|srcset|action|popovertarget|rel)="([^"]*)"')
_LEADS = ("href", "src", "srcset", "action")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The addresses and places of a page."""

    links: tuple[str, ...]
    ids: Counter[str]


#: Pages that were read, by their content.
Read = dict[bytes, Page]


def broken_links(
    files: Mapping[str, bytes], read: Read | None = None, among: Callable[[str], bool] = lambda _: True
) -> list[str]:
    """What leads nowhere, or stands twice: one line for each, by page; `among` picks the pages whose links are followed."""
    read = {} if read is None else read
    found = []
    for path in sorted(p for p in files if p.endswith(".html") and among(p)):
        page = page_of(files[path], read)
        found += [f"{path}: the place {name!r} stands twice" for name, times in sorted(page.ids.items()) if times > 1]
        for link in dict.fromkeys(page.links):
            if said := _broken(link, path, files, read):
                found.append(f"{path}: {said}")
    return found


def _broken(link: str, path: str, files: Mapping[str, bytes], read: Read) -> str:
    """What is wrong with a link of a page; empty where it leads somewhere."""
    target = urlsplit(link)
    if target.scheme or target.netloc:
        return ""
    to = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target.path))) if target.path else path
    if to not in files:
        return f"{link} leads to no file"
    named = target.fragment and to.endswith(".html")
    return (
        f"{link} leads to no place on its page" if named and unquote(target.fragment) not in page_of(files[to], read).ids else ""
    )


def page_of(content: bytes, read: Read) -> Page:
    """A page's addresses and places, read once."""
    if content not in read:
        read[content] = _read(content.decode())
    return read[content]


def _read(text: str) -> Page:
    links: list[str] = []
    ids: Counter[str] = Counter()
    for tag, inner in _TAG.findall(text):
        held = {name: unescape(value) for name, value in _ATTRIBUTE.findall(inner)}
        if "id" in held:
            ids[held["id"]] += 1
        if tag == "link" and held.get("rel") == "canonical":
            continue
        links += [held[name] for name in _LEADS if held.get(name)]
        if "popovertarget" in held:
            links.append(f"#{held['popovertarget']}")
    return Page(links=tuple(links), ids=ids)
