"""The desk: the composition root, and the only reader of `hedgecite.toml` and, by `environment.py`, of the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.backtests.backtest import Backtest, Listed, list_backtest
from corpus.backtests.manifest import Name
from corpus.backtests.watch import Watch, unwatched
from corpus.dates import is_iso_date
from corpus.errors import UnreadableError, WrongUseError
from corpus.index.embedding import Embedder, MiniLM
from corpus.index.index import Index
from corpus.index.remote import OpenAIEmbeddings
from corpus.settings_file import read_toml
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import Materials
from qa.document import Usage
from qa.llm.model import Model, ModelSettings
from reports.environment import read_environment
from reports.ledger import ledger
from reports.questions import read_corrections

FILE = "hedgecite.toml"
CLIENTS = "clients.toml"
#: The file in the user's data folder in which each request to a model stands.
LEDGER = "model-ledger.csv"
#: The shipped sample backtests, the one for questions that name none first.
SAMPLES = ("condor-0.70-1dte", "condor-1.15-1dte", "condor-1.60-1dte", "condor-45d-16delta")


class BacktestEntry(BaseModel):
    """A backtest of the desk: a folder with a `backtest.toml`, or that file, relative to the desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str


class DeskFile(BaseModel):
    """The content of a `hedgecite.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = "hedgecite sample desk"
    #: whether the shipped sample corpus and backtests are part of the desk
    sample: bool = True
    backtest: tuple[BacktestEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a desk lies and what it holds."""

    root: Path
    settings: DeskFile
    cache: Path

    @property
    def corpus(self) -> Path:
        """Where its own texts lie."""
        return self.root / "corpus"


def open_desk(given: Path | None, here: Path) -> Desk:
    """The desk of `--desk`, else of the nearest `hedgecite.toml` upwards, else the user's own.

    Raises
    ------
    UnreadableError
        The given folder has no `hedgecite.toml`, or the file can't be read.
    """
    environment = read_environment()
    if given is not None and not (given / FILE).is_file():
        raise UnreadableError(f"has no {FILE}", where=str(given), mend="make a desk with hedgecite init DIR")
    upwards = (folder for folder in (here, *here.parents) if (folder / FILE).is_file())
    root = given or next(upwards, environment.data_dir)
    file = root / FILE
    settings = read_toml(file, DeskFile) if file.is_file() else DeskFile()
    return Desk(root=root, settings=settings, cache=environment.cache_dir)


def sample_desk() -> Desk:
    """A desk with the shipped sample and nothing else, wherever it is opened."""
    return Desk(root=shipped_folder(), settings=DeskFile(), cache=read_environment().cache_dir)


def library_of(desk: Desk, corpus: Path | None = None) -> Library:
    """The words of the desk, added to the shipped sample unless it is off; or those of one other folder."""
    if corpus is not None:
        return read_library([Folder(root=corpus)])
    folders = [Folder(root=shipped_folder(), sample=True)] if desk.settings.sample else []
    own = [Folder(root=desk.corpus)] if desk.corpus.is_dir() else []
    return read_library([*folders, *own])


def index_of(desk: Desk, library: Library) -> Index:
    """The index over a library, in the user's cache."""
    desk.cache.mkdir(parents=True, exist_ok=True)
    embedder, chroma = _embedder(), read_environment().chroma
    private = _clients(desk, told=embedder.sends or bool(chroma))
    return Index(library.passages, library.glossary, embedder, desk.cache, private, chroma)


def _embedder() -> Embedder:
    """The embedding model that `HEDGECITE_EMBEDDINGS` names, else the built-in one."""
    environment = read_environment()
    if not environment.embeddings:
        return MiniLM()
    record = ledger(environment.data_dir / LEDGER, environment.embeddings)
    return OpenAIEmbeddings(
        model=environment.embeddings,
        base_url=environment.openai_base_url or None,
        key=environment.key,
        timeout=environment.model_timeout,
        retries=environment.model_retries,
        record=lambda tokens, estimated, fault: record(Usage(requests=1, input_tokens=tokens, estimated=estimated), fault),
    )


def backtests_of(desk: Desk, named: Sequence[str], watch: Watch = unwatched) -> tuple[Listed, ...]:
    """The desk's backtests and then the sample's; or those named, each by the desk's name for it or by its path.

    The `watch` is told how far they are read when they are.

    Raises
    ------
    UnreadableError
        A manifest is missing or faulty, or nothing bears the name.
    WrongUseError
        Two of the desk's own backtests have one name.
    """
    held = _held(desk, watch)
    return tuple(_named(held, name, watch) for name in named) if named else tuple(held.values())


def chosen_of(backtests: Sequence[Listed], named: str | None = None) -> Backtest:
    """The backtest of a name or at a path, read; the first of them where none is named.

    Raises
    ------
    UnreadableError
        A file of it is missing or isn't recognised, or nothing bears the name.
    FaultyInputError
        One of its files has errors.
    WrongUseError
        There is none to choose from.
    """
    if named is not None:
        return _named({b.manifest.name: b for b in backtests}, named, unwatched).read()
    if not backtests:
        raise WrongUseError("the desk has no backtest", where="--backtest", mend="name a backtest.toml or its folder")
    return backtests[0].read()


#: How an editor says that questions are to be read.
QUESTIONS = "questions.toml"
#: What `--model` says to leave the words to the rules.
OFF = "off"


def model_of(named: str | None) -> Model | None:
    """The language model that `--model` or `HEDGECITE_MODEL` names; `off`, or neither, is none.

    Raises
    ------
    WrongUseError
        A setting of the model is out of bounds.
    """
    environment = read_environment()
    name = named or environment.model
    if not name or name == OFF:
        return None
    from qa.llm.client import OpenAICompatible

    sent, replied = environment.model_price_in, environment.model_price_out
    if (sent is None) != (replied is None):
        raise WrongUseError("one price is set without the other", where="HEDGECITE_MODEL_PRICE", mend="set _IN and _OUT, or none")
    settings = ModelSettings(
        name=name,
        base_url=environment.openai_base_url or None,
        key=environment.key,
        timeout=environment.model_timeout,
        retries=environment.model_retries,
        tokens=environment.model_tokens,
        budget=environment.model_budget,
        prices=None if sent is None or replied is None else (sent, replied),
    )
    return OpenAICompatible(settings, ledger(environment.data_dir / LEDGER, settings.name))


def materials_of(
    desk: Desk,
    backtests: Sequence[str] = (),
    corpus: Path | None = None,
    date: str | None = None,
    watch: Watch = unwatched,
    model: Model | None = None,
) -> Materials:
    """What the desk's answers are made from."""
    if date is not None and not is_iso_date(date):
        raise WrongUseError(f"{date!r} is no date", where="--date", mend="write it as YYYY-MM-DD")
    library = library_of(desk, corpus)
    return Materials(
        library=library,
        search=index_of(desk, library),
        backtests=backtests_of(desk, backtests, watch),
        desk=desk.settings.name,
        version=version("hedgecite"),
        date=date,
        options=_options(backtests, corpus, date),
        model=model,
        model_cache=desk.cache / "model",
        clients=_clients(desk, told=model is not None),
        corrections=read_corrections(desk.root / QUESTIONS),
    )


def _clients(desk: Desk, *, told: bool) -> tuple[str, ...]:
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


def _options(backtests: Sequence[str], corpus: Path | None, date: str | None) -> tuple[str, ...]:
    """The options as a page repeats them: of an absolute path only its last name."""
    given = [("--backtest", name) for name in backtests]
    given += [("--corpus", str(corpus))] if corpus else []
    given += [("--date", date)] if date else []
    return tuple(word for name, value in given for word in (name, Path(value).name if Path(value).is_absolute() else value))


def _held(desk: Desk, watch: Watch) -> dict[str, Listed]:
    """The desk's backtests by name, then those of the sample whose names it doesn't use itself."""
    held: dict[str, Listed] = {}
    for entry in desk.settings.backtest:
        own = list_backtest(desk.root / entry.path, watch=watch)
        if own.manifest.name in held:
            mend = "give one of them another name in its backtest.toml"
            raise WrongUseError(f"two backtests are named {own.manifest.name}", where=FILE, mend=mend)
        held[own.manifest.name] = own
    if desk.settings.sample:
        samples = [list_backtest(shipped_folder() / "samples" / name, sample=True, watch=watch) for name in SAMPLES]
        held |= {b.manifest.name: b for b in samples if b.manifest.name not in held}
    return held


def _named(held: Mapping[str, Listed], name: str, watch: Watch) -> Listed:
    """A backtest by the desk's name for it, else by its path."""
    if name in held:
        return held[name]
    path = Path(name)
    if not path.exists():
        known = ", ".join(held) or "none"
        raise UnreadableError("is neither a path nor a backtest of the desk", where=name, mend=f"the desk has: {known}")
    if path.is_file() and path.suffix != ".toml":
        mend = "name a backtest.toml or its folder; hedgecite backtest check takes a bare log"
        raise UnreadableError("is no backtest.toml", where=name, mend=mend)
    return list_backtest(path, watch=watch)
