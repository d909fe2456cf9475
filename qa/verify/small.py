"""Small words, each only in the constructions in which it says nothing of its own, or where a line has it so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.verify.quoting import Quoted
from qa.write.draft import Offence

_PERIODS = r"(?:day|week|month|year)\b"
_MEASURES = r"(?:mean|median|average|maximum|win|sharpe|interval|cost|return)\b"
_VERBS = r"(?:was|were|cost|lost|earned|returned|recovered|had|came|amounted|stood|fell)\b"
#: What may follow each word; a word that may follow another is looked for with that in front.
_FOLLOWED: dict[str, str] = {
    r"an?": rf"{_PERIODS}|(?:[a-z-]+ )*of (?:the [a-z-]+ of )?\{{F|\{{F\d+\.level\}} interval of\b|{_MEASURES}",
    r"has|had|have": r"(?:an?|the|their|recovered)\b",
    r"its": _MEASURES,
    r"(?<!with )(?<!without )(?<!puts )it": _VERBS,
    r"n": r"= \{F\d+\.n\}",
    r"(?<!\.level\} )interval": r"(?:is|was)\b",
    r"with(?:out)?": rf"(?:the hedge|it|hedging|an?|n =|\{{F|{_MEASURES})",
    r"period": r"(?:from|of|to)\b|\{F",
    r"recorded|namely": r"\{F|(?:from|over|on|in) \{F",
    rf"the(?= {_PERIODS})": r"(?!)",
    r"(?<!of )this": r"(?:backtest|record|run)\b",
}
_SMALL = {word: re.compile(rf"(?<![\w{{.])(?:{word})(?!\w)(?! ?(?:{after}))", re.IGNORECASE) for word, after in _FOLLOWED.items()}
_SCOPE = re.compile(r"(?P<before>[A-Za-z]+) \{F\d+\.scope\}")
#: Words that bring in a scope, and say no more than that it is so.
_IN = frozenset("in during over".split())
_OVER = re.compile(r"“[^”]*”|\{S[^{}]*\}|\[S\d+\]")


def astray(draft: str, rests_on: Sequence[str], quoted: Sequence[Quoted]) -> Iterator[Offence]:
    """Small words in constructions of their own."""
    own = _OVER.sub(lambda m: "“" + " " * (len(m[0]) - 2) + "”", draft)
    lines = [_OVER.sub("“”", line).lower() for line in rests_on] + [q.text.lower() for q in quoted]
    for pattern in _SMALL.values():
        for m in pattern.finditer(own):
            said = re.match(r"\W*(?:\{[^{}]*\}|\w+)", own[m.end() :])
            phrase = (m[0] + (said[0] if said else "")).lower()
            if not any(phrase in line or re.sub("^this", "the", phrase) in line for line in lines):
                yield Offence(code="unsupported", start=m.start(), end=m.end(), what=f"no line has {phrase!r}")
    before = {m["before"].lower() for line in rests_on for m in _SCOPE.finditer(line)}
    for m in _SCOPE.finditer(own):
        word = m["before"].lower()
        if word not in before and not (word in _IN and before & _IN):
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"no line has {m[0]!r}")
