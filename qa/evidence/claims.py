"""Claims: numbers that a text asserts of a figure, and whether the computed figure bears them out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.readers.text import sentences
from corpus.texts.documents import Passage
from qa.calculator.core.result import FEWEST
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import ClaimView, Sentence, Verdict
from qa.evidence.shown import Shown
from qa.evidence.verdict import by_interval
from qa.lines import Line

if TYPE_CHECKING:  # what reads a text is imported when one is read
    from qa.evidence.told.around import Period
    from qa.evidence.told.metrics import Metric
    from qa.evidence.told.quantities import Bound
    from qa.evidence.told.reader import Told

#: The figure that a metric's numbers are stated for; the others are stated for no figure.
KEYS: dict[str, str] = {
    "drag": "drag.monthly.mean",
    "return.unhedged": "return.unhedged.monthly.mean",
    "return.hedged": "return.hedged.monthly.mean",
    "drawdown.reduction": "drawdown.reduction",
    "drawdown.unhedged": "drawdown.max.unhedged",
    "drawdown.hedged": "drawdown.max.hedged",
    "win_rate": "trades.win_rate",
}
#: Metrics whose figures are for a period.
TIMED = ("drag", "return.unhedged", "return.hedged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number or a range that a sentence asserts: `low` to `high` in its unit, shares as fractions a period."""

    passage: Passage
    #: the sentence, in the document; of a table its row
    start: int
    end: int
    metric: Metric
    #: the figure that it is stated for, empty where there is none
    key: str
    scope: Scope
    #: the tier and the layer that it names
    tier: str | None
    layer: str | None
    #: the days of the condor that its text is about, where it is not the nightly one
    tenor: int | None = None
    #: what its circumstances are called where they are no scope that can be computed, else empty
    circumstance: str
    low: float
    high: float
    unit: str
    #: whether it is a range or a value, or only an upper or a lower bound
    bound: Bound
    period: Period
    denominator: str
    #: whether the text names the denominator
    stated: bool
    #: the words that state the range, in the sentence
    words: tuple[int, int]
    #: whether a language model pointed it out, and the rules read it where it points
    proposed: bool = False

    @property
    def sentence(self) -> str:
        """The words of the sentence."""
        return self.passage.document.text[self.start : self.end]

    @property
    def display(self) -> str:
        """The range as the text writes it, with its period."""
        said = " ".join(self.sentence[slice(*self.words)].split())
        return said if self.period == "unstated" else f"{said} a {self.period}"


_NUMERAL = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|half|quarter|tenths?|next)\b", re.IGNORECASE
)


def read_claims(passage: Passage) -> tuple[Claim, ...]:
    """What a passage asserts in numbers, in its order: sentence by sentence, and of a table cell by cell."""
    found = _KNOWN.get(passage)
    return know_claims(passage, _read(passage)) if found is None else found


def know_claims(passage: Passage, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Know what a passage asserts, so that it isn't read again."""
    if len(_KNOWN) >= _MOST:
        _KNOWN.clear()
    _KNOWN[passage] = claims
    return claims


#: What passages assert, as far as they were read, and how many are known at most.
_KNOWN: dict[Passage, tuple[Claim, ...]] = {}
_MOST = 16384


def _read(passage: Passage) -> tuple[Claim, ...]:
    text = passage.document.text
    if not _NUMERAL.search(passage.text):
        return ()
    from qa.evidence.told.reader import told_in
    from qa.evidence.told.tables import rows_in, told_in_row

    rows = rows_in(text, passage.start, passage.end)
    found = [claim_of(passage, row.place, told) for row in rows for told in told_in_row(row, passage.context)]
    taken = [row.table for row in rows]
    spans = [s for s in sentences(text, passage.start, passage.end) if not any(a <= s[0] < b for a, b in taken)]
    for i, (start, end) in enumerate(spans):
        if not _NUMERAL.search(text, start, end):
            continue
        before = text[slice(*spans[i - 1])] if i else ""
        after = text[slice(*spans[i + 1])] if i + 1 < len(spans) else ""
        told = told_in(text[start:end], before=before, after=after, told=text[passage.start : start], heading=passage.context)
        found += [claim_of(passage, (start, end), one) for one in told]
    return tuple(sorted(found, key=lambda c: (c.start, c.words)))


#: A condor of so many days or more is another structure than the nightly one.
_OTHER_TENOR = 7
_TENOR = re.compile(
    r"\b(\d{1,3})[- ]?(?:days?|dte)(?: iron)? condors?\b|\bcondors? (?:is |are )?(?:of|sold) (\d{1,3}) days\b", re.IGNORECASE
)


def _tenor(text: str) -> int | None:
    m = _TENOR.search(text)
    days = int(m[1] or m[2]) if m else 0
    return days if days >= _OTHER_TENOR else None


def claim_of(passage: Passage, place: tuple[int, int], told: Told) -> Claim:
    """What the reader was told, as a claim of a passage."""
    key = KEYS.get(told.metric, "")
    return Claim(
        passage=passage,
        start=place[0],
        end=place[1],
        metric=told.metric,
        key="" if told.unit == "USD" else key,
        scope=parse_scope(told.scope),
        tier=told.tier,
        layer=told.layer,
        tenor=_tenor(passage.document.text[place[0] : place[1]]) or _tenor(passage.context),
        circumstance=told.circumstance,
        low=told.low,
        high=told.high,
        unit=told.unit,
        bound=told.bound,
        period=told.period,
        denominator=told.denominator,
        stated=told.stated,
        words=told.words,
    )


def tenor_of(name: str, title: str) -> int | None:
    """The days of the condors of a backtest by its name or title, where they are not nightly."""
    return _tenor(title) or _tenor(f"{name.replace('d-', ' day condor ')}")


def for_tenor(claim: Claim, tenor: int | None) -> Claim:
    """The claim as it stands to a backtest of condors of so many days: one of others can't be held against it."""
    if claim.tenor == tenor or (claim.tenor is None and claim.metric in {"drag", "drawdown.reduction"}):
        return claim
    return replace(claim, circumstance="condors of another length than the backtest's")


def for_tier(claim: Claim, tier: str | None) -> Claim:
    """The claim as it stands to a backtest of a tier: one of another tier can't be held against it."""
    if claim.tier in {None, tier}:
        return claim
    return replace(claim, circumstance="another tier than the backtest's" if tier else "a tier, and the backtest names none")


#: The figure that a claim of some period is held against, by the figure and the period.
_HELD: dict[tuple[str, Period], str] = {
    ("drag.monthly.mean", "year"): "drag.monthly.annualised",
    ("drag.monthly.mean", "week"): "drag.weekly.mean",
    ("drag.monthly.mean", "day"): "drag.daily.mean",
    ("return.unhedged.monthly.mean", "year"): "return.unhedged.annual",
    ("return.hedged.monthly.mean", "year"): "return.hedged.annual",
}


def held_against(claim: Claim) -> str:
    """The key of the figure that a claim is held against: a year's against growth a year, a week's against weeks."""
    return _HELD.get((claim.key, claim.period), claim.key)


def compare(claim: Claim, figure: Shown | None) -> tuple[Verdict, str]:
    """Whether a figure bears a claim out, and why, as a draft sentence."""
    obstacle = _obstacle(claim, figure)
    if obstacle or figure is None or figure.interval is None:
        return "not_comparable", obstacle or Line.CLAIM_NO_INTERVAL.value
    base = Line.CLAIM_BASE.value if claim.metric == "drag" and not claim.stated else ""
    interval = f"{{{figure.id}.interval}}"
    if figure.n < FEWEST:
        return "not_ruled_out", Line.CLAIM_TOO_FEW.format(counted=figure.counts, base=base)
    held = by_interval(claim.low, claim.high, claim.bound, figure)
    if held.verdict == "inconsistent":
        return "inconsistent", Line.CLAIM_FAR.format(interval=interval, side=held.side, base=base)
    if held.verdict == "consistent":
        line = Line.CLAIM_HELD if is_range(claim) else Line.CLAIM_HOLDS
        return "consistent", line.format(interval=interval, zero="", base=base)
    zero = Line.CLAIM_AND_ZERO.value if figure.key.startswith("drag") and held.holds_zero else ""
    line = Line.CLAIM_OVERLAP if is_range(claim) else Line.CLAIM_HOLDS
    return "not_ruled_out", line.format(interval=interval, zero=zero, base=base)


def is_range(claim: Claim) -> bool:
    """Whether a claim states more than a single value."""
    return claim.low < claim.high or claim.bound != "within"


def _obstacle(claim: Claim, figure: Shown | None) -> str | None:  # noqa: PLR0911 a line for each obstacle
    if claim.circumstance:
        return Line.CLAIM_CIRCUMSTANCE.format(circumstance=claim.circumstance)
    if claim.metric in TIMED and claim.period == "unstated":
        return Line.CLAIM_NO_PERIOD.value
    if claim.metric == "drag" and claim.denominator != "account":
        return Line.CLAIM_DENOMINATOR.format(denominator=claim.denominator)
    if figure is None:
        return Line.CLAIM_NOT_COMPUTED.value
    other = claim.metric in TIMED and not figure.view.unit.endswith(f"/{claim.period}")
    if other or figure.key != held_against(claim):
        return Line.CLAIM_PERIOD.value
    if figure.interval is None:
        return Line.CLAIM_NO_SAMPLE.format(counted=figure.counts) if figure.n < FEWEST else None
    return None


def view(claim: Claim, source: str, figure: Shown | None, verdict: Verdict, note: Sentence) -> ClaimView:
    """A claim as a document holds it."""
    return ClaimView(
        source=source,
        key=claim.key,
        scope=str(claim.scope),
        low=claim.low,
        high=claim.high,
        unit="fraction",
        period=claim.period,
        denominator=claim.denominator,
        display=claim.display,
        verdict=verdict,
        figure=figure.id if figure else None,
        note=note,
    )
