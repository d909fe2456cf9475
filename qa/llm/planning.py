"""Planning by model: it reads the question first, and what it says is held to the question by rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from corpus.texts.documents import Passage
from corpus.texts.private import is_private
from qa.calculator.catalogue import spec_of
from qa.document import Usage
from qa.lines import Line
from qa.llm.cache import keep, key_of, recall
from qa.llm.model import UNWORDED, Asked, Model, ModelAccess, ModelFault, Prompt, fenced
from qa.llm.plan_accept import Accepted, accept_plan
from qa.llm.plan_prompt import PROMPT, SYSTEM, Asking, data_for, shown
from qa.llm.plan_reply import SCHEMA, Proposal, read_reply
from qa.llm.plan_ruled import Ruling, rule
from qa.understand.plan import Plan
from qa.understand.question import Given, Question

#: Puts into a question as read what only a language model says of it.
Amend = Callable[[Question], Question]
#: Reads the question anew with what is given, amended, and plans it.
Reread = Callable[[Given, Amend], tuple[Question, Plan]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A model's reply as JSON, and what it took."""

    reply: str
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """A question and its plan, and what came of asking the model."""

    question: Question
    plan: Plan
    #: passages that answer by the model, in their order; None leaves them to the rules
    texts: tuple[Passage, ...] | None = None
    #: what it replied, and what of it holds
    proposal: Proposal | None = None
    accepted: Accepted | None = None
    #: why there is nothing of the model's, where it failed
    fault: str | None = None
    asked: Asked = field(default_factory=Asked)

    @property
    def refused(self) -> tuple[str, ...]:
        """What the model named and is not taken."""
        return self.accepted.refused if self.accepted else ()

    @property
    def silent(self) -> bool:
        """Whether the model was asked and failed without a word, so that asking it for more is no use."""
        return self.fault is not None and self.asked.usage.requests > 0 and not self.asked.usage.output_tokens


def plan_by_model(asking: Asking, reread: Reread, access: ModelAccess) -> Planning:
    """The plan as the model reads the question, held to the question by the rules.

    The model is not asked where there is no backtest, where the question says no more than the name of a figure or a term,
    where an editor said what answers it, or where it has something private in it. Its reply is kept in the cache, and read
    from there it is held to the question anew. Where it fails, or misreads a check, all stays as the rules read it.
    """
    rules, model = Planning(question=asking.question, plan=asking.plan), access.model
    said = f"{asking.earlier}\n{asking.question.text}"
    settled = asking.question.exact or asking.question.edited
    if model is None or settled or asking.plan.facts is None or is_private(said, access.private):
        return rules
    data = data_for(asking, access)
    key = key_of("plan", model.settings, PROMPT, data)
    known = recall(access.cache, key, Kept)
    try:
        kept, proposal = _proposed(known, model, data)
    except ModelFault as fault:
        return _failed(rules, fault)
    if known is None:
        keep(access.cache, key, kept)
    passages = shown(asking.found, access.private)
    accepted = accept_plan(proposal, asking, passages)
    planning = _followed(rules, rule(proposal, accepted, asking), reread)
    planning = replace(planning, proposal=proposal, accepted=accepted)
    notice = _notice(rules, planning)
    return replace(planning, asked=Asked(model=model.settings.name if notice[0] else None, usage=kept.usage, notice=notice[1]))


def _proposed(known: Kept | None, model: Model, data: str) -> tuple[Kept, Proposal]:
    """The reply and what it proposes; one that is kept and damaged is asked for again."""
    if known is not None and (proposal := _read(known)):
        return known, proposal
    reply = model.ask(Prompt(system=SYSTEM, user=fenced(data), schema=SCHEMA), Usage())
    kept = Kept(reply=json.dumps(dict(reply.content), ensure_ascii=False), usage=reply.usage)
    proposal = read_reply(reply.content)
    if proposal is None:
        raise ModelFault("its answer was not in the form asked for", reply.usage)
    return kept, proposal


def _read(kept: Kept) -> Proposal | None:
    try:
        content = json.loads(kept.reply)
    except ValueError:
        return None
    return read_reply(content) if isinstance(content, Mapping) else None


def _failed(rules: Planning, fault: ModelFault) -> Planning:
    failed = replace(rules, fault=fault.why, asked=Asked(usage=fault.usage))
    if failed.silent:
        notice = f"A language model was asked, but {fault.why}: {UNWORDED}"
    elif fault.usage.requests:
        notice = Line.UNPLANNED.format(why=fault.why)
    else:  # it was not asked, and the words may still be
        return failed
    return replace(failed, asked=replace(failed.asked, notice=notice))


def _followed(rules: Planning, ruling: Ruling, reread: Reread) -> Planning:
    """The planning that a ruling comes to."""
    if ruling == Ruling():
        return rules
    if not ruling.changes:
        return replace(rules, texts=ruling.texts)
    question, plan = reread(ruling.given, ruling.amended)
    added = tuple(key for key in plan.asked if key not in rules.plan.keys)
    return replace(rules, question=question, plan=replace(plan, added=added), texts=ruling.texts)


def _notice(rules: Planning, planning: Planning) -> tuple[bool, str | None]:
    """Whether something of the plan is the model's, and what the page says of it."""
    if planning.accepted is not None and not planning.accepted.trusted:
        return False, Line.UNTRUSTED.value
    if planning.plan.added:
        titles = "; ".join(spec_of(key).title for key in planning.plan.added)
        return True, Line.PLANNED_FIGURES.format(titles=titles)
    changed = (rules.question, rules.texts) != (planning.question, planning.texts)
    return changed, Line.PLANNED.value if changed else None
