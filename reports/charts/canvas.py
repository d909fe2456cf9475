"""The canvas of a chart: roles for colours, text in the page's own face, panels in pixels, and SVG of the same bytes anywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from math import floor, log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from corpus.signs import marked
from qa.document import Point
from qa.numerals import Unit, write_short
from reports.fonts import figures_face

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

#: Colours by role, on light paper and on dark. Hedged is solid and unhedged dashed wherever they are lines.
ROLES = {
    "ink": ("#1b2226", "#e8ebea"),
    "soft": ("#566067", "#a3adb0"),
    "line": ("#d9dedf", "#333c40"),
    "hedged": ("#0b6650", "#63c9ab"),
    "unhedged": ("#6b747a", "#9aa4a8"),
    "cost": ("#87929a", "#7c878c"),
    "interval": ("#d5e8e1", "#1d3f36"),
    "shade-1": ("#eceeeb", "#1c2427"),
    "shade-2": ("#dee3df", "#283236"),
    "shade-3": ("#cbd4ce", "#37444a"),
    "cost-1": ("#edefee", "#20272a"),
    "cost-2": ("#dadfde", "#333c40"),
    "cost-3": ("#bfc8c9", "#4a555a"),
    "gain-1": ("#ddebe5", "#16302a"),
    "gain-2": ("#aed6c8", "#1f4b40"),
    "gain-3": ("#7cc1ac", "#2c6b5a"),
    "paper": ("#fdfdfb", "#12171a"),
}
#: Dashes of a line by role.
DASHES: dict[str, tuple[float, tuple[float, float]]] = {"unhedged": (0, (5, 2.5))}
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "hedgecite",
    "text.parse_math": False,
    "path.simplify": False,
    "axes.unicode_minus": True,
}
#: Settings that are no matter of a drawing.
_PROCESS_WIDE = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "date.epoch"}
#: Half of what an axis spans where every value is zero.
_FLAT = 1e-9
_NUMBER = re.compile(r"-?\d+\.\d+")
_GEOMETRY = re.compile(r'(?P<name> (?:d|x|y|width|height)="|translate\()(?P<body>[^")]*)')
_COLOUR = re.compile(r"(fill|stroke): (#[0-9a-f]{6});? ?")
Anchor = Literal["left", "center", "right"]


class Margins(NamedTuple):
    """What lies around a panel [px]."""

    left: float = 0
    top: float = 12
    right: float = 8
    bottom: float = 28


@dataclass(kw_only=True, eq=False)
class Canvas:
    """A drawing of so many pixels; text is 13 px on the page, 12 px on a phone."""

    width: int
    height: int
    figure: Figure = field(init=False)

    def __post_init__(self) -> None:
        from matplotlib.figure import Figure

        self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72, facecolor="none")

    @property
    def narrow(self) -> bool:
        """Whether it is for a phone."""
        return self.width < 480  # noqa: PLR2004 px

    @property
    def size(self) -> float:
        """Height of its text [px]."""
        return 12.0 if self.narrow else 13.0

    def panel(self, around: Margins) -> Axes:
        """Axes within margins, without ticks and frame; margins leave it a sixth of the width at least."""
        left, top, right, bottom = around
        squeezed = min(1.0, self.width * 5 / 6 / max(left + right, 1.0))
        left, right = left * squeezed, right * squeezed
        box = (left / self.width, bottom / self.height, 1 - (left + right) / self.width, 1 - (top + bottom) / self.height)
        axes = self.figure.add_axes(box, facecolor="none")
        axes.set_axis_off()
        return axes

    def wide(self, text: str, *, bold: bool = False) -> float:
        """Width of a text [px]."""
        return _wide(text, bold=bold) * self.size

    def pixels(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """A place in the axes' units as pixels from the lower left corner."""
        a, b = axes.transData.transform((x, y))
        return float(a), float(b)

    def box(self, axes: Axes, x: tuple[float, float], y: tuple[float, float], role: str, name: str) -> None:
        """A bar or cell from edge to edge in the axes' units, over lines and under text."""
        from matplotlib.patches import Rectangle

        size = (x[1] - x[0], y[1] - y[0])
        axes.add_patch(Rectangle((x[0], y[0]), *size, facecolor=ROLES[role][0], linewidth=0, gid=name, zorder=3))

    def text(self, x: float, y: float, text: str, role: str = "ink", *, anchor: Anchor = "left", bold: bool = False) -> None:
        """Text of one or more lines, its middle at pixels from the lower left corner."""
        self.figure.text(
            x / self.width,
            (y + 1.5 * ("\n" not in text)) / self.height,
            marked(text),
            color=ROLES[role][0],
            fontproperties=face(bold=bold),
            fontsize=self.size,
            ha=anchor,
            va="center" if "\n" in text else "center_baseline",
            linespacing=1.25,
        )

    def svg(self, title: str) -> str:
        """The drawing as SVG that is dark where the reader prefers it."""
        out = StringIO()
        self.figure.savefig(out, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return _finished(out.getvalue(), title)


@cache
def _wide(text: str, *, bold: bool) -> float:
    """Width of a text whose height is one."""
    from matplotlib.textpath import TextPath

    return float(TextPath((0, 0), text, size=100, prop=face(bold=bold)).get_extents().width) / 100 if text.strip() else 0.0


@cache
def face(*, bold: bool = False) -> FontProperties:
    """The face of labels and figures."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=figures_face("Semibold" if bold else "Regular"))


@contextmanager
def drawing(cache: Path) -> Iterator[None]:
    """Matplotlib for the time of a drawing: a folder of its own within the cache, its own defaults, nobody's settings."""
    folder = cache / "matplotlib"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("MPLCONFIGDIR", str(folder))  # read once, when it is first imported
    import matplotlib as mpl

    defaults: dict[Any, Any] = {name: value for name, value in mpl.rcParamsDefault.items() if name not in _PROCESS_WIDE}
    with mpl.rc_context(defaults | _SETTINGS):
        yield


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round numbers from `low` to `high`, zero among them where it lies between."""
    from matplotlib.ticker import MaxNLocator

    if high - low <= 2 * _FLAT:
        return [0.0]
    found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = (high - low) * 1e-9
    return [0.0 if abs(t) < slack else float(t) for t in found if low - slack <= t <= high + slack]


def tick_labels(values: Sequence[float], unit: Unit) -> list[str]:
    """The numbers of an axis, with as many decimals as tell them apart."""
    scale = 100 if unit.startswith("fraction") else 1
    step = abs(values[1] - values[0]) * scale if len(values) > 1 else abs(values[0]) * scale
    least = max(0, -floor(log10(step))) if step else 0
    places = next(p for p in range(least, least + 3) if p == least + 2 or abs(round(step, p) - step) < step * 1e-6)
    return [write_short(value, unit, places if value else 0) for value in values]


def span(points: Sequence[Point], *more: float) -> tuple[float, float]:
    """From the lowest to the highest value, interval and zero among them; never empty."""
    values = [p.value for p in points if p.value is not None]
    values += [edge for p in points if p.interval for edge in (p.interval.low, p.interval.high)]
    low, high = min(0.0, *values, *more), max(0.0, *values, *more)
    return (low, high) if high > low else (-_FLAT, _FLAT)


def _finished(svg: str, title: str) -> str:
    """SVG without prologue and metadata, its coordinates to a hundredth of a pixel, its colours as classes."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = _GEOMETRY.sub(lambda m: m["name"] + _NUMBER.sub(_rounded, m["body"]), svg)
    svg = re.sub(r'style="([^"]*)"', _classed, svg)
    svg = re.sub(r"SourceSansPro-(\w)\w*-", r"\1", svg)  # glyphs by short names: half of the bytes are these
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    head, _, rest = svg.partition(">")
    return f"{head}>\n<title>{_escaped(title)}</title>\n<style>{_rules(rest)}</style>{rest}"


def _rounded(m: re.Match[str]) -> str:
    short = f"{float(m[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _classed(m: re.Match[str]) -> str:
    """A style attribute with its role colours moved to classes."""
    named = {light: role for role, (light, _) in ROLES.items()}
    classes = [f"{what[0]}-{named[colour]}" for what, colour in _COLOUR.findall(m[1]) if colour in named]
    style = _COLOUR.sub(lambda c: "" if c[2] in named else c[0], m[1]).strip(" ;")
    return " ".join([*([f'style="{style}"'] if style else []), *([f'class="{" ".join(classes)}"'] if classes else [])])


def _rules(svg: str) -> str:
    """The style sheet of the classes that a drawing uses, for both schemes."""
    used = sorted({name for m in re.finditer(r'class="([^"]*)"', svg) for name in m[1].split()})
    what = {"f": "fill", "s": "stroke"}
    light, dark = ("".join(f".{name}{{{what[name[0]]}:{ROLES[name[2:]][i]}}}" for name in used) for i in (0, 1))
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _escaped(text: str) -> str:
    return marked(text).replace("&", "&amp;").replace("<", "&lt;")
