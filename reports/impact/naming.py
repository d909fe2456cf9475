"""Naming: what of a page changes, in one line: its figures, verdicts and sources, the first of each and how many more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qa.document import AnswerDocument
from qa.verify.strict import read_document
from reports.impact.changes import Change, PageChanges, changes_of
from reports.knowledge.places import article_path

#: So many changes of a kind are named.
_NAMED = 2


def why_changed(document: AnswerDocument, present: Mapping[str, bytes]) -> str:
    """What an article says otherwise than in the edition whose files are told; empty where that had no such page."""
    view = document.article
    assert view is not None, "it is an article"
    path = article_path(view.slug)
    held = present.get(path.replace(".html", ".json"))
    before = read_document(held.decode())[0] if held is not None else None
    return in_a_line(changes_of(path, before, document)) if before is not None else ""


def in_a_line(page: PageChanges) -> str:
    """The changes of a page, kind by kind."""
    kinds: dict[str, list[Change]] = {}
    for change in page.changes:
        kinds.setdefault(change.kind, []).append(change)
    said = [part for kind, own in kinds.items() for part in _of_kind(kind, own)]
    if page.sentences and not said:
        said.append(f"{many(page.sentences, 'sentence')} would read otherwise")
    return "; ".join(said)


def _of_kind(kind: str, changes: list[Change]) -> Iterator[str]:
    yield from (_said(c) for c in changes[:_NAMED])
    if len(changes) > _NAMED:
        yield f"and {many(len(changes) - _NAMED, kind)} more"


def _said(change: Change) -> str:
    if change.kind == "source":
        return f"{change.what} is no longer cited"
    by = f" ({change.by})" if change.by else ""
    return f"{change.what}: {plainly(change.before)} → {plainly(change.after)}{by}"


def plainly(value: str) -> str:
    """A verdict or a state in words."""
    return value.replace("_", " ")


def many(n: int, noun: str) -> str:
    """A number of things."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
