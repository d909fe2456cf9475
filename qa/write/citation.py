"""Citation of an answer: APA and BibTeX, from its title, its date and the desk's name."""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import MONTHS
from qa.document import Citation

_LONGEST_SLUG = 80


def cite(title: str, iso: str | None, desk: str) -> Citation:
    """How the page is cited."""
    day = date.fromisoformat(iso) if iso else None
    when = f"{day.year}, {MONTHS[day.month - 1]} {day.day}" if day else "n.d."
    key = "-".join([slug_of(desk), slug_of(title)[:40].strip("-")])
    year = f", year = {{{day.year}}}" if day else ""
    bibtex = f"@misc{{{key}, author = {{{{{_tex(desk)}}}}}, title = {{{{{_tex(title)}}}}}{year}}}"
    return Citation(apa=f"{desk}. ({when}). {title}{'' if title.endswith('?') else '.'}", bibtex=bibtex)


def slug_of(text: str) -> str:
    """A text as lower-case words joined by dashes, for file names and links.

    >>> slug_of("What does the 0.70 tier's hedge cost?")
    'what-does-the-0-70-tiers-hedge-cost'
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))
    while len("-".join(words)) > _LONGEST_SLUG and len(words) > 1:
        words.pop()
    return "-".join(words)[:_LONGEST_SLUG] or "page"


def _tex(text: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", text)
