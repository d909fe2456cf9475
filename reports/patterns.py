"""Regular expressions compiled once a machine: the language compiles the same thousand anew in every process."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from corpus.kept import Kept
from reports.program import program_stamp

#: More are not kept: those that a question brings would grow with the questions.
_MOST = 4000
#: They are kept anew where so many of them were not known.
_WORTH = 40
#: Of so many programs that share a cache.
_PROGRAMS = 4

#: A pattern with its flags as they are asked for.
Asked: TypeAlias = tuple[str, int]
#: What the engine makes a pattern of: its flags, its code, the number of its groups and their names.
Parts: TypeAlias = tuple[int, str, int, dict[str, int]]


@contextmanager
def compiled_before(cache: Path) -> Iterator[None]:
    """Patterns that the same program compiled before are taken from the cache; the others are compiled, and kept in the end.

    A cache that can't be read, and a Python whose engine is made otherwise, compile as ever.
    """
    kept, program = Kept(cache, "patterns", _PROGRAMS), program_stamp()
    known, new = _recalled(kept.get(program)), dict[Asked, Parts]()
    with _compiling(known, new):
        yield
    if len(new) >= _WORTH and len(known) + len(new) <= _MOST:
        kept.put(program, json.dumps([*(known | new).items()]))


def _recalled(text: str | None) -> dict[Asked, Parts]:
    with suppress(ValueError, TypeError):
        entries = json.loads(text or "[]")
        return {(text, flags): (own, code, groups, names) for (text, flags), (own, code, groups, names) in entries}
    return {}


@contextmanager
def _compiling(known: Mapping[Asked, Parts], new: dict[Asked, Parts]) -> Iterator[None]:
    """Have `re` look a pattern up before it compiles it; what is compiled stands in `new`."""
    try:
        compiler: Any = import_module("re._compiler")
        own, parse, code_of, engine = compiler.compile, compiler._parser.parse, compiler._code, compiler._sre.compile  # noqa: SLF001
    except (ImportError, AttributeError):
        yield
        return

    def compile_(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 as the language has it
        if type(pattern) is not str or flags & re.DEBUG:
            return own(pattern, flags)
        asked = (pattern, int(flags))
        parts = known.get(asked) or new.get(asked)
        if parts is None:
            parsed = parse(pattern, flags)
            code = array("I", code_of(parsed, flags)).tobytes().hex()
            parts = (int(flags | parsed.state.flags), code, parsed.state.groups - 1, dict(parsed.state.groupdict))
            new[asked] = parts
        return _made(engine, pattern, parts)

    compiler.compile = compile_
    try:
        yield
    finally:
        compiler.compile = own


def _made(engine: Any, pattern: str, parts: Parts) -> Any:  # noqa: ANN401 as the language has it
    """The compiled pattern."""
    flags, code, groups, names = parts
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    return engine(pattern, flags, array("I", bytes.fromhex(code)).tolist(), groups, names, tuple(by_number))
