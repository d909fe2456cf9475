"""What belongs to a figure wherever a model tells it: its basis, its scope, its period, and nothing else of the kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.document import FigureView
from qa.evidence.evidence import Evidence
from qa.verify.guard import clause
from qa.verify.vocabulary import stem, words
from qa.write.draft import Offence

_VALUE = re.compile(r"\{(?P<id>F\d+)(?:\.(?:display|magnitude))?\}")
_AFTER = r"(?:,? \{F\d+\.basis\}|,? (?P<basis>of (?:the )?[\w' ]+?))?,? ?(?:(?:on average|in the median),? )?"
_PERIOD = re.compile(_AFTER + r"\b(?P<one>an?|per|each|every) (?P<of>[a-z]+)", re.IGNORECASE)
_OF = re.compile(r",? (?:in |out )?of (?P<whole>(?:the |its |their |this |that |all )?[\w'’-]+)", re.IGNORECASE)
_PERIODS = frozenset({"day", "week", "month", "year"})
_ANY = re.compile(r"(\{F\d+)\b")
_LEVEL = re.compile(r"\{F\d+\.level\}(?! interval\b)")
#: Words before a value that say more than that it is so much.
_MORE = re.compile(
    r"\b(?:over|under|from|up to|near|past|above|below|than|within|beyond|between|during|while|both)\s*$", re.IGNORECASE
)
_TO = re.compile(r"\bto\s*$", re.IGNORECASE)
_CAME = re.compile(r"\b(?:came|come|amounted)\b", re.IGNORECASE)


def compulsory(draft: str, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """What of a value's basis, scope and period a sentence leaves out or puts otherwise than the lines."""
    for m in _ANY.finditer(draft):
        if not any(m[1] in line for line in rests_on):
            yield _offence("unsupported", m, f"the lines don't show {m[1][1:]}")
    for m in _LEVEL.finditer(draft):
        yield _offence("unsupported", m, "a level is that of an interval")
    for m in _VALUE.finditer(draft):
        figure = evidence.figure(m["id"])
        if figure is None:
            continue
        yield from _put_before(m, draft, rests_on)
        yield from _parts(m, figure, draft, rests_on, evidence)
        yield from _period(m, figure, draft, rests_on)
        yield from _share(m, figure, draft, rests_on)


def _put_before(m: re.Match[str], draft: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    before = draft[: m.start()]
    if re.search(r"\bagainst\s*$", before) and not _VALUE.search(before):
        yield _offence("unsupported", m, f"{m[0]} is held against nothing")
    said = _MORE.search(before) or (None if _CAME.search(before) else _TO.search(before))
    if said and not any(said[0].strip() + f" {m[0]}" in line for line in rests_on):
        yield _offence("unsupported", m, f"{said[0].strip()!r} before {m[0]}")


def _parts(m: re.Match[str], figure: FigureView, draft: str, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """Basis and scope, which a sentence has where the lines have them."""
    lines = [line for line in rests_on if _has_value(figure, line)]
    basis = f"{{{figure.id}.basis}}"
    if any(basis in line for line in lines) and basis not in draft and figure.basis_display not in draft:
        yield _offence("dropped", m, f"{figure.id} is {figure.basis_display}")
    scopes = {s for line in lines for s in re.findall(r"\{(F\d+)\.scope\}", line)}
    of_it = {s for s in scopes if (other := evidence.figure(s)) and other.scope == figure.scope}
    if of_it and not any(f"{{{s}.scope}}" in draft for s in of_it) and figure.scope_display not in draft:
        yield _offence("dropped", m, f"{figure.id} is of {figure.scope_display}")


def _has_value(figure: FigureView, line: str) -> bool:
    return any(v["id"] == figure.id for v in _VALUE.finditer(line))


def _period(m: re.Match[str], figure: FigureView, draft: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    """A period that is not the figure's, and none where the lines have one after it."""
    own = figure.unit.partition("/")[2]
    after = _PERIOD.match(draft, m.end())
    by_rule = {
        p["of"].lower()
        for line in rests_on
        for v in _VALUE.finditer(line)
        if v["id"] == figure.id and (p := _PERIOD.match(line, v.end()))
    }
    if after and after["of"].lower() not in {own, *by_rule}:
        yield _offence("wrong-period", m, f"{m[0]} is for {own or 'no period'}, not for a {after['of']}")
    needed = by_rule & _PERIODS
    here = {stem(w) for w in words(clause(m.start(), m.end(), draft))} | {
        stem(w) for w in words(draft[: m.start()]) if w.endswith("ly")
    }
    if needed and not {stem(p) for p in needed} & here:
        yield _offence("dropped", m, f"{m[0]} is for a {', '.join(sorted(needed))}")


def _share(m: re.Match[str], figure: FigureView, draft: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    """What a value is said to be a share of, where that is not its basis and not in the lines."""
    said = _OF.match(draft, m.end())
    if said is None or (figure.basis_display and draft[m.end() :].lstrip(" ,").startswith(figure.basis_display)):
        return
    by_rule = {
        o["whole"] for line in rests_on for v in _VALUE.finditer(line) if v["id"] == figure.id and (o := _OF.match(line, v.end()))
    }
    if said["whole"] not in by_rule:
        yield _offence("wrong-basis", m, f"{m[0]} is not of {said['whole']}")


def _offence(code: str, m: re.Match[str], what: str) -> Offence:
    return Offence(code=code, start=m.start(), end=m.end(), what=what)
