"""Questions as a desk's file has them, what answers were made from, editors' words as sentences before and after."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns, and bring what is stored into their form."""
    op.add_column("questions", sa.Column("told", sa.Text(), nullable=False, server_default=""))
    op.add_column("answers", sa.Column("made_from", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "kept",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept")),
    )
    connection = op.get_bind()
    for id_, document in connection.execute(sa.text("SELECT id, document FROM answers")).all():
        told = {"it": id_, "made": _made_from(json.loads(document))}
        connection.execute(sa.text("UPDATE answers SET made_from = :made WHERE id = :it"), told)
    edited = "SELECT q.id, q.edited, a.document FROM questions q JOIN answers a ON a.id = q.answer WHERE q.edited IS NOT NULL"
    for id_, sentences, document in connection.execute(sa.text(edited)).all():
        edits = _edits(json.loads(document)["summary"], json.loads(sentences))
        told = {"it": id_, "edits": json.dumps(edits, ensure_ascii=False) if edits else None}
        connection.execute(sa.text("UPDATE questions SET edited = :edits WHERE id = :it"), told)


def _made_from(document: dict[str, Any]) -> str:
    """Digests of texts and data, as the store keeps them."""
    told = document.get("provenance", {})
    data = sorted((b["name"], b["digest"]) for b in told.get("backtests", ()))
    return json.dumps([told.get("corpus", ""), data], ensure_ascii=False)


def _edits(before: list[Any], after: list[Any]) -> list[dict[str, str]]:
    """The sentences that differ: as the rules wrote them, and as an editor did, in tokens."""
    pairs = [(_said(was), now) for was, now in zip(before, after, strict=False)]
    return [{"was": was, "now": _tokens(now)} for was, now in pairs if was != _said(now)]


def _said(sentence: Any) -> str:  # noqa: ANN401 a sentence as JSON
    return sentence if isinstance(sentence, str) else sentence["text"]


def _tokens(sentence: Any) -> str:  # noqa: ANN401
    if isinstance(sentence, str):
        return sentence
    text, at = "", 0
    for span in sorted(sentence["spans"], key=lambda s: s["start"]):
        token = _token(span)
        if token and span["start"] >= at:
            text += sentence["text"][at : span["start"]] + token
            at = span["end"]
    return str(text + sentence["text"][at:])


def _token(span: dict[str, Any]) -> str:
    kind, ref, field = span["kind"], span["ref"], span.get("field")
    if kind == "figure":
        return f"{{{ref}}}" if field in {None, "display"} else f"{{{ref}.{field}}}"
    if kind == "point":
        return f"{{{ref}:{field}}}"
    if kind == "source":
        return f"[{ref}]" if field == "mark" else f"{{{ref}.{field}}}"
    return f"{{#{ref}}}" if kind == "count" else ""
