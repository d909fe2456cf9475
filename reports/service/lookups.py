"""Lookups: figures and passages of a desk, worked out once for all who ask, without what names a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import Any

from corpus.errors import HedgeciteError, WrongUseError
from corpus.texts.documents import Passage
from corpus.texts.private import is_private, is_private_passage
from qa.answer import FOUND
from qa.document import SeriesView
from qa.understand.parse import LONGEST
from qa.understand.text import clean
from reports.claims import Ledger, ledger_of
from reports.computed import Explanation, FigureList, explain_difference, explain_figure, figures_of, series_of
from reports.desk import chosen_of
from reports.service.limited import Bound, Piece
from reports.service.service import Service
from reports.service.state import State, backtest_named

#: The longest document that is verified. [bytes; of a tool, characters]
LARGEST_DOCUMENT = 1024 * 1024


def explained(service: Service, key: str, backtest: str, scope: str, less: str = "") -> Future[Explanation]:
    """How a figure of a backtest comes about, or by how much it exceeds that of another.

    Raises
    ------
    BusyError
        Too much waits. What comes of the work may be a `WrongUseError`: no figure has the key, no backtest the name, or the
        scope can't be read.
    """

    def work(state: State) -> Explanation:
        held = state.materials.backtests
        first = chosen_of(held, backtest_named(state, backtest))
        if not less:
            return explain_figure(first, key, scope)
        return explain_difference(first, chosen_of(held, backtest_named(state, less)), key, scope)

    return service.work(repr(("explain", key, backtest, scope, less)), work)


def listed(service: Service, backtest: str, scope: str) -> Future[tuple[FigureList, tuple[SeriesView, ...]]]:
    """Every figure of a backtest within a scope, and its series; the errors are those of `explained`."""

    def work(state: State) -> tuple[FigureList, tuple[SeriesView, ...]]:
        chosen = chosen_of(state.materials.backtests, backtest_named(state, backtest))
        return figures_of(chosen, scope), series_of(chosen, scope)

    return service.work(repr(("figures", backtest, scope)), work)


def ledger(service: Service, backtest: str = "") -> Future[Ledger]:
    """What the texts claim, held against a backtest, and where they contradict each other; of a desk without, no verdicts.

    Raises
    ------
    BusyError
        Too much waits. What comes of the work may be a `WrongUseError`: no backtest has the name.
    """

    def work(state: State) -> Ledger:
        name = backtest_named(state, backtest)
        held = state.materials.backtests
        return public(ledger_of(state.materials.library, chosen_of(held, name) if held else None), state.materials.clients)

    return service.work(repr(("claims", backtest)), work)


def digests(service: Service) -> Future[tuple[str, dict[str, str]]]:
    """The digests of the texts and of each backtest that can be read, as answers tell them."""

    def work(state: State) -> tuple[str, dict[str, str]]:
        found: dict[str, str] = {}
        for listed in state.materials.backtests:
            with suppress(HedgeciteError):
                found[listed.manifest.name] = listed.read().digest
        return state.materials.library.digest, found

    return service.work("digests", work)


def public(found: Ledger, names: Sequence[str]) -> Ledger:
    """A ledger without what is quoted from passages that name a client or an account."""
    shown = {s.id for s in found.sources if not is_private(f"{s.document}\n{s.title}\n{s.section}\n{s.quote}", names)}
    return replace(
        found,
        claims=tuple(c for c in found.claims if c.source in shown),
        rules=tuple(r for r in found.rules if r.source in shown),
        conflicts=tuple(c for c in found.conflicts if shown.issuperset(c.between)),
        remarks=tuple(r for r in found.remarks if shown.issuperset(r.between)),
        sources=tuple(s for s in found.sources if s.id in shown),
    )


def verified(service: Service, document: str) -> Future[dict[str, Any]]:
    """How a document ends when it is verified, in a process of its own.

    Raises
    ------
    BusyError
        Too much waits. What comes of the work may be a `HedgeciteError` or `TooMuchError`.
    """
    return service.limited.do(Piece(task="verify", told={}, body=document.encode(), bound=Bound(seconds=60)))


def impact(service: Service, log: bytes, backtest: str, file: str) -> Future[dict[str, Any]]:
    """What another log would change of what is published, in a process of its own; the errors are those of `verified`."""
    told: dict[str, object] = {"backtest": backtest, "file": file}
    return service.limited.do(Piece(task="impact", told=told, body=log, bound=Bound(seconds=240)))


#: What work on a reader's log may take.
_LOG = Bound(seconds=60, memory=3072)


#: The files of a log: each one's ending and content.
LogFiles = tuple[tuple[str, bytes], ...]


def log_checked(service: Service, files: LogFiles) -> Future[dict[str, Any]]:
    """What is in a reader's log, in a process of its own; the errors are those of `verified`."""
    return service.limited.do(_piece("check_log", files, {}))


def log_settled(service: Service, files: LogFiles, told: Mapping[str, object]) -> Future[dict[str, Any]]:
    """What is wrong with a log by what its reader says of it, in a process of its own; the errors are those of `verified`."""
    return service.limited.do(_piece("settle_log", files, told))


def log_asked(service: Service, files: LogFiles, told: Mapping[str, object]) -> Future[dict[str, Any]]:
    """The document of an answer from a reader's log, in a process of its own; the errors are those of `verified`."""
    return service.limited.do(_piece("ask_log", files, told))


def _piece(task: str, files: LogFiles, told: Mapping[str, object]) -> Piece:
    sizes = [[ending, len(content)] for ending, content in files]
    return Piece(task=task, told={**told, "files": sizes}, body=b"".join(content for _, content in files), bound=_LOG)


def search(service: Service, query: str, limit: int) -> Future[tuple[Passage, ...]]:
    """The passages nearest to a query, best first.

    Raises
    ------
    WrongUseError
        The query is empty or too long.
    """
    words, most = clean(query), min(max(limit, 1), FOUND)
    if not 0 < len(words) <= LONGEST:
        raise WrongUseError("the query is empty or too long", where="q", mend=f"search with one to {LONGEST:,} characters")

    def work(state: State) -> tuple[Passage, ...]:
        found = state.materials.search.search(words, most).passages
        return tuple(p for p in found if not is_private_passage(p, state.materials.clients))

    return service.work(repr(("search", most, words)), work)
