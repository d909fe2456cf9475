"""What a desk says of its site, as publishing takes it."""

from __future__ import annotations

from dataclasses import dataclass

from reports.pages.house import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site: whose it is, where it will stand, and where questions of readers go."""

    house: House
    title: str = "What an options hedge costs"
    #: the desk's own words below the title, in place of ours
    tagline: str = ""
    #: where it will stand, with a slash at its end; empty where that isn't known, and then nothing has an absolute address
    url: str = ""
    #: where the box for questions sends what is asked: `mailto:` or an address; empty where there is no box
    ask: str = ""
    #: the page of the served site where questions are asked; empty where none is told
    served: str = ""
