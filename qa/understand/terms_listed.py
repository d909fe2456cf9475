"""Terms asked for together: those that the glossary has, and those that it hasn't, which are named."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.texts.glossary import Glossary, Term
from qa.understand.question import Question
from qa.understand.text import Text

_LIST = re.compile(
    r"(?:\bwhat (?:do|does|is|are|means?)(?: the)?(?: meanings? of| definitions? of| difference between)?|\bdefine"
    r"|\bexplain|\bmeanings? of"
    r"|\bdefinitions? of|\bdifference between)(?P<list> .+?)(?: mean| stand for)?(?: here| exactly| please| in"
    r" (?:this|the|your) \w+)*$"
)
_JOINED = re.compile(r"\s*(?:,\s*(?:and |or )?|\band\b|&|\bor\b|\bvs\.?\b|\bversus\b)\s*")
#: Words of something else than a name.
_NO_NAME = re.compile(
    r"\b(?:is|are|was|were|do|does|did|how|what|why|when|who|it|its|they|them|used|use|cost\w*|much|many|mean|meant"
    r"|between|of|in|on"
    r"|for|with|me|you|we|i)\b"
)
#: A name is of no more words.
_LONGEST = 4


def names_listed(plain: str) -> tuple[str, ...]:
    """The names in a list whose meaning is asked for; none where it asks for something else, or for one alone.

    >>> names_listed('what is the meaning of "theta" and "0.50 delta strike" in this strategy?')
    ('theta', '0.50 delta strike')
    >>> names_listed("what is the drag and how is it measured?")
    ()
    """
    m = _LIST.search(plain.strip(" ?.!"))
    if m is None:
        return ()
    items = [re.sub(r"^(?:the|an?|by) ", "", item.strip(" ,.?!\"'")) for item in _JOINED.split(m["list"].strip())]
    items = [item for item in items if item]
    named = all(len(item.split()) <= _LONGEST and not _NO_NAME.search(item) for item in items)
    return tuple(items) if len(items) > 1 and named else ()


def with_terms(question: Question, heard: Text, glossary: Glossary) -> Question:
    """The question, where it asks what several terms mean, with two that the glossary has, and the names of all others."""
    names = names_listed(heard.plain) if question.kind in {"term", "method"} and not question.rules else ()
    known: dict[str, Term] = {}
    for name in names:
        if term := next(iter(glossary.found_in(name)), None):
            known.setdefault(term.slug, term)
    whole = question.term.name.casefold() if question.term else ""  # which may itself have an "and" or a "vs."
    if not known or question.edited or (whole and all(n.strip(" ()").casefold() in whole for n in names)):
        return question
    shown = [*known.values()][:2]
    told = {t.slug for t in shown}
    left = [n for n in names if not any(t.slug in told for t in glossary.found_in(n))]
    other = shown[1] if len(shown) > 1 else None
    return replace(
        question,
        kind="term",
        shape="term",
        term=shown[0],
        other_term=other,
        keys=(),
        offered=(),
        decision="answer",
        rather=False,
        unanswered=(*question.unanswered, *(_said(heard, n) for n in left)),
    )


def _said(heard: Text, name: str) -> str:
    at = heard.plain.find(name)
    return heard.said((at, at + len(name))).strip(" ,.?!\"'“”")
