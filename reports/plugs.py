"""Plugs of a desk: objects of other packages, named in its `hedgecite.toml` alone and made by running their code."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.errors import UnreadableError
from corpus.index.plugged import Embeddings, PluggedEmbeddings, Retriever, named
from reports.places import FILE

_PATH = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"


class Plug(BaseModel):
    """An object to be made: `use = "package.module:Class"`, or a function that makes it, called with what is under `with`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    use: Annotated[str, StringConstraints(pattern=_PATH)]
    settings: dict[str, object] = Field(default_factory=dict, alias="with", repr=False)
    #: whether nothing leaves this machine
    local: bool = False

    @property
    def name(self) -> str:
        """Where it comes from, and a digest of its settings."""
        return named(self.use, self.settings)


class SearchSettings(BaseModel):
    """How a desk's texts are searched, where not by what is built in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: one of LangChain's `Embeddings`
    embeddings: Plug | None = None
    #: one of LangChain's `BaseRetriever`
    retriever: Plug | None = None

    @property
    def plugged(self) -> bool:
        """Whether code of others has a part in it."""
        return self.embeddings is not None or self.retriever is not None


def embedder_of(plug: Plug) -> PluggedEmbeddings:
    """The embedder of a plug.

    Raises
    ------
    UnreadableError
        It can't be imported or made, or has not what LangChain's `Embeddings` have.
    """
    made = cast("Embeddings", _made(plug, "search.embeddings", ("embed_documents", "embed_query")))
    return PluggedEmbeddings(embeddings=made, name=plug.name, sends=not plug.local)


def retriever_of(plug: Plug) -> Retriever:
    """The retriever of a plug.

    Raises
    ------
    UnreadableError
        It can't be imported or made, or has not what LangChain's `BaseRetriever` has.
    """
    return cast("Retriever", _made(plug, "search.retriever", ("invoke",)))


def _made(plug: Plug, where: str, needed: tuple[str, ...]) -> object:
    module, _, names = plug.use.partition(":")
    try:
        found: object = import_module(module)
        for name in names.split("."):
            found = getattr(found, name)
        made: object = found(**plug.settings)  # type: ignore[operator]
    except Exception as error:  # whatever another's code raises is a fault of the setting that names it
        what = re.sub(r"\s+", " ", f"{plug.use} can't be made: {type(error).__name__}: {error}")
        raise UnreadableError(what, where=f"{FILE}: {where}", mend="install its package, or mend use and with") from error
    lacking = [name for name in needed if not callable(getattr(made, name, None))]
    if lacking:
        what = f"{plug.use} has no {' and no '.join(lacking)}"
        raise UnreadableError(what, where=f"{FILE}: {where}", mend="name a class of LangChain's, or a function that makes one")
    return made
