"""Asking: within a reader's limits a question is answered off the event loop, stored, and only then handed out."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool

from qa.understand.text import clean
from reports.service.asked import Answered, Asked
from reports.site.access import Who
from reports.site.faults import Refused
from reports.site.store.asked import as_asked, keep
from reports.site.store.spending import spend, spent_today

if TYPE_CHECKING:
    from qa.llm.hearing import Tell
    from reports.site.wiring import Site

T = TypeVar("T")
_LONGEST = 1000


async def ask(site: Site, who: Who, told: tuple[str, str | None, str | None], tell: Tell | None = None) -> Answered:
    """The answer to a question, an earlier answer's name and a figure, the latter two where there are any.

    Raises
    ------
    Refused
        The question is empty or too long, or the reader asks too often.
    HedgeciteError
        The earlier answer isn't stored here, or the question can't be answered as it stands.
    """
    question, after, figure = told
    if not 0 < len(clean(question)) <= _LONGEST:
        raise Refused(422, f"Please ask with {1} to {_LONGEST:,} characters.")
    if wait := site.asks.take(who.key):
        raise Refused(429, wait=wait)
    asked = await run_in_threadpool(_asked, site, who, question, after, figure)
    answered = await within(site, site.service.ask(asked, tell))
    await run_in_threadpool(_store, site, who, asked, answered)
    return answered


async def within(site: Site, work: Future[T]) -> T:
    """What comes of some work, while a reader's patience lasts; the work goes on beyond it.

    Raises
    ------
    Refused
        It took too long.
    """
    try:
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(work)), site.settings.patience)
    except TimeoutError:
        raise Refused(504, wait=30) from None


def _asked(site: Site, who: Who, question: str, after: str | None, figure: str | None) -> Asked:
    asked = as_asked(question, after, figure, site.store)
    if site.service.state.materials.model is None:
        return asked
    own, all_of_them = spent_today(site.store, _today(), who.key)
    over = own >= site.settings.reader_tokens_per_day or all_of_them >= site.settings.tokens_per_day
    return asked.without_model() if over else asked


def _store(site: Site, who: Who, asked: Asked, answered: Answered) -> None:
    keep(site.store, asked, answered)
    usage = answered.document.provenance.usage
    if usage is not None and usage.tokens:
        spend(site.store, _today(), who.key, usage.tokens)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
