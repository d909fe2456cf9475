"""Links: which content word stands to which, and by what; a rewording may make none that its lines do not make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.document import FigureView, Sentence
from qa.evidence.evidence import Evidence
from qa.verify.vocabulary import PLAIN, SUPERLATIVES, cited, stem, words
from qa.write.draft import Offence


class Link(NamedTuple):
    """A word or figure, what leads from it to the next, and the next."""

    before: str
    by: str
    after: str


class Step(NamedTuple):
    """A place in a sentence that makes a link, with all that may be meant: "rate of the strategy was" says it of the rate."""

    befores: tuple[str, ...]
    by: str
    after: str


_PART = re.compile(r"\{[^{}]*\}|\[S\d+\]|“[^”]*”|[^\W\d_]+(?:[-’'][^\W\d_]+)*(?:['’](?!\w))?|[;:,.()—–]")
_VALUE = re.compile(r"\{(F\d+)(?:\.(?:display|magnitude))?\}")
_FIGURE = re.compile(r"F\d+")
_ENDS = frozenset("and or but while whereas when which ; : , . ( ) — –".split())
_ARTICLES = frozenset("a an the this that these those it its their".split())
_COPULAS = frozenset("was were is are be been".split())
#: What begins a phrase that may stand elsewhere in its sentence; "of" and its like belong to what is before them.
_MOVABLE = frozenset("in on over during from at by to for with without against under while".split())
_HAVING = frozenset("has had have".split())
#: What the checks of poles, of periods and of fields hold to a value, wherever in its clause it stands.
_HELD = re.compile(
    r"\bon average\b|\b(?:in )?the (?:median|average|mean) month\b|\b(?:mean|average|averaged|median|hedged|unhedged)\b"
    r"|\bwith(?:out)? (?:the hedge|it|hedging)\b|(?<=[}\w] )(?:an?|per|each) (?:day|week|month|year)\b|\bmonthly\b|\bcompounded\b"
    r"|\b(?:came|amounted) to(?=\s*\{)|\bstood at(?=\s*\{)|\bnamely\b"
    r"|\b(?:in|of|from|during|over|on) (?:this|the) (?:backtest|record|run)\b|\bto(?=\s*\{)",
    re.IGNORECASE,
)


#: Words that belong to the one after them.
_BELONG = frozenset(map(stem, SUPERLATIVES)) | {"short", "medium", "long"}


#: Words for what is measured: a value right after one is that measure.
_MEASURES = frozenset(map(stem, ("drag", "difference", "rate", "ratio", "base", "drawdown", "premium")))


#: Whose a measure is: no value is one of them.
_OWNERS = frozenset(map(stem, ("account", "strategy", "hedge", "condors", "layer", "backtest")))
#: What says "was" before a value.
_WAS = re.compile(r"\b(?:(?:came|amounted) to|stood at|to)(?=\s*\{F\d+(?:\.(?:display|magnitude))?\})", re.IGNORECASE)


class _Walk:
    """Goes through a text and keeps where it stands."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._befores: tuple[str, ...] = ()
        self._by, self._moved = "", False
        #: what was begun after a phrase that was moved to the front, and must go on
        self._begun: Step | None = None
        self._fronted: tuple[str, ...] = ()

    def part(self, part: str) -> None:
        """The next part of the text."""
        word = part.lower()
        if word in _ENDS or word in _HAVING or part.startswith(("[", "“")):
            self._end()
        elif word in _ARTICLES:
            if self._moved and self._befores and not self._by:  # "in dollars the hedge": the phrase is over
                self._fronted, self._befores, self._moved = self._befores, (), False
        elif word in _COPULAS:
            self._by = f"{self._by} is".strip()
        elif word in _MOVABLE:
            self._befores, self._by, self._moved = (), "", True
        elif word in {"of", "than", "as", "into", "per"}:
            self._by = f"{self._by} {word}".strip()
        elif m := _VALUE.fullmatch(part):
            self._content(m[1])
        elif not part.startswith("{") and words(part):
            self._content(stem(words(part)[0]), owns=bool(re.search(r"['’]s?$", part)))

    def _end(self) -> None:
        """The end of a clause."""
        self.steps += [self._begun] if self._begun else []
        self._befores, self._by, self._moved, self._begun, self._fronted = (), "", False, None, ()

    def _content(self, atom: str, *, owns: bool = False) -> None:
        if atom in PLAIN:
            self._befores, self._by = (), ""
            return
        self._begun = Step(self._fronted, "", atom) if self._fronted and not _FIGURE.fullmatch(atom) else None
        self._fronted = ()
        if self._befores:
            self.steps.append(Step(self._befores, self._by, atom))
        # "the rate of the base strategy": a word of several after "of" goes on with them
        head = self._befores if self._by == "of" else self._befores[:-1] if self._by == "" else ()
        self._befores = (*head, atom)
        self._by = "'s" if owns else ""


def steps(text: str) -> list[Step]:
    """What a draft links, in order."""
    walk = _Walk()
    for part in (*_PART.findall(_HELD.sub(" ", _WAS.sub("was", text))), "."):
        walk.part(part)
    return walk.steps


def _links(text: str) -> Iterator[Link]:
    for step in steps(text):
        yield from (Link(before, step.by, step.after) for before in step.befores)


def _of_heads(text: str) -> Iterator[Link]:
    """What a line links; "the rate of the strategy was" says what it was of the rate alone."""
    for step in steps(text):
        value = step.by.endswith("is") and _FIGURE.fullmatch(step.after)
        yield from (Link(before, step.by, step.after) for before in (step.befores[:1] if value else step.befores))


def unlinked(draft: str, sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """Links of a sentence that neither its lines nor the titles, scopes and bases of its figures make."""
    figures = cited(sentence, evidence)
    texts = (*rests_on, *(text for f in figures for text in _texts(f)))
    known = {link for text in texts for link in _of_heads(text)}
    for step in steps(draft) if figures else ():
        if not any(_made(Link(before, step.by, step.after), known) for before in step.befores):
            said = " ".join(x for x in (step.befores[-1], step.by, step.after) if x)
            yield Offence(code="turned", start=0, end=len(sentence.text), what=f"no line links {said!r}")
    for said in (*_parted(draft, rests_on), *_hanging(draft, rests_on)) if figures else ():
        yield Offence(code="turned", start=0, end=len(sentence.text), what=said)


def _parted(draft: str, rests_on: Sequence[str]) -> Iterator[str]:
    """Superlatives, and which layer it is, that a line has before a word and the sentence elsewhere."""
    here = {link for link in _links(draft) if link.by == ""}
    for link in sorted({link for line in rests_on for link in _links(line)}):
        if link.by == "" and link.before in _BELONG and link not in here:
            yield f"{link.before!r} belongs to {link.after!r}"


def _hanging(draft: str, rests_on: Sequence[str]) -> Iterator[str]:
    """Words joined by "and" or its like that neither show nor link anything, unless a line has them so."""
    own = re.sub(r"“[^”]*”", "“”", draft)
    for m in re.finditer(r"\b(?:and|or|but) ([^{}“\[;:,.()]*)(?=[;:,.()]|$)", own, re.IGNORECASE):
        if words(m[1]) and not steps(m[1]) and not any(m[0].lower() in line.lower() for line in rests_on):
            yield f"{m[0]!r} hangs in the air"


def _texts(figure: FigureView) -> tuple[str, ...]:
    return figure.title, figure.scope_display, figure.basis_display


def _made(link: Link, known: set[Link]) -> bool:
    """Whether the lines make a link, as it is or the other way round, as "the cost of the hedge" does "the hedge cost"."""
    if link in known:
        return True
    if _FIGURE.fullmatch(link.after) or _FIGURE.fullmatch(link.before):
        return _with_value(link, known)
    before, by, after = link
    if by == "":  # "closing the hedge's trades" is closing trades
        return any(k.by == "'s" and k.after == after and Link(before, "", k.before) in known for k in known)
    if by == "of":
        return bool({Link(after, "", before), Link(after, "'s", before)} & known)
    if by == "'s":
        return Link(before, "", after) in known or any(k.by == "of" and _reaches(k.after, before, known) for k in known)
    return by == "is" and bool({Link(before, "", after), Link(after, "is", before)} & known)


def _with_value(link: Link, known: set[Link]) -> bool:
    """The same beside a value: whose it is, and of what, is held by the checks of poles, but not what else it would be put to."""
    before, by, after = link
    if not _FIGURE.fullmatch(after):
        return by == "is" and any(k.after == before and _reaches(after, k.before, known) for k in known)
    if (by == "" and before in _MEASURES) or (by == "is" and before in _OWNERS):
        return any(k.before == before and k.after == after for k in known)
    return by != "of" or any(k.before == before and _FIGURE.fullmatch(k.after) for k in known) or not _owner(before, known)


def _owner(word: str, known: set[Link]) -> bool:
    """Whether a word is what earns, loses or costs in the lines, so that it is no measure of itself."""
    return any(k.before == word and k.by == "" and k.after in {"cost", "lost", "earn", "return", "recover"} for k in known)


def _reaches(start: str, end: str, known: set[Link]) -> bool:
    """Whether words without anything between them lead from one to the other."""
    seen, now = set[str](), {start}
    while now - seen:
        seen |= now
        now = {k.after for k in known if k.by == "" and k.before in now}
    return end in seen
