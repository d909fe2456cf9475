"""Two documents held against each other, field by field."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from qa.document import AnswerDocument, as_json
from qa.verify.alone import Fault

#: Numbers of two machines are one where they differ by less than this share.
_SAME = 1e-9
_LONGEST = 90
#: What says which data, texts and program a document is from; it is judged apart.
PROVENANCE = ("provenance.corpus", "provenance.backtests", "provenance.version")
#: What names an entry of a list, in the order of trying.
_NAMES = ("id", "key", "label", "ref", "slug", "source", "kind")


def differences(told: AnswerDocument, made: AnswerDocument) -> tuple[Fault, ...]:
    """Every field that differs, what it says and what it ought to say; where data, texts and program are from aside."""
    return tuple(f for f in _differ(as_json(told), as_json(made), "") if not f.place.startswith(PROVENANCE))


def _differ(told: object, made: object, place: str) -> Iterator[Fault]:
    if isinstance(told, dict) and isinstance(made, dict):
        for key in made:
            yield from _differ(told.get(key), made[key], f"{place}.{key}".lstrip("."))
    elif isinstance(told, list) and isinstance(made, list):
        yield from _lists(told, made, place)
    elif not same(told, made):
        yield Fault(place=place or "document", what=f"is {_shown(told)}, and {_shown(made)} when made again")


def _lists(told: list[object], made: list[object], place: str) -> Iterator[Fault]:
    for i, (one, other) in enumerate(zip(told, made, strict=False)):
        yield from _differ(one, other, f"{place}[{i}]{_name(other)}")
    for i in range(len(made), len(told)):
        yield Fault(place=f"{place}[{i}]", what=f"{_shown(told[i])} is not there when made again")
    for i in range(len(told), len(made)):
        yield Fault(place=f"{place}[{i}]", what=f"{_shown(made[i])} is missing")


def _name(value: object) -> str:
    if not isinstance(value, Mapping):
        return ""
    named = [str(value[name]) for name in _NAMES if isinstance(value.get(name), str)]
    return f"({' '.join(named[:2])})" if named else ""


def same(told: object, made: object) -> bool:
    """Whether two plain values are one; numbers of two machines may differ in their last digits."""
    if isinstance(told, bool) or not isinstance(told, int | float):
        return type(told) is type(made) and told == made
    if isinstance(made, bool) or not isinstance(made, int | float):
        return False
    return math.isclose(told, made, rel_tol=_SAME, abs_tol=_SAME * 1e-3)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        for name in ("text", "quote", "display", "about", "key"):
            inner = value.get(name)
            if isinstance(inner, Mapping):
                inner = inner.get("text")
            if isinstance(inner, str):
                return _shown(inner)
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
