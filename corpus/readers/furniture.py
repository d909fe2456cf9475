"""Page furniture: lines that a site puts around a text, such as buttons, counters, navigation and notes of rights."""

from __future__ import annotations

import re

#: Whole lines that are the label of a button, a link or a widget, in any case.
_LABELS = r"""
skip to (?:main )?content|(?:toggle |main )?(?:menu|navigation)|home(?:page)?|search(?: .{0,20}(?:…|\.\.\.))?|sitemap
(?:sign|log) ?(?:in|up|out|on)(?: (?:or|/|to) .{1,30})?|register|(?:create|my) (?:an )?account|join(?: (?:now|free|us))?
(?:un)?subscribe(?: (?:now|today|for free|to .{1,40}))?|start (?:your |a )?(?:\d+[ -]day )?(?:free )?trial
try (?:it )?(?:for )?free
get (?:started|access|the app)(?: .{0,20})?|(?:learn|read|load|show|see|view|discover) (?:more|less|all)(?: .{0,20})?
(?:keep|continue|start) reading|more (?:articles|posts|stories|from .{1,40})|view (?:plans|pricing)|pricing|upgrade(?: now)?
share(?: (?:this|on|via|article|page|post|link).{0,24})?|tweet(?: this)?|e-?mail(?: (?:this|a friend).{0,20})?
print(?: this.{0,12})?
copy(?: link| citation| url)?|(?:save|bookmark)(?: (?:this|article|for later).{0,12})?|likes?|dislike|upvote|downvote
reply|report(?: abuse)?
follow(?: us)?(?: on .{1,20})?|facebook|twitter|x|linkedin|reddit|whatsapp|instagram|youtube|pinterest|telegram
discord|rss(?: feed)?
back(?: to (?:top|home|results|.{1,20}))?
(?:previous|next|older|newer)(?: (?:article|post|page|question|chapter|lesson)s?)?|close|cancel|ok
(?:accept|reject|allow|decline)(?: all)?(?: cookies)?|manage (?:cookies|consent|preferences)
cookie (?:settings|preferences|policy|notice)
privacy(?: (?:policy|notice|settings))?|terms(?: (?:of (?:use|service)|and conditions|& conditions))?
legal(?: notice)?|imprint|accessibility
(?:contact|about)(?: us)?|careers|help(?: cent(?:er|re))?|support|faqs?|newsletter|advertis(?:ement|e with us)
sponsored(?: content)?|ad
was this (?:\w+ )?(?:helpful|useful)\??|did you find this.{0,30}\??|rate this.{0,20}|yes|no|submit(?: .{0,20})?
send(?: .{0,12})?
(?:post|leave|add|write) a (?:comment|reply|review)|(?:no )?comments?(?: yet)?|comments are closed
be the first to comment.{0,10}
(?:related|recommended|popular|trending|latest|recent)(?: (?:articles?|posts?|questions?|topics?|reading|stories|news|content))?
you (?:may|might) (?:also )?(?:like|enjoy).{0,20}|on this page|in this article|(?:table of )?contents|all rights reserved\.?
download(?: (?:as )?(?:pdf|the app|now))?|buy now|add to cart|(?:request|book) a demo|have a question(?: about this)?\??
ask (?:a |your )?question|open in app|listen(?: to this.{0,12})?|enter your e-?mail(?: address)?
your (?:e-?mail|name|comment).{0,12}
"""
_LABEL = re.compile(rf"(?:{'|'.join(line.strip() for line in _LABELS.strip().splitlines())})", re.IGNORECASE)
_COUNTED = (
    r"(?:page ?)?views?|comments?|shares?|likes?|repl(?:y|ies)|reads?|claps?|votes?|upvotes?|followers?|reactions?|characters?"
)
#: "0 views", "3.1k shares", "0 / 1000", "5 min read", "Updated 3 days ago".
COUNTER = re.compile(
    rf"(?:\d[\d.,]*\s?[km]?\s+(?:{_COUNTED})|\d[\d,]*\s*/\s*\d[\d,]*(?:\s+(?:characters?|words?))?|\d+[ -]min(?:ute)?s?(?: read)?"
    r"|(?:updated |posted |published )?\d+ (?:second|minute|hour|day|week|month|year)s? ago)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"(?:©|\(c\)\s|copyright\s+(?:©|\d{4}|\(c\)))[^\n]{0,200}", re.IGNORECASE)
_COOKIES = re.compile(r"(?:we|this (?:web)?site) uses? cookies\b[^\n]{0,300}", re.IGNORECASE)
#: What only furniture says: two of these make a text the saved page of a site.
_STRONG = re.compile(
    r"(?:skip to|start (?:your |a )?(?:\d+[ -]day )?(?:free )?trial|(?:keep|continue) reading|was this|share (?:this|on)"
    r"|subscribe|sign|log"
    r"|back to top|related (?:art|po|qu)|load more|leave a|accept|cookie|privacy policy|no comments|have a question|copy"
    r"|you (?:may|might)"
    r"|recommended|all rights)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[|·•›»>]|\s[/–—-]\s|\n|\t|\s{3,})\s*")
_SIGNS = re.compile(r"^[^\w©(]+|[^\w.?…)]+$")
#: A label is no longer, in characters.
_LONGEST = 80


def is_furniture(line: str) -> bool:
    """Whether a line is nothing but labels, counters, or a note of rights or cookies.

    >>> [is_furniture(x) for x in ("0 views", "Start Free Trial →", "0 / 1000", "Home › Learn › Sign in", "© 2026 Someone")]
    [True, True, True, True, True]
    >>> [is_furniture(x) for x in ("Home prices fell.", "No hedge", "12", "The trial is free.", "| 0.4 | 1.2 |", "Search costs")]
    [False, False, False, False, False, False]
    """
    said = _plain(line)
    if not said:
        return False
    if _RIGHTS.fullmatch(said) or _COOKIES.match(said):
        return True
    parts = [_plain(part) for part in _PARTS.split(COUNTER.sub("|", said))]
    named = [part for part in parts if part]
    if not named:
        return bool(COUNTER.search(said))
    trail = len(parts) > 1 and named[0].casefold() == "home" and len(said) <= _LONGEST
    return trail or all(len(part) <= _LONGEST and _LABEL.fullmatch(part) for part in named)


def is_telling(line: str) -> bool:
    """Whether a line is furniture that no other text has, so that it says what sort of text this is."""
    said = _plain(line)
    return is_furniture(line) and bool(COUNTER.search(said) or _RIGHTS.match(said) or _COOKIES.match(said) or _STRONG.match(said))


def without_counters(line: str) -> str:
    """A line without its counters and the signs that part them from the rest."""
    kept = re.split(r"\s*([|·•])\s*", line.strip())
    parts = [part.strip() for part in kept[::2] if part.strip() and not COUNTER.fullmatch(part.strip())]
    sign = f" {kept[1]} " if len(kept) > 1 else " "
    return sign.join(parts)


def _plain(line: str) -> str:
    """Without the marks, arrows and pictures around the words."""
    return _SIGNS.sub("", " ".join(line.split()) if "\t" not in line else line.strip())
