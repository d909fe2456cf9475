"""A theme: the desk's own copies of the report's templates, used in place of the shipped ones."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from corpus.errors import UnreadableError, WrongUseError
from reports.files import write_together

#: The folder of a desk that its theme lies in, and the templates that it may hold.
FOLDER = "theme"
TEMPLATES = ("report.html", "report_parts.html", "report_annex.html", "macros.html", "report.css", "report.typ")
#: A template's name and text.
Theme = tuple[tuple[str, str], ...]


def start_theme(root: Path) -> tuple[Path, ...]:
    """Copy the shipped templates of reports to a desk; whatever is changed there, or left, is used from there.

    Raises
    ------
    WrongUseError
        One of them is there already.
    """
    folder = root / FOLDER
    there = next((name for name in TEMPLATES if (folder / name).exists()), None)
    if there is not None:
        raise WrongUseError("is there already", where=str(folder / there), mend="take it away first; nothing was changed")
    shipped = files("templates")
    texts: dict[Path, str | bytes] = {folder / name: shipped.joinpath(name).read_text(encoding="utf-8") for name in TEMPLATES}
    write_together(texts)
    return tuple(texts)


def theme_of(root: Path) -> Theme:
    """The templates that a desk has of its own; none where it has no theme.

    Raises
    ------
    UnreadableError
        One of them can't be read as text.
    """
    found = []
    for name in TEMPLATES:
        file = root / FOLDER / name
        try:
            found.append((name, file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableError("can't be read as text", where=str(file), mend="write it in UTF-8, or take it away") from error
    return tuple(found)
