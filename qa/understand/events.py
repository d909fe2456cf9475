"""Events of the calendar and episodes of stress."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.calculator.core.scope import NAMED, Event
from qa.understand.dates import Stretch
from qa.understand.text import Place

_NAMES = {
    "fomc": r"fomc|fed(?:eral reserve)?|rate decisions?|powell|fed chair",
    "cpi": r"cpi|consumer prices?|inflation (?:prints?|reports?|numbers?|data|releases?|figures?)",
    "ppi": r"ppi|producer prices?",
    "nfp": r"nfp|non-?farm payrolls?|payrolls?|jobs reports?",
}
_WHICH = "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
_NOUN = (
    r"(?:'s)?(?:[- ](?P<noun>days?|weeks?|months?|meetings?|decisions?|announcements?|prints?|releases?|reports?|events?|minutes"
    r"|statements?|numbers?|data|dates?|sessions?|press conferences?))*"
)
_NEAR = re.compile(
    r"\b(?P<near>around|near|close to|surrounding|either side of|before and after|next to|round|about|within a day of)"
    r" (?:an? |the |any )*$"
)
_WITHIN = re.compile(
    r"(?:within|±|\+/-|plus or minus) ?(?P<n>\d{1,2}) (?:trading )?(?:days?|sessions?) (?:of|around|from) (?:an? |the |any )*$"
)
_OUT = re.compile(
    r"\b(?:not|never|exclud\w+|except(?:ing)?|without|outside(?: of)?|other than|but|leaving out|omitting|ignoring|aside from"
    r"|apart from|away from|avoiding|non|no)(?: for)?(?: on| in| at| near| around| close to| of)?[ -](?:an? |the |any )*$"
)
_OUT_AFTER = re.compile(
    r" ?,? ?(?:and (?:their|the|its) neighbou?rs?|and the days (?:around|next to) (?:them|it))?"
    r" ?,? ?(?:is |are |being )?(?:excluded|left out|omitted|removed|aside|not counted|taken out)\b"
)
_NEIGHBOURS = re.compile(r" ?and (?:their|the|its) (?:neighbou?rs?|days around)| and the days (?:around|next to) (?:them|it)")
_EVENT = re.compile(rf"(?<![\w])(?:{_WHICH})(?!\w){_NOUN}")
_HOT = re.compile(
    r"\b(?:comes? in |came in )?(?:hot|hotter|elevated|high|above (?:expectations|consensus|forecast)|surpris\w+)\b"
)
_STRESS = re.compile(
    r"\b(?:in|during|through|inside|within|for|of)? ?(?:an?|the|any|each|every|all|past"
    r"|those)? ?(?:stress(?:ed)?(?: episodes?| periods?| events?| phases?)?"
    r"|(?:vol(?:atility)?|vix) (?:spikes?|shocks?|explosions?|blow-?ups?)|cris[ei]s|crash(?:es)?|panics?"
    r"|market turmoil|sell-?offs?"
    r"|(?:bad|turbulent) episodes?|episodes?)\b"
)
_KNOWN = (
    (re.compile(r"\bvolmageddon\b|\bxiv (?:blow-?up|collapse)"), "2018-02"),
    (re.compile(r"\b(?:covid|corona\w*|pandemic)\b(?: crash| crisis)?"), "2020-02"),
)
_CRASH = re.compile(
    r" ?(?:vol(?:atility)? |vix |flash |stress )?(?:episodes?|crash|spike|sell-?off|crisis|shock|turmoil|blow-?up|correction)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event or an episode, and the words for it."""

    place: Place
    event: Event | None = None
    episode: str | None = None
    #: whether it is asked for by a printed value, which no calendar has
    printed: bool = False


def read_events(plain: str) -> list[Happening]:
    """The events in a plain text, from left to right."""
    return [_event(plain, m) for m in _EVENT.finditer(plain)]


def _event(plain: str, m: re.Match[str]) -> Happening:
    name = next(name for name in _NAMES if m[name])
    start, end = m.span()
    head = plain[max(0, start - 60) : start]
    near, within, noun = _NEAR.search(head), _WITHIN.search(head), m["noun"] or ""
    lead = near or within
    out = _OUT.search(head[: lead.start()] if lead else head)
    neighbours = _NEIGHBOURS.match(plain, end)
    after = _OUT_AFTER.match(plain, end)
    days = int(within["n"]) if within else 2 if noun.startswith("week") else 1 if near or neighbours else 0
    first = out or lead
    begin = start - (len(head) - first.start()) if first else start
    stop = after.end() if after else neighbours.end() if neighbours else end
    hot = _HOT.match(plain[end:].lstrip()) or re.search(r"\b(?:hot|elevated|high|surpris\w+)(?: an?)? $", head)
    event = Event(name, days, outside=bool(out or after))
    return Happening(place=(begin, stop), event=event, printed=bool(hot))


def read_episodes(plain: str, stretches: list[Stretch]) -> list[Happening]:
    """The episodes of stress: a known one by its name or by its month and "crash", else those that VIX tells."""
    found = [Happening(place=m.span(), episode=name) for pattern, name in _KNOWN for m in pattern.finditer(plain)]
    names = {dates: name for name, dates in NAMED.items()}
    for stretch in stretches:
        crash = _CRASH.match(plain, stretch.place[1])
        if crash and stretch.dates in names and not stretch.outside:
            found.append(Happening(place=(stretch.place[0], crash.end()), episode=names[stretch.dates]))
    if not found:
        found += [Happening(place=m.span(), episode="vix") for m in _STRESS.finditer(plain)]
    return sorted(found, key=lambda h: h.place)
