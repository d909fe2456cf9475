"""How often a question is understood: `python -m tests.eval.understanding [CSV] [--every N] [--format json]`.

Without a file, on the labelled questions: each is read with the scores of models that saw nothing of its writer. With a file of
the same columns, by the scorer as shipped, which must then have seen none of it. Rates are with Wilson intervals.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.errors import WrongUseError
from qa.answer import Materials, answer
from qa.calculator.core.scope_text import parse_scope
from qa.document import AnswerDocument
from qa.understand.labelled import Labelled, read_file
from qa.understand.outcomes import own_key
from qa.understand.reader import Read, read_question
from qa.understand.scores import Scores
from tests.eval.scopes import is_episodic, same_days
from tests.eval.wilson import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What of a question was understood."""

    row: Labelled
    kind: str
    status: str
    lead: str | None
    offered: tuple[str, ...]
    scope_right: bool
    #: what was read of the scope
    scope: str
    #: all figures of a page that accounts for a period: its parts answer together
    account: tuple[str, ...] = ()
    #: figures whose numbers stand in the short answer
    told: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks for a figure that can be answered here."""
        named = bool(self.row.leads) and not self.row.missing
        return named and self.row.kind in {"cost", "mixed"} and self.row.status == "answered"

    @property
    def lead_right(self) -> bool:
        """Whether the leading figure is one of the fair ones, in whatever period it is cut."""
        if {_figure(key) for key in self.account} & _fair(self.row):
            return True
        return self.lead is not None and _figure(self.lead) in _fair(self.row)

    @property
    def told_right(self) -> bool:
        """Whether a fair figure leads, or its number stands beside the leading one in the short answer."""
        return self.lead_right or bool({_figure(key) for key in self.told} & _fair(self.row))

    @property
    def found(self) -> bool:
        """Whether a fair figure is told or is among the choices."""
        return self.told_right or bool({_figure(k) for k in self.offered} & _fair(self.row))

    @property
    def answered(self) -> bool:
        """Whether the page says that it is answered."""
        return self.status == "answered"

    @property
    def falsely(self) -> bool:
        """Whether it says so and answers something else than what was asked, or leaves out what is not here."""
        if not self.answered:
            return False
        if self.row.kind in {"out_of_scope", "advice"} or self.row.missing:
            return True
        return self.asks and not self.told_right


def _fair(row: Labelled) -> frozenset[str]:
    """The figures that may lead: where both sides of one are asked for, either."""
    twins = {
        key for key in row.keys for lead in row.leads if key.replace("unhedged", "hedged") == lead.replace("unhedged", "hedged")
    }
    return frozenset(_figure(key) for key in (*row.leads, *twins))


def _figure(key: str) -> str:
    """A figure whatever its period: the annualized drag is the year's."""
    key = own_key(key)
    return "drag.monthly.mean" if key in {"drag.monthly.annualised", "drag.daily.contrast", "drag.monthly.contrast"} else key


def judge(row: Labelled, materials: Materials) -> Outcome:
    """Answer a question and hold the page against its labels."""
    document = answer(row.last, materials)
    lead = next(iter(document.plan.keys), None) if document.status != "clarify" else None
    return Outcome(
        row=row,
        kind=document.kind,
        status=document.status,
        lead=lead,
        offered=(*document.plan.keys, *(n.key for n in document.not_computed)) if document.status == "clarify" else (),
        scope_right=_scope(row, materials) == _scopes(row, document, materials) or not row.leads,
        scope=" vs ".join(document.plan.scopes),
        account=document.plan.keys if document.title.text.startswith("Why ") else (),
        told=_told(document),
    )


def _told(document: AnswerDocument) -> tuple[str, ...]:
    of = {figure.id: figure.key for figure in document.figures}
    refs = (span.ref for sentence in document.summary for span in sentence.spans)
    return tuple(dict.fromkeys(of[ref] for ref in refs if ref in of))


def _scope(row: Labelled, materials: Materials) -> frozenset[str]:
    """The scopes of a row's label, without tier, period and claim, which choose a backtest or a figure."""
    return _plain((row.scope or "all").split(" vs "), row.leads, materials)


def _scopes(row: Labelled, document: AnswerDocument, materials: Materials) -> frozenset[str]:
    return _plain(document.plan.scopes or ("all",), row.leads, materials)


def _plain(scopes: Iterable[str], leads: Sequence[str], materials: Materials) -> frozenset[str]:
    """Scopes in the one form in which they count the same days of the first backtest."""
    facts = materials.book.of(materials.backtests[0].read())
    found = set[str]()
    for text in scopes:
        try:
            found.add(str(same_days(parse_scope(text).less("tier", "per", "claim"), facts, episodic=is_episodic(leads))))
        except WrongUseError:
            found.add(text)
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many of so many, with Wilson's interval."""

    name: str
    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval."""
        return wilson(self.hits, self.of)

    def __str__(self) -> str:
        low, high = self.interval
        share = self.hits / self.of if self.of else 0.0
        return f"{self.name:42} {share:6.1%}  {self.hits} of {self.of} ({low:.1%} to {high:.1%})"


def rates(outcomes: Sequence[Outcome]) -> list[Rate]:
    """All rates of some questions."""
    asks = [o for o in outcomes if o.asks]
    led = [o for o in asks if o.answered]
    wanted: list[tuple[str, Iterable[Outcome], Callable[[Outcome], bool]]] = [
        ("false “answered”, of all", outcomes, lambda o: o.falsely),
        ("right lead where answered", led, lambda o: o.lead_right),
        ("right figure told where answered", led, lambda o: o.told_right),
        ("answered and told, of questions on figures", asks, lambda o: o.answered and o.told_right),
        ("answered with the right lead, of the same", asks, lambda o: o.answered and o.lead_right),
        ("right among those told and choices", asks, lambda o: o.found),
        ("choices, of questions on figures", asks, lambda o: o.status == "clarify"),
        ("scope", asks, lambda o: o.scope_right),
        ("scope, of those not declined", [o for o in asks if o.status != "declined"], lambda o: o.scope_right),
        ("kind", outcomes, lambda o: o.kind == o.row.kind or {o.kind, o.row.kind} == {"cost", "mixed"}),
        ("kind, strictly", outcomes, lambda o: o.kind == o.row.kind),
        ("status", outcomes, lambda o: o.status == o.row.status),
    ]
    found = []
    for name, of, right in wanted:
        rows = list(of)
        found.append(Rate(name=name, hits=sum(map(right, rows)), of=len(rows)))
    return found


def confusion(outcomes: Iterable[Outcome]) -> list[tuple[str, int]]:
    """The figures that are taken for others most often."""
    wrong = Counter(f"{o.row.leads[0]} -> {o.lead}" for o in outcomes if o.asks and o.lead and not o.lead_right)
    return wrong.most_common(20)


def left_out_reader() -> tuple[list[Labelled], Read]:
    """The rows whose left-out scores are known, and a reader that gives them."""
    from tests.eval.scoring import left_out_scores

    scores = left_out_scores()
    by_text = {row.last: told for row, told in scores}

    def read(question: str, parts: tuple[str, ...] = (), /) -> Scores:
        known = by_text.get(question.rpartition(" >> ")[2])
        return known if known is not None else read_question(question, parts)

    return [row for row, _ in scores], read


def main() -> None:
    """Print the rates, by all, by writer and by kind, and what is taken for what."""
    from reports.desk import Desk, DeskFile, materials_of

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--every", type=int, default=1, help="of all rows only each N-th")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--misses", action="store_true", help="list what is falsely answered")
    asked = parser.parse_args()
    rows, read = (list(read_file(asked.file)), read_question) if asked.file else left_out_reader()
    rows = [row for row in rows if not row.earlier][:: asked.every]
    with tempfile.TemporaryDirectory() as folder:
        materials = materials_of(Desk(root=Path(folder), settings=DeskFile(), cache=Path(folder)))
        outcomes = [judge(row, replace(materials, read=read)) for row in rows]
    groups = {"all": outcomes}
    groups |= {f"writer {w}": [o for o in outcomes if o.row.writer == w] for w in dict.fromkeys(o.row.writer for o in outcomes)}
    groups |= {f"kind {k}": [o for o in outcomes if o.row.kind == k] for k in dict.fromkeys(o.row.kind for o in outcomes)}
    if asked.format == "json":
        made = {name: [asdict(rate) for rate in rates(own)] for name, own in groups.items()}
        sys.stdout.write(json.dumps({"rates": made, "confusion": confusion(outcomes)}, ensure_ascii=False, indent=1) + "\n")
        return
    for name, own in groups.items():
        sys.stdout.write(f"{name}\n" + "".join(f"  {rate}\n" for rate in rates(own)))
    sys.stdout.write("taken for another\n" + "".join(f"  {n:3} {what}\n" for what, n in confusion(outcomes)))
    if asked.misses:
        for o in outcomes:
            if o.falsely:
                sys.stdout.write(f"FALSE {o.row.leads[:2]} {o.row.missing} read {o.lead} [{o.scope}]: {o.row.last}\n")


if __name__ == "__main__":
    main()
