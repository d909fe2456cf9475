"""Held: articles whose pages need not be written anew, since the published edition has them made of the very same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from corpus.kept import Kept
from reports.knowledge.site import ArticleJob, Files
from reports.program import program_stamp

#: So many articles are remembered.
_MOST = 20_000
Digests = tuple[tuple[str, str], ...]


class Held:
    """What the present edition has of articles, by what the same program made them of; bytes that are others are not taken."""

    def __init__(self, cache: Path, present: Mapping[str, bytes]) -> None:
        self._kept, self._present = Kept(cache, "articles", _MOST, program_stamp()), present

    def files_of(self, job: ArticleJob) -> Files | None:
        """An article's files as they are published; None where they are to be made."""
        told = self._kept.recall(job.key, Digests) if self._present else None
        if not told or any(_digest(self._present.get(path)) != digest for path, digest in told):
            return None
        return {path: self._present[path] for path, _ in told}

    def keep(self, job: ArticleJob, files: Files) -> None:
        """Remember what was made of an article."""
        self._kept.keep(job.key, Digests, tuple((path, _digest(content)) for path, content in files.items()))


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
