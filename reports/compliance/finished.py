"""A finished report as checks see it: its document, its page, and the words of both that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa.languages import WRITINGS

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A finished report: its document, its page where there is one, and what the desk demands."""

    document: Json
    #: what a reader sees on the page, and its style sheet; None where the file is the document alone
    text: str | None = None
    style: str = ""
    legends: tuple[str, ...] = ()
    #: the digest of the page, and the one that was signed off; None where nobody has signed
    digest: str = ""
    signed: str | None = None

    @property
    def view(self) -> Json:
        """Whose report it is."""
        return self.document.get("report") or {}

    def sentences(self, *kinds: str) -> Iterator[tuple[str, Json]]:
        """The sentences of some kinds of section, or of the whole document, each with its place."""
        if not kinds:
            for name in ("summary", "disclosures"):
                yield from ((f"{name}[{i}]", s) for i, s in enumerate(self.document.get(name) or []))
        for n, section in enumerate(self.document.get("sections") or []):
            if not kinds or section.get("kind") in kinds:
                yield from ((f"sections[{n}][{i}]", s) for i, s in enumerate(section.get("sentences") or []))

    def series(self, key: str) -> list[Json]:
        """The points of a table's row or column."""
        found = next((s for s in self.document.get("series") or [] if s.get("key") == key), None)
        return list(found["points"]) if found else []

    @property
    def disclosed(self) -> str:
        """All disclosures."""
        return " ".join(str(s.get("text", "")) for s in self.document.get("disclosures") or [])

    @property
    def hypothetical(self) -> bool:
        """Whether any figure is hypothetical."""
        return any(f.get("hypothetical") for f in self.document.get("figures") or [])


#: Words and numbers, and marks of sources, which are no part of a text.
_TOKENS = re.compile(r"\bS\d+\b|[^\W\d_]+|[−+]?\$?\d(?:[\d.,]*\d)?%?")


def words_of(text: str) -> str:
    """The words and numbers of a text alone, so that spaces, marks and emphasis do not matter."""
    return " ".join(w for w in _TOKENS.findall(text) if not re.fullmatch(r"S\d+", w))


#: What languages write otherwise between and around the digits of a number, and in dates.
_BETWEEN = re.compile(
    r"(?<=\d)[.,\u00a0\u202f](?=\d)|[\u00a0\u202f]?[%$]|(?<=\d)\.(?= )|(?<=\d),(?= \d)|(?<=\d) de |(?<=[a-z]) de (?=\d)"
)
_MONTHS = {name.lower(): f"m{i}" for w in WRITINGS.values() for names in (w.months, w.short) for i, name in enumerate(names)}


def bare_words(text: str) -> str:
    """The same in any language: digits without what stands between them, months by their number, days before months."""
    bare = _BETWEEN.sub("", text.replace("$", ""))
    found = [_MONTHS.get(w.lower(), w) for w in re.findall(r"[^\W\d_]+\.?|[−+]?\d+", bare) if not re.fullmatch(r"S\d+", w)]
    told = [_MONTHS.get(w.lower(), w.removesuffix(".")) for w in found]
    return re.sub(r"\b(m\d+) (\d{1,2})(?= \d{4}\b)", r"\2 \1", " ".join(told))
