"""Opening a desk: where it lies, its settings, whose reports it writes and which knowledge base it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UnreadableError
from corpus.settings_file import read_toml
from corpus.texts.library import shipped_folder
from reports.desk.file import CORPUS, DeskFile
from reports.places import FILE, cache_dir, root_of
from reports.theme import theme_of

if TYPE_CHECKING:
    from reports.knowledge.settings import Site
    from reports.pages.house import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a desk lies and what it holds."""

    root: Path
    settings: DeskFile
    cache: Path

    @property
    def corpus(self) -> Path:
        """Where its own texts lie."""
        return self.root / CORPUS


def open_desk(given: Path | None, here: Path) -> Desk:
    """The desk of `--desk`, else of the nearest `hedgecite.toml` upwards, else the user's own.

    Raises
    ------
    UnreadableError
        The given folder has no `hedgecite.toml`, or the file can't be read.
    """
    root = root_of(given, here)
    file = root / FILE
    settings = read_toml(file, DeskFile) if file.is_file() else DeskFile()
    return Desk(root=root, settings=settings, cache=cache_dir())


_IMAGES = {".png": "image/png", ".svg": "image/svg+xml"}


def house_of(desk: Desk) -> House:
    """Whose reports the desk writes.

    Raises
    ------
    UnreadableError
        The logo is missing or no PNG or SVG, or a template of the desk can't be read.
    """
    import base64

    from reports.pages.house import House

    told, logo = desk.settings.house, ""
    if told.logo is not None:
        file = desk.root / told.logo
        kind = _IMAGES.get(file.suffix.lower())
        if kind is None or not file.is_file():
            raise UnreadableError("is no PNG or SVG file", where=str(file), mend=f"mend logo under [house] in {FILE}")
        logo = f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"
    return House(
        name=told.name or desk.settings.name,
        logo=logo,
        byline=told.byline or "",
        disclaimer=told.disclaimer,
        site=told.site or "",
        colours=tuple(sorted(told.colours.items())),
        theme=theme_of(desk.root),
    )


def site_of(desk: Desk) -> Site:
    """The knowledge base of the desk.

    Raises
    ------
    UnreadableError
        The logo is missing or no PNG or SVG.
    """
    from reports.knowledge.settings import Site

    told = desk.settings.site
    given = {"title": told.title, "tagline": told.tagline, "ask": told.ask}
    url = f"{told.url.rstrip('/')}/" if told.url else ""
    address = desk.settings.server.address
    served = f"{address}/ask" if address else ""
    return Site(house=house_of(desk), url=url, served=served, **{k: v for k, v in given.items() if v})


def legends_of(desk: Desk) -> tuple[str, ...]:
    """The legends that the desk demands, in full."""
    from qa.lines import Line

    texts = {"cftc-4.41": Line.LEGEND_CFTC, "sec-206(4)-1": Line.LEGEND_SEC}
    return tuple(texts[name].value for name in desk.settings.compliance.legends)


def sample_desk() -> Desk:
    """A desk with the shipped sample and nothing else, wherever it is opened."""
    return Desk(root=shipped_folder(), settings=DeskFile(), cache=cache_dir())
