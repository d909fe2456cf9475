"""Holdings: what the hedge holds, what each layer made, when it is rolled by the texts, and the trades of the month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corpus.texts.library import Library
from qa.calculator.account.positions import Position, closed, held
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Scope
from qa.document import Point, SourceView
from qa.evidence.evidence import Sources
from qa.evidence.quotations import is_term
from qa.numerals import stored, write, write_date
from reports.monthly.columns import Cell, Tabled
from reports.monthly.spans import Spans

if TYPE_CHECKING:
    from corpus.texts.documents import Passage

HELD, EXPIRY, ROLL, PREMIUM, IN_MONTH, SINCE = (
    *("layers.held", "layers.expiry", "layers.roll", "layers.premium"),
    *("layers.month", "layers.since"),
)
LAYERS = (HELD, EXPIRY, ROLL, PREMIUM, IN_MONTH, SINCE)
SOLD, HAD_COST = "sold for", "had cost"
ROLLED = "hedge.rolled"
SPENT, MONTHS_OF = "hedge.sums", "hedge.months"
COST, EARNED, NET = "Months in which it cost", "Months in which it earned", "All months"
TRADES = ("trades.what", "trades.result")
#: The most trades that a report lists one by one.
_MOST = 60
_SINGLE_STRIKE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRule:
    """When layers are rolled, as a text has it: days before expiry by layer."""

    days: dict[str, int]
    source: SourceView


def roll_rule(facts: Facts, library: Library, sources: Sources) -> RollRule | None:
    """The first passage by authority that says for each layer how many days are left when it is rolled; None where none does."""
    layers = [layer.id for layer in facts.backtest.manifest.hedge.layers]
    if not layers:
        return None
    passages = sorted((p for p in library.passages if not is_term(p)), key=lambda p: (p.document.sample, p.id))
    for passage in passages:
        days = _days_left(passage, layers)
        if len(days) == len(layers):
            start, end = _sentence(passage, layers[0])
            return RollRule(days=days, source=sources.cite(passage, start, end))
    return None


def _days_left(passage: Passage, layers: Sequence[str]) -> dict[str, int]:
    if not re.search(r"\broll(?:ed|s)?\b", passage.text, re.IGNORECASE):
        return {}
    found = {}
    for layer in layers:
        m = re.search(
            rf"\b{re.escape(layer)}(?: layer)? (?:when|at) (?:about )?(\d{{1,4}})\b(?! days? (?:ago|long))", passage.text
        )
        if m:
            found[layer] = int(m[1])
    return found


def _sentence(passage: Passage, layer: str) -> tuple[int, int]:
    """The sentence of a passage that names a layer."""
    from corpus.readers.text import sentences

    for start, end in sentences(passage.document.text, passage.start, passage.end):
        if re.search(rf"\b{re.escape(layer)}(?: layer)? (?:when|at) ", passage.document.text[start:end]):
            return start, end
    return passage.start, passage.end


def add_layers(tabled: Tabled, facts: Facts, spans: Spans, rule: RollRule | None) -> None:
    """What each layer holds and made; a hedge without layers is one row, the whole stands in a last one."""
    if facts.unhedged_only:
        return
    layers = facts.backtest.manifest.hedge.layers
    positions = held(facts.backtest, spans.as_of, hedge=True)
    rows = [(layer.id, _short_name(layer.name), [p for p in positions if p.layer == layer.id]) for layer in layers]
    rest = [p for p in positions if not any(p.layer == layer.id for layer in layers)]
    if rest and rows:
        rows.append(("", "Other", rest))
    rows.append((None, "Hedge", list(positions)))  # type: ignore[arg-type] # the whole has no id
    scope, named = spans.month.scope, facts.backtest.trades is not None
    no_log = "" if named else "not in this log"
    told = [[_name(p) for p in own] for _, _, own in rows]
    cells = [Cell(label, None, "; ".join(t) or no_log or "none") for (_, label, _), t in zip(rows, told, strict=True)]
    if named and rows[:-1]:
        cells[-1] = Cell("Hedge", None, _counted(positions))
    tabled.add(HELD, "Held by layer", "count", scope, cells)
    whole = len(rows) - 1 if rows[:-1] else len(rows)
    expiries = [_dates([p.expiry for p in own]) if i < whole else "" for i, (_, _, own) in enumerate(rows)]
    tabled.add(EXPIRY, "Expiry by layer", "count", scope, [Cell(r[1], None, e) for r, e in zip(rows, expiries, strict=True)])
    rolls = [_rolls(layer, own, rule) if i < whole else "" for i, (layer, _, own) in enumerate(rows)]
    if rule is not None:
        tabled.add(ROLL, "Roll due by layer", "count", scope, [Cell(r[1], None, e) for r, e in zip(rows, rolls, strict=True)])
    cells = [_paid(label, own, named=named) for _, label, own in rows]
    tabled.add(PREMIUM, "Premium at risk by layer", "USD", scope, cells, 0)
    for key, title, span in ((IN_MONTH, "Month", spans.month), (SINCE, spans.start.label, spans.start)):
        results = [(label, _made(facts, span.scope, layer)) for layer, label, _ in rows if layer != ""]
        unknown = "not told apart" if results and results[-1][1] is not None else "not known"
        cells = [Cell(label, v, "" if v is not None else unknown) for label, v in results]
        if "Other" in [r[1] for r in rows]:
            cells.insert(-1, Cell("Other", None, "not told apart"))
        tabled.add(key, f"{title} by layer", "USD", span.scope, cells, 0, plus=True)


def _short_name(name: str) -> str:
    short = name.removesuffix(" layer")
    return short[0].upper() + short[1:]


def _name(p: Position) -> str:
    """A position in few words: contracts and strike, or what the log calls it."""
    if p.legs and len(p.legs) == _SINGLE_STRIKE and p.contracts is not None:
        leg = p.legs[0]
        return f"{p.contracts:g} {leg.right}{'s' if p.contracts != 1 else ''}, strike {leg.strike:g}"
    return p.strategy or "1 position"


def _counted(positions: Sequence[Position]) -> str:
    if positions and all(p.contracts is not None and p.legs and len(p.legs) == _SINGLE_STRIKE for p in positions):
        total = sum(p.contracts or 0.0 for p in positions)
        rights = {p.legs[0].right for p in positions if p.legs}
        return f"{total:g} {rights.pop() if len(rights) == 1 else 'option'}s"
    return f"{len(positions)} position{'s' if len(positions) != 1 else ''}"


def _dates(days: Sequence[date | None]) -> str:
    known = sorted({d for d in days if d is not None})
    return "; ".join(write_date(d.isoformat()) for d in known) or ("not in this log" if days else "–")


def _rolls(layer: str | None, own: Sequence[Position], rule: RollRule | None) -> str:
    if rule is None or layer is None or layer not in rule.days:
        return "–"
    due = [None if p.expiry is None else p.expiry - timedelta(days=rule.days[layer]) for p in own]
    return f"about {told}" if (told := _dates(due)) and any(due) else "–"


def _paid(label: str, own: Sequence[Position], *, named: bool) -> Cell:
    paid = [p.paid for p in own]
    if not named or None in paid:
        return Cell(label, None, "not in this log")
    return Cell(label, sum(p or 0.0 for p in paid))


def _made(facts: Facts, scope: Scope, layer: str | None) -> float | None:
    """What a layer made over a span [USD], or the whole hedge."""
    own = scope if layer is None else Scope(dates=scope.dates, layer=layer)
    result = compute("account.hedge", own, facts)
    return result.result.value if isinstance(result, Figure) else None


def add_rolled(tabled: Tabled, facts: Facts, spans: Spans) -> int:
    """What the hedge's trades that were closed in the month brought in and had cost; how many they are."""
    own = closed(facts.backtest, spans.first, spans.as_of, hedge=True)
    told = [(p.sold, p.paid) for p in own if p.sold is not None and p.paid is not None]
    if own and len(told) == len(own):
        sums = [(SOLD, stored(sum(s for s, _ in told))), (HAD_COST, stored(sum(p for _, p in told)))]
        points = tuple(Point(label=name, value=v, display=write(v, "USD"), n=len(own)) for name, v in sums)
        tabled.put(ROLLED, "Hedge trades closed by side", "USD", spans.month.scope, points)
    return len(own)


def add_trades(tabled: Tabled, facts: Facts, spans: Spans) -> tuple[int, int]:
    """The trades closed in the month, the hedge's first; how many are listed, and how many there were."""
    every = [*closed(facts.backtest, spans.first, spans.as_of, hedge=True)]
    every += closed(facts.backtest, spans.first, spans.as_of, hedge=False)
    own = every[:_MOST]
    if not own:
        return 0, 0
    cells = [Cell(str(i), None, _described(p)) for i, p in enumerate(own, start=1)]
    tabled.add(TRADES[0], "What, opened and closed by trade", "count", spans.month.scope, cells)
    cells = [Cell(str(i), p.pnl, "not in this log") for i, p in enumerate(own, start=1)]
    tabled.add(TRADES[1], "Result, $ by trade", "USD", spans.month.scope, cells, 0, plus=True)
    return len(own), len(every)


def _described(p: Position) -> str:
    """A trade in one line."""
    told = _name(p)
    what = told if told == p.strategy else f"{p.strategy}: {told}"
    days = f"{write_date(p.opened.isoformat())} to {write_date((p.closed or p.opened).isoformat())}"
    bought = p.hedge and p.paid is not None and p.sold is not None
    return f"{what}, {days}" + (f", {write(p.paid or 0.0, 'USD')} to {write(p.sold or 0.0, 'USD')}" if bought else "")


def add_since(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """The hedge's months since the account began: what those that cost and those that earned come to, and how many they are."""
    sums = [compute(f"account.hedge{part}", spans.start.scope, facts) for part in (".losses", ".gains", "")]
    found = [r for r in sums if isinstance(r, Figure)]
    if len(found) < len(sums):
        return
    counts = [next((s.value for s in r.result.steps if s.unit == "count"), 0.0) for r in found[:2]]
    counts.append(found[0].result.n)
    rows = (COST, EARNED, NET)
    tabled.add(
        SPENT,
        "Hedge by kind of month",
        "USD",
        spans.start.scope,
        [Cell(name, r.result.value, n=int(n)) for name, r, n in zip(rows, found, counts, strict=True)],
        0,
        plus=True,
    )
    cells = [Cell(name, float(n)) for name, n in zip(rows, counts, strict=True)]
    tabled.add(MONTHS_OF, "Months by kind of month", "count", spans.start.scope, cells, 0)
