"""The desk: the composition root, and the only reader of `hedgecite.toml` and, by `environment.py`, of the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.backtests.backtest import Backtest, Listed, list_backtest
from corpus.backtests.later import list_known
from corpus.backtests.manifest import Name
from corpus.backtests.watch import Watch, unwatched
from corpus.dates import is_iso_date
from corpus.errors import UnreadableError, WrongUseError
from corpus.index.embedding import Embedder, built_in
from corpus.index.index import Index
from corpus.kept import Kept
from corpus.settings_file import read_toml
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import Materials, Search
from qa.calculator.core.facts import FactsBook
from qa.document import Usage
from qa.llm.model import Model, ModelSettings
from reports.hosting import ServerFile
from reports.ledger import ledger
from reports.places import FILE, cache_dir, data_dir, is_told, root_of
from reports.plugs import SearchSettings, embedder_of, retriever_of
from reports.program import program_stamp
from reports.questions import read_corrections
from reports.theme import theme_of

if TYPE_CHECKING:
    from reports.knowledge.settings import Site
    from reports.pages.report_page import House

CLIENTS = "clients.toml"
#: What an editor says of the claims in the desk's texts, and which text the house follows.
CLAIMS = "claims.toml"
#: The folder of the desk's own texts.
CORPUS = "corpus"
#: The file in the user's data folder in which each request to a model stands.
LEDGER = "model-ledger.csv"
#: So many results of the calculator are kept in the cache.
_RESULTS = 20_000
#: The shipped sample backtests, the one for questions that name none first.
SAMPLES = ("condor-0.70-1dte", "condor-1.15-1dte", "condor-1.60-1dte", "condor-45d-16delta")
#: A sample client's account: it stands beside a report where it is named, and no question is answered from it.
ACCOUNT = "account-45d"


class BacktestEntry(BaseModel):
    """A backtest of the desk: a folder with a `backtest.toml`, or that file, relative to the desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str


class HouseFile(BaseModel):
    """How reports look and sign: `[house]` of a `hedgecite.toml`. All may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: the firm; the desk's name where nothing is said
    name: Name | None = None
    #: an image, PNG or SVG, relative to the desk
    logo: str | None = None
    byline: Name | None = None
    #: stands with the disclosures of every report
    disclaimer: Annotated[str, Field(max_length=2000)] = ""
    site: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None
    #: colours of the style sheet by the name of their token, e.g. accent = "#0b6650"
    colours: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")], Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]] = {}


class ComplianceFile(BaseModel):
    """What the desk demands of its reports: `[compliance]` of a `hedgecite.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: legends that stand in every report of hypothetical results
    legends: tuple[Literal["cftc-4.41", "sec-206(4)-1"], ...] = ()


class SiteFile(BaseModel):
    """The knowledge base: `[site]` of a `hedgecite.toml`. All may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    tagline: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    #: where it will stand, for feeds, the sitemap and canonical links
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>?#]+$")] | None = None
    #: where the box for questions sends what readers ask: mailto: or the address of a form service
    ask: Annotated[str, Field(pattern=r"^(?:mailto:|https?://)[^\s\"<>';,]+$")] | None = None


class DeskFile(BaseModel):
    """The content of a `hedgecite.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = "hedgecite sample desk"
    #: whether the shipped sample corpus and backtests are part of the desk
    sample: bool = True
    backtest: tuple[BacktestEntry, ...] = ()
    search: SearchSettings = SearchSettings()
    house: HouseFile = HouseFile()
    compliance: ComplianceFile = ComplianceFile()
    site: SiteFile = SiteFile()
    server: ServerFile = ServerFile()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a desk lies and what it holds."""

    root: Path
    settings: DeskFile
    cache: Path

    @property
    def corpus(self) -> Path:
        """Where its own texts lie."""
        return self.root / CORPUS


def open_desk(given: Path | None, here: Path) -> Desk:
    """The desk of `--desk`, else of the nearest `hedgecite.toml` upwards, else the user's own.

    Raises
    ------
    UnreadableError
        The given folder has no `hedgecite.toml`, or the file can't be read.
    """
    root = root_of(given, here)
    file = root / FILE
    settings = read_toml(file, DeskFile) if file.is_file() else DeskFile()
    return Desk(root=root, settings=settings, cache=cache_dir())


_IMAGES = {".png": "image/png", ".svg": "image/svg+xml"}


def house_of(desk: Desk) -> House:
    """Whose reports the desk writes.

    Raises
    ------
    UnreadableError
        The logo is missing or no PNG or SVG, or a template of the desk can't be read.
    """
    import base64

    from reports.pages.report_page import House

    told, logo = desk.settings.house, ""
    if told.logo is not None:
        file = desk.root / told.logo
        kind = _IMAGES.get(file.suffix.lower())
        if kind is None or not file.is_file():
            raise UnreadableError("is no PNG or SVG file", where=str(file), mend=f"mend logo under [house] in {FILE}")
        logo = f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"
    return House(
        name=told.name or desk.settings.name,
        logo=logo,
        byline=told.byline or "",
        disclaimer=told.disclaimer,
        site=told.site or "",
        colours=tuple(sorted(told.colours.items())),
        theme=theme_of(desk.root),
    )


def site_of(desk: Desk) -> Site:
    """The knowledge base of the desk.

    Raises
    ------
    UnreadableError
        The logo is missing or no PNG or SVG.
    """
    from reports.knowledge.settings import Site

    told = desk.settings.site
    given = {"title": told.title, "tagline": told.tagline, "ask": told.ask}
    url = f"{told.url.rstrip('/')}/" if told.url else ""
    return Site(house=house_of(desk), url=url, **{k: v for k, v in given.items() if v})


def legends_of(desk: Desk) -> tuple[str, ...]:
    """The legends that the desk demands, in full."""
    from qa.lines import Line

    texts = {"cftc-4.41": Line.LEGEND_CFTC, "sec-206(4)-1": Line.LEGEND_SEC}
    return tuple(texts[name].value for name in desk.settings.compliance.legends)


def sample_desk() -> Desk:
    """A desk with the shipped sample and nothing else, wherever it is opened."""
    return Desk(root=shipped_folder(), settings=DeskFile(), cache=cache_dir())


def library_of(desk: Desk, corpus: Path | None = None) -> Library:
    """The words of the desk, added to the shipped sample unless it is off; or those of one other folder.

    What the desk's editor says of the claims in its texts is part of it.

    Raises
    ------
    UnreadableError
        A text, or the editor's file, can't be read.
    """
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
    private = _clients(desk, told=embedder.sends or bool(chroma))
    return Index(library.passages, library.glossary, embedder, desk.cache, private, chroma)


def search_of(desk: Desk, library: Library) -> Search:
    """How a library is searched: by the retriever that the desk plugs in, before its index; else by its index."""
    index, plug = index_of(desk, library), desk.settings.search.retriever
    if plug is None:
        return index
    from corpus.index.plugged import PluggedSearch

    private = None if plug.local else _clients(desk, told=True)
    return PluggedSearch(retriever_of(plug), index, library.passages, plug.name, private)


def _chroma() -> str:
    """The address of a Chroma server that `HEDGECITE_CHROMA` names, empty where it names none."""
    if not is_told():
        return ""
    from reports.environment import read_environment

    return read_environment().chroma


def _embedder(desk: Desk) -> Embedder:
    """The embedding model that the desk plugs in, else that which `HEDGECITE_EMBEDDINGS` names, else the built-in one."""
    if desk.settings.search.embeddings:
        return embedder_of(desk.settings.search.embeddings)
    if not is_told():
        return built_in()
    from reports.environment import read_environment

    environment = read_environment()
    if not environment.embeddings:
        return built_in()
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
    if desk.settings.sample and ACCOUNT in named and ACCOUNT not in held:
        held[ACCOUNT] = list_known(shipped_folder() / "samples" / ACCOUNT, results_of(desk), sample=True, watch=watch)
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


#: Where in the cache texts of other kinds than Markdown lie, as they were converted.
CONVERTED = "converted"
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
    if not named and not is_told():
        return None
    from reports.environment import read_environment

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
    return OpenAICompatible(settings, ledger(data_dir() / LEDGER, settings.name))


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
        raise WrongUseError(f"{date!r} is not a date", where="--date", mend="write it as YYYY-MM-DD")
    library = library_of(desk, corpus)
    return Materials(
        library=library,
        search=search_of(desk, library),
        backtests=backtests_of(desk, backtests, watch),
        desk=desk.settings.name,
        version=version("hedgecite"),
        date=date,
        options=_options(backtests, corpus, date),
        model=model,
        model_cache=desk.cache / "model",
        clients=_clients(desk, told=model is not None),
        corrections=read_corrections(desk.root / QUESTIONS),
        book=FactsBook(results_of(desk)),
    )


def results_of(desk: Desk) -> Kept:
    """What this program worked out of backtests before."""
    return Kept(desk.cache, "results", _RESULTS, program_stamp())


def own_files(root: Path, *others: Path | None) -> tuple[Path, ...]:
    """Where a desk has what answers are made from beside backtests and the shipped sample, be it there or not; and others."""
    return tuple(place for place in (*(root / name for name in (FILE, CLIENTS, CLAIMS, QUESTIONS, CORPUS)), *others) if place)


def is_repeatable(desk: Desk, model: Model | None) -> bool:
    """Whether the same files give the same answer: where no model and no code of others has a part in it."""
    return model is None and not desk.settings.search.plugged and not _embedder(desk).sends


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
    kept = results_of(desk)
    for entry in desk.settings.backtest:
        own = list_known(desk.root / entry.path, kept, watch=watch)
        if own.manifest.name in held:
            mend = "give one of them another name in its backtest.toml"
            raise WrongUseError(f"two backtests are named {own.manifest.name}", where=FILE, mend=mend)
        held[own.manifest.name] = own
    if desk.settings.sample:
        samples = [list_known(shipped_folder() / "samples" / name, kept, sample=True, watch=watch) for name in SAMPLES]
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
