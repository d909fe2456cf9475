"""A check as text: what is wrong with a backtest's files, and what was read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from corpus.errors import Problem
from qa.numerals import write
from reports.checks import Checked
from reports.commands.listing import table

#: So many problems of one code are printed.
_SHOWN = 20


def write_check(checked: Checked, form: str) -> str:
    """The check as a table, or as JSON `{problems, summary}`."""
    if form == "json":
        problems = [asdict(p) for p in checked.problems]
        return json.dumps({"problems": problems, "summary": dict(checked.summary)}, ensure_ascii=False, indent=1) + "\n"
    shown = [[name, write(v, "USD", 2) if isinstance(v, float) else str(v)] for name, v in checked.summary.items()]
    return table([["read", ""], *shown]) + "\n" + write_problems(checked.problems)


def write_problems(problems: Sequence[Problem]) -> str:
    """Problems a line, of each code the first few and how many more there are."""
    lines = []
    for code in dict.fromkeys(p.code for p in problems):
        same = [p for p in problems if p.code == code]
        lines += [str(p) for p in same[:_SHOWN]]
        if len(same) > _SHOWN:
            lines.append(f"and {len(same) - _SHOWN:,} more of {code}; --format json lists them all")
    return "".join(f"{line}\n" for line in lines) or "no problems\n"
