"""What reports and articles say beside their answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.document.said import Sentence


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
