"""What is said on standard error beside an answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.document import AnswerDocument


def search_notice(search: object) -> str | None:
    """Where passages could only be searched by keywords, that and why."""
    notice = getattr(search, "notice", None)
    return f"searched by keywords alone: {notice}" if notice else None


def retriever_notice(search: object) -> str | None:
    """Where the desk's own retriever had no part in the search, that and why."""
    notice = getattr(search, "unplugged", None)
    return f"searched by the index alone: {notice}" if notice else None


def notices(search: object, document: AnswerDocument) -> tuple[str, ...]:
    """How the passages were searched, and where a model was asked and wrote none of the page, that too."""
    from qa.llm.model import UNWORDED

    searched = (search_notice(search), retriever_notice(search))
    unworded = (said.text for said in document.disclosures if said.text.endswith(UNWORDED))
    return (*filter(None, searched), *unworded)


def say(*said: str | None) -> None:
    """Say it beside what is printed."""
    for words in said:
        if words:
            print(f"hedgecite: {words}", file=sys.stderr)
