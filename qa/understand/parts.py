"""Parts of a question that ask something of their own, each with what it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from qa.calculator.catalogue import CATALOGUE
from qa.document import Kind
from qa.understand.kinds import read_parts, tells
from qa.understand.text import Place, Text

if TYPE_CHECKING:
    from qa.understand.reader import Read

#: A part of fewer words says too little by itself.
_FEWEST = 3
_SURE = 0.6
#: A part alone says less than the whole: up to this probability of being for the texts it asks for a figure.
_FOR_TEXTS = 0.4
_FIGURES = ("cost", "mixed")
#: What stands for something that another part names.
_IT = re.compile(r"\b(?:it|they|them|this|that)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:how|what|which|why|who|where|when|whether|is|are|does|did|do|was|were|can|could|tell|give|show)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part with what it asks: its words, its kind, and the figure where one is sure."""

    place: Place
    text: str
    kind: Kind
    key: str | None


def parts_of(heard: Text, read: Read, scope: tuple[str, ...], likely: Sequence[str] = ()) -> tuple[Part, ...]:
    """The parts of a question with more than one, in their order; none where it asks one thing.

    Of what a part means that speaks of "it", only a figure is sure that is `likely` of the whole question, where any is.
    """
    plain = heard.plain
    asking = [p for p in read_parts(plain) if p.role != "premise" and not tells(plain, p)]
    asking = [p for p in asking if _ASKS.search(plain[slice(*p.place)]) and len(plain[slice(*p.place)].split()) >= _FEWEST]
    if len(asking) < 2:  # noqa: PLR2004 several
        return ()
    parts = tuple(_read(heard, p.place, read, scope) for p in asking)
    return tuple(p if p.key in likely or not (likely and _IT.search(p.text)) else replace(p, key=None) for p in parts)


def _read(heard: Text, place: Place, read: Read, scope: tuple[str, ...]) -> Part:
    text = heard.said(place).strip(" ,.;:?!")
    scores = read(text, scope)
    kind = cast("Kind", scores.kind)
    lead = next((r.key for r in scores.ranked if r.key in CATALOGUE), None)
    of_figures = kind in _FIGURES and scores.for_texts <= _FOR_TEXTS
    sure = of_figures and scores.right >= max(scores.margins.answer, _SURE)
    return Part(place=place, text=text, kind=kind, key=lead if sure else None)


def joined(keys: tuple[str, ...], parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The figures of the whole question, and those that its parts ask for beside them, in the order of the parts."""
    own = tuple(dict.fromkeys(p.key for p in parts if p.key))
    return own if len(own) > 1 or not keys else keys  # of one part the whole says as much


def kind_of(kind: Kind, several: tuple[Part, ...]) -> Kind:
    """The kind of the whole: mixed where parts ask for a figure and for an explanation."""
    kinds = {p.kind for p in several}
    if kind in {"method", "term"} and any(p.key for p in several):
        return "mixed"
    explains = bool(kinds & {"method", "term", "mixed"})
    return "mixed" if kind in {"cost", "mixed"} and explains and kinds & {"cost", "mixed"} else kind
