"""Charts in other processes: imported late, deaf to a user's settings, the same bytes anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def alone(code: str, **world: str) -> str:
    """What code prints in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **world}
    return subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True).stdout


def test_nothing_heavy_is_imported_until_a_chart_is_drawn() -> None:
    code = (
        "import sys, reports.pages.render, reports.monthly.report, reports.charts.draw\n"
        "print(*sorted(m.split('.')[0] for m in sys.modules))"
    )
    assert not {"matplotlib", "numpy", "pandas", "PIL"} & set(alone(code).split())


def test_a_page_without_a_chart_imports_nothing_to_draw_with(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from qa.answer import answer; from reports.desk import materials_of, open_desk\n"
        "from reports.pages.render import render\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "page = render(answer('What is drag?', materials_of(open_desk(None, folder), [])), 'html', folder)\n"
        "print('<figure' in page, 'matplotlib' in sys.modules)"
    )
    assert alone(code).split() == ["False", "False"]


def test_a_users_own_settings_and_folders_are_left_alone(tmp_path: Path, cache_dir: Path) -> None:
    """A matplotlibrc where the command is run, another in the home folder: neither is followed, nothing is written there."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 30\naxes.facecolor: red\n", encoding="utf-8")
    code = (
        f"import os; os.chdir({str(home)!r})\n"
        "from pathlib import Path\n"
        "from reports.charts.canvas import Canvas, Margins, drawing\n"
        f"with drawing(Path({str(tmp_path / 'cache')!r})):\n"
        "    canvas = Canvas(width=300, height=100)\n"
        "    canvas.panel(Margins()).plot([0, 1], [0, 1])\n"
        "    canvas.text(10, 10, '−$1,000 and $2')\n"
        "    print(canvas.svg('t'))\n"
    )
    world = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    elsewhere = alone(code.replace(str(home), str(cache_dir)), **world)
    assert alone(code, **world) == elsewhere
    assert [f.name for f in home.iterdir()] == ["matplotlibrc"]


def test_two_worlds_draw_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from corpus.backtests.backtest import read_backtest\n"
        "from corpus.texts.library import shipped_folder\n"
        "from qa.evidence import charts; from qa.calculator.core.facts import Facts; from qa.calculator.core.scope import Scope\n"
        "from reports.charts import draw as drawn; from reports.charts.canvas import drawing\n"
        "facts = Facts(read_backtest(shipped_folder() / 'samples' / 'condor-0.70-1dte', sample=True))\n"
        "made = charts.make_charts([charts.MONTHS, charts.REGIMES, charts.GROWTH, charts.PARTS], facts, Scope())\n"
        "for chart in made:\n"
        "    print(*drawn.svgs(chart.series, 'A chart.', Path(sys.argv[1])))\n"
    )
    worlds = (
        {"PYTHONHASHSEED": "1", "TZ": "America/Chicago", "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "utf-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )
    one, other = (alone(code.replace("sys.argv[1]", repr(str(tmp_path / str(i)))), **w) for i, w in enumerate(worlds))
    assert one.count("</svg>") == 8
    assert one == other
