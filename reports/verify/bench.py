"""The bench: where pages are made again, from the desk as it is or from what was kept of it when they were published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import HedgeciteError, UnreadableError
from qa.answer import Materials
from qa.document import AnswerDocument
from reports.desk import Desk

if TYPE_CHECKING:
    from reports.monthly.clients import Client
    from reports.monthly.workshop import Workshop
    from reports.pages.house import House

#: Materials for the options --backtest, --corpus and --date.
Open = Callable[[tuple[str, ...], Path | None, str | None], Materials]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAgain:
    """A site as it is made again: its pages by their places."""

    pages: Mapping[str, bytes]
    #: what it was made from that is not what is here; empty where all is the same
    moved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What pages are made again from."""

    #: in words: the desk, or the vault
    where: str
    desk: Desk
    house: House
    legends: tuple[str, ...]
    clients: tuple[Client, ...]
    open: Open
    #: the version that made what was kept; None where it is the one that runs
    version: str | None = None
    #: digests of the files that were published from it
    pages: frozenset[str] = frozenset()
    #: whether no file that a page names is looked for on this machine: the page came from outside
    closed: bool = False
    made: dict[object, AnswerDocument] = field(default_factory=dict, compare=False, repr=False)
    #: sites made again, by folder, and which of their articles are not true
    sites: dict[Path, SiteAgain] = field(default_factory=dict, compare=False, repr=False)
    untrue: dict[Path, str] = field(default_factory=dict, compare=False, repr=False)

    def once(self, what: object, make: Callable[[], AnswerDocument]) -> AnswerDocument:
        """A document that is made once for all pages that ask for the same."""
        if what not in self.made:
            self.made[what] = make()
        return self.made[what]

    def shop(self, names: tuple[str, ...]) -> Workshop:
        """What reports are made with."""
        from reports.monthly.workshop import Workshop

        materials = self.open(names, None, None)
        named = dict(zip(names, materials.backtests, strict=True))
        return Workshop(materials=materials, named=named, cache=self.desk.cache, house=self.house, legends=self.legends)


def bench_of(desk: Desk, client_files: tuple[Path, ...] = ()) -> Bench:
    """The bench of a desk as it now is."""
    from reports.desk import CLIENTS, house_of, legends_of, materials_of

    kept: dict[object, Materials] = {}

    def open_(names: tuple[str, ...], corpus: Path | None, date: str | None) -> Materials:
        wanted = (names, corpus, date)
        if wanted not in kept:
            kept[wanted] = materials_of(desk, names, corpus, date)
        return kept[wanted]

    files = (desk.root / CLIENTS, *client_files)
    return Bench(
        where="the desk",
        desk=desk,
        house=house_of(desk),
        legends=legends_of(desk),
        clients=clients_in(files),
        open=open_,
    )


def clients_in(files: tuple[Path, ...]) -> tuple[Client, ...]:
    """The clients of some files; of one that is missing or faulty there are none."""
    from reports.monthly.clients import listed_clients

    found: list[Client] = []
    for file in dict.fromkeys(files):
        try:
            found += listed_clients(file) if file.is_file() else ()
        except UnreadableError:
            continue
    return tuple(found)


def reason_of(error: HedgeciteError) -> str:
    """A fault in a few words."""
    return f"{error.where}: {error.what}" if error.where else error.what
