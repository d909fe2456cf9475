"""The house: whose name, colours and templates pages and reports have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Whose page it is."""

    name: str = "hedgecite"
    #: the logo as a `data:` address, or none
    logo: str = ""
    byline: str = ""
    #: a text that stands with the disclosures
    disclaimer: str = ""
    site: str = ""
    #: colours of the style sheet by the names of its tokens, in place of its own on light pages and on paper
    colours: tuple[tuple[str, str], ...] = ()
    #: templates of its own by name, in place of the shipped ones
    theme: tuple[tuple[str, str], ...] = ()
