"""Amounts: a share of the account as dollars, on the capital base or for each $100,000 of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import Basis, Interval, NotComputed, Step, Value
from qa.calculator.core.scope import Period, Scope

DOLLARS, PER_100K = "dollars.", "per_100k."
#: Why an index has no amounts.
NO_ACCOUNT = NotComputed(
    reason="this backtest is an index, not an account in dollars", bring="ask for it in percent, or bring an account"
)
_PORTION = 100_000.0
_NUMBER = re.compile(r"(\{[dm]\})(?! \{b\})")
_POINTS = re.compile(r",? \(?(?:in )?percentage points\)?")


def amount_of(key: str, spec_of: Callable[[str], FigureSpec]) -> FigureSpec | None:
    """The figure `dollars.KEY` or `per_100k.KEY`, where KEY is a share of the account; else None."""
    for prefix, build in ((DOLLARS, in_dollars), (PER_100K, per_100k)):
        if key.startswith(prefix):
            spec = spec_of(key.removeprefix(prefix))
            return build(spec) if is_share(spec) else None
    return None


def is_share(spec: FigureSpec) -> bool:
    """Whether a figure is a share of the account."""
    return spec.basis == "account" and spec.unit.startswith("fraction")


def in_dollars(spec: FigureSpec) -> FigureSpec:
    """A share of the account as dollars on the backtest's capital base, or on the capital that a scope supposes [USD]."""
    return _built(
        spec, DOLLARS, f"{spec.title}, in dollars", f"({spec.formula}) × capital base", "none", lambda facts: facts.base
    )


def per_100k(spec: FigureSpec) -> FigureSpec:
    """A share of the account as dollars for each $100,000 of it, pro rata and not in whole contracts [USD]."""
    return _built(
        spec, PER_100K, f"{spec.title}, in dollars pro rata", f"({spec.formula}) × 100,000", "per_100k", lambda _: _PORTION
    )


def _built(
    spec: FigureSpec, prefix: str, title: str, formula: str, basis: Basis, capital: Callable[[Facts], float]
) -> FigureSpec:
    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        if facts.backtest.manifest.capital.unit == "index":
            return NO_ACCOUNT
        found = spec.compute(facts, scope)
        return found if isinstance(found, NotComputed) else _times(found, spec, capital(facts))

    def vary(period: Period) -> FigureSpec:
        assert spec.vary is not None, "only what can be cut is cut"
        return _built(spec.vary(period), prefix, title, formula, basis, capital)

    return replace(
        spec,
        key=f"{prefix}{spec.key}",
        title=title,
        meaning=f"{spec.meaning} As an amount in dollars.",
        unit="USD",
        basis=basis,
        formula=formula,
        phrases=(),
        sentences=amount_sentences(spec.sentences) if spec.sentences else None,
        beside=(spec.key,),
        compute=compute,
        mean_over=None,
        vary=vary if spec.vary else None,
    )


def amount_sentences(share: Sentences) -> Sentences:
    """A share's sentences for its amount: in no percentage points, and what it is for each of behind the number.

    >>> amount_sentences(Sentences(above="the hedged account returned {m} a {per}")).above
    'the hedged account returned {m} {b} a {per}'
    """
    above, below, unclear = (
        _NUMBER.sub(r"\1 {b}", _POINTS.sub("", clause), count=1) for clause in (share.above, share.below, share.unclear)
    )
    return Sentences(above=above, below=below, unclear=unclear)


def _times(found: Value, spec: FigureSpec, capital: float) -> Value:
    interval = found.interval
    if interval is not None:
        interval = Interval(low=interval.low * capital, high=interval.high * capital, level=interval.level)
    share = Step(label=spec.title, value=found.value, unit=spec.unit)
    steps = (share, Step(label="capital", value=capital, unit="USD"))
    return replace(found, value=found.value * capital, interval=interval, steps=steps)
