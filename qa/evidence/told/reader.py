"""Reader: what the sentences of a passage assert in numbers, each with its metric and all that qualifies it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.evidence.told.around import (
    Period,
    denominator_of,
    layers_in,
    nearest,
    period_of,
    segments,
    tiers_in,
)
from qa.evidence.told.asserted import is_asserted, is_stated
from qa.evidence.told.metrics import Metric
from qa.evidence.told.quantities import Bound, Quantity, masked, quantities
from qa.evidence.told.sales import sales_in
from qa.evidence.told.scopes import is_level, levels_in, scope_of
from qa.evidence.told.shares import metrics_of_shares
from qa.evidence.told.terms import metrics_of_terms
from qa.numerals import stored

#: Bounds beyond which a number is no sensible value of its metric.
_SENSIBLE: dict[str, tuple[float, float]] = {
    "drag": (-1.0, 1.0),
    "return.unhedged": (-1.0, 10.0),
    "return.hedged": (-1.0, 10.0),
    "drawdown.reduction": (-2.0, 1.0),
    "drawdown.unhedged": (0.0, 1.0),
    "drawdown.hedged": (0.0, 1.0),
    "win_rate": (0.0, 1.0),
    "delta": (0.01, 100.0),
    "dte": (0.0, 2000.0),
    "credit": (0.01, 50.0),
    "position_size": (0.0, 1.0),
    "contracts": (1.0, 1000.0),
    "roll": (0.0, 2000.0),
}
_DOLLARS = 1e7
#: What is longer is no sentence [characters].
LONGEST = 2000
_TIMED = ("drag", "return.unhedged", "return.hedged")
_EARNED = re.compile(r"\b(?:earned|earns|gained|made|returned|brought)\b[^,;]{0,20}$", re.IGNORECASE)
_LOST = re.compile(r"\b(?:lost|loses|a loss of)\b[^,;]{0,20}$", re.IGNORECASE)
_NEXT_DAY = re.compile(
    r"\b(?:expir(?:es?|ing|y) (?:on |at )?(?:the (?:close of the )?)?(next (?:trading )?(?:day|session)\b|next(?=[.,;]|$))"
    r"|(next (?:trading )?day)['’]s expiry|(next[- ]day) expir)",
    re.IGNORECASE,
)
_LEANING = re.compile(r"\W*(?:This|That|These|Those|It|Such)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A number that a sentence asserts: `low` to `high` in the metric's unit, and all that it is said for."""

    metric: Metric
    #: the words of the number, in the sentence
    words: tuple[int, int]
    low: float
    high: float
    unit: str
    bound: Bound
    period: Period
    denominator: str
    #: whether the text names the denominator
    stated: bool
    scope: str
    circumstance: str
    tier: str | None
    layer: str | None

    @property
    def same(self) -> tuple[object, ...]:
        """All but the place: what is told twice in a sentence counts once."""
        return (self.metric, self.low, self.high, self.bound, self.period, self.scope, self.circumstance, self.tier, self.layer)


def told_in(sentence: str, *, before: str = "", after: str = "", told: str = "", heading: str = "") -> tuple[Told, ...]:
    """What a sentence asserts; `before` and `after` are its neighbours, `told` what its passage said so far."""
    if len(sentence) > LONGEST or not is_asserted(sentence, after):
        return ()
    levels = levels_in(sentence)
    every = tuple(q for q in quantities(sentence) if not is_level(q, levels) and not _is_year(q))
    found = {**metrics_of_terms(sentence, every), **metrics_of_shares(sentence, every)}
    held = [(q, found[q]) for q in every if q in found and is_stated(sentence, q.start, q.end) and _sensible(q, found[q])]
    held = [(q, m) for q, m in held if m != "contracts" or _of_layer(q, sentence)]
    context = f"{before} {sentence}" if _LEANING.match(sentence) and before else sentence
    read = (
        *_all_told(sentence, held, every, context, told, heading),
        *_thresholds(sentence, "VIX" in f"{told} {heading}"),
        *_next_days(sentence),
    )
    return tuple({t.same: t for t in reversed(read)}.values())[::-1]


def _all_told(
    sentence: str,
    held: Sequence[tuple[Quantity, Metric]],
    every: Sequence[Quantity],
    context: str,
    told: str,
    heading: str,
) -> Iterator[Told]:
    if not held:
        return
    shift = len(context) - len(sentence)
    shifted = levels_in(context)
    stretches = segments(masked(sentence, tuple(every)), [q for q, _ in held])
    tiers = nearest(tiers_in(sentence), stretches)
    layers = nearest(layers_in(sentence), stretches)
    sole = {t for _, _, t in tiers_in(context)} or {t for _, _, t in tiers_in(heading)}
    for i, (q, metric) in enumerate(held):
        previous = held[i - 1][0] if i else None
        following = held[i + 1][0] if i + 1 < len(held) else None
        until = shift + (following.start if following else len(sentence))
        scope, circumstance = scope_of(context, shift + q.start, shift + q.end, until, shifted)
        period = period_of(sentence, q, previous, following, told) if metric in _TIMED else "unstated"
        if metric in _TIMED and period == "unstated" and (m := re.search(r"date=\d{4}(-\d\d)?$", scope)):
            period = "month" if m[1] else period
        low, high = signed(metric, q, sentence, previous)
        named = denominator_of(sentence, q, following) if metric == "drag" else None
        yield Told(
            metric=metric,
            words=q.place,
            low=low,
            high=high,
            unit=unit_of(metric, q),
            bound=q.bound,
            period=period,
            denominator=named or "account",
            stated=named is not None,
            scope=scope,
            circumstance=circumstance,
            tier=tiers[i] or (next(iter(sole)) if len(sole) == 1 else None),
            layer=layer_of(metric, q, layers[i], sentence),
        )


def _thresholds(sentence: str, named: bool) -> Iterator[Told]:
    """The levels of VIX at which tiers are blocked or allowed."""
    for sale in sales_in(sentence, named=named):
        x = sale.level
        if x is None or not is_stated(sentence, x.start, x.end):
            continue
        low = x.low if x.low is not None else x.high
        high = x.high if x.high is not None else x.low
        if low is not None and high is not None:
            yield plain("vix_threshold", (x.start, x.end), low, high, "points", tier=sale.tier)


def _next_days(sentence: str) -> Iterator[Told]:
    """A condor that expires on the next day has one day to expiry."""
    m = _NEXT_DAY.search(sentence)
    if m and re.search(r"\bcondors?\b", sentence, re.IGNORECASE) and is_stated(sentence, *m.span()):
        group = next(i for i in (1, 2, 3) if m[i])
        yield plain("dte", m.span(group), 1.0, 1.0, "days", layer="condor")


def _of_layer(q: Quantity, sentence: str) -> bool:
    """Whether a count of calls is one of a layer."""
    return bool(layers_in(sentence)) or next_days(sentence, q) is not None


def plain(  # noqa: PLR0913 the fields that it has
    metric: Metric,
    words: tuple[int, int],
    low: float,
    high: float,
    unit: str,
    *,
    tier: str | None = None,
    layer: str | None = None,
) -> Told:
    """A number without period, denominator or scope."""
    return Told(
        metric=metric,
        words=words,
        low=low,
        high=high,
        unit=unit,
        bound="within",
        period="unstated",
        denominator="account",
        stated=False,
        scope="all",
        circumstance="",
        tier=tier,
        layer=layer,
    )


def signed(metric: Metric, q: Quantity, sentence: str, previous: Quantity | None) -> tuple[float, float]:
    """The ends of a number in the metric's unit, signed: gains of the hedge are a negative drag, losses a negative return."""
    left = sentence[previous.end if previous else 0 : q.start]
    if metric == "delta" and q.high > 1:
        return stored(q.low / 100), stored(q.high / 100)
    turned = (metric == "drag" and _EARNED.search(left)) or (metric.startswith("return.") and _LOST.search(left))
    return (-q.high, -q.low) if turned and q.low >= 0 else (q.low, q.high)


def unit_of(metric: Metric, q: Quantity) -> str:
    """The unit of a metric's numbers."""
    if q.measure == "USD":
        return "USD"
    return {"delta": "delta", "dte": "days", "roll": "days", "contracts": "count", "vix_threshold": "points"}.get(
        metric, "fraction"
    )


def layer_of(metric: Metric, q: Quantity, named: str | None, sentence: str) -> str | None:
    """The layer that a number is for, by its name or by the days of its calls; else the condor or the hedge as a whole."""
    if metric in {"contracts", "dte", "roll", "delta"}:
        return named or whole_of(metric, q, sentence)
    return named if metric == "drag" else None


_SHORT, _MEDIUM = 60, 150


def whole_of(metric: Metric, q: Quantity, sentence: str) -> str | None:
    """The condor or the hedge, whichever is named last before the number, else first after it; a layer by its days."""
    of_hedge = re.compile(r"\b(?:calls?|layers?|hedge|ALVH)\b", re.IGNORECASE)
    of_base = re.compile(r"\b(?:condors?|short strikes?|strikes?|spreads?)\b", re.IGNORECASE)
    if metric == "contracts" and (days := next_days(sentence, q)) is not None:
        return _by_days(days)
    owner = re.match(r"(?: delta)?(?: SPX| VIX| iron| short)* (condors?|strikes?|calls?)\b", sentence[q.end :], re.IGNORECASE)
    if owner and metric == "delta":
        return "hedge" if owner[1].lower().startswith("call") else "condor"
    places = [(m.end(), kind) for kind, p in (("hedge", of_hedge), ("condor", of_base)) for m in p.finditer(sentence, 0, q.start)]
    later = [(m.start(), kind) for kind, p in (("hedge", of_hedge), ("condor", of_base)) for m in p.finditer(sentence, q.end)]
    kind = max(places)[1] if places else min(later)[1] if later else None
    return _by_days(q.high) if kind == "hedge" and metric == "dte" else kind


def _by_days(days: float) -> str:
    """The layer of calls so far from their expiry."""
    return "short" if days <= _SHORT else "medium" if days <= _MEDIUM else "long"


def next_days(sentence: str, q: Quantity) -> float | None:
    """The days of the calls that a number counts, where they follow it."""
    m = re.match(r" (?:VIX )?calls?(?: (?:about|around|at|with|of|near))* (\d{1,3})\b", sentence[q.end :], re.IGNORECASE)
    return float(m[1]) if m else None


def _is_year(q: Quantity) -> bool:
    return q.measure == "bare" and not q.ranged and 1900 <= q.low <= 2100  # noqa: PLR2004 years


def _sensible(q: Quantity, metric: Metric) -> bool:
    if metric == "drag" and q.measure == "USD":
        return abs(q.high) <= _DOLLARS
    low, high = _SENSIBLE.get(metric, (-1e9, 1e9))
    return low <= q.low and q.high <= high
