"""Rewording: what a model makes of lines by rule, held against them and the evidence, and put in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.evidence.evidence import Evidence
from qa.verify.review import Reviewed, review
from qa.write.draft import Draft

TOKENS = re.compile(r"\{(F\d+)(?:\.([a-z]+))?\}|\{(S\d+)[@.][^{}]*\}|\[(S\d+)\]|“([^”]+)”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence by rule: part 0 is the summary, the others are the sections."""

    id: str
    part: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A sentence by the model, the lines that it replaces, and what the guard has against it."""

    text: str
    replaces: tuple[str, ...]
    offences: tuple[str, ...] = ()
    #: the text as it may stand, with labels where tokens need them
    shown: str = ""


def judge(written: Sequence[Written], lines: Sequence[Line], evidence: Evidence) -> list[Written]:
    """The sentences with what the guard has against each, its tokens labelled where need be; a line told again is as it was."""
    by_id = {line.id: line for line in lines}
    judged = []
    for w in written:
        rests_on = [by_id[i].text for i in w.replaces if i in by_id]
        seen = Reviewed(draft=w.text, offences=()) if [w.text] == rests_on else review(w.text, rests_on, evidence)
        said = [f"{o.code} at {o.start} to {o.end}: {o.what}" for o in seen.offences]
        said += [f"unknown-line: {i}" for i in w.replaces if i not in by_id]
        said += [] if w.replaces else ["unknown-line: it replaces none"]
        judged.append(replace(w, shown=seen.draft, offences=tuple(said)))
    return [_with_dropped(w, judged, by_id) for w in judged]


def _with_dropped(w: Written, judged: Sequence[Written], lines: Mapping[str, Line]) -> Written:
    """The sentence with what it and its like leave out of a line that they replace."""
    dropped = [f"dropped: {line} has {', '.join(left)}" for line in w.replaces if (left := _left_out(line, judged, lines))]
    return replace(w, offences=(*w.offences, *dropped))


def _left_out(id_: str, judged: Sequence[Written], lines: Mapping[str, Line]) -> list[str]:
    if id_ not in lines:
        return []
    told = {t for w in judged if id_ in w.replaces for t in _needed(w.text)}
    return [t for t in dict.fromkeys(_needed(lines[id_].text)) if t not in told]


def _needed(text: str) -> list[str]:
    """What must not be lost of a text: figures with their fields, marks, echoes."""
    values = {None: "", "display": "", "magnitude": ""}
    found = []
    for m in TOKENS.finditer(text):
        if m[1] and m[2] not in {"scope", "basis"}:
            found.append(m[1] + values.get(m[2], f".{m[2]}"))
        elif m[3] or m[4]:
            found.append(f"[{m[3] or m[4]}]")
    return found


def whole(written: Sequence[Written], lines: Sequence[Line]) -> list[Written]:
    """The sentences without offence whose lines they and the others left tell whole."""
    kept = [w for w in written if not w.offences]
    by_id = {line.id: line for line in lines}
    while lost := [w for w in kept if any(_left_out(i, kept, by_id) for i in w.replaces)]:
        kept = [w for w in kept if w not in lost]
    return kept


def merged(draft: Draft, lines: Sequence[Line], kept: Sequence[Written]) -> Draft:
    """The draft with the kept sentences in the place of the first line that each replaces."""
    parts = [list(draft.summary), *(list(s.sentences) for s in draft.sections)]
    told = {i for w in kept for i in w.replaces}

    def rewritten(part: int, sentences: Sequence[str]) -> tuple[str, ...]:
        ids = {line.text: line.id for line in lines if line.part == part}
        said: list[str] = []
        for text in sentences:
            id_ = ids.get(text)
            said += [w.shown for w in kept if w.replaces[0] == id_]
            said += [] if id_ in told else [text]
        return tuple(said)

    made = [rewritten(i, sentences) for i, sentences in enumerate(parts)]
    sections = tuple(replace(s, sentences=said) for s, said in zip(draft.sections, made[1:], strict=True))
    by_id = {line.id: line.text for line in lines}
    replaces = {w.shown: tuple(by_id[i] for i in w.replaces) for w in kept}
    replaces = {shown: by_rule for shown, by_rule in replaces.items() if by_rule != (shown,)}
    return replace(draft, summary=made[0], sections=sections, replaces=replaces)
