"""The short answer of a monthly report, in tokens: what the month made of the account, and why."""

from __future__ import annotations

from qa.evidence.shown import Shown
from qa.lines import Line
from qa.write.draft import Draft
from qa.write.wording import sentence
from reports.monthly.gather import Gathered

#: Losses of less than this share of the month's are told by their worst day alone.
_A_PART = 0.1


def short_answer(g: Gathered) -> Draft:
    """Title and summary: what the month made of the account, and why."""
    return Draft(title=_title(g), summary=tuple(_summary(g)))


def _title(g: Gathered) -> str:
    named = next(iter(g.month.values()), None)
    return Line.REPORT_TITLE.format(month=f"{{{named.id}.scope}}") if named else "Monthly report"


def _summary(g: Gathered) -> list[str]:
    unhedged, hedged = g.month.get("return.unhedged.total"), g.month.get("return.hedged.total")
    if unhedged is None:
        return [Line.REPORT_NOTHING.value]
    when = f"{{{unhedged.id}.scope}}"
    if hedged is None:
        line = Line.REPORT_UNHEDGED if g.hedged else Line.REPORT_ALONE
        return [line.format(account=went(unhedged), month=when), *_why(g)]
    hedge = g.month.get("account.hedge")
    words = {"account": went(hedged), "month": when, "unhedged": went(unhedged)}
    if hedge is None:
        return [Line.REPORT_LEAD_RETURNS.format(**words), *_why(g)]
    return [Line.REPORT_LEAD.format(hedge=earned(hedge), **words), *_why(g)]


def went(shown: Shown) -> str:
    """What an account did, in magnitude."""
    verb = "lost" if shown.value < 0 else "gained"
    return f"{verb} {{{shown.id}.magnitude}}"


def earned(shown: Shown) -> str:
    """What the hedge did, in magnitude."""
    verb = "cost" if shown.value < 0 else "earned"
    return f"{verb} {{{shown.id}.magnitude}}"


def lost(shown: Shown) -> str:
    """What was made of a day or of days, in magnitude."""
    verb = "lost" if shown.value < 0 else "made"
    return f"{verb} {{{shown.id}.magnitude}}"


def _why(g: Gathered) -> list[str]:
    """In two sentences where the month's loss came from, by what the data show; else its result and its worst day."""
    falls, rises = (g.month.get(f"account.losses.{way}") for way in ("falls", "rises"))
    base, worst = g.month.get("account.base"), g.month.get("account.day.worst")
    if base is None or worst is None:
        return []
    if base.value >= 0 or falls is None or rises is None:
        made = Line.REPORT_MADE.format(base=sentence(g.base), made=lost(base))
        return [made, *_worst(g, worst)]
    told = [(side, way) for side, way in ((falls, "falls"), (rises, "rises")) if side.value < base.value * _A_PART]
    if not told:
        return [Line.REPORT_MADE.format(base=sentence(g.base), made=lost(base)), *_worst(g, worst)]
    said = []
    for side, way in told:
        own = g.month.get(f"account.losses.{way}.hedge")
        words = {"base": g.base, "lost": f"{{{side.id}.magnitude}}"}
        if own is None:
            line = Line.REPORT_FALLS_UNHEDGED if way == "falls" else Line.REPORT_RISES_UNHEDGED
            said.append(line.format(**words))
            continue
        line = Line.REPORT_FALLS if way == "falls" else Line.REPORT_RISES if said else Line.REPORT_RISES_ALONE
        said.append(line.format(hedge=earned(own), **words))
    return said if len(said) > 1 else [*said, *_worst(g, worst)]


def _worst(g: Gathered, worst: Shown) -> list[str]:
    if worst.value >= 0:
        return [Line.REPORT_NO_LOSS.format(day=f"{{{worst.id}.start}}")]
    words = {"day": f"{{{worst.id}.start}}", "base": g.base, "lost": lost(worst)}
    hedge = g.month.get("account.day.worst.hedge")
    if hedge is None:
        return [Line.REPORT_WORST_UNHEDGED.format(**words)]
    return [Line.REPORT_WORST.format(hedge=earned(hedge), **words)]
