"""The texts of a desk, and how they are searched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableError, WrongUseError
from corpus.index.embedding import Embedder, built_in
from corpus.index.index import Index
from corpus.kept import Kept
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import Search
from qa.document import Usage
from qa.llm.model import Model
from reports.desk.file import CLAIMS, CLIENTS
from reports.desk.opening import Desk
from reports.ledger import ledger
from reports.places import data_dir, is_told
from reports.plugs import embedder_of, retriever_of
from reports.program import program_stamp

#: The file in the user's data folder in which each request to a model stands.
LEDGER = "model-ledger.csv"
#: Where in the cache texts of other kinds than Markdown lie, as they were converted.
CONVERTED = "converted"
#: Of so many libraries it is kept what they say.
_LIBRARIES = 20
#: A name that begins with this is a model's in this process, not one's behind the endpoint.
LOCAL = "local:"


def library_of(desk: Desk, corpus: Path | None = None) -> Library:
    """The words of the desk, added to the shipped sample unless it is off; or those of one other folder.

    What the desk's editor says of the claims in its texts is part of it.

    Raises
    ------
    UnreadableError
        A text, or the editor's file, can't be read.
    """
    return replace(_library_of(desk, corpus), kept=Kept(desk.cache, "said", _LIBRARIES, program_stamp()))


def _library_of(desk: Desk, corpus: Path | None) -> Library:
    if corpus is not None:
        return read_library([Folder(root=corpus)], desk.cache / CONVERTED)
    folders = [Folder(root=shipped_folder(), sample=True)] if desk.settings.sample else []
    own = [Folder(root=desk.corpus)] if desk.corpus.is_dir() else []
    library = read_library([*folders, *own], desk.cache / CONVERTED)
    if not (file := desk.root / CLAIMS).is_file():
        return library
    from reports.editing import read_edits

    return replace(library, edits=read_edits(file, library))


def index_of(desk: Desk, library: Library) -> Index:
    """The index over a library, in the user's cache."""
    desk.cache.mkdir(parents=True, exist_ok=True)
    embedder, chroma = _embedder(desk), _chroma()
    private = client_names(desk, told=embedder.sends or bool(chroma))
    return Index(library.passages, library.glossary, embedder, desk.cache, private, chroma)


def search_of(desk: Desk, library: Library) -> Search:
    """How a library is searched: by the retriever that the desk plugs in, before its index; else by its index."""
    index, plug = index_of(desk, library), desk.settings.search.retriever
    if plug is None:
        return index
    from corpus.index.plugged import PluggedSearch

    private = None if plug.local else client_names(desk, told=True)
    return PluggedSearch(retriever_of(plug), index, library.passages, plug.name, private)


def _chroma() -> str:
    """The address of a Chroma server that `HEDGECITE_CHROMA` names, empty where it names none."""
    if not is_told():
        return ""
    from reports.environment import read_environment

    return read_environment().chroma


def _embedder(desk: Desk) -> Embedder:
    """The embedding model that the desk plugs in, else that which `HEDGECITE_EMBEDDINGS` names, else the built-in one.

    Raises
    ------
    WrongUseError
        The variable names a model of this process that there isn't.
    """
    if desk.settings.search.embeddings:
        return embedder_of(desk.settings.search.embeddings)
    if not is_told():
        return built_in()
    from reports.environment import read_environment

    environment = read_environment()
    if not environment.embeddings:
        return built_in()
    if environment.embeddings.startswith(LOCAL):
        return _local(environment.embeddings.removeprefix(LOCAL), desk.cache)
    from corpus.index.remote import OpenAIEmbeddings

    record = ledger(data_dir() / LEDGER, environment.embeddings)
    return OpenAIEmbeddings(
        model=environment.embeddings,
        base_url=environment.openai_base_url or None,
        key=environment.key,
        timeout=environment.model_timeout,
        retries=environment.model_retries,
        record=lambda tokens, estimated, fault: record(Usage(requests=1, input_tokens=tokens, estimated=estimated), fault),
    )


def _local(name: str, cache: Path) -> Embedder:
    """A model that runs in this process, beside the built-in one."""
    from corpus.index.mpnet import NAME, MPNet

    if name != NAME:
        raise WrongUseError(f"no model {name} runs here", where="HEDGECITE_EMBEDDINGS", mend=f"set it to {LOCAL}{NAME}")
    return MPNet(cache)


def is_repeatable(desk: Desk, model: Model | None) -> bool:
    """Whether the same files give the same answer: where no model and no code of others has a part in it."""
    return model is None and not desk.settings.search.plugged and not _embedder(desk).sends


def client_names(desk: Desk, *, told: bool) -> tuple[str, ...]:
    """Names and ids of the desk's clients, none where it lists none.

    A list that can't be read is refused where others are told of the texts, since nobody knows then what to hold back.
    Otherwise answers are made without it, and reports say what is wrong.
    """
    from reports.monthly.clients import listed_clients, names_of

    file = desk.root / CLIENTS
    try:
        return names_of(listed_clients(file)) if file.is_file() else ()
    except UnreadableError:
        if told:
            raise
        return ()
