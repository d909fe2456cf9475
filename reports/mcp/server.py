"""The server of tools: each returns structured content; wrong use is told in words, and no path, client or trade is told."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from importlib.metadata import version
from typing import TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from corpus.errors import HedgeciteError, UnreadableError, WrongUseError
from qa.calculator.catalogue import CATALOGUE
from reports.mcp.results import (
    AnswerResult,
    CatalogueResult,
    ClaimsResult,
    ExplanationResult,
    FigureResult,
    SourceResult,
    VerifiedResult,
    answer_result,
    claims_result,
    explanation_result,
    figure_result,
    passage_result,
    record_result,
)
from reports.service.asked import Answered, Asked
from reports.service.limited import BusyError, TooMuchError
from reports.service.lookups import LARGEST_DOCUMENT, explained, ledger, search, verified
from reports.service.service import Service

T = TypeVar("T")
#: So many answers are held for questions that go on from them.
_HELD = 200
_UNREAD = "the desk's data can't be read; hedgecite backtest check tells why"
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "Figures of what an options hedge costs, computed from backtests, and passages of texts on the method. Quote each figure as "
    "its display stands, with interval, basis and n, and say whether it is hypothetical. Don't round, add or recompute figures: "
    "ask for the figure that is meant. Quote passages word for word. What is not computed has no number."
)


def make_server(service: Service) -> MCPServer:
    """The tools over a desk."""
    server = MCPServer("hedgecite", instructions=_INSTRUCTIONS, version=version("hedgecite"), log_level="WARNING")
    held: OrderedDict[str, Answered] = OrderedDict()
    add = server.tool(annotations=_READS)

    @add
    async def ask(question: str, after: str = "", figure: str = "") -> AnswerResult:
        """Answer a question on hedge cost or method; `after` is the id of an earlier answer, `figure` the reading chosen."""
        earlier = held.get(after)
        if after and earlier is None:
            raise ToolError("no answer with this id is held; ask the question on its own")
        asked = Asked(question=question, after=earlier.text if earlier else None, figure=figure or None, parent=after or None)
        answered = await _done(lambda: service.ask(asked))
        held[answered.id] = answered
        while len(held) > _HELD:
            held.popitem(last=False)
        return answer_result(answered.id, answered.document)

    @add
    def list_figures(words: str = "") -> CatalogueResult:
        """List the figures that can be computed, all or those whose title or meaning has some words, and the backtests' names."""
        wanted = words.casefold().split()
        found = [s for s in CATALOGUE.values() if all(w in f"{s.key} {s.title} {s.meaning}".casefold() for w in wanted)]
        return CatalogueResult(figures=[record_result(s) for s in found], backtests=list(service.state.backtests))

    @add
    async def compute_figure(key: str, scope: str = "all", backtest: str = "") -> FigureResult:
        """Compute one figure by its key, within a scope such as vix<15 or date=2018, of a backtest by name or of the first."""
        made = await _done(lambda: explained(service, key, backtest, scope))
        if made.figure is None:
            raise ToolError(f"not computed, because {made.not_computed}")
        return figure_result(made.figure)

    @add
    async def explain(key: str, scope: str = "all", backtest: str = "", less: str = "") -> ExplanationResult:
        """Show how a figure comes about: formula, limits, worked numbers; with `less`, by how much it exceeds that backtest's."""
        return explanation_result(await _done(lambda: explained(service, key, backtest, scope, less)))

    @add
    async def search_methodology(query: str, limit: int = 5) -> list[SourceResult]:
        """Search the texts on the method; passages come with their place, to be quoted word for word."""
        return [passage_result(p) for p in await _done(lambda: search(service, query, limit))]

    _add_checks(server, service)
    return server


def _add_checks(server: MCPServer, service: Service) -> None:
    """The tools that hold texts and documents against the figures."""
    add = server.tool(annotations=_READS)

    @add
    async def claims(backtest: str = "") -> ClaimsResult:
        """List what the texts claim of the figures, each with its verdict, and where the texts contradict each other."""
        return claims_result(await _done(lambda: ledger(service, backtest)))

    @add
    async def verify(document: str) -> VerifiedResult:
        """Verify an answer document, given as JSON: figures, quotations and verdicts are made again from the desk."""
        if len(document) > LARGEST_DOCUMENT:
            raise ToolError("the document is too large")
        return VerifiedResult(**await _done(lambda: verified(service, document)))


async def _done(begin: Callable[[], Future[T]]) -> T:
    """What comes of some work; what is wrong with its use is told in words, what is wrong with files is not told at all."""
    try:
        return await asyncio.shield(asyncio.wrap_future(begin()))
    except BusyError:
        raise ToolError("many questions wait; ask again in a minute") from None
    except WrongUseError as error:
        raise ToolError(str(error)) from error
    except TooMuchError:
        raise ToolError("this took too much time or memory, and was ended") from None
    except UnreadableError as error:
        if error.where == "document":
            raise ToolError(str(error)) from error
        raise ToolError(_UNREAD) from error
    except HedgeciteError as error:
        raise ToolError(_UNREAD) from error
