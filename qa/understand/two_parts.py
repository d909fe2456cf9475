"""Two parts: what is to be explained beside a figure or a term, looked for in the texts, or named where they don't say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.index.lexical import content_words
from qa.understand.kinds import read_parts
from qa.understand.question import Question, RuleAsked
from qa.understand.text import Place, Text

_LED = r"^(?:(?:so|and|but|ok|hi|hello|please|pls|also|then|exactly|can you|could you|tell me),? )*"
#: What asks for an explanation by words: a difference, a meaning, a description.
_EXPLAIN = re.compile(
    _LED + r"(?:(?:explain|describe)(?! (?:why|how|the (?:loss|result|drop|gain|cost|drag|return)))\b"
    r"|what(?:'s| is| are) (?:the )?differences? (?:between|of)\b"
    r"|what (?:it |they )?(?:does|do|is|are|means?)\b[^?]*\bmeans?\b|what (?:it|they) means?\b)"
)
#: A part of the method: why something is done so, or how.
_REASON = re.compile(
    _LED + r"(?:why (?:do|does|is|are|not|they|you|we|it|the|use|buy|sell)\b|how (?:is|are|do|does) (?:it|they|you|we|one|the)\b)"
)
_RESULT = re.compile(r"\b(?:cost|costs|lose|lost|earn\w*|perform\w*|return\w*|drag|drawdown|much|many|often|\d{4})\b")
_IT = re.compile(r"\b(?:it|they|them)\b")
#: A part of fewer words says too little to be looked for.
_FEWEST = 2


def with_second_part(question: Question, heard: Text) -> Question:
    """The question with the part that asks for words beside a figure, or for a reason beside a meaning."""
    settled = question.rules or question.edited or question.decision != "answer" or question.shape == "why"
    parts = [p.place for p in read_parts(heard.plain) if p.role != "premise"]
    if settled or len(parts) < 2:  # noqa: PLR2004 two parts
        return question
    if question.kind == "cost" and question.keys:
        explained = [p for p in parts if _EXPLAIN.match(_words(heard, p)) and _says(heard, p)]
        return replace(question, kind="mixed", rules=(_rule(heard, explained[0], ""),)) if len(explained) == 1 else question
    return question if question.scope.parts else _of_texts(question, heard, parts)


def _of_texts(question: Question, heard: Text, parts: Sequence[Place]) -> Question:
    """The question for the texts with a reason that it asks for beside a meaning."""
    if question.kind not in {"term", "method"}:
        return question
    meaning = [p for p in parts if _EXPLAIN.match(_words(heard, p)) or question.kind == "term"][:1]
    reasons = [p for p in parts if _is_reason(_words(heard, p)) and p not in meaning]
    if not meaning or not reasons:
        return question
    name = question.term.name if question.term is not None else ""
    rules = tuple(_rule(heard, p, name) for p in reasons if _says(heard, p) or name)
    if question.kind == "term" and question.term is not None:
        return replace(question, rules=rules)
    return replace(question, rules=(_rule(heard, meaning[0], ""), *rules)) if rules else question


def _is_reason(words: str) -> bool:
    return bool(_REASON.match(words)) and not _RESULT.search(words)


def _words(heard: Text, place: Place) -> str:
    return heard.plain[slice(*place)].strip(" ,.;:?!\"'")


def _says(heard: Text, place: Place) -> bool:
    return len(content_words(_words(heard, place))) >= _FEWEST


def _rule(heard: Text, place: Place, name: str) -> RuleAsked:
    words = _words(heard, place)
    return RuleAsked(
        text=heard.said(place).strip(" ,.;:?!"), asked=_IT.sub(name, words, count=1) if name else words, undisputed=True
    )
