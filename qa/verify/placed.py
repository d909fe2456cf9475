"""What a rewording has where its lines have it: names, citations, what a basis and an n belong to, one thing or many of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.document import Sentence, Span
from qa.evidence.evidence import Evidence
from qa.verify.vocabulary import cited, prose, words
from qa.write.draft import Offence, bind

_BASIS = re.compile(r"(?P<before>\S*),?\s*\{(?P<id>F\d+)\.basis\}")
_VALUE = re.compile(r"\{(F\d+)(?:\.(?:display|magnitude))?\},?")
_COUNT = re.compile(r"(?<!n = )\{(?P<id>F\d+)\.n\}")
_EACH = re.compile(r"\b(?:each|every) (?:day|week|month|year)\b", re.IGNORECASE)
_FIELD = re.compile(r"\{F\d+\.(?P<field>(?!display|magnitude)[a-z]+)\}")
_START = re.compile(r"\{F\d+\.start\}")
_SPAN = re.compile(r"\{(F\d+)\.start\}(?: to |[–-])\{\1\.end\}")
#: A period that follows a word and no value; what may stand between them aside.
_A_TIME = re.compile(
    r"\b(?!average\b|unhedged\b|hedged\b|basis\b|account\b)[A-Za-z]+,? (?:an?|per) (?:day|week|month|year)\b", re.IGNORECASE
)
#: Spans of time, of which one and many say the same beside a number.
_TIMES = frozenset("day week month year".split())
#: Letters of the shortest noun: "a" and "as", "it" and "its" are not one and many.
_SHORTEST = 3


def misplaced(draft: str, sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """What stands where no line has it."""
    lines = [bind(line, evidence)[0] for line in rests_on]
    yield from _names(sentence, lines)
    yield from _sources(sentence, lines)
    yield from _parts(draft, rests_on)
    yield from _fields(draft, rests_on)
    yield from _numbers(draft, sentence, rests_on, evidence)


def atoms(draft: str, evidence: Evidence) -> str:
    """A draft with a word of its own for each listed name, so that a name is one thing and not its words."""
    for i, name in enumerate(sorted(evidence.names, key=lambda n: (-len(n.text), n.ref))):
        mark = "name" + "".join(chr(ord("a") + int(digit)) for digit in str(i))
        draft = re.sub(rf"(?<![\w{{]){re.escape(name.text)}(?!\w)", mark, draft)
    return draft


def _spans(sentence: Sentence, kinds: set[str]) -> list[Span]:
    return [s for s in sentence.spans if s.kind in kinds]


def _offence(span: Span, what: str) -> Offence:
    return Offence(code="unsupported", start=span.start, end=span.end, what=what)


def _names(sentence: Sentence, lines: Sequence[Sentence]) -> Iterator[Offence]:
    """Names that no line has, or that stand more often than in the lines."""
    allowed = Counter(line.text[s.start : s.end] for line in lines for s in _spans(line, {"name"}))
    for span in _spans(sentence, {"name"}):
        name = sentence.text[span.start : span.end]
        allowed[name] -= 1
        if allowed[name] < 0:
            yield _offence(span, f"the lines don't name {name!r} there")


def _sources(sentence: Sentence, lines: Sequence[Sentence]) -> Iterator[Offence]:
    """Sources that no line cites; marks after another source's quotation, and titles before one."""
    allowed = {s.ref for line in lines for s in _spans(line, {"source", "quote"})}
    spans = _spans(sentence, {"source", "quote"})
    for i, span in enumerate(spans):
        if span.ref not in allowed:
            yield _offence(span, f"the lines don't cite {span.ref}")
        elif span.kind == "source":
            near = reversed(spans[:i]) if span.field == "mark" else iter(spans[i + 1 :])
            quote = next((s for s in near if s.kind == "quote"), span)
            if quote.ref != span.ref:
                yield _offence(span, f"{span.ref} is not the source of that quotation")


def _parts(draft: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    """A basis that does not follow its own value, and an n that is not told as one, unless a line has it so."""
    for m in _BASIS.finditer(draft):
        value = _VALUE.fullmatch(m["before"])
        if (value is None or value[1] != m["id"]) and not any(m[0] in line for line in rests_on):
            yield Offence(code="wrong-basis", start=m.start(), end=m.end(), what=f"the basis of {m['id']} follows its value")
    for m in _COUNT.finditer(draft):
        if not any(_COUNT.search(line) for line in rests_on):
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"{m['id']}'s n is told as n")
    for m in _EACH.finditer(draft):
        if not any(m[0].lower() in line.lower() for line in rests_on):
            yield Offence(code="unsupported", start=m.start(), end=m.end(), what=f"no line says {m[0]!r}")


def _fields(draft: str, rests_on: Sequence[str]) -> Iterator[Offence]:
    """Fields that no line shows, days that are parted from the other end of their span, and a period that follows no value."""
    told = {m[0] for line in rests_on for m in _FIELD.finditer(line)}
    for m in _FIELD.finditer(draft):
        if m[0] not in told and m["field"] not in {"basis", "scope"}:
            yield Offence(code="unsupported", start=m.start(), end=m.end(), what=f"the lines don't show {m[0]}")
    for m in _START.finditer(draft):
        if any(_SPAN.search(line) for line in rests_on) and not _SPAN.match(draft, m.start()):
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"{m[0]} is told with the end of its span")
    for m in _A_TIME.finditer(draft):
        said = m[0].lower()
        if not any(said in line.lower() for line in rests_on):
            yield Offence(code="turned", start=m.start(), end=m.end(), what=f"no line says {said!r}")


def _numbers(draft: str, sentence: Sentence, rests_on: Sequence[str], evidence: Evidence) -> Iterator[Offence]:
    """One thing where the lines have many of it, and the other way round."""
    said = [w for line in rests_on for w in words(prose(line))]
    told = {*said, *(f"{w}s" for w in said if said.count(w) > 1)}
    told |= {w for f in cited(sentence, evidence) for text in (f.title, f.basis_display, f.scope_display) for w in words(text)}
    for word in dict.fromkeys(words(prose(draft))):
        one = word.removesuffix("s")
        other = one if word.endswith("s") else f"{word}s"
        if one not in _TIMES and len(one) >= _SHORTEST and word not in told and other in told:
            what = f"the lines say {other!r}, not {word!r}"
            yield Offence(code="turned", start=0, end=len(sentence.text), what=what)
