"""Links of a site: every address within it leads to a file, and every place on a page to one that is there."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class _Page(HTMLParser):
    """The addresses and places of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down where an element leads, and its own place."""
        held = {name: value or "" for name, value in attrs}
        if "id" in held:
            self.ids.append(held["id"])
        if tag == "link" and held.get("rel") == "canonical":
            return
        self.links += [held[name] for name in ("href", "src", "srcset", "action") if held.get(name)]
        if "popovertarget" in held:
            self.links.append(f"#{held['popovertarget']}")


def broken_links(files: Mapping[str, bytes]) -> list[str]:
    """What leads nowhere, or stands twice: one line for each, by page."""
    pages = {path: _read(content) for path, content in files.items() if path.endswith(".html")}
    found = []
    for path, page in sorted(pages.items()):
        found += [f"{path}: the place {name!r} stands twice" for name in sorted({i for i in page.ids if page.ids.count(i) > 1})]
        for link in dict.fromkeys(page.links):
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target.path))) if target.path else path
            if to not in files:
                found.append(f"{path}: {link} leads to no file")
            elif target.fragment and to in pages and unquote(target.fragment) not in pages[to].ids:
                found.append(f"{path}: {link} leads to no place on its page")
    return found


def _read(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    return page
