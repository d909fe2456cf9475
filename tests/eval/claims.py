"""How often the numbers that sentences assert are read right: `python -m tests.eval.claims [FILE]` prints it by field."""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.texts.documents import Document, Passage, digest_of
from qa.calculator.core.scope_text import parse_scope
from qa.evidence.claims import Claim, read_claims
from tests.eval.wilson import wilson

FILE = Path(__file__).with_name("claims.toml")
FRESH = Path(__file__).with_name("claims_fresh.toml")
UNSEEN = Path(__file__).with_name("claims_unseen.toml")
FIFTH = Path(__file__).with_name("claims_fifth.toml")
FIELDS = ("bound", "unit", "period", "denominator", "scope", "tier", "layer")
_UNITS = {"delta": "delta", "dte": "days", "roll": "days", "contracts": "count", "vix_threshold": "points", "credit": "USD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """What a sentence asserts: metric and range, and every other field as text."""

    metric: str
    low: float
    high: float
    fields: tuple[str, ...]

    def is_of(self, other: Asserted) -> bool:
        """Whether both are of one metric and range."""
        near = all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in ((self.low, other.low), (self.high, other.high)))
        return self.metric == other.metric and near


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence, the heading above it, and its labels."""

    text: str
    under: str
    labels: tuple[Asserted, ...]


def read_cases(file: Path = FILE) -> tuple[Case, ...]:
    """The sentences of a file."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))["sentence"]
    return tuple(
        Case(text=e["text"].strip("\n"), under=e.get("under", ""), labels=tuple(_label(c) for c in e["claims"])) for e in told
    )


def _label(c: dict[str, str | float]) -> Asserted:
    metric, low = str(c["metric"]), float(c["low"])
    usual = {"bound": "within", "unit": _UNITS.get(metric, "fraction"), "period": "unstated", "denominator": "account"}
    scope = str(c.get("scope", "all"))
    fields = {**usual, "tier": "", "layer": "", **{k: str(v) for k, v in c.items()}}
    fields["scope"] = scope if scope == "other" else str(parse_scope(scope))
    return Asserted(metric=metric, low=low, high=float(c.get("high", low)), fields=tuple(fields[f] for f in FIELDS))


def asserted(case: Case) -> tuple[Asserted, ...]:
    """What is read of a case."""
    document = Document(
        path="t", title=case.under or "Text", authority="article", date=None, text=case.text, digest=digest_of(case.text)
    )
    headings = (case.under,) if case.under else ()
    passage = Passage(document=document, headings=headings, start=0, end=len(case.text))
    return tuple(_read(c) for c in read_claims(passage))


def _read(c: Claim) -> Asserted:
    scope = "other" if c.circumstance else str(c.scope)
    fields = (c.bound, c.unit, c.period, c.denominator, scope, c.tier or "", c.layer or "")
    return Asserted(metric=c.metric, low=c.low, high=c.high, fields=fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts over all cases: what was read, what was labelled, and how many agree, in all and by field."""

    read: int
    labelled: int
    found: int
    whole: int
    by_field: dict[str, int]
    misses: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of what was read, the share that is right in every field."""
        return self.whole / max(self.read, 1)

    @property
    def recall(self) -> float:
        """Of what is asserted, the share that was read right in every field."""
        return self.whole / max(self.labelled, 1)


def score(cases: Sequence[Case]) -> Score:
    """How what is read compares with the labels."""
    read = labelled = found = whole = 0
    by_field = dict.fromkeys(FIELDS, 0)
    misses: list[str] = []
    for case in cases:
        left, told = list(case.labels), asserted(case)
        read += len(told)
        labelled += len(left)
        for one in told:
            near = [label for label in left if label.is_of(one)]
            best = max(near, key=lambda label: sum(a == b for a, b in zip(label.fields, one.fields, strict=True)), default=None)
            if best is None:
                misses.append(f"read, not asserted: {one.metric} {one.low}..{one.high} {one.fields}\n    {case.text!r}")
                continue
            left.remove(best)
            found += 1
            wrong = [f for f, a, b in zip(FIELDS, best.fields, one.fields, strict=True) if a != b]
            whole += not wrong
            for f in FIELDS:
                by_field[f] += f not in wrong
            if wrong:
                misses.append(f"{', '.join(wrong)}: {one.metric} {one.fields}, labelled {best.fields}\n    {case.text!r}")
        misses += [f"not read: {x.metric} {x.low}..{x.high}\n    {case.text!r}" for x in left]
    return Score(read=read, labelled=labelled, found=found, whole=whole, by_field=by_field, misses=tuple(misses))


def main() -> None:
    """Print precision and recall, in all and by field, and every miss."""
    for file in [Path(name) for name in sys.argv[1:]] or [FILE, FRESH, UNSEEN]:
        s = score(read_cases(file))
        sys.stdout.write(f"{file.name}: {s.labelled} asserted, {s.read} read\n")
        for what, k in (("metric and range", s.found), *s.by_field.items(), ("every field", s.whole)):
            (a, b), (c, d) = wilson(k, s.read), wilson(k, s.labelled)
            sys.stdout.write(
                f"  {what:17} precision {k / s.read:.1%} ({a:.1%} to {b:.1%})  recall {k / s.labelled:.1%} ({c:.1%} to {d:.1%})\n"
            )
        sys.stdout.write("".join(f"  {miss}\n" for miss in s.misses))


if __name__ == "__main__":
    main()
