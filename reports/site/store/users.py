"""Users: who may log in, their open logins, and the tokens of their programs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from corpus.errors import WrongUseError
from reports.site.store.tables import audit, failures, sessions, tokens, users

if TYPE_CHECKING:
    from pwdlib import PasswordHash
    from sqlalchemy import Connection, Engine

Role = Literal["reader", "client", "editor", "approver", "admin"]
#: How long a login lasts, and how long failed ones count against a name.
_LASTS, _LOOKS_BACK = timedelta(hours=12), timedelta(minutes=15)
#: So many failed logins of a name are let through in that time.
_FAILURES = 5
#: The shortest password. [characters]
SHORTEST = 12
_PREFIX = "hc_"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may log in."""

    id: int
    name: str
    role: Role
    #: the client of the desk whose reports this user reads
    client: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An open login, or a token of a program."""

    user: User
    #: what forms of this login must bear; empty for a token
    form_token: str = ""
    #: what a token may do; None for a login, which may do all that its user may
    scopes: tuple[str, ...] | None = None


def add_user(engine: Engine, name: str, role: str, password: str, client: str | None = None) -> None:
    """Add a user.

    Raises
    ------
    WrongUseError
        The name is taken, the role unknown, the password short, or a client is missing or too many.
    """
    if role not in get_args(Role):
        raise WrongUseError(f"{role!r} is no role", where="--role", mend=f"use one of {', '.join(get_args(Role))}")
    if (role == "client") != (client is not None):
        raise WrongUseError("a client, and nobody else, reads a client's reports", where="--client", mend="name the id of one")
    if not name.strip() or len(name) > 80:  # noqa: PLR2004 as the table has it
        raise WrongUseError("the name is empty or long", where="name", mend="use up to 80 characters")
    values = {"name": name, "role": role, "client": client, "password": _hashed(password), "disabled": False}
    try:
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(users).values(**values, made_at=_now()))
            note(connection, "command line", "user added", f"{name}: {role}")
    except IntegrityError:
        raise WrongUseError("the name is taken", where=name, mend="choose another, or enable that user") from None


def disable_user(engine: Engine, name: str) -> None:
    """End all that a user may do: logins and tokens too.

    Raises
    ------
    WrongUseError
        There is no such user.
    """
    with engine.execution_options(writes=True).begin() as connection:
        found = _id_of(connection, name)
        connection.execute(update(users).where(users.c.id == found).values(disabled=True))
        connection.execute(delete(sessions).where(sessions.c.user == found))
        connection.execute(update(tokens).where(tokens.c.user == found, tokens.c.revoked_at.is_(None)).values(revoked_at=_now()))
        note(connection, "command line", "user disabled", name)


def log_in(engine: Engine, name: str, password: str) -> str | None:
    """Begin a login: what its cookie holds; None where name or password is wrong or the name has failed too often.

    It takes as long for a name that nobody has.
    """
    hasher = _hasher()
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(failures).where(failures.c.at < _now() - _LOOKS_BACK))
        counted = select(func.count()).select_from(failures).where(failures.c.name == name[:80])
        row = connection.execute(select(users).where(users.c.name == name, users.c.disabled.is_(False))).first()
        right = hasher.verify(password, row.password if row else _nobody())
        if (connection.execute(counted).scalar() or 0) >= _FAILURES or row is None or not right:
            connection.execute(insert(failures).values(name=name[:80], at=_now()))
            note(connection, name[:80], "login failed")
            return None
        held = secrets.token_urlsafe(32)
        connection.execute(delete(sessions).where(sessions.c.until < _now()))
        values = {"id": _digest(held), "user": row.id, "form_token": secrets.token_urlsafe(24), "until": _now() + _LASTS}
        connection.execute(insert(sessions).values(values))
        note(connection, name, "login")
    return held


def login_of(engine: Engine, held: str) -> Login | None:
    """The login that a cookie stands for; None where it has ended or never was."""
    wanted = select(users, sessions.c.form_token).join(sessions, sessions.c.user == users.c.id)
    with engine.connect() as connection:
        found = wanted.where(sessions.c.id == _digest(held), sessions.c.until > _now(), users.c.disabled.is_(False))
        row = connection.execute(found).first()
    return Login(user=_user(row), form_token=row.form_token) if row else None


def log_out(engine: Engine, held: str) -> None:
    """End a login."""
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(sessions).where(sessions.c.id == _digest(held)))


def add_token(engine: Engine, name: str, title: str, scopes: tuple[str, ...]) -> str:
    """Make a token for a user's program: what it holds is shown this once, the store has its digest alone.

    Raises
    ------
    WrongUseError
        There is no such user.
    """
    held = _PREFIX + secrets.token_urlsafe(32)
    with engine.execution_options(writes=True).begin() as connection:
        values = {"user": _id_of(connection, name), "name": title, "digest": _digest(held), "scopes": " ".join(scopes)}
        connection.execute(insert(tokens).values(**values, made_at=_now()))
        note(connection, "command line", "token made", f"{name}: {title}: {' '.join(scopes)}")
    return held


def revoke_token(engine: Engine, name: str, title: str) -> int:
    """End the tokens of a user that have a title; how many there were."""
    with engine.execution_options(writes=True).begin() as connection:
        which = (tokens.c.user == _id_of(connection, name), tokens.c.name == title, tokens.c.revoked_at.is_(None))
        ended = connection.execute(update(tokens).where(*which).values(revoked_at=_now())).rowcount
        note(connection, "command line", "token revoked", f"{name}: {title}")
    return ended


def token_login(engine: Engine, held: str) -> Login | None:
    """Whose program a token is; None where it was revoked or never was."""
    wanted = select(users, tokens.c.scopes).join(tokens, tokens.c.user == users.c.id)
    with engine.connect() as connection:
        which = (tokens.c.digest == _digest(held), tokens.c.revoked_at.is_(None), users.c.disabled.is_(False))
        row = connection.execute(wanted.where(*which)).first()
    return Login(user=_user(row), scopes=tuple(row.scopes.split())) if row else None


def list_users(engine: Engine) -> tuple[User, ...]:
    """All users, by name."""
    with engine.connect() as connection:
        return tuple(_user(row) for row in connection.execute(select(users).order_by(users.c.name)))


def note(connection: Connection, who: str, what: str, about: str = "") -> None:
    """Write into the audit log."""
    connection.execute(insert(audit).values(at=_now(), who=who, what=what, about=about))


def _user(row: object) -> User:
    return User(**{name: getattr(row, name) for name in ("id", "name", "role", "client", "disabled")})


def _id_of(connection: Connection, name: str) -> int:
    found = connection.execute(select(users.c.id).where(users.c.name == name)).scalar()
    if found is None:
        raise WrongUseError("there is no such user", where=name, mend="hedgecite user list names them")
    return int(found)


def _hashed(password: str) -> str:
    if len(password) < SHORTEST:
        raise WrongUseError("the password is short", where="password", mend=f"use at least {SHORTEST} characters")
    return _hasher().hash(password)


@cache
def _nobody() -> str:
    """A hash of a password that nobody knows; made once, since it takes long on purpose."""
    return _hasher().hash(secrets.token_urlsafe(16))


def _hasher() -> PasswordHash:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),))


def _digest(held: str) -> str:
    return hashlib.sha256(held.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
