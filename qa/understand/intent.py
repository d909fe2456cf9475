"""Intent: of what kind a question is and which figures it asks for, how sure that reading is, and what else could be meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from corpus.texts.glossary import Term
from qa.calculator.catalogue import CATALOGUE
from qa.document import Kind

if TYPE_CHECKING:
    from qa.understand.scores import Scores

#: Whether a reading is answered, offered among others, or not answered.
Decision = Literal["answer", "clarify", "decline"]
_FIGURES: tuple[Kind, ...] = ("cost", "mixed")
#: From this probability on a question is taken to ask for something that is not here.
MISSING = 0.5
#: How probable one of the choices must be that a question for advice is answered with the record.
_RECORD = 0.2
#: From this probability on a question that names a term asks what it means, though a figure goes by the same name.
_MEANING = 0.65
#: How probable a further figure must be that is answered beside the first, and how many readings are offered.
_BESIDE, _SEVERAL, CHOICES = 0.2, 0.5, 3
#: How many readings are held ready in place of those that can't be computed.
_READY = 8
#: From this probability on an explanation that is asked for stands beside a figure.
_FIGURE = 0.6
#: The same where its words ask for the record too, and how probable a figure must then be to stand beside the explanation.
_RECORDED, _PLAIN = 0.25, 0.8
#: From this probability on a figure is what a question would ask for that asks for something that is not here.
_NEAREST = 0.5
#: From this probability on an explanation is asked for.
_EXPLAINS = 0.5
#: Readers ask for a rule or a term so many times as often, beside figures, as those who wrote the labelled questions.
_OFTENER = 4.0
#: From this probability on a question asks for what texts tell, though a figure may be sure.
_FOR_TEXTS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a question is after."""

    kind: Kind
    #: figures asked for, the leading one first
    keys: tuple[str, ...]
    #: the readings to choose from where none is sure, the most probable first: more than are shown, as some may have no value
    offered: tuple[str, ...]
    decision: Decision
    #: probability that it asks for something that is not here
    missing: float
    #: whether it is taken to ask for a rule because that is as probable as a figure, and may ask for one of those offered
    rather: bool = False


def read_intent(  # noqa: PLR0911 a line for each way to be sure
    scores: Scores,
    named: str | None,
    term: Term | None,
    given: tuple[str, ...],
    amount: str | None = None,
    *,
    record: bool = False,
) -> Intent:
    """The intent of a question by its scores.

    `named` is the figure that it names in full, `term` a term that is all that it names, `given` what an editor or a language
    model says that it asks for, `amount` the quantity that it asks for by a name which may be a term's; each of these is sure.
    `record`: its words ask what the record gave, so that an explanation alone is no answer. What asks for advice is shown the
    nearest figure, unless none is near.
    """
    kind = _kind(scores)
    kind = _settled(kind, scores)
    missing = scores.flags.get("missing", 0.0)
    means = scores.kinds.get("term", 0.0) >= _MEANING
    if amount is not None and (named is None or means):
        return Intent(kind="mixed" if term else "cost", keys=(amount,), offered=(), decision="answer", missing=0.0)
    if term is not None and not given and means:
        return Intent(kind="term", keys=(), offered=(), decision="answer", missing=0.0)
    if given or named:
        keys = given or (named or "",)
        return Intent(
            kind=kind if kind in {*_FIGURES, "advice"} else "cost", keys=keys, offered=(), decision="answer", missing=0.0
        )
    if term is not None:
        return Intent(kind="term", keys=(), offered=(), decision="answer", missing=0.0)
    if record and kind in {"method", "term"} and scores.flags.get("figure", 0.0) >= _RECORDED:
        return _beside_text(scores, missing)
    known = [r for r in scores.ranked if r.key in CATALOGUE]
    if kind not in {*_FIGURES, "advice"}:
        near = tuple(r.key for r in known[:1] if kind == "out_of_scope" and r.probability >= _NEAREST)
        return Intent(kind=kind, keys=(), offered=near, decision="answer", missing=missing)
    lead, *others = known
    beside = [r.key for r in others[:2] if r.probability >= _BESIDE] if scores.flags.get("several", 0.0) >= _SEVERAL else []
    beside += [key for key in scores.told if key in CATALOGUE and key not in beside and key != lead.key]
    decision = "answer" if kind == "advice" and scores.among >= _RECORD else scores.decision
    ready = tuple(r.key for r in known[:_READY])
    if not record and kind in _FIGURES and _rather(kind, scores):
        return Intent(kind="method", keys=(), offered=ready, decision="answer", missing=missing, rather=True)
    offered = ready if decision != "answer" else ()
    return Intent(kind=kind, keys=(lead.key, *beside), offered=offered, decision=decision, missing=missing)


def _beside_text(scores: Scores, missing: float) -> Intent:
    """Of a question that asks for an explanation and for the record: the figure where one is plain, else the readings."""
    known = [r for r in scores.ranked if r.key in CATALOGUE]
    plain = known[0].probability >= _PLAIN
    offered = () if plain else tuple(r.key for r in known[:_READY])
    return Intent(kind="mixed", keys=(known[0].key,), offered=offered, decision="answer" if plain else "clarify", missing=missing)


def _rather(kind: Kind, scores: Scores) -> bool:
    """Whether a reader asks for what texts tell as probably as for a figure; of a sure figure only where it asks for no more."""
    for_texts = scores.for_texts >= _FOR_TEXTS
    if scores.decision == "answer":
        return kind == "cost" and for_texts
    if for_texts:
        return True
    told, figures = (sum(scores.kinds.get(k, 0.0) for k in of) for of in (("method", "term"), _FIGURES))
    return told * _OFTENER > figures


def _settled(kind: Kind, scores: Scores) -> Kind:
    """The kind where figures and explanations lie near: an explanation that is asked for stands beside a sure figure alone."""
    explains = sum(scores.kinds.get(k, 0.0) for k in ("method", "term", "mixed"))
    if kind in {"method", "term"} and scores.decision == "answer" and scores.flags.get("figure", 0.0) >= _FIGURE:
        return "mixed"
    if kind == "mixed" and scores.decision != "answer":
        return "cost" if scores.flags.get("figure", 0.0) >= _FIGURE else "method"
    return "cost" if kind == "mixed" and explains < _EXPLAINS else kind


def _kind(scores: Scores) -> Kind:
    """The most probable kind."""
    return cast("Kind", scores.kind)


def as_told(intent: Intent, kind: Kind | None, keys: tuple[str, ...]) -> Intent:
    """The intent as of the kind that a language model says it is, and then for its figures alone; None leaves it as it is."""
    if kind is None:
        return intent
    return replace(intent, kind=kind, keys=keys, offered=(), decision="answer", missing=0.0, rather=False)
