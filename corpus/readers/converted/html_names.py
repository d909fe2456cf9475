"""Titles of pages without the name of the site."""

from __future__ import annotations

import re


def without_site(title: str, site: str | None) -> str:
    """A title without the site's name after or before it.

    >>> without_site("What the hedge costs | Some Site", None), without_site("Options - a primer", None)
    ('What the hedge costs', 'Options - a primer')
    """
    parts = re.split(r"\s+(?:[|·•»]|–|—)\s+", title)
    if site:
        parts = [p for p in re.split(r"\s+(?:[|·•»–—-])\s+", title) if p.casefold() != site.casefold()] or parts
        return title if len(parts) == len(re.split(r"\s+(?:[|·•»–—-])\s+", title)) else " – ".join(parts)
    return max(parts[0], parts[-1], key=len) if len(parts) > 1 and "|" in title else title
