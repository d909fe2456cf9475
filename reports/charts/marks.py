"""Marks of the charts that stand inside a page: scales, ticks and elements of SVG, coloured by the page's style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import escape

from corpus.signs import marked

_EXACT = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart for wide pages and one for phones, as SVG elements, and what it shows in words."""

    full: str
    narrow: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From values to pixels, upwards."""

    low: float
    high: float
    top: float
    bottom: float

    def __call__(self, value: float) -> float:
        """A value's place [px]."""
        span = self.high - self.low or 1.0
        return self.bottom - (value - self.low) / span * (self.bottom - self.top)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers between two values, zero among them.

    >>> ticks(-9444.0, 7180.0)
    [-5000.0, 0.0, 5000.0]
    """
    if high <= low:
        return [0.0]
    raw = (high - low) / most
    power = 10.0 ** floor(log10(raw))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= raw * (1 - 1e-9))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [step * i + 0.0 for i in range(first, last + 1)]


def tick_places(values: Sequence[float], scale: float) -> int:
    """How many decimals tell the ticks of an axis exactly.

    >>> tick_places([0.0, 0.005, 0.01], 100)
    1
    """
    return next((p for p in range(4) if all(abs(round(v * scale, p) - v * scale) < _EXACT for v in values)), 4)


def svg_of(width: int, height: int, name: str, title: str, body: Sequence[str], cls: str) -> str:
    """A drawing with its title, under a name that no other on the page has."""
    head = f'<svg class="{cls}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}">'
    return f'{head}<title id="{name}">{escape(marked(title))}</title>{"".join(body)}</svg>'


def px(value: float) -> str:
    """A place or length [px] to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def text_at(x: float, y: float, text: str, *, anchor: str = "", cls: str = "") -> str:
    """Words at a place."""
    more = (f' text-anchor="{anchor}"' if anchor else "") + (f' class="{cls}"' if cls else "")
    return f'<text x="{px(x)}" y="{px(y)}"{more}>{escape(marked(text))}</text>'


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a part of a path."""
    return f"M{px(x)} {px(y)}h{px(width)}v{px(height)}h-{px(width)}z"
