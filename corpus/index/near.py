"""How near passages and their sentences are to what was searched for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Cosines with the question, six decimals; those that no search by meaning came upon are absent."""

    #: by passage id
    passages: Mapping[str, float] = field(default_factory=dict)
    #: by passage id and where in the document the sentence starts; of passages of one sentence there is none
    sentences: Mapping[tuple[str, int], float] = field(default_factory=dict)
    #: by the id of a passage of which readers ask something, that of the nearest they ask
    asked: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> str:
        """For the cache."""
        return json.dumps([self.passages, [[p, at, near] for (p, at), near in self.sentences.items()], self.asked])


#: Without a search by meaning.
NOWHERE = Near()


def from_json(text: str) -> Near:
    """Out of the cache."""
    passages, sentences, asked = json.loads(text)
    return Near(passages=passages, sentences={(p, at): near for p, at, near in sentences}, asked=asked)
