"""Evidence of its own for the lines in the sentence files, and the files as values; nothing hangs on the sample's numbers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.texts.documents import digest_of
from qa import numerals
from qa.calculator.catalogue import spec_of
from qa.document import FigureView, IntervalView, SourceView
from qa.evidence.evidence import Evidence

FOLDER = Path(__file__).parent
_BASIS = {"account": "of the account", "trades": "of trades"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A line by rule and a sentence in its place."""

    line: str
    sentence: str


def tries(file: str, kind: str) -> list[Try]:
    """The sentences of one kind in a file, `good` or `misleading`."""
    read = tomllib.loads((FOLDER / file).read_text(encoding="utf-8")).get("line", [])
    return [Try(line=told["text"], sentence=said) for told in read for said in told.get(kind, [])]


def figure(number: int, key: str, value: float, scope: str = "", half: float = 0.0) -> FigureView:
    """A figure as a page shows it, with an interval of half a width where it has one."""
    spec = spec_of(key)
    interval = None
    if half:
        low, high = value - half, value + half
        interval = IntervalView(low=low, high=high, level=0.95, display=numerals.write_range(low, high, spec.unit))
    return FigureView(
        id=f"F{number}",
        key=key,
        scope=scope or "all",
        scope_display=scope or f"all {spec.counts}",
        title=spec.title,
        value=value,
        unit=spec.unit,
        display=numerals.write(value, spec.unit),
        magnitude_display=numerals.write(abs(value), spec.unit),
        interval=interval,
        n=51,
        n_display="51",
        start="2014-01-02" if number != 25 else "2018-02-05",
        start_display="2 January 2014" if number != 25 else "5 February 2018",
        end="2018-04-10",
        end_display="10 April 2018",
        basis=spec.basis,
        basis_display=_BASIS.get(spec.basis, ""),
        fees="net of trading costs",
        marking="daily",
        hypothetical=True,
        formula=spec.formula,
        dataset=digest_of("data"),
    )


def source(number: int, title: str, section: str, quote: str) -> SourceView:
    """A cited slice."""
    return SourceView(
        id=f"S{number}",
        document=f"methodology/{number}",
        title=title,
        section=section,
        authority="methodology",
        date=None,
        date_display=None,
        page=None,
        start=0,
        end=len(quote),
        quote=quote,
        digest=digest_of(quote),
        url=None,
    )


FEBRUARY = "February 2018"
COST = "On the conservative tier the hedge costs 0.4% to 1.2% a month."
RULE = "Above a VIX of 20 no condors are sold and the aggressive tier is blocked; below it all tiers are open."
EVIDENCE = Evidence(
    question="What does the hedge cost, and is it 2%?",
    figures=(
        figure(1, "drag.monthly.mean", 0.0051, half=0.002),
        figure(2, "drag.monthly.median", 0.0062),
        figure(3, "return.unhedged.monthly.mean", 0.012),
        figure(4, "return.hedged.monthly.mean", 0.0069),
        figure(5, "drawdown.max.unhedged", -0.15),
        figure(6, "drawdown.max.hedged", -0.14),
        figure(7, "capital.base", 400_000),
        figure(8, "import.trades", 1437),
        figure(9, "trades.win_rate", 0.903, half=0.015),
        figure(10, "trades.break_even_win_rate", 0.897),
        figure(11, "drag.monthly.annualised", 0.052, half=0.06),
        figure(12, "return.hedged.total", -0.0386, FEBRUARY),
        figure(13, "return.unhedged.total", -0.0515, FEBRUARY),
        figure(14, "drag.monthly.total", -0.0129, FEBRUARY),
        figure(15, "drag.monthly.total", -0.0104, "February 2018, the short layer alone"),
        figure(16, "drag.monthly.total", -0.0004, "February 2018, the long layer alone"),
        figure(17, "dollars.drag.monthly.total", -5146, FEBRUARY),
        figure(18, "premium.spent", 102_138),
        figure(19, "premium.recovered", 92_104),
        figure(20, "sharpe.monthly.unhedged", 0.22),
        figure(21, "sharpe.monthly.hedged", 0.17),
        figure(23, "drag.monthly.mean", 0.0031, "VIX below 15"),
        figure(24, "return.unhedged.annual", 0.0162),
        figure(25, "return.unhedged.daily.mean", -0.02361, "5 February 2018"),
        figure(26, "return.hedged.daily.mean", -0.0171, "5 February 2018"),
    ),
    sources=(
        source(1, "Hedge drag", "What the hedge costs", COST),
        source(2, "VIX risk scaling", "When tiers are open", RULE),
    ),
)
