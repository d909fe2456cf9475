"""The tables of the store, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=_NAMES)

#: Answer documents by the digest of their text; none is ever changed.
answers = Table(
    "answers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("question", Text, nullable=False),
    Column("parent", String(64), nullable=True),
    Column("document", Text, nullable=False),
    #: digests of the texts and data that it was made from
    Column("made_from", Text, nullable=False, default="", server_default=""),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
#: Questions as readers asked them, each with its newest answer and how far an editor is with it.
questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("words", Text, nullable=False, unique=True),
    Column("answer", ForeignKey("answers.id"), nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("waiting", Integer, nullable=False, default=0),
    Column("figures", Text, nullable=False, default=""),
    Column("slug", String(120), nullable=True, unique=True),
    Column("title", Text, nullable=False, default=""),
    Column("category", String(80), nullable=False, default=""),
    Column("tags", Text, nullable=False, default=""),
    #: sentences as the rules wrote them and as an editor did, in tokens
    Column("edited", Text, nullable=True),
    #: what a desk's questions.toml says beside, where it came from one
    Column("told", Text, nullable=False, default="", server_default=""),
    Column("version", Integer, nullable=False, default=1),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
#: What was done to a question, by whom and when, with the edited document as it was then.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question", ForeignKey("questions.id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(24), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("edited", Text, nullable=True),
)
#: Whether an answer helped.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer", ForeignKey("answers.id"), nullable=False, index=True),
    Column("helped", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("client", String(80), nullable=True),
    Column("password", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
#: Open logins, by the digest of what the cookie holds.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False, index=True),
    Column("form_token", String(64), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)
#: Tokens of programs, by the digest of what was shown once.
tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", String(200), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True), nullable=True),
)
#: What was done that others may have to account for.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", Text, nullable=False, default=""),
)
#: Logins that failed, for the time that throttling looks back.
failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_failures_name_at", "name", "at"),
)
#: What is kept under a name: the file that was last taken in or written, how publishing went.
kept = Table(
    "kept",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
#: What a day's answers took of the language model, by reader. [tokens]
spent = Table(
    "spent",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("reader", String(64), primary_key=True),
    Column("tokens", Integer, nullable=False),
)
