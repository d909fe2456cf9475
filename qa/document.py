"""The answer document: frozen values that mirror its JSON Schema, key by key and in its order."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Literal

SCHEMA = "hedgecite/answer/1"
#: Of a field that JSON has only where it isn't empty.
OPTIONAL = {"optional": True}
Kind = Literal["cost", "method", "term", "mixed", "out_of_scope", "advice", "report"]
Status = Literal["answered", "partial", "declined", "clarify"]
Verdict = Literal["consistent", "not_ruled_out", "inconsistent", "not_comparable"]
PremiseVerdict = Literal["borne_out", "not_borne_out", "cannot_tell"]
#: What a section is for: templates go by it, never by a heading.
SectionKind = Literal[
    "figures",
    "chart",
    "texts",
    "limits",
    "terms",
    "report",
    "cards",
    "days",
    "account",
    "hedge",
    "claims",
    "returns",
    "growth",
    "layers",
    "calendar",
    "method",
    "actual",
    "note",
    "restated",
    "falls",
    "trades",
]
SpanKind = Literal["figure", "point", "quote", "source", "name", "echo", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What an answer took of the model, failed requests included."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    #: whether the tokens of a request are estimated, because its reply did not tell them
    estimated: bool = False
    #: [USD]; None where the prices are not known
    cost: float | None = None

    @property
    def tokens(self) -> int:
        """Tokens sent and replied."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        costs = [u.cost for u in (self, other) if u.requests]
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            estimated=self.estimated or other.estimated,
            cost=None if None in costs else sum(c for c in costs if c is not None) if costs else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a sentence, in code points, and what it must equal."""

    start: int
    end: int
    kind: SpanKind
    ref: str
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence whose every numeral lies under a span."""

    text: str
    spans: tuple[Span, ...] = ()
    #: of a language model's sentence, the lines by rule in whose place it stands, in tokens
    replaces: tuple[str, ...] = field(default=(), metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalView:
    """An interval, `level` a fraction."""

    low: float
    high: float
    level: float
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A computed figure as a document holds it."""

    #: its name within the document, F1, F2 …
    id: str
    #: key in the catalogue
    key: str
    #: what was counted, as scopes are written
    scope: str
    scope_display: str
    title: str
    #: in `unit`; shares and returns are fractions
    value: float
    unit: str
    #: the value as pages write it
    display: str
    #: the same without its sign
    magnitude_display: str
    interval: IntervalView | None
    #: how many periods or trades were counted
    n: int
    n_display: str
    #: first and last date counted, ISO
    start: str
    start_display: str
    end: str
    end_display: str
    #: what it is a share of
    basis: str
    basis_display: str
    #: what the manifest says of fees
    fees: str
    #: whether positions have a value each day or only at their close
    marking: str
    hypothetical: bool
    formula: str
    #: digest of the data; None where it is arithmetic on quoted numbers
    dataset: str | None
    #: ids of the sources whose numbers went in, where it is that
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One cell of a series; without a value, `display` says why."""

    label: str
    value: float | None
    display: str
    n: int
    interval: IntervalView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A table's column or a chart's data."""

    id: str
    key: str
    title: str
    unit: str
    scope: str
    dataset: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputedView:
    """A figure that was asked for, and why there is none."""

    key: str
    scope: str
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A cited slice of a document: `quote` is its text from `start` to `end`."""

    id: str
    document: str
    title: str
    section: str
    authority: str
    date: str | None
    date_display: str | None
    page: int | None
    start: int
    end: int
    quote: str
    digest: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that has digits in it."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What a source asserts of a figure, and whether the figure bears it out."""

    source: str
    key: str
    scope: str
    low: float
    high: float
    unit: str
    period: str
    denominator: str
    display: str
    verdict: Verdict
    figure: str | None
    note: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What two sources say that can't both hold."""

    about: Sentence
    between: tuple[str, ...]
    note: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """Something the question takes for granted."""

    text: Sentence
    verdict: PremiseVerdict
    figures: tuple[str, ...]
    note: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A term of the glossary, as the page explains it."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How the page is cited."""

    apa: str
    bibtex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """How the question was read."""

    kind: Kind
    keys: tuple[str, ...]
    scopes: tuple[str, ...]
    #: those of the keys that a language model named and the rules did not
    added: tuple[str, ...]
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """Whose report this is, for which month, of what kind, and who stands for it; what nobody stated is None."""

    client: str
    month: str
    #: the last day that the report speaks of, ISO
    as_of: str
    badge: str
    id: str
    as_of_display: str = ""
    #: the last day of the month that the data hold
    data_to: str = ""
    data_to_display: str = ""
    #: the day on which it was made
    made: str | None = None
    made_display: str | None = None
    strategy: str = ""
    currency: str = "USD"
    #: since when the client's account is counted, where that is later than the data begin
    joined: str | None = None
    joined_display: str | None = None
    #: the advisory fee a year, as the client's settings have it
    fee: str | None = None
    #: whom it may be given to, and who approved it when
    audience: str | None = None
    approved_by: str | None = None
    approved_on: str | None = None
    approved_on_display: str | None = None
    #: what kind of result it is, and what that means, in words
    kind: str = ""
    standing: str = ""
    #: the verdict on each claim that is held against the record, in the order of their sentences
    verdicts: tuple[str, ...] = ()
    #: what keeps it a draft
    draft: tuple[str, ...] = ()
    #: what stands in the foot of every page
    mark: str = ""
    #: the language in which its page writes numbers and dates; the document has them in English
    language: str = "en"
    #: whether it is the whole report or its first page alone
    form: Literal["full", "one_page"] = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Another page of the knowledge base, with what it says first."""

    title: str
    url: str
    #: its leading figure as that page shows it, and what it is of; empty where it leads with words
    display: str = ""
    unit: str = ""
    #: the answer in a sentence
    note: str = ""
    #: what became of a claim: `ok`, `no`, `may` or nothing, and in words
    mark: str = ""
    verdict: str = ""
    #: kind of result, and how many were counted
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a later edition of a page changed."""

    date: str
    date_display: str
    text: str
    #: where the earlier edition stands
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """What an article says beside its answer: who stands for it, and its dates; what nobody stated is None."""

    #: its name in addresses, which stays
    slug: str
    #: the question as readers are shown it
    title: str
    house: str
    byline: str
    published: str | None = None
    published_display: str | None = None
    #: the last change of what it says
    updated: str | None = None
    updated_display: str | None = None
    #: first and last day of the data, in words
    data_from: str = ""
    data_to: str = ""
    #: what kind of result it is, and what that means, in words
    kind: str = ""
    standing: str = ""
    #: what the desk says of it where it is not answered in full, or no longer
    mark: str = ""
    #: the desk's own words before the answer
    intro: tuple[Sentence, ...] = ()
    #: pages on the same figures and terms
    reading: tuple[Reading, ...] = ()
    #: what was corrected, the newest first
    corrections: tuple[Correction, ...] = ()
    #: the page's permanent address; empty where no site is set
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A backtest by name, and the digest over its files."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the document comes from, and how to make it again."""

    corpus: str
    backtests: tuple[Dataset, ...]
    version: str
    writer: Literal["rules", "model"]
    model: str | None
    usage: Usage | None
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    kind: SectionKind
    heading: Sentence
    sentences: tuple[Sentence, ...] = ()
    #: ids of the series shown below the sentences
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDocument:
    """Everything that a page, an article or a report shows."""

    schema: str = SCHEMA
    question: str | None
    #: what sort of question it answers
    kind: Kind
    #: whether it is answered, in part, declined, or asks back
    status: Status
    #: why it is not answered in full
    reason: Sentence | None
    title: Sentence
    #: date of the page, ISO
    date: str | None
    date_display: str | None
    category: str
    tags: tuple[str, ...]
    #: the answer, its first sentence first
    summary: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    figures: tuple[FigureView, ...]
    series: tuple[SeriesView, ...]
    #: figures that were asked for and have no value
    not_computed: tuple[NotComputedView, ...]
    #: what is cited, word for word
    sources: tuple[SourceView, ...]
    names: tuple[Name, ...]
    #: what sources assert of figures, each with its verdict
    claims: tuple[ClaimView, ...]
    conflicts: tuple[Conflict, ...]
    #: what the question takes for granted, each with its verdict
    premises: tuple[Premise, ...]
    #: the readings of a question that has several
    choices: tuple[Sentence, ...]
    terms: tuple[TermView, ...]
    related: tuple[Related, ...]
    disclosures: tuple[Sentence, ...]
    citation: Citation
    #: how the question was read
    plan: PlanView
    report: ReportView | None
    #: what it was made from, and the command that makes it again
    provenance: Provenance
    #: digest of the answer that it goes on from
    parent: str | None = None
    #: what an article says beside its answer
    article: ArticleView | None = None


def as_json(value: object) -> object:
    """Any of these values as what `json.dumps` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: getattr(value, f.name) for f in fields(value)}
        return {f.name: as_json(told[f.name]) for f in fields(value) if told[f.name] or not f.metadata.get("optional")}
    return [as_json(v) for v in value] if isinstance(value, tuple) else value
