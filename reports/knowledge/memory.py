"""What a site remembers of its articles from edition to edition: dates, what each said, its corrections."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from qa.document import AnswerDocument, Correction, as_json
from qa.numerals import write_date
from reports.knowledge.cards import lead_of
from reports.knowledge.headline import plain
from reports.pages.said import VERDICTS

#: How a published page stands to what would be published now.
CLEAN, STALE, FALSE = "clean", "stale", "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An article as the present edition has it."""

    question: str
    published: str | None
    updated: str | None
    #: digest of the answer, but for dates, reading on and corrections
    answer: str
    #: what it says: the answer's sentences, the leading figure, the verdict on each claim
    summary: tuple[str, ...]
    display: str
    verdicts: tuple[tuple[str, str], ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def said(self) -> tuple[object, ...]:
        """What a correction is due for where it changes."""
        return self.summary, self.display, self.verdicts


def remembered(document: AnswerDocument) -> Remembered:
    """What is to be remembered of an article."""
    view = document.article
    assert view is not None, "it is an article"
    lead = lead_of(document)
    return Remembered(
        question=document.question or "",
        published=view.published,
        updated=view.updated,
        answer=answer_digest(document),
        summary=tuple(plain(s) for s in document.summary),
        display=lead.display if lead else "",
        verdicts=tuple((c.display, c.verdict) for c in document.claims),
        corrections=view.corrections,
    )


def answer_digest(document: AnswerDocument) -> str:
    """A digest of what an article says, whenever it was published and whatever stands beside it."""
    view = document.article
    assert view is not None, "it is an article"
    still = replace(view, published=None, published_display=None, updated=None, updated_display=None, reading=(), corrections=())
    bare = replace(
        document, article=still, date=None, date_display=None, related=(), citation=replace(document.citation, apa="", bibtex="")
    )
    text = json.dumps(as_json(bare), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def standing(now: Remembered, before: Remembered) -> str:
    """Whether a published page is as it would be now: clean, stale in its words, or false in a number or verdict."""
    if now.said != before.said:
        return FALSE
    return CLEAN if now.answer == before.answer else STALE


def change_of(now: Remembered, before: Remembered) -> str:
    """What changed, in a sentence or two for readers."""
    said = []
    if now.display != before.display and before.display:
        said.append(f"{before.display} became {now.display}." if now.display else f"{before.display} is no longer given.")
    was = dict(before.verdicts)
    for claim, verdict in now.verdicts:
        if claim in was and was[claim] != verdict:
            said.append(f"The verdict on “{claim}” changed from {VERDICTS[was[claim]]} to {VERDICTS[verdict]}.")
    lost = [claim for claim, _ in before.verdicts if claim not in dict(now.verdicts)]
    if lost:
        said.append(f"The texts no longer state “{lost[0]}”.")
    return " ".join(said) if said else f"The answer read: {before.summary[0] if before.summary else 'nothing'}"


def correction(now: Remembered, before: Remembered, day: str, earlier: str) -> Correction:
    """The note on a change, with the address of the earlier edition."""
    return Correction(date=day, date_display=write_date(day), text=change_of(now, before), url=earlier)


def to_state(articles: Mapping[str, Remembered]) -> dict[str, object]:
    """What is remembered, as JSON."""
    return {slug: as_json(one) for slug, one in sorted(articles.items())}


def from_state(told: Mapping[str, Any]) -> dict[str, Remembered]:
    """The articles that a site remembers."""
    return {slug: _one(one) for slug, one in told.items()}


def _one(told: Mapping[str, Any]) -> Remembered:
    return Remembered(
        question=told["question"],
        published=told["published"],
        updated=told["updated"],
        answer=told["answer"],
        summary=tuple(told["summary"]),
        display=told["display"],
        verdicts=tuple((a, b) for a, b in told["verdicts"]),
        corrections=tuple(Correction(**c) for c in told["corrections"]),
    )
