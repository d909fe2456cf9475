"""The impact of other data or other texts: every published page made again with them, and what of it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from corpus.backtests.backtest import Backtest, Listed, list_backtest
from corpus.errors import HedgeciteError, WrongUseError
from corpus.texts.library import Folder, read_library, shipped_folder
from qa.answer import Materials
from qa.document import AnswerDocument
from reports.desk import CONVERTED, Desk, search_of
from reports.impact.changes import PageChanges, changes_of
from reports.impact.hanging import Hanging, hanging
from reports.knowledge.places import is_earlier
from reports.verify.bench import Bench, bench_of
from reports.verify.comparing import differences
from reports.verify.loading import load, pages_below
from reports.verify.remaking import CannotRemakeError, remakes
from reports.verify.sites import is_own_page

_DESK_OWN = ("corpus", "backtests", "vault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What would change, page by page, and what the verdicts of the changed pages would then hang on."""

    changed: tuple[PageChanges, ...]
    #: pages that would stay as they are
    unchanged: tuple[str, ...]
    #: pages that can't be made again here, each with why
    unknown: tuple[tuple[str, str], ...]
    hanging: tuple[Hanging, ...]


def bench_with(desk: Desk, backtest: Path | None, corpus: Path | None) -> Bench:
    """The bench of a desk with another backtest in the place of the one of its name, or with other texts of its own.

    Raises
    ------
    WrongUseError
        Neither is named, or the desk has no backtest of that name.
    UnreadableError
        The new data or texts can't be read.
    """
    if backtest is None and corpus is None:
        raise WrongUseError("nothing new is named", where="impact", mend="give --backtest NEW or --corpus NEW")
    present, new = bench_of(desk), None if backtest is None else list_backtest(backtest)
    if new is not None and backtest is not None:
        known = {b.manifest.name: b for b in present.open((), None, None).backtests}
        if new.manifest.name in known:
            new = list_backtest(backtest, sample=known[new.manifest.name].sample)
        new.read()  # a faulty one is told at once
        if new.manifest.name not in known:
            mend = f"give it the name of the one that it replaces: {', '.join(known)}"
            raise WrongUseError(f"the desk has no backtest {new.manifest.name}", where=str(backtest), mend=mend)
    kept: dict[object, Materials] = {}

    def open_(names: tuple[str, ...], own: Path | None, date: str | None) -> Materials:
        wanted = (names, own, date)
        if wanted not in kept:
            kept[wanted] = _with(present.open(names, own, date), desk, new, corpus if own is None else None)
        return kept[wanted]

    return replace(present, where="the desk with what is new", open=open_, made={})


def _with(materials: Materials, desk: Desk, new: Listed | None, corpus: Path | None) -> Materials:
    if new is not None:
        same = tuple(new if b.manifest.name == new.manifest.name else b for b in materials.backtests)
        materials = replace(materials, backtests=same)
    if corpus is not None:
        sample = [Folder(root=shipped_folder(), sample=True)] if desk.settings.sample else []
        library = read_library([*sample, Folder(root=corpus)], desk.cache / CONVERTED)
        materials = replace(materials, library=library, search=search_of(desk, library))
    return materials


def published(folder: Path) -> dict[Path, AnswerDocument]:
    """The documents in a folder, but for a desk's texts and data and earlier editions; of a page and its JSON, one."""
    found: dict[Path, AnswerDocument] = {}
    for file in pages_below(folder)[0]:
        parts = file.relative_to(folder).parts
        if (
            parts[0] in _DESK_OWN
            or is_earlier(file.as_posix())
            or (file.suffix == ".html" and file.with_suffix(".json") in found)
        ):
            continue
        document = load(file).document
        if document is not None and not is_own_page(document):  # those of a site follow from its articles
            found[file] = document
            if file.suffix == ".json":
                found.pop(file.with_suffix(".html"), None)
    return found


def impact(pages: dict[Path, AnswerDocument], bench: Bench, root: Path, *, weighed: bool = True) -> Impact:
    """What would change of some pages, and, where it is weighed, what their verdicts would hang on."""
    changed: list[PageChanges] = []
    unchanged: list[str] = []
    unknown: list[tuple[str, str]] = []
    hung: list[Hanging] = []
    for file, document in sorted(pages.items()):
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
        try:
            after = min(remakes(document, file, bench), key=lambda made: len(differences(document, made)))
        except CannotRemakeError as error:
            unknown.append((name, str(error)))
            continue
        found = changes_of(name, document, after)
        if found.is_same:
            unchanged.append(name)
            continue
        changed.append(found)
        hung += hanging(after, _data(after, bench)) if weighed else ()
    return Impact(changed=tuple(changed), unchanged=tuple(unchanged), unknown=tuple(unknown), hanging=tuple(dict.fromkeys(hung)))


def _data(document: AnswerDocument, bench: Bench) -> dict[str, Backtest]:
    """The backtests by their digests, as far as they can be read."""
    found: dict[str, Backtest] = {}
    names = {b.name for b in document.provenance.backtests}
    for listed in bench.open((), None, None).backtests:
        if listed.manifest.name in names:
            try:
                found[listed.read().digest] = listed.read()
            except HedgeciteError:
                continue
    return found
