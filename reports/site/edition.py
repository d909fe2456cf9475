"""The published edition of the knowledge base as the site serves it: the very files that `hedgecite publish` wrote."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import UnreadableError
from reports.editions import STATE, Editions
from reports.knowledge.memory import from_state
from reports.knowledge.places import article_path

_KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A file of the edition."""

    content: bytes
    kind: str
    #: changes with its content
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """An edition as it was found: its folder, its files by place with their digests, its articles by slug."""

    folder: Path
    stamp: object
    files: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)


class Edition:
    """The edition at a place, whichever it is at the moment."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._lock = threading.Lock()
        self._found: _Edition | None = None

    def file(self, place: str) -> Served | None:
        """A file by its place; it is looked up among those that the edition lists, and no other is opened."""
        now = self._now()
        tag = now.files.get(place)
        if tag is None:
            return None
        try:
            content = (now.folder / place).read_bytes()
        except OSError:  # the edition was taken away since
            return None
        return Served(content=content, kind=_KINDS.get(place.rpartition(".")[2], "application/octet-stream"), tag=tag)

    def has_article(self, slug: str) -> bool:
        """Whether an article of this name is published."""
        return article_path(slug) in self._now().files

    @property
    def articles(self) -> Mapping[str, str]:
        """The question of each article, by slug."""
        return self._now().articles

    def _now(self) -> _Edition:
        stamp = self._stamp()
        with self._lock:
            if self._found is None or self._found.stamp != stamp:
                self._found = self._read(stamp)
            return self._found

    def _stamp(self) -> object:
        """What changes where the place leads to another edition, or to none."""
        try:
            return (self.out.readlink() if self.out.is_symlink() else None, (self.out / STATE).stat().st_mtime_ns)
        except OSError:
            return None

    def _read(self, stamp: object) -> _Edition:
        folder = self.out.resolve()
        try:
            state = Editions(self.out).state()
        except (UnreadableError, OSError):
            state = {}
        files, articles = state.get("files"), state.get("articles")
        if not isinstance(files, dict) or not isinstance(articles, dict):
            return _Edition(folder=folder, stamp=stamp)
        listed = {str(place): str(digest) for place, digest in files.items() if ".." not in place and not place.startswith("/")}
        asked = {slug: one.question for slug, one in from_state(articles).items()}
        return _Edition(folder=folder, stamp=stamp, files=listed, articles=asked)
