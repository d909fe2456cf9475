"""Silence: what a question is about and no passage found speaks of.

The verdict rests on how near the passages and their sentences come, on the share of the question's words that they hold, and
on words that no passage of the library has. Words that people use in asking, whatever the subject, stand in
`asking_words.txt` and don't count. Weights and words are fitted by `tests/eval/fit_texts.py` on questions of many writers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.index.index import Found
from corpus.index.lexical import content_words, stems
from corpus.texts.documents import Passage
from corpus.texts.glossary import FOLDER
from corpus.texts.library import Library
from qa.calculator.core.fall import WEEKDAYS
from qa.calculator.core.scope import Scope
from qa.evidence.paragraphs import Asking, asking, features
from qa.evidence.rarity import stems_of
from qa.understand.events import named_as

_FILE = Path(__file__).with_name("asking_words.txt")
#: A definition is asked for.
_DEFINING = re.compile(
    r"\b(?:define[ds]?|definition|def|mean(?:s|ing)?|meant|glossary|translat\w*|explain|stands? for|what(?:'s| is| are)?|whats)\b"
    r"|= *\?|^\W*[\w-]+(?: [\w-]+)?\W*$",
    re.IGNORECASE,
)
#: Somebody is asked for by what he did.
_DOER = re.compile(r"^(?:and |so |but )?who (?:first |really |actually |originally )?(?P<did>\w+)", re.IGNORECASE)
#: Taxes on what is earned.
_TAX = re.compile(r"\btax(?:es|ed|able|ation)?\b|\b60/40\b|\b(?:section )?1256\b|\bwash sales?\b", re.IGNORECASE)
#: A question of more content words asks for more than a definition; of fewer it is short.
_MOST_DEFINED, _SHORT = 4, 3
#: So many words missing count as many.
_MANY = 3
#: From here on nothing is said of the subject; from there on the passages may miss it.
SILENT, _DOUBTFUL = 0.8, 0.7

#: How far each feature speaks for silence, in log odds.
WEIGHTS = {
    "best words": -1.93,
    "term named": 0.02,
    "undefined": 2.42,
    "near": -4.55,
    "sentence": -3.28,
    "missing share": 3.01,
    "unknown share": 1.36,
    "missing": 0.04,
    "unknown": -0.71,
    "short": 0.17,
}
INTERCEPT = 3.73


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What the texts do not speak of: words of the question, in its order."""

    words: tuple[str, ...]
    #: whether nothing found answers the question; else what was found may answer a part of it
    whole: bool


def silence(ask: Asking, found: Sequence[Passage]) -> Silence | None:
    """What a question is about and no passage found names, or None where the passages seem to answer it.

    Where nothing was found at all, it is the words that no passage of the library has. Without cosines, which is without a
    search by meaning, there is no verdict; nor where a term of the glossary is to be defined.
    """
    if not found:
        words = tuple(w for w in missing(ask, found) if not any(ask.rarity.knows(s) for s in stems(w)))
        return Silence(words=words if len(words) <= _MANY else (), whole=True)
    if not ask.near.passages or (ask.terms and _DEFINING.search(ask.text)):
        return None
    odds = INTERCEPT + sum(WEIGHTS[name] * value for name, value in signs(ask, found).items())
    likely = 1 / (1 + math.exp(-odds))
    if likely < _DOUBTFUL:
        return None
    words = missing(ask, found)
    whole = likely >= SILENT
    return Silence(words=words, whole=whole) if whole or words else None


def speaks(question: str, found: Found, library: Library) -> bool:
    """Whether something found seems to answer a question."""
    return bool(found.passages) and silence(asking(question, library, found.near), found.passages) is None


def unnamed(ask: Asking, scope: Scope, found: Sequence[Passage], positions: Sequence[str] = ()) -> Silence | None:
    """What the question hangs on and no passage found names, so that they say nothing of it.

    Events and weekdays that it sets as its condition, `positions` of another kind than the desk's, and what somebody did by
    which it asks for him. Taxes, which a term of the glossary may mention, have to stand in a text.
    """
    taxed = _TAX.search(ask.text)
    if taxed and not any(_TAX.search(p.text) for p in found if not p.document.path.startswith(FOLDER)):
        return Silence(words=(taxed[0],), whole=True)
    said = [f"{p.context} {p.text}" for p in found]
    events = scope.event.names if scope.event else ()
    told = {event: words for event in events if (words := named_as(ask.text, event))}
    lacking = [words for event, words in told.items() if not any(named_as(text, event) for text in said)]
    days = [re.compile(rf"\b{WEEKDAYS[day][:-1]}\w*", re.IGNORECASE) for day in (scope.weekday or "").split("+") if day]
    lacking += [m[0] for day in days if (m := day.search(ask.text)) and not any(day.search(text) for text in said)]
    lacking += [words for words in positions if not any(words.lower().removesuffix("s") in text.lower() for text in said)]
    doer = _DOER.match(ask.text.strip())
    lacking += [doer["did"]] if doer and doer["did"] in missing(ask, found) else []
    return Silence(words=tuple(lacking), whole=False) if lacking else None


def signs(ask: Asking, found: Sequence[Passage], usual: frozenset[str] | None = None) -> dict[str, float]:
    """What speaks for or against silence, by the names of `WEIGHTS`; `usual` stands for the words of the file."""
    usual = asking_words() if usual is None else usual
    own = [features(ask, p, place) for place, p in enumerate(found)]
    said = frozenset().union(*(stems_of(f"{p.context} {p.text}") for p in found))
    told = ask.stems & said
    lacking = ask.stems - said - usual
    unknown = frozenset(s for s in lacking if not ask.rarity.knows(s))
    weight = ask.rarity.of(told | lacking) or 1.0
    defining = bool(_DEFINING.search(ask.text)) and len(told | lacking) <= _MOST_DEFINED
    return {
        "best words": max(f["words"] for f in own),
        "term named": float(bool(ask.terms)),
        "undefined": float(defining and not ask.terms and bool(unknown)),
        "near": max(f["near"] for f in own),
        "sentence": max(f["sentence"] for f in own),
        "missing share": ask.rarity.of(lacking) / weight,
        "unknown share": ask.rarity.of(unknown) / weight,
        "missing": min(_MANY, len(lacking)),
        "unknown": min(_MANY, len(unknown)),
        "short": float(len(ask.stems) <= _SHORT),
    }


def missing(ask: Asking, found: Sequence[Passage]) -> tuple[str, ...]:
    """The words of a question that no passage found has and that people don't use in asking of anything, in its order."""
    said = frozenset().union(*(stems_of(f"{p.context} {p.text}") for p in found)) | asking_words()
    lacking = {w for w in content_words(ask.text) if (own := stems(w)) and not own & said and not w[0].isdigit()}
    written = (m[0] for m in re.finditer(r"\w+", ask.text) if m[0].lower() in lacking)
    return tuple({w.lower(): w for w in reversed([*written])}.values())[::-1]


@cache
def asking_words() -> frozenset[str]:
    """Stems of words that people use in asking, whatever the subject."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
