"""The sections of a monthly report, in tokens."""

from __future__ import annotations

from qa.evidence.shown import Shown
from qa.lines import Line
from qa.write.draft import DraftSection
from qa.write.wording import FEES, lead, sentence
from reports.monthly import holdings, month, record
from reports.monthly.gather import Gathered
from reports.monthly.headings import days_heading, returns_heading


def sections(g: Gathered) -> tuple[DraftSection, ...]:
    """All sections in the order of the page: the month and the account first, then the record, then what belongs to an annex."""
    found = (
        g.note,
        _cards(g),
        _days(g),
        _account(g),
        _since(g),
        _claims(g),
        _returns(g),
        _growth(g),
        _actual(g),
        *(p.section for p in g.prescribed),
        _layers(g),
        _calendar(g),
        _method(g),
        g.restated,
        _falls(g),
        _trades(g),
        _limits(g),
    )
    return tuple(s for s in found if s is not None and (s.sentences or s.series))


def _cards(g: Gathered) -> DraftSection:
    said = []
    opening, closing = g.month.get("account.opening"), g.month.get("account.closing")
    if opening and closing:
        after = g.tabled.series(month.AFTER_FEE) is not None
        told = g.tabled.token(month.AFTER_FEE, month.CLOSING) if after else f"{{{closing.id}}}"
        line = Line.CARD_CLOSING_FEE if after else Line.CARD_CLOSING
        said.append(line.format(closing=told, opening=f"{{{opening.id}}}"))
    hedged, unhedged = (g.year.get(f"return.{side}.total") for side in ("hedged", "unhedged"))
    if unhedged and hedged:
        said.append(Line.CARD_YEAR.format(hedged=f"{{{hedged.id}}}", unhedged=f"{{{unhedged.id}}}"))
    elif unhedged:
        line = Line.CARD_YEAR_UNHEDGED if g.hedged else Line.CARD_YEAR_ALONE
        said.append(line.format(unhedged=f"{{{unhedged.id}}}"))
    hedge = g.month.get("account.hedge")
    if hedge and g.tabled.series(record.HEDGE):
        points = g.tabled.token(record.HEDGE, g.spans.month.label)
        said.append(Line.CARD_HEDGE.format(sign=_plus(hedge), hedge=f"{{{hedge.id}}}", points=points))
    since, mean = g.since.get("account.hedge"), g.since.get("drag.monthly.mean")
    if since and mean:
        start = f"{{{mean.id}.start}}"
        said.append(Line.CARD_SINCE.format(sign=_plus(since), hedge=f"{{{since.id}}}", start=start, mean=_mean(mean)))
    worst = g.month.get("account.day.worst")
    if worst and not g.hedged:
        said.append(Line.CARD_NO_HEDGE.format(worst=f"{{{worst.id}}}", day=f"{{{worst.id}.start}}"))
    return DraftSection(kind="cards", heading="In short", sentences=tuple(said))


def _plus(shown: Shown) -> str:
    return "+" if shown.value > 0 else ""


def _mean(mean: Shown) -> str:
    return f"a cost of {{{mean.id}}}" if mean.value >= 0 else f"it earned {{{mean.id}.magnitude}}"


def _days(g: Gathered) -> DraftSection:
    series = g.tabled.ids(month.BASE_DAYS, month.HEDGE_DAYS)
    shown = next(iter(g.month.values()), None)
    if not series or shown is None:
        return DraftSection(kind="days", heading="The month by day")
    market = ""
    if g.tabled.series(month.INDEX):
        market += Line.DAYS_INDEX.format(change=g.tabled.token(month.INDEX, month.CHANGE))
    if g.tabled.series(month.VIX):
        market += _vix(g)
    told = Line.DAYS_SOURCE.format(
        valued="Valued daily" if shown.view.marking == "daily" else "Booked at close",
        fees=FEES[shown.view.fees],
        market=market,
        title=g.facts.backtest.manifest.title,
        standing="hypothetical" if shown.view.hypothetical else "actual",
    )
    return DraftSection(kind="days", heading=days_heading(g), sentences=(told,), series=series)


def _vix(g: Gathered) -> str:
    """The closes at both ends of the month, and the highest where it lies above both, with the close before it."""
    names = {"before": month.BEFORE, "last": month.LAST, "highest": month.HIGHEST, "eve": month.EVE}
    tokens = {name: g.tabled.token(month.VIX, row) for name, row in names.items()}
    closes = {name: g.tabled.value(month.VIX, row) for name, row in names.items()}
    highest = closes["highest"]
    above = highest is not None and closes["eve"] is not None and highest > max(closes["before"] or 0, closes["last"] or 0)
    return (Line.DAYS_VIX_HIGHEST if above else Line.DAYS_VIX).format(**tokens)


def _account(g: Gathered) -> DraftSection:
    series = g.tabled.ids(month.ACCOUNT)
    why = next((m.why for m in g.missing if m.spec.key == "account.closing"), None)
    if not series:
        none = (Line.ACCOUNT_NONE.format(why=why),) if why else ()
        return DraftSection(kind="account", heading="The account", sentences=none)
    said = []
    if fees := g.month.get("account.base.fees"):
        said.append(Line.ACCOUNT_FEES.format(fees=f"{{{fees.id}}}", base=g.base))
    capital = g.facts.backtest.manifest.capital
    if capital.flows == "reset_monthly" and (base := g.since.get("capital.base")):
        said.append(Line.ACCOUNT_RESETS.format(base=f"{{{base.id}}}"))
    elif capital.advisory_fee:
        said.append(Line.ACCOUNT_ADVISORY.value)
    if not _adds(g):
        said.append(Line.ACCOUNT_ROUNDED.value)
    return DraftSection(kind="account", heading="The account", sentences=tuple(said), series=series)


def _adds(g: Gathered) -> bool:
    """Whether the shown lines of the account add up to the shown closing value."""
    *lines, closing = [round(p.value) for s in g.tabled.all if s.key == month.ACCOUNT for p in s.points if p.value is not None]
    return sum(lines) == closing


def _since(g: Gathered) -> DraftSection:
    mean = g.since.get("drag.monthly.mean")
    series = g.tabled.ids(holdings.SPENT, holdings.MONTHS_OF)
    if not series or mean is None:
        return DraftSection(kind="hedge", heading="The hedge since the start")
    said = []
    if (median := g.since.get("drag.monthly.median")) is not None:
        if mean.value >= 0:
            said.append(Line.HEDGE_MEAN.format(mean=f"{{{mean.id}}}", median=f"{{{median.id}}}"))
        else:
            middle = f"{'cost' if median.value >= 0 else 'earned'} {{{median.id}.magnitude}}"
            said.append(Line.HEDGE_MEAN_GAIN.format(mean=f"{{{mean.id}.magnitude}}", median=middle))
    if mean.interval is not None:
        clear = Line.HEDGE_INCLUDES if mean.unclear else Line.HEDGE_COST if mean.value > 0 else Line.HEDGE_GAIN
        words = {"level": f"{{{mean.id}.level}}", "interval": f"{{{mean.id}.interval}}", "clear": clear.value}
        said.append(Line.HEDGE_INTERVAL.format(**words))
    heading = Line.HEDGE_HEADING.format(start=f"{{{mean.id}.start}}")
    return DraftSection(kind="hedge", heading=heading, sentences=tuple(said), series=series)


def _claims(g: Gathered) -> DraftSection:
    shown = next(iter(g.month.values()), None)
    heading = Line.CLAIMS_HEADING.format(end=f"{{{shown.id}.scope}}") if shown else "What the texts say"
    said = tuple(f"{held.sentence}." for held in g.claims) or (Line.REPORT_NO_CLAIM.value,)
    return DraftSection(kind="claims", heading=heading, sentences=said if shown else ())


def _returns(g: Gathered) -> DraftSection:
    series = g.tabled.ids(*record.ROWS)
    shown = g.month.get("return.unhedged.total")
    if shown is None:
        why = next((m.why for m in g.missing if m.spec.key == "return.unhedged.total"), None)
        said = (Line.RETURNS_NONE.format(why=why),) if why else ()
        return DraftSection(kind="returns", heading="Returns", sentences=said)
    sub = Line.RETURNS_SUB if g.hedged else Line.RETURNS_SUB_ALONE
    said = (sub.format(fees=FEES[shown.view.fees]),)
    return DraftSection(kind="returns", heading=returns_heading(g), sentences=said, series=series)


def _growth(g: Gathered) -> DraftSection:
    from qa.evidence.chart_series import GROWTH

    shown, series = g.since.get("return.unhedged.total"), g.tabled.ids(*GROWTH)
    if shown is None or not series:
        return DraftSection(kind="growth", heading="Growth of the account")
    said = [Line.GROWTH_NOTE.format(fees=FEES[shown.view.fees])]
    share, fall, hedged = (g.since.get(k) for k in ("benchmark.share", "benchmark.drawdown", "drawdown.max.hedged"))
    if share and fall and hedged:
        words = {"share": f"{{{share.id}}}", "fall": f"{{{fall.id}.magnitude}}", "hedged": f"{{{hedged.id}.magnitude}}"}
        said.append(Line.GROWTH_SMALLER.format(**words))
    return DraftSection(kind="growth", heading="Growth of the account", sentences=tuple(said), series=series)


def _actual(g: Gathered) -> DraftSection:
    """The actual account, beside the backtest and never in it."""
    if g.actual is None:
        return DraftSection(kind="actual", heading=Line.ACTUAL_HEADING.value)
    manifest = g.actual.manifest
    told = Line.ACTUAL_NOTE.format(title=manifest.title, standing="actual", fees=FEES[manifest.fees])
    series = g.tabled.ids(*(f"{record.ACTUAL}{key}" for key in record.ROWS))
    return DraftSection(kind="actual", heading=Line.ACTUAL_HEADING.value, sentences=(told,), series=series)


def _layers(g: Gathered) -> DraftSection:
    series, shown = g.tabled.ids(*holdings.LAYERS), g.month.get("account.premium_held")
    end = next((one for one in g.month.values() if one.key.startswith("account.")), None)
    if not g.hedged:
        return DraftSection(kind="layers", heading="What is held", sentences=(Line.LAYERS_NONE.value,))
    heading = Line.LAYERS_HEADING.format(day=f"{{{end.id}.end}}") if end else "What is held, and what each layer made"
    said = [Line.LAYERS_RISK.format(premium=f"{{{shown.id}}}")] if shown else []
    if g.tabled.series(holdings.ROLLED):
        sides = {"sold": holdings.SOLD, "paid": holdings.HAD_COST}
        said.append(Line.LAYERS_ROLLED.format(**{k: g.tabled.token(holdings.ROLLED, v) for k, v in sides.items()}))
    elif not g.rolled and g.facts.backtest.trades is not None:
        said.append(Line.LAYERS_NO_ROLL.value)
    if g.facts.backtest.manifest.hedge.layers:
        said.append(Line.LAYERS_RULE.format(source=g.rule.source.id) if g.rule else Line.LAYERS_NO_RULE.value)
    said.append(Line.LAYERS_VALUE.value)
    return DraftSection(kind="layers", heading=heading, sentences=tuple(said), series=series)


def _calendar(g: Gathered) -> DraftSection:
    series = g.tabled.ids(record.MONTHS, record.YEARS)
    return DraftSection(kind="calendar", heading=Line.CALENDAR_HEADING.value, series=series)


def _method(g: Gathered) -> DraftSection:
    base = g.since.get("capital.base")
    said = []
    if base is not None:
        line = Line.METHOD_RETURNS if g.hedged else Line.METHOD_RETURNS_ALONE
        said.append(line.format(base=f"{{{base.id}}}"))
    if (slope := g.since.get("convexity.daily.crash_slope")) is not None:
        said.append(f"{sentence(lead(slope))}.")
    said.append((Line.METHOD_JOINED if g.client.joined else Line.METHOD_JOINED_NONE).value)
    if g.facts.backtest.manifest.capital.advisory_fee:
        said.append(Line.METHOD_FEE.value)
    if g.client.benchmark is None:
        said.append(Line.METHOD_BENCHMARK_NONE.value)
    return DraftSection(kind="method", heading="Method, limits and sources", sentences=tuple(said))


def _limits(g: Gathered) -> DraftSection:
    from qa.write.wording import quoted_lines

    said = (Line.LIMITS_RUN.value, *quoted_lines(g.limits)) if g.limits else ()
    return DraftSection(kind="limits", heading="Limits", sentences=said)


def _falls(g: Gathered) -> DraftSection:
    return DraftSection(kind="falls", heading=Line.FALLS_HEADING.value, series=g.tabled.ids(*record.WORST))


def _trades(g: Gathered) -> DraftSection:
    listed, every = g.listed
    said = (Line.TRADES_MORE.value,) if listed < every else () if listed else (Line.TRADES_NONE.value,)
    known = g.facts.backtest.trades is not None
    series = g.tabled.ids(*holdings.TRADES)
    return DraftSection(kind="trades", heading=Line.TRADES_HEADING.value, sentences=said if known else (), series=series)
