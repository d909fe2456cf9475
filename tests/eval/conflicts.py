"""How often contradictions between two texts are told: `python -m tests.eval.conflicts` prints it, and the misses."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from corpus.texts.documents import Document, Passage, digest_of
from qa.evidence.assertions import apart, assertions_of
from tests.eval.wilson import wilson

FILE = Path(__file__).with_name("conflicts.toml")
FRESH = Path(__file__).with_name("conflicts_fresh.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two passages, and whether they contradict each other."""

    first: str
    second: str
    conflict: bool


def read_pairs(file: Path = FILE) -> tuple[Pair, ...]:
    """The pairs of a file."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))["pair"]
    return tuple(Pair(first=p["first"], second=p["second"], conflict=p["conflict"]) for p in told)


def passage(text: str, name: str) -> Passage:
    """A text as one passage."""
    document = Document(path=name, title="Text", authority="article", date=None, text=text, digest=digest_of(text))
    return Passage(document=document, headings=(), start=0, end=len(text))


def told(pair: Pair) -> bool:
    """Whether a contradiction between the passages of a pair is told."""
    one, other = assertions_of([passage(pair.first, "a")]), assertions_of([passage(pair.second, "b")])
    return any(apart(a, b) for a, b in product(one, other))


def rates(file: Path = FILE) -> tuple[float, float, tuple[str, ...]]:
    """The share of contradictions found, the share of near misses told falsely, and the pairs read wrongly."""
    pairs = read_pairs(file)
    real, near = [p for p in pairs if p.conflict], [p for p in pairs if not p.conflict]
    wrong = tuple(f"{'missed' if p.conflict else 'false'}: {p.first} | {p.second}" for p in pairs if told(p) != p.conflict)
    return sum(map(told, real)) / len(real), sum(map(told, near)) / len(near), wrong


def main() -> None:
    """Print the rates with their intervals, and every pair read wrongly."""
    for file in (FILE, FRESH):
        if not file.is_file():
            continue
        found, false, wrong = rates(file)
        pairs = read_pairs(file)
        n = sum(p.conflict for p in pairs)
        for what, share, of in (("found", found, n), ("false", false, len(pairs) - n)):
            low, high = wilson(round(share * of), of)
            sys.stdout.write(f"{file.name}: {what} {share:.1%} of {of} ({low:.1%} to {high:.1%})\n")
        sys.stdout.write("".join(f"  {text}\n" for text in wrong))


if __name__ == "__main__":
    main()
