"""How often the sentence that decides a question is quoted first: `python -m tests.eval.deciding` prints it.

Three sets are judged: the two of `retrieval.py`, and `deciding.toml`, written from the texts in the voices of different
people before paragraphs were chosen at all. Beside them stand questions on which the texts are silent. Rates bear the 95%
interval of Wilson.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.index.embedding import MiniLM
from corpus.index.index import Found, Index
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import FOUND
from qa.evidence.paragraphs import Paragraph, asking, ranked
from qa.evidence.silence import silence
from tests.eval.retrieval import SEEN, UNSEEN
from tests.eval.wilson import wilson

OWN = Path(__file__).with_name("deciding.toml")
#: The paragraphs that a page may lead with.
FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """A question and the words that decide it, each with its document; none where the texts are silent."""

    text: str
    right: tuple[tuple[str, str], ...]

    def is_in(self, quoted: Paragraph) -> bool:
        """Whether deciding words stand in what is quoted of a paragraph."""
        document = quoted.passage.document
        told = [document.text[a:b] for a, b in quoted.parts]
        return any(path == document.path and any(words in t for t in told) for path, words in self.right)

    def led_by(self, quoted: Paragraph) -> bool:
        """Whether the sentence chosen of a paragraph is the deciding one."""
        document = quoted.passage.document
        told = document.text[slice(*quoted.sentence)]
        return any(path == document.path and (words in told or told in words) for path, words in self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """The shipped texts and the search over them."""

    library: Library
    index: Index

    def find(self, question: str) -> Found:
        """What an answer would see."""
        return self.index.search(question, FOUND)

    def paragraphs(self, question: str) -> tuple[Paragraph, ...]:
        """Its paragraphs, best first."""
        found = self.find(question)
        return ranked(asking(question, self.library, found.near), found.passages)

    def is_silent(self, question: str) -> bool:
        """Whether nothing found is taken to answer."""
        found = self.find(question)
        said = silence(asking(question, self.library, found.near), found.passages)
        return said is not None and said.whole


@contextmanager
def searched(cache: Path | None = None) -> Iterator[Searched]:
    """The shipped texts, indexed in a folder of their own."""
    library = read_library([Folder(root=shipped_folder(), sample=True)])
    with tempfile.TemporaryDirectory() as made:
        yield Searched(library=library, index=Index(library.passages, library.glossary, MiniLM(), cache or Path(made)))


def read(file: Path) -> tuple[Deciding, ...]:
    """The questions of a file that have an answer."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    return tuple(Deciding(text=e["text"], right=_right(e)) for e in entries)


def _right(entry: dict[str, list[dict[str, str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((r["document"], r["words"]) for r in entry.get("decides", entry.get("right", [])))


def silent() -> tuple[str, ...]:
    """The questions on which the texts are silent."""
    return tuple(e["text"] for e in tomllib.loads(OWN.read_text(encoding="utf-8"))["silent"])


def rate(hits: int, n: int) -> str:
    """A share with its interval."""
    low, high = wilson(hits, n)
    return f"{hits} of {n} ({hits / n:.0%}, {low:.0%} to {high:.0%})"


def quoted_first(s: Searched, questions: Sequence[Deciding], first: int = FIRST) -> list[bool]:
    """Of each question, whether its deciding words stand in the first paragraphs."""
    return [any(q.is_in(p) for p in s.paragraphs(q.text)[:first]) for q in questions]


def main() -> None:
    """Print the rates, and with `--missed` the questions whose deciding sentence is not quoted."""
    out = sys.stdout.write
    with searched() as s:
        for file in (SEEN, UNSEEN, OWN):
            questions = read(file)
            for first in (1, 2, FIRST):
                hits = quoted_first(s, questions, first)
                out(f"{file.stem}: deciding sentence in the first {first} quoted: {rate(sum(hits), len(hits))}\n")
            led = [q.led_by(p[0]) for q in questions if (p := s.paragraphs(q.text)) and q.is_in(p[0])]
            out(f"{file.stem}: it leads where its paragraph does: {rate(sum(led), len(led))}\n")
            false = [s.is_silent(q.text) for q in questions]
            out(f"{file.stem}: silenced falsely: {rate(sum(false), len(false))}\n")
            if "--missed" in sys.argv:
                for q, hit in zip(questions, quoted_first(s, questions), strict=True):
                    out("" if hit else f"  missed: {q.text}\n")
        found = [s.is_silent(q) for q in silent()]
        out(f"silence found: {rate(sum(found), len(found))}\n")


if __name__ == "__main__":
    main()
