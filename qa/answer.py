"""The answer: a question goes in, a checked document comes out."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from corpus.backtests.backtest import Listed
from corpus.index.index import Found
from corpus.texts.documents import Passage
from corpus.texts.library import Library
from qa.calculator.core.facts import Facts, FactsBook
from qa.calculator.core.scope import EVERYTHING
from qa.document import AnswerDocument
from qa.evidence.evidence import Evidence
from qa.evidence.gather import gather
from qa.evidence.levels import title_of_bands
from qa.evidence.silence import speaks
from qa.evidence.subject import holds_all, on_subject
from qa.llm.examples import Rows, shipped
from qa.llm.hearing import Tell
from qa.llm.model import Model, ModelAccess
from qa.llm.plan_prompt import Asking
from qa.llm.planning import Amend, Planning, plan_by_model
from qa.llm.writing import signed, write
from qa.understand.corrections import Correction, corrected
from qa.understand.followup import Earlier, follow, goes_on
from qa.understand.parse import parse_question, spelling_for
from qa.understand.plan import Plan, make_plan
from qa.understand.question import NOTHING_GIVEN, Given, Question, RuleAsked
from qa.understand.reader import Read, read_question
from qa.understand.sides import both_sides
from qa.verify.assemble import Frame, assemble
from qa.write.compose import compose
from qa.write.draft import Draft

#: How many passages an answer may draw on, and one that is made of texts alone.
FOUND, FOUND_IN_TEXTS = 12, 24

#: From here on a question of which no figure is likely may ask for one that there is not. Of 185 labelled questions that are to
#: be declined nine in ten lie above, of 120 judged ones on the texts one.
_LACKING = 0.1


class Search(Protocol):
    """Search over the library's passages."""

    def search(self, question: str, limit: int) -> Found:
        """The passages nearest to a question, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """What answers are made from."""

    library: Library
    search: Search
    #: the desk's backtests, the one for questions that name none first
    backtests: tuple[Listed, ...]
    #: name of the desk, for citations
    desk: str
    version: str
    #: date of the page, ISO; None takes the newest day of the data
    date: str | None = None
    #: options that chose these materials, as a command line names them; without paths of this machine
    options: tuple[str, ...] = ()
    #: the language model that words answers; None leaves them to the rules
    model: Model | None = None
    #: folder in which accepted words of the model are kept; None keeps none
    model_cache: Path | None = None
    #: names of clients, which no model is told
    clients: tuple[str, ...] = ()
    #: what an editor says that questions ask for
    corrections: tuple[Correction, ...] = ()
    #: scores what a question asks for
    read: Read = read_question
    #: labelled questions, of which a language model is shown the nearest
    labelled: Rows = shipped
    #: what was worked out of the backtests so far
    book: FactsBook = field(default_factory=FactsBook, compare=False)


def read(
    text: str,
    materials: Materials,
    after: Earlier | None = None,
    keys: tuple[str, ...] = (),
    given: Given = NOTHING_GIVEN,
) -> tuple[Question, Plan]:
    """The question as read, going on from an earlier answer where there is one, and the plan for it.

    It is taken to ask for the figures `keys`, where there are any; `given` is what else is known of it.

    Raises
    ------
    WrongUseError
        The question is empty or too long.
    """
    given = _with_editors(text, replace(given, keys=keys or given.keys), materials)
    manifests = [b.manifest for b in materials.backtests]

    def parsed(earlier: str) -> Question:
        known = replace(given, earlier=earlier)
        return parse_question(text, materials.library, manifests, materials.read, known)

    question = parsed(_earlier(text, after))
    if after is not None:
        alone = question.decision == "answer" and (question.keys or question.kind in {"method", "term", "advice"})
        question = follow(question if alone else parsed(after.question), after)
    plan = make_plan(question, materials.backtests, materials.book)
    if plan.outside and _is_dated(question):
        question = replace(question, kind="cost", shape="figure", decision="answer", keys=question.offered[:1], offered=())
        plan = make_plan(question, materials.backtests, materials.book)
    if question.decision == "clarify" and len(plan.offered) == 1:  # a choice of one is none
        question = replace(question, decision="answer", keys=plan.offered, offered=(), only=True)
        plan = make_plan(question, materials.backtests, materials.book)
    if question.decision == "clarify" and (pair := both_sides(plan.offered, text.lower())):
        question = replace(question, decision="answer", keys=pair, offered=())
        plan = make_plan(question, materials.backtests, materials.book)
    return question, plan


def _with_editors(text: str, given: Given, materials: Materials) -> Given:
    """What is given of a question, with an editor's word on it where nothing names its figures yet."""
    found = None if given.keys else corrected(text, materials.corrections)
    if found is None:
        return given
    return replace(given, keys=found.keys, texts=found.texts, edited=found.by_editor)


def _is_dated(question: Question) -> bool:
    """Whether it is for its dates alone that a question has no answer: whichever figure is meant, there is none."""
    unsure = question.decision != "answer" or question.kind == "out_of_scope"
    return unsure and bool(question.offered) and question.shape != "live" and not question.foreign


def _earlier(text: str, after: Earlier | None) -> str:
    """The question that another goes on from; empty where it says itself what it asks."""
    return after.question if after and goes_on(text) else ""


def plan(text: str, materials: Materials, after: Earlier | None = None) -> tuple[Planning, Found]:
    """The question as read, its plan with what the language model adds to it, where one is set, and what was found.

    Raises
    ------
    WrongUseError
        The question is empty or too long.
    """
    question, by_rule = read(text, materials, after)
    limit = FOUND_IN_TEXTS if question.kind in {"method", "term"} else FOUND
    hits = materials.search.search(_searched(question, materials.library), limit)
    if question.rather and not speaks(question.text, hits, materials.library):
        question, by_rule = read(text, materials, after, given=replace(NOTHING_GIVEN, figures=True))
    found = on_subject(question, by_rule, hits)
    asking = _asking(question, by_rule, hits.passages[:FOUND], materials, _earlier(text, after))
    planning = plan_by_model(asking, partial(_reread, text, materials, after), access_of(materials))
    if planning.texts is not None:
        rest = () if planning.plan.kind in {"method", "term"} else (p for p in found if p not in planning.texts)
        return planning, replace(hits, passages=(*planning.texts, *rest))
    if planning.question is question:
        planning = _to_texts(planning, hits, materials)
    if planning.question is not question:
        found = on_subject(planning.question, planning.plan, hits)
    return planning, replace(hits, passages=found)


def _to_texts(planning: Planning, hits: Found, materials: Materials) -> Planning:
    """A question of which no figure is likely, and of whose subject the passages found speak, as one for the texts.

    Without a backtest there is no figure to choose or to narrow, so that the texts answer whatever they speak of.
    """
    question, alone = planning.question, not materials.backtests
    unsure = question.decision == "decline" or (alone and question.decision == "clarify")
    other = question.kind == "out_of_scope" and question.shape == "out_of_scope" and holds_all(question.text, hits)
    of_figures = unsure and question.kind in {"cost", "mixed"}
    if not (of_figures or other) or question.foreign or not hits.near.passages:
        return planning
    narrowed = bool(question.unread) or question.scope != EVERYTHING  # which no rule is
    figure = question.decision == "clarify" or narrowed or question.missing >= _LACKING
    if (figure and not alone) or not speaks(question.text, hits, materials.library):
        return planning
    question = replace(question, kind="method", shape="method", decision="answer", keys=(), rather=True, figure=figure)
    return replace(planning, question=question, plan=make_plan(question, materials.backtests, materials.book))


def _asking(question: Question, by_rule: Plan, found: tuple[Passage, ...], materials: Materials, earlier: str) -> Asking:
    manifests = tuple(b.manifest for b in materials.backtests)
    return Asking(
        question=question,
        plan=by_rule,
        read=materials.read,
        manifests=manifests,
        spelling=spelling_for(materials.library, manifests),
        found=found,
        earlier=earlier,
        rows=materials.labelled,
    )


def _reread(text: str, materials: Materials, after: Earlier | None, given: Given, amend: Amend) -> tuple[Question, Plan]:
    """The question read anew with what is given, amended, and the plan for it."""
    question = amend(read(text, materials, after, given=given)[0])
    return question, make_plan(question, materials.backtests, materials.book)


def access_of(materials: Materials) -> ModelAccess:
    """How answers may use the language model."""
    return ModelAccess(model=materials.model, private=private_names(materials), cache=materials.model_cache)


def answer(text: str, materials: Materials, after: Earlier | None = None, tell: Tell | None = None) -> AnswerDocument:
    """Answer a question: read it, plan, search, gather evidence, draft, and bring the guarded draft into one document.

    A language model's sentences are told to `tell` as they come, once the guard has accepted them; where it raises, the
    request is broken off.

    Raises
    ------
    WrongUseError
        The question is empty or too long.
    """
    planning, found = plan(text, materials, after)
    rules = _of_rules(planning.question, materials)
    gathered = gather(planning.question, planning.plan, found.passages, materials.library, found.near, rules)
    access = replace(access_of(materials), model=None) if planning.silent else access_of(materials)
    writing = write(compose(gathered), gathered.evidence, access, tell, planning.asked.usage)
    document = assemble(gathered, writing.draft, _frame(planning.question, planning.plan, materials, after))
    return signed(document, gathered.evidence, planning.asked, writing.asked)


def answer_evidence(text: str, materials: Materials) -> tuple[Evidence, Draft]:
    """What an answer by the rules may use, and their draft of it: what a model's words are judged by again.

    Raises
    ------
    WrongUseError
        The question is empty or too long.
    """
    planning, found = plan(text, replace(materials, model=None))
    rules = _of_rules(planning.question, materials)
    gathered = gather(planning.question, planning.plan, found.passages, materials.library, found.near, rules)
    return gathered.evidence, compose(gathered)


def _of_rules(question: Question, materials: Materials) -> list[tuple[RuleAsked, Found]]:
    """What was found for each rule that a question asks for, by the texts' own words for it."""
    return [(rule, materials.search.search(rule.asked, FOUND_IN_TEXTS)) for rule in question.rules]


def private_names(materials: Materials) -> tuple[str, ...]:
    """What no model is told: the names of clients, and those that backtests go by."""
    manifests = [b.manifest for b in materials.backtests]
    return (*materials.clients, *(word for m in manifests for word in (m.title, m.name)))


def _searched(question: Question, library: Library) -> str:
    """What the texts are searched for: beside a stated level of VIX, the document with the rules for such levels too."""
    return f"{question.text} {title_of_bands(library)}".strip() if question.stated else question.text


def _frame(question: Question, plan: Plan, materials: Materials, after: Earlier | None) -> Frame:
    going_on = ("--after", after.file) if after else ()
    facts = (plan.facts,) if plan.facts else ()
    return Frame(
        date=materials.date or newest_day(facts, materials.library),
        desk=materials.desk,
        corpus=materials.library.digest,
        version=materials.version,
        command=shlex.join(("hedgecite", "ask", question.text, *materials.options, *going_on)),
        parent=after.id if after else None,
    )


def newest_day(facts: Sequence[Facts], library: Library) -> str | None:
    """The newest day of the data, else the newest date of the texts, ISO."""
    days = [str(f.days[-1]) for f in facts]
    return max(days or [d.date for d in library.documents if d.date], default=None)
