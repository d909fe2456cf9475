"""TOML files of the user's, read into frozen pydantic models, with faults that name file, line and key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import UnreadableError

Model = TypeVar("Model", bound=BaseModel)


def read_toml(file: Path, model: type[Model]) -> Model:
    """The file's content as a checked model.

    Raises
    ------
    UnreadableError
        The file is missing, is no TOML, or holds a key or value that the model refuses.
    """
    text = read_utf8(file)
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise UnreadableError(
            f"is no valid TOML: {error}", where=f"{file.name}:{line[1]}" if line else file.name, mend="mend that line"
        ) from error
    except ValidationError as error:
        raise _refusal(file, text, error) from error


def read_utf8(file: Path) -> str:
    """The text of a file in UTF-8, with or without its mark.

    Raises
    ------
    UnreadableError
        It is missing, can't be opened, or is in another encoding.
    """
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableError("no such file", where=str(file), mend="check the path") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"can't be read: {error}", where=str(file), mend="save it as UTF-8 text") from error


def _refusal(file: Path, text: str, error: ValidationError) -> UnreadableError:
    every = error.errors(include_url=False)
    # a faulty entry is missing from its list too, which then is said to be too short
    own = [e for e in every if not any(o["loc"][: len(e["loc"])] == e["loc"] != o["loc"] for o in every)]
    first = min(own, key=lambda e: e["type"] != "extra_forbidden")
    path = ".".join(str(x) for x in first["loc"])
    keys = [str(x) for x in first["loc"] if isinstance(x, str)]
    line = _line_of(text, keys[-1]) if keys else None
    where = ":".join([file.name, *([str(line)] if line else [])])
    what = "is no known key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    what = "is missing" if first["type"] == "missing" else what
    if len(own) > 1 and all(e["type"] == "missing" for e in own):
        paths = [".".join(str(x) for x in e["loc"]) for e in own]
        return UnreadableError(f"{', '.join(paths)} are missing", where=where, mend="write each of them")
    others = sorted({".".join(str(x) for x in e["loc"]) for e in own if e is not first} - {path, ""})
    more = f" (so {'is' if len(others) == 1 else 'are'} {', '.join(others)})" if others else ""
    if not path:  # what several keys say together
        return UnreadableError(f"{what}{more}", where=where, mend="mend one of them")
    what, _, mend = what.partition("; ")
    return UnreadableError(f"{path}: {what}{more}", where=where, mend=mend or "mend that key")


def _line_of(text: str, key: str) -> int | None:
    m = re.search(rf"^[ \t]*(?:\[+)?(?:[\w.-]*\.)?{re.escape(key)}[ \t]*(?:=|\])", text, re.MULTILINE)
    return text[: m.start()].count("\n") + 1 if m else None
