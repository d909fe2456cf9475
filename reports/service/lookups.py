"""Lookups: figures and passages of a desk, worked out once for all who ask, without what names a client."""

from __future__ import annotations

from concurrent.futures import Future

from corpus.errors import WrongUseError
from corpus.texts.documents import Passage
from corpus.texts.private import is_private_passage
from qa.answer import FOUND
from qa.document import SeriesView
from qa.understand.parse import LONGEST
from qa.understand.text import clean
from reports.computed import Explanation, FigureList, explain_difference, explain_figure, figures_of, series_of
from reports.desk import chosen_of
from reports.service.service import Service
from reports.service.state import State, backtest_named


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
