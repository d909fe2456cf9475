"""Poles: words of which the other would turn a figure, held against the clause in which the line by rule has the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from qa.document import FigureView
from qa.evidence.evidence import Evidence
from qa.verify.guard import bounds
from qa.write.draft import Offence

#: Each group with its poles, and how prose says each.
_POLES: dict[str, dict[str, str]] = {
    "hedge": {
        "hedged": r"hedged|with (?:the hedge|it|hedging)",
        "unhedged": r"unhedged|without (?:the hedge|it|hedging)",
    },
    "effect": {
        "cost": r"costs?|took",
        "lost": r"lost|loss|losses",
        "earned": r"earned|gained|gains?",
        "returned": r"returned|returns?",
        "recovered": r"recovered",
    },
    "average": {"mean": r"mean|average|averaged", "median": r"median"},
    "whose": {
        "hedge": r"(?<!with the )(?<!without the )hedge(?:['’]s)?",
        "account": r"account",
        "drag": r"drag",
        "condors": r"condors?",
        "base strategy": r"base strategy",
        "index": r"index",
        "strategy": r"(?<!base )strategy",
    },
    "layer": {"short": "short", "medium": "medium", "long": "long"},
    "level": {"break-even": r"break-?even"},
    "amount": {"base": "capital base", "premium": "premium", "win rate": "win rate"},
}
_VALUE = re.compile(r"\{(?P<id>F\d+)(?:\.(?:display|magnitude))?\}")
_FIGURE = re.compile(r"\{(?P<id>F\d+)(?:\.[a-z]+)?\}")
_DRAG = re.compile(r"\bdrag\b", re.IGNORECASE)
#: What governs a value that follows it in its clause.
_GOVERNS = re.compile(
    r"\b(cost|lost|earned|returned|recovered|capital base|win rate|ratio|drawdown|median month|trades?|premium)\b", re.IGNORECASE
)
Found = dict[str, frozenset[str]]


@cache
def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{said})\b", re.IGNORECASE)


@lru_cache(maxsize=4000)
def poles(text: str) -> Found:
    """The poles of a text by their groups."""
    bare = re.sub(r"\{[^{}]*\}", " ", text)
    return {
        group: frozenset(pole for pole, said in some.items() if _pattern(said).search(bare)) for group, some in _POLES.items()
    }


def turned(draft: str, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """Values whose clause has another pole than the line's, poles that no value goes with, and subjects of its own."""
    draft = unquoted(draft)
    whole = [poles(unquoted(line)) for line in rests_on]
    for group in ("whose", "layer", "amount", "level"):
        for pole in sorted(poles(draft)[group] - _any(group, whole) - _of_figures(group, draft, whole, evidence)):
            yield Offence(code="turned", start=0, end=len(draft), what=f"the lines don't speak of {pole!r}")
    for m in _VALUE.finditer(draft):
        figure = evidence.figure(m["id"])
        if figure is not None:
            yield from _clashes(m, figure, draft, rests_on)
    yield from _idle(draft)


def as_in_line(m: re.Match[str], draft: str, rests_on: Sequence[str]) -> bool:
    """Whether a value's clause has the poles that its clause has in a line by rule, and has some."""
    said = {k: v for k, v in _told(m, draft).items() if v}
    there = _by_rule(m[1], rests_on)
    return bool(said) and any({k: v for k, v in p.items() if v} == said for p in there)


def unquoted(draft: str) -> str:
    """A draft with blanks in the place of what it quotes."""
    return re.sub(r"“[^”]*”", lambda m: " " * len(m[0]), draft)


def _of_figures(group: str, draft: str, lines: Sequence[Found], evidence: Evidence) -> frozenset[str]:
    """Poles that the figures of a sentence give it: those of titles, and the account where lines speak of nobody."""
    shown = [f for m in _VALUE.finditer(draft) if (f := evidence.figure(m["id"]))]
    if group == "whose":
        bases = _any(group, [poles(f.basis_display) for f in shown]) if not _any(group, lines) else frozenset()
        return bases | (_any(group, [poles(f.title) for f in shown]) & {"drag"})
    return _any(group, [poles(f.title) for f in shown]) if group in {"level", "amount"} else frozenset()


def _segment(start: int, end: int, draft: str) -> tuple[int, int]:
    """Where the clause begins and ends in which something stands; with several values in it, the part between commas."""
    begin, stop = bounds(start, end, draft)
    for m in _RELATIVE.finditer(draft, begin, stop):
        begin, stop = (m.end(), stop) if m.end() <= start else (begin, min(stop, m.start()) if m.start() >= end else stop)
    if len({v["id"] for v in _VALUE.finditer(draft, begin, stop)}) > 1:
        begin = max(begin, draft.rfind(",", begin, start) + 1)
        comma = draft.find(",", end, stop)
        stop = comma if comma >= 0 else stop
    return begin, stop


_RELATIVE = re.compile(r",(?= (?:when|which|that|while)\b)", re.IGNORECASE)


def _narrow(m: re.Match[str], draft: str) -> str:
    """The clause of a value."""
    return draft[slice(*_segment(m.start(), m.end(), draft))]


def _told(m: re.Match[str], draft: str) -> Found:
    """The poles of a value's clause; of those whose it is, the last before it."""
    begin, _ = _segment(m.start(), m.end(), draft)
    found, before = poles(_narrow(m, draft)), re.sub(r"\{[^{}]*\}", " ", draft[begin : m.start()])
    places = {pole: hit.end() for pole, said in _POLES["whose"].items() for hit in _pattern(said).finditer(before)}
    nearest = max(places, key=lambda pole: places[pole], default=None)
    return {**found, "whose": frozenset({nearest} if nearest else ())}


def _any(group: str, found: Sequence[Found]) -> frozenset[str]:
    return frozenset(pole for one in found for pole in one[group])


def _all_told(lines: Sequence[str]) -> list[Found]:
    return [_told(m, line) for line in lines for m in _VALUE.finditer(line)]


def _by_rule(id_: str, rests_on: Sequence[str]) -> list[Found]:
    return [_told(m, line) for line in rests_on for m in _VALUE.finditer(line) if m["id"] == id_]


def _clashes(m: re.Match[str], figure: FigureView, draft: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    """What the clause of a value says that neither its clause in the lines nor its title does; and what it must say."""
    here, title, there = _told(m, draft), poles(figure.title), _by_rule(figure.id, rests_on)
    lines = [line for line in rests_on if any(v["id"] == figure.id for v in _VALUE.finditer(line))]
    around, said = [poles(line) for line in lines], poles(draft)
    for group in _POLES:
        own = _any(group, there) | (title[group] - {"drag"})
        allowed = title[group] | (own or _any(group, around) | poles(figure.basis_display)[group])
        if wrong := here[group] - allowed:
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"{m[0]} is not of {', '.join(sorted(wrong))}")
        needed = _any(group, there) if group in {"average", "hedge", "layer", "effect", "amount", "whose"} else frozenset()
        needed = frozenset() if group in {"effect", "whose"} and _DRAG.search(draft) else needed
        several = (group == "whose" and len(_any(group, _all_told(lines))) > 1) or group == "average"
        ahead = poles(draft[: m.start()])[group] if group == "average" else frozenset()  # "on average", said once for several
        if needed and not needed & ((here if several else said)[group] | ahead):
            yield Offence(code="dropped", start=m.start(), end=m.end(), what=f"{m[0]} is {', '.join(sorted(needed))}")
    yield from _governed(m, draft, lines, figure)


def _governed(m: re.Match[str], draft: str, lines: Sequence[str], figure: FigureView) -> Iterator[Offence]:
    """A value after a word that goes with another value of the lines."""
    begin, _ = bounds(m.start(), m.end(), draft)
    word = _governor(m, draft, max((v.end() for v in _VALUE.finditer(draft, begin, m.start())), default=begin))
    others = {_governor(v, line, 0) for line in lines for v in _VALUE.finditer(line) if v["id"] != figure.id}
    own = {_governor(v, line, 0) for line in lines for v in _VALUE.finditer(line) if v["id"] == figure.id}
    if word and word in others and word not in own and word not in figure.title.lower():
        yield Offence(code="turned", start=m.start(), end=m.end(), what=f"{m[0]} stands after {word!r}")


def _governor(m: re.Match[str], draft: str, begin: int) -> str:
    bare = re.sub(r"\{[^{}]*\}", lambda t: " " * len(t[0]), draft)
    before = [g[1].lower() for g in _GOVERNS.finditer(bare, begin, m.start())]
    return before[-1] if before else ""


def _idle(draft: str) -> Iterator[Offence]:
    """A pole in a clause that shows nothing, so that it could go with any value or with none."""
    shown = [_segment(m.start(), m.end(), draft) for m in _FIGURE.finditer(draft)]
    valued = [_segment(m.start(), m.end(), draft) for m in _VALUE.finditer(draft)]
    several = len({m["id"] for m in _VALUE.finditer(draft)}) > 1
    for group in ("hedge", "average", "layer", "effect"):
        with_value = valued if group in {"effect", "hedge"} else shown
        for said in _POLES[group].values() if several or group in {"average", "effect"} else ():
            for m in _pattern(said).finditer(draft):
                inside = draft.rfind("{", 0, m.start()) > draft.rfind("}", 0, m.start())
                if not inside and not any(a <= m.start() and m.end() <= b for a, b in with_value):
                    yield Offence(code="turned", start=m.start(), end=m.end(), what=f"{m[0]!r} goes with no figure")


def joined(own: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    """What "is" another thing, and what an average or a superlative is of, otherwise than in the lines."""
    lines = [re.sub(r"\{[^{}]*\}|\[S\d+\]", "\0", line) for line in rests_on]
    pairs = {frozenset(m.groups()) for line in lines for m in _IS.finditer(line.lower())}
    for m in _IS.finditer(own.lower()):
        if frozenset(m.groups()) not in pairs:
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"no line says {m[0]!r}")
    for m in _AVERAGE.finditer(own):
        if not _AVERAGED.fullmatch(m[1]):
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"no line says {m[0]!r}")
    best = {m[0].lower() for line in lines for m in _BEST.finditer(line)}
    for m in _BEST.finditer(own):
        if not any(m[0].lower() in told or told in m[0].lower() for told in best):
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"no line says {m[0]!r}")


_IS = re.compile(r"(\w+|\0+) (?:is|are) (?:an? |the )?(\w+|\0)")
_AVERAGE = re.compile(r"\b(?:mean|average|median) ([a-z]+)", re.IGNORECASE)
_AVERAGED = re.compile(
    r"month|day|week|year|monthly|daily|weekly|annual|cost|drag|return|trade|was|were|came|stood|amounted|of|a|per|and|in|on|the|it"
    r"|unhedged|hedged|with|without|while|against",
    re.IGNORECASE,
)
_BEST = re.compile(
    r"\b(?:best|worst|largest|smallest|highest|lowest|longest|deepest|maximum|minimum) \w+(?: of the \w+)?", re.IGNORECASE
)
