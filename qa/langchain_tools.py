"""Parts for chains of others: a retriever over the texts, answers as a runnable, and the calculator as tools.

Nothing here asks a language model. What the tools return holds figures and cited texts, no client, account or trade.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import ConfigDict, Field

from corpus.backtests.backtest import Backtest
from corpus.errors import HedgeciteError, WrongUseError
from corpus.index.index import Found
from corpus.texts.documents import Passage
from corpus.texts.private import is_private_passage
from qa.answer import FOUND, Materials, answer
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from qa.document import as_json
from qa.evidence.evidence import view_figures
from qa.understand.parse import LONGEST
from qa.understand.text import clean


class MethodologyRetriever(BaseRetriever):
    """The passages of the texts nearest to a question, best first, each with where it stands."""

    model_config = ConfigDict(frozen=True)

    #: the search of a desk's materials
    find: Callable[[str, int], Found]
    #: names of clients: passages that have one are left out
    clients: tuple[str, ...] = ()
    #: how many passages
    k: int = Field(default=5, ge=1, le=FOUND)

    @classmethod
    def over(cls, materials: Materials, k: int = 5) -> Self:
        """The retriever over a desk's texts."""
        return cls(find=materials.search.search, clients=materials.clients, k=k)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        asked = clean(query)
        if not 0 < len(asked) <= LONGEST:
            mend = f"ask with one to {LONGEST:,} characters"
            raise WrongUseError("the query is empty or too long", where="query", mend=mend)
        return [_document(p) for p in self.find(asked, self.k).passages if not is_private_passage(p, self.clients)]


def _document(passage: Passage) -> Document:
    """A passage with the place that it was cut from, in code points of its document."""
    source = passage.document
    place = {"document": source.path, "start": passage.start, "end": passage.end}
    told = {"title": source.title, "section": passage.section, "authority": source.authority, "date": source.date}
    return Document(id=passage.id, page_content=passage.text, metadata={**place, **told})


def answer_runnable(materials: Materials) -> Runnable[str, dict[str, Any]]:
    """A question in, the checked answer document out, as its JSON Schema has it."""

    def asked(question: str) -> dict[str, Any]:
        made = as_json(answer(question, materials))
        assert isinstance(made, dict)
        return made

    return RunnableLambda(asked, name="hedgecite_answer")


def tools_of(materials: Materials) -> list[BaseTool]:
    """`compute_figure`, `list_figures` and `search_methodology`; each returns JSON, and wrong use of one is told in words."""

    def compute_figure(key: str, scope: str = "all", backtest: str = "") -> str:
        """Compute one figure of hedge cost by its key, within a scope such as vix<15 or date=2018, of a backtest by name."""
        facts, within = Facts(_backtest(materials, backtest)), parse_scope(scope)
        result = compute(key, within, facts)
        if not isinstance(result, Figure):
            return _json({"not_computed": str(result.why)})
        return _json(as_json(view_figures([result])[0]))

    def list_figures() -> str:
        """List the keys of every figure with its title and unit, and the names of the backtests."""
        figures = [{"key": s.key, "title": s.title, "unit": s.unit} for s in CATALOGUE.values()]
        return _json({"figures": figures, "backtests": [b.manifest.name for b in materials.backtests]})

    def search_methodology(query: str, k: int = 5) -> str:
        """Search the texts on the method; returns passages with their document and place, to be quoted word for word."""
        found = MethodologyRetriever.over(materials, min(max(k, 1), FOUND)).invoke(query)
        return _json([{"text": d.page_content, **d.metadata} for d in found])

    return [_tool(f) for f in (compute_figure, list_figures, search_methodology)]


def _tool(do: Callable[..., str]) -> BaseTool:
    """A tool that says a wrong use in words instead of failing."""
    tool = StructuredTool.from_function(do, handle_tool_error=True, handle_validation_error=True)
    inner = tool.func
    assert inner is not None

    def careful(**given: object) -> str:
        try:
            return str(inner(**given))
        except WrongUseError as error:
            raise ToolException(str(error)) from error
        except HedgeciteError as error:  # its text may name a folder or repeat a cell
            raise ToolException("the backtest can't be read; hedgecite backtest check tells why") from error

    return tool.model_copy(update={"func": careful})


def _backtest(materials: Materials, name: str) -> Backtest:
    """A backtest by its name, the first where none is given."""
    found = [b for b in materials.backtests if b.manifest.name == name or not name]
    if not found:
        known = ", ".join(b.manifest.name for b in materials.backtests) or "none"
        raise ToolException(f"no backtest is named {name}; there are: {known}")
    return found[0].read()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
