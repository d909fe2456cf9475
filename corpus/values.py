"""Frozen values as JSON and back, with every digit."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_text(value: object) -> str:
    """A value of dataclasses, tuples, texts, numbers and None as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), default=_number)


def from_text(kind: type[T], text: str) -> T:
    """The value of a type that was made into JSON; ValueError, TypeError or KeyError where the text is of no such value."""
    return cast("T", _maker(cast("Hashable", kind))(json.loads(text)))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _number(value: Any) -> object:  # noqa: ANN401 a number of numpy's
    """A number of numpy's as one of Python's."""
    return value.item()


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 any annotation of a field
    """What makes a value of a type out of plain JSON."""
    if is_dataclass(kind):
        return _of_dataclass(cast("type", kind))
    if get_origin(kind) is tuple:
        return _of_tuple(get_args(kind))
    if get_origin(kind) in {Union, UnionType}:
        (some,) = [_maker(a) for a in get_args(kind) if a is not NoneType]
        return lambda value: None if value is None else some(value)
    if kind is date:
        return date.fromisoformat
    if get_origin(kind) is Literal or kind in {str, int, float, bool}:
        return lambda value: value
    raise TypeError(f"{kind} is no type that is kept")


def _of_dataclass(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    makers = {f.name: _maker(hints[f.name]) for f in fields(kind)}
    return lambda value: kind(**{name: make(value[name]) for name, make in makers.items()})


def _of_tuple(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if parts[1:] == (...,):
        each = _maker(parts[0])
        return lambda value: tuple(each(v) for v in value)
    makers = [_maker(part) for part in parts]
    return lambda value: tuple(make(v) for make, v in zip(makers, value, strict=True))
