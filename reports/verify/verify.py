"""Verify: a published page is trusted in nothing, made again, and told to be true, false, or not checkable here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal, Protocol

from corpus.errors import UnreadableError
from corpus.texts.documents import digest_of
from qa.document import AnswerDocument
from qa.verify.alone import Fault, check_alone
from reports.knowledge.publishing import as_published
from reports.verify.bench import Bench
from reports.verify.comparing import differences
from reports.verify.loading import Published, load
from reports.verify.parts import Part, check_parts, faults_among
from reports.verify.remaking import CannotRemakeError, opened, remakes
from reports.verify.rendering import check_bytes, first_difference
from reports.verify.rewritten import judge_words, without_words
from reports.verify.sites import article_documents, is_own_page, site_again, site_of_page

End = Literal["true", "false", "not checkable here"]


class Vault(Protocol):
    """Gives the bench of what was kept of a document's data and texts, or None where nothing was."""

    def __call__(self, document: AnswerDocument, digest: str = "") -> Bench | None:
        """Of records that say the same, that of the file with this digest."""


_ALONE = "the document by itself: spans, numerals, displays, digests, verdicts, conflicts"
_OFFLINE = "figures, quotations and claims were not held against data and texts, as --offline asks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of verifying a file."""

    file: str
    end: End
    faults: tuple[Fault, ...] = ()
    #: what was checked, and what could not be and why
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def verify(file: Path, bench: Bench, vault: Vault | None = None, *, offline: bool = False) -> Verified:
    """The end of one file.

    Raises
    ------
    UnreadableError
        The file can't be read, or carries no document.
    """
    return verify_published(load(file), bench, vault, offline=offline)


def verify_published(published: Published, bench: Bench, vault: Vault | None = None, *, offline: bool = False) -> Verified:
    """The same of a file that was read."""
    document = published.document
    if document is None:
        return _ended(published, published.faults, (), ())
    faults = [*published.faults, *check_alone(document)]
    if offline:
        page = _rendered(published, document, bench)
        return _ended(published, [*faults, *page.faults], [_ALONE, *page.checked], [_OFFLINE, *page.unchecked])
    found = _whole(published, document, bench)
    if (
        (found.faults or found.unchecked)
        and vault is not None
        and (kept := vault(document, digest_of(as_published(published.raw)))) is not None
    ):
        proved = _whole(published, document, kept)
        # what has changed on the desk since, settings too, makes no page false that was true when it was published
        if not (proved.faults or proved.unchecked) or not found.faults:
            found = proved
    return _ended(published, [*faults, *found.faults], [_ALONE, *found.checked], found.unchecked)


def _whole(published: Published, document: AnswerDocument, bench: Bench) -> _Held:
    page, held = _rendered(published, document, bench), _held(published, document, bench)
    return _Held(
        faults=(*page.faults, *held.faults),
        checked=(*page.checked, *held.checked),
        unchecked=(*page.unchecked, *held.unchecked),
    )


def _ended(published: Published, faults: Iterable[Fault], checked: Iterable[str], unchecked: Iterable[str]) -> Verified:
    wrong, left = tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(unchecked))
    end: End = "false" if wrong else "not checkable here" if left else "true"
    return Verified(file=str(published.file), end=end, faults=wrong, checked=tuple(checked), unchecked=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What came of holding a document against a bench."""

    faults: tuple[Fault, ...] = ()
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def _rendered(published: Published, document: AnswerDocument, bench: Bench) -> _Held:
    """Whether the file has the bytes that its document renders to, or those that it was published with."""
    if digest_of(as_published(published.raw)) in bench.pages:
        return _Held(checked=("the bytes of the page, as they were published",))
    site = site_of_page(published.file) if published.form == "html" and document.article is not None else None
    if site is not None:
        return _in_site(published, document, site, bench)
    if is_own_page(document):
        return _Held(unchecked=("a page of a site can't be rendered again without the rest of the site",))
    wrong = check_bytes(published, document, (bench.house,), bench.desk.cache)
    if wrong is None:
        return _Held(checked=("the bytes of the page, rendered again",))
    if document.provenance.version != version("hedgecite"):
        return _Held(unchecked=(f"a page of version {document.provenance.version} can't be rendered again here",))
    return _Held(faults=(wrong,))


def _in_site(published: Published, document: AnswerDocument, site: Path, bench: Bench) -> _Held:
    """Whether a page has the bytes that it has in its site, made again from the site's articles and the desk."""
    try:
        again = site_again(site, bench)
    except CannotRemakeError as error:
        return _Held(unchecked=(f"the site can't be made again here: {error}",))
    due = again.pages.get(published.file.absolute().relative_to(site).as_posix())
    if due == published.raw:
        return _Held(checked=("the bytes of the page, made again with its site",))
    if due is None:
        return _Held(unchecked=("the present edition of the site has no such page",))
    if document.provenance.version != version("hedgecite"):
        return _Held(unchecked=(f"a page of version {document.provenance.version} can't be rendered again here",))
    if again.moved:
        return _Held(unchecked=(again.moved,))
    return _Held(faults=(first_difference(published.raw.decode(), due.decode()),))


def _own(published: Published, document: AnswerDocument, bench: Bench) -> _Held:
    """A page of the site itself: its figures and texts, and whether the articles that it is made from are true."""
    site = site_of_page(published.file)
    if site is None:
        return _by_parts(published, document, bench, ("the articles that it is made from are not beside it",), None)
    if site not in bench.untrue:
        try:
            ends = {slug: verify(file, bench).end for slug, file in article_documents(site).items()}
            bench.untrue[site] = next(
                (f"it is made from {slug}, which is {end}" for slug, end in ends.items() if end != "true"), ""
            )
        except (CannotRemakeError, UnreadableError) as error:
            bench.untrue[site] = f"the articles that it is made from can't be read: {error}"
    why = tuple(x for x in (bench.untrue[site],) if x)
    return _by_parts(published, document, bench, why, None)


def _held(published: Published, document: AnswerDocument, bench: Bench) -> _Held:
    if is_own_page(document):
        return _own(published, document, bench)
    try:
        every = remakes(document, published.file, bench)
    except CannotRemakeError as error:
        return _by_parts(published, document, bench, (f"it can't be made again here: {error}",), None)
    made = min(every, key=lambda one: (len(_moved(document, one)), len(differences(document, one))))
    moved = _moved(document, made)
    wrong, judged, left = _compared(document, made, bench)
    if wrong and not moved and bench.version not in {None, version("hedgecite")}:
        return _published(published, document, bench, made)
    if moved:
        return _by_parts(published, document, bench, moved, made)
    faults = (*wrong, *_cut_otherwise(document, made))
    return _Held(faults=faults, checked=(f"every field, made again from {bench.where}", *judged), unchecked=left)


def _cut_otherwise(document: AnswerDocument, made: AnswerDocument) -> Iterable[Fault]:
    """Data up to a day that the page names otherwise than it would now, from the same whole."""
    told, due = ([b for b in d.provenance.backtests if b.until] for d in (document, made))
    if told != due:
        yield Fault(place="provenance.backtests", what="names other data that end before the log than when made again")


def _published(published: Published, document: AnswerDocument, bench: Bench, made: AnswerDocument) -> _Held:
    """A page whose words another version of the program wrote: as it was published, and every number in it the same."""
    why = f"its words were written by version {document.provenance.version}, and can't be written again here"
    found = _by_parts(published, document, bench, (), made)
    if digest_of(as_published(published.raw)) in bench.pages:
        return replace(found, checked=(*found.checked, why))
    return replace(found, unchecked=(*found.unchecked, why))


def _compared(
    document: AnswerDocument, made: AnswerDocument, bench: Bench
) -> tuple[tuple[Fault, ...], tuple[str, ...], tuple[str, ...]]:
    """Faults, what was judged, and what could not be: of a page that a model worded, its words are judged anew."""
    if document.provenance.model is None:
        return differences(document, made), (), ()
    if document.plan.added:
        return (), (), ("a language model chose some of its figures, which the rules alone don't choose",)
    wrong, left = judge_words(document, made, bench)
    return (*differences(without_words(document), without_words(made)), *wrong), ("the sentences of the language model",), left


def _by_parts(
    published: Published, document: AnswerDocument, bench: Bench, why: tuple[str, ...], made: AnswerDocument | None
) -> _Held:
    try:
        parts = check_parts(document, opened(document, published.file, bench), made)
    except CannotRemakeError as error:
        return _Held(unchecked=(*why, str(error)))
    return _Held(faults=faults_among(parts), checked=tuple(_counted(parts, bench)), unchecked=(*why, *_missing(parts)))


def _counted(parts: tuple[Part, ...], bench: Bench) -> Iterable[str]:
    for kind, words in (("figure", "figures recomputed"), ("source", "quotations found at their spans")):
        own = [p for p in parts if p.place.startswith(kind)]
        same = sum(p.end == "same" for p in own)
        if own:
            yield f"{same} of {len(own)} {words}, from {bench.where}"


def _missing(parts: tuple[Part, ...]) -> Iterable[str]:
    yield from dict.fromkeys(p.what for p in parts if p.end == "not here")


def _moved(document: AnswerDocument, made: AnswerDocument) -> tuple[str, ...]:
    """What the document is from that is not what is here."""
    told, here = document.provenance, made.provenance
    moved = [] if told.corpus == here.corpus else ["the texts have changed since"]
    digests = {b.name: b.digest for b in here.backtests if b.until is None}
    for backtest in (b for b in told.backtests if b.until is None):
        if backtest.name not in digests:
            moved.append(f"the backtest {backtest.name} is not among those that answer it now")
        elif digests[backtest.name] != backtest.digest:
            moved.append(f"the data of {backtest.name} have changed since")
    moved += [f"the backtest {name} answers it now" for name in digests if name not in {b.name for b in told.backtests}]
    moved += (
        [f"it was made by version {told.version}, and this is version {here.version}"] if told.version != here.version else []
    )
    return tuple(moved)
