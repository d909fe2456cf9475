"""The project's own imports as a graph, those for types and those within functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

PACKAGES = ("corpus", "qa", "reports", "templates")


def modules(root: Path) -> dict[str, Path]:
    """The project's modules by name."""
    files = (file for package in PACKAGES for file in sorted((root / package).rglob("*.py")))
    return {".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def imports(root: Path) -> dict[str, frozenset[str]]:
    """Which of the project's modules each of them imports, wherever the import stands."""
    known = modules(root)
    return {name: frozenset(_imported(file, known)) - {name} for name, file in known.items()}


def _imported(file: Path, known: Mapping[str, Path]) -> Iterable[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from (name for name in (full if full in known else node.module,) if name in known)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def circles(graph: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Modules that import each other, directly or over others: what is left once leaves and roots are taken away."""
    left = {name: set(targets) for name, targets in graph.items()}
    while True:
        used = set().union(*left.values()) if left else set()
        idle = [name for name, targets in left.items() if not targets or name not in used]
        if not idle:
            return [tuple(sorted(left))] if left else []
        for name in idle:
            del left[name]
        for targets in left.values():
            targets.difference_update(idle)
