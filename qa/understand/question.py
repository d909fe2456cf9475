"""Question: what is asked, as it was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from corpus.texts.glossary import Term
from qa.calculator.core.scope import EVERYTHING, Dates, Scope
from qa.document import Kind
from qa.understand.intent import Decision
from qa.understand.premises import ReadPremise
from qa.understand.ranked import RankedAsked, Split
from qa.understand.units import Wanted

Shape = Literal[
    "figure",
    "comparison",
    "whatif",
    "why",
    "episode",
    "realism",
    "anyone",
    "state",
    "term",
    "method",
    "advice",
    "live",
    "out_of_scope",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedState:
    """A state of the market that the question states, e.g. VIX at some level; it is kept as stated and never called current."""

    series: str
    level: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A unit that the question asks for, in its words."""

    unit: Wanted
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A further side of a comparison: its scope, the backtest or tier where it is another one, and the words for it."""

    scope: Scope
    recent: int | None
    backtest: str | None
    tier: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A stretch of time of which it is asked whether the data have it, in the question's words."""

    text: str
    dates: Dates


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAsked:
    """A rule that a question asks for."""

    #: in its words
    text: str
    #: in the texts' words
    asked: str
    #: words for something that happened, which the texts may not speak of
    happened: tuple[str, ...] = ()
    #: what a passage must name to answer it; empty where nothing in particular
    of: str = ""
    #: whether only texts that none of higher authority contradicts may answer it
    undisputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Universal:
    """What a question says, or asks, of all periods, of none, or of any."""

    #: the share that counts them, or the single period that settles it
    key: str
    of: Literal["all", "none", "any"]
    #: whether it says that something gained, and not that it lost
    gains: bool
    #: whether the share is of those that gained, or the period the best
    counts_gains: bool
    #: the figure of a single period that shows one; empty where there is none
    example: str = ""
    #: whether the figure is the best or the worst period, and no share
    single: bool = False

    def holds(self, value: float) -> bool:
        """Whether it holds of a record with such a share, or with such a best or worst period."""
        if self.single:
            happened = value > 0 if self.counts_gains else value < 0
            return happened == (self.of == "any")
        said = value if self.gains == self.counts_gains else 1 - value
        return {"all": said == 1, "none": said == 0, "any": said > 0}[self.of]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event that a question names, in its words."""

    text: str
    #: the month or months that its name tells, or the year in which it fell
    dates: Dates
    #: whether these dates are meant as they are
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read."""

    text: str
    kind: Kind
    shape: Shape
    #: figures asked for, the leading one first
    keys: tuple[str, ...]
    #: readings to choose from where none is sure, the most probable first
    offered: tuple[str, ...] = ()
    #: whether its figure is the only one of several readings that has a value here
    only: bool = False
    #: whether it is taken to ask for a rule because no figure is sure, and may ask for one of those offered
    rather: bool = False
    #: whether it is then a figure all the same that it asks for
    figure: bool = False
    #: whether the leading figure is answered, offered among others, or not answered
    decision: Decision = "answer"
    #: probability that it asks for something that is not here
    missing: float = 0.0
    scope: Scope
    #: what the first scope is held against
    against: tuple[Against, ...] = ()
    #: so many months counted back from the data's end are meant
    recent: int | None = None
    #: the words for them
    recent_words: str = ""
    #: the base is supposed at so many times its contracts [ratio]
    times: float | None = None
    #: whether a value of each calendar year is asked for
    by_year: bool = False
    #: into what else than years such a list cuts the time
    split: Split = "year"
    #: the best or worst periods that it asks for
    ranked: RankedAsked | None = None
    #: the event whose days it asks of
    happened: Happened | None = None
    #: units asked for
    wants: tuple[Want, ...] = ()
    stated: tuple[StatedState, ...] = ()
    #: name of the backtest that it names
    backtest: str | None = None
    tier: str | None = None
    term: Term | None = None
    premises: tuple[ReadPremise, ...] = ()
    #: words and numerals that would narrow the answer and were not understood
    unread: tuple[str, ...] = ()
    #: words for a subject that nothing here knows
    foreign: tuple[str, ...] = ()
    #: positions of another kind than the desk's that a question on the method names
    positions: tuple[str, ...] = ()
    #: what the term is to be told apart from
    other_term: Term | None = None
    #: words for what a language model finds neither in the data nor in the texts
    missed: tuple[str, ...] = ()
    #: whether it says no more than the name of a figure or of a term
    exact: bool = False
    #: another reading of it by a language model, or by the rules where they are not followed
    other: tuple[str, ...] = ()
    #: whether an editor of the desk said what answers it
    edited: bool = False
    #: stretches of time of which it asks whether the data have them
    coverage: tuple[Covered, ...] = ()
    #: what it asks of the record itself, see `of_record`
    record: tuple[str, ...] = ()
    #: rules of the method that it asks for
    rules: tuple[RuleAsked, ...] = ()
    #: what it says of all periods or of none
    universal: Universal | None = None
    #: parts of it, in its words, that the page doesn't answer
    unanswered: tuple[str, ...] = ()

    def for_figures(self, keys: tuple[str, ...]) -> Question:
        """The question as one that a rule knows to ask for figures."""
        return replace(self, kind="cost", shape="figure", keys=keys, offered=(), decision="answer", missing=0.0, rather=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of a question beside its words."""

    #: the question that it follows
    earlier: str = ""
    #: figures that an editor or a language model says it asks for
    keys: tuple[str, ...] = ()
    #: of what kind a language model says it is
    kind: Kind | None = None
    #: conditions that a language model finds in its words and the rules don't, of kinds that these read nothing of
    scope: Scope = EVERYTHING
    #: whether the texts say nothing on it, so that it can ask for figures alone
    figures: bool = False
    #: whether an editor says that the texts answer it
    texts: bool = False
    #: whether an editor says what answers it
    edited: bool = False


NOTHING_GIVEN = Given()
