"""Where the main text of a page stands: without navigation, side columns, forms and what else a site puts around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_NEVER = set(
    "script style noscript template svg math iframe object embed canvas audio video picture map head form button input select"
    " textarea nav footer dialog menu rt rp datalist progress meter".split()
)
_ROLES = set("navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar tablist form".split())
#: Words of classes and ids that name what stands around a text.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|side-?bar|breadcrumbs?|cookies?|consent|gdpr|share|sharing|social|related|recommend\w*"
    r"|promo|promotion|newsletter|subscribe|subscription|signup|sign-up|login|comments?|respond|disqus|advert\w*|ads?|adsense|banner|popup|pop-up"
    r"|modal|overlay|pagination|pager|toolbar|footer|masthead|skip|skip-link|widgets?|toc|cta|paywall|feedback|rating|upsell|topbar|site-header"
    r"|visually-hidden|sr-only|screen-reader-text|hidden|print-only)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
#: What has more of the page's words is no furniture, whatever it is called.
_MUCH = 0.4
#: The main text is the innermost element that has such a share of the words.
_MOST = 0.8
_KEEPING = {"main", "article", "body", "html"}

_Sizes = dict[etree._Element, tuple[int, int]]  # noqa: SLF001 what lxml calls its elements


def main_of(tree: etree._Element) -> etree._Element:
    """The element with the main text; what is furniture within it is taken away from the tree."""
    body = next(iter(tree.iter("body")), tree)
    _take_away(body, _never(body))
    sizes = _sizes(body)
    whole = max(sizes[body][0], 1)
    _take_away(body, [e for e in body.iter(etree.Element) if _is_around(e, sizes[e][0] / whole)])
    sizes = _sizes(body)
    _take_away(body, [e for e in body.iter("ul", "ol", "div", "section", "p") if _is_links(e, *sizes[e])])
    return _innermost(body, _sizes(body))


def _never(body: etree._Element) -> list[etree._Element]:
    return [e for e in body.iter(etree.Element) if e.tag in _NEVER or _is_hidden(e)]


def _is_hidden(e: etree._Element) -> bool:
    return e.get("hidden") is not None or e.get("aria-hidden") == "true" or bool(_HIDDEN.search(e.get("style") or ""))


def _is_around(e: etree._Element, share: float) -> bool:
    """Whether an element stands around the text, by its role or its name."""
    if e.tag in _KEEPING or e.get("role") in {"main", "article"} or share > _MUCH:
        return False
    if e.get("role") in _ROLES:
        return True
    if e.tag == "header":
        return next(e.iter("h1"), None) is None
    named = f"{e.get('class') or ''} {e.get('id') or ''}"
    if e.tag == "aside":
        return not re.search(r"note|callout|tip|warning|disclaimer|important", named, re.IGNORECASE)
    return bool(_NAMES.search(named))


def _is_links(e: etree._Element, words: int, linked: int) -> bool:
    """Whether an element is a list of links: several, short, and hardly a word beside them."""
    links = sum(1 for _ in e.iter("a"))
    return links > 2 and linked > 0.8 * (words + linked) and (words + linked) < 80 * links and next(e.iter("h1"), None) is None  # noqa: PLR2004 a rule of thumb


def _take_away(body: etree._Element, elements: list[etree._Element]) -> None:
    """Take elements from the tree; the words after each stay."""
    for e in elements:
        parent = e.getparent()
        if e is body or parent is None:
            continue
        if e.tail:
            before = e.getprevious()
            if before is not None:
                before.tail = f"{before.tail or ''} {e.tail}"
            else:
                parent.text = f"{parent.text or ''} {e.tail}"
        parent.remove(e)


def _sizes(body: etree._Element) -> _Sizes:
    """For each element how many characters it holds outside links and within them."""
    sizes: _Sizes = {}
    for e in reversed(list(body.iter(etree.Element))):
        own = _length(e.text)
        plain, linked = (0, own) if e.tag == "a" else (own, 0)
        for child in e:
            a, b = sizes.get(child, (0, 0))
            plain, linked = (plain, linked + a + b) if e.tag == "a" else (plain + a, linked + b)
            plain += _length(child.tail)
        sizes[e] = plain, linked
    return sizes


def _length(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0


def _innermost(body: etree._Element, sizes: _Sizes) -> etree._Element:
    """The marked main text where there is one, else the innermost element with most of the words."""
    root = body
    for path in (_marked(body, "main"), _marked(body, "article")):
        found = list(path)
        if len(found) == 1 and sizes[found[0]][0] > (_MUCH if root is body else _MOST) * sizes[root][0]:
            root = found[0]
    while True:
        most = [c for c in root if not callable(c.tag) and sizes.get(c, (0, 0))[0] > _MOST * sizes[root][0]]
        if not most or most[0].tag in {"p", "ul", "ol", "table", "pre", "blockquote", "dl", "tbody", "span"}:
            return root
        if any(h.tag in {"h1", "h2", "h3"} for c in root if c is not most[0] for h in c.iter(etree.Element)):
            return root  # its headings belong to the text
        root = most[0]


def _marked(body: etree._Element, name: str) -> Iterator[etree._Element]:
    return (e for e in body.iter(etree.Element) if e.tag == name or e.get("role") == name)
