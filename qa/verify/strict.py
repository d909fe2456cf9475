"""Documents read strictly: known keys alone, each with a value of its type, every number finite, no key twice."""

from __future__ import annotations

import json
import math
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from qa.document import SCHEMA, AnswerDocument

#: A figure of more digits than this is none that a page shows.
_LARGEST = 1e18
#: So many faults of a document are told.
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """What of a document can't be read as one, and where it stands."""

    place: str
    what: str


def read_document(text: str) -> tuple[AnswerDocument | None, tuple[Misread, ...]]:
    """The document that a JSON text is, or None and every reason why it is none."""
    try:
        told = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return None, (Misread(place="document", what=f"is no strict JSON: {error}"),)
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        return None, (Misread(place="schema", what=f"is not {SCHEMA!r}"),)
    found: list[Misread] = []
    made = _made(AnswerDocument, told, "", found)
    return (None, tuple(found[:_MOST])) if found else (made, ())


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(n for n in names if names.count(n) > 1)!r} stands twice")
    return made


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _made(kind: Any, told: Any, place: str, found: list[Misread]) -> Any:  # noqa: ANN401 any annotation of a field
    """The value of a type; what does not fit is added to `found`."""
    if is_dataclass(kind):
        return _record(kind, told, place, found)
    origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(told, list):
            return _misfit("is no list", place, found)
        return tuple(_made(get_args(kind)[0], one, f"{place}[{i}]", found) for i, one in enumerate(told))
    if origin in {Union, UnionType}:
        (some,) = (a for a in get_args(kind) if a is not NoneType)
        return None if told is None else _made(some, told, place, found)
    if origin is Literal:
        allowed = get_args(kind)
        return told if isinstance(told, str) and told in allowed else _misfit(f"is none of {', '.join(allowed)}", place, found)
    return _plain(kind, told, place, found)


def _plain(kind: type, told: Any, place: str, found: list[Misread]) -> Any:  # noqa: ANN401 whatever JSON holds
    if kind is float:
        if not isinstance(told, int | float) or isinstance(told, bool):
            return _misfit("is no number", place, found)
        return told if math.isfinite(told) and abs(told) < _LARGEST else _misfit("is no finite number", place, found)
    if kind is int and isinstance(told, bool):
        return _misfit("is no whole number", place, found)
    if kind is str and isinstance(told, str) and any("\ud800" <= c <= "\udfff" for c in told):
        return _misfit("has half a character", place, found)
    names = {int: "whole number", str: "text", bool: "yes or no"}
    return told if isinstance(told, kind) else _misfit(f"is no {names.get(kind, kind.__name__)}", place, found)


def _record(kind: Any, told: Any, place: str, found: list[Misread]) -> Any:  # noqa: ANN401 any dataclass
    if not isinstance(told, dict):
        return _misfit("is no object", place, found)
    hints, known = _hints(kind), {f.name: f for f in fields(kind)}
    for key in told:
        if key not in known:
            _misfit("is no key of a document", f"{place}.{key}".lstrip("."), found)
    values = {}
    for name, field in known.items():
        if name in told:
            values[name] = _made(hints[name], told[name], f"{place}.{name}".lstrip("."), found)
        elif _has_no_default(field):
            _misfit("is missing", f"{place}.{name}".lstrip("."), found)
    return None if found else kind(**values)


def _has_no_default(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _misfit(what: str, place: str, found: list[Misread]) -> None:
    found.append(Misread(place=place, what=what))
