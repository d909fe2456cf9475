"""Texts that say the same: found by the runs of words that they share, whatever their titles."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Words in a run; such a share of the shorter text's runs stands in the other where the two are twins; the fewest runs that tell.
RUN, SHARE, FEWEST = 5, 0.8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two texts by their places in a list, the earlier first, and how much of the shorter the other has, a fraction."""

    first: int
    second: int
    shared: float


def twins_among(texts: Sequence[str], since: int = 0) -> Iterator[Twins]:
    """The pairs of texts that say the same, of which one at least has its place from `since` on."""
    runs = [_runs(text) for text in texts]
    holding: dict[int, list[int]] = defaultdict(list)
    for at, own in enumerate(runs):
        shared: dict[int, int] = defaultdict(int)
        for run in own:
            for other in holding[run] if at >= since else ():
                shared[other] += 1
            holding[run].append(at)
        for other in sorted(shared):
            least = min(len(own), len(runs[other]))
            if least >= FEWEST and shared[other] >= SHARE * least:
                yield Twins(first=other, second=at, shared=shared[other] / least)


def _runs(text: str) -> frozenset[int]:
    """The runs of words in a text, as numbers."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(len(words) - RUN + 1))
