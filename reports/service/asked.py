"""A question as it reaches a service, and the answer with its name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from corpus.errors import UnreadableError
from qa.document import AnswerDocument, as_json
from qa.understand.followup import Earlier, read_earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked."""

    question: str
    #: the earlier answer that it goes on from, as JSON; None where it stands alone
    after: str | None = None
    #: the figure that is meant, where one of several readings was chosen
    figure: str | None = None
    #: the name of that earlier answer, where it is stored
    parent: str | None = None
    #: whether no language model may have a part in it
    by_rules: bool = False

    def name(self, stamp: str) -> str:
        """The same for the same question to the same desk."""
        told = json.dumps([stamp, self.question, self.after, self.figure, self.by_rules], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()

    def without_model(self) -> Asked:
        """The same, to be answered by rules alone."""
        return replace(self, by_rules=True)

    def earlier(self) -> Earlier | None:
        """What the earlier answer was about.

        Raises
        ------
        UnreadableError
            It is no answer document.
        """
        return read_earlier(self.after, "earlier.json") if self.after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer with its name, a digest of its document."""

    id: str
    document: AnswerDocument
    #: the document as it is stored and sent
    text: str
    #: the name of the answer that it goes on from
    parent: str | None = None


def answered(document: AnswerDocument, parent: str | None = None) -> Answered:
    """An answer as services hand it out."""
    text = json.dumps(as_json(document), ensure_ascii=False, separators=(",", ":"))
    return Answered(id=hashlib.sha256(text.encode()).hexdigest()[:32], document=document, text=text, parent=parent)


def document_of(text: str) -> AnswerDocument:
    """The document that was stored as a text.

    Raises
    ------
    UnreadableError
        It was stored by another version, whose documents have other fields.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(AnswerDocument).validate_json(text)
    except ValidationError as error:
        raise UnreadableError(
            "was written by another version", where="the stored answer", mend="ask the question again"
        ) from error
