"""What surrounds the site's pages: files of style and script, the policy, the navigation."""

from __future__ import annotations

import base64
from pathlib import Path

from reports.fonts import article_faces
from reports.knowledge.page import Shell
from reports.knowledge.places import Within
from reports.knowledge.settings import Site
from reports.pages.page import environment

_PAGES = (
    ("Glossary", "glossary.html"),
    ("Claims", "claims.html"),
    ("Figures", "figures.html"),
    ("Texts", "sources.html"),
    ("Search", "search.html"),
)


def style_files(site: Site, cache: Path) -> dict[str, bytes]:
    """The style sheet, its fonts and the script."""
    files: dict[str, bytes] = {}
    faces = []
    for face in article_faces(cache):
        path = f"fonts/{face.family}-{face.weight}.woff2"
        files[path] = base64.b64decode(face.data)
        faces.append({"family": face.family, "weight": face.weight, "style": face.style, "form": face.form, "address": path})
    css = environment().get_template("knowledge/look.css").render(faces=faces, colours=site.house.colours)
    files["icon.svg"] = environment().get_template("knowledge/icon.svg").render().encode()
    if site.house.logo:
        files[logo_path(site)] = base64.b64decode(site.house.logo.partition(",")[2])
    files["look.css"] = css.encode()
    files["site.js"] = environment().get_template("knowledge/site.js").render().encode()
    return files


def logo_path(site: Site) -> str:
    """Where the house's logo lies; empty where it has none."""
    if not site.house.logo:
        return ""
    return "logo.svg" if site.house.logo.startswith("data:image/svg") else "logo.png"


def policy(site: Site) -> str:
    """What a page of the site may load and send."""
    target = f"{site.ask.split('?')[0]} 'self'" if site.ask and not site.ask.startswith("mailto:") else "'self' mailto:"
    return (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        f"base-uri 'none'; form-action {target}"
    )


def shell_of(
    site: Site, path: str, links: Within, *, data: str = "", table: str = "", trail: tuple[tuple[str, str], ...] = ()
) -> Shell:
    """What surrounds a page at a place of the site."""
    return Shell(
        policy=policy(site),
        sheets=(links.to("look.css"),),
        scripts=(links.to("site.js"),),
        feed=links.to("feed.xml"),
        data=data,
        table=table,
        icon=links.to("icon.svg"),
        logo=links.to(logo) if (logo := logo_path(site)) else "",
        canonical=f"{site.url}{path}" if site.url else "",
        ask=site.ask if data else "",
        home=links.home,
        pages=(*((name, links.to(url)) for name, url in _PAGES), *([("Ask", site.served)] if site.served else [])),
        trail=trail,
    )
