"""Acts: what a question says is done to what, and whether a sentence says that it is done to that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.index.lexical import stems

#: Participles that are no form of their verb by rule, with the verb.
_IRREGULAR = {
    "bought": "buy",
    "chosen": "choose",
    "cut": "cut",
    "found": "find",
    "given": "give",
    "held": "hold",
    "kept": "keep",
    "made": "make",
    "paid": "pay",
    "put": "put",
    "set": "set",
    "sold": "sell",
    "spent": "spend",
    "split": "split",
    "taken": "take",
    "told": "tell",
    "written": "write",
}
_BE = r"(?:is|are|was|were|be|been|being|get|gets|got)"
_ASKED = r"\b(?:how|when|where|why|what|which|who|until|whether|if|at what \w+|how (?:often|far|long|early|late|much))\b"
_DONE = r"(?P<verb>\w+ed|" + "|".join(_IRREGULAR) + r")\b"
_PASSIVE = re.compile(
    rf"{_ASKED}.{{0,40}}?\b{_BE} (?P<thing>(?:[\w-]+ ){{1,7}}?)(?:\w+ly |ever |then |usually )?{_DONE}", re.IGNORECASE
)
_ACTIVE = re.compile(
    r"\b(?:do|does|did|should|must|may|can|to|will|would) (?:(?:you|we|they|i|one|he|she|it|the (?:method|desk|firm)) )?"
    r"(?:ever |usually |then )?(?P<verb>[a-z]+) "
    r"(?P<thing>(?:the |a |an |each |every |all |your |our |my |its |their )(?:[\w-]+ ?){1,4})",
    re.IGNORECASE,
)
#: Verbs that say nothing of what is done.
_EMPTY = frozenset(
    {"be", "do", "have", "mean", "say", "need", "know", "happen", "get", "go", "use", "want", "tell", "make", "find"}
)
#: What is done to a whole is done to its parts.
_MADE_OF = {
    "hedge": frozenset({"hedge", "layer", "call"}),
    "alvh": frozenset({"alvh", "hedge", "layer", "call"}),
    "call": frozenset({"call", "layer"}),
}
#: Verbs for the same act on a position that is sold to be opened.
_OPENS = ("sell", "open", "enter", "place", "initiate", "trade")
_OPENED = ("condor", "position", "spread", "trade")
#: Words that part what is done from what it is not done to.
_PARTED = frozenset({"against", "with", "for", "from", "than", "by", "after", "before", "when", "but", "and"})
#: How many words may stand between what is done and what it is done to.
_APART = 9


@dataclass(frozen=True, slots=True)
class Act:
    """What is done, as a stem, and the stem of what it is done to."""

    verb: str
    thing: str


def act_of(question: str) -> Act | None:
    """What a question asks is done to what: of the layers of a hedge that are rolled, the roll of layers.

    >>> act_of("How are the layers of the hedge rolled?") == act_of("When do you roll the layers?")
    True
    >>> act_of("What is the win rate?") is None
    True
    """
    for pattern in (_PASSIVE, _ACTIVE):
        m = pattern.search(question)
        if m is None:
            continue
        verb, thing = _verb(m["verb"]), _head(m["thing"])
        if verb and thing and verb not in {_stem(word) for word in _EMPTY} and verb != thing:
            return Act(verb=verb, thing=thing)
    return None


def says(act: Act, sentence: str) -> bool:
    """Whether a sentence says that the thing is acted on: "layers are rolled", "roll the layers"; not "between rolls a layer".

    >>> act = act_of("How are the layers rolled?")
    >>> says(act, "Layers are rolled on a schedule."), says(act, "Between rolls a layer is changed only for a reason.")
    (True, False)
    """
    words = re.findall(r"[\w'-]+", sentence.lower())
    verbs = _alike(act)
    acting = [i for i, word in enumerate(words) if _verb(word) in verbs and _is_verb(words, i)]
    meant = _MADE_OF.get(act.thing, frozenset({act.thing}))
    things = [i for i, word in enumerate(words) if _stem(word) in meant]
    return any(0 < abs(i - j) <= _APART and not _PARTED & {*words[min(i, j) : max(i, j)]} for i in acting for j in things)


def headed(act: Act, heading: str) -> bool:
    """Whether a heading names what is done: "The roll", "When the condor is sold".

    >>> headed(Act(verb="roll", thing="layer"), "The roll")
    True
    """
    verbs = _alike(act)
    return any(_verb(word) in verbs for word in re.findall(r"[\w'-]+", heading.lower()))


def _is_verb(words: list[str], i: int) -> bool:
    """Whether a word stands as a verb: as a participle, after "to" or a pronoun, or before what it acts on."""
    word, before = words[i], words[i - 1] if i else ""
    if before in {"a", "an", "the", "each", "every", "this", "that", "between", "of", "its", "per", "next", "last"}:
        return False
    return word.endswith(("ed", "ing")) or word in _IRREGULAR or before in {"to", "we", "you", "they", "not", "may", "must", "is"}


def _alike(act: Act) -> frozenset[str]:
    """The verbs for what is done: a condor that is opened is sold."""
    opens = frozenset(map(_stem, _OPENS))
    return opens if act.verb in opens and act.thing in set(map(_stem, _OPENED)) else frozenset({act.verb})


@lru_cache(maxsize=8192)
def _verb(word: str) -> str:
    return _stem(_IRREGULAR.get(word.lower(), word))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return next(iter(stems(word)), "")


def _head(thing: str) -> str:
    """The stem of the noun that is acted on: before "of", the last of its words."""
    words = re.split(r"\b(?:of|in|on|for|with|from|at|by|when|if|after|before|and|or|but)\b", thing.strip())[0].split()
    own = [stem for word in words if (stem := _stem(word))]
    return own[-1] if own else ""
