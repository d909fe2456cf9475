"""The subject: whether the texts are about what a question asks."""

from __future__ import annotations

from corpus.index.index import Found
from corpus.index.lexical import stems
from corpus.texts.documents import Passage
from qa.understand.plan import Plan
from qa.understand.question import Question

#: Fewer words than these may stand together in any text.
_SOME = 3


def on_subject(question: Question, plan: Plan, found: Found) -> tuple[Passage, ...]:
    """The passages found; none where a question asks for no figure and no term, and nothing in the corpus is about it.

    A passage is about it that is near in meaning, or not far and has more than half of its words. Where the embedder has no
    bounds, the words alone decide.
    """
    if plan.kind == "out_of_scope":
        return ()
    if plan.kind != "method" or found.nearness is None or question.edited:
        return found.passages
    if found.bounds and found.nearness >= found.bounds.near:
        return found.passages
    if found.bounds and found.nearness < found.bounds.far and not holds_all(question.text, found):
        return ()
    asked = stems(question.text)
    shares = any(len(stems(p.text) & asked) * 2 > len(asked) for p in found.passages)
    return found.passages if shares else ()


def holds_all(question: str, found: Found) -> bool:
    """Whether a passage of the desk's own texts has every word of a question, and there are some."""
    asked = stems(question)
    own = (p for p in found.passages if not p.document.sample)
    return len(asked) >= _SOME and any(asked <= stems(f"{p.context} {p.text}") for p in own)
