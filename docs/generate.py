"""Write the generated pages of docs/ and the schema of backtest.toml, or with --check say which are out of step."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from corpus.backtests.manifest import manifest_schema
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.core.figure import FigureSpec

ROOT = Path(__file__).parent.parent
#: Specs of other things than figures.
NOT_FIGURES = {"corpus.md"}
SPECS = ROOT / "tests" / "spec"
HEAD = """# Figures

Generated from the catalogue by `make docs`; `hedgecite explain KEY` shows the same with the worked numbers of a backtest.

`u` and `h` are the unhedged and hedged returns of a month on the same capital base, `V` is the value of the account, `k` of
`n` trades win, `W` and `L` are the mean win and the mean loss. Drag is positive when the hedge costs.
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


def main() -> int:
    """Write, or check, every generated file."""
    stale = 0
    made = {"docs/figures.md": figures(), "docs/worked-figures.md": worked_figures()}
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
