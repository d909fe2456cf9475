"""Why a period went as it did, in words: the result and its parts, the days, and no cause that the data do not show."""

from __future__ import annotations

from qa.calculator.core.scope import Scope
from qa.document import SeriesView
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.evidence.why import BASE, BEFORE, END, FELL, HEDGE, HIGHEST, ROSE, Account, drag_key
from qa.lines import Line
from qa.understand.why import attributes
from qa.write.draft import Draft, DraftSection
from qa.write.figures import backtest_lines
from qa.write.texts import all_quoted, limits_section
from qa.write.wording import sentence, where


def why(g: Gathered, account: Account) -> Draft:
    """The draft of an account of a period: the answer, where it came from, the days, and what the texts say about such days."""
    short = [*_result(g, account), *_layers(g, account), *_reason(account)]
    if (layer := _asked_layer(g, account)) is not None:
        short.insert(0, _of_layer(g, *layer))
    short[:0] = _not_of(g, account)
    if account.of_market:
        short.insert(0, Line.WHY_MARKET.value)
    texts = all_quoted(g, range(len(g.quotes)))
    level = _level(account) if account.losing else []
    figures = (*_amount(g, account), *backtest_lines(g), *level)
    sections = (
        _section("The worst days", _worst(g, account), account.days),
        _section("Rises and falls of the index", _moves(account), account.moves),
        _section("The figures", figures, (*account.parts, *account.vix)),
        DraftSection(kind="texts", heading="What the texts say about days like these", sentences=texts),
        limits_section(g),
    )
    return Draft(title=_title(g, account), summary=tuple(short), sections=tuple(s for s in sections if s.sentences or s.series))


def _section(heading: str, sentences: tuple[str, ...], series: tuple[SeriesView, ...]) -> DraftSection:
    return DraftSection(kind="figures", heading=heading, sentences=sentences, series=tuple(s.id for s in series))


def _title(g: Gathered, account: Account) -> str:
    """The period and its result, e.g. why a month lost so much."""
    whole, _, drag = _figures(g)
    layer = _asked_layer(g, account)
    if layer is not None and drag is not None:
        return f"Why the {layer[0]} {_did(layer[1], turned=True)} {where(drag)}"
    if account.of_hedge and drag is not None:
        return f"Why the hedge {_did(drag, turned=True)} {where(drag)}"
    if whole is not None:
        return f"Why {{{whole.id}.scope}} {_did(whole, one='lost', other='gained')}"
    return f"Why {{{drag.id}.scope}} went as it did" if drag is not None else "Why the period went as it did"


def _figures(g: Gathered) -> tuple[Shown | None, Shown | None, Shown | None]:
    """The account's result, the base's, and the hedge's; the first two of whole months alone."""
    unhedged = g.figure("return.unhedged.total")
    has_hedge = g.plan.backtest is not None and g.plan.backtest.has_hedge
    return (g.figure("return.hedged.total") if has_hedge else unhedged), unhedged, g.figure(drag_key(g.plan))


def _did(shown: Shown, *, turned: bool = False, one: str = "", other: str = "") -> str:
    """A verb with the figure's magnitude; `turned` for a drag, which is positive where the hedge cost."""
    if turned:
        return f"{'cost' if shown.value > 0 else 'earned'} {{{shown.id}.magnitude}}"
    return f"{(one or 'lost') if shown.value < 0 else (other or 'earned')} {{{shown.id}.magnitude}}"


def _result(g: Gathered, account: Account) -> list[str]:
    """The first sentence: what the account made, and what base and hedge did for it."""
    whole, base, drag = _figures(g)
    if drag is None:
        return [Line.WHY_UNHEDGED.format(account=_did(base, other="gained"), where=where(base))] if base is not None else []
    words = {"hedge": _did(drag, turned=True), "where": where(drag), "base": account.base}
    if whole is None or base is None:
        if not account.parts:
            return [Line.WHY_HEDGE_ALONE.format(**words)]
        both, own, hedge = (f"{{{account.parts[0].id}:{part}}}" for part in ("account", "base", "hedge"))
        words |= {"where": sentence(where(drag)), "account": both, "lost": own, "hedge": hedge}
        return [Line.WHY_BY_DAY.format(**words)]
    words |= {"account": _did(whole, other="gained"), "lost": _did(base)}
    if account.of_hedge:
        summed = "" if account.adds else ", summed over the months"
        return [Line.WHY_HEDGE.format(which="The hedge", summed=summed, **words)]
    return [(Line.WHY_ADDS if account.adds else Line.WHY_LINKED).format(**words)]


def _not_of(g: Gathered, account: Account) -> list[str]:
    """Of a question on whose a fall was: that none of it was the hedge's, or the base's, which went the other way."""
    whole, base, drag = _figures(g)
    if not attributes(g.question.text.lower()) or whole is None or base is None or drag is None or whole.value == 0:
        return []
    if drag.value * whole.value > 0:  # a drag is positive where the hedge cost
        return [Line.WHY_NOT_HEDGE.format(hedge=_did(drag, turned=True))]
    return [Line.WHY_NOT_BASE.format(base=account.base, lost=_did(base))] if base.value * whole.value < 0 else []


def _layers(g: Gathered, account: Account) -> list[str]:
    """What each layer made."""
    found = [(name, g.figure(drag_key(g.plan), scope)) for name, scope in account.layers]
    told = [f"the {name} {_did(shown, turned=True)}" for name, shown in found if shown is not None]
    return [Line.WHY_LAYERS.format(layers=f"{', '.join(told[:-1])} and {told[-1]}")] if len(told) > 1 else []


def _asked_layer(g: Gathered, account: Account) -> tuple[str, Shown] | None:
    """The layer that the question is of, by name, with its figure."""
    found = [(name, g.figure(drag_key(g.plan), scope)) for name, scope in account.layers if scope.layer == g.question.scope.layer]
    return next(((name, shown) for name, shown in found if shown is not None), None)


def _of_layer(g: Gathered, name: str, shown: Shown) -> str:
    drag = g.figure(drag_key(g.plan))
    return Line.WHY_LAYER.format(layer=name, did=_did(shown, turned=True), where=where(drag or shown))


def _reason(account: Account) -> list[str]:
    """On which days the loss came, and what the hedge did on them: no more than the data show."""
    if account.of_hedge or not account.losing:
        return [*_level(account), *_by_direction(account)]
    rises, falls = (_of_hedge(account, name, made) for name, made in ((ROSE, account.on_rises), (FELL, account.on_falls)))
    on_falls = [Line.WHY_FALLS_HEDGE.format(did=falls)] if falls else []
    match account.where:
        case "rises":
            return [Line.WHY_RISES.format(base=account.base) + Line.WHY_RISES_HEDGE.format(did=rises), *on_falls]
        case "both":
            return [Line.WHY_BOTH.format(base=account.base) + Line.WHY_RISES_HEDGE.format(did=rises), *on_falls]
        case "falls":
            return [Line.WHY_FALLS.format(base=account.base), *on_falls]
        case "unknown":
            return []


def _by_direction(account: Account) -> list[str]:
    """What the hedge made on rises and on falls of the index."""
    held = next((s for s in account.moves if s.key.startswith(HEDGE)), None)
    if held is None or len(held.points) == 1:
        return []
    return [Line.WHY_HEDGE_DAYS.format(rises=f"{{{held.id}:{ROSE}}}", falls=f"{{{held.id}:{FELL}}}")]


def _of_hedge(account: Account, name: str, made: float) -> str:
    """What the hedge made on the days of one direction, beside what the base did on them."""
    by = {s.key.split(".by_")[0]: s for s in account.moves}
    if HEDGE not in by or all(p.label != name for p in by[HEDGE].points):
        return ""
    hedge, base = f"{{{by[HEDGE].id}:{name}}}", f"{{{by[BASE].id}:{name}}}"
    enough = made + _at(by[BASE], name) >= 0
    did = "lost as well" if made < 0 else "earned more than was lost" if enough else "earned, but less than was lost"
    base_words = account.base.removeprefix("the ")
    return f"{did} (hedge {hedge}, {base_words} {base})"


def _at(series: SeriesView, name: str) -> float:
    return next((p.value or 0.0 for p in series.points if p.label == name), 0.0)


def _worst(g: Gathered, account: Account) -> tuple[str, ...]:
    """The worst day of the base, with both returns."""
    if account.worst is None:
        return ()
    unhedged, hedged = (g.figure(f"return.{side}.daily.mean", account.worst) for side in ("unhedged", "hedged"))
    if unhedged is None or hedged is None:
        return ()
    words = {
        "base": account.base,
        "day": f"{{{unhedged.id}.start}}",
        "unhedged": f"{{{unhedged.id}}}",
        "hedged": f"{{{hedged.id}}}",
    }
    return (Line.WHY_WORST.format(**words),)


def _moves(account: Account) -> tuple[str, ...]:
    """Over which days the table sums."""
    return ((Line.WHY_LOSING if account.losing else Line.WHY_ALL_DAYS).format(base=account.base),) if account.moves else ()


def _level(account: Account) -> list[str]:
    """Where VIX stood before the period, at its highest close and at the end."""
    if not account.vix:
        return []
    before, high, end = (f"{{{account.vix[0].id}:{name}}}" for name in (BEFORE, HIGHEST, END))
    return [Line.WHY_VIX.format(went="fell" if account.vix_change < 0 else "rose", before=before, high=high, end=end)]


def _amount(g: Gathered, account: Account) -> list[str]:
    """The hedge's result in dollars."""
    found, base = g.figure(f"dollars.{drag_key(g.plan)}", account.scope), g.figure("capital.base", Scope())
    if found is None or base is None:
        return []
    return [Line.WHY_DOLLARS.format(hedge=_did(found, turned=True), base=f"{{{base.id}}}")]
