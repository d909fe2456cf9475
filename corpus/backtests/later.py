"""Backtests whose tables are read when they are first asked for: what was read of the same bytes before is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from corpus.backtests.backtest import Backtest, Listed, Marking, digest_now, list_backtest
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, UnreadableError
from corpus.kept import Kept

_TABLES = ("trades", "open_trades", "live", "marks", "accounts", "flows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a backtest without its tables, once it was read and had no errors."""

    marking: Marking
    problems: tuple[Problem, ...]
    #: those of its tables that it doesn't have
    lacking: tuple[str, ...]


class _Later(Backtest):
    """A backtest whose fields are filled when one of those that are missing is asked for."""

    __slots__ = ("_read",)
    _read: Callable[[], Backtest]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 whatever the field holds
        if name not in {f.name for f in fields(Backtest)}:
            raise AttributeError(name)
        whole = self._read()
        if whole.digest != self.digest:
            what = "has changed since it was first read"
            raise UnreadableError(what, where=self.manifest.name, mend="open the desk again")
        for field in fields(Backtest):
            object.__setattr__(self, field.name, getattr(whole, field.name))
        return getattr(whole, name)


def list_known(path: Path, kept: Kept, *, sample: bool = False, watch: Watch = unwatched) -> Listed:
    """A backtest by its manifest: read, once it was read before and has the same bytes, only when its tables are asked for.

    Raises
    ------
    UnreadableError
        The manifest is missing or faulty.
    """
    listed = list_backtest(path, sample=sample, watch=watch)
    return replace(listed, read=cache(lambda: _known(listed, kept)))


def _known(listed: Listed, kept: Kept) -> Backtest:
    digest = digest_now(listed)
    card = kept.recall(f"backtest {digest}", Card) if digest else None
    if card is not None:
        return _later(listed, digest, card)
    backtest = listed.read()
    kept.keep(f"backtest {backtest.digest}", Card, _card(backtest))
    return backtest


def _card(backtest: Backtest) -> Card:
    lacking = tuple(name for name in _TABLES if getattr(backtest, name) is None)
    return Card(marking=backtest.marking, problems=backtest.problems, lacking=lacking)


def _later(listed: Listed, digest: str, card: Card) -> Backtest:
    known = {"manifest": listed.manifest, "digest": digest, "sample": listed.sample, "_read": listed.read}
    known |= {"marking": card.marking, "problems": card.problems} | dict.fromkeys(card.lacking)
    backtest = object.__new__(_Later)
    for name, value in known.items():
        object.__setattr__(backtest, name, value)
    return backtest
