"""Assets: style, script and faces, each under an address that has its digest, so that browsers may keep it for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from reports.fonts import site_faces
from reports.pages.page import environment

_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file as it is sent."""

    content: bytes
    kind: str

    @property
    def headers(self) -> dict[str, str]:
        """How long it may be kept."""
        return {"Cache-Control": _FOREVER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """All of them by address, and the addresses of style and script."""

    held: Mapping[str, Asset]
    style: str
    script: str


def make_assets(cache: Path) -> Assets:
    """Cut the faces, write the style sheet around them, take the script as it is."""
    held: dict[str, Asset] = {}
    faces = []
    for face in site_faces(cache):
        address = _add(held, face.family, "woff2", face.content, "font/woff2")
        faces.append({"family": face.family, "weight": face.weight, "style": face.style, "address": address})
    sheet = environment().get_template("page.css").render(faces=())
    more = environment().get_template("site/site.css").render(faces=faces)
    style = _add(held, "site", "css", f"{sheet}\n{more}".encode(), "text/css; charset=utf-8")
    source = files("templates").joinpath("site", "site.js").read_bytes()
    script = _add(held, "site", "js", source, "text/javascript; charset=utf-8")
    held["/static/icon.svg"] = Asset(content=files("templates").joinpath("site", "icon.svg").read_bytes(), kind="image/svg+xml")
    return Assets(held=MappingProxyType(held), style=style, script=script)


def _add(held: dict[str, Asset], name: str, suffix: str, content: bytes, kind: str) -> str:
    address = f"/static/{name}.{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
    held[address] = Asset(content=content, kind=kind)
    return address
