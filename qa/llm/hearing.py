"""Hearing a model's reply: what it must look like, and its sentences as they come."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from qa.document import Sentence, Usage
from qa.evidence.evidence import Evidence
from qa.llm.model import ModelFault
from qa.llm.rewording import Line, Written, judge, whole
from qa.verify.guard import accept

_MOST = 40
#: How a reply begins, and what stands before each of its sentences.
_OPENED = re.compile(r'\s*\{\s*"sentences"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*\{")
#: Told each sentence of the model's as soon as it may stand.
Tell = Callable[[Sentence], None]


def parsed(content: Mapping[str, object], spent: Usage) -> list[Written]:
    """The sentences of a reply, or a `ModelFault` where it is in another form; `spent` is what it took."""
    found = content.get("sentences")
    if set(content) != {"sentences"} or not isinstance(found, list) or len(found) > _MOST:
        raise ModelFault("its answer was not in the form asked for", spent)
    written = []
    for item in found:
        if not isinstance(item, dict) or set(item) != {"text", "replaces"} or not isinstance(item["text"], str):
            raise ModelFault("its answer was not in the form asked for", spent)
        ids = item["replaces"]
        if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
            raise ModelFault("its answer was not in the form asked for", spent)
        written.append(Written(text=item["text"], replaces=tuple(dict.fromkeys(ids))))
    return written


class Hearing:
    """A reply as it comes: each sentence is judged when it is whole, and told when all of the lines that it replaces are."""

    def __init__(self, lines: Sequence[Line], evidence: Evidence, tell: Tell | None) -> None:
        self._lines, self._evidence, self._tell = lines, evidence, tell
        self._text, self._at = "", 0
        self._told: list[Written] = []
        self.written: list[Written] = []

    def __call__(self, piece: str) -> None:
        """Take in a piece of the reply."""
        self._text += piece
        if "}" in piece:
            for new in self._new():
                self.written = judge([*self.written, new], self._lines, self._evidence)
            self.tell(whole(self.written, self._lines))

    def _new(self) -> Iterator[Written]:
        """The sentences that have become whole."""
        opened = _OPENED.match(self._text)
        if opened is None:
            return
        self._at = self._at or opened.end()
        while len(self.written) < _MOST and (start := _BETWEEN.match(self._text, self._at)) is not None:
            try:
                item, self._at = json.JSONDecoder().raw_decode(self._text, start.end() - 1)
                yield from parsed({"sentences": [item]}, Usage())
            except (ValueError, ModelFault):  # not whole yet, or of another form, which the end of the reply will tell
                return

    def tell(self, kept: Sequence[Written]) -> None:
        """Tell those sentences that were not told yet."""
        if self._tell is None:
            return
        for w in kept:
            if not any(w.shown == told.shown for told in self._told):
                self._told.append(w)
                self._tell(accept(w.shown, self._evidence))
