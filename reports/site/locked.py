"""Locked tokens: an editor changes the words of a sentence around its figures, quotations and marks, which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.document import FigureView, Sentence, Span
from qa.numerals import find

_TOKEN = re.compile(r"\{(\d{1,3})\}")
_LONGEST = 600


def unlocked(sentence: Sentence) -> str:
    """A sentence with `{1}`, `{2}` … in place of what is locked."""
    text, at = "", 0
    for number, span in enumerate(_outer(sentence), start=1):
        text += f"{sentence.text[at : span.start]}{{{number}}}"
        at = span.end
    return text + sentence.text[at:]


def tokens(sentence: Sentence) -> list[tuple[str, str]]:
    """Each token with what it stands for."""
    return [(f"{{{number}}}", sentence.text[s.start : s.end]) for number, s in enumerate(_outer(sentence), start=1)]


def locked(text: str, sentence: Sentence) -> Sentence | str:
    """The sentence with an editor's words, or what is wrong with them.

    Every token stands once, in any order, and no numeral stands outside of them.
    """
    text = " ".join(text.split())
    outer = _outer(sentence)
    if not text or len(text) > _LONGEST:
        return "A sentence is empty or too long."
    if sorted(int(n) for n in _TOKEN.findall(text)) != list(range(1, len(outer) + 1)):
        return "Each token, such as {1}, must stand once: figures, quotations and source marks can't be left out or doubled."
    words = _TOKEN.sub(" ", text)
    if any(c in words for c in "{}<>") or not words.isprintable():
        return "A sentence has signs that can't be shown."
    if found := find(words):
        number = words[slice(*found[0])]
        return f"“{number}” is a number, and numbers stand only in tokens. Ask for the figure that you need, or leave it out."
    made, spans = "", list[Span]()
    at = 0
    for m in _TOKEN.finditer(text):
        made += text[at : m.start()]
        old = outer[int(m[1]) - 1]
        shift = len(made) - old.start
        within = [s for s in sentence.spans if old.start <= s.start and s.end <= old.end]
        spans += [Span(start=s.start + shift, end=s.end + shift, kind=s.kind, ref=s.ref, field=s.field) for s in within]
        made += sentence.text[old.start : old.end]
        at = m.end()
    return Sentence(text=made + text[at:], spans=tuple(spans))


def as_tokens(sentence: Sentence, figures: Sequence[FigureView]) -> str:
    """A sentence in the tokens of a desk's `questions.toml`: figures by their keys, quotations word for word."""
    first = {f.key: f.id for f in reversed(figures)}
    names = {id_: key for key, id_ in first.items()}
    text, at = "", 0
    for span in _outer(sentence):
        if token := _token(span, names):
            text += sentence.text[at : span.start] + token
            at = span.end
    return text + sentence.text[at:]


def _token(span: Span, names: Mapping[str, str]) -> str:
    """What stands for a span; nothing for words that are found by themselves."""
    field = span.field
    if span.kind == "figure":
        named = names.get(span.ref)
        shown = field if field not in {None, "display"} else None
        return f"{{{named}{f':{shown}' if shown else ''}}}" if named else f"{{{span.ref}{f'.{shown}' if shown else ''}}}"
    if span.kind == "point":
        return f"{{{span.ref}:{field}}}"
    if span.kind == "source":
        return f"[{span.ref}]" if field == "mark" else f"{{{span.ref}.{field}}}"
    return f"{{#{span.ref}}}" if span.kind == "count" else ""


def _outer(sentence: Sentence) -> list[Span]:
    """The spans that lie in no other."""
    ordered = sorted(sentence.spans, key=lambda s: (s.start, -s.end))
    return [s for i, s in enumerate(ordered) if not any(o.end >= s.end for o in ordered[:i])]
