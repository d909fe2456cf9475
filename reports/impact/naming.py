"""Naming: what of a page changes, in one line: its figures, verdicts and sources, the first of each and how many more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.document import AnswerDocument
from qa.verify.strict import read_document
from reports.impact.changes import Change, PageChanges, changes_of
from reports.knowledge.places import article_path

#: So many changes of a kind are named.
_NAMED = 2


def why_changed(document: AnswerDocument, site: Path) -> str:
    """What an article says otherwise than the page of its name on a site; empty where there is none that can be read."""
    view = document.article
    assert view is not None, "it is an article"
    path = article_path(view.slug)
    try:
        before, _ = read_document((site / path).with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
    return in_a_line(changes_of(path, before, document)) if before is not None else ""


def in_a_line(page: PageChanges) -> str:
    """The changes of a page, kind by kind, those first whose number is another."""
    kinds: dict[str, list[Change]] = {}
    for change in sorted(page.changes, key=_is_shown_alike):
        kinds.setdefault(change.kind, []).append(change)
    said = [part for kind, own in kinds.items() for part in _of_kind(kind, own)]
    if page.sentences and not said:
        said.append(f"{many(page.sentences, 'sentence')} would read otherwise")
    return "; ".join(said)


def _is_shown_alike(change: Change) -> bool:
    """Whether the number is the same and its interval or n alone is another."""
    return change.before.partition(" (")[0] == change.after.partition(" (")[0]


def _of_kind(kind: str, changes: list[Change]) -> Iterator[str]:
    yield from (_said(c) for c in changes[:_NAMED])
    if len(changes) > _NAMED:
        yield f"and {many(len(changes) - _NAMED, kind)} more"


def _said(change: Change) -> str:
    if change.kind == "source":
        return f"{change.what} is no longer cited"
    by = f" ({change.by})" if change.by and not _is_shown_alike(change) else ""
    return f"{change.what}: {plainly(change.before)} → {plainly(change.after)}{by}"


def plainly(value: str) -> str:
    """A verdict or a state in words."""
    return value.replace("_", " ")


def many(n: int, noun: str) -> str:
    """A number of things."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
