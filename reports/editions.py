"""Editions of a site: each a folder of its own beside it, and the site a link to one of them, switched at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import UnreadableError, WrongUseError

#: What a site remembers of itself for the next edition.
STATE = "site.json"
_PREVIOUS = "previous"
_NEW = "new-"


class Editions:
    """The editions of the site at a place."""

    def __init__(self, out: Path) -> None:
        # the place itself is a link, which must not be followed
        self.out = out.parent.resolve() / out.name
        self.folder = self.out.parent / f".{self.out.name}.editions"

    def refuse(self) -> None:
        """Raise where the place holds what is no site of ours.

        Raises
        ------
        WrongUseError
            It is a file, a folder with content, or a link to elsewhere.
        """
        if self.out.is_symlink():
            if self.out.readlink().parts[:1] == (self.folder.name,):
                return
        elif not self.out.exists() or (self.out.is_dir() and not any(self.out.iterdir())):
            return
        raise WrongUseError("holds something else than a site", where=str(self.out), mend="name a new place; nothing was changed")

    def adopt(self) -> None:
        """Make a folder with content the first of its own editions, in one step; what is one already stays.

        Raises
        ------
        UnreadableError
            This system can't exchange two names at once.
        """
        if self.out.is_symlink() or not self.out.is_dir():
            return
        self._sweep()
        self.folder.mkdir(parents=True, exist_ok=True)
        files = {f.relative_to(self.out).as_posix(): f.read_bytes() for f in sorted(self.out.rglob("*")) if f.is_file()}
        name = _named(files)
        if not (self.folder / name).is_dir():
            self._written(files, {}).rename(self.folder / name)
        link = self.folder / f"{_NEW}link"
        # it leads from where it will stand, not from here
        link.symlink_to(Path(self.folder.name) / name)
        if not _exchanged(link, self.out):
            link.unlink()
            raise UnreadableError(
                "can't be switched at once on this system", where=str(self.out), mend="replace its files by hand"
            )
        shutil.rmtree(link)

    def current(self) -> dict[str, bytes]:
        """The files of the present edition; none where there is no site."""
        if not self.out.is_dir():
            return {}
        root = self.out.resolve()
        return {f.relative_to(root).as_posix(): f.read_bytes() for f in sorted(root.rglob("*")) if f.is_file()}

    def state(self) -> Mapping[str, object]:
        """What the present edition remembers; nothing where there is none.

        Raises
        ------
        UnreadableError
            Its file is damaged.
        """
        file = self.out / STATE
        if not file.is_file():
            return {}
        try:
            told = json.loads(file.read_bytes())
        except ValueError as error:
            raise UnreadableError("is damaged", where=str(file), mend="publish to a new place") from error
        assert isinstance(told, dict), "it is written as one"
        return told

    def publish(self, files: Mapping[str, bytes], before: Mapping[str, bytes]) -> bool:
        """Write the edition beside the others and switch to it; False where it is the present one.

        Files that are as before are linked to those of the present edition.

        Raises
        ------
        UnreadableError
            Something can't be written; the site is as it was then.
        """
        name = _named(files)
        if self.out.is_symlink() and self.out.readlink().name == name and dict(before) == dict(files):
            return False
        try:
            self._sweep()
            target = self.folder / name
            if not target.is_dir():
                self._written(files, before).rename(target)
            elif self.out.is_symlink() and self.out.readlink().name == name:  # somebody has changed it in its place
                self._mended(self._written(files, before), target)
            self._switch(name)
        except OSError as error:
            raise UnreadableError(
                f"can't be written: {error.strerror}", where=str(self.out), mend="choose another place"
            ) from error
        return True

    def take_down(self) -> None:
        """Have no edition at the place; the next one is published as ever."""
        if self.out.is_symlink():
            self.refuse()
            self.out.unlink()

    def back(self) -> str:
        """Switch to the edition before the present one, and tell its name.

        Raises
        ------
        WrongUseError
            There is none.
        """
        link = self.folder / _PREVIOUS
        if not link.is_symlink() or not (self.folder / link.readlink()).is_dir():
            raise WrongUseError("has no earlier edition", where=str(self.out), mend="publish it anew")
        name = link.readlink().name
        self._switch(name)
        return name

    def _written(self, files: Mapping[str, bytes], before: Mapping[str, bytes]) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        root = Path(tempfile.mkdtemp(prefix=_NEW, dir=self.folder))
        present = self.out.resolve()
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if before.get(path) == content and _linked(present / path, file):
                continue
            file.write_bytes(content)
        root.chmod(0o755)
        return root

    def _mended(self, whole: Path, target: Path) -> None:
        """Put a whole edition into the place of one that was changed by hand."""
        if not _exchanged(whole, target):
            target.rename(self.folder / f"{_NEW}{target.name}")
            whole.rename(target)
        else:
            shutil.rmtree(whole)

    def _switch(self, name: str) -> None:
        """Make the site the edition of a name, and keep the one before it."""
        if self.out.is_symlink() and self.out.readlink().name != name:
            _point(self.folder / _PREVIOUS, Path(self.out.readlink().name))
        elif self.out.is_dir() and not self.out.is_symlink():
            self.out.rmdir()
        _point(self.out, Path(self.folder.name) / name)
        previous = self.folder / _PREVIOUS
        kept = {name, _PREVIOUS, previous.readlink().name if previous.is_symlink() else name}
        for other in self.folder.iterdir():
            if other.name not in kept and not other.name.startswith(_NEW):
                # an edition that is half gone must not bear its name any more
                shutil.rmtree(other.rename(other.with_name(f"{_NEW}{other.name}")), ignore_errors=True)

    def _sweep(self) -> None:
        """Take away what a broken-off command left."""
        if self.folder.is_dir():
            for left in self.folder.glob(f"{_NEW}*"):
                if left.is_symlink():
                    left.unlink()
                else:
                    shutil.rmtree(left, ignore_errors=True)


def _named(files: Mapping[str, bytes]) -> str:
    """An edition's name: a digest of all that is in it."""
    lines = (f"{path} {hashlib.sha256(content).hexdigest()}" for path, content in sorted(files.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _linked(old: Path, new: Path) -> bool:
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def _point(link: Path, to: Path) -> None:
    """Make a link lead somewhere, in one step."""
    half = link.with_name(f".{link.name}.half")
    half.unlink(missing_ok=True)
    half.symlink_to(to)
    half.replace(link)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system can't."""
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return call is not None and call(here, bytes(one), here, bytes(other), swap) == 0
