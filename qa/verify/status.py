"""Status: whether a question is answered, partly or not, and why."""

from __future__ import annotations

from collections.abc import Iterable

from qa.calculator.catalogue import spec_of
from qa.calculator.core.figure import Missing
from qa.document import Status
from qa.evidence.gather import Gathered
from qa.lines import Line
from qa.understand.intent import MISSING
from qa.understand.question import Question
from qa.write.draft import echoed
from qa.write.summary import in_whole, is_outside, not_computed
from qa.write.texts import silent
from qa.write.wording import sentence


def status_of(g: Gathered) -> tuple[Status, str | None]:
    """Answered, partly or not, and why."""
    return _declined(g) or _partial(g) or ("answered", None)


def _declined(g: Gathered) -> tuple[Status, str | None] | None:  # noqa: PLR0911 a line for each reason
    """Why nothing that was asked for is answered."""
    question, plan = g.question, g.plan
    if plan.shape == "live":
        return "declined", Line.NO_MARKET.value
    if plan.kind == "out_of_scope":
        return "declined", _unreadable(question) if question.foreign else Line.OFF_SUBJECT.value
    if question.decision == "decline":
        return "declined", _unreadable(question)
    if outside := _outside(g):
        return "declined", outside
    if plan.keys and plan.backtest is None and g.quotes:
        return "partial", Line.NO_BACKTEST_TEXTS.value
    none = not g.evidence.figures or (question.decision == "clarify" and not any(g.figure(key) for key in plan.asked))
    if plan.keys and none and not settled(g):
        lead = _lead(g)
        if lead and plan.kind == "mixed" and g.quotes and g.quotes[0].sure:
            return "partial", not_computed(lead)
        return "declined", not_computed(lead) if lead else Line.NO_BACKTEST.value
    if not plan.keys and not g.quotes and not g.meaning:
        return "declined", silent(g)
    return None


def _partial(g: Gathered) -> tuple[Status, str | None] | None:
    """Why the answer is not all that was asked for."""
    question, plan, lead = g.question, g.plan, _lead(g)
    if plan.kind == "advice":
        return "partial", (Line.ADVICE_RULE if question.rules and g.quotes else Line.ADVICE).value
    if question.decision == "clarify":
        said = Line.NOT_TAKEN.format(left=_quoted(question.unread)) if question.unread else ""
        return "clarify", f"{Line.SEVERAL_READINGS} {said}".strip()
    if question.only:
        return "partial", Line.ONLY_READING.value
    if g.account is not None and g.account.of_market:
        return "partial", Line.WHY_MARKET.value
    if lead and not lead.why.settles:
        return "partial", not_computed(lead)
    return _left_out(g)


def _left_out(g: Gathered) -> tuple[Status, str | None] | None:  # noqa: PLR0911 a line for each reason
    """What of the question the answer leaves out."""
    question, plan = g.question, g.plan
    if g.unanswered:
        return "partial", Line.UNANSWERED.format(left=_quoted(g.unanswered))
    left = _quoted((*question.unread, *question.foreign))
    if left and g.evidence.figures:
        return "partial", Line.NOT_TAKEN.format(left=left)
    if absent := _quoted((*question.missed, *question.foreign)):
        return "partial", Line.MISSED.format(left=absent)
    if question.rather and (instead := _instead(g)):
        return "partial", instead
    if not plan.keys and not g.meaning and g.silence is None and g.quotes and not g.quotes[0].sure:
        return "partial", Line.NEAREST_TEXTS.value
    if g.evidence.figures and question.missing >= MISSING:
        return "partial", Line.NEAREST.value
    real = next((p for p in question.premises if p.code == "real"), None)
    if real and g.evidence.figures and g.evidence.figures[0].hypothetical and g.figure("execution.gap") is None:
        return "partial", Line.NOT_LIVE.format(text=real.text)
    return ("partial", silent(g)) if g.silence is not None else None


def _instead(g: Gathered) -> str | None:
    """That the texts are shown in place of a figure, and why; None where there is no backtest and they answer by themselves."""
    if not g.plan.backtests:
        return Line.NO_BACKTEST_TEXTS.value if g.question.figure else None
    titles = "; ".join(sentence(spec_of(key).title) for key in g.plan.offered)
    return Line.RATHER.format(titles=titles) if titles else Line.RATHER_ALONE.value


def _outside(g: Gathered) -> str | None:
    """That the dates asked for lie outside of the data, and what these cover; None where they do not."""
    whole = in_whole(g) if is_outside(g) else None
    if whole is None:
        return None
    return Line.OUTSIDE.format(start=f"{{{whole.id}.start}}", end=f"{{{whole.id}.end}}")


def _unreadable(question: Question) -> str:
    """Why a question is not answered: it asks for advice, or has words that nothing here knows or that narrow no figure."""
    if question.kind == "advice":
        return Line.ADVICE_ALONE.value
    if question.foreign:
        return Line.FOREIGN.format(words=_quoted(question.foreign))
    return Line.NOT_NARROWED.format(words=_quoted(question.unread)) if question.unread else Line.NO_READING.value


def settled(g: Gathered) -> bool:
    """Whether the reason for which there is no leading figure is itself the answer."""
    lead = _lead(g)
    return lead is not None and lead.why.settles


def _lead(g: Gathered) -> Missing | None:
    """The leading figure, where it can't be computed."""
    return next((m for m in g.missing if g.plan.asked and m.spec.key == g.plan.asked[0]), None)


def _quoted(words: Iterable[str]) -> str:
    """Words of the question in quotation marks, none that stands within others."""
    told = dict.fromkeys(words)
    return ", ".join(echoed(text) for text in told if not any(text != other and text in other for other in told))
