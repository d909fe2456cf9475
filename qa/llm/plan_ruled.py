"""Ruling: where a model and the scorer read a question differently, which is followed, and what is shown of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.texts.documents import Passage
from qa.calculator.core.scope import Scope
from qa.document import Kind
from qa.llm.plan_accept import Accepted
from qa.llm.plan_prompt import Asking
from qa.llm.plan_reply import Proposal
from qa.understand.intent import CHOICES
from qa.understand.question import NOTHING_GIVEN, Given, Question

#: How many figures a plan asks for at most.
MOST = 3
#: Where the scorer is sure, a model's figure leads only if it is among so many of the scorer's first.
NEAR = 5
#: From this probability on the kind by the scorer is sure.
SURE_KIND = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is given to the reading of a question, and what of it is put otherwise afterwards."""

    given: Given = NOTHING_GIVEN
    #: words for what is not here, and for conditions that no grammar reads, to be named on the page
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    #: words that are accounted for by a condition
    used: tuple[str, ...] = ()
    #: readings to choose from instead of an answer
    offered: tuple[str, ...] = ()
    #: what the question asks for and is not here, where nothing can be answered
    declined: tuple[str, ...] = ()
    #: another reading, shown beside the answer
    other: tuple[str, ...] = ()
    texts: tuple[Passage, ...] | None = None

    @property
    def changes(self) -> bool:
        """Whether the question is read otherwise than by rule."""
        return replace(self, texts=None) != Ruling()

    def amended(self, question: Question) -> Question:
        """The question, read with what is given, with the rest of the ruling."""
        told = (*self.used, *self.unread)
        left = tuple(w for w in question.unread if not any(w.lower() in words.lower() for words in told))
        known = " ".join((*left, *question.foreign, *(p.text for p in question.premises if p.code == "real"))).lower()
        unread = (*left, *(w for w in self.unread if w.lower() not in known))
        missed = tuple(w for w in self.missing if w.lower() not in known)
        question = replace(question, unread=unread, missed=missed, other=tuple(k for k in self.other if k not in question.keys))
        if question.decision == "decline" and question.foreign:
            return question
        if self.declined:
            return replace(question, decision="decline", keys=(), offered=self.offered or question.offered, foreign=self.declined)
        if self.offered:
            return replace(question, decision="clarify", keys=question.keys or self.offered[:1], offered=self.offered)
        return question


def rule(proposal: Proposal, accepted: Accepted, asking: Asking) -> Ruling:
    """What is followed of a proposal.

    Nothing of a model that missed a check. Its first figure leads where the scorer was not sure, or has it among its first
    five; else the scorer's stays and the model's is shown as another reading. What it finds missing is named on the page.
    """
    if not accepted.trusted:
        return Ruling()
    if asking.question.foreign:  # what it is about the rules alone say
        return Ruling(other=tuple(key for key in accepted.keys[:1] if key not in asking.question.offered))
    question = asking.question
    if question.decision != "answer":
        ruling = _unsure(proposal, accepted, asking)
    elif question.keys:
        ruling = _sure(proposal, accepted, asking)
    else:
        ruling = _otherwise(proposal, accepted, asking)
    texts = accepted.texts if proposal.kind in {"method", "term", "mixed"} else None
    used = tuple(s.words for s in accepted.scopes)
    ruling = replace(ruling, missing=accepted.missing, unread=accepted.unread, used=_used(used, question), texts=texts)
    if accepted.scope != Scope():
        given = ruling.given
        given = given if given.keys or given.kind or question.decision != "answer" else replace(given, keys=question.keys)
        ruling = replace(ruling, given=replace(given, scope=accepted.scope))
    return ruling


def _used(words: Sequence[str], question: Question) -> tuple[str, ...]:
    """The words of conditions that account for what the rules left over."""
    return tuple(w for w in words if any(left.lower() in w.lower() for left in question.unread))


def _unsure(proposal: Proposal, accepted: Accepted, asking: Asking) -> Ruling:
    """Where the scorer would ask back or decline."""
    question = asking.question
    if len(accepted.choices) > 1 and accepted.keys[:1] != accepted.choices[:1]:
        return Ruling(offered=accepted.choices[:CHOICES])
    if accepted.keys:
        first = question.offered[:1]
        other = first if first and first[0] != accepted.keys[0] else ()
        return Ruling(given=Given(keys=accepted.keys[:MOST], kind=_kind(proposal, "cost")), other=other)
    if accepted.missing and proposal.kind in {"cost", "mixed", None}:
        return Ruling(declined=accepted.missing)
    if proposal.keys or proposal.kind in {"cost", "mixed", "advice", None}:
        return Ruling()
    return Ruling(given=Given(kind=proposal.kind))


def _sure(proposal: Proposal, accepted: Accepted, asking: Asking) -> Ruling:
    """Where the scorer answers a figure."""
    question, keys = asking.question, accepted.keys
    lead = question.keys[0]
    if proposal.kind == "out_of_scope":
        return Ruling(offered=asking.ranked[:CHOICES]) if not accepted.missing else Ruling()
    kind = _kind(proposal, question.kind)
    if not keys:
        kind = "mixed" if kind in {"method", "term"} else kind
        return Ruling(given=Given(keys=question.keys, kind=kind)) if kind != question.kind else Ruling()
    others = tuple(k for k in keys if k not in question.keys)
    if keys[0] in question.keys[:1] or (keys[0] in question.keys and not others):
        joined = _first_of(question.keys, keys)
        return Ruling(given=Given(keys=joined, kind=kind)) if (joined, kind) != (question.keys, question.kind) else Ruling()
    if keys[0] in asking.ranked[:NEAR]:
        return Ruling(given=Given(keys=_first_of(keys, ()), kind=kind), other=(lead,))
    return Ruling(other=keys[:1])


def _first_of(keys: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*keys, *more]))[:MOST]


def _otherwise(proposal: Proposal, accepted: Accepted, asking: Asking) -> Ruling:
    """Where the rules read no figure: a rule or a term that is asked for, or nothing of ours."""
    question = asking.question
    sure = asking.scores.kinds.get(question.kind, 0.0) >= SURE_KIND
    if accepted.keys:
        if sure:
            return Ruling(other=accepted.keys[:1])
        return Ruling(given=Given(keys=accepted.keys[:MOST], kind=_kind(proposal, "cost")))
    if sure or proposal.kind in {None, question.kind, "cost", "mixed", "advice"}:
        return Ruling()
    return Ruling(given=Given(kind=proposal.kind))


def _kind(proposal: Proposal, otherwise: Kind) -> Kind:
    return proposal.kind or otherwise
