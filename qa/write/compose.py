"""Composing by rule: evidence becomes a draft that leads with the short answer."""

from __future__ import annotations

from dataclasses import replace

from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope import Scope
from qa.evidence.gather import Gathered
from qa.lines import Line
from qa.write.charts import chart_section
from qa.write.draft import Draft, DraftSection
from qa.write.figures import figures_section
from qa.write.of_record import of_record_alone, record, record_lines
from qa.write.summary import in_whole, is_outside, leading, not_computed, recent, summary
from qa.write.texts import agreement, explained, limits_section, meaning, method, rest, term, texts_section, title_of
from qa.write.why import why
from qa.write.wording import lead, qualified, sentence, topic

#: What a list cuts the time into, as a title has it.
_SPLITS = {"year": "year", "half": "calendar semester", "quarter": "calendar quarter", "month": "calendar month"}


def compose(g: Gathered) -> Draft:  # noqa: PLR0911 a line for each kind of page
    """The draft for what was gathered."""
    if g.question.decision != "answer" or g.plan.kind == "out_of_scope":
        return _unanswered(g)
    if g.plan.kind == "term" and g.meaning:
        return term(g)
    if not g.plan.keys or g.plan.backtest is None:
        return method(g)
    if is_outside(g) and (whole := in_whole(g)) is not None:
        said = Line.FULL_PERIOD.format(lead=lead(whole), qualified=qualified(whole))
        figures = figures_section(g, (said,))
        figures = replace(figures, sentences=tuple(s for s in figures.sentences if s != said))
        return Draft(title=Line.NOT_ANSWERED.value, summary=(said,), sections=(figures, limits_section(g)))
    if g.account is not None:
        return why(g, g.account)
    if of_record_alone(g):
        return record(g, figures_section(g, ()), limits_section(g))
    short = [*summary(g), *record_lines(g)]
    figures = figures_section(g, short)
    mixed = g.plan.kind == "mixed"
    ruled = g.plan.kind == "advice" and bool(g.question.rules)
    told = (meaning(g) or explained(g)) if mixed or ruled else []
    texts = rest(g, "What the texts say") if (mixed or ruled) and not g.meaning else (texts_section(g),)
    sections = (*_charts(g), figures, *texts, limits_section(g))
    return Draft(
        title=title_of(g.quotes[0]) if ruled and g.quotes else _title(g),
        summary=(*agreement(g), *(told if ruled else ()), *short, *(() if ruled else told), *_read_as(g)),
        sections=tuple(s for s in sections if s.sentences or s.series),
    )


def _unanswered(g: Gathered) -> Draft:
    """The page of a question that is declined, or that asks which of its readings is meant."""
    title = Line.WHICH if g.question.decision == "clarify" and g.plan.offered else Line.NOT_ANSWERED
    section = figures_section(g, ()) if g.plan.keys else None
    return Draft(
        title=title.value, summary=(*_instead(g), *recent(g)), sections=(section,) if section and section.sentences else ()
    )


def _instead(g: Gathered) -> list[str]:
    """What can be asked for in place of a declined question; of several readings, that the likeliest has no value here."""
    least = g.figure("capital.smallest", Scope()) if g.plan.scope.capital is not None else None
    if g.question.decision == "clarify" and least is not None and not g.plan.offered:
        return [f"{sentence(lead(least))}."]
    if g.question.decision == "clarify":
        return [*dict.fromkeys(not_computed(missing) for missing in g.missing if missing.spec.key in g.plan.unmet)]
    if g.question.decision != "decline" or not g.plan.offered:
        return []
    return [Line.INSTEAD.format(titles="; ".join(sentence(spec_of(key).title) for key in g.plan.offered))]


def _charts(g: Gathered) -> list[DraftSection]:
    """A section a chart, each with the dates and n of the figure that it spreads out."""
    if g.plan.backtest is None:
        return []
    title, first = g.plan.backtest.manifest.title, leading(g)
    near = [g.figure(chart.kind.figure, chart.scope) or (first if chart.scope == g.plan.scope else None) for chart in g.charts]
    return [chart_section(chart, title, figure) for chart, figure in zip(g.charts, near, strict=True)]


def _read_as(g: Gathered) -> list[str]:
    """How the question was read, where a language model and the rules read it differently."""
    return [Line.READ_AS.format(title=spec_of(g.plan.asked[0]).title)] if g.question.other else []


def _title(g: Gathered) -> str:
    """What the answer is about, on which tier and within which scope."""
    if g.question.coverage:
        return "What the data cover"
    told = topic(spec_of(g.plan.asked[0])) if g.plan.asked else "What the method says"
    if g.sides:
        return f"{told} by {_SPLITS[g.question.split]}" if g.question.by_year else f"{told}, compared"
    tier = g.plan.backtest.manifest.tier if g.plan.backtest else None
    shown = f"{told} on the {tier.name}" if tier and g.plan.scope.tier is None else told
    figure = leading(g)
    return f"{shown}, {{{figure.id}.scope}}" if figure is not None and g.plan.scope.less("tier", "claim") != Scope() else shown
