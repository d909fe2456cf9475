"""The desk: the composition root; it alone reads `hedgecite.toml` and, by `environment.py`, the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from corpus.backtests.backtest import Backtest, Listed, list_backtest
from corpus.backtests.later import list_known
from corpus.backtests.watch import Watch, unwatched
from corpus.dates import is_iso_date
from corpus.errors import UnreadableError, WrongUseError
from corpus.kept import Kept
from corpus.texts.library import shipped_folder
from qa.answer import Materials
from qa.calculator.core.facts import FactsBook
from qa.llm.model import Model, ModelSettings
from reports.desk.file import CLAIMS, CLIENTS, CORPUS, QUESTIONS, BacktestEntry, DeskFile
from reports.desk.opening import Desk, house_of, legends_of, open_desk, sample_desk, site_of
from reports.desk.texts import CONVERTED, LEDGER, client_names, index_of, is_repeatable, library_of, search_of
from reports.ledger import ledger
from reports.places import FILE, data_dir, is_told
from reports.program import program_stamp
from reports.questions import read_corrections

__all__ = [
    "ACCOUNT",
    "CLAIMS",
    "CLIENTS",
    "CONVERTED",
    "CORPUS",
    "LEDGER",
    "OFF",
    "QUESTIONS",
    "SAMPLES",
    "BacktestEntry",
    "Desk",
    "DeskFile",
    "backtests_of",
    "chosen_of",
    "house_of",
    "index_of",
    "is_repeatable",
    "legends_of",
    "library_of",
    "materials_of",
    "model_of",
    "open_desk",
    "own_files",
    "results_of",
    "sample_desk",
    "search_of",
    "site_of",
]

#: So many results of the calculator are kept in the cache.
_RESULTS = 20_000
#: The shipped sample backtests, the one for questions that name none first.
SAMPLES = ("condor-0.70-1dte", "condor-1.15-1dte", "condor-1.60-1dte", "condor-45d-16delta")
#: A sample client's account: it stands beside a report where it is named, and no question is answered from it.
ACCOUNT = "account-45d"


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
        clients=client_names(desk, told=model is not None),
        corrections=read_corrections(desk.root / QUESTIONS),
        book=FactsBook(results_of(desk)),
    )


def results_of(desk: Desk) -> Kept:
    """What this program worked out of backtests before."""
    return Kept(desk.cache, "results", _RESULTS, program_stamp())


def own_files(root: Path, *others: Path | None) -> tuple[Path, ...]:
    """Where a desk has what answers are made from beside backtests and the shipped sample, be it there or not; and others."""
    return tuple(place for place in (*(root / name for name in (FILE, CLIENTS, CLAIMS, QUESTIONS, CORPUS)), *others) if place)


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
