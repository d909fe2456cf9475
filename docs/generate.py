"""Write the generated pages of docs/ and the schema of backtest.toml, or with --check say which are out of step."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from types import FunctionType

from corpus.backtests.manifest import manifest_schema
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.core.figure import FigureSpec
from reports import api

ROOT = Path(__file__).parent.parent
#: A call that is longer than this is broken over lines.
WIDE = 100
#: Specs of other things than figures.
NOT_FIGURES = {"corpus.md"}
SPECS = ROOT / "tests" / "spec"
HEAD = """# Figures

Generated from the catalogue by `make docs`; `hedgecite explain KEY` shows the same with the worked numbers of a backtest.

`u` and `h` are the unhedged and hedged returns of a month on the same capital base, `V` is the value of the account, `k` of
`n` trades win, `W` and `L` are the mean win and the mean loss. Drag is positive when the hedge costs.
"""

API = """# Python API

Generated from the docstrings of `reports/api.py` by `make docs`.

"""

WORKED = """# Worked figures

Generated from the tables of `tests/spec/` by `make docs`. A test works out each of them from its data: what the arithmetic
comes to is what the calculator says, to ten decimals. Figures that are shares are in percent; where there is no figure, the
last column has the words of the reason.
"""


def figures() -> str:
    """The page of figures."""
    return HEAD + "".join(_entry(spec) for spec in CATALOGUE.values())


def _entry(spec: FigureSpec) -> str:
    rows = {
        "formula": f"`{spec.formula}`",
        "unit": spec.unit,
        "counts": spec.counts,
        "limits": spec.validity,
        "narrowed by": ", ".join(spec.narrows) or "nothing",
        "source": spec.source,
        "asked for by": ", ".join(spec.phrases) or "nothing but its key",
    }
    table = "".join(f"| {name} | {value} |\n" for name, value in rows.items())
    return f"\n## `{spec.key}`: {spec.title}\n\n{spec.meaning}\n\n| | |\n|---|---|\n{table}"


def schema() -> str:
    """The JSON Schema of a backtest.toml."""
    text = json.dumps(manifest_schema(), ensure_ascii=False, indent=1)
    return text.replace("\\n", " ") + "\n"  # descriptions are wrapped where they are written


def worked_figures() -> str:
    """The page of figures worked out by hand."""
    specs = [file.read_text(encoding="utf-8") for file in sorted(SPECS.glob("*.md")) if file.name not in NOT_FIGURES]
    return WORKED + "".join(f"\n#{spec}" for spec in specs)


def python_api() -> str:
    """The page of the Python API: the module, what is called, what comes back, what is raised."""
    named = {name: getattr(api, name) for name in api.__all__}
    methods = {f"{api.LoadedDesk.__name__}.{n}": v for n, v in vars(api.LoadedDesk).items() if not n.startswith("_")}
    called = {n: _function(v) for n, v in {**named, **methods}.items() if inspect.isfunction(v) or isinstance(v, property)}
    in_order = sorted(called.items(), key=lambda item: item[1].__code__.co_firstlineno)
    values = {n: v for n, v in named.items() if inspect.isclass(v) and is_dataclass(v) and v is not api.LoadedDesk}
    errors = {n: v for n, v in named.items() if inspect.isclass(v) and issubclass(v, Exception)}
    parts = (
        API + _markdown(_doc(api)),
        "## What is called\n",
        *(f"### `{name}`\n\n{_signature(name, call)}{_markdown(_doc(call))}" for name, call in in_order),
        "## What comes back\n",
        *(f"### `{name}`\n\n{_markdown(_doc(value))}{_fields(value)}" for name, value in values.items()),
        "## What is raised\n",
        *(f"### `{name}`\n\n{_markdown(_doc(error))}" for name, error in errors.items()),
    )
    return "\n".join(parts)


def _function(member: FunctionType | property) -> FunctionType:
    """A function, or the one that a property reads."""
    found = member.fget if isinstance(member, property) else member
    assert isinstance(found, FunctionType)
    return found


def _doc(thing: object) -> str:
    return inspect.getdoc(thing) or ""


def _signature(name: str, call: FunctionType) -> str:
    """How it is called, as Python has it; a property is only read."""
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(call))).body
    assert isinstance(made, ast.FunctionDef)
    assert made.returns is not None
    returns = ast.unparse(made.returns)
    if made.decorator_list:
        return f"```python\n{name}: {returns}\n```\n\n"
    given = ast.unparse(made.args).removeprefix("self, ").replace("'", '"').replace("=", " = ")
    given = "" if given == "self" else given
    whole = f"{name}({given}) -> {returns}"
    if len(whole) > WIDE:
        whole = f"{name}(\n    " + given.replace(", ", ",\n    ") + f",\n) -> {returns}"
    return f"```python\n{whole}\n```\n\n"


def _markdown(doc: str) -> str:
    """A docstring as Markdown: its sections as headings or lists, its examples as blocks."""
    return "\n\n".join(_blocks(doc)) + "\n"


def _blocks(doc: str) -> Iterator[str]:
    listed = False
    for block in re.split(r"\n{2,}", doc):
        text, section = block, re.match(r"([A-Z][^\n]*)\n-{3,}\n?", block)
        if section:
            text, listed = block[section.end() :], section[1] in {"Parameters", "Raises"}
            yield f"**{section[1]}**" if listed or section[1] == "Examples" else f"## {section[1]}"
        if text.startswith(">>>"):
            yield f"```pycon\n{text}\n```"
        elif listed:
            yield re.sub(r"^(\w[^\n]*)\n((?: +[^\n]+\n?)+)", _item, text, flags=re.MULTILINE).rstrip()
        elif text:
            yield text


def _item(found: re.Match[str]) -> str:
    names = ", ".join(f"`{name}`" for name in found[1].split(", "))
    return f"- {names}: {' '.join(found[2].split())}\n"


def _fields(value: type) -> str:
    """The fields of a value that are part of the API, each with its type and the comment above it."""
    lines = inspect.getsource(value).splitlines()
    (made,) = ast.parse("\n".join(lines)).body
    assert isinstance(made, ast.ClassDef)
    rows = []
    for node in made.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            comment = _comment(lines[: node.lineno - 1])
            kind = ast.unparse(node.annotation).replace("|", "\\|")
            rows.append(f"| `{node.target.id}` | `{kind}` | {comment} |\n")
    return f"\n| field | type | is |\n|---|---|---|\n{''.join(rows)}"


def _comment(above: list[str]) -> str:
    """The comment that stands right above a field."""
    words: list[str] = []
    for line in reversed(above):
        if not line.strip().startswith("#:"):
            break
        words.insert(0, line.strip().removeprefix("#:").strip())
    return " ".join(words)


def main() -> int:
    """Write, or check, every generated file."""
    stale = 0
    made = {"docs/figures.md": figures(), "docs/worked-figures.md": worked_figures()}
    made |= {"docs/python-api.md": python_api()}
    for name, text in {**made, "corpus/schema/backtest.schema.json": schema()}.items():
        file = ROOT / name
        if "--check" not in sys.argv:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != text:
            print(f"{name} is out of step: run make docs", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
