"""The earlier answer that a question goes on from: one in a file, or one that a program holds."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.settings_file import read_utf8
from qa.document import AnswerDocument, as_json
from qa.understand.followup import Earlier, read_earlier

#: What an answer that lies in no file is called in the command that makes its follow-up again.
UNSAVED = "earlier.json"


def earlier_of(after: AnswerDocument | Path | None) -> Earlier | None:
    """What an earlier answer was about; None where there is none.

    Raises
    ------
    UnreadableError
        The file can't be read or holds no answer document.
    """
    if after is None:
        return None
    if isinstance(after, AnswerDocument):
        return read_earlier(json.dumps(as_json(after)), UNSAVED)
    return read_earlier(read_utf8(after), after.name)
