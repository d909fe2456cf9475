"""Taking a text off the desk."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import WrongUseError
from corpus.readers import SUFFIXES
from reports.citing import Citing, citing
from reports.desk import Desk, library_of
from reports.files import write_together


def remove_text(name: str, desk: Desk) -> tuple[Path, tuple[Citing, ...]]:
    """Take away the desk's own text of a name, and say which published documents cite it.

    The name is that of `hedgecite corpus list`, or its last part where no other text has it.

    Raises
    ------
    WrongUseError
        No text of the desk's own has the name, or several have.
    """
    own = {_path(desk, f): f for f in sorted(desk.corpus.rglob("*")) if f.suffix.lower() in SUFFIXES and f.is_file()}
    wanted = name.removesuffix(Path(name).suffix) if Path(name).suffix.lower() in SUFFIXES else name
    found = [wanted] if wanted in own else [path for path in own if path.rsplit("/", 1)[-1] == wanted]
    if len(found) > 1:
        raise WrongUseError(f"several texts are named so: {', '.join(found)}", where=name, mend="give the folder too")
    if not found:
        if any(d.sample and d.path == wanted for d in library_of(desk).documents):
            mend = "sample = false in hedgecite.toml leaves all of it out"
            raise WrongUseError("belongs to the shipped sample", where=name, mend=mend)
        raise WrongUseError("is no text of the desk's own", where=name, mend="hedgecite corpus list --own lists them")
    file = own[found[0]]
    cited = citing(desk, {found[0]: None})
    write_together({}, [file])
    return file, cited


def _path(desk: Desk, file: Path) -> str:
    return file.relative_to(desk.corpus).with_suffix("").as_posix()
