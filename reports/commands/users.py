"""Users of the site and their programs' tokens; the store as a file."""

from __future__ import annotations

import getpass
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WrongUseError
from reports.commands.serving import demand_web
from reports.environment import read_environment
from reports.places import data_dir

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from reports.commands.chosen import Chosen


def add(name: str, role: str, client: str | None) -> None:
    """Add a user, with a password that is typed twice, or on a pipe is its first line."""
    from reports.site.store.users import add_user

    with _Store() as store:
        add_user(store, name, role, _password(), client)
    print(f"{name} may log in as {role}", file=sys.stderr)


def disable(name: str) -> None:
    """End all that a user may do."""
    from reports.site.store.users import disable_user

    with _Store() as store:
        disable_user(store, name)


def list_all() -> None:
    """Print the users."""
    from reports.commands.listing import table
    from reports.site.store.users import list_users

    with _Store() as store:
        found = list_users(store)
    rows = [[u.name, u.role, u.client or "", "disabled" if u.disabled else ""] for u in found]
    sys.stdout.write(table([["name", "role", "client", ""], *rows]))


def token(name: str, title: str, scopes: list[str], *, revoke: bool) -> int:
    """Print a new token, which is shown this once; or revoke those of the title, 1 where there are none."""
    from reports.site.access import SCOPES
    from reports.site.store.users import add_token, revoke_token

    unknown = [s for s in scopes if s not in SCOPES]
    if unknown:
        raise WrongUseError(f"{unknown[0]!r} is no scope", where="--scope", mend=f"use {', '.join(SCOPES)}")
    with _Store() as store:
        if revoke:
            return 0 if revoke_token(store, name, title) else 1
        print(add_token(store, name, title, tuple(scopes) or ("read",)))
    return 0


def back_up(file: Path) -> None:
    """Write the store into a file."""
    from reports.site.store.backup import back_up as write

    with _Store() as store:
        print(f"{write(store, file)} rows in {file}", file=sys.stderr)


def restore(file: Path) -> None:
    """Take a file into an empty store."""
    from reports.site.store.backup import restore as read

    with _Store() as store:
        print(f"{read(store, file)} rows from {file}", file=sys.stderr)


def import_questions(file: Path | None, chosen: Chosen) -> None:
    """Take the desk's questions into the store; those that it lacks are answered."""
    from qa.answer import answer
    from reports.commands.progress import stepping
    from reports.desk import QUESTIONS, materials_of, model_of
    from reports.questions import read_corrections
    from reports.service.asked import answered
    from reports.site.store.exchange import missing_answers, take_in

    desk = chosen.open()
    file = file or desk.root / QUESTIONS
    if not file.is_file():
        raise WrongUseError("no such file", where=str(file), mend="name a questions.toml with --questions")
    with _Store() as store:
        missing = missing_answers(store, file)
        materials = materials_of(desk, chosen.backtests, chosen.corpus, model=model_of(chosen.model)) if missing else None
        made = {}
        with stepping("answering", len(missing) if len(missing) > 1 else 0) as done:
            for question in missing:
                assert materials is not None, "something is to be answered"
                told = replace(materials, corrections=read_corrections(file))
                made[question.text] = answered(answer(question.text, told))
                done()
        changed = take_in(store, file, made, "command line")
    print(f"{changed} questions new or changed", file=sys.stderr)


def export_questions(file: Path | None, chosen: Chosen, *, force: bool) -> None:
    """Write the store's questions into the desk's file."""
    from reports.desk import QUESTIONS
    from reports.site.store.exchange import export

    file = file or chosen.open().root / QUESTIONS
    with _Store() as store:
        print(f"{export(store, file, force=force)} questions in {file}", file=sys.stderr)


class _Store:
    """The store, open for one command."""

    def __enter__(self) -> Engine:
        demand_web("user")
        from reports.site.store.store import address_of, open_store

        self._engine = open_store(address_of(read_environment().store, data_dir()))
        return self._engine

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise WrongUseError("the passwords differ", where="password", mend="type the same one twice")
    return first
