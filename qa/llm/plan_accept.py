"""What of a model's plan is accepted: what the catalogue has, the grammar reads in the words given, and the search has found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.backtests.manifest import Manifest
from corpus.errors import WrongUseError
from corpus.texts.documents import Passage
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import EVERYTHING, Scope
from qa.calculator.core.scope_text import parse_scope
from qa.llm.checks import checks_for, passed
from qa.llm.plan_prompt import Asking
from qa.llm.plan_reply import NONE, Proposal, ProposedScope
from qa.understand.compared import compared
from qa.understand.intent import CHOICES
from qa.understand.plan import Plan, within
from qa.understand.readings import read_all
from qa.understand.spelling import Spelling
from qa.understand.text import clean, read_text

#: Conditions that a model may add to what the rules read; which backtest, period or claim is meant the rules alone say.
_ADDED = (
    *("bounds", "dates", "event", "layer", "episode", "size", "without", "slip", "slip_hedge", "capital", "besides", "also"),
    *("weekday", "asof", "fees", "condors"),
)
#: Words that turn what follows into its opposite, so that what follows alone doesn't say what is meant.
_TURNS = re.compile(
    r"\b(?:not|no|never|without|except(?:ing)?|exclud\w+|outside|ignor\w+|other than|but|besides|beyond|apart|less|minus|delet\w+"
    r"|drop\w*|remov\w+|leav\w+|skip\w*|omit\w*|n't|n’t|unlike|non)\b[^,.;:?!]{0,30}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What of a proposal holds, and what is refused with the reason."""

    #: whether it answered every check, without which nothing of it changes a page
    trusted: bool
    keys: tuple[str, ...] = ()
    #: conditions with their words, all that hold
    scopes: tuple[ProposedScope, ...] = ()
    #: what they add to the rules' scope
    scope: Scope = EVERYTHING
    missing: tuple[str, ...] = ()
    #: words of conditions that the grammar can't read so, and the rules have not
    unread: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    #: passages that answer, in their order; empty where none does; None where nothing is said of them
    texts: tuple[Passage, ...] | None = None
    refused: tuple[str, ...] = ()


def accept_plan(proposal: Proposal, asking: Asking, passages: Sequence[Passage]) -> Accepted:
    """What of a proposal holds for a question, of whose passages the model was shown these."""
    held = [s for s in proposal.scopes if _stands(s.words, asking.question.text) and (_holds(s, asking) or _within(s, asking))]
    unread = tuple(s.words for s in proposal.scopes if s not in held and _stands(s.words, asking.question.text) and _scope(s))
    added, used = _added(held, asking)
    missing = tuple(words for words in proposal.missing if _stands(words, asking.question.text) and not _scopes(words, held))
    texts = _texts(proposal.texts, passages)
    plan = replace(asking.plan, scope=_joined(asking.plan.scope, added))
    keys = _taken(proposal.keys, plan, asking)
    ids = {p.id for p in passages}
    refused = [k for k in proposal.keys if k not in keys]
    refused += [f"{s.scope} ({s.words})" for s in proposal.scopes if s not in held]
    refused += [words for words in proposal.missing if words not in missing]
    refused += [id_ for id_ in proposal.texts if id_ not in ids and id_ != NONE]
    return Accepted(
        trusted=passed(checks_for(asking.question.text), dict(proposal.checks)),
        keys=keys,
        scopes=tuple(s for s in held if s in used or _within(s, asking)),
        unread=unread,
        scope=added,
        missing=missing,
        choices=_computed(proposal.choices, plan),
        texts=texts,
        refused=tuple(dict.fromkeys(refused)),
    )


def scope_of(words: str, manifests: Sequence[Manifest], spelling: Spelling) -> Scope:
    """The scope that the grammar reads in some words alone, a tier and a period among it."""
    heard = read_text(clean(words), spelling)
    readings = read_all(heard.plain, manifests)
    first = compared(heard.plain, readings).first
    scope = first.scope
    if first.named is not None and first.named.kind == "tier":
        scope = replace(scope, tier=first.named.id)
    periods = {u.per for u in readings.units if u.per}
    return replace(scope, per=periods.pop()) if len(periods) == 1 else scope


def _holds(proposed: ProposedScope, asking: Asking) -> bool:
    """Whether its words by themselves say that very scope."""
    scope = _scope(proposed)
    return scope is not None and scope == scope_of(proposed.words, asking.manifests, asking.spelling)


def _scope(proposed: ProposedScope) -> Scope | None:
    """The scope that it writes; None where it writes none."""
    try:
        scope = parse_scope(proposed.scope)
    except (WrongUseError, ValueError):
        return None
    return scope if scope != Scope() else None


def _stands(words: str, question: str) -> bool:
    """Whether words stand in the question, whole."""
    said = " ".join(words.split()).strip(" ,.;:?!")
    return bool(said) and bool(re.search(rf"(?<!\w){re.escape(said)}(?!\w)", question, re.IGNORECASE))


def _scopes(words: str, held: Iterable[ProposedScope]) -> bool:
    return any(words.lower() in s.words.lower() for s in held)


def _within(proposed: ProposedScope, asking: Asking) -> bool:
    """Whether the rules have read it in the question too."""
    own, question = _scope(proposed), asking.question
    if own is None:
        return False
    condors = asking.plan.scope.condors  # which the plan makes of "half the condors"
    sides = [(replace(question.scope, tier=question.tier, condors=condors), question.recent)]
    sides += [(replace(a.scope, tier=a.tier or question.tier, condors=condors), a.recent) for a in question.against]
    return any(
        all(getattr(own, p) == getattr(side, p) or (p == "dates" and recent) or p == "per" for p in own.parts)
        for side, recent in sides
    )


def _added(held: Sequence[ProposedScope], asking: Asking) -> tuple[Scope, list[ProposedScope]]:
    """Conditions of kinds that the rules read nothing of, each of one value, with no word before them that turns it."""
    question = asking.question
    taken = {part for scope in (question.scope, *(a.scope for a in question.against)) for part in scope.parts}
    taken |= ({"dates"} if question.recent else set()) | ({"condors"} if question.times is not None else set())
    added, used = Scope(), list[ProposedScope]()
    for proposed in held:
        scope = parse_scope(proposed.scope)
        if not _holds(proposed, asking):
            continue
        new = set(scope.parts) - taken
        if not set(scope.parts) <= set(_ADDED) or new != set(scope.parts) or _turned(proposed.words, question.text):
            continue
        if set(added.parts) & new:  # two of a kind are sides, or one of them is not meant
            return Scope(), []
        added, used = _joined(added, scope), [*used, proposed]
    return added, used


def _turned(words: str, question: str) -> bool:
    at = question.lower().find(" ".join(words.split()).strip(" ,.;:?!").lower())
    return bool(_TURNS.search(question[: max(at, 0)]))


def _joined(scope: Scope, more: Scope) -> Scope:
    return replace(scope, **{part: getattr(more, part) for part in more.parts})


def _taken(keys: Sequence[str], plan: Plan, asking: Asking) -> tuple[str, ...]:
    """Those that can be computed; a first one that can't only where the rules read it too, so that the page says why."""
    read = (*asking.question.keys, *asking.question.offered[:CHOICES])
    computed = _computed(keys, plan)
    return (keys[0], *(k for k in computed if k != keys[0])) if keys and keys[0] in read and keys[0] in CATALOGUE else computed


def _computed(keys: Iterable[str], plan: Plan) -> tuple[str, ...]:
    """Of the keys named those that the catalogue has and the backtest gives a value of, within the scope."""
    assert plan.facts is not None, "a plan without a backtest is not open to a model"
    known = [key for key in keys if key in CATALOGUE]
    cut = {key: plan.cut(key) for key in known}
    return tuple(k for k in dict.fromkeys(known) if isinstance(compute(cut[k], within(cut[k], plan.scope), plan.facts), Figure))


def _texts(ids: Sequence[str], passages: Sequence[Passage]) -> tuple[Passage, ...] | None:
    """The passages named, in that order."""
    if tuple(ids) == (NONE,) and passages:
        return ()
    of = {p.id: p for p in passages}
    return tuple(of[id_] for id_ in ids if id_ in of) or None
