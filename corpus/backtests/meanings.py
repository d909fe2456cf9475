"""What each key of a `backtest.toml` means, by the docstrings of the manifest's source, read when asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from corpus.backtests import manifest


def meanings(*models: type[BaseModel]) -> dict[str, str]:
    """Of each key of the models, those of a base class first: its docstring, on one line."""
    classes = [c for model in models for c in reversed(model.__mro__)]
    return {key: said for c in classes for key, said in _docstrings().get(c.__name__, {}).items()}


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema of a `backtest.toml`, which editors complete and check it by; what files must be is not in it."""
    schema = manifest.Manifest.model_json_schema()
    for name, shape in (*schema["$defs"].items(), (manifest.Manifest.__name__, schema)):
        for key, said in meanings(getattr(manifest, name)).items():
            shape["properties"][key] = dict(sorted((shape["properties"][key] | {"description": said}).items()))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": manifest.FILE}


@cache
def _docstrings() -> Mapping[str, Mapping[str, str]]:
    source = ast.parse(Path(manifest.__file__).read_text(encoding="utf-8"))
    return {c.name: dict(_of_class(c)) for c in source.body if isinstance(c, ast.ClassDef)}


def _of_class(declared: ast.ClassDef) -> Iterator[tuple[str, str]]:
    key = ""
    for statement in declared.body:
        if key and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            yield key, " ".join(str(statement.value.value).split())
        target = statement.target if isinstance(statement, ast.AnnAssign) else None
        key = target.id if isinstance(target, ast.Name) else ""
